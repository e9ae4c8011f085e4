"""What is typed of one piece of information: the same fields wherever an agency says what it knows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django import forms

from openmash.access import LEVELS
from openmash.sealed.rules import (
    GRADED_HANDLING,
    GRADED_INFORMATION,
    GRADED_SOURCE,
    LEAVE_WORDS,
    POLICE,
    SENSITIVITY_WORDS,
    SOURCE_WORDS,
    Grading,
    ItemTold,
)
from openmash.web.shared.attaching import WithFiles
from openmash.web.shared.fields import GovDateField
from openmash.web.shared.widgets import CharacterCount, Checkboxes, Radios

LONGEST_WORDS = 20_000
# What a new item says until somebody chooses otherwise: the careful answers.
FIRST_CHOSEN = {"source_kind": "fact", "leave": "ask", "sensitivity": "hub"}
_NO_LEVEL = ("", "Any member of the hub who is vetted")


def _graded(words: Mapping[str, str]) -> list[tuple[str, str]]:
    return [("", "Not graded"), *((code, f"{code}: {said}") for code, said in words.items())]


@dataclass(frozen=True)
class Choices:
    """What the form of an item offers beside the fixed lists.

    Args:
        people: of the enquiry, whom an item can be about.
        colleagues: members of other agencies who work in the room and can be named to read it.
        agency_kind: of the agency whose information it is; only the police grade.
        hidden: whether it may be hidden; not in an answer, whose items are counted.
    """

    people: Iterable[tuple[UUID, str]] = ()
    colleagues: Iterable[tuple[UUID, str]] = ()
    agency_kind: str = ""
    hidden: bool = False


class ItemFields(WithFiles):
    """The fields that every item has, at both doors."""

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
    leave = forms.ChoiceField(
        label="May it leave the hub?",
        choices=list(LEAVE_WORDS.items()),
        widget=Radios(small=True),
        initial=FIRST_CHOSEN["leave"],
    )
    typed_by_hand: ClassVar[tuple[str, ...]] = ("text", "fact_on")

    def has_changed(self) -> bool:
        """Whether anything was written; a form that was added and left as it was is no item."""
        return self.has_files() or any(name in self.changed_data for name in self.typed_by_hand)


class RoomItemForm(ItemFields):
    """One item as an agency inside tells it; what is seldom needed is folded away (``folded``)."""

    about = forms.TypedMultipleChoiceField(
        label="Whom is it about?",
        help_text="Leave empty for the whole family",
        coerce=UUID,
        required=False,
        widget=Checkboxes(small=True),
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
    readers = forms.TypedMultipleChoiceField(
        label="Who else may read it?",
        help_text="For what is restricted or hidden: members of other agencies, by name",
        coerce=UUID,
        required=False,
        widget=Checkboxes(small=True),
    )
    # Lists and not buttons: what was chosen by mistake can be taken back.
    vetting = forms.ChoiceField(
        label="To what level must readers of other agencies be vetted?",
        choices=[_NO_LEVEL, *((level.code, level.title) for level in LEVELS)],
        required=False,
    )
    grading_source = forms.ChoiceField(label="Source", choices=_graded(GRADED_SOURCE), required=False)
    grading_information = forms.ChoiceField(label="Information", choices=_graded(GRADED_INFORMATION), required=False)
    grading_handling = forms.ChoiceField(label="Handling", choices=_graded(GRADED_HANDLING), required=False)
    mark_optional: ClassVar[bool] = False
    typed_by_hand = ("text", "fact_on", "about", "handling")
    _SELDOM = ("readers", "vetting")
    _GRADING = ("grading_source", "grading_information", "grading_handling")

    def __init__(self, *args: Any, choices: Choices, professional: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("about", choices.people)
        self.offer("readers", choices.colleagues)
        self.fields["professional"].initial = professional
        if choices.agency_kind != POLICE:
            for name in self._GRADING:
                del self.fields[name]
        if not choices.hidden:
            self.offer("sensitivity", [(code, words) for code, words in SENSITIVITY_WORDS.items() if code != "hidden"])

    @property
    def usual(self) -> list[forms.BoundField]:
        """The fields that are shown at once."""
        elsewhere = self._SELDOM + self._GRADING
        return [self[name] for name in self.fields if name not in elsewhere and not self[name].is_hidden]

    @property
    def graded(self) -> list[forms.BoundField]:
        """The three parts of a police grading; none for other agencies."""
        return [self[name] for name in self._GRADING if name in self.fields]

    @property
    def folded(self) -> list[forms.BoundField]:
        """The fields that are seldom needed."""
        return [self[name] for name in self.fields if name in self._SELDOM]

    @property
    def folded_is_open(self) -> bool:
        """Whether something is in them, or wrong with them."""
        if any(name in self.errors for name in self._SELDOM):
            return True
        return any(self[name].value() for name in self.fields if name in self._SELDOM)

    def told(self) -> ItemTold:
        """What was typed, as the sealed room takes it."""
        typed = dict(self.cleaned_data)
        grading = Grading(*(typed.pop(name, "") for name in self._GRADING))
        for name in ("about", "readers", "files"):
            typed[name] = tuple(typed.get(name) or ())
        known = {name: value for name, value in typed.items() if name in ItemTold.__dataclass_fields__}
        return ItemTold(**known, grading=grading)
