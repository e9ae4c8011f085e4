"""What people type when they put a product together."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from openmash.products.rules import FINDING_WORDS, GuidanceTold, PartTold
from openmash.sealed.rules import GROUND_WORDS, LEFT_OUT_WORDS, Sharing
from openmash.web.shared import sharing
from openmash.web.shared.forms import GovForm
from openmash.web.shared.widgets import CharacterCount, Checkboxes, Radios

LONGEST = 20_000
LONGEST_REASON = 4_000
LONGEST_PART = 8_000
LONGEST_WITHOUT = 1_000


class ComposeForm(GovForm):
    """Which items go, and what the hub says. Everything that could say too much begins unticked."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    items = forms.MultipleChoiceField(label="Information to go with it", required=False, widget=Checkboxes(small=True))
    purpose = sharing.purpose_field()
    family = sharing.family_field()
    summary = forms.CharField(
        label="Summary of the analysis",
        help_text="What the team needs to know of it, in your words. It leaves the hub.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST,
        required=False,
    )
    recommendations = forms.CharField(
        label="Recommendations",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST,
        error_messages={"required": "Enter what you recommend that the team does"},
    )
    speak_to = forms.CharField(
        label="Whom to speak to",
        help_text="Names, agencies and telephone numbers.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST,
        required=False,
    )
    staff_safety = forms.CharField(
        label="Danger to staff who will visit",
        help_text="What is recorded on the case as a danger to staff goes with it without being typed again.",
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=LONGEST,
        required=False,
    )
    with_addresses = forms.BooleanField(
        label="Include where the child lives",
        help_text="Tick only if the team does not have it and it is safe for them to hold it.",
        required=False,
    )

    def __init__(self, *args: Any, readable: Sequence[UUID], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.offer("items", [(each, str(each)) for each in readable])
        field.error_messages["invalid_choice"] = "Choose only information that is still in the sealed room"

    def item_ids(self) -> list[UUID]:
        """The items that were ticked, in the order of the page."""
        return [UUID(each) for each in self.cleaned_data["items"]]

    def why(self) -> Sharing:
        """Why it goes, and what the family has said, as the service takes it."""
        return sharing.told(self.cleaned_data["purpose"], self.cleaned_data["family"])

    def guidance(self) -> GuidanceTold:
        """What the hub says, as the service takes it."""
        told = self.cleaned_data
        return GuidanceTold(
            summary=told["summary"],
            recommendations=told["recommendations"],
            speak_to=told["speak_to"],
            staff_safety=told["staff_safety"],
            with_addresses=told["with_addresses"],
        )


class PartForm(GovForm):
    """What one agency writes for the receiving team."""

    report = forms.CharField(
        label="Summary report: what your agency knows",
        help_text="It leaves the hub, for this team alone. Leave out what may not go there.",
        max_length=LONGEST_PART,
        widget=CharacterCount(rows=6),
        error_messages={"required": "Enter a summary of what your agency knows"},
    )
    analysis = forms.CharField(
        label="Analysis: what it means for the child",
        max_length=LONGEST_PART,
        widget=CharacterCount(rows=5),
        error_messages={"required": "Enter what it means for the child"},
    )
    level = forms.ChoiceField(
        label="Which level of need does your agency see?",
        help_text="The manager decides the overall level; the team reads both.",
        widget=Radios(small=True),
        error_messages={"required": "Select the level of need that your agency sees"},
    )

    def __init__(self, *args: Any, levels: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("level", levels)

    def told(self) -> PartTold:
        """The part, as the service takes it."""
        return PartTold(**{name: self.cleaned_data[name] for name in ("report", "analysis", "level")})


class WithoutForm(GovForm):
    """Why a product goes without an agency's report and analysis."""

    agency = forms.ChoiceField(
        label="Which agency is not waited for?",
        widget=Radios(small=True),
        error_messages={"required": "Select the agency that is not waited for"},
    )
    reason = forms.CharField(
        label="Why does it go without?",
        help_text="It is kept sealed.",
        max_length=LONGEST_WITHOUT,
        widget=CharacterCount(rows=3),
        error_messages={"required": "Enter why it goes without"},
    )

    def __init__(self, *args: Any, agencies: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("agency", agencies)


class ReturnForm(GovForm):
    """Why a product goes back to its authors."""

    reason = forms.CharField(
        label="What has to change?",
        help_text="Its authors read it. It is kept sealed.",
        max_length=LONGEST_REASON,
        widget=CharacterCount(rows=3),
        error_messages={"required": "Enter what has to change"},
    )


class UrgentForm(GovForm):
    """Why something goes at once, on one manager's word."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    ground = forms.ChoiceField(
        label="On which ground?",
        choices=list(GROUND_WORDS.items()),
        widget=Radios(small=True),
        error_messages={"required": "Select the ground"},
    )
    reason = forms.CharField(
        label="Why can it not wait?",
        help_text="Whoever reviews it reads this and may not work in the sealed room: do not repeat what is in it.",
        max_length=LONGEST_REASON,
        widget=CharacterCount(rows=4),
        error_messages={"required": "Enter why it cannot wait"},
    )


class UrgentReviewForm(GovForm):
    """What somebody else finds of an urgent release."""

    finding = forms.ChoiceField(
        label="What do you find?",
        choices=list(FINDING_WORDS.items()),
        widget=Radios(small=True),
        error_messages={"required": "Select what you find"},
    )
    words = forms.CharField(
        label="Why?",
        max_length=LONGEST_REASON,
        widget=CharacterCount(rows=4),
        error_messages={"required": "Enter why you find so"},
    )


class LeaveOutForm(GovForm):
    """Why something that bears on the case does not go to this team."""

    why = forms.ChoiceField(
        label="Why does it not go to this team?",
        choices=[(code, words) for code, words in LEFT_OUT_WORDS.items() if code != "chosen_then_left_out"],
        widget=Radios(small=True),
        error_messages={"required": "Select why it is left out"},
    )
    words = forms.CharField(
        label="More, in your own words",
        help_text="Kept sealed.",
        max_length=LONGEST_REASON,
        required=False,
        widget=CharacterCount(rows=3),
    )
