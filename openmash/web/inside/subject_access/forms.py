"""What is typed on the screens of subject access."""

from collections.abc import Iterable
from typing import Any, Self
from uuid import UUID

from django import forms

from openmash.retention.queries import PieceWords
from openmash.retention.rules.access import ANSWER_WORDS, ASKED_AS_WORDS, EXEMPTIONS, TAKEN_OUT, Answer
from openmash.web.shared.fields import GovDateField
from openmash.web.shared.forms import GovForm
from openmash.web.shared.widgets import CharacterCount, Checkboxes, Radios

_LONGEST = 20_000
_GROUNDS = [
    (each.code, f"{each.words} ({each.source}{'' if each.checked else '; check with your adviser'})")
    for each in EXEMPTIONS
]


class RequestForm(GovForm):
    """Who asks, for whose records."""

    about_name = forms.CharField(
        label="Whose records?", max_length=160, error_messages={"required": "Enter whose records are asked for"}
    )
    about_born_on = GovDateField(label="Their date of birth", required=False, past=True)
    asked_by_name = forms.CharField(label="Who asks?", max_length=160, error_messages={"required": "Enter who asks"})
    asked_as = forms.ChoiceField(
        label="In what capacity?",
        choices=list(ASKED_AS_WORDS.items()),
        widget=Radios(small=True),
        error_messages={"required": "Choose in what capacity they ask"},
    )
    send_to = forms.CharField(
        label="Where does the answer go?",
        help_text="Only an address that they gave themselves and that you have checked",
        max_length=500,
        required=False,
        widget=CharacterCount(rows=3),
    )
    received_on = GovDateField(
        label="When did it come?", past=True, error_messages={"required": "Enter the day on which it came"}
    )


class IdentityForm(GovForm):
    """How it was made sure who asks."""

    how = forms.CharField(
        label="How did you make sure who asks, and that they may?",
        help_text="What you saw, not its numbers: “passport, and the child's birth certificate naming her”",
        max_length=500,
        widget=CharacterCount(rows=3),
        error_messages={"required": "Enter how you made sure who asks"},
    )


class ExtendForm(GovForm):
    """Why it takes longer."""

    reason = forms.CharField(
        label="Why does it take longer? The person is told this.",
        max_length=500,
        widget=CharacterCount(rows=3),
        error_messages={"required": "Enter why it takes longer"},
    )


class ReasonForm(GovForm):
    """A reason in words."""

    because = forms.CharField(
        label="Reason", max_length=1_000, widget=CharacterCount(rows=3), error_messages={"required": "Enter the reason"}
    )


class PersonForm(GovForm):
    """Who in the hub's records it is."""

    people = forms.TypedMultipleChoiceField(
        label="Who is it?",
        help_text="Choose more than one where the hub has the same person twice",
        coerce=UUID,
        widget=Checkboxes(),
        error_messages={"required": "Choose who it is"},
    )

    def __init__(self, *args: Any, people: Iterable[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("people", people)


class AnswerForm(GovForm):
    """Whether one piece is given."""

    answer = forms.ChoiceField(
        label="Is it given?",
        choices=list(ANSWER_WORDS.items()),
        widget=Radios(small=True),
        error_messages={"required": "Say whether it is given"},
    )
    words = forms.CharField(
        label="The words that are given, where parts are taken out",
        help_text=f"Put {TAKEN_OUT} where something is taken out",
        max_length=_LONGEST,
        required=False,
        widget=CharacterCount(rows=8),
    )
    exemptions = forms.MultipleChoiceField(
        label="On what ground is something kept back?", choices=_GROUNDS, required=False, widget=Checkboxes(small=True)
    )
    why = forms.CharField(
        label="Why does it apply here?",
        help_text="Kept for the Information Commissioner; never given",
        max_length=2_000,
        required=False,
        widget=CharacterCount(rows=3),
    )
    said_by = forms.CharField(label="Who at the agency said so, and when?", max_length=160, required=False)

    def __init__(self, *args: Any, by_telephone: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not by_telephone:
            del self.fields["said_by"]

    @classmethod
    def about(cls, piece: PieceWords, *, by_telephone: bool = False) -> Self:
        """As it was answered, so that an answer is changed where it is wrong and not typed again."""
        view = piece.view
        told = {"answer": view.answer, "exemptions": list(view.exemptions), "why": piece.why}
        return cls(
            initial=told | {"words": piece.given if view.answer == Answer.REDACT else ""}, by_telephone=by_telephone
        )


class LookForm(GovForm):
    """That other people are kept out of what is given."""

    words = forms.CharField(
        label="What is given",
        help_text=f"Take out what is about somebody else, and put {TAKEN_OUT} in its place. Put nothing in.",
        max_length=_LONGEST,
        widget=CharacterCount(rows=10),
        error_messages={"required": "Leave something, or have its owner keep it back"},
    )
    exemptions = forms.MultipleChoiceField(
        label="On what ground did you take something out?",
        choices=_GROUNDS,
        required=False,
        widget=Checkboxes(small=True),
    )
    why = forms.CharField(
        label="Why does it apply here?", max_length=2_000, required=False, widget=CharacterCount(rows=3)
    )
