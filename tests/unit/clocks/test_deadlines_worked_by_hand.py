"""Deadlines worked by hand on a wall calendar, one a line: the clock, when it starts, when it is due, why it is here.

The office of this table works Monday to Friday from 09:00 to 17:00 and keeps the bank holidays of England and Wales.
Each weekday is written out, so that a slip in counting the days shows as a slip.
"""

import re
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from openmash.clocks.calendar import calendar_for
from openmash.clocks.deadlines import deadline, rating_deadline, re_rated_deadline
from openmash.clocks.pauses import after_pause
from openmash.clocks.wording import moment_in_words
from openmash.hubs.rules import ClockKind, ClockSpec, load

LONDON = ZoneInfo("Europe/London")
DEVON = load("devon")
CALENDAR = calendar_for(DEVON.office)
KINDS = {
    "elapsed": ClockKind.ELAPSED_HOURS,
    "working": ClockKind.WORKING_HOURS,
    "days": ClockKind.END_OF_WORKING_DAY,
}

WORKED_BY_HAND = """
# Elapsed hours run through everything.
4 elapsed | Fri 20 Nov 2026 16:59 | Fri 20 Nov 2026 20:59
4 elapsed | Fri 20 Nov 2026 23:30 | Sat 21 Nov 2026 03:30
4 elapsed | Thu 24 Dec 2026 15:30 | Thu 24 Dec 2026 19:30
4 elapsed | Thu 24 Dec 2026 22:00 | Fri 25 Dec 2026 02:00
4 elapsed | Thu 31 Dec 2026 22:15 | Fri 1 Jan 2027 02:15
4 elapsed | Sat 24 Oct 2026 23:00 | Sun 25 Oct 2026 02:00 | the clocks go back: one hour twice
4 elapsed | Sat 30 Oct 2027 23:30 | Sun 31 Oct 2027 02:30 | the clocks go back
4 elapsed | Sat 28 Mar 2026 23:00 | Sun 29 Mar 2026 04:00 | the clocks go forward: one hour missing
4 elapsed | Sun 28 Mar 2027 00:30 | Sun 28 Mar 2027 05:30 | the clocks go forward
4 elapsed | Wed 28 Feb 2024 22:00 | Thu 29 Feb 2024 02:00 | into a leap day
4 elapsed | Thu 29 Feb 2024 21:00 | Fri 1 Mar 2024 01:00 | out of a leap day
4 elapsed | Sat 28 Feb 2026 21:00 | Sun 1 Mar 2026 01:00 | no leap day
4 elapsed | Thu 30 Apr 2026 23:59 | Fri 1 May 2026 03:59 | month end
4 elapsed | Thu 2 Apr 2026 16:30 | Thu 2 Apr 2026 20:30 | before Good Friday
4 elapsed | Fri 3 Apr 2026 10:00 | Fri 3 Apr 2026 14:00 | on Good Friday
24 elapsed | Fri 20 Nov 2026 16:59 | Sat 21 Nov 2026 16:59
24 elapsed | Thu 24 Dec 2026 15:30 | Fri 25 Dec 2026 15:30
24 elapsed | Sat 24 Oct 2026 12:00 | Sun 25 Oct 2026 11:00 | a day of 25 hours
24 elapsed | Sat 28 Mar 2026 12:00 | Sun 29 Mar 2026 13:00 | a day of 23 hours
24 elapsed | Thu 31 Dec 2026 09:00 | Fri 1 Jan 2027 09:00
24 elapsed | Wed 28 Feb 2024 12:00 | Thu 29 Feb 2024 12:00
24 elapsed | Thu 29 Feb 2024 12:00 | Fri 1 Mar 2024 12:00
24 elapsed | Sat 28 Feb 2026 12:00 | Sun 1 Mar 2026 12:00
24 elapsed | Sat 31 Oct 2026 10:00 | Sun 1 Nov 2026 10:00
72 elapsed | Fri 20 Nov 2026 16:59 | Mon 23 Nov 2026 16:59
72 elapsed | Thu 24 Dec 2026 15:30 | Sun 27 Dec 2026 15:30
72 elapsed | Fri 23 Oct 2026 15:00 | Mon 26 Oct 2026 14:00 | over the autumn change
72 elapsed | Fri 27 Mar 2026 15:00 | Mon 30 Mar 2026 16:00 | over the spring change
72 elapsed | Thu 2 Apr 2026 09:00 | Sun 5 Apr 2026 09:00 | Easter Sunday
72 elapsed | Tue 27 Feb 2024 08:00 | Fri 1 Mar 2024 08:00
72 elapsed | Tue 29 Dec 2026 12:00 | Fri 1 Jan 2027 12:00
# Working hours, Monday to Friday 09:00 to 17:00.
4 working | Mon 16 Nov 2026 08:00 | Mon 16 Nov 2026 13:00 | before opening
4 working | Mon 16 Nov 2026 09:00 | Mon 16 Nov 2026 13:00
4 working | Mon 16 Nov 2026 13:00 | Mon 16 Nov 2026 17:00 | to the stroke of closing
4 working | Mon 16 Nov 2026 13:01 | Tue 17 Nov 2026 09:01 | one minute on the next day
4 working | Mon 16 Nov 2026 16:59 | Tue 17 Nov 2026 12:59
4 working | Fri 20 Nov 2026 16:59 | Mon 23 Nov 2026 12:59
4 working | Fri 20 Nov 2026 17:00 | Mon 23 Nov 2026 13:00
4 working | Fri 20 Nov 2026 17:01 | Mon 23 Nov 2026 13:00
4 working | Sat 21 Nov 2026 11:00 | Mon 23 Nov 2026 13:00
4 working | Sun 22 Nov 2026 23:59 | Mon 23 Nov 2026 13:00
4 working | Thu 24 Dec 2026 09:00 | Thu 24 Dec 2026 13:00
4 working | Thu 24 Dec 2026 15:30 | Tue 29 Dec 2026 11:30 | Christmas Day, and Boxing Day kept on Monday
4 working | Fri 25 Dec 2026 10:00 | Tue 29 Dec 2026 13:00
4 working | Sat 26 Dec 2026 10:00 | Tue 29 Dec 2026 13:00
4 working | Mon 28 Dec 2026 10:00 | Tue 29 Dec 2026 13:00
4 working | Thu 31 Dec 2026 16:00 | Mon 4 Jan 2027 12:00
4 working | Fri 1 Jan 2027 12:00 | Mon 4 Jan 2027 13:00
4 working | Thu 2 Apr 2026 16:30 | Tue 7 Apr 2026 12:30 | over Easter
4 working | Fri 3 Apr 2026 09:00 | Tue 7 Apr 2026 13:00
4 working | Mon 6 Apr 2026 09:00 | Tue 7 Apr 2026 13:00
4 working | Fri 1 May 2026 15:00 | Tue 5 May 2026 11:00 | early May bank holiday
4 working | Fri 22 May 2026 16:00 | Tue 26 May 2026 12:00 | spring bank holiday
4 working | Fri 28 Aug 2026 14:00 | Tue 1 Sep 2026 10:00 | summer bank holiday and a month end
4 working | Fri 23 Oct 2026 15:00 | Mon 26 Oct 2026 11:00 | the clocks change while the hub is closed
4 working | Fri 27 Mar 2026 15:00 | Mon 30 Mar 2026 11:00 | the clocks change while the hub is closed
4 working | Thu 25 Mar 2027 15:00 | Tue 30 Mar 2027 11:00 | Easter and the clocks together
4 working | Wed 28 Feb 2024 16:00 | Thu 29 Feb 2024 12:00
4 working | Thu 29 Feb 2024 16:00 | Fri 1 Mar 2024 12:00
4 working | Fri 27 Feb 2026 16:00 | Mon 2 Mar 2026 12:00
4 working | Fri 24 Dec 2027 16:00 | Wed 29 Dec 2027 12:00 | Christmas on a weekend: two days kept after it
8 working | Mon 16 Nov 2026 09:00 | Mon 16 Nov 2026 17:00 | one whole day
8 working | Mon 16 Nov 2026 10:30 | Tue 17 Nov 2026 10:30
8 working | Fri 20 Nov 2026 10:30 | Mon 23 Nov 2026 10:30
8 working | Thu 24 Dec 2026 10:30 | Tue 29 Dec 2026 10:30
8 working | Fri 20 Nov 2026 17:30 | Mon 23 Nov 2026 17:00
8 working | Thu 2 Apr 2026 12:00 | Tue 7 Apr 2026 12:00
24 working | Mon 16 Nov 2026 09:00 | Wed 18 Nov 2026 17:00 | three whole days
24 working | Wed 18 Nov 2026 12:00 | Mon 23 Nov 2026 12:00
24 working | Tue 22 Dec 2026 12:00 | Tue 29 Dec 2026 12:00
# The end of a working day; the day of receipt never counts.
0 days | Mon 16 Nov 2026 09:00 | Mon 16 Nov 2026 17:00
0 days | Mon 16 Nov 2026 17:00 | Mon 16 Nov 2026 17:00 | on the stroke of closing
0 days | Mon 16 Nov 2026 17:01 | Tue 17 Nov 2026 17:00 | a minute late
0 days | Fri 20 Nov 2026 16:59 | Fri 20 Nov 2026 17:00
0 days | Sat 21 Nov 2026 10:00 | Mon 23 Nov 2026 17:00
0 days | Thu 24 Dec 2026 17:30 | Tue 29 Dec 2026 17:00
1 days | Mon 16 Nov 2026 09:00 | Tue 17 Nov 2026 17:00
1 days | Mon 16 Nov 2026 16:59 | Tue 17 Nov 2026 17:00
1 days | Mon 16 Nov 2026 17:01 | Tue 17 Nov 2026 17:00 | after closing: still that day's
1 days | Mon 16 Nov 2026 23:59 | Tue 17 Nov 2026 17:00
1 days | Tue 17 Nov 2026 00:00 | Wed 18 Nov 2026 17:00 | a minute later is another day
1 days | Thu 19 Nov 2026 12:00 | Fri 20 Nov 2026 17:00
1 days | Fri 20 Nov 2026 16:59 | Mon 23 Nov 2026 17:00
1 days | Fri 20 Nov 2026 23:59 | Mon 23 Nov 2026 17:00
1 days | Sat 21 Nov 2026 10:00 | Mon 23 Nov 2026 17:00
1 days | Sun 22 Nov 2026 23:59 | Mon 23 Nov 2026 17:00
1 days | Wed 23 Dec 2026 12:00 | Thu 24 Dec 2026 17:00
1 days | Thu 24 Dec 2026 15:30 | Tue 29 Dec 2026 17:00
1 days | Fri 25 Dec 2026 02:00 | Tue 29 Dec 2026 17:00
1 days | Mon 28 Dec 2026 09:00 | Tue 29 Dec 2026 17:00
1 days | Thu 31 Dec 2026 12:00 | Mon 4 Jan 2027 17:00
1 days | Fri 1 Jan 2027 12:00 | Mon 4 Jan 2027 17:00
1 days | Thu 2 Apr 2026 10:00 | Tue 7 Apr 2026 17:00
1 days | Fri 3 Apr 2026 10:00 | Tue 7 Apr 2026 17:00
1 days | Fri 1 May 2026 16:00 | Tue 5 May 2026 17:00
1 days | Fri 22 May 2026 16:00 | Tue 26 May 2026 17:00
1 days | Fri 28 Aug 2026 16:00 | Tue 1 Sep 2026 17:00
1 days | Thu 30 Apr 2026 16:00 | Fri 1 May 2026 17:00
1 days | Wed 28 Feb 2024 16:00 | Thu 29 Feb 2024 17:00
1 days | Thu 29 Feb 2024 16:00 | Fri 1 Mar 2024 17:00
1 days | Fri 27 Feb 2026 16:00 | Mon 2 Mar 2026 17:00
1 days | Fri 23 Oct 2026 16:00 | Mon 26 Oct 2026 17:00
1 days | Fri 27 Mar 2026 16:00 | Mon 30 Mar 2026 17:00
1 days | Thu 25 Mar 2027 16:00 | Tue 30 Mar 2027 17:00
1 days | Fri 24 Dec 2027 12:00 | Wed 29 Dec 2027 17:00
3 days | Mon 16 Nov 2026 09:00 | Thu 19 Nov 2026 17:00
3 days | Wed 18 Nov 2026 09:00 | Mon 23 Nov 2026 17:00
3 days | Fri 20 Nov 2026 16:59 | Wed 25 Nov 2026 17:00
3 days | Sat 21 Nov 2026 12:00 | Wed 25 Nov 2026 17:00
3 days | Tue 22 Dec 2026 12:00 | Tue 29 Dec 2026 17:00
3 days | Thu 24 Dec 2026 15:30 | Thu 31 Dec 2026 17:00
3 days | Wed 30 Dec 2026 12:00 | Tue 5 Jan 2027 17:00
3 days | Wed 1 Apr 2026 12:00 | Wed 8 Apr 2026 17:00
3 days | Thu 28 May 2026 12:00 | Tue 2 Jun 2026 17:00
3 days | Thu 29 Feb 2024 12:00 | Tue 5 Mar 2024 17:00
10 days | Mon 16 Nov 2026 12:00 | Mon 30 Nov 2026 17:00
10 days | Thu 17 Dec 2026 12:00 | Tue 5 Jan 2027 17:00
# 15 working days to the conference, 45 to the end of the assessment.
15 days | Mon 2 Nov 2026 14:00 | Mon 23 Nov 2026 17:00
15 days | Fri 4 Dec 2026 14:00 | Tue 29 Dec 2026 17:00
15 days | Wed 18 Mar 2026 14:00 | Fri 10 Apr 2026 17:00
15 days | Mon 4 May 2026 14:00 | Tue 26 May 2026 17:00 | a strategy discussion on a bank holiday
45 days | Mon 2 Nov 2026 09:00 | Thu 7 Jan 2027 17:00
45 days | Mon 2 Mar 2026 09:00 | Thu 7 May 2026 17:00
45 days | Mon 5 Feb 2024 09:00 | Wed 10 Apr 2024 17:00
# By a time of day.
1 days by 12:00 | Fri 20 Nov 2026 16:59 | Mon 23 Nov 2026 12:00
0 days by 12:00 | Mon 16 Nov 2026 11:59 | Mon 16 Nov 2026 12:00
0 days by 12:00 | Mon 16 Nov 2026 12:01 | Tue 17 Nov 2026 12:00
"""
ROWS = [line for line in WORKED_BY_HAND.strip().splitlines() if not line.startswith("#")]

