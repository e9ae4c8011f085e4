"""Gates and stages of an enquiry, and what people do when they do not agree."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, ClassVar

from openmash.scenarios.keys import Says
from openmash.scenarios.steps.base import OfEnquiry, PersonsDeed, Step

HOW = ("", "in_the_hub", "telephone", "video", "email")


@dataclass(frozen=True, kw_only=True)
class GiveView(OfEnquiry, PersonsDeed):
    """Somebody says whether what a gate waits for is found, for their own agency or taken down for one elsewhere."""

    VERB: ClassVar[str] = "give_view"
    gate: Annotated[str, Says("The gate, a code of the operating model.")]
    met: Annotated[bool, Says("Whether it is found.")]
    reason: Annotated[str, Says("Why.")]
    agency: Annotated[str, Says("Whose view is taken down; left out: their own agency's.", names="agency")] = ""
    how: Annotated[str, Says("How an agency from elsewhere gave it.", choices=HOW)] = ""
    said_by: Annotated[str, Says("Who of that agency gave it.")] = ""


@dataclass(frozen=True, kw_only=True)
class ExpectGate(OfEnquiry, Step):
    """How a gate stands."""

    VERB: ClassVar[str] = "expect_gate"
    gate: Annotated[str, Says("The gate's code.")]
    open: Annotated[bool, Says("Whether what it waits for is on record.")]
    awaited: Annotated[tuple[str, ...] | None, Says("Kinds of agency whose view is still awaited.")] = None


@dataclass(frozen=True, kw_only=True)
class ExpectStage(OfEnquiry, Step):
    """Which stage an enquiry is in."""

    VERB: ClassVar[str] = "expect_stage"
    stage: Annotated[str, Says("The stage's code.")]
    due: Annotated[datetime | None, Says("By when it should be through, local time.")] = None


@dataclass(frozen=True, kw_only=True)
class RaiseDifference(PersonsDeed):
    """Somebody does not agree with a rating or a decision."""

    VERB: ClassVar[str] = "raise_difference"
    called: Annotated[str, Says("The difference's name for later steps.", makes="difference")]
    child: Annotated[str, Says("About which child.", names="somebody")]
    about: Annotated[str, Says("What they do not agree with.", choices=("rating", "decision"))]
    why: Annotated[str, Says("Why; everybody who sees the enquiry reads it.")]
    wanted: Annotated[str, Says("The rating they would give.")] = ""
    in_the_room: Annotated[str, Says("What only those who enter the sealed room read.")] = ""
    contact: Annotated[str, Says("Raised for whoever made this contact.", names="contact")] = ""


@dataclass(frozen=True, kw_only=True)
class SettleDifference(PersonsDeed):
    """Whoever the ladder names settles the step that a difference is on."""

    VERB: ClassVar[str] = "settle_difference"
    difference: Annotated[str, Says("Which.", names="difference")]
    finding: Annotated[str, Says("What holds.", choices=("stands", "changed"))]
    reasons: Annotated[str, Says("Why; sealed.")]
    told: Annotated[str, Says("What whoever raised it is told.")]
    rating: Annotated[str, Says("The rating that holds now, where it is changed.")] = ""


@dataclass(frozen=True, kw_only=True)
class TakeFurther(PersonsDeed):
    """Whoever raised it still does not agree."""

    VERB: ClassVar[str] = "take_further"
    difference: Annotated[str, Says("Which.", names="difference")]


@dataclass(frozen=True, kw_only=True)
class WithdrawDifference(PersonsDeed):
    """Whoever raised it takes it back."""

    VERB: ClassVar[str] = "withdraw_difference"
    difference: Annotated[str, Says("Which.", names="difference")]


@dataclass(frozen=True, kw_only=True)
class KeepSafe(PersonsDeed):
    """Somebody records what keeps the child safe while people do not agree."""

    VERB: ClassVar[str] = "keep_safe"
    difference: Annotated[str, Says("Which difference.", names="difference")]
    words: Annotated[str, Says("What is done, by whom and until when.")]


@dataclass(frozen=True, kw_only=True)
class StepsRunOut(Step):
    """The hub's clockwork goes round: differences whose step ran out of time move up by themselves."""

    VERB: ClassVar[str] = "steps_run_out"
    moved_up: Annotated[int, Says("How many must have moved up.")]


@dataclass(frozen=True, kw_only=True)
class ExpectDifference(Step):
    """Where a difference stands."""

    VERB: ClassVar[str] = "expect_difference"
    difference: Annotated[str, Says("Which.", names="difference")]
    state: Annotated[str, Says("Its state.", choices=("open", "settled", "withdrawn"))]
    step: Annotated[int, Says("The step it is on, from 1.")]
    settles: Annotated[str, Says("Who settles that step, in the ladder's words.")] = ""
    due: Annotated[datetime | None, Says("By when, local time.")] = None
    late: Annotated[bool | None, Says("Whether whoever settles it is late now.")] = None
