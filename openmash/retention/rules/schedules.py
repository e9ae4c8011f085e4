"""How long what is kept: one line for each kind of outcome and owner, with where the period comes from.

No national schedule for a Multi-Agency Safeguarding Hub was found, so every hub must adopt its own. What ships here is
what holds until it does: where a published schedule of a council has the period, it is named; where nothing was found,
the line says that it is the hub's own choice, and the hub should confirm it.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from openmash.clocks.months import add_months
from openmash.core.errors import RuleBroken


class RecordClass(StrEnum):
    """What kind of record it is, by what came of it."""

    ADVICE = "advice"
    NOT_PROGRESSED = "not_progressed"
    EARLY_HELP = "early_help"
    CHILD_PASSED_ON = "child_passed_on"
    ADULT_PASSED_ON = "adult_passed_on"


CLASS_WORDS: dict[str, str] = {
    RecordClass.ADVICE: "A contact that ended with advice or elsewhere, without an enquiry",
    RecordClass.NOT_PROGRESSED: "An enquiry in which nobody was passed on to a team",
    RecordClass.EARLY_HELP: "An enquiry that went to early help",
    RecordClass.CHILD_PASSED_ON: "An enquiry in which a child went to social care or the police",
    RecordClass.ADULT_PASSED_ON: "An enquiry in which an adult at risk was passed on, and no child",
}


class Starts(StrEnum):
    """What the period is counted from."""

    CLOSED = "closed"
    LAST_DECISION = "last_decision"
    YOUNGEST_18 = "youngest_18"
    YOUNGEST_25 = "youngest_25"


STARTS_WORDS: dict[str, str] = {
    Starts.CLOSED: "the day on which the enquiry, or the contact, was closed for the last time",
    Starts.LAST_DECISION: "the day of the last decision about anybody in it",
    Starts.YOUNGEST_18: "the 18th birthday of the youngest child it is about",
    Starts.YOUNGEST_25: "the 25th birthday of the youngest child it is about",
}
_BIRTHDAY = {Starts.YOUNGEST_18: 18, Starts.YOUNGEST_25: 25}


class Then(StrEnum):
    """What is done when the period is over."""

    ERASE = "erase"
    REVIEW = "review"


THEN_WORDS: dict[str, str] = {
    Then.ERASE: "put on the list of what is due for erasure",
    Then.REVIEW: "its owner reviews it; only what the owner says is no longer needed goes on the list",
}


@dataclass(frozen=True)
class Line:
    """One line of a schedule.

    Args:
        code: names the line and its edition, for the ledger; ``"shipped:advice:1"`` or the id of a hub's own line.
        agency_id: the owning agency; None holds for the hub's own records and for every agency without a line.
        agency_kind: holds for agencies of this kind without a line of their own; empty for all.
        record_class: what kind of record.
        months: how long after the clock starts.
        starts: what the clock starts from.
        then: erase, or the owner reviews first.
        source: where the period comes from.
        own_choice: no source was found; the hub stands behind it alone.
        from_on: the first day on which it holds.
    """

    code: str
    record_class: str
    months: int
    starts: str
    source: str
    then: str = Then.ERASE
    own_choice: bool = False
    agency_id: UUID | None = None
    agency_kind: str = ""
    from_on: date = date(2026, 1, 1)

    @property
    def words(self) -> str:
        """As a sentence, without its source."""
        return f"{period_words(self.months)} from {STARTS_WORDS[self.starts]}; then {THEN_WORDS[self.then]}"


_NO_SOURCE = "No published source was found: the hub's own choice, to be confirmed by its partners."

SHIPPED: tuple[Line, ...] = (
    Line("shipped:advice:1", RecordClass.ADVICE, 72, Starts.CLOSED, "Devon's published schedule: advice only, 6 years"),
    Line("shipped:not_progressed:1", RecordClass.NOT_PROGRESSED, 6, Starts.CLOSED, _NO_SOURCE, own_choice=True),
    Line(
        "shipped:early_help:1",
        RecordClass.EARLY_HELP,
        72,
        Starts.CLOSED,
        "Derbyshire's published schedule: 6 years after the case closed",
    ),
    Line("shipped:child_passed_on:1", RecordClass.CHILD_PASSED_ON, 0, Starts.YOUNGEST_25, _NO_SOURCE, own_choice=True),
    Line("shipped:adult_passed_on:1", RecordClass.ADULT_PASSED_ON, 84, Starts.CLOSED, _NO_SOURCE, own_choice=True),
    *(
        Line(
            f"shipped:police:{each}:1",
            each,
            72,
            Starts.CLOSED,
            "College of Policing, management of police information: review after 6 years at the least",
            then=Then.REVIEW,
            agency_kind="police",
        )
        for each in (
            RecordClass.NOT_PROGRESSED,
            RecordClass.EARLY_HELP,
            RecordClass.CHILD_PASSED_ON,
            RecordClass.ADULT_PASSED_ON,
        )
    ),
)
"""What holds in every hub until it adopts lines of its own (docs: how records are kept and erased)."""


@dataclass(frozen=True)
class Came:
    """What came of one decision: the kinds of team it may go to, and whether a child is the one it is about."""

    ends_flow: bool
    team_kinds: tuple[str, ...]
    about_child: bool


def class_of(outcomes: Iterable[Came]) -> RecordClass:
    """The kind of record an enquiry is: by the gravest of what came of it, so that it is kept the longest."""
    found = list(outcomes)
    passed_on = [each for each in found if not each.ends_flow]
    graver = [each for each in passed_on if each.team_kinds != ("early_help",)]
    if any(each.about_child for each in graver):
        return RecordClass.CHILD_PASSED_ON
    if graver:
        return RecordClass.ADULT_PASSED_ON
    return RecordClass.EARLY_HELP if passed_on else RecordClass.NOT_PROGRESSED


def line_for(
    lines: Collection[Line], *, record_class: str, agency_id: UUID | None, agency_kind: str, on: date
) -> Line | None:
    """The line that holds on a day: the owner's own before its kind's, its kind's before the general one.

    Args:
        lines: the hub's own and the shipped ones.
        record_class: what kind of record.
        agency_id: the owner; None for the hub's own records.
        agency_kind: the owner's kind; empty for the hub.
        on: the day; of two lines of one rank the one that came last holds, a hub's own before a shipped one.
    """
    fits = [
        each
        for each in lines
        if each.record_class == record_class
        and each.from_on <= on
        and each.agency_id in (None, agency_id)
        and each.agency_kind in ("", agency_kind)
    ]
    return max(
        fits,
        key=lambda each: (
            each.agency_id is not None,
            bool(each.agency_kind),
            not each.code.startswith("shipped:"),
            each.from_on,
        ),
        default=None,
    )


def starts_on(line: Line, *, closed_on: date, last_decision_on: date | None, births: Collection[date]) -> date:
    """The day the clock of a line starts. A birthday that cannot be told counts as the day of closing.

    Args:
        line: the line.
        closed_on: when it was closed.
        last_decision_on: when somebody was last decided about.
        births: birth dates, or expected ones, of the children it is about.
    """
    if line.starts == Starts.LAST_DECISION:
        return last_decision_on or closed_on
    if line.starts in _BIRTHDAY and births:
        return max(closed_on, add_months(max(births), 12 * _BIRTHDAY[Starts(line.starts)]))
    return closed_on


def due_on(line: Line, start: date) -> date:
    """The first day on which it may be erased, or must be reviewed."""
    return add_months(start, line.months)


def last_day_of_month(day: date) -> date:
    """The end of the month a day is in."""
    return add_months(day.replace(day=1), 1) - timedelta(days=1)


def period_words(months: int) -> str:
    """A period as people say it: "6 months", "6 years", "at once"."""
    if months == 0:
        return "Nothing further"
    if months % 12:
        return f"{months} month{'' if months == 1 else 's'}"
    return f"{months // 12} year{'' if months == 12 else 's'}"


LONGEST_MONTHS = 12 * 100
"""A hundred years: the longest period in any published schedule seen (adoption)."""


def require_line_can_hold(
    *, record_class: str, months: int, starts: str, then: str, source: str, from_on: date, on: date
) -> None:
    """A line a hub adopts: known words, a period, a source or a reason in words, and never from a day in the past.

    Raises:
        RuleBroken: ``retention.line_is_known``, ``retention.period``, ``retention.source`` or ``retention.from_today``.
    """
    if record_class not in CLASS_WORDS or starts not in STARTS_WORDS or then not in THEN_WORDS:
        raise RuleBroken("retention.line_is_known", "Choose what kind of record it is and what the period counts from.")
    if not 0 <= months <= LONGEST_MONTHS or (months == 0 and starts not in _BIRTHDAY):
        raise RuleBroken("retention.period", "Enter a period between 1 month and 100 years.", field="months")
    if not source.strip():
        raise RuleBroken(
            "retention.source", "Enter where the period comes from, or why the hub chose it.", field="source"
        )
    if from_on < on:
        raise RuleBroken(
            "retention.from_today",
            "A schedule may not be changed for days that have passed. Choose today or a later day.",
            field="from_on",
        )
