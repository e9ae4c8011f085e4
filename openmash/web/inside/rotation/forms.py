"""What is typed when somebody comes into the hub for a time."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms

from openmash.cover.rules import LONGEST_HOME_TEAM, LONGEST_NAME, PlacementTold
from openmash.web.shared.fields import GovDateField
from openmash.web.shared.forms import GovForm


class ChangeForm(GovForm):
    """From which team, from when to when, and who comes next."""

    home_team = forms.CharField(
        label="Which team do they come from, and go back to?",
        max_length=LONGEST_HOME_TEAM,
        error_messages={"required": "Enter the team they come from"},
    )
    from_on = GovDateField(label="First day", error_messages={"required": "Enter the first day"})
    until_on = GovDateField(label="Last day", error_messages={"required": "Enter the last day"})
    next_name = forms.CharField(label="Who comes next?", max_length=LONGEST_NAME, required=False)

    def told(self, user_id: UUID) -> PlacementTold:
        """What was typed about somebody, as the rules take it."""
        typed = self.cleaned_data
        return PlacementTold(user_id, typed["home_team"], typed["from_on"], typed["until_on"], typed["next_name"])


class PlacementForm(ChangeForm):
    """The same, of somebody to be chosen."""

    user = forms.TypedChoiceField(label="Who?", coerce=UUID, error_messages={"required": "Select who it is about"})
    field_order = ("user", "home_team", "from_on", "until_on", "next_name")

    def __init__(self, *args: Any, people: Iterable[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("user", [("", "Choose somebody"), *people])
