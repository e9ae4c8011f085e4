"""The forms of enquiries: a change of rating, and a plain yes."""

from collections.abc import Iterable, Mapping

from django import forms

from openmash.web.shared.forms import GovForm
from openmash.web.shared.widgets import CharacterCount, Radios

LONGEST_REASON = 2000


class RatingForm(GovForm):
    """One child's rating: each choice says what it means and by when it wants its decision."""

    rating = forms.ChoiceField(label="Rating")
    reason = forms.CharField(
        label="Why", help_text="What you know, and what you worry about.", max_length=LONGEST_REASON
    )

    def __init__(
        self,
        *args: object,
        choices: Iterable[tuple[str, str]],
        hints: Mapping[str, str],
        whom: str = "",
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["rating"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.widget = Radios(hints=hints)
        field.choices = list(choices)
        if whom:
            field.label = f"How urgent is it for {whom}?"
        field.error_messages["required"] = f"Choose a rating for {whom}" if whom else "Choose a rating"
        self.fields["reason"].widget = CharacterCount(rows=3)
        self.fields["reason"].error_messages["required"] = f"Say why for {whom}" if whom else "Say why"


class FindForm(GovForm):
    """What somebody remembers of a case. It is posted, so that no name stands in an address."""

    words = forms.CharField(
        label="Find an enquiry",
        help_text="A reference, or the name of anybody in it",
        max_length=80,
        error_messages={"required": "Enter a reference or a name"},
    )


class SureForm(GovForm):
    """Nothing but a button, and a place for the rule that forbids it."""
