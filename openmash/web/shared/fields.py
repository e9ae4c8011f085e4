"""Form fields for what people in a hub type: dates, NHS numbers, postcodes, telephone numbers."""

import re
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from nhs_number.validate import is_valid

from openmash.web.shared.dates import DateFault, read_date, read_time
from openmash.web.shared.sentences import named
from openmash.web.shared.widgets import DateBoxes, DateTimeBoxes

_POSTCODE = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?)(\d[A-Z]{2})")


class _BoxesField(forms.Field):
    """A field whose value arrives as the texts of several boxes."""

    def to_python(self, value: Any) -> Any:
        """Return the date or time, or None if every box is empty; raise ValidationError if it is not one."""
        if value is None or isinstance(value, date):
            return value
        try:
            return self.read([text or "" for text in value])
        except DateFault as fault:
            # The code names the boxes to mark; nothing else survives from here to the page.
            raise ValidationError(f"{named(self)} {fault.predicate}", code=" ".join(fault.parts)) from fault

    def read(self, boxes: list[str]) -> date | datetime | None:
        """Return what the boxes mean; each kind of field says how."""
        raise NotImplementedError

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Return whether what was typed differs from what the page first showed."""
        if self.disabled:
            return False
        shown = self.widget.decompress(initial() if callable(initial) else initial)
        return [text or "" for text in data or []] != shown if data else any(shown)


class GovDateField(_BoxesField):
    """A date in three boxes; cleans to a `date` or None.

    Args:
        past: refuse a date after today.
        future: refuse a date before today.
    """

    widget = DateBoxes

    def __init__(self, *, past: bool = False, future: bool = False, **kwargs: Any) -> None:
        self.past, self.future = past, future
        super().__init__(**kwargs)

    def read(self, boxes: list[str]) -> date | None:
        """Return the date, having checked on which side of today it lies."""
        found = read_date(*boxes[:3])
        today = timezone.localdate()
        if found and self.past and found > today:
            raise DateFault("must be today or in the past")
        if found and self.future and found < today:
            raise DateFault("must be today or in the future")
        return found


class GovDateTimeField(_BoxesField):
    """A local date and time of day; cleans to an aware `datetime` or None. Arguments as `GovDateField`."""

    widget = DateTimeBoxes

    def __init__(self, *, past: bool = False, future: bool = False, **kwargs: Any) -> None:
        self.past, self.future = past, future
        super().__init__(**kwargs)

    def read(self, boxes: list[str]) -> datetime | None:
        """Return the moment, having checked on which side of now it lies."""
        day, clock = read_date(*boxes[:3]), read_time(boxes[3])
        if day is None and clock is None:
            return None
        if day is None:
            raise DateFault("must include a day, month and year")
        if clock is None:
            raise DateFault("must include a time, like 14:30", ("time",))
        moment = timezone.make_aware(datetime.combine(day, clock))
        if self.past and moment > timezone.now():
            raise DateFault("must be now or in the past", ("day", "month", "year", "time"))
        if self.future and moment < timezone.now():
            raise DateFault("must be in the future", ("day", "month", "year", "time"))
        return moment


class NHSNumberField(forms.CharField):
    """An NHS number, spaces allowed; cleans to ten digits or "" (NHS Data Dictionary: modulus 11)."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"class": "govuk-input--width-10", "inputmode": "numeric"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        """Return ten digits; raise ValidationError saying what is wrong."""
        typed = str(super().clean(value))
        digits = re.sub(r"[\s\-]", "", typed)
        if not digits:
            return ""
        if not re.fullmatch(r"\d{10}", digits):
            raise ValidationError(f"{named(self)} must be 10 numbers, like 999 000 0018", code="invalid")
        if not is_valid(digits):
            raise ValidationError(
                f"{named(self)} is not a real NHS number: a digit may be wrong or two may be swapped",
                code="invalid",
            )
        return digits


class PostcodeField(forms.CharField):
    """A full UK postcode; cleans to capitals with one space, e.g. "EX1 1AA", or ""."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"class": "govuk-input--width-10"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        """Return the postcode as Royal Mail writes it; raise ValidationError if it cannot be one."""
        typed = re.sub(r"[\s\-.]", "", str(super().clean(value))).upper()
        if not typed:
            return ""
        found = _POSTCODE.fullmatch(typed)
        if not found:
            raise ValidationError(f"{named(self)} must be a full UK postcode, like EX1 1AA", code="invalid")
        return f"{found[1]} {found[2]}"


class TelephoneField(forms.CharField):
    """A telephone number as people write it; cleans to the text, kept as typed."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"type": "tel", "class": "govuk-input--width-20"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        """Return the number; raise ValidationError if it has too few digits to ring."""
        typed = str(super().clean(value))
        if typed and len(re.sub(r"\D", "", typed)) < 6:
            raise ValidationError(
                f"{named(self)} must be a telephone number, like 01632 960 001 or 07700 900 982",
                code="invalid",
            )
        return typed
