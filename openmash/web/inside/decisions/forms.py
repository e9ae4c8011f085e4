"""What people type when they decide, analyse and tell."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any, cast
from uuid import UUID

from django import forms
from django.http import QueryDict

from openmash.agencies.queries import TeamView
from openmash.core.errors import RuleBroken
from openmash.decisions.rules import (
    DISPENSED,
    GIVEN,
    LONGEST,
    LONGEST_WHY,
    AnalysisTold,
    Section47Told,
    require_section_47,
    require_team_fits,
)
from openmash.hubs.rules import OperatingModel, OutcomeRule, Serves
from openmash.web.shared.forms import GovForm
from openmash.web.shared.widgets import Radios


class DecideForm(GovForm):
    """Level, outcome, team and reasons for one child or adult.

    Every outcome that hands the case on has a choice of team of its own, so that only fitting teams can be chosen,
    with or without a script. Where only one team fits, it is chosen already; so is a team to which the case is open.
    """

    mark_optional = False  # what may stay empty depends on the outcome
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        model: OperatingModel,
        whom: Serves,
        teams: Sequence[TeamView],
        outstanding: bool,
        open_to: Mapping[UUID, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._model = model
        levels, outcomes = model.levels_for(whom), model.outcomes_for(whom)
        self.fields["level"] = forms.ChoiceField(
            label="Level of need",
            choices=[(level.code, level.label) for level in levels],
            widget=Radios(hints={level.code: level.meaning for level in levels}, small=True),
            error_messages={"required": "Select a level of need"},
        )
        self.fields["outcome"] = forms.ChoiceField(
            label="Outcome",
            choices=[(outcome.code, outcome.label) for outcome in outcomes],
            widget=Radios(small=True),
            error_messages={"required": "Select an outcome"},
        )
        for outcome in outcomes:
            if outcome.needs_team:
                self.fields[team_field(outcome)] = _team_choice(outcome, teams, open_to or {})
        if any(outcome.section_47 for outcome in outcomes):
            self.fields.update(_section_47(model))
        self.fields["reasons"] = _reasons()
        if outstanding:
            self.fields["without"] = _without_answers()

    def clean(self) -> dict[str, Any]:
        """Find what the chosen outcome asks for at once with what is missing elsewhere, not after it is put right."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        chosen = next((each for each in self._model.outcomes if each.code == told.get("outcome")), None)
        if chosen is None:
            return told
        kind = chosen.team_kinds[0] if chosen.team_kinds and told.get(team_field(chosen)) else None
        try:
            require_section_47(chosen, self._section_47_typed(), self._model)
        except RuleBroken as broken:
            self.blame(broken)
        try:
            require_team_fits(chosen, kind)
        except RuleBroken as broken:
            self.blame(broken)
        return self.cleaned_data

    def _section_47_typed(self) -> Section47Told:
        return Section47Told(*(self.cleaned_data.get(name, "") for name in ("cause", "consent", "because")))

    def only_team(self, outcome: OutcomeRule) -> str:
        """The name of the team that an outcome goes to where only one fits it; empty otherwise."""
        field = self.fields.get(team_field(outcome))
        alone = isinstance(field, forms.ChoiceField) and isinstance(field.widget, forms.HiddenInput)
        return str(cast(Any, field).choices[0][1]) if alone else ""

    def team_id(self) -> UUID | None:
        """The team chosen beside the outcome; None where that outcome goes to none."""
        chosen = self.cleaned_data.get(f"team_{self.cleaned_data['outcome']}")
        return UUID(chosen) if chosen else None

    def section_47(self) -> Section47Told | None:
        """What was said of section 47 enquiries; None in a hub that makes none."""
        if "cause" not in self.fields:
            return None
        return Section47Told(*(self.cleaned_data[name] for name in ("cause", "consent", "because")))

    def blame(self, broken: RuleBroken) -> None:
        """Put a rule's sentence beside the field it is about; each outcome has a field of its own for the team."""
        field = f"team_{self.cleaned_data.get('outcome')}" if broken.field == "team" else broken.field
        super().blame(RuleBroken(broken.rule, broken.sentence, field=field))


class RevisitForm(GovForm):
    """Why a decision is to be made again."""

    why = forms.CharField(
        label="What is new?",
        help_text="Why the decision is to be made again. Sealed: it does not leave the hub.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST,
        error_messages={"required": "Enter why the decision is to be made again"},
    )


