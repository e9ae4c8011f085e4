"""What is typed when somebody is named for the hours in which the hub is closed, and when the day hands over."""

from collections.abc import Iterable
from typing import Any, ClassVar
from uuid import UUID

from django import forms

from openmash.cover.queries import MorningLine
from openmash.cover.rules import TurnTold
from openmash.web.shared.fields import GovDateTimeField, TelephoneField
from openmash.web.shared.forms import GovForm
from openmash.web.shared.widgets import CharacterCount, Radios

LONGEST_NOTE = 1000


class OwnerForm(GovForm):
    """Who, where they are reached, from when to when; the coming night is filled in."""

    user = forms.TypedChoiceField(label="Who covers the hub?", coerce=UUID, widget=Radios(small=True))
    telephone = TelephoneField(label="Telephone number they are reached at", max_length=30)
    begins_at = GovDateTimeField(label="From")
    ends_at = GovDateTimeField(label="To")

    def __init__(self, *args: Any, people: Iterable[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("user", people).error_messages["required"] = "Choose who covers the hub"

    def told(self) -> TurnTold:
        """The turn of duty as the service takes it."""
        typed = self.cleaned_data
        return TurnTold(typed["user"], typed["telephone"], typed["begins_at"], typed["ends_at"])


class HandoverForm(GovForm):
    """One text for each case: where it stands, and what it needs tonight."""

    mark_optional: ClassVar[bool] = True

    def __init__(self, *args: Any, lines: Iterable[MorningLine], **kwargs: Any) -> None:
        self.lines = list(lines)
        super().__init__(*args, **kwargs)
        for line in self.lines:
            field = forms.CharField(
                label=f"{line.family}, {line.reference}",
                help_text="Where it stands, and what it needs tonight.",
                max_length=LONGEST_NOTE,
                required=bool(line.decisions),
                widget=CharacterCount(rows=2),
            )
            field.error_messages["required"] = f"Say what is needed tonight for {line.family}"
            field.label_suffix = ""
            self.fields[name_of(line.enquiry_id)] = field

    @property
    def notes(self) -> dict[UUID, str]:
        """What was written, by enquiry."""
        return {line.enquiry_id: self.cleaned_data.get(name_of(line.enquiry_id), "") for line in self.lines}


def name_of(enquiry_id: UUID) -> str:
    """The name of the field of a case."""
    return f"note_{enquiry_id.hex}"
