"""What is typed when an agency's people are away."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms

from openmash.web.shared.fields import GovDateField
from openmash.web.shared.forms import GovForm
from openmash.web.shared.widgets import Radios


class AbsenceForm(GovForm):
    """Whose people, from when to when, and who covers. Why they are away is not asked."""

    agency = forms.TypedChoiceField(label="Which agency?", coerce=UUID, widget=Radios(small=True))
    from_on = GovDateField(label="First day away")
    until_on = GovDateField(label="Last day away")
    covered_by = forms.CharField(
        label="Who covers for them?",
        help_text="A name or a post. Leave empty where nobody does",
        max_length=120,
        required=False,
    )
    covered_email = forms.EmailField(
        label="E-mail address of whoever covers",
        help_text="The hub’s requests and reminders ring there too",
        required=False,
    )

    def __init__(self, *args: Any, agencies: Iterable[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["agency"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [(str(agency_id), name) for agency_id, name in agencies]
        if len(field.choices) == 1:
            field.initial = field.choices[0][0]
        field.error_messages["required"] = "Choose the agency"
