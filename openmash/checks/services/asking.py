"""Asking agencies, reminding them, and saying that an answer is no longer needed."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from openmash.access import Actor, Role
from openmash.accounts import queries as account_queries
from openmash.agencies import queries as agency_queries
from openmash.agencies.queries import AgencyView
from openmash.checks import permissions, rules
from openmash.checks.models import Check
from openmash.checks.services.links import cancel_links, send_link
from openmash.checks.services.rows import lock, record, record_each, require_fresh
from openmash.checks.states import CHECK, CheckState
from openmash.clocks.deadlines import check_deadline
from openmash.enquiries import queries as enquiry_queries
from openmash.hubs.rules import OperatingModel, day_of
from openmash.hubs.rules.said import since_in_words
from openmash.notifications import services as notifications

_ANSWER = (Role.AGENCY_REPRESENTATIVE, Role.EVALUATOR, Role.SOCIAL_WORKER)


@transaction.atomic
def ask(*, enquiry_id: UUID, agency_ids: Collection[UUID], question: str, actor: Actor, at: datetime) -> list[UUID]:
    """Ask one or more agencies what they know.

    Each gets a deadline of its own, by the most urgent rating still to be decided and never after the decision is due.
    Agencies in the hub are told by e-mail that a request waits; virtual partners get a one-time link.

    Args:
        enquiry_id: the enquiry.
        agency_ids: whom to ask.
        question: what the hub asks; the same for all of them.
        actor: who asks.
        at: when.

    Returns:
        The requests, in the order of ``agency_ids``.

    Raises:
        RuleBroken: ``checks.asks_an_agency``, ``checks.asks_a_question``, ``checks.enquiry_is_open``,
            ``checks.rated_first``, ``checks.one_open_check_an_agency``, ``checks.virtual_partner_has_an_address``,
            ``checks.agency_has_joined``, ``enquiries.threshold_before_sharing``.
    """
    clock = enquiry_queries.clock_of(enquiry_id, actor=actor)
    permissions.require_can_ask(actor)
    wanted = list(dict.fromkeys(agency_ids))
    rules.require_agencies(wanted)
    rules.require_question(question)
    rules.require_enquiry_open(is_open=clock.is_open, reference=clock.reference)
    rules.require_rated(clock.rating)
    enquiry_queries.require_may_share(enquiry_id, actor=actor)
    agencies = agency_queries.some_agencies(wanted, actor.hub_id)
    rules.require_not_asked_already(_waiting_of(enquiry_id, agencies, actor))
    rules.require_address(a.name for a in agencies if not (a.co_located or a.email))
    model = enquiry_queries.model_for(enquiry_id, actor=actor)
    rules.require_joined({a.name: _joins(model, a.kind, at) for a in agencies})
    due = check_deadline(model, clock.rating, at, enquiry_due_at=clock.due_at)
    rows = Check.objects.bulk_create(
        Check(
            hub_id=actor.hub_id,
            enquiry_id=enquiry_id,
            agency_id=agency.id,
            state=CHECK.initial,
            question=question.strip(),
            asked_at=at,
            asked_by=actor.id,
            asked_by_name=actor.name,
            due_at=due.due_at,
            due_words=due.words,
        )
        for agency in agencies
    )
    record_each("check.asked", rows, actor, at, enquiry_id=enquiry_id)
    _ring(dict(zip(agencies, rows, strict=True)), clock.reference, "check_asked", actor=actor, at=at)
    return [row.id for row in rows]


def _joins(model: OperatingModel, kind: str, at: datetime) -> str:
    """Since when, or until when, a kind of agency is asked; empty where it is asked now."""
    rule = model.partner_from(kind, day_of(at))
    return since_in_words(rule) if rule else ""


@transaction.atomic
def chase(*, check_id: UUID, actor: Actor, at: datetime) -> None:
    """Remind an agency. A virtual partner gets a new link, which cancels the one before.

    Raises:
        RuleBroken: ``checks.chases_an_open_check``.
    """
    row = lock(check_id, actor)
    permissions.require_can_chase(actor)
    agency = agency_queries.agency(row.agency_id, actor.hub_id)
    rules.require_unanswered(waiting=row.state == CheckState.ASKED, agency=agency.name)
    row.chased_at, row.chased_by = at, actor.id
    row.save(update_fields=["chased_at", "chased_by"])
    record("check.chased", row, actor, at)
    reference = enquiry_queries.clock_of(row.enquiry_id, actor=actor).reference
    _ring({agency: row}, reference, "check_chased", actor=actor, at=at)


@transaction.atomic
def withdraw(*, check_id: UUID, actor: Actor, at: datetime, version: int | None = None) -> None:
    """Say that an agency's answer is no longer needed; an open link to it stops working."""
    row = lock(check_id, actor)
    permissions.require_can_withdraw(actor)
    require_fresh(row, version)
    row.state = CHECK.move(row.state, "withdraw")
    row.version += 1
    row.save(update_fields=["state", "version"])
    cancel_links(row, at)
    record("check.withdrawn", row, actor, at)


def _ring(asked: Mapping[AgencyView, Check], reference: str, kind: str, *, actor: Actor, at: datetime) -> None:
    """Tell each agency of its request: its people in the hub and whoever covers for them; a virtual partner by link."""
    away = agency_queries.away(actor.hub_id, on=timezone.localdate(at))
    answer = account_queries.addresses_by_agency(actor.hub_id, [agency.id for agency in asked], roles=_ANSWER)
    for agency, row in asked.items():
        if not agency.co_located:
            send_link(row, agency=agency, reference=reference, actor=actor, at=at)
            continue
        covers = [away[agency.id].covered_email] if agency.id in away else []
        notifications.queue(
            kind,
            hub_id=actor.hub_id,
            to=[*answer[agency.id], *covers],
            about_id=row.id,
            at=at,
            reference=reference,
            path=f"/checks/{row.id}/",
        )


def _waiting_of(enquiry_id: UUID, agencies: Iterable[AgencyView], actor: Actor) -> list[str]:
    rows = Check.objects.filter(hub_id=actor.hub_id, enquiry_id=enquiry_id, state=CheckState.ASKED)
    waiting = set(rows.values_list("agency_id", flat=True))
    return [a.name for a in agencies if a.id in waiting]
