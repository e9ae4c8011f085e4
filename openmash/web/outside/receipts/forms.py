"""What whoever referred writes who does not agree with what came of it."""

from django import forms

from openmash.differences.rules import LONGEST
from openmash.web.shared.forms import GovForm
from openmash.web.shared.widgets import CharacterCount


class DisagreeForm(GovForm):
    """Why they do not agree."""

    why = forms.CharField(
        label="Why do you not agree?",
        help_text="What did we not know, or weigh too lightly? The people who deal with your worry read it.",
        max_length=LONGEST,
        widget=CharacterCount(rows=6),
        error_messages={"required": "Enter why you do not agree"},
    )