# A clock that stood still: the clock, when it starts, when it stops, when it runs again, when it is due, why.
PAUSES_WORKED_BY_HAND = """
4 elapsed | Fri 20 Nov 2026 16:00 | Fri 20 Nov 2026 17:00 | Fri 20 Nov 2026 18:30 | Fri 20 Nov 2026 21:30
4 elapsed | Sat 24 Oct 2026 22:00 | Sat 24 Oct 2026 23:00 | Sun 25 Oct 2026 03:00 | Sun 25 Oct 2026 06:00 | clocks back
4 elapsed | Sat 28 Mar 2026 22:00 | Sat 28 Mar 2026 23:00 | Sun 29 Mar 2026 03:00 | Sun 29 Mar 2026 06:00 | and forward
24 elapsed | Thu 24 Dec 2026 15:30 | Thu 24 Dec 2026 17:00 | Mon 28 Dec 2026 17:00 | Tue 29 Dec 2026 15:30 | Christmas
72 elapsed | Fri 20 Nov 2026 12:00 | Sat 21 Nov 2026 12:00 | Sun 22 Nov 2026 12:00 | Tue 24 Nov 2026 12:00
4 working | Mon 16 Nov 2026 10:00 | Mon 16 Nov 2026 11:00 | Mon 16 Nov 2026 12:00 | Mon 16 Nov 2026 15:00
4 working | Mon 16 Nov 2026 10:00 | Mon 16 Nov 2026 13:00 | Tue 17 Nov 2026 10:00 | Tue 17 Nov 2026 11:00 | over a night
4 working | Fri 20 Nov 2026 15:00 | Fri 20 Nov 2026 17:00 | Mon 23 Nov 2026 09:00 | Mon 23 Nov 2026 11:00 | none
4 working | Fri 20 Nov 2026 15:00 | Fri 20 Nov 2026 16:00 | Mon 23 Nov 2026 10:00 | Mon 23 Nov 2026 13:00 | a weekend
4 working | Thu 24 Dec 2026 14:00 | Thu 24 Dec 2026 16:00 | Tue 29 Dec 2026 11:00 | Tue 29 Dec 2026 13:00 | Christmas
4 working | Fri 23 Oct 2026 15:00 | Fri 23 Oct 2026 16:00 | Mon 26 Oct 2026 09:00 | Mon 26 Oct 2026 12:00 | clocks back
4 working | Mon 16 Nov 2026 09:00 | Mon 16 Nov 2026 13:00 | Mon 16 Nov 2026 14:00 | Mon 16 Nov 2026 14:00 | in time
8 working | Mon 16 Nov 2026 09:00 | Mon 16 Nov 2026 12:00 | Wed 18 Nov 2026 12:00 | Wed 18 Nov 2026 17:00
8 working | Thu 2 Apr 2026 12:00 | Thu 2 Apr 2026 16:00 | Tue 7 Apr 2026 10:00 | Tue 7 Apr 2026 14:00 | over Easter
1 days | Mon 16 Nov 2026 12:00 | Mon 16 Nov 2026 13:00 | Tue 17 Nov 2026 13:00 | Wed 18 Nov 2026 17:00 | one working day
1 days | Mon 16 Nov 2026 12:00 | Tue 17 Nov 2026 15:00 | Tue 17 Nov 2026 16:00 | Wed 18 Nov 2026 10:00 | one hour
1 days | Thu 19 Nov 2026 12:00 | Fri 20 Nov 2026 16:00 | Mon 23 Nov 2026 09:30 | Mon 23 Nov 2026 10:30
1 days | Fri 20 Nov 2026 16:59 | Sat 21 Nov 2026 10:00 | Sun 22 Nov 2026 20:00 | Mon 23 Nov 2026 17:00 | none
3 days | Wed 18 Nov 2026 09:00 | Thu 19 Nov 2026 09:00 | Fri 20 Nov 2026 09:00 | Tue 24 Nov 2026 17:00
3 days | Thu 24 Dec 2026 15:30 | Tue 29 Dec 2026 09:00 | Thu 31 Dec 2026 09:00 | Tue 5 Jan 2027 17:00 | New Year's Day
3 days | Tue 27 Feb 2024 10:00 | Wed 28 Feb 2024 12:00 | Thu 29 Feb 2024 12:00 | Mon 4 Mar 2024 17:00 | into a leap day
10 days | Mon 16 Nov 2026 12:00 | Wed 18 Nov 2026 17:00 | Wed 25 Nov 2026 17:00 | Mon 7 Dec 2026 17:00 | a week
1 days by 12:00 | Mon 16 Nov 2026 12:00 | Tue 17 Nov 2026 10:00 | Tue 17 Nov 2026 16:00 | Wed 18 Nov 2026 10:00
45 days | Mon 2 Nov 2026 09:00 | Mon 16 Nov 2026 09:00 | Mon 23 Nov 2026 09:00 | Thu 14 Jan 2027 17:00
"""
PAUSED = [line for line in PAUSES_WORKED_BY_HAND.strip().splitlines() if not line.startswith("#")]