def _part(label: str, hint: str, *, rows: int = 4, required: bool = False, missing: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}),
        max_length=LONGEST,
        required=required,
        error_messages={"required": missing} if missing else None,
    )


class AnalysisForm(GovForm):
    """The shared analysis, in the parts that every agency weighs."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    harm = _part("Harm", "What has happened or may happen, to whom, and how serious it is.")
    likelihood = _part("Likelihood", "How likely it is, how soon, and what makes it more or less likely.")
    protective = _part("What protects", "People, services, and the child's own strengths.")
    voice = _part(
        "The child's own voice",
        "What the child says, or how they seem. If nobody has asked them, say so and why.",
        required=True,
        missing="Enter what the child says or how they seem",
    )
    staff_safety = _part(
        "Danger to staff who will visit", "People, animals, weapons, places; how to visit safely.", rows=3
    )
    summary = _part(
        "What it comes to",
        "In a few sentences, for whoever decides.",
        required=True,
        missing="Enter a summary of the analysis",
    )

    def told(self) -> AnalysisTold:
        """What was typed, as the service takes it."""
        return AnalysisTold(**{field.name: self.cleaned_data[field.name] for field in fields(AnalysisTold)})


class ReturnLetterForm(GovForm):
    """What has to change in a letter."""

    why = forms.CharField(
        label="What has to change?",
        help_text="Whoever wrote it reads it. It is not sealed: no fact of the case.",
        max_length=LONGEST_WHY,
        error_messages={"required": "Enter what has to change"},
    )


class TellForm(GovForm):
    """What may be said of the outcome. The words leave the hub."""

    said = forms.CharField(
        label="What you tell them",
        help_text="These words leave the hub. Nothing from the sealed room may be in them.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        error_messages={"required": "Enter what they may be told"},
    )


def team_field(outcome: OutcomeRule) -> str:
    """The name of the field with the teams that fit an outcome."""
    return f"team_{outcome.code}"


def as_initial(kept: QueryDict, *, but: Sequence[str] = ("version",)) -> dict[str, str]:
    """A draft as what the form shows at first; never the version, which says what the page was made from."""
    return {name: str(kept[name]) for name in kept if name not in but}


def _reasons() -> forms.CharField:
    return forms.CharField(
        label="Reasons",
        help_text="What you weighed, and why this outcome and not another. Sealed: it does not leave the hub.",
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=LONGEST,
        error_messages={"required": "Enter the reasons for the decision"},
    )


def _section_47(model: OperatingModel) -> dict[str, forms.Field]:
    """What a decision for section 47 enquiries says; the service asks for it where that is what was chosen."""
    return {
        "cause": forms.CharField(
            label="Reasonable cause to suspect significant harm",
            help_text="What makes you suspect that the child suffers, or is likely to suffer, it. Sealed.",
            widget=forms.Textarea(attrs={"rows": 4}),
            max_length=LONGEST,
            required=False,
        ),
        "consent": forms.ChoiceField(
            label="Does the family consent to the enquiries?",
            choices=[
                (GIVEN, "Yes"),
                (DISPENSED, "No, or they are not asked: the enquiries begin without their consent"),
            ],
            widget=Radios(small=True),
            required=False,
        ),
        "because": forms.ChoiceField(
            label="Why the enquiries begin without consent",
            choices=[("", "Select a reason"), *((one.code, one.label) for one in model.consent.reasons_not_sought)],
            required=False,
        ),
    }


def _without_answers() -> forms.BooleanField:
    return forms.BooleanField(
        label="Decide without these answers",
        error_messages={"required": "Confirm that you decide without the answers that are still awaited"},
    )


def _team_choice(outcome: OutcomeRule, teams: Sequence[TeamView], open_to: Mapping[UUID, str]) -> forms.ChoiceField:
    """The teams that fit an outcome; one to which the case is open already is chosen, and the page says why."""
    fitting = [(str(team.id), team.name) for team in teams if team.kind in outcome.team_kinds]
    if len(fitting) == 1:
        return forms.ChoiceField(
            label="Team", choices=fitting, initial=fitting[0][0], required=False, widget=forms.HiddenInput
        )
    has_it = next((team.id for team in teams if team.id in open_to and team.kind in outcome.team_kinds), None)
    return forms.ChoiceField(
        label=f"Team that takes it on: {outcome.label}",
        help_text=f"The case is open to {open_to[has_it]} of this team already." if has_it else "",
        choices=[("", "Select a team"), *fitting],
        initial=str(has_it) if has_it else None,
        required=False,
    )
