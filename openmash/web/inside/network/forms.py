"""Why somebody looks across cases."""

from django import forms

from openmash.insight.rules import PURPOSES
from openmash.web.shared.forms import GovForm
from openmash.web.shared.widgets import Radios


class PurposeForm(GovForm):
    """Asked before anything is shown; it stands in the log."""

    purpose = forms.ChoiceField(
        label="Why do you look across cases?",
        help_text="It is written down with your name.",
        choices=list(PURPOSES.items()),
        widget=Radios(small=True),
        error_messages={"required": "Choose why you look across cases"},
    )
