"""The product: composing it inside, receiving it outside."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar

from openmash.scenarios.keys import Says
from openmash.scenarios.steps.base import OfEnquiry, PersonsDeed


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
