"""What is typed on the screens of keeping and erasing."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from openmash.retention.rules import CLASS_WORDS, GROUND_WORDS, STARTS_WORDS, THEN_WORDS
from openmash.web.shared.fields import GovDateField
from openmash.web.shared.forms import GovForm
from openmash.web.shared.widgets import CharacterCount, Radios

_LONGEST = 1_000


def _reason(label: str, hint: str, missing: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=_LONGEST,
        widget=CharacterCount(rows=3),
        error_messages={"required": missing},
    )


class HoldForm(GovForm):
    """A hold on an enquiry, everybody in it, an agency or the whole hub."""

    on = forms.ChoiceField(
        label="What must be kept?",
        choices=[
            ("enquiry", "One enquiry"),
            ("people", "Everything about everybody in one enquiry"),
            ("agency", "Everything an agency put in"),
            ("hub", "Everything in the hub"),
        ],
        widget=Radios(small=True),
        error_messages={"required": "Choose what must be kept"},
    )
    reference = forms.CharField(
        label="Reference of the enquiry", help_text="For example DEV-7K3M-2QXA", max_length=20, required=False
    )
    agency = forms.TypedChoiceField(label="Agency", coerce=UUID, empty_value=None, required=False)
    ground = forms.ChoiceField(
        label="Why?",
        choices=list(GROUND_WORDS.items()),
        widget=Radios(small=True),
        error_messages={"required": "Choose why"},
    )
    reason = _reason("Reason", "The reference of the court, inquiry or complaint. Name nobody.", "Enter the reason")

    def __init__(self, *args: Any, agencies: Iterable[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("agency", [("", "Choose an agency"), *agencies])

    def clean(self) -> dict[str, Any]:
        """What is held must be named."""
        typed = super().clean() or self.cleaned_data
        if typed.get("on") in ("enquiry", "people") and not typed.get("reference"):
            self.add_error("reference", ValidationError("Enter the reference of the enquiry"))
        if typed.get("on") == "agency" and not typed.get("agency"):
            self.add_error("agency", ValidationError("Choose an agency"))
        return typed


class CaseHoldForm(GovForm):
    """A hold from the page of a case: on it, or on somebody in it."""

    on = forms.ChoiceField(
        label="What must be kept?", widget=Radios(small=True), error_messages={"required": "Choose what must be kept"}
    )
    ground = forms.ChoiceField(
        label="Why?",
        choices=list(GROUND_WORDS.items()),
        widget=Radios(small=True),
        error_messages={"required": "Choose why"},
    )
    reason = _reason("Reason", "The reference of the court, inquiry or complaint. Name nobody.", "Enter the reason")

    def __init__(self, *args: Any, people: Iterable[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything = [(str(person_id), f"Everything about {name}") for person_id, name in people]
        self.offer("on", [("enquiry", "This enquiry"), *everything])


class LiftForm(GovForm):
    """Why a hold is no longer needed."""

    because = _reason(
        "Why is it no longer needed?", "For example: the proceedings ended on 3 March", "Enter the reason"
    )


class DeclineForm(GovForm):
    """Why a list is not to be erased."""

    because = _reason("Why should nothing on this list be erased now?", "", "Enter the reason")


class LineForm(GovForm):
    """How long one kind of record is kept from a day on."""

    record_class = forms.ChoiceField(
        label="What kind of record?",
        choices=list(CLASS_WORDS.items()),
        widget=Radios(small=True),
        error_messages={"required": "Choose what kind of record"},
    )
    agency = forms.TypedChoiceField(label="Whose?", coerce=UUID, empty_value=None, required=False)
    months = forms.IntegerField(
        label="How many months is it kept?",
        help_text="72 is six years; 0 only where it counts from a birthday",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5", "inputmode": "numeric"}),
        error_messages={"required": "Enter how many months", "invalid": "Enter the months as a whole number, like 72"},
    )
    starts = forms.ChoiceField(
        label="Counted from",
        choices=list(STARTS_WORDS.items()),
        widget=Radios(small=True),
        error_messages={"required": "Choose what it is counted from"},
    )
    then = forms.ChoiceField(
        label="And then",
        choices=list(THEN_WORDS.items()),
        widget=Radios(small=True),
        error_messages={"required": "Choose what is done then"},
    )
    source = _reason(
        "Where does the period come from?",
        "The published schedule, or the decision of the partnership",
        "Enter where the period comes from",
    )
    own_choice = forms.BooleanField(label="No published source: it is the hub's own choice", required=False)
    from_on = GovDateField(label="From which day?", error_messages={"required": "Enter the day from which it holds"})

    def __init__(self, *args: Any, agencies: Iterable[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("agency", [("", "The hub, and agencies without a line of their own"), *agencies])


class ReviewForm(GovForm):
    """Whether an agency still needs what it put in about one family."""

    verdict = forms.ChoiceField(
        label="Does your agency still need it?",
        choices=[("erase", "No: it may be erased"), ("keep", "Yes: keep it, and ask us again")],
        widget=Radios(small=True),
        error_messages={"required": "Say whether your agency still needs it"},
    )
    keep_until = GovDateField(label="Ask us again on", required=False, future=True)
    reason = _reason("Why?", "", "Enter the reason")
