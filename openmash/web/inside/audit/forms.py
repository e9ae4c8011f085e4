"""What somebody looks for in the log. It stands in the address, so it holds ids, references and days, never a name."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django import forms
from django.utils import timezone

from openmash.web.shared.fields import GovDateField
from openmash.web.shared.forms import GovForm

Choices = Iterable[tuple[str, str]]
EVERYBODY, OTHERS, OWN = "", "others", "own"
NEVER = "never"


class OpeningsForm(GovForm):
    """Narrows who opened an agency's information."""

    mark_optional = False
    whose = forms.ChoiceField(
        label="Whose people",
        required=False,
        choices=[(EVERYBODY, "Everybody"), (OTHERS, "Other agencies’ people"), (OWN, "Our own people")],
    )
    person = forms.ChoiceField(label="Person", required=False)
    month = forms.ChoiceField(label="Month", required=False)
    reference = forms.CharField(label="Enquiry reference", required=False, max_length=20)

    def __init__(self, *args: object, people: Choices, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.offer("person", [("", "Anybody"), *people])
        self.offer("month", [("", "The last twelve months"), *months(today)])


class LogForm(GovForm):
    """Narrows the hub's log."""

    mark_optional = False
    person = forms.ChoiceField(label="Person", required=False)
    event = forms.ChoiceField(label="What happened", required=False)
    reference = forms.CharField(label="Enquiry reference", required=False, max_length=20)
    day = GovDateField(label="On", required=False, past=True)

    def __init__(self, *args: object, people: Choices, events: Choices, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.offer("person", [("", "Anybody"), *people])
        self.offer("event", [("", "Anything"), *events])


class CheckpointsForm(GovForm):
    """Where the hub sends its signed checkpoints, and how often."""

    mark_optional = False
    how_often = forms.ChoiceField(
        label="How often?",
        choices=[("daily", "Once a day"), ("hourly", "Once an hour"), (NEVER, "Not at all")],
        widget=forms.RadioSelect,
    )
    address = forms.EmailField(
        label="E-mail address",
        help_text="A mailbox that nobody in the hub can reach. Checkpoints hold numbers only, nothing of any case.",
        required=False,
    )


def months(today: date) -> list[tuple[str, str]]:
    """The last twelve months, this one first: "2026-11" and "November 2026"."""
    found, first = [], today.replace(day=1)
    for _ in range(12):
        found.append((f"{first:%Y-%m}", f"{first:%B %Y}"))
        first = (first - timedelta(days=1)).replace(day=1)
    return found


def month_from(chosen: str, today: date) -> tuple[datetime, datetime | None]:
    """From when to before when: one month of the hub's wall clock, or the last twelve where none is chosen."""
    if chosen:
        year, month = (int(part) for part in chosen.split("-"))
        first = date(year, month, 1)
        return _start(first), _start((first + timedelta(days=32)).replace(day=1))
    return _start(date.fromisoformat(f"{months(today)[-1][0]}-01")), None


def day_from(chosen: date | None) -> tuple[datetime | None, datetime | None]:
    """From the beginning of a day to before the next, by the hub's wall clock."""
    return (_start(chosen), _start(chosen + timedelta(days=1))) if chosen else (None, None)


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def person_from(chosen: str) -> UUID | None:
    """The person chosen; None for anybody. The form has made sure that it is one of those offered."""
    return UUID(chosen) if chosen else None
