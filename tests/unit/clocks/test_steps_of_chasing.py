"""Which steps of a chasing ladder have come: just before each step's moment, and at it."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from openmash.clocks.calendar import calendar_for
from openmash.clocks.chasing import steps_reached
from openmash.hubs.rules import Chased, ChasingRule, ClockKind, When, load

LONDON = ZoneInfo("Europe/London")
CALENDAR = calendar_for(load("kent").office)


def step(code: str, when: When, hours: int, counts: ClockKind) -> ChasingRule:
    return ChasingRule(
        code=code,
        label=code,
        when=when,
        hours=hours,
        counts=counts,
        to=(Chased.REPRESENTATIVE,),
        source="invented for this test",
        effective_from=date(2026, 1, 1),
    )


LADDER = (
    step("hour_before", When.BEFORE, 1, ClockKind.ELAPSED_HOURS),
    step("due", When.AFTER, 0, ClockKind.ELAPSED_HOURS),
    step("working_hours_after", When.AFTER, 2, ClockKind.WORKING_HOURS),
)


def local(written: str) -> datetime:
    return datetime.strptime(written, "%a %d %b %Y %H:%M").replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("asked", "due", "now", "reached"),
    [
        ("Fri 20 Nov 2026 12:00", "Fri 20 Nov 2026 16:00", "Fri 20 Nov 2026 14:59", []),
        ("Fri 20 Nov 2026 12:00", "Fri 20 Nov 2026 16:00", "Fri 20 Nov 2026 15:00", ["hour_before"]),
        ("Fri 20 Nov 2026 12:00", "Fri 20 Nov 2026 16:00", "Fri 20 Nov 2026 15:59", ["hour_before"]),
        ("Fri 20 Nov 2026 12:00", "Fri 20 Nov 2026 16:00", "Fri 20 Nov 2026 16:00", ["due"]),
        # one working hour of Friday is left, and one of Monday is needed
        ("Fri 20 Nov 2026 12:00", "Fri 20 Nov 2026 16:00", "Mon 23 Nov 2026 09:59", ["due"]),
        ("Fri 20 Nov 2026 12:00", "Fri 20 Nov 2026 16:00", "Mon 23 Nov 2026 10:00", ["due", "working_hours_after"]),
        # asked with less than an hour to go: nobody is reminded in the same minute
        ("Fri 20 Nov 2026 15:15", "Fri 20 Nov 2026 16:00", "Fri 20 Nov 2026 15:16", []),
        ("Fri 20 Nov 2026 15:00", "Fri 20 Nov 2026 16:00", "Fri 20 Nov 2026 15:30", []),
        # over the night in which the clocks go back, an hour is an hour
        ("Sat 24 Oct 2026 22:00", "Sun 25 Oct 2026 01:30", "Sun 25 Oct 2026 00:29", []),
        ("Sat 24 Oct 2026 22:00", "Sun 25 Oct 2026 01:30", "Sun 25 Oct 2026 00:30", ["hour_before"]),
    ],
)
def test_a_step_is_reached_at_its_moment_and_not_before(asked: str, due: str, now: str, reached: list[str]) -> None:
    found = steps_reached(LADDER, CALENDAR, asked_at=local(asked), due_at=local(due), at=local(now))
    assert [each.code for each in found] == reached


def test_a_step_that_was_taken_is_not_taken_again() -> None:
    found = steps_reached(
        LADDER,
        CALENDAR,
        asked_at=local("Fri 20 Nov 2026 12:00"),
        due_at=local("Fri 20 Nov 2026 16:00"),
        at=local("Mon 23 Nov 2026 12:00"),
        taken={"due"},
    )
    assert [each.code for each in found] == ["working_hours_after"]
