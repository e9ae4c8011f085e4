"""What is typed to call back what went to a team, or to correct it."""

from django import forms

from openmash.products.rules.recalls import LONGEST_REASON
from openmash.web.shared.forms import GovForm


class ReasonForm(GovForm):
    """Why it no longer holds, in words for the team."""

    reason = forms.CharField(
        label="What should the team know?",
        help_text="The team reads these words. Do not repeat what should not have gone; say what to do with what they "
        "noted or saved.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST_REASON,
        error_messages={"required": "Enter what the team should know"},
    )
