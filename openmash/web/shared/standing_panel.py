"""How a case stands beside its clocks: its stage, what must be on record before going on, and where people disagree."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from openmash.access import Actor
from openmash.differences import permissions as difference_permissions
from openmash.differences import queries as difference_queries
from openmash.differences.queries import DifferenceView
from openmash.enquiries import queries as enquiry_queries
from openmash.enquiries.queries import EnquiryView, GateStanding, StageView
from openmash.hubs.rules import AGENCY_KINDS, OperatingModel


@dataclass(frozen=True)
class GateLine:
    """A gate in a line: whether it is on record, and whose view is awaited."""

    label: str
    is_open: bool
    awaited: str


@dataclass(frozen=True)
class DifferenceLine:
    """A difference in a line, with what keeps the child safe meanwhile; ``state`` and ``colour`` are its tag."""

    url: str
    heading: str
    state: str
    colour: str
    step: str
    due_at: datetime | None
    told: str
    actions: tuple[str, ...]


@dataclass(frozen=True)
class Panel:
    """What stands on the case; empty addresses where the reader may not, or the hub works without."""

    stage: StageView | None
    gates: tuple[GateLine, ...]
    gates_url: str
    differences: tuple[DifferenceLine, ...]
    raise_url: str


def panel(enquiry: EnquiryView, model: OperatingModel, *, actor: Actor) -> Panel:
    """Gather it; the number of statements does not grow with what is in the case.

    Args:
        enquiry: the case.
        model: the version of the operating model that it began with; where that has no gates or stages, none are read.
        actor: who reads.
    """
    names = {subject.id: subject.person.display_name for subject in enquiry.subjects}
    found = difference_queries.differences_of(enquiry.id, actor=actor) if model.ladders else []
    # Also once it is closed: it is what came of it that most people do not agree with.
    may_raise = bool(model.ladders) and difference_permissions.can_raise(actor)
    return Panel(
        stage=enquiry_queries.stage_of(enquiry.id, actor=actor) if model.stages else None,
        gates=tuple(_gate(each) for each in enquiry_queries.gates_of(enquiry.id, actor=actor)) if model.gates else (),
        gates_url=reverse("gates:of_enquiry", args=[enquiry.id]) if model.gates and enquiry.is_open else "",
        differences=tuple(_difference(each, names[each.subject_id]) for each in found),
        raise_url=reverse("differences:raise", args=[enquiry.id]) if may_raise else "",
    )


def _gate(standing: GateStanding) -> GateLine:
    awaited = [kind.replace("_", " ") for kind in AGENCY_KINDS if kind in standing.awaited]
    return GateLine(standing.rule.label, standing.is_open, ", ".join(awaited))


def _difference(one: DifferenceView, name: str) -> DifferenceLine:
    state, colour = {"open": ("Open", "orange"), "settled": ("Settled", "green")}.get(one.state, ("Taken back", "grey"))
    told = [step.told for step in one.steps if step.told]
    return DifferenceLine(
        url=reverse("differences:one", args=[one.id]),
        heading=f"The {one.about_label.lower()} of {name}, disputed for {one.raised_for or 'whoever referred'}",
        state=state,
        colour=colour,
        step=f"Step {one.step} of {one.steps_in_all}: {one.step_label}",
        due_at=one.due_at if one.is_open else None,
        told=told[-1] if told and not one.is_open else "",
        actions=tuple(action.words for action in one.actions),
    )
