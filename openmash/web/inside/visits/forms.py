"""What is typed when it is said on which days an agency's representative is in the hub."""

from typing import ClassVar

from django import forms

from openmash.agencies.rules import WEEKDAYS
from openmash.web.shared.forms import GovForm
from openmash.web.shared.widgets import Checkboxes


class DaysForm(GovForm):
    """On which weekdays they come; none where they visit no longer."""

    mark_optional: ClassVar[bool] = False
    weekdays = forms.TypedMultipleChoiceField(
        label="On which days is somebody of theirs in the hub?",
        help_text="Choose none where they do not visit, or are there every day.",
        coerce=int,
        choices=list(enumerate(WEEKDAYS)),
        widget=Checkboxes,
        required=False,
    )
