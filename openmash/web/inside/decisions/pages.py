"""What the pages of deciding show, as plain values."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.forms import BoundField

from openmash.checks.queries import CheckView
from openmash.decisions.queries import DecisionView
from openmash.enquiries.queries import EnquiryView, SubjectView
from openmash.hubs.rules import OperatingModel, Serves
from openmash.products.queries import ProductView
from openmash.web.inside.decisions.forms import DecideForm, team_field


@dataclass(frozen=True)
class Awaited:
    """An agency that has been asked and has not answered."""

    agency: str
    due_at: datetime
    late: bool


@dataclass(frozen=True)
class OutcomeChoice:
    """An outcome as a radio button, with the teams that fit it below it: to choose from, or the only one by name."""

    code: str
    label: str
    ends_flow: bool
    section_47: bool
    checked: bool
    team: BoundField | None
    only_team: str


@dataclass(frozen=True)
class Line:
    """A decision as one line, with the child's name."""

    name: str
    decision: DecisionView
    rating_label: str


@dataclass(frozen=True)
class Onward:
    """A team that decisions name and that has not been sent them yet: the next natural step."""

    team_id: UUID
    team_name: str
    decisions: tuple[Line, ...]


def awaited(checks: Iterable[CheckView], *, at: datetime) -> tuple[Awaited, ...]:
    """The answers still out, the most overdue first."""
    found = [Awaited(check.agency_name, check.due_at, check.due_at < at) for check in checks if check.waiting]
    return tuple(sorted(found, key=lambda each: each.due_at))


def outcome_choices(form: DecideForm, model: OperatingModel, whom: Serves) -> tuple[OutcomeChoice, ...]:
    """The outcomes for a child or an adult, each with the teams that fit it."""
    chosen = form["outcome"].value()
    return tuple(
        OutcomeChoice(
            code=outcome.code,
            label=outcome.label,
            ends_flow=outcome.ends_flow,
            section_47=outcome.section_47,
            checked=chosen == outcome.code,
            team=form[team_field(outcome)] if outcome.needs_team else None,
            only_team=form.only_team(outcome),
        )
        for outcome in model.outcomes_for(whom)
    )


def lines(enquiry: EnquiryView, decisions: Iterable[DecisionView], model: OperatingModel) -> tuple[Line, ...]:
    """Decisions with the names of whom they are about."""
    names = {subject.id: subject.person.display_name for subject in enquiry.subjects}
    return tuple(Line(names[each.subject_id], each, model.rating(each.rating).label) for each in decisions)


def still_to_decide(enquiry: EnquiryView) -> tuple[SubjectView, ...]:
    """Whom nobody has decided about yet."""
    return tuple(subject for subject in enquiry.subjects if not subject.decided)


def onward(decided: Sequence[Line], products: Iterable[ProductView]) -> tuple[Onward, ...]:
    """Each team that decisions name, with those not yet released to it."""
    gone = {decision.id for product in products if product.copy_id for decision in product.decisions}
    waiting = [line for line in decided if line.decision.holds and line.decision.id not in gone]
    teams = {line.decision.team_id: line.decision.team_name for line in waiting if line.decision.team_id}
    return tuple(
        Onward(team_id, name, tuple(line for line in waiting if line.decision.team_id == team_id))
        for team_id, name in teams.items()
    )


def team_to_hand_to(onward_to: Sequence[Onward], team_id: UUID | None) -> Onward | None:
    """The next step for one team, if there is one."""
    return next((each for each in onward_to if each.team_id == team_id), None)
