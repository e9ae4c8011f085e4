"""What is typed and chosen on the pages of an agency's person index."""

from typing import ClassVar

from django import forms

from openmash.api_keys.rules import LONGEST_NAME
from openmash.web.shared.fields import GovDateField
from openmash.web.shared.forms import GovForm


class KeyForm(GovForm):
    """A key for a computer system. What is missing or wrong is said by the rules of ``api_keys``."""

    mark_optional: ClassVar[bool] = False
    name = forms.CharField(
        label="Which system will hold the key?",
        help_text="For example: case management, nightly export",
        max_length=LONGEST_NAME,
        required=False,
    )
    last_day = GovDateField(label="Last day on which it works", help_text="Within a year from now")
