"""Cumulative harm: what the hub's counters come to, and the second manager who looks at an ending again."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from openmash.scenarios.keys import Says
from openmash.scenarios.steps.base import PersonsDeed, Step


@dataclass(frozen=True, kw_only=True)
class OfEnding:
    """What ended without further action: a contact at the door, or an enquiry about a child."""

    contact: Annotated[str, Says("Which contact; left out: the enquiry about “child”.", names="contact")] = ""
    child: Annotated[str, Says("Whose decision.", names="somebody")] = ""


@dataclass(frozen=True, kw_only=True)
class ReviewEnding(OfEnding, PersonsDeed):
    """A second manager says whether it is right that nothing more is done; where it is not, it is open again."""

    VERB: ClassVar[str] = "review_ending"
    agrees: Annotated[bool, Says("Whether nothing more is to be done.")]
    words: Annotated[str, Says("Why.")]


@dataclass(frozen=True, kw_only=True)
class ExpectReview(OfEnding, Step):
    """Whether a second manager looks, and on which counters that rests."""

    VERB: ClassVar[str] = "expect_review"
    state: Annotated[
        str, Says("Its state; “none”: nobody was asked.", choices=("waiting_for_review", "agreed", "sent_back", "none"))
    ]
    reached: Annotated[tuple[str, ...] | None, Says("The labels of the counters that were reached.")] = None


@dataclass(frozen=True, kw_only=True)
class CountSays:
    """One counter."""

    counter: Annotated[str, Says("Its label.")]
    number: Annotated[int, Says("What it comes to, the contact at hand among them.")]


@dataclass(frozen=True, kw_only=True)
class ExpectCounts(Step):
    """What the hub's counters say of a contact, as whoever takes it in sees it."""

    VERB: ClassVar[str] = "expect_counts"
    contact: Annotated[str, Says("Which contact.", names="contact")]
    counts: Annotated[tuple[CountSays, ...], Says("Every counter of the hub.", at_least=1)]
