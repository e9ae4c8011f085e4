"""What is typed on the screens of the sealed room."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from openmash.sealed.rules import LEAVE_WORDS, SENSITIVITY_WORDS, SOURCE_WORDS, Balance, Gateway, ItemTold, Sharing
from openmash.web.shared import sharing
from openmash.web.shared.attaching import WithFiles
from openmash.web.shared.fields import GovDateField
from openmash.web.shared.forms import GovForm
from openmash.web.shared.widgets import CharacterCount, Checkboxes, Radios

LONGEST = 20_000
LONGEST_REASON = 4_000


class ItemForm(WithFiles):
    """One piece of information that an agency puts in without having been asked."""

    text = forms.CharField(
        label="What does your agency know?",
        help_text="Keep fact and opinion apart: add an item for each. Say what matters to somebody's safety, no more.",
        max_length=LONGEST,
        widget=CharacterCount(rows=8),
        error_messages={"required": "Enter what your agency knows"},
    )
    source_kind = forms.ChoiceField(
        label="What is it?", choices=list(SOURCE_WORDS.items()), widget=Radios(small=True), initial="fact"
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
    professional = forms.CharField(label="Whom should the hub speak to about it?", max_length=120, required=False)
    sensitivity = forms.ChoiceField(
        label="Who in the hub may read it?",
        choices=list(SENSITIVITY_WORDS.items()),
        widget=Radios(small=True),
        initial="hub",
    )
    leave = forms.ChoiceField(
        label="May it leave the hub?", choices=list(LEAVE_WORDS.items()), widget=Radios(small=True), initial="ask"
    )
    handling = forms.CharField(
        label="How must it be handled?",
        help_text="For example: do not tell Mr N. that we know this",
        max_length=1_000,
        required=False,
        widget=CharacterCount(rows=2),
    )

    def __init__(self, *args: Any, people: Iterable[tuple[UUID, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        about = self.fields["about"]
        assert isinstance(about, forms.TypedMultipleChoiceField)  # noqa: S101  # what the class above says
        about.choices = [(str(person_id), name) for person_id, name in people]

    def told(self) -> ItemTold:
        """What was typed, as the sealed room takes it."""
        typed = self.cleaned_data
        return ItemTold(**{**typed, "about": tuple(typed["about"])})


class CorrectionForm(WithFiles):
    """An item's words as they should be."""

    text = forms.CharField(
        label="What does your agency know?",
        max_length=LONGEST,
        widget=CharacterCount(rows=8),
        error_messages={"required": "Enter what your agency knows"},
    )
    handling = forms.CharField(
        label="How must it be handled?", max_length=1_000, required=False, widget=CharacterCount(rows=2)
    )
    take_off = forms.TypedMultipleChoiceField(
        label="Which files should no longer be on it?",
        coerce=UUID,
        required=False,
        widget=Checkboxes(small=True),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, on_it: Iterable[tuple[UUID, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        take_off = self.fields["take_off"]
        assert isinstance(take_off, forms.TypedMultipleChoiceField)  # noqa: S101  # what the class above says
        take_off.choices = [(str(file_id), name) for file_id, name in on_it]
        if not take_off.choices:
            del self.fields["take_off"]


class EditedForm(GovForm):
    """Words of the owner's own that may leave in place of the item's."""

    edited_text = forms.CharField(
        label="Words that may leave",
        help_text="Take out what the team does not need, or what must not be known there.",
        max_length=LONGEST,
        widget=CharacterCount(rows=6),
        error_messages={"required": "Enter the words that may leave the hub"},
    )


class RedactForm(GovForm):
    """What the owner takes out of its words before they leave; the passages themselves are boxes on the page."""

    words = forms.CharField(
        label="Take these out wherever they stand",
        help_text="One on each line: a name, a place, a telephone number.",
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def taken_out(self) -> tuple[str, ...]:
        """The words to take out, one a line."""
        return tuple(each.strip() for each in self.cleaned_data["words"].splitlines() if each.strip())


class RefusalForm(GovForm):
    """Why the owner does not agree."""

    reason = forms.CharField(
        label="Why should it not leave the hub?",
        help_text="Kept sealed. Whoever asked can read it in the hub.",
        max_length=LONGEST,
        widget=CharacterCount(rows=3),
        error_messages={"required": "Enter why this should not leave the hub"},
    )


class LawfulBasisForm(GovForm):
    """The lawful basis on which something goes without its owner's agreement, and why."""

    gateway = forms.ChoiceField(label="On which lawful basis?", error_messages={"required": "Choose a lawful basis"})
    necessary = forms.CharField(
        label="Why is it necessary that the team gets this?",
        max_length=LONGEST_REASON,
        widget=CharacterCount(rows=4),
        error_messages={"required": "Enter why it is necessary that the team gets this"},
    )
    proportionate = forms.CharField(
        label="Why is it no more than the team needs?",
        max_length=LONGEST_REASON,
        widget=CharacterCount(rows=4),
        error_messages={"required": "Enter why it is no more than the team needs"},
    )
    relevant = forms.CharField(
        label="How does it bear on what it is for?",
        max_length=LONGEST_REASON,
        widget=CharacterCount(rows=3),
        error_messages={"required": "Enter how it bears on what it is for"},
    )
    purpose = sharing.purpose_field()
    family = sharing.family_field()
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, gateways: Iterable[Gateway], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = tuple(gateways)
        field = self.fields["gateway"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # what the class above says
        field.widget = Radios(hints={g.code: _hint(g) for g in listed}, small=True)
        field.choices = [(g.code, g.title) for g in listed]

    def balance(self) -> Balance:
        """Why it may go all the same, as the service takes it."""
        told = self.cleaned_data
        return Balance(told["necessary"], told["proportionate"], told["relevant"])

    def sharing(self) -> Sharing:
        """What it is for and what the family has said, as the service takes it."""
        return sharing.told(self.cleaned_data["purpose"], self.cleaned_data["family"])


def _hint(gateway: Gateway) -> str:
    parts = [gateway.words]
    if gateway.effective_from:
        parts.append(f"From {_day(gateway.effective_from)}.")
    if gateway.caution:
        parts.append(f"Note: {gateway.caution}")
    return " ".join(parts)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
