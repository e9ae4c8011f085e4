"""Asking agencies what they know, and their answers."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar

from openmash.access import LEVELS
from openmash.scenarios.keys import RULE, Says
from openmash.scenarios.steps.base import Deed, OfEnquiry, PersonsDeed

# Codes of access.LEVELS.
_LEVELS = tuple(level.code for level in LEVELS)
NIL_RETURNS = (
    "no_trace",
    "nothing_relevant",
    "withheld",
    "not_searched",
    "system_down",
)


@dataclass(frozen=True, kw_only=True)
class LateSays:
    """What an answer after the decision says of itself."""

    effect: Annotated[str, Says("Would it have changed the decision?", choices=("no", "yes", "unsure"))]
    why: Annotated[str, Says("In words.")] = ""


@dataclass(frozen=True, kw_only=True)
class ItemSays:
    """One piece of information."""

    key: Annotated[str, Says("What later steps call it.", makes="item")]
    text: Annotated[str, Says("The information.")]
    source_kind: Annotated[str, Says("What sort of statement it is.", choices=("fact", "opinion", "reported"))] = "fact"
    sensitivity: Annotated[str, Says("Who in the room may read it.", choices=("hub", "restricted", "hidden"))] = "hub"
    leave: Annotated[str, Says("What its owner says of its leaving.", choices=("ask", "whole"))] = "ask"
    fact_on: Annotated[date | None, Says("The day of the fact.")] = None
    handling: Annotated[str, Says("How it is to be handled.")] = ""
    professional: Annotated[str, Says("Whom to speak to about it.")] = ""
    about: Annotated[tuple[str, ...], Says("Whom it is about.", names="somebody")] = ()
    readers: Annotated[tuple[str, ...], Says("Who else may read what is held back.", names="person")] = ()
    vetting: Annotated[str, Says("The vetting level that readers need.", choices=("", *_LEVELS))] = ""
    grading: Annotated[str, Says("The police grading: source, information, handling, as “2 B P”.")] = ""


@dataclass(frozen=True, kw_only=True)
class Ask(OfEnquiry, PersonsDeed):
    """The hub asks agencies."""

    VERB: ClassVar[str] = "ask"
    agencies: Annotated[tuple[str, ...], Says("Which.", names="agency")]
    question: Annotated[str, Says("What.")]


@dataclass(frozen=True, kw_only=True)
class Chase(OfEnquiry, PersonsDeed):
    """The hub rings the doorbell of an agency that has not answered."""

    VERB: ClassVar[str] = "chase"
    agency: Annotated[str, Says("Which.", names="agency")]


@dataclass(frozen=True, kw_only=True)
class WithdrawCheck(OfEnquiry, PersonsDeed):
    """The answer is no longer needed."""

    VERB: ClassVar[str] = "withdraw_check"
    agency: Annotated[str, Says("Which agency was asked.", names="agency")]


@dataclass(frozen=True, kw_only=True)
class AskAgain(OfEnquiry, PersonsDeed):
    """An agency that answered is asked once more."""

    VERB: ClassVar[str] = "ask_again"
    agency: Annotated[str, Says("Which.", names="agency")]
    question: Annotated[str, Says("What, this time.")]


@dataclass(frozen=True, kw_only=True)
class AnswerNothing(OfEnquiry, PersonsDeed):
    """An agency signs a nil return."""

    VERB: ClassVar[str] = "answer_nothing"
    nil_return: Annotated[str, Says("Which.", choices=NIL_RETURNS)]
    searched: Annotated[str, Says("What was searched.")] = ""
    explanation: Annotated[str, Says("Whom to speak to, or why nothing was searched.")] = ""
    agency: Annotated[str, Says("For which agency; left out: their own.", names="agency")] = ""
    late: Annotated[LateSays | None, Says("After a decision: whether it would have changed it.")] = None


@dataclass(frozen=True, kw_only=True)
class Answer(OfEnquiry, PersonsDeed):
    """An agency answers with information, which goes into the sealed room."""

    VERB: ClassVar[str] = "answer"
    items: Annotated[tuple[ItemSays, ...], Says("What it knows.")] = ()
    searched: Annotated[str, Says("What was searched.")] = ""
    agency: Annotated[str, Says("For which agency; left out: their own.", names="agency")] = ""
    late: Annotated[LateSays | None, Says("After a decision: whether it would have changed it.")] = None


@dataclass(frozen=True, kw_only=True)
class FileSays:
    """A file that comes with a mail: plain text, whatever its name says."""

    name: Annotated[str, Says("What it is called: “visit.txt”.")]
    text: Annotated[str, Says("What is in it.")]


@dataclass(frozen=True, kw_only=True)
class ReplyByMail(OfEnquiry, Deed):
    """A virtual partner answers the hub's message by secure e-mail, quoting it; it is read in at the outside door."""

    VERB: ClassVar[str] = "reply_by_mail"
    agency: Annotated[str, Says("Which.", names="agency")]
    name: Annotated[str, Says("Who answers.")]
    words: Annotated[str, Says("What they write.")]
    sender: Annotated[str, Says("From which address; left out: the agency's own.")] = ""
    quotes: Annotated[bool, Says("Whether the hub's message stands below.")] = True
    away: Annotated[bool, Says("Whether it is an automatic answer of somebody who is away.")] = False
    files: Annotated[tuple[FileSays, ...], Says("What comes with it.")] = ()
    put_aside_by: Annotated[
        str, Says("It is not read in, by this rule, and the request says that somebody is to ring.", pattern=RULE)
    ] = ""


@dataclass(frozen=True, kw_only=True)
class Reply(OfEnquiry, Deed):
    """A virtual partner answers by the one-time link from its e-mail, at the outside door; the worker takes it in."""

    VERB: ClassVar[str] = "reply"
    agency: Annotated[str, Says("Which.", names="agency")]
    name: Annotated[str, Says("Who answers.")]
    role: Annotated[str, Says("Their post.")]
    searched: Annotated[str, Says("What was searched.")] = ""
    items: Annotated[tuple[ItemSays, ...], Says("What it knows.")] = ()
    nil_return: Annotated[str, Says("Which nil return, where it knows nothing.", choices=("", *NIL_RETURNS))] = ""
    explanation: Annotated[str, Says("Whom to speak to, or why nothing was searched.")] = ""
    late: Annotated[LateSays | None, Says("After a decision: whether it would have changed it.")] = None
