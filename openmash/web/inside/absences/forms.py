"""What is typed when an agency's people are away."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms

from openmash.agencies.rules import AbsenceTold
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
        self.offer("agency", agencies, alone=True).error_messages["required"] = "Choose the agency"

    def told(self) -> AbsenceTold:
        """The absence as the service takes it."""
        typed = self.cleaned_data
        return AbsenceTold(typed["from_on"], typed["until_on"], typed["covered_by"], typed["covered_email"])
