"""What a second manager types."""

from collections.abc import Iterable
from typing import Any

from django import forms

from openmash.hubs.rules import GradeRule
from openmash.oversight.rules import LONGEST
from openmash.web.shared.forms import GovForm
from openmash.web.shared.widgets import CharacterCount, Radios

AGREE, SEND_BACK = "agree", "send_back"


class NearMissForm(GovForm):
    """What nearly went wrong."""

    what = forms.CharField(
        label="What nearly went wrong?",
        help_text="What happened, and what stopped it. Nobody is blamed for saying so. Nothing from the sealed room: "
        "it is read outside it.",
        max_length=LONGEST,
        widget=CharacterCount(rows=5),
        error_messages={"required": "Enter what nearly went wrong"},
    )


class FindingForm(GovForm):
    """What a review found.

    Args:
        asks: what the operating model wants to know.
        grades: of a case that was drawn by lot, those to choose from.
    """

    found = forms.CharField(
        label="What did you find?",
        max_length=LONGEST,
        widget=CharacterCount(rows=6),
        error_messages={"required": "Enter what you found"},
    )

    grade = forms.ChoiceField(
        label="How do you grade it?", widget=Radios(), error_messages={"required": "Select a grade"}
    )
    action = forms.CharField(
        label="What is to be done, by whom and by when?",
        help_text="It stands in the report, so it names nobody of the family.",
        max_length=LONGEST,
        required=False,
        widget=CharacterCount(rows=3),
    )

    def __init__(self, *args: Any, asks: str, grades: Iterable[GradeRule] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = list(grades)
        if offered:
            self.offer("grade", [(each.code, each.label) for each in offered])
        else:
            del self.fields["grade"], self.fields["action"]
        self.fields["found"].label = asks
        self.fields["found"].help_text = "Nothing from the sealed room: it is read outside it."


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
