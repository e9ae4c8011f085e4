"""Weighing, deciding, and telling people what came of it."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from openmash.scenarios.keys import Says
from openmash.scenarios.steps.base import OfEnquiry, PersonsDeed, Step


@dataclass(frozen=True, kw_only=True)
class Analyse(OfEnquiry, PersonsDeed):
    """Somebody writes the shared analysis."""

    VERB: ClassVar[str] = "analyse"
    harm: Annotated[str, Says("What harm there is or may be.")]
    likelihood: Annotated[str, Says("How likely it is.")]
    protective: Annotated[str, Says("What protects the child.")]
    voice: Annotated[str, Says("What the child says.")]
    staff_safety: Annotated[str, Says("What those who visit must know.")] = ""
    summary: Annotated[str, Says("All of it in a few sentences.")]


@dataclass(frozen=True, kw_only=True)
class Decide(PersonsDeed):
    """Somebody entitled decides about one child."""

    VERB: ClassVar[str] = "decide"
    child: Annotated[str, Says("Which child.", names="somebody")]
    level: Annotated[str, Says("Level of need, a code of the operating model.")]
    outcome: Annotated[str, Says("Outcome, a code of the operating model.")]
    team: Annotated[str, Says("The team that takes it on.", names="team")] = ""
    reasons: Annotated[str, Says("Why.")]
    cause: Annotated[str, Says("For section 47 enquiries: the reasonable cause to suspect significant harm.")] = ""
    consent: Annotated[str, Says("For section 47 enquiries: given, or dispensed.")] = ""
    because: Annotated[str, Says("Why consent is dispensed with, a code of the operating model.")] = ""


@dataclass(frozen=True, kw_only=True)
class Revisit(PersonsDeed):
    """Something new came in: the decision is to be made again."""

    VERB: ClassVar[str] = "revisit"
    child: Annotated[str, Says("Which child.", names="somebody")]
    why: Annotated[str, Says("Why.")]


@dataclass(frozen=True, kw_only=True)
class TellReferrer(OfEnquiry, PersonsDeed):
    """Whoever raised the worry is told what may be said."""

    VERB: ClassVar[str] = "tell_referrer"
    contact: Annotated[str, Says("Which contact.", names="contact")]
    words: Annotated[str, Says("What they are told.")]


@dataclass(frozen=True, kw_only=True)
class TellAgencies(OfEnquiry, PersonsDeed):
    """The agencies that answered are told what came of it."""

    VERB: ClassVar[str] = "tell_agencies"
    words: Annotated[str, Says("What they are told.")]


@dataclass(frozen=True, kw_only=True)
class WriteLetter(OfEnquiry, PersonsDeed):
    """Somebody writes to whoever raised the worry; it goes once a second person saw it, where the hub says so."""

    VERB: ClassVar[str] = "write_letter"
    called: Annotated[str, Says("The letter's name for later steps.", makes="letter")]
    contact: Annotated[str, Says("Which contact.", names="contact")]
    words: Annotated[str, Says("What came of it.")]


@dataclass(frozen=True, kw_only=True)
class SendLetter(PersonsDeed):
    """A second person has seen a letter, and it goes."""

    VERB: ClassVar[str] = "send_letter"
    letter: Annotated[str, Says("Which letter.", names="letter")]


@dataclass(frozen=True, kw_only=True)
class ReturnLetter(PersonsDeed):
    """A second person returns a letter with what has to change."""

    VERB: ClassVar[str] = "return_letter"
    letter: Annotated[str, Says("Which letter.", names="letter")]
    why: Annotated[str, Says("What has to change.")]


@dataclass(frozen=True, kw_only=True)
class ExpectLetter(Step):
    """How a letter stands, and what is in it."""

    VERB: ClassVar[str] = "expect_letter"
    letter: Annotated[str, Says("Which letter.", names="letter")]
    by: Annotated[str, Says("Who reads it.", names="person")]
    state: Annotated[str, Says("Its state.", choices=("written", "sent", "returned"))]
    says: Annotated[tuple[str, ...], Says("What must stand in it.")] = ()
