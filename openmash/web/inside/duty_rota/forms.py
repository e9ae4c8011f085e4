"""What is typed when somebody is put in a team, and when another team takes a week."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms

from openmash.web.shared.fields import GovDateField
from openmash.web.shared.forms import GovForm
from openmash.web.shared.widgets import Radios

NO_TEAM = "none"
LONGEST_WHY = 200


class PlaceForm(GovForm):
    """Who is in which team, from when on."""

    user = forms.TypedChoiceField(
        label="Who?", coerce=UUID, widget=Radios(small=True), error_messages={"required": "Select who it is about"}
    )
    team = forms.ChoiceField(
        label="In which team?", widget=Radios(small=True), error_messages={"required": "Select a team, or none"}
    )
    from_on = GovDateField(label="From", error_messages={"required": "Enter the day from which on"})

    def __init__(
        self, *args: Any, people: Iterable[tuple[UUID, str]], teams: Iterable[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer("user", people)
        self.offer("team", [*teams, (NO_TEAM, "None of them")])

    def team_code(self) -> str:
        """The team's code; empty for none."""
        chosen: str = self.cleaned_data["team"]
        return "" if chosen == NO_TEAM else chosen


class WeekForm(GovForm):
    """Which team takes which week, and why."""

    week_on = forms.ChoiceField(
        label="Which week?", widget=Radios(small=True), error_messages={"required": "Select a week"}
    )
    team = forms.ChoiceField(
        label="Which team is on duty?", widget=Radios(small=True), error_messages={"required": "Select a team"}
    )
    why = forms.CharField(
        label="Why?",
        help_text="Colleagues read it. Nothing about a family.",
        max_length=LONGEST_WHY,
        error_messages={"required": "Enter why another team is on duty"},
    )

    def __init__(
        self, *args: Any, weeks: Iterable[tuple[str, str]], teams: Iterable[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer("week_on", weeks)
        self.offer("team", teams)
