"""Who must not learn what, and what endangers staff: what is typed to record it and to end it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from openmash.people.rules import LONGEST_WARNING, WarningTold
from openmash.sealed.rules import GUARD_WORDS, GuardTold, Terms
from openmash.web.shared.fields import GovDateField
from openmash.web.shared.forms import GovForm
from openmash.web.shared.widgets import Checkboxes, Radios

NOT_RECORDED = "nobody"
_TEAM = "team:"

Choices = Sequence[tuple[str, str]]


class ProtectionForm(GovForm):
    """Who is protected, what, from whom, and the words that would give it away."""

    mark_optional = False  # some of it is always needed, and which of it the rules say

    kind = forms.ChoiceField(
        label="What is protected?",
        choices=[(code, words[:1].upper() + words[1:]) for code, words in GUARD_WORDS.items()],
        widget=Radios(small=True),
        error_messages={"required": "Select what is protected"},
    )
    person = forms.ChoiceField(
        label="Who is protected?",
        widget=Radios(small=True),
        error_messages={"required": "Select who is protected"},
    )
    against = forms.MultipleChoiceField(
        label="Who must not learn it?",
        help_text="People, and teams that would pass it to them.",
        widget=Checkboxes(small=True),
        required=False,
    )
    find = forms.CharField(
        label="Somebody else whom the hub knows",
        help_text="Their name. Those who are found appear above, to be ticked.",
        max_length=100,
        required=False,
    )
    address = forms.CharField(
        label="Addresses",
        help_text="One a line. What is on record for the protected person counts without being typed again.",
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )
    postcode = forms.CharField(
        label="Postcodes",
        help_text="One a line.",
        widget=forms.Textarea(attrs={"rows": 1}),
        required=False,
    )
    telephone = forms.CharField(
        label="Telephone numbers",
        help_text="One a line.",
        widget=forms.Textarea(attrs={"rows": 1}),
        required=False,
    )
    name = forms.CharField(
        label="Names",
        help_text="One a line: a new surname, a refuge, whoever gave information.",
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )
    school = forms.CharField(
        label="Schools, nurseries and surgeries",
        help_text="One a line.",
        widget=forms.Textarea(attrs={"rows": 1}),
        required=False,
    )
    other = forms.CharField(
        label="Other words that would give it away",
        help_text="One a line: an employer, a car, a town.",
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )

    def __init__(self, *args: Any, people: Choices, others: Choices, teams: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("person", [*people, (NOT_RECORDED, "Somebody who is not recorded here, a referrer for example")])
        self._found = {value for value, _ in others} - {value for value, _ in people}
        by_team = [(f"{_TEAM}{value}", name) for value, name in teams]
        self.offer("against", [*dict([*people, *others]).items(), *by_team])

    def clean(self) -> dict[str, Any]:
        """Whoever was looked for has to be ticked, or nobody is held against it unseen."""
        told = super().clean() or {}
        if told.get("find") and not self._found & set(told.get("against", ())):
            sentence = "Tick who is meant among those found." if self._found else "Nobody of that name is known here."
            self.add_error("against" if self._found else "find", sentence)
        return told

    def told(self) -> GuardTold:
        """What was typed, as the rules take it."""
        typed = self.cleaned_data
        against = typed["against"]
        kinds = ("address", "postcode", "telephone", "name", "school", "other")
        return GuardTold(
            kind=typed["kind"],
            person_id=None if typed["person"] == NOT_RECORDED else UUID(typed["person"]),
            against_people=tuple(UUID(each) for each in against if not each.startswith(_TEAM)),
            against_teams=tuple(UUID(each.removeprefix(_TEAM)) for each in against if each.startswith(_TEAM)),
            terms=Terms(**{kind: _lines(typed[kind]) for kind in kinds}),
        )


class WarningForm(GovForm):
    """A danger to staff who meet somebody."""

    person = forms.ChoiceField(
        label="Whom is it about?", widget=Radios(small=True), error_messages={"required": "Select whom it is about"}
    )
    words = forms.CharField(
        label="What is the danger, and what should whoever visits do?",
        help_text="It goes with every product about this family.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_WARNING,
        error_messages={"required": "Enter what the danger is"},
    )
    since = GovDateField(
        label="Since when is it known?", past=True, error_messages={"required": "Enter since when it is known"}
    )
    review_on = GovDateField(
        label="When should somebody ask whether it still holds?",
        help_text="A year from now at the latest.",
        error_messages={"required": "Enter when it is to be looked at again"},
    )

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("person", people)

    def told(self) -> WarningTold:
        """What was typed, as the rules take it."""
        typed = self.cleaned_data
        return WarningTold(words=typed["words"], since=typed["since"], review_on=typed["review_on"])


class EndingForm(GovForm):
    """Why something no longer holds."""

    reason = forms.CharField(
        label="Why does it no longer hold?",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_WARNING,
        error_messages={"required": "Enter why it no longer holds"},
    )


def _lines(typed: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line.strip() for line in typed.splitlines() if line.strip()))
