"""What is typed when a clock stands still, and when something happened that a clock waited for."""

from collections.abc import Iterable
from typing import Any

from django import forms

from openmash.web.shared.fields import GovDateTimeField
from openmash.web.shared.forms import GovForm
from openmash.web.shared.widgets import CharacterCount, Radios

LONGEST_WORDS = 1000


class PauseForm(GovForm):
    """For which of the model's reasons, and why in words."""

    reason = forms.ChoiceField(label="For which reason?", widget=Radios())
    words = forms.CharField(
        label="Why, in a sentence",
        help_text="Everybody who sees this case reads it.",
        max_length=LONGEST_WORDS,
        widget=CharacterCount(rows=2),
    )

    def __init__(self, *args: Any, reasons: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("reason", reasons, alone=True).error_messages["required"] = "Choose the reason"
        self.fields["words"].error_messages["required"] = "Say why the clock stands still"


class HappenedForm(GovForm):
    """What happened, and when."""

    happening = forms.ChoiceField(label="What happened?", widget=Radios())
    when = GovDateTimeField(label="When", help_text="The day, and the time as 14:30", past=True)

    def __init__(self, *args: Any, happenings: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("happening", happenings, alone=True).error_messages["required"] = "Choose what happened"
