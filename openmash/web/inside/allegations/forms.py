"""What is typed to raise an allegation, to consider it, and to manage it to an outcome."""

from collections.abc import Iterable
from typing import Any, ClassVar, cast
from uuid import UUID

from django import forms

from openmash.allegations.rules import (
    LONGEST_NAME,
    LONGEST_WORDS,
    OUTCOMES,
    STEPS,
    THRESHOLD,
    AllegationTold,
    Considered,
)
from openmash.web.shared.forms import GovForm
from openmash.web.shared.widgets import CharacterCount, Checkboxes, Radios

People = Iterable[tuple[UUID, str]]
NOBODY = "nobody"


def _words(label: str, hint: str, missing: str, *, rows: int = 4, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=LONGEST_WORDS,
        widget=CharacterCount(rows=rows),
        required=required,
        error_messages={"required": missing},
    )


class RaiseForm(GovForm):
    """Whom it is about and what is alleged."""

    name = forms.CharField(
        label="Who is it about?",
        help_text="The person who works with children.",
        max_length=LONGEST_NAME,
        error_messages={"required": "Enter the name of the person it is about"},
    )
    work = forms.CharField(
        label="What do they do with children?",
        help_text="Their post, paid or not; or that they are a foster carer.",
        max_length=LONGEST_NAME,
        error_messages={"required": "Enter what they do with children: their post, paid or not"},
    )
    employer = forms.CharField(label="For whom?", max_length=LONGEST_NAME, required=False)
    words = _words(
        "What is alleged?",
        "As it was told: what, when, about which child, and who said so.",
        "Enter what is alleged, as it was told",
        rows=6,
    )
    colleague = forms.ChoiceField(
        label="Do they work in this hub?",
        help_text="Whoever is chosen never sees it, whatever they are here.",
        required=False,
    )

    def __init__(self, *args: Any, people: People, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("colleague", [(NOBODY, "No, or not known"), *people])

    def told(self) -> AllegationTold:
        """The allegation as the service takes it."""
        typed = self.cleaned_data
        chosen = typed["colleague"]
        colleague = UUID(chosen) if chosen and chosen != NOBODY else None
        return AllegationTold(typed["name"], typed["work"], typed["employer"], typed["words"], colleague)


class ConsiderForm(GovForm):
    """The four parts of the threshold, why, and what is to be done."""

    mark_optional: ClassVar[bool] = False
    met = forms.MultipleChoiceField(
        label="Which parts of the harm threshold are met?",
        help_text="One is enough to take it on. Choose none where none is met.",
        choices=list(THRESHOLD.items()),
        widget=Checkboxes,
        required=False,
    )
    why = _words("Why do you find so?", "What it rests on, and what is not known yet.", "Enter why you find so")
    advice = _words(
        "What is to be done now?",
        "By whoever told us and by the employer; and what they should not do or say yet.",
        "Enter what is to be done now",
    )

    def found(self) -> Considered:
        """As the service takes it."""
        typed = self.cleaned_data
        return Considered(tuple(typed["met"]), typed["why"], typed["advice"])


class EmployerForm(GovForm):
    """Whether the employer is told."""

    tell = forms.ChoiceField(
        label="Is the employer told?",
        choices=[("yes", "Yes, I tell them"), ("no", "No, not for now")],
        widget=Radios(small=True),
        error_messages={"required": "Select whether the employer is told"},
    )
    why = _words("Why?", "What the police and social care say of it, and what telling may do.", "Enter the reason")


class StepForm(GovForm):
    """A discussion, a meeting or advice."""

    kind = forms.ChoiceField(
        label="What was done?",
        choices=list(STEPS.items()),
        widget=Radios(small=True),
        error_messages={"required": "Choose what was done"},
    )
    words = _words("Who took part, and what was agreed?", "", "Enter who took part and what was agreed", rows=6)


class ConcludeForm(GovForm):
    """The outcome."""

    outcome = forms.ChoiceField(
        label="What did it come to?",
        choices=list(OUTCOMES.items()),
        widget=Radios(small=True),
        error_messages={"required": "Choose what it came to"},
    )
    why = _words("What does it rest on?", "", "Enter what the outcome rests on")
    dbs = _words(
        "Referral to the Disclosure and Barring Service or a regulator",
        "Who makes it and by when; leave empty where none is to be made.",
        "",
        rows=2,
        required=False,
    )


class OfficerForm(GovForm):
    """Who is designated officer."""

    user = forms.TypedChoiceField(
        label="Who is designated officer?",
        coerce=UUID,
        widget=Radios(small=True),
        error_messages={"required": "Choose a colleague"},
    )

    def __init__(self, *args: Any, people: People, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["user"]).choices = [(str(each), name) for each, name in people]
