"""What a second manager types."""

from django import forms

from openmash.oversight.rules import LONGEST
from openmash.web.shared.forms import GovForm
from openmash.web.shared.widgets import CharacterCount, Radios

AGREE, SEND_BACK = "agree", "send_back"


class ReviewForm(GovForm):
    """Whether it is right that nothing more is done, and why."""

    finding = forms.ChoiceField(
        label="Is it right that nothing more is done now?",
        choices=[(AGREE, "Yes, I agree"), (SEND_BACK, "No: open it again")],
        widget=Radios(small=True),
        error_messages={"required": "Choose whether you agree"},
    )
    words = forms.CharField(
        label="Why?",
        help_text="What you read, and what you weighed. Nothing from the sealed room: it is read outside it.",
        max_length=LONGEST,
        widget=CharacterCount(rows=4),
        error_messages={"required": "Enter why you agree or do not agree"},
    )

    @property
    def agrees(self) -> bool:
        """What was chosen."""
        return bool(self.cleaned_data["finding"] == AGREE)
