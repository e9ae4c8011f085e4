"""Answering for an agency: a signed nil return, or items that the sealed room takes."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from openmash.access import Actor, Role
from openmash.accounts import queries as account_queries
from openmash.agencies import queries as agency_queries
from openmash.audit import services as audit
from openmash.checks import permissions, rules
from openmash.checks.errors import NoSuchReply
from openmash.checks.models import Check, Reply
from openmash.checks.rules import LateTold, NilTold
from openmash.checks.services.links import cancel_links
from openmash.checks.services.rows import lock, record, require_fresh
from openmash.checks.states import CHECK
from openmash.enquiries import queries as enquiry_queries
from openmash.notifications import services as notifications

_DECIDE = (Role.PRACTICE_MANAGER, Role.OPERATIONS_MANAGER)


@transaction.atomic
def answer_nothing(
    *,
    check_id: UUID,
    nil: NilTold,
    late: LateTold | None,
    actor: Actor,
    at: datetime,
    version: int | None = None,
) -> None:
    """Sign that the agency has nothing to put in the room: no trace, nothing relevant, withheld, not searched, or down.

    Args:
        check_id: the request.
        nil: which of the five, what was searched, and whom to speak to or why not.
        late: after a decision: whether the answer would have changed it.
        actor: who signs, of the agency that was asked.
        at: when.
        version: of the row the actor looked at; a change in between is refused as Stale.

    Raises:
        Refused: the actor is not of the agency asked.
        RuleBroken: ``check.answer`` when it is answered already, a rule of ``rules.require_nil``,
            ``checks.late_answer_says_its_effect`` or ``checks.late_effect_says_why``.
    """
    row = lock(check_id, actor)
    _require_may_answer(row, actor)
    require_fresh(row, version)
    rules.require_nil(nil)
    row.nil_return, row.nil_explanation = nil.nil_return, nil.explanation.strip()
    _sign(row, nil.searched, late, actor=actor, at=at)


@transaction.atomic
def mark_answered(
    *,
    check_id: UUID,
    item_count: int,
    searched: str,
    late: LateTold | None,
    actor: Actor,
    at: datetime,
    version: int | None = None,
) -> None:
    """Note that an agency answered with items; called by ``sealed`` in the transaction that seals them.

    Args:
        check_id: the request.
        item_count: how many items were sealed, at least one.
        searched: which records were searched.
        late: after a decision: whether the answer would have changed it.
        actor: who signs, of the agency that was asked.
        at: when.
        version: of the row the actor looked at.

    Raises:
        Refused, RuleBroken: as ``answer_nothing``; ``checks.says_what_was_searched``.
    """
    row = lock(check_id, actor)
    _require_may_answer(row, actor)
    require_fresh(row, version)
    rules.require_searched(searched)
    row.item_count = item_count
    _sign(row, searched, late, actor=actor, at=at)


@transaction.atomic
def reply_taken_in(*, reply_id: UUID, at: datetime) -> None:
    """Note that a virtual partner's reply has become an answer; called by ``sealed`` in the same transaction."""
    row = _lock_reply(reply_id)
    row.taken_in_at, row.failed_because = at, ""
    row.save(update_fields=["taken_in_at", "failed_because"])


@transaction.atomic
def reply_failed(*, reply_id: UUID, because: str, at: datetime) -> None:
    """Note that a reply could not be taken in. It is kept, and the request stays open so that somebody rings.

    Args:
        reply_id: the reply.
        because: why, without anything of what it says.
        at: when it was tried.
    """
    row = _lock_reply(reply_id)
    row.failed_because = because[:200] or "It could not be read."
    row.save(update_fields=["failed_because"])
    asked = Check.objects.get(hub_id=row.hub_id, id=row.invitation.check_ref)
    clockwork = account_queries.system_actor(row.hub_id)
    record("check.reply_not_readable", asked, clockwork, at)


def _sign(row: Check, searched: str, late: LateTold | None, *, actor: Actor, at: datetime) -> None:
    decided = enquiry_queries.any_decided(row.enquiry_id, actor=actor)
    if decided and late is None and actor.role is Role.VIRTUAL_PARTNER:
        late = rules.NOT_ASKED
    rules.require_late_effect(decided=decided, late=late)
    row.state = CHECK.move(row.state, "answer")
    row.searched = searched.strip()
    row.answered_at, row.answered_by, row.answered_by_name = at, actor.id, actor.name
    if decided and late is not None:
        row.late_effect, row.late_effect_why = late.effect, late.why.strip()
    row.version += 1
    row.save()
    cancel_links(row, at)
    answer: dict[str, audit.Plain] = {
        "nil_return": row.nil_return,
        "items": row.item_count,
        "late_effect": row.late_effect,
    }
    record("check.answered", row, actor, at, answer)
    if row.late_effect in rules.MATTERS:
        _ring_deciders(row, actor, at)


def _ring_deciders(row: Check, actor: Actor, at: datetime) -> None:
    """Whoever decided, and every manager who may decide: the decider may be off duty when it matters."""
    to = list(account_queries.addresses(row.hub_id, roles=_DECIDE))
    for user_id in enquiry_queries.deciders(row.enquiry_id, actor=actor):
        to += account_queries.addresses(row.hub_id, user_id=user_id)
    notifications.queue(
        "late_answer_matters",
        hub_id=row.hub_id,
        to=to,
        about_id=row.id,
        at=at,
        reference=enquiry_queries.references([row.enquiry_id], actor=actor)[row.enquiry_id],
        path=f"/enquiries/{row.enquiry_id}/",
    )


def _lock_reply(reply_id: UUID) -> Reply:
    row = Reply.objects.select_for_update().filter(id=reply_id, taken_in_at=None).first()
    if row is None:
        raise NoSuchReply
    return row


def _require_may_answer(row: Check, actor: Actor) -> None:
    agency = agency_queries.agency(row.agency_id, actor.hub_id)
    permissions.require_can_answer(actor, agency.id, agency.name)
