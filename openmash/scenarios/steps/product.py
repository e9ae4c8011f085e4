"""The product: composing it inside, receiving it outside."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar

from openmash.products.rules import FINDING_WORDS
from openmash.scenarios.keys import Says
from openmash.scenarios.steps.base import OfEnquiry, PersonsDeed
from openmash.sealed.rules import FAMILY_WORDS, GROUND_WORDS, LEFT_OUT_WORDS, PURPOSE_WORDS, REASONS_OF_FAMILY

FAMILY_REASONS = tuple(code for codes in REASONS_OF_FAMILY.values() for code in codes)


@dataclass(frozen=True, kw_only=True)
class StartProduct(OfEnquiry, PersonsDeed):
    """Somebody begins a product for one receiving team."""

    VERB: ClassVar[str] = "start_product"
    called: Annotated[str, Says("The product's name for later steps.", makes="product")]
    team: Annotated[str, Says("For which team.", names="team")]
    children: Annotated[
        tuple[str, ...],
        Says("About which children; left out: all that are decided for this team.", names="somebody"),
    ] = ()
    purpose: Annotated[str, Says("What the team needs it for.", choices=tuple(PURPOSE_WORDS))] = "section_17"
    family: Annotated[str, Says("What the family has said of its going there.", choices=tuple(FAMILY_WORDS))] = "given"
    family_reason: Annotated[str, Says("Why the family was not asked.", choices=FAMILY_REASONS)] = ""


@dataclass(frozen=True, kw_only=True)
class OfProduct:
    """Something about a product."""

    product: Annotated[str, Says("Which product; left out: the newest.", names="product")] = ""


@dataclass(frozen=True, kw_only=True)
class ChooseItems(OfProduct, PersonsDeed):
    """The author chooses the items that should go; their owners are asked."""

    VERB: ClassVar[str] = "choose_items"
    items: Annotated[tuple[str, ...], Says("Which.", names="item")]


@dataclass(frozen=True, kw_only=True)
class WriteGuidance(OfProduct, PersonsDeed):
    """The author writes what the team is told in the hub's own words."""

    VERB: ClassVar[str] = "write_guidance"
    summary: Annotated[str, Says("What it is about.")]
    recommendations: Annotated[str, Says("What the hub recommends.")]
    speak_to: Annotated[str, Says("The professionals to speak to.")]
    staff_safety: Annotated[str, Says("What those who visit must know.")] = ""


@dataclass(frozen=True, kw_only=True)
class WritePart(OfProduct, PersonsDeed):
    """Somebody writes their own agency's summary report and analysis for the receiving team."""

    VERB: ClassVar[str] = "write_part"
    report: Annotated[str, Says("What the agency knows.")]
    analysis: Annotated[str, Says("What it means for the child.")]
    level: Annotated[str, Says("The level of need that it sees, a code of the model.")]


@dataclass(frozen=True, kw_only=True)
class GoWithoutPart(OfProduct, PersonsDeed):
    """The product goes without an agency's report and analysis."""

    VERB: ClassVar[str] = "go_without_part"
    agency: Annotated[str, Says("Which agency's.", names="agency")]
    reason: Annotated[str, Says("Why.")]


@dataclass(frozen=True, kw_only=True)
class SendForApproval(OfProduct, PersonsDeed):
    """An author freezes it as it would leave and asks somebody who did not work on it."""

    VERB: ClassVar[str] = "send_for_approval"


@dataclass(frozen=True, kw_only=True)
class Approve(OfProduct, PersonsDeed):
    """A second person approves exactly what was frozen."""

    VERB: ClassVar[str] = "approve"


@dataclass(frozen=True, kw_only=True)
class SendBack(OfProduct, PersonsDeed):
    """The second person returns it with what has to change."""

    VERB: ClassVar[str] = "send_back"
    reason: Annotated[str, Says("What has to change.")]


@dataclass(frozen=True, kw_only=True)
class LeaveOut(OfProduct, PersonsDeed):
    """An item that bears on the case does not go to this team; the ledger keeps why."""

    VERB: ClassVar[str] = "leave_out"
    item: Annotated[str, Says("Which item.", names="item")]
    why: Annotated[str, Says("Why.", choices=tuple(LEFT_OUT_WORDS))]
    words: Annotated[str, Says("More, in the author's own words.")] = ""


@dataclass(frozen=True, kw_only=True)
class ReleaseUrgently(OfProduct, PersonsDeed):
    """A manager lets it go alone, on one of three grounds; somebody else looks at it the next working day."""

    VERB: ClassVar[str] = "release_urgently"
    ground: Annotated[str, Says("The ground.", choices=tuple(GROUND_WORDS))]
    reason: Annotated[str, Says("Why it cannot wait.")]


@dataclass(frozen=True, kw_only=True)
class ReviewUrgentRelease(OfProduct, PersonsDeed):
    """Somebody else says whether it was right to let it go alone."""

    VERB: ClassVar[str] = "review_urgent_release"
    finding: Annotated[str, Says("What they found.", choices=tuple(FINDING_WORDS))]
    words: Annotated[str, Says("Why.")]


@dataclass(frozen=True, kw_only=True)
class Release(OfProduct, PersonsDeed):
    """A frozen copy goes to the team."""

    VERB: ClassVar[str] = "release"


@dataclass(frozen=True, kw_only=True)
class Abandon(OfProduct, PersonsDeed):
    """It is not to be sent."""

    VERB: ClassVar[str] = "abandon"


@dataclass(frozen=True, kw_only=True)
class Acknowledge(OfProduct, PersonsDeed):
    """Outside: the team says that it has taken the case on."""

    VERB: ClassVar[str] = "acknowledge"


@dataclass(frozen=True, kw_only=True)
class Report(OfProduct, PersonsDeed):
    """Outside: the team says what came of it; the worker takes it in."""

    VERB: ClassVar[str] = "report"
    kind: Annotated[
        str,
        Says(
            "What.",
            choices=(
                *(
                    "assessment",
                    "strategy_discussion",
                    "section_47",
                    "conference",
                    "plan",
                    "early_help",
                ),
                "no_further_action",
            ),
        ),
    ]
    happened_on: Annotated[date, Says("When.")]
    words: Annotated[str, Says("In words.")] = ""
