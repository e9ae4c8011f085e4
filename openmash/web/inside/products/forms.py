"""What people type when they put a product together."""

from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

from django import forms

from openmash.products.rules import GuidanceTold
from openmash.web.shared.forms import GovForm
from openmash.web.shared.widgets import Checkboxes

LONGEST = 20_000


class ComposeForm(GovForm):
    """Which items go, and what the hub says. Everything that could say too much begins unticked."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    items = forms.MultipleChoiceField(label="Information to go with it", required=False, widget=Checkboxes(small=True))
    summary = forms.CharField(
        label="Summary of the analysis",
        help_text="What the team needs to know of it, in your words. It leaves the hub.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST,
        required=False,
    )
    recommendations = forms.CharField(
        label="Recommendations",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST,
        error_messages={"required": "Enter what you recommend that the team does"},
    )
    speak_to = forms.CharField(
        label="Whom to speak to",
        help_text="Names, agencies and telephone numbers.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST,
        required=False,
    )
    staff_safety = forms.CharField(
        label="Danger to staff who will visit",
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=LONGEST,
        required=False,
    )
    with_addresses = forms.BooleanField(
        label="Include where the child lives",
        help_text="Tick only if the team does not have it and it is safe for them to hold it.",
        required=False,
    )

    def __init__(self, *args: Any, readable: Sequence[UUID], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.MultipleChoiceField, self.fields["items"])
        field.choices = [(str(each), str(each)) for each in readable]
        field.error_messages["invalid_choice"] = "Choose only information that is still in the sealed room"

    def item_ids(self) -> list[UUID]:
        """The items that were ticked, in the order of the page."""
        return [UUID(each) for each in self.cleaned_data["items"]]

    def guidance(self) -> GuidanceTold:
        """What the hub says, as the service takes it."""
        told = self.cleaned_data
        return GuidanceTold(
            summary=told["summary"],
            recommendations=told["recommendations"],
            speak_to=told["speak_to"],
            staff_safety=told["staff_safety"],
            with_addresses=told["with_addresses"],
        )
