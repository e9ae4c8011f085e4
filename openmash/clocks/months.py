"""Calendar months, for what is kept or counted by the month."""

from datetime import date


def add_months(day: date, months: int) -> date:
    """The same day of a later month; the 1st of the month after where that month has no such day."""
    year, month = divmod(day.month - 1 + months, 12)
    try:
        return day.replace(year=day.year + year, month=month + 1)
    except ValueError:
        return date(day.year + year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