# A rating that changes in Devon (red four hours, amber the next working day, green the third): from which to which,
# when the first clock began, when the rating changes, when the decision is due then, why.
RE_RATINGS_WORKED_BY_HAND = """
green to red | Fri 20 Nov 2026 10:00 | Fri 20 Nov 2026 16:59 | Fri 20 Nov 2026 20:59 | into the night
green to red | Wed 28 Feb 2024 12:00 | Thu 29 Feb 2024 21:00 | Fri 1 Mar 2024 01:00 | out of a leap day
green to red | Thu 31 Dec 2026 12:00 | Thu 31 Dec 2026 22:15 | Fri 1 Jan 2027 02:15 | into a year
green to red | Fri 23 Oct 2026 15:00 | Sat 24 Oct 2026 23:00 | Sun 25 Oct 2026 02:00 | the clocks go back
green to red | Fri 27 Mar 2026 15:00 | Sat 28 Mar 2026 23:00 | Sun 29 Mar 2026 04:00 | the clocks go forward
amber to red | Fri 20 Nov 2026 16:59 | Sat 21 Nov 2026 23:30 | Sun 22 Nov 2026 03:30 | through a weekend's night
amber to red | Thu 24 Dec 2026 15:30 | Fri 25 Dec 2026 09:00 | Fri 25 Dec 2026 13:00 | on Christmas Day
amber to red | Thu 24 Dec 2026 15:30 | Tue 29 Dec 2026 15:00 | Tue 29 Dec 2026 17:00 | no more than was left
green to amber | Thu 24 Dec 2026 15:30 | Tue 29 Dec 2026 10:00 | Wed 30 Dec 2026 17:00
green to amber | Thu 24 Dec 2026 15:30 | Thu 31 Dec 2026 09:00 | Thu 31 Dec 2026 17:00 | no more than was left
green to amber | Thu 30 Apr 2026 10:00 | Thu 30 Apr 2026 16:00 | Fri 1 May 2026 17:00 | over a month end
red to amber | Fri 20 Nov 2026 16:00 | Fri 20 Nov 2026 17:30 | Mon 23 Nov 2026 17:00 | down: from the beginning
red to amber | Thu 31 Dec 2026 22:00 | Fri 1 Jan 2027 00:30 | Mon 4 Jan 2027 17:00 | from the old year's last day
red to green | Thu 2 Apr 2026 16:30 | Thu 2 Apr 2026 18:00 | Thu 9 Apr 2026 17:00 | over Easter
amber to green | Sat 21 Nov 2026 10:00 | Mon 23 Nov 2026 09:00 | Wed 25 Nov 2026 17:00
amber to amber | Fri 20 Nov 2026 16:59 | Mon 23 Nov 2026 11:00 | Mon 23 Nov 2026 17:00 | confirmed: it stays
"""
RE_RATED = RE_RATINGS_WORKED_BY_HAND.strip().splitlines()


