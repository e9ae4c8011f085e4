"""What is typed when people do not agree, when it is settled, and to keep a child safe meanwhile."""

from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

from django import forms

from openmash.differences.rules import CHANGED, LONGEST, STANDS, DifferenceTold, Settlement
from openmash.web.shared.forms import GovForm
from openmash.web.shared.widgets import CharacterCount, Radios

OWN = "own"
Choices = Sequence[tuple[str, str]]


class RaiseForm(GovForm):
    """With what somebody does not agree, and why."""

    what = forms.ChoiceField(
        label="What do you not agree with?",
        widget=Radios(small=True),
        error_messages={"required": "Select what you do not agree with"},
    )
    wanted = forms.ChoiceField(
        label="Which rating would you give?",
        help_text="Only where you do not agree with a rating.",
        widget=Radios(small=True),
        required=False,
    )
    raised_for = forms.ChoiceField(
        label="Who does not agree?",
        widget=Radios(small=True),
        error_messages={"required": "Select who does not agree"},
    )
    why = forms.CharField(
        label="Why?",
        help_text="Everybody who sees this enquiry reads it: nothing that is sealed.",
        max_length=LONGEST,
        widget=CharacterCount(rows=4),
        error_messages={"required": "Enter why you do not agree"},
    )
    in_the_room = forms.CharField(
        label="What only those in the sealed room may read",
        max_length=LONGEST,
        widget=CharacterCount(rows=3),
        required=False,
    )

    def __init__(
        self, *args: Any, things: Choices, ratings: Choices, raised_for: Choices, enters_room: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._offer("what", things)
        self._offer("wanted", ratings)
        self._offer("raised_for", raised_for)
        if len(raised_for) == 1:
            self.fields["raised_for"].initial = raised_for[0][0]
        if not enters_room:
            del self.fields["in_the_room"]
        if not any(value.endswith(":rating") for value, _ in things):
            del self.fields["wanted"]

    def _offer(self, name: str, choices: Choices) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = list(choices)

    @property
    def subject_id(self) -> UUID:
        """The child or adult."""
        return UUID(self.cleaned_data["what"].partition(":")[0])

    @property
    def contact_id(self) -> UUID | None:
        """The contact of whoever referred; None for one's own agency."""
        chosen = self.cleaned_data["raised_for"]
        return None if chosen == OWN else UUID(chosen)

    def told(self) -> DifferenceTold:
        """What was typed, as the rules take it."""
        typed, about = self.cleaned_data, self.cleaned_data["what"].partition(":")[2]
        wanted = typed.get("wanted", "") if about == "rating" else ""
        return DifferenceTold(about, typed["why"], wanted, typed.get("in_the_room", ""))


ANSWER = "answer"


class ChallengeForm(GovForm):
    """What is done with what a referrer wrote who does not agree."""

    what = forms.ChoiceField(
        label="What do you do with it?",
        widget=Radios(small=True),
        error_messages={"required": "Select what you do with it"},
    )
    said = forms.CharField(
        label="What are they told?",
        help_text="Only where you answer them now. It leaves the hub, word for word: nothing that is sealed.",
        max_length=LONGEST,
        widget=CharacterCount(rows=4),
        required=False,
    )

    def __init__(self, *args: Any, disputable: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        raised = [(value, f"Have the decision about {name} looked at again") for value, name in disputable]
        cast(forms.ChoiceField, self.fields["what"]).choices = [*raised, (ANSWER, "Answer them, and leave it as it is")]

    @property
    def subject_id(self) -> UUID | None:
        """Whose decision is looked at again; None where they are answered."""
        chosen = self.cleaned_data["what"]
        return None if chosen == ANSWER else UUID(chosen)


class SettleForm(GovForm):
    """What holds, why, and what whoever raised it is told."""

    finding = forms.ChoiceField(
        label="What holds?", widget=Radios(small=True), error_messages={"required": "Select what holds"}
    )
    rating = forms.ChoiceField(
        label="Which rating holds now?",
        help_text="Only where the rating is changed.",
        widget=Radios(small=True),
        required=False,
    )
    reasons = forms.CharField(
        label="Reasons",
        help_text="Sealed: read by those who enter the sealed room.",
        max_length=LONGEST,
        widget=CharacterCount(rows=4),
        error_messages={"required": "Enter the reasons"},
    )
    told = forms.CharField(
        label="What are they told?",
        max_length=LONGEST,
        widget=CharacterCount(rows=3),
        error_messages={"required": "Enter what whoever raised it is told"},
    )

    def __init__(self, *args: Any, about: str, ratings: Choices, leaves: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        changed = "The rating is changed" if about == "rating" else "The decision is to be made again"
        finding = cast(forms.ChoiceField, self.fields["finding"])
        finding.choices = [(STANDS, f"The {about} stands"), (CHANGED, changed)]
        if about == "rating":
            cast(forms.ChoiceField, self.fields["rating"]).choices = list(ratings)
        else:
            del self.fields["rating"]
        self.fields["told"].help_text = (
            "It leaves the hub, word for word: whoever referred reads it. Nothing that is sealed."
            if leaves
            else "Everybody who sees this enquiry reads it: nothing that is sealed."
        )

    def found(self) -> Settlement:
        """What was typed, as the rules take it."""
        typed = self.cleaned_data
        return Settlement(typed["finding"], typed["reasons"], typed["told"], typed.get("rating", ""))


class SafetyForm(GovForm):
    """What keeps the child or adult safe meanwhile."""

    words = forms.CharField(
        label="What is done, by whom and until when?",
        help_text="Everybody who sees this enquiry reads it.",
        max_length=LONGEST,
        widget=CharacterCount(rows=3),
        error_messages={"required": "Enter what is done, by whom and until when"},
    )


class SureForm(GovForm):
    """Nothing but a button, and a place for the rule that forbids it."""
