"""Reading the dates and times people type, and saying what is wrong with them."""

import re
from dataclasses import dataclass
from datetime import date, time

EXAMPLE = "27 3 2019"
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_EARLIEST_YEAR = 1900


@dataclass(frozen=True)
class DateFault(ValueError):
    """Why what was typed is not a date.

    Args:
        predicate: what follows the field's label in a sentence, e.g. ``"must include a year"``.
        parts: the boxes to mark: some of ``"day"``, ``"month"``, ``"year"``, ``"time"``.
    """

    predicate: str
    parts: tuple[str, ...] = ("day", "month", "year")


def read_date(day: str, month: str, year: str) -> date | None:
    """Return the date typed in three boxes, or None if all are empty.

    The month may be a number or a name; a whole date may stand in the first box ("27/3/2019").

    Raises:
        DateFault: something is missing or the date is not real.
    """
    day, month, year = (_whole(day) or (day, month, year)) if not (month or year) else (day, month, year)
    given = {"day": day.strip(), "month": month.strip(), "year": year.strip()}
    missing = tuple(name for name, text in given.items() if not text)
    if len(missing) == len(given):
        return None
    if missing:
        raise DateFault(f"must include a {' and '.join(missing)}", missing)
    if not re.fullmatch(r"\d{4}", given["year"]):
        raise DateFault("must have a year of 4 numbers, like 2019", ("year",))
    try:
        found = date(int(given["year"]), _month(given["month"]), int(given["day"]))
    except (ValueError, OverflowError) as error:
        raise DateFault(f"must be a real date, like {EXAMPLE}") from error
    if found.year < _EARLIEST_YEAR:
        raise DateFault(f"must be in {_EARLIEST_YEAR} or later", ("year",))
    return found


def read_time(typed: str) -> time | None:
    """Return the time of day typed as 14:30, 1430, 2.30pm or 2pm, or None if empty.

    Raises:
        DateFault: it is not a time.
    """
    text = typed.strip().lower().replace(" ", "")
    if not text:
        return None
    found = re.fullmatch(r"(\d{1,2})(?:[:.]?(\d{2}))?(am|pm)?", text)
    if not found or (found[2] is None and found[3] is None):
        raise DateFault("must have a time, like 14:30 or 2:30pm", ("time",))
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if half and not 1 <= hour <= 12:
        raise DateFault("must have a time, like 14:30 or 2:30pm", ("time",))
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    try:
        return time(hour, minute)
    except ValueError as error:
        raise DateFault("must have a real time, like 14:30 or 2:30pm", ("time",)) from error


def _whole(typed: str) -> tuple[str, str, str] | None:
    parts = re.split(r"[\s/.\-]+", typed.strip())
    return (parts[0], parts[1], parts[2]) if len(parts) == 3 else None


def _month(typed: str) -> int:
    if typed.isdecimal():
        return int(typed)
    name = typed.lower().rstrip(".")
    if len(name) < 3 or name[:3] not in MONTHS or not _FULL[MONTHS.index(name[:3])].startswith(name[:4]):
        raise ValueError(f"{typed} is not a month")
    return MONTHS.index(name[:3]) + 1


_FULL = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
