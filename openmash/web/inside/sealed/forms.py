"""What is typed on the screens of the sealed room."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from openmash.sealed.rules import GRANT_HOURS, GROUND_WORDS, Balance, Gateway, GrantTold, Sharing
from openmash.web.shared import sharing
from openmash.web.shared.forms import GovForm
from openmash.web.shared.item_fields import RoomItemForm
from openmash.web.shared.widgets import CharacterCount, Checkboxes, Radios

LONGEST = 20_000
LONGEST_REASON = 4_000


class CorrectionForm(RoomItemForm):
    """An item as it should be: the words first, then all else it says."""

    take_off = forms.TypedMultipleChoiceField(
        label="Which files should no longer be on it?",
        coerce=UUID,
        required=False,
        widget=Checkboxes(small=True),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, on_it: Iterable[tuple[UUID, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        files = list(on_it)
        self.offer("take_off", files)
        if not files:
            del self.fields["take_off"]


class GrantForm(GovForm):
    """Opening what is held back, by a special grant."""

    ground = forms.ChoiceField(
        label="On which ground?",
        choices=list(GROUND_WORDS.items()),
        widget=Radios(small=True),
        error_messages={"required": "Choose the ground"},
    )
    why = forms.CharField(
        label="Why must you read it now, and cannot wait for the agency?",
        help_text="Kept sealed, and read by whoever reviews this. Do not repeat what other agencies put in the room.",
        max_length=LONGEST_REASON,
        widget=CharacterCount(rows=4),
        error_messages={"required": "Enter why you must read this now"},
    )
    hours = forms.TypedChoiceField(
        label="For how long?",
        choices=[(n, "1 hour" if n == 1 else f"{n} hours") for n in GRANT_HOURS],
        coerce=int,
        widget=Radios(small=True),
        initial=GRANT_HOURS[0],
    )

    def told(self) -> GrantTold:
        """What was typed, as the service takes it."""
        typed = self.cleaned_data
        return GrantTold(typed["ground"], typed["why"], typed["hours"])


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
        self.fields["gateway"].widget = Radios(hints={g.code: _hint(g) for g in listed}, small=True)
        self.offer("gateway", [(g.code, g.title) for g in listed])

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
