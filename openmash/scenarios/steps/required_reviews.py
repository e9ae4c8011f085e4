"""Near misses, and reviews that the hub requires."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, ClassVar

from openmash.scenarios.keys import Says
from openmash.scenarios.steps.base import OfEnquiry, PersonsDeed, Step


@dataclass(frozen=True, kw_only=True)
class NoteNearMiss(OfEnquiry, PersonsDeed):
    """Somebody says that something nearly went wrong in a case."""

    VERB: ClassVar[str] = "note_near_miss"
    what: Annotated[str, Says("What happened, and what stopped it.")]


@dataclass(frozen=True, kw_only=True)
class RecordFinding(OfEnquiry, PersonsDeed):
    """A manager looks again at a decision or a near miss, and says what they found."""

    VERB: ClassVar[str] = "record_finding"
    review: Annotated[str, Says("Which required review, a code of the operating model; the first that waits.")]
    finding: Annotated[str, Says("What was found.")]
    grade: Annotated[str, Says("Of a case that was drawn by lot: the grade, a code of the operating model.")] = ""
    action: Annotated[str, Says("And what is to be done.")] = ""


@dataclass(frozen=True, kw_only=True)
class ExpectAudits(Step):
    """How the cases that closed in a month were graded, as the report counts them."""

    VERB: ClassVar[str] = "expect_audits"
    by: Annotated[str, Says("Who reads the report.", names="person")]
    month: Annotated[date, Says("The month's first day.")]
    grades: Annotated[tuple[str, ...], Says("The grades, each as often as it was given.")] = ()
    actions: Annotated[tuple[str, ...], Says("What is to be done.")] = ()


@dataclass(frozen=True, kw_only=True)
class ExpectRequiredReviews(OfEnquiry, Step):
    """Which reviews of an enquiry wait, and which are done."""

    VERB: ClassVar[str] = "expect_required_reviews"
    waiting: Annotated[
        tuple[str, ...], Says("Codes of those that wait, the soonest first; each as often as it waits.")
    ] = ()
    done: Annotated[tuple[str, ...], Says("Codes of those that are done.")] = ()
    first_due: Annotated[datetime | None, Says("When the first that waits is due, local time.")] = None
