"""What the law asks about an adult at risk."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar

from openmash.scenarios.keys import Says
from openmash.scenarios.steps.base import PersonsDeed, Step

ASKED = ("expressed", "not_expressed", "not_asked")
AGREES = ("yes", "no_overridden", "not_asked")
SPOKEN_FOR = ("nobody_needed", "family_or_friend", "advocate", "advocate_to_be_found")
ACHIEVED = ("fully", "partly", "not")
RISK = ("removed", "reduced", "remained")


@dataclass(frozen=True, kw_only=True)
class AnswerThreeParts(PersonsDeed):
    """Somebody answers the three parts of section 42 of the Care Act 2014."""

    VERB: ClassVar[str] = "answer_three_parts"
    adult: Annotated[str, Says("About whom.", names="somebody")]
    needs: Annotated[bool, Says("Whether they have needs for care and support.")]
    needs_why: Annotated[str, Says("What makes them say so.")]
    at_risk: Annotated[bool, Says("Whether they experience, or are at risk of, abuse or neglect.")]
    at_risk_why: Annotated[str, Says("What makes them say so.")]
    cannot_protect: Annotated[bool, Says("Whether because of those needs they cannot protect themselves.")]
    cannot_protect_why: Annotated[str, Says("What makes them say so.")]
    abuse: Annotated[tuple[str, ...], Says("Codes of the hub's categories of abuse.")] = ()


@dataclass(frozen=True, kw_only=True)
class RecordCapacity(PersonsDeed):
    """Somebody records an adult's mental capacity for one decision: assumed, or assessed in two stages."""

    VERB: ClassVar[str] = "record_capacity"
    adult: Annotated[str, Says("About whom.", names="somebody")]
    decision: Annotated[str, Says("For which decision.")]
    doubted: Annotated[bool, Says("Whether there is reason to doubt it.")]
    why: Annotated[str, Says("Why, or what was found.")]
    cannot: Annotated[
        tuple[str, ...], Says("What they cannot do.", choices=("understand", "retain", "weigh", "communicate"))
    ] = ()
    impaired: Annotated[bool, Says("Whether there is an impairment of the mind or brain.")] = False
    because: Annotated[bool, Says("Whether it is because of it that they cannot.")] = False
    assessed_by: Annotated[str, Says("Who assessed it.")] = ""
    assessed_on: Annotated[date | None, Says("On which day.")] = None
    spoken_for: Annotated[str, Says("Who helps them take part.", choices=SPOKEN_FOR)] = "nobody_needed"
    best_interests: Annotated[str, Says("Where they lack capacity: what is in their best interests.")] = ""


@dataclass(frozen=True, kw_only=True)
class RecordWishes(PersonsDeed):
    """Somebody asks an adult what they want, or records why not."""

    VERB: ClassVar[str] = "record_wishes"
    adult: Annotated[str, Says("About whom.", names="somebody")]
    asked: Annotated[str, Says("Whether they were asked.", choices=ASKED)]
    wanted: Annotated[str, Says("What they want.")] = ""
    agrees: Annotated[str, Says("Whether they agree that it is looked into.", choices=AGREES)]
    reason: Annotated[str, Says("Why they were not asked, or why it goes on.")] = ""


@dataclass(frozen=True, kw_only=True)
class RecordResult(PersonsDeed):
    """Somebody asks an adult whether what they wanted came about."""

    VERB: ClassVar[str] = "record_result"
    adult: Annotated[str, Says("About whom.", names="somebody")]
    achieved: Annotated[str, Says("In their view.", choices=ACHIEVED)]
    risk: Annotated[str, Says("What became of the risk.", choices=RISK)]
    said: Annotated[str, Says("What they say of it.")]


@dataclass(frozen=True, kw_only=True)
class ExpectAdult(Step):
    """How the law's questions about an adult stand."""

    VERB: ClassVar[str] = "expect_adult"
    adult: Annotated[str, Says("About whom.", names="somebody")]
    met: Annotated[bool, Says("Whether all three parts are met.")]
    capacity: Annotated[str, Says("What was found.", choices=("assumed", "has", "lacks"))]
    asked: Annotated[str, Says("Whether they were asked what they want.", choices=ASKED)]
    abuse: Annotated[tuple[str, ...], Says("The categories of abuse, by their codes.")] = ()
