"""The enquiry: opening it, rating, closing."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from openmash.scenarios.keys import Says
from openmash.scenarios.steps.base import OfEnquiry, PersonsDeed, Step


@dataclass(frozen=True, kw_only=True)
class FirstRatingSays:
    """The first rating of one child."""

    child: Annotated[str, Says("Which child (or adult), as the contact names them.", names="somebody")]
    rating: Annotated[str, Says("A code of the operating model: “amber”.")]
    reason: Annotated[str, Says("Why.")]


@dataclass(frozen=True, kw_only=True)
class OpenEnquiry(PersonsDeed):
    """A contact becomes an enquiry; each child has a rating of their own."""

    VERB: ClassVar[str] = "open_enquiry"
    called: Annotated[str, Says("The enquiry's name for later steps.", makes="enquiry")]
    contact: Annotated[str, Says("Which contact.", names="contact")]
    ratings: Annotated[tuple[FirstRatingSays, ...], Says("The first rating of each child.")] = ()


@dataclass(frozen=True, kw_only=True)
class AddContact(OfEnquiry, PersonsDeed):
    """Another contact turns out to be about the same family."""

    VERB: ClassVar[str] = "add_contact"
    contact: Annotated[str, Says("Which contact.", names="contact")]
    ratings: Annotated[tuple[FirstRatingSays, ...], Says("The first rating of each child new to the enquiry.")] = ()


@dataclass(frozen=True, kw_only=True)
class Rate(PersonsDeed):
    """Somebody changes a child's rating."""

    VERB: ClassVar[str] = "rate"
    child: Annotated[str, Says("Which child.", names="somebody")]
    rating: Annotated[str, Says("The new rating.")]
    reason: Annotated[str, Says("Why.")]


@dataclass(frozen=True, kw_only=True)
class GoStraightOn(PersonsDeed):
    """A child goes straight on to a worker; the decision follows."""

    VERB: ClassVar[str] = "go_straight_on"
    child: Annotated[str, Says("Which child.", names="somebody")]
    team: Annotated[str, Says("The worker's team.", names="team")]
    spoke: Annotated[str, Says("Which worker was told, how, and what they do now.")]


@dataclass(frozen=True, kw_only=True)
class ExpectStraightOn(Step):
    """With which teams a child is, before the decision."""

    VERB: ClassVar[str] = "expect_straight_on"
    child: Annotated[str, Says("Which child.", names="somebody")]
    teams: Annotated[tuple[str, ...], Says("The teams; empty: it waits for the decision.", names="team")] = ()


@dataclass(frozen=True, kw_only=True)
class CloseEnquiry(OfEnquiry, PersonsDeed):
    """Nothing is left to do."""

    VERB: ClassVar[str] = "close_enquiry"


@dataclass(frozen=True, kw_only=True)
class ReopenEnquiry(OfEnquiry, PersonsDeed):
    """Something new came in about an enquiry that was closed."""

    VERB: ClassVar[str] = "reopen_enquiry"
