"""Settling a step, taking it further, and what moves up by itself when a step's time runs out."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from openmash.access import Actor
from openmash.accounts import queries as account_queries
from openmash.agencies import queries as agency_queries
from openmash.contacts import services as contact_services
from openmash.decisions import services as decision_services
from openmash.differences import permissions, rules
from openmash.differences.models import About, Difference, Ended
from openmash.differences.rules import Settlement
from openmash.differences.services.rows import (
    begin_step,
    end_step,
    keep_ended,
    lock,
    model_of,
    record,
    ring_raiser,
    ring_settlers,
)
from openmash.differences.states import DIFFERENCE, DifferenceState
from openmash.enquiries import queries as enquiry_queries
from openmash.enquiries import services as enquiry_services
from openmash.sealed import queries as sealed_queries
from openmash.sealed import services as sealed_services


@transaction.atomic
def settle(*, difference_id: UUID, found: Settlement, actor: Actor, at: datetime, version: int | None = None) -> None:
    """Settle the step that a difference is on. What is changed is changed at once, and whoever raised it is told.

    A rating that is changed is given anew, with its clock; a decision that is changed is to be made again.

    Args:
        difference_id: which.
        found: what it came to.
        actor: who settles it: somebody whom the ladder names for this step.
        at: when.
        version: the version the form showed.

    Raises:
        Refused, NotFound, Stale, RuleBroken ``differences.…``, ``sealed.told_…`` and the rules of rating, and of
        deciding again.
    """
    row = lock(difference_id, actor, version)
    model = model_of(row, actor)
    rule = rules.step_of(model.ladder(row.ladder), row.step)
    kind = agency_queries.agency(actor.agency_id, actor.hub_id).kind if actor.agency_id else ""
    permissions.require_can_settle(actor, rule, agency_kind=kind)
    row.state = DIFFERENCE.move(row.state, "settle")
    rules.require_settler(actor_id=actor.id, raised_by=row.raised_by, disputed_by=row.disputed_by, step=rule)
    rules.require_settlement(found, row.about, model)
    sealed_queries.require_told_gives_nothing_away(row.enquiry_id, said=found.told, field="told", actor=actor, at=at)
    if found.finding == rules.CHANGED:
        _change(row, found, actor=actor, at=at)
    step = end_step(row, Ended.SETTLED, actor=actor, at=at)
    step.finding, step.told = found.finding, found.told.strip()
    step.reasons_id = sealed_services.seal_text(
        enquiry_id=row.enquiry_id, purpose="difference settled", text=found.reasons, actor=actor, at=at
    )
    keep_ended(step)
    row.version += 1
    row.save(update_fields=["state", "version"])
    record("difference.settled", row, actor=actor, at=at, finding=found.finding, on_time=at <= row.due_at)
    _tell(row, step.told, actor=actor, at=at)


@transaction.atomic
def take_further(*, difference_id: UUID, actor: Actor, at: datetime, version: int | None = None) -> None:
    """Whoever raised it still does not agree: the next step begins.

    Raises:
        Refused, NotFound, Stale, RuleBroken ``differences.last_step_is_final``, ``difference.take_further``,
            ``differences.one_at_a_time``.
    """
    row = lock(difference_id, actor, version)
    permissions.require_can_go_on_for(actor, raised_by=row.raised_by, agency_id=row.agency_id)
    ladder = model_of(row, actor).ladder(row.ladder)
    row.state = DIFFERENCE.move(row.state, "take_further")
    rules.require_a_higher_step(ladder, row.step)
    others = Difference.objects.filter(hub_id=actor.hub_id, subject_id=row.subject_id, about=row.about)
    rules.require_none_open(others.filter(state=DifferenceState.OPEN).exists())
    begin_step(row, ladder, row.step + 1, model=model_of(row, actor), at=at).save(force_insert=True)
    row.version += 1
    row.save(update_fields=["state", "step", "at_the_top", "due_at", "version"])
    record("difference.taken_further", row, actor=actor, at=at)
    ring_settlers(row, rules.step_of(ladder, row.step), "difference_to_settle", actor=actor, at=at)


def move_up_overdue(*, hub_id: UUID, at: datetime) -> int:
    """Move the next difference whose step ran out of time up to the next step; 1 if there was one, else 0.

    The new step's clock starts when the one before ran out, not when the clockwork came by: an hour in which it was
    down is not taken from the child. At the last step nothing is above; there it is late, and every list says so.
    """
    actor = account_queries.system_actor(hub_id)
    overdue = Difference.objects.filter(hub_id=hub_id, state=DifferenceState.OPEN, at_the_top=False, due_at__lt=at)
    with transaction.atomic():
        row = overdue.select_for_update(skip_locked=True).order_by("due_at").first()
        if row is None:
            return 0
        _move_up(row, actor=actor, at=at)
    return 1


def _move_up(row: Difference, *, actor: Actor, at: datetime) -> None:
    ladder, ran_out_at = model_of(row, actor).ladder(row.ladder), row.due_at
    row.state = DIFFERENCE.move(row.state, "move_up")
    keep_ended(end_step(row, Ended.RAN_OUT, actor=actor, at=ran_out_at))
    begin_step(row, ladder, row.step + 1, model=model_of(row, actor), at=ran_out_at).save(force_insert=True)
    row.version += 1
    row.save(update_fields=["state", "step", "at_the_top", "due_at", "version"])
    record("difference.moved_up", row, actor=actor, at=at)
    ring_settlers(row, rules.step_of(ladder, row.step), "difference_to_settle", actor=actor, at=at)
    ring_raiser(row, "difference_moved_up", actor=actor, at=at)


def _change(row: Difference, found: Settlement, *, actor: Actor, at: datetime) -> None:
    """Give the new rating, or reopen the decision; nothing where somebody has done so already."""
    enquiry = enquiry_queries.enquiry(row.enquiry_id, actor=actor)
    subject = next(each for each in enquiry.subjects if each.id == row.subject_id)
    if row.about == About.RATING:
        if subject.rating != found.rating:
            enquiry_services.rate(subject_id=row.subject_id, rating=found.rating, reason=found.told, actor=actor, at=at)
    elif subject.decided:
        decision_services.revisit(subject_id=row.subject_id, why=found.reasons, actor=actor, at=at)


def _tell(row: Difference, said: str, *, actor: Actor, at: datetime) -> None:
    """Whoever raised it hears what came of it: colleagues on the case, a referrer also on their receipt."""
    if row.contact_id is not None:
        contact_services.say_to_referrer(contact_id=row.contact_id, said=said, actor=actor, at=at)
    ring_raiser(row, "difference_settled", actor=actor, at=at)
