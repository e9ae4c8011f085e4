"""What is typed to begin a group, link somebody or some place with it, look at it again and say who sees it."""

from collections.abc import Iterable
from typing import Any, ClassVar, cast
from uuid import UUID

from django import forms

from openmash.groups.rules import (
    LONGEST_NAME,
    LONGEST_PLACE,
    LONGEST_POSTCODE,
    LONGEST_WORDS,
    PART_WORDS,
    SEES_WORDS,
    GroupTold,
    LinkTold,
    Part,
    Sees,
)
from openmash.web.shared.fields import GovDateField
from openmash.web.shared.forms import GovForm
from openmash.web.shared.widgets import CharacterCount, Checkboxes, Radios

People = Iterable[tuple[UUID, str]]
KEEP, CLOSE = "keep", "close"


def _why(label: str, hint: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=LONGEST_WORDS,
        widget=CharacterCount(rows=4),
        error_messages={"required": "Enter the reason"},
    )


class SeesForm(GovForm):
    """Who may see a group."""

    mark_optional: ClassVar[bool] = False
    sees = forms.ChoiceField(
        label="Who may see it?",
        choices=list(SEES_WORDS.items()),
        widget=Radios(small=True),
        initial=Sees.ROOM,
        error_messages={"required": "Select who may see it"},
    )
    readers = forms.TypedMultipleChoiceField(
        label="Colleagues named to see it",
        help_text="Only where it is for those named.",
        coerce=UUID,
        widget=Checkboxes,
        required=False,
    )

    def __init__(self, *args: Any, people: People, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["readers"]).choices = [(str(each), name) for each, name in people]


class BeginForm(SeesForm):
    """What a group is called, why it is kept and on what ground."""

    name = forms.CharField(
        label="What is it called?",
        help_text="A street or a word that colleagues know it by. No family’s name.",
        max_length=LONGEST_NAME,
        error_messages={"required": "Enter what it is called"},
    )
    why = _why("What links them?", "Sealed: read by those who may see the group.")
    ground = forms.ChoiceField(
        label="On what lawful ground is it kept?",
        widget=Radios(small=True),
        error_messages={"required": "Select the lawful ground"},
    )
    review_on = GovDateField(
        label="By when is it looked at again?",
        help_text="Within six months.",
        error_messages={"required": "Enter the day of review"},
    )
    field_order = ("name", "why", "ground", "review_on", "sees", "readers")

    def __init__(self, *args: Any, grounds: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["ground"]).choices = list(grounds)

    def told(self) -> GroupTold:
        """What was typed, as the rules take it."""
        typed = self.cleaned_data
        readers = frozenset(typed["readers"]) if typed["sees"] == Sees.NAMED else frozenset[UUID]()
        return GroupTold(typed["name"], typed["why"], typed["ground"], typed["review_on"], typed["sees"], readers)


class LinkForm(GovForm):
    """Who in the case, or which place, and what they are in the group."""

    mark_optional: ClassVar[bool] = False
    part = forms.ChoiceField(
        label="What are they in this group?",
        choices=list(PART_WORDS.items()),
        widget=Radios(small=True),
        error_messages={"required": "Select what they are in this group"},
    )
    whom = forms.ChoiceField(label="Who?", help_text="Not for a place.", widget=Radios(small=True), required=False)
    place = forms.CharField(
        label="Which place?",
        help_text="Not for a person, and not where somebody lives whose address is protected.",
        max_length=LONGEST_PLACE,
        required=False,
    )
    postcode = forms.CharField(label="Its postcode, if it has one", max_length=LONGEST_POSTCODE, required=False)
    why = _why("What links them with the group?", "Sealed with this case: read by those who may see the group.")

    def __init__(self, *args: Any, people: People, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["whom"]).choices = [(str(each), name) for each, name in people]

    def told(self) -> LinkTold:
        """What was typed, as the rules take it; what is about the other kind of link is left out."""
        typed = self.cleaned_data
        if typed["part"] == Part.PLACE:
            return LinkTold(typed["part"], typed["why"], place=typed["place"], postcode=typed["postcode"])
        return LinkTold(typed["part"], typed["why"], person_id=UUID(typed["whom"]) if typed["whom"] else None)


class ReviewForm(GovForm):
    """What was found when a group was looked at again, and whether it is kept."""

    mark_optional: ClassVar[bool] = False
    why = _why("What did you find?", "Sealed: read by those who may see the group.")
    then = forms.ChoiceField(
        label="What becomes of it?",
        choices=[(KEEP, "It is kept, and looked at again"), (CLOSE, "It is closed: there is no reason to keep it")],
        widget=Radios(small=True),
        error_messages={"required": "Select what becomes of it"},
    )
    review_on = GovDateField(
        label="By when is it looked at again?", help_text="Only where it is kept. Within six months.", required=False
    )

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if typed.get("then") == KEEP and not typed.get("review_on") and "review_on" not in self.errors:
            self.add_error("review_on", "Enter the day of review")
        return typed


class TakeOutForm(GovForm):
    """Why somebody or some place is no longer in a group."""

    why = _why("Why are they no longer in this group?", "Sealed. That they were in it stays on record.")
