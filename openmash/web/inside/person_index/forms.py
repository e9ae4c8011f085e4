"""What is typed and chosen on the pages of an agency's person index."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from openmash.api_keys.rules import LONGEST_NAME, PURPOSES
from openmash.web.shared.fields import GovDateField
from openmash.web.shared.forms import GovForm
from openmash.web.shared.widgets import Radios


class KeyForm(GovForm):
    """A key for a computer system. What is missing or wrong is said by the rules of ``api_keys``."""

    mark_optional: ClassVar[bool] = False
    name = forms.CharField(
        label="Which system will hold the key?",
        help_text="For example: case management, nightly export",
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
        required=False,
    )
    purpose = forms.ChoiceField(label="What does it open?", widget=Radios(small=True), required=False)
    last_day = GovDateField(label="Last day on which it works", help_text="Within a year from now")

    def __init__(self, *args: Any, has_portal: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_portal:
            self.offer("purpose", PURPOSES.items())
        else:
            del self.fields["purpose"]


KINDS = (("names", "Names and numbers"), ("encodings", "Encodings in place of names"))


class LoadForm(GovForm):
    """A file of an index; what is in it is looked at line by line once it is read."""

    mark_optional: ClassVar[bool] = False
    kind = forms.ChoiceField(
        label="What does the file hold?",
        choices=KINDS,
        initial="names",
        widget=Radios(
            small=True,
            hints={
                "names": "As the columns below say. A request shows which of your records it may be, and why.",
                "encodings": "Names never leave your agency. A request says only that you may know somebody, and your "
                "people look in your own system; more is missed.",
            },
        ),
    )
    file = forms.FileField(
        label="Choose the file",
        help_text="A CSV file in UTF-8, up to 40 MB: some 300,000 people. A larger one is loaded on the hub’s server",
        allow_empty_file=True,
    )

    def clean_file(self) -> Any:
        """A file that was cut short on its way in is not half loaded."""
        sent = self.cleaned_data["file"]
        if getattr(sent, "cut_short", False):
            raise ValidationError(
                "The file is longer than 40 MB. Ask the hub’s administrator to load it on the server.", code="too_long"
            )
        return sent
