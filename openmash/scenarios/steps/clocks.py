"""Clocks that run in a case, the hours in which the hub is closed, agencies that are away, and chasing."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, ClassVar

from openmash.hubs.rules import Chased, Happening
from openmash.scenarios.keys import Says
from openmash.scenarios.steps.base import OfEnquiry, PersonsDeed, Step

_HAPPENINGS = tuple(each.value for each in Happening)
_CHASED = tuple(each.value for each in Chased)


@dataclass(frozen=True, kw_only=True)
class NoteHappening(OfEnquiry, PersonsDeed):
    """Somebody notes that something happened which no other step records; clocks end and start with it."""

    VERB: ClassVar[str] = "note_happening"
    what: Annotated[str, Says("What happened.", choices=_HAPPENINGS)]
    when: Annotated[datetime | None, Says("When, local time; left out: just now.")] = None
    children: Annotated[tuple[str, ...], Says("To whom; left out: to everybody in the case.", names="somebody")] = ()


@dataclass(frozen=True, kw_only=True)
class PauseClock(OfEnquiry, PersonsDeed):
    """Somebody lets a clock stand still: that of a decision, or another."""

    VERB: ClassVar[str] = "pause_clock"
    child: Annotated[str, Says("Whose; left out: the enquiry's.", names="somebody")] = ""
    clock: Annotated[str, Says("Which of the model's other clocks; left out: the decision's.")] = ""
    reason: Annotated[str, Says("A code of the operating model.")]
    words: Annotated[str, Says("Why, in a sentence.")]


@dataclass(frozen=True, kw_only=True)
class ResumeClock(OfEnquiry, PersonsDeed):
    """Somebody lets a clock run on."""

    VERB: ClassVar[str] = "resume_clock"
    child: Annotated[str, Says("Whose; left out: the enquiry's.", names="somebody")] = ""
    clock: Annotated[str, Says("Which of the model's other clocks; left out: the decision's.")] = ""


@dataclass(frozen=True, kw_only=True)
class NameOwner(PersonsDeed):
    """A manager names who owns what runs on while the hub is closed."""

    VERB: ClassVar[str] = "name_owner"
    owner: Annotated[str, Says("Who.", names="person")]
    telephone: Annotated[str, Says("Where they are reached.")] = "07700 900100"
    begins: Annotated[datetime, Says("From when, local time.")]
    ends: Annotated[datetime, Says("To when.")]


@dataclass(frozen=True, kw_only=True)
class NoteSays:
    """What is said of one case as it is handed over."""

    enquiry: Annotated[str, Says("Which.", names="enquiry")]
    words: Annotated[str, Says("Where it stands, and what it needs tonight.")]


@dataclass(frozen=True, kw_only=True)
class HandOver(PersonsDeed):
    """The day hands over to the owner out of hours what is due before the hub opens."""

    VERB: ClassVar[str] = "hand_over"
    notes: Annotated[tuple[NoteSays, ...], Says("What is said of each case.")] = ()


@dataclass(frozen=True, kw_only=True)
class TakeOver(PersonsDeed):
    """The owner out of hours takes over what was handed to them last."""

    VERB: ClassVar[str] = "take_over"


@dataclass(frozen=True, kw_only=True)
class RecordAbsence(PersonsDeed):
    """An agency's people are away."""

    VERB: ClassVar[str] = "record_absence"
    agency: Annotated[str, Says("Whose.", names="agency")]
    from_on: Annotated[date, Says("The first day.")]
    until_on: Annotated[date, Says("The last day.")]
    covered_by: Annotated[str, Says("Who covers.")] = ""
    covered_email: Annotated[str, Says("Where they are rung.")] = ""


@dataclass(frozen=True, kw_only=True)
class ClockworkGoesRound(Step):
    """The worker goes round: agencies are chased, clocks that stood still long enough run on, endings are counted."""

    VERB: ClassVar[str] = "clockwork_goes_round"


@dataclass(frozen=True, kw_only=True)
class ExpectClock(OfEnquiry, Step):
    """How a clock beside the ratings' stands."""

    VERB: ClassVar[str] = "expect_clock"
    clock: Annotated[str, Says("Its code.")]
    child: Annotated[str, Says("Whose; left out: the enquiry's.", names="somebody")] = ""
    state: Annotated[
        str, Says("How it stands; “none”: it never started.", choices=("runs", "stands_still", "ended", "none"))
    ]
    due: Annotated[datetime | None, Says("When it is due, local time.")] = None
    late: Annotated[bool | None, Says("Whether it is late, or ended late.")] = None


@dataclass(frozen=True, kw_only=True)
class ExpectOwner(Step):
    """Who owns what runs on while the hub is closed: now, or when it closes next."""

    VERB: ClassVar[str] = "expect_owner"
    owner: Annotated[str, Says("Who; left out: nobody.", names="person")] = ""
    until: Annotated[datetime | None, Says("When the hub opens again, local time.")] = None


@dataclass(frozen=True, kw_only=True)
class ExpectBeforeMorning(Step):
    """In which cases something is due before the hub opens: exactly these."""

    VERB: ClassVar[str] = "expect_before_morning"
    enquiries: Annotated[tuple[str, ...], Says("Which, the nearest first.", names="enquiry")]


@dataclass(frozen=True, kw_only=True)
class ExpectReminders(OfEnquiry, Step):
    """Whom the ladder has reminded about an agency's answer, in order."""

    VERB: ClassVar[str] = "expect_reminders"
    agency: Annotated[str, Says("Whose answer.", names="agency")]
    to: Annotated[
        tuple[str, ...], Says("Who was reminded, the earliest first; left out: nobody.", choices=_CHASED)
    ] = ()