def test_the_table_is_as_long_as_it_says() -> None:
    assert len(ROWS) == len(set(ROWS)) >= 120


@pytest.mark.parametrize("row", ROWS)
def test_a_deadline_is_as_counted_by_hand(row: str) -> None:
    clock, start, due, *_ = (part.strip() for part in row.split("|"))

    found = deadline(_spec(clock), _moment(start), CALENDAR)

    assert found.due_at == _moment(due)
    assert found.words.endswith(".")


@pytest.mark.parametrize("row", PAUSED)
def test_a_deadline_after_a_pause_is_as_counted_by_hand(row: str) -> None:
    clock, start, stopped, runs, due, *_ = (part.strip() for part in row.split("|"))
    spec = _spec(clock)

    found = after_pause(
        deadline(spec, _moment(start), CALENDAR),
        spec.kind,
        paused_at=_moment(stopped),
        resumed_at=_moment(runs),
        reason="Invented for this table",
        calendar=CALENDAR,
    )

    assert found.due_at == _moment(due)
    assert "Stood still from" in found.words
    assert moment_in_words(_moment(due), LONDON) in found.words.rpartition("(Invented for this table)")[2]


@pytest.mark.parametrize("row", RE_RATED)
def test_a_deadline_after_a_change_of_rating_is_as_counted_by_hand(row: str) -> None:
    ratings, began, changed, due, *_ = (part.strip() for part in row.split("|"))
    old, new = ratings.split(" to ")

    found = re_rated_deadline(
        DEVON,
        old_code=old,
        new_code=new,
        began_at=_moment(began),
        re_rated_at=_moment(changed),
        old_due_at=rating_deadline(DEVON, old, _moment(began)).due_at,
    )

    assert found.due_at == _moment(due)
    assert moment_in_words(_moment(due), LONDON) in found.words


def _spec(written: str) -> ClockSpec:
    found = re.fullmatch(r"(\d+) (\w+)(?: by (\d\d):(\d\d))?", written)
    assert found, written
    amount, kind, hour, minute = found.groups()
    by = time(int(hour), int(minute)) if hour else None
    return ClockSpec(KINDS[kind], int(amount), source="worked by hand", by=by)


def _moment(written: str) -> datetime:
    found = datetime.strptime(written, "%a %d %b %Y %H:%M").replace(tzinfo=LONDON)
    assert f"{found:%a}" == written[:3], f"{written} is no {written[:3]}"
    return found.astimezone(UTC)
