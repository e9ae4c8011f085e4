"""What is typed when an exception is reviewed."""

from django import forms

from openmash.sealed.rules import FINDINGS
from openmash.web.shared.forms import GovForm
from openmash.web.shared.widgets import CharacterCount, Radios


class ReviewForm(GovForm):
    """What was found of a special grant."""

    finding = forms.ChoiceField(
        label="What did you find?",
        choices=list(FINDINGS.items()),
        widget=Radios(small=True),
        error_messages={"required": "Choose what you found"},
    )
    words = forms.CharField(
        label="Why?", max_length=4_000, widget=CharacterCount(rows=3), error_messages={"required": "Enter why"}
    )
