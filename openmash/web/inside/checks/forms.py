"""What is typed when agencies are asked and when they answer."""

from collections.abc import Iterable
from typing import Any, ClassVar
from uuid import UUID

from django import forms

from openmash.checks.rules import LATE_WORDS, MOST_ITEMS, NIL_WORDS, LateTold, NilTold
from openmash.core.errors import RuleBroken
from openmash.web.shared.forms import GovForm
from openmash.web.shared.item_fields import RoomItemForm
from openmash.web.shared.items import ItemFormSet, item_forms
from openmash.web.shared.widgets import CharacterCount, Checkboxes, Radios

LONGEST_NOTE = 2_000
_NIL_HINTS = {
    "withheld": "You hold something that you cannot write here. Say below whom the hub should speak to.",
    "not_searched": "Say why below.",
    "system_down": "Say below which one. The hub will ask you again.",
}


class AskForm(GovForm):
    """Which agencies to ask, and what."""

    agencies = forms.TypedMultipleChoiceField(
        label="Which agencies?", coerce=UUID, widget=Checkboxes(small=True), required=False
    )
    question = forms.CharField(
        label="What do you ask them?",
        help_text="All of them see these words, and the names in them. Ask for what you need, no more.",
        max_length=4_000,
        widget=CharacterCount(rows=8),
        required=False,
    )
    mark_optional: ClassVar[bool] = False

    def __init__(self, *args: Any, agencies: Iterable[tuple[str, str]], hints: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("agencies", agencies).widget.hints = hints


class AnswerForm(GovForm):
    """What every answer says: what was searched and, after a decision, what the answer does to it.

    Nothing here is required by the form: the rules of ``checks`` say what is missing, in their own words.
    """

    mark_optional: ClassVar[bool] = False
    searched = forms.CharField(
        label="What did you search, and for whom?",
        help_text="For example: national and local databases, all four names, ten years",
        max_length=LONGEST_NOTE,
        widget=CharacterCount(rows=2),
        required=False,
    )
    late_effect = forms.ChoiceField(
        label="A decision has been made without your answer. Would your answer have changed it?",
        choices=list(LATE_WORDS.items()),
        widget=Radios(small=True),
        required=False,
    )
    late_why = forms.CharField(
        label="What in it would or might have changed the decision?",
        help_text="The managers who decide are told that your answer may matter. They read it on the case.",
        max_length=LONGEST_NOTE,
        widget=CharacterCount(rows=2),
        required=False,
    )

    def __init__(self, *args: Any, decided: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not decided:
            del self.fields["late_effect"], self.fields["late_why"]
        self.order_fields(["nil_return", "searched", "explanation"])

    def late(self) -> LateTold | None:
        """What the answer does to the decision, where that was asked and said."""
        effect = self.cleaned_data.get("late_effect")
        return LateTold(effect, self.cleaned_data.get("late_why", "")) if effect else None


class NilForm(AnswerForm):
    """A signed answer without information."""

    nil_return = forms.ChoiceField(
        label="What did you find?",
        choices=list(NIL_WORDS.items()),
        widget=Radios(small=True, hints=_NIL_HINTS),
        required=False,
    )
    explanation = forms.CharField(
        label="Anything the hub must know about this answer",
        help_text="If you withhold something: whom to speak to. If you did not search: why.",
        max_length=LONGEST_NOTE,
        widget=CharacterCount(rows=2),
        required=False,
    )

    def told(self) -> NilTold:
        """What was typed, as the service takes it."""
        typed = self.cleaned_data
        return NilTold(typed["nil_return"], typed["searched"], typed["explanation"])


ItemForms = item_forms(RoomItemForm, most=MOST_ITEMS)


def blame(form: GovForm, items: ItemFormSet, broken: RuleBroken) -> None:
    """Put a rule's sentence beside the field it is about: of one of the items, or of the form around them."""
    for item in items:
        name = (broken.field or "").removeprefix(f"{item.prefix}-")
        if name in item.fields and broken.field == f"{item.prefix}-{name}":
            item.add_error(name, broken.sentence)
            return
    form.blame(broken)
