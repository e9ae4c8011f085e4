"""A view on what the hub waits for."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from openmash.enquiries.rules import GateTold
from openmash.web.shared.forms import GovForm
from openmash.web.shared.widgets import CharacterCount, Radios

LONGEST_REASON = 2000
MINE = "mine"
HOW = (("telephone", "By telephone"), ("video", "By video"), ("email", "By secure email"))


class GateForm(GovForm):
    """Whether what one gate waits for is found, and why; for an agency from elsewhere also who said so, and how."""

    met = forms.ChoiceField(
        choices=[("yes", "Yes"), ("no", "No, or not yet")],
        widget=Radios(inline=True, small=True),
        error_messages={"required": "Select yes or no"},
    )
    reason = forms.CharField(
        label="Why",
        help_text="Everybody who sees this enquiry reads it: nothing that is sealed.",
        max_length=LONGEST_REASON,
        widget=CharacterCount(rows=3),
        error_messages={"required": "Say why: what is known, and what it comes to"},
    )
    agency = forms.ChoiceField(label="Whose view is it?", widget=Radios(small=True), initial=MINE)
    said_by = forms.CharField(
        label="Who gave it, if it is the view of an agency that is not in the hub?",
        help_text="Name and post",
        max_length=120,
        required=False,
    )
    how = forms.ChoiceField(
        label="How did they give it?", choices=[("", "In the hub"), *HOW], widget=Radios(small=True), required=False
    )

    def __init__(self, *args: Any, question: str, elsewhere: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["met"].label = question
        if elsewhere:
            self.offer("agency", [(MINE, "My own agency’s"), *elsewhere])
        else:
            for name in ("agency", "said_by", "how"):
                del self.fields[name]

    @property
    def agency_id(self) -> UUID | None:
        """The agency from elsewhere; None for one's own."""
        chosen = self.cleaned_data.get("agency", MINE)
        return None if chosen == MINE else UUID(chosen)

    def told(self) -> GateTold:
        """What was typed, as the rules take it."""
        typed = self.cleaned_data
        return GateTold(typed["met"] == "yes", typed["reason"], typed.get("how", ""), typed.get("said_by", ""))
