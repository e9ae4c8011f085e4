"""What is typed when agencies are asked and when they answer."""

from collections.abc import Iterable
from typing import Any, ClassVar
from uuid import UUID

from django import forms

from openmash.checks.rules import LATE_WORDS, MOST_ITEMS, NIL_WORDS, LateTold, NilTold
from openmash.core.errors import RuleBroken
from openmash.sealed.rules import LEAVE_WORDS, SENSITIVITY_WORDS, SOURCE_WORDS, ItemTold
from openmash.web.shared.attaching import WithFiles
from openmash.web.shared.fields import GovDateField
from openmash.web.shared.forms import GovForm
from openmash.web.shared.items import ItemFormSet, item_forms
from openmash.web.shared.widgets import CharacterCount, Checkboxes, Radios

LONGEST_WORDS = 20_000
LONGEST_NOTE = 2_000
# What a new item says until somebody chooses otherwise: the careful answers.
FIRST_CHOSEN = {"source_kind": "fact", "leave": "ask", "sensitivity": "hub"}
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
        field = self.fields["agencies"]
        assert isinstance(field, forms.TypedMultipleChoiceField)  # noqa: S101  # what the class above says
        field.choices = list(agencies)
        field.widget.hints = hints


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


class ItemForm(WithFiles):
    """One piece of information of an agency that was asked."""

    text = forms.CharField(
        label="What do you know?",
        help_text="One fact or opinion to an item. Say what matters to somebody's safety, no more.",
        max_length=LONGEST_WORDS,
        widget=CharacterCount(rows=5),
        error_messages={"required": "Enter what you know"},
    )
    source_kind = forms.ChoiceField(
        label="What is it?",
        choices=list(SOURCE_WORDS.items()),
        widget=Radios(small=True),
        initial=FIRST_CHOSEN["source_kind"],
    )
    fact_on = GovDateField(
        label="When did it happen, or when was it seen?",
        help_text="Leave empty if nobody knows",
        required=False,
        past=True,
    )
    about = forms.TypedMultipleChoiceField(
        label="Whom is it about?",
        help_text="Leave empty for the whole family",
        coerce=UUID,
        required=False,
        widget=Checkboxes(small=True),
    )
    leave = forms.ChoiceField(
        label="May it leave the hub?",
        choices=list(LEAVE_WORDS.items()),
        widget=Radios(small=True),
        initial=FIRST_CHOSEN["leave"],
    )
    sensitivity = forms.ChoiceField(
        label="Who in the hub may read it?",
        choices=list(SENSITIVITY_WORDS.items()),
        widget=Radios(small=True),
        initial=FIRST_CHOSEN["sensitivity"],
    )
    handling = forms.CharField(
        label="How must it be handled?",
        help_text="For example: do not tell Mr N. that we know this",
        max_length=1_000,
        required=False,
        widget=CharacterCount(rows=2),
    )
    professional = forms.CharField(label="Whom should the hub speak to about it?", max_length=120, required=False)

    def __init__(
        self, *args: Any, people: Iterable[tuple[UUID, str]] = (), professional: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        about = self.fields["about"]
        assert isinstance(about, forms.TypedMultipleChoiceField)  # noqa: S101  # what the class above says
        about.choices = [(str(person_id), name) for person_id, name in people]
        self.fields["professional"].initial = professional

    def has_changed(self) -> bool:
        """Whether anything was written; a form that was added and left as it was is no item."""
        return self.has_files() or any(name in self.changed_data for name in ("text", "fact_on", "about", "handling"))

    def told(self) -> ItemTold:
        """What was typed, as the sealed room takes it."""
        typed = self.cleaned_data
        return ItemTold(**{**typed, "about": tuple(typed["about"])})


ItemForms = item_forms(ItemForm, most=MOST_ITEMS)


def blame(form: GovForm, items: ItemFormSet, broken: RuleBroken) -> None:
    """Put a rule's sentence beside the field it is about: of one of the items, or of the form around them."""
    for item in items:
        name = (broken.field or "").removeprefix(f"{item.prefix}-")
        if name in item.fields and broken.field == f"{item.prefix}-{name}":
            item.add_error(name, broken.sentence)
            return
    form.blame(broken)
