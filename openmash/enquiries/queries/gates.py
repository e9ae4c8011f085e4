"""How the gates of an enquiry stand, and which stage it is in. Nothing is asked where the hub works without them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from openmash.access import Actor
from openmash.enquiries import permissions, rules
from openmash.enquiries.models import GateView, StageEntry
from openmash.enquiries.queries.keeping_out import require_not_kept_out
from openmash.enquiries.queries.working_by import model_for, models_for
from openmash.hubs.rules import GateRule, Guards, OperatingModel


@dataclass(frozen=True)
class GateViewShown:
    """One view: which agency found what, why, and how it was given.

    Args:
        said_by_name: who gave it, where somebody of the hub took it down; empty where they recorded it themselves.
    """

    agency_name: str
    agency_kind: str
    met: bool
    reason: str
    how_label: str
    said_by_name: str
    given_at: datetime
    given_by_name: str


@dataclass(frozen=True)
class GateStanding:
    """A gate of one enquiry: whether it is open, every view the oldest first, and whose view is awaited."""

    rule: GateRule
    is_open: bool
    views: tuple[GateViewShown, ...]
    awaited: tuple[str, ...]


@dataclass(frozen=True)
class StageView:
    """The stage an enquiry is in; ``number`` counts from 1, ``of`` is how many stages the hub has."""

    code: str
    label: str
    meaning: str
    number: int
    of: int
    because_label: str
    entered_at: datetime
    entered_by_name: str
    due_at: datetime | None
    due_words: str


def gates_of(enquiry_id: UUID, *, actor: Actor) -> list[GateStanding]:
    """Every gate of the hub, as it stands for one enquiry; none where the hub works without."""
    permissions.require_can_see(actor)
    require_not_kept_out(enquiry_id, actor=actor)
    model = model_for(enquiry_id, actor=actor)
    views = _views(enquiry_id, actor) if model.gates else {}
    return [_standing(gate, views.get(gate.code, [])) for gate in model.gates]


def require_may_share(enquiry_id: UUID, *, actor: Actor) -> None:
    """Agencies are asked, and share, once every gate before sharing is open.

    Raises:
        RuleBroken: ``enquiries.threshold_before_sharing``.
    """
    model = model_for(enquiry_id, actor=actor)
    before = [gate for gate in model.gates if gate.guards is Guards.SHARING]
    found = open_gates(enquiry_id, model, actor=actor) if before else frozenset()
    rules.require_may_share(gate for gate in before if gate.code not in found)


def open_gates(enquiry_id: UUID, model: OperatingModel, *, actor: Actor) -> frozenset[str]:
    """The gates of the model whose finding is on record for one enquiry."""
    views = _views(enquiry_id, actor) if model.gates else {}
    return frozenset(
        gate.code
        for gate in model.gates
        if rules.gate_is_open(gate, ((view.agency_kind, view.met) for view in views.get(gate.code, [])))
    )


def stage_of(enquiry_id: UUID, *, actor: Actor) -> StageView | None:
    """The stage an enquiry is in; None where the hub works in one."""
    permissions.require_can_see(actor)
    require_not_kept_out(enquiry_id, actor=actor)
    return stages_of([enquiry_id], actor=actor).get(enquiry_id)


def stages_of(ids: Collection[UUID], *, actor: Actor) -> dict[UUID, StageView]:
    """The stage of each of several enquiries, for lists; empty where the hub works in one."""
    models = {each: model for each, model in models_for(ids, actor=actor).items() if model.stages}
    if not models:
        return {}
    newest: dict[UUID, StageView] = {}
    for row in StageEntry.objects.filter(hub_id=actor.hub_id, enquiry_id__in=list(models)).order_by("entered_at"):
        newest[row.enquiry_id] = _stage(row, models[row.enquiry_id])
    return newest


def _views(enquiry_id: UUID, actor: Actor) -> dict[str, list[GateViewShown]]:
    rows = GateView.objects.filter(hub_id=actor.hub_id, enquiry_id=enquiry_id).select_related("agency")
    found: dict[str, list[GateViewShown]] = {}
    for row in rows.order_by("given_at", "id"):
        view = GateViewShown(
            agency_name=row.agency.name,
            agency_kind=row.agency.kind,
            met=row.met,
            reason=row.reason,
            how_label=row.get_how_display(),
            said_by_name=row.said_by_name,
            given_at=row.given_at,
            given_by_name=row.given_by_name,
        )
        found.setdefault(row.gate, []).append(view)
    return found


def _standing(gate: GateRule, views: list[GateViewShown]) -> GateStanding:
    found = {view.agency_kind: view.met for view in views}
    return GateStanding(
        rule=gate,
        is_open=rules.gate_is_open(gate, ((view.agency_kind, view.met) for view in views)),
        views=tuple(views),
        awaited=tuple(kind for kind in gate.agency_kinds if kind not in found),
    )


def _stage(row: StageEntry, model: OperatingModel) -> StageView:
    rule = model.stage(row.stage)
    return StageView(
        code=rule.code,
        label=rule.label,
        meaning=rule.meaning,
        number=model.stages.index(rule) + 1,
        of=len(model.stages),
        because_label=row.get_because_display(),
        entered_at=row.entered_at,
        entered_by_name=row.entered_by_name,
        due_at=row.due_at,
        due_words=row.due_words,
    )
