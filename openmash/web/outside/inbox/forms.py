"""What a receiving team types when it reports back."""

from django import forms

from openmash.products.rules import REPORT_WORDS
from openmash.web.shared.fields import GovDateField
from openmash.web.shared.forms import GovForm
from openmash.web.shared.widgets import Radios


class ReportForm(GovForm):
    """What came of it, when, and anything else."""

    kind = forms.ChoiceField(
        label="What came of it?",
        choices=list(REPORT_WORDS.items()),
        widget=Radios,
        error_messages={"required": "Select what came of it"},
    )
    happened_on = GovDateField(
        label="When did it happen?",
        past=True,
        help_text="For example, 27 3 2026",
        error_messages={"required": "Enter the date it happened"},
    )
    words = forms.CharField(
        label="Anything else the hub should know",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
        required=False,
    )
