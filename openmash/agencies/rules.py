"""What is said when an agency's people are away. Plain Python."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, timedelta

from openmash.core.errors import RuleBroken

LONGEST_ABSENCE = timedelta(days=92)
"""A quarter; whoever is away longer is replaced (own choice)."""


@dataclass(frozen=True)
class AbsenceTold:
    """That an agency's people are away.

    Args:
        from_on, until_on: the first and the last day.
        covered_by: who covers for them, by name or post; empty where nobody does.
        covered_email: where the hub's requests and reminders ring meanwhile; empty where they need not.
    """

    from_on: date
    until_on: date
    covered_by: str = ""
    covered_email: str = ""


def require_absence(told: AbsenceTold, today: date) -> None:
    """It has an end, which is still to come, and an address belongs to somebody (own choice)."""
    if told.until_on < told.from_on:
        raise RuleBroken("agencies.absence_ends_after_it_begins", "Enter a last day after the first.", field="until_on")
    if told.until_on < today:
        raise RuleBroken("agencies.absence_is_not_over", "Enter a last day that is still to come.", field="until_on")
    if told.until_on - told.from_on > LONGEST_ABSENCE:
        raise RuleBroken(
            "agencies.absence_is_not_for_good",
            f"Enter {LONGEST_ABSENCE.days} days at most. For longer, somebody takes their place.",
            field="until_on",
        )
    if told.covered_email.strip() and not told.covered_by.strip():
        raise RuleBroken("agencies.cover_has_a_name", "Enter who covers for them, by name or post.", field="covered_by")


def require_no_other_absence(others: Collection[object]) -> None:
    """One absence at a time, so that it is clear who covers."""
    if others:
        raise RuleBroken(
            "agencies.one_absence_at_a_time",
            "A part of that time is recorded already. End that absence first.",
            field="from_on",
        )


WEEKDAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")
LOOK_AHEAD = timedelta(days=92)
"""How far ahead the next visit is looked for: as long as the longest absence."""


def require_weekdays(weekdays: Collection[int]) -> None:
    """Days of a week, 0 for Monday; none where they visit no longer."""
    if not set(weekdays) <= set(range(len(WEEKDAYS))):
        raise RuleBroken("agencies.visits_on_weekdays", "Choose days of the week.", field="weekdays")


def weekdays_in_words(weekdays: Collection[int]) -> str:
    """Like "Tuesdays and Thursdays"."""
    *others, last = [WEEKDAYS[day] for day in sorted(weekdays)]
    return f"{', '.join(others)} and {last}" if others else last


def next_visit(weekdays: Collection[int], on: date, *, comes: Callable[[date], bool]) -> date | None:
    """The next day, that day included, on which a representative is in the hub.

    Source: Home Office (2014), Multi Agency Working and Information Sharing Project, annex D, Kent: partners that visit
    weekly.

    Args:
        weekdays: on which they come, 0 for Monday.
        on: from which day on it is looked for.
        comes: whether the hub is open on a day and they are not away.

    Returns:
        None where there is none within ``LOOK_AHEAD``.
    """
    days = (on + timedelta(days=ahead) for ahead in range(LOOK_AHEAD.days + 1))
    return next((day for day in days if day.weekday() in weekdays and comes(day)), None)


LONGEST_AGREEMENT = timedelta(days=3 * 366)
"""Longer than three years no agreement runs without being looked at again (own choice)."""


@dataclass(frozen=True)
class AgreementTold:
    """That an agency signed an information-sharing agreement; ``holds_until`` is its last day."""

    title: str
    signed_on: date
    holds_until: date


def require_agreement(told: AgreementTold, today: date) -> None:
    """It has a title, is signed already, and runs out in its time: whoever shares knows by what (own choice)."""
    if not told.title.strip():
        raise RuleBroken("agencies.agreement_has_a_title", "Enter what the agreement is called.", field="title")
    if told.signed_on > today:
        sentence = "Enter the day on which it was signed; that day is still to come."
        raise RuleBroken("agencies.agreement_is_signed", sentence, field="signed_on")
    if told.holds_until < told.signed_on:
        sentence = "Enter a last day after the day on which it was signed."
        raise RuleBroken("agencies.agreement_ends_after_start", sentence, field="holds_until")
    if told.holds_until - told.signed_on > LONGEST_AGREEMENT:
        sentence = "Enter three years at most. It is looked at again before it goes on."
        raise RuleBroken("agencies.agreement_is_looked_at_again", sentence, field="holds_until")
