"""What is typed when an agency has signed an agreement."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms

from openmash.agencies.rules import AgreementTold
from openmash.web.shared.fields import GovDateField
from openmash.web.shared.forms import GovForm
from openmash.web.shared.widgets import Radios


class AgreementForm(GovForm):
    """Which agency, what it is called, when it was signed, and its last day."""

    agency = forms.TypedChoiceField(
        label="Which agency signed?",
        coerce=UUID,
        widget=Radios(small=True),
        error_messages={"required": "Select the agency"},
    )
    title = forms.CharField(
        label="What is the agreement called?",
        max_length=200,
        error_messages={"required": "Enter what the agreement is called"},
    )
    signed_on = GovDateField(label="When was it signed?")
    holds_until = GovDateField(label="Its last day")

    def __init__(self, *args: Any, agencies: Iterable[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("agency", agencies)

    def told(self) -> AgreementTold:
        """The agreement as the service takes it."""
        typed = self.cleaned_data
        return AgreementTold(typed["title"], typed["signed_on"], typed["holds_until"])
