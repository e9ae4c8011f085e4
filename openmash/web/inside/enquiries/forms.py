"""The forms of enquiries: a change of rating, and a plain yes."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from openmash.agencies.queries import TeamView
from openmash.web.shared.forms import GovForm
from openmash.web.shared.widgets import CharacterCount, Radios

LONGEST_REASON = 2000


class RatingForm(GovForm):
    """One child's rating: each choice says what it means and by when it wants its decision."""

    rating = forms.ChoiceField(label="Rating")
    reason = forms.CharField(
        label="Why", help_text="What you know, and what you worry about.", max_length=LONGEST_REASON
    )

    def __init__(
        self,
        *args: object,
        choices: Iterable[tuple[str, str]],
        hints: Mapping[str, str],
        whom: str = "",
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rating"].widget = Radios(hints=hints)
        field = self.offer("rating", choices)
        if whom:
            field.label = f"How urgent is it for {whom}?"
        field.error_messages["required"] = f"Choose a rating for {whom}" if whom else "Choose a rating"
        self.fields["reason"].widget = CharacterCount(rows=3)
        self.fields["reason"].error_messages["required"] = f"Say why for {whom}" if whom else "Say why"


class StraightOnForm(GovForm):
    """Which team takes somebody on before the decision, and which worker of it was told.

    Args:
        teams: those that the operating model lets take them.
    """

    team = forms.ChoiceField(
        label="Which team takes them on?", widget=Radios(), error_messages={"required": "Select the team"}
    )
    spoke = forms.CharField(
        label="Which worker did you tell, how, and what do they do now?",
        help_text="The message that the hub sends to their team says nothing of the case.",
        max_length=LONGEST_REASON,
        widget=CharacterCount(rows=3),
        error_messages={"required": "Write which worker you told, how, and what they do now"},
    )

    def __init__(self, *args: Any, teams: Iterable[TeamView], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("team", [(team.id, team.name) for team in teams], alone=True)


class FindForm(GovForm):
    """What somebody remembers of a case. It is posted, so that no name stands in an address."""

    words = forms.CharField(
        label="Find an enquiry",
        help_text="A reference, or the name of anybody in it",
        max_length=80,
        error_messages={"required": "Enter a reference or a name"},
    )


class SureForm(GovForm):
    """Nothing but a button, and a place for the rule that forbids it."""
