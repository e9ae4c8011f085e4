"""What every service here does with a difference: lock it, begin and end a step, ring whoever must know."""

from datetime import datetime
from uuid import UUID

from openmash.access import Actor
from openmash.accounts import queries as account_queries
from openmash.agencies import queries as agency_queries
from openmash.audit import services as audit
from openmash.clocks.calendar import calendar_for
from openmash.clocks.deadlines import deadline
from openmash.core.errors import Stale
from openmash.differences import queries, rules
from openmash.differences.errors import NoSuchDifference
from openmash.differences.models import Difference, Step
from openmash.enquiries import queries as enquiry_queries
from openmash.hubs.rules import LadderRule, OperatingModel, StepRule
from openmash.notifications import services as notifications


def lock(difference_id: UUID, actor: Actor, version: int | None = None) -> Difference:
    """The difference, locked; raises NotFound, KeptOut, or Stale where somebody changed it since."""
    queries.require_difference(difference_id, actor=actor)
    row = Difference.objects.select_for_update().filter(hub_id=actor.hub_id, id=difference_id).first()
    if row is None:
        raise NoSuchDifference
    if version not in (None, row.version):
        raise Stale("this difference")
    return row


def begin_step(row: Difference, ladder: LadderRule, number: int, *, model: OperatingModel, at: datetime) -> Step:
    """Put a difference on a step of its ladder, whose clock starts; the difference itself is not saved yet.

    Args:
        row: the difference; has its id.
        ladder: the hub's.
        number: of the step, from 1.
        model: whose working calendar the clock counts by.
        at: when the step begins.
    """
    rule = rules.step_of(ladder, number)
    due = deadline(rule.clock, at, calendar_for(model.office), heading=f"{rule.label}:", began="Begun")
    row.step, row.at_the_top, row.due_at = number, number >= len(ladder.steps), due.due_at
    step = Step(hub_id=row.hub_id, difference=row, number=number, label=rule.label, began_at=at)
    step.due_at, step.due_words = due.due_at, due.words
    return step


def end_step(row: Difference, ended: str, *, actor: Actor, at: datetime) -> Step:
    """The step that a difference is on, ended; not saved yet."""
    step = Step.objects.get(hub_id=row.hub_id, difference=row, number=row.step)
    step.ended, step.ended_at, step.ended_by, step.ended_by_name = ended, at, actor.id, actor.name
    return step


def keep_ended(step: Step) -> None:
    """Save how a step ended; nothing else of it ever changes."""
    ended = ("ended_at", "ended_by", "ended_by_name", "ended", "finding", "reasons", "told")
    step.save(update_fields=ended)


def record(name: str, row: Difference, *, actor: Actor, at: datetime, **detail: audit.Plain) -> None:
    """Write down what was done to a difference, and at which step."""
    said: dict[str, audit.Plain] = {"about": row.about, "step": row.step, **detail}
    audit.record(name, actor=actor, at=at, about=("difference", row.id), enquiry_id=row.enquiry_id, detail=said)


def ring_settlers(row: Difference, rule: StepRule, kind: str, *, actor: Actor, at: datetime) -> None:
    """Tell everybody who may settle a step that it waits for them; not whoever raised it."""
    kinds = {agency.id: agency.kind for agency in agency_queries.agencies(row.hub_id)}
    to = [
        each.email
        for each in account_queries.people_of(row.hub_id)
        if each.role in rule.roles
        and (not rule.agency_kinds or kinds.get(each.agency_id) in rule.agency_kinds)
        and each.user_id != row.raised_by
        and (rule.by_the_one_challenged or each.user_id != row.disputed_by)
    ]
    _ring(row, kind, to, actor=actor, at=at)


def ring_raiser(row: Difference, kind: str, *, actor: Actor, at: datetime) -> None:
    """Tell whoever raised it that there is news."""
    _ring(row, kind, account_queries.addresses(row.hub_id, user_id=row.raised_by), actor=actor, at=at)


def model_of(row: Difference, actor: Actor) -> OperatingModel:
    """The operating model whose ladder a difference climbs."""
    return enquiry_queries.model_for(row.enquiry_id, actor=actor)


def _ring(row: Difference, kind: str, to: list[str], *, actor: Actor, at: datetime) -> None:
    notifications.queue(
        kind,
        hub_id=row.hub_id,
        to=to,
        about_id=row.id,
        at=at,
        reference=enquiry_queries.references([row.enquiry_id], actor=actor).get(row.enquiry_id, ""),
        path=f"/differences/{row.id}/",
    )
