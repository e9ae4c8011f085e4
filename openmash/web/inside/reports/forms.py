"""Which months a report is about. It stands in the address, so that a report can be sent to somebody as a link."""

from datetime import date, datetime
from typing import Any

from django import forms

from openmash.core.errors import RuleBroken
from openmash.people.rules import LONGEST_SEARCH
from openmash.reporting.rules import LONGEST_PLACE, PURPOSES, Of, Period
from openmash.web.shared.forms import GovForm
from openmash.web.shared.widgets import Radios

MONTHS = 6
_WAYS = ("%Y-%m", "%m/%Y", "%m %Y", "%B %Y", "%b %Y")
_EARLIEST = 1990


class MonthField(forms.CharField):
    """A month as somebody types it: "2026-11", "11/2026", "11 2026" or "November 2026"; given as its first day."""

    def clean(self, value: Any) -> Any:
        """The first day of the month; raises ValidationError with a sentence."""
        typed = " ".join(str(super().clean(value)).split())
        for way in _WAYS:
            try:
                month = datetime.strptime(typed, way).date()  # noqa: DTZ007  # a month has no zone
            except ValueError:
                continue
            if month.year >= _EARLIEST:
                return month
        raise forms.ValidationError(f"{self.label} must be a month and a year, like 11 2026.")


class PeriodForm(GovForm):
    """From the first month to the last, both whole."""

    mark_optional = False
    first = MonthField(label="First month", help_text="For example, 4 2026", max_length=20)
    last = MonthField(label="Last month", help_text="Counts to its end", max_length=20)

    def clean(self) -> dict[str, Any]:
        """The period, where both months can be read; its rules' sentences stand beside the field."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if "first" in told and "last" in told:
            try:
                told["period"] = Period(told["first"], told["last"])
            except RuleBroken as broken:
                self.blame(broken)
        return told


def as_typed(month: date) -> str:
    """A month as the form shows it."""
    return f"{month.month} {month.year}"


class SomebodyForm(GovForm):
    """Whose profile somebody wants to open. It is posted, so that no name stands in an address."""

    words = forms.CharField(
        label="Who?",
        help_text="Names, a date or year of birth, or an NHS number: “wren ada 2018”",
        max_length=LONGEST_SEARCH,
        error_messages={"required": "Enter a name, a date or year of birth, or an NHS number"},
    )


class PurposeForm(GovForm):
    """What a profile is opened for."""

    mark_optional = False
    purpose = forms.ChoiceField(
        label="What do you open it for?",
        choices=list(PURPOSES.items()),
        widget=Radios(small=True),
        error_messages={"required": "Select what you open it for"},
    )


class PlaceForm(PurposeForm):
    """Which place, and what for."""

    of = forms.ChoiceField(
        label="What is it?",
        choices=[(Of.POSTCODE, "A postcode"), (Of.SCHOOL, "A school")],
        widget=Radios(small=True),
        error_messages={"required": "Select a postcode or a school"},
    )
    words = forms.CharField(
        label="Which?",
        max_length=LONGEST_PLACE,
        error_messages={"required": "Enter the postcode or the school"},
    )
    field_order = ("of", "words", "purpose")
