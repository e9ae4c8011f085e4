"""Groups of victims, people who pose risk and places of exploitation."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar

from openmash.scenarios.keys import Says
from openmash.scenarios.steps.base import OfEnquiry, PersonsDeed, Step


@dataclass(frozen=True, kw_only=True)
class BeginGroup(OfEnquiry, PersonsDeed):
    """Somebody begins a group from a case."""

    VERB: ClassVar[str] = "begin_group"
    called: Annotated[str, Says("The group's name for later steps.", makes="group")]
    name: Annotated[str, Says("What colleagues call it: no family's name.")]
    why: Annotated[str, Says("What links them; sealed.")]
    ground: Annotated[str, Says("The code of the lawful basis.")]
    review_on: Annotated[date, Says("By when it is looked at again.")]
    readers: Annotated[
        tuple[str, ...], Says("Who alone may see it; left out: everybody who works in the room.", names="person")
    ] = ()


@dataclass(frozen=True, kw_only=True)
class LinkInGroup(OfEnquiry, PersonsDeed):
    """Somebody of a case, or a place that came to light in it, is linked with a group."""

    VERB: ClassVar[str] = "link_in_group"
    group: Annotated[str, Says("Which group.", names="group")]
    part: Annotated[str, Says("What they are in it.", choices=("victim", "poses_risk", "place"))]
    whom: Annotated[str, Says("Who; left out for a place.", names="somebody")] = ""
    place: Annotated[str, Says("Which place, in words; left out for a person.")] = ""
    postcode: Annotated[str, Says("Its postcode, where it has one.")] = ""
    why: Annotated[str, Says("What is known that links them; sealed.")]


@dataclass(frozen=True, kw_only=True)
class ReviewGroup(PersonsDeed):
    """Somebody looks at a group again."""

    VERB: ClassVar[str] = "review_group"
    group: Annotated[str, Says("Which group.", names="group")]
    finds: Annotated[str, Says("What they find; sealed.")]
    next_on: Annotated[date | None, Says("By when it is looked at again; left out: it is closed.")] = None


@dataclass(frozen=True, kw_only=True)
class OpenGroup(PersonsDeed):
    """Somebody opens a group and reads what is in it; that they did is on the log."""

    VERB: ClassVar[str] = "open_group"
    group: Annotated[str, Says("Which group.", names="group")]
    victims: Annotated[tuple[str, ...], Says("Names of its victims, exactly.")] = ()
    pose_risk: Annotated[tuple[str, ...], Says("Names of those who pose risk, exactly.")] = ()
    places: Annotated[tuple[str, ...], Says("Its places, exactly.")] = ()


@dataclass(frozen=True, kw_only=True)
class ExpectGroups(Step):
    """Which groups somebody finds on their list."""

    VERB: ClassVar[str] = "expect_groups"
    by: Annotated[str, Says("Who looks.", names="person")]
    groups: Annotated[tuple[str, ...], Says("Their names, exactly; left out: none.")] = ()
