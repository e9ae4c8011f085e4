"""What a virtual partner types: the same answers as inside, in fewer fields."""

from typing import Any, ClassVar

from django import forms

from openmash.checks.rules import LATE_WORDS, MOST_ITEMS, NIL_WORDS, ItemInReply, LateTold, NilTold, ReplyTold
from openmash.sealed.rules import LEAVE_WORDS
from openmash.web.shared.forms import GovForm
from openmash.web.shared.item_fields import ItemFields
from openmash.web.shared.items import item_forms
from openmash.web.shared.widgets import CharacterCount, Radios

LONGEST_WORDS = 10_000
LONGEST_NOTE = 2_000
# What a new item says until somebody chooses otherwise: the careful answers.
FIRST_CHOSEN = {"source_kind": "fact", "leave": "ask"}


class SignedForm(GovForm):
    """Who answers, and what they searched; the rules of ``checks`` say what is missing, in their own words."""

    mark_optional: ClassVar[bool] = False
    searched = forms.CharField(
        label="What did you search, and for whom?",
        help_text="For example: pupil records and the safeguarding file, both children",
        max_length=LONGEST_NOTE,
        widget=CharacterCount(rows=2),
        required=False,
    )
    late_effect = forms.ChoiceField(
        label="A decision has been made already. Would your answer have changed it?",
        help_text="If you cannot know, choose that it might have. The hub will look again.",
        choices=list(LATE_WORDS.items()),
        widget=Radios(),
        required=False,
    )
    late_why = forms.CharField(
        label="What in it would or might have changed the decision?",
        max_length=LONGEST_NOTE,
        widget=CharacterCount(rows=2),
        required=False,
    )
    name = forms.CharField(label="Your name", max_length=100, required=False)
    role = forms.CharField(label="Your job or post", max_length=100, required=False)

    def __init__(self, *args: Any, decided: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not decided:
            del self.fields["late_effect"], self.fields["late_why"]
        self.order_fields(["nil_return", "searched", "explanation"])

    def told(self, items: tuple[ItemInReply, ...] = ()) -> ReplyTold:
        """What was typed, as the letter to the hub has it."""
        typed = self.cleaned_data
        effect = typed.get("late_effect")
        return ReplyTold(
            name=typed["name"],
            role=typed["role"],
            nil=self.nil(),
            searched=typed["searched"],
            items=items,
            late=LateTold(effect, typed.get("late_why", "")) if effect else None,
        )

    def nil(self) -> NilTold | None:
        """The nil return, where this is one."""
        return None


class NothingForm(SignedForm):
    """A signed answer without information."""

    nil_return = forms.ChoiceField(
        label="What did you find?",
        choices=list(NIL_WORDS.items()),
        widget=Radios(),
        error_messages={"required": "Choose what you found"},
    )
    explanation = forms.CharField(
        label="Anything the hub must know about this answer",
        help_text="If you withhold something: whom to speak to, with a telephone number. If you did not search: why.",
        max_length=LONGEST_NOTE,
        widget=CharacterCount(rows=2),
        required=False,
    )

    def nil(self) -> NilTold:
        typed = self.cleaned_data
        return NilTold(typed["nil_return"], typed["searched"], typed["explanation"])


class ItemForm(ItemFields):
    """One thing the partner knows."""

    text = forms.CharField(
        label="What do you know?",
        help_text="One fact or opinion to an item. Say what matters to somebody's safety, no more.",
        max_length=LONGEST_WORDS,
        widget=CharacterCount(rows=5),
        error_messages={"required": "Enter what you know"},
    )
    leave = forms.ChoiceField(
        label="May the hub pass it on?",
        choices=list(LEAVE_WORDS.items()),
        widget=Radios(),
        initial=FIRST_CHOSEN["leave"],
    )

    def told(self) -> ItemInReply:
        """What was typed, as the letter to the hub has it."""
        return ItemInReply(**self.cleaned_data)


ItemForms = item_forms(ItemForm, most=MOST_ITEMS)
