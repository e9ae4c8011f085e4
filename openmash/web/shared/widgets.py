"""Form inputs of the Design System that Django has no widget for. `govuk_field` draws them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone


class DateBoxes(forms.MultiWidget):
    """Three boxes: day, month, year. Posted as ``<name>_day``, ``<name>_month``, ``<name>_year``."""

    parts: tuple[str, ...] = ("day", "month", "year")

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({part: forms.TextInput() for part in self.parts}, attrs)

    def decompress(self, value: Any) -> list[str]:
        """Return the text of each box for a date (or nothing)."""
        if isinstance(value, date):
            return [str(value.day), str(value.month), str(value.year)]
        return [""] * len(self.parts)

    def id_for_label(self, id_: str) -> str:
        """Return the id of the first box, where an error summary should take the reader."""
        return f"{id_}_{self.parts[0]}" if id_ else id_


class DateTimeBoxes(DateBoxes):
    """Day, month, year and a time of day. Posted as for `DateBoxes`, and ``<name>_time``."""

    parts = ("day", "month", "year", "time")

    def decompress(self, value: Any) -> list[str]:
        """Return the text of each box, in local time."""
        if not isinstance(value, datetime):
            return [*super().decompress(value)[:3], ""]
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return [str(local.day), str(local.month), str(local.year), f"{local:%H:%M}"]


class Radios(forms.RadioSelect):
    """Radio buttons, each of which may have a hint.

    Args:
        hints: a hint for some of the values.
        inline: side by side; only for two short answers.
        small: for dense pages inside the hub.
    """

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        *,
        hints: Mapping[str, str] | None = None,
        inline: bool = False,
        small: bool = False,
    ) -> None:
        super().__init__(attrs)
        self.hints, self.inline, self.small = dict(hints or {}), inline, small


class Checkboxes(forms.CheckboxSelectMultiple):
    """Checkboxes, each of which may have a hint. Arguments as for `Radios`."""

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        *,
        hints: Mapping[str, str] | None = None,
        small: bool = False,
    ) -> None:
        super().__init__(attrs)
        self.hints, self.small = dict(hints or {}), small


class CharacterCount(forms.Textarea):
    """A text area that says how much room is left; the limit is the field's ``max_length``."""

    def __init__(self, attrs: dict[str, Any] | None = None, *, rows: int = 5) -> None:
        super().__init__({"rows": rows, **(attrs or {})})


class AttachFiles(forms.FileInput):
    """Choosing several files, a button that attaches them, and the list of those that were, each to be removed.

    ``waiting`` is that list: each with ``id``, ``name``, ``size_words`` and ``notes``.
    """

    allow_multiple_selected = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"multiple": True, **(attrs or {})})
        self.waiting: tuple[Any, ...] = ()

    def value_from_datadict(self, data: Any, files: Any, name: str) -> None:
        """Nothing: what was attached is on the server already."""
        return
