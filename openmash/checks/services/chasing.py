"""Chasing by the operating model's ladder: what happens by itself to a request that is not answered."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from openmash.access import Role
from openmash.accounts import queries as account_queries
from openmash.agencies import queries as agency_queries
from openmash.agencies.queries import AbsenceView, AgencyView
from openmash.audit import services as audit
from openmash.checks.models import Check, Reminder
from openmash.checks.states import CheckState
from openmash.clocks.calendar import calendar_for
from openmash.clocks.chasing import steps_reached
from openmash.enquiries import queries as enquiry_queries
from openmash.hubs import queries as hub_queries
from openmash.hubs.rules import Chased, ChasingRule
from openmash.notifications import services as notifications

_ANSWER = (Role.AGENCY_REPRESENTATIVE, Role.EVALUATOR, Role.SOCIAL_WORKER)
_CHASE = (Role.BUSINESS_SUPPORT, Role.COORDINATOR)


@dataclass(frozen=True)
class _Doorbell:
    """Where one reminder rings, and what it leads to."""

    kind: str
    to: list[str]
    path: str
    door: str = "inside"


@dataclass(frozen=True)
class _Desk:
    """What is read once for every reminder of a round."""

    hub_id: UUID
    slug: str
    agencies: Mapping[UUID, AgencyView]
    managers: Mapping[UUID, str]
    away: Mapping[UUID, AbsenceView]
    references: Mapping[UUID, str]


@transaction.atomic
def chase_by_ladder(*, hub_id: UUID, at: datetime) -> int:
    """Take every step of the ladder whose moment has come, for each request that waits; returns how many reminders.

    Each step is taken once, written down on the request, and rung at whoever the model names: the agency's own people
    (and whoever covers while they are away), their manager, or those in the hub who chase. Whom nobody can reach is
    written down as not reached.
    """
    waiting = list(Check.objects.filter(hub_id=hub_id, state=CheckState.ASKED).order_by("due_at", "id"))
    taken: dict[UUID, set[str]] = defaultdict(set)
    for request_id, step in Reminder.objects.filter(hub_id=hub_id, request__in=waiting).values_list(
        "request_id", "step"
    ):
        taken[request_id].add(step)
    clockwork = account_queries.system_actor(hub_id)
    models = enquiry_queries.models_for({row.enquiry_id for row in waiting}, actor=clockwork)
    reached = []
    for row in waiting:
        model = models[row.enquiry_id]
        if len(taken[row.id]) < len(model.chasing):
            moments = {"asked_at": row.asked_at, "due_at": row.due_at, "at": at}
            steps = steps_reached(model.chasing, calendar_for(model.office), taken=taken[row.id], **moments)
            reached += [(row, step) for step in steps]
    waits = _still_waiting(hub_id, {row.id for row, _ in reached})
    still = [(row, step) for row, step in reached if row.id in waits]
    return _remind(still, hub_id=hub_id, at=at) if still else 0


def _still_waiting(hub_id: UUID, ids: Collection[UUID]) -> set[UUID]:
    """Those that wait still, locked; one that somebody is answering this moment is left to the next round."""
    rows = Check.objects.filter(hub_id=hub_id, id__in=ids, state=CheckState.ASKED)
    return set(rows.select_for_update(skip_locked=True).values_list("id", flat=True)) if ids else set()


def _remind(reached: list[tuple[Check, ChasingRule]], *, hub_id: UUID, at: datetime) -> int:
    desk = _desk(reached, hub_id, at)
    clockwork = account_queries.system_actor(hub_id)
    rows, events = [], []
    rung: set[tuple[UUID, Chased]] = set()
    for check, step in reversed(reached):
        for whom in step.to:
            bell = _doorbell(whom, check, desk)
            row = Reminder(hub_id=hub_id, request=check, step=step.code, label=step.label, to=whom)
            row.sent_at, row.reached = at, len(bell.to)
            rows.append(row)
            if (check.id, whom) in rung:
                continue  # several steps came at once, as after a time without the clockwork: nobody is rung twice
            rung.add((check.id, whom))
            detail: dict[str, audit.Plain] = {"agency": str(check.agency_id), "step": step.code, "to": str(whom)}
            events.append((check, {**detail, "reached": row.reached}))
            _ring(bell, check, desk, at)
    Reminder.objects.bulk_create(rows)
    for check, said in events:
        about = ("check", check.id)
        audit.record("check.reminded", actor=clockwork, at=at, about=about, enquiry_id=check.enquiry_id, detail=said)
    return len(rows)


def _desk(reached: list[tuple[Check, ChasingRule]], hub_id: UUID, at: datetime) -> _Desk:
    enquiries = {check.enquiry_id for check, _ in reached}
    return _Desk(
        hub_id=hub_id,
        slug=hub_queries.hub(hub_id).slug,
        agencies={agency.id: agency for agency in agency_queries.agencies(hub_id)},
        managers=agency_queries.managers_of(hub_id),
        away=agency_queries.away(hub_id, on=timezone.localdate(at)),
        references=enquiry_queries.references_of(enquiries, hub_id=hub_id),
    )


def _doorbell(whom: Chased, check: Check, desk: _Desk) -> _Doorbell:
    agency = desk.agencies[check.agency_id]
    if whom is Chased.HUB:
        to = account_queries.addresses(desk.hub_id, roles=_CHASE)
        return _Doorbell("check_late_hub", to, f"/enquiries/{check.enquiry_id}/")
    if whom is Chased.MANAGER:
        manager = desk.managers.get(agency.id, "")
        return _Doorbell("check_late_manager", [manager] if manager else [], f"/{desk.slug}/", "outside")
    absence = desk.away.get(agency.id)
    covers = [absence.covered_email] if absence and absence.covered_email else []
    if agency.co_located:
        own = account_queries.addresses(desk.hub_id, agency_id=agency.id, roles=_ANSWER)
        return _Doorbell("check_reminder", [*own, *covers], f"/checks/{check.id}/")
    to = [*filter(None, [agency.email]), *covers]
    return _Doorbell("check_reminder_outside", to, f"/{desk.slug}/", "outside")


def _ring(bell: _Doorbell, check: Check, desk: _Desk, at: datetime) -> None:
    notifications.queue(
        bell.kind,
        hub_id=desk.hub_id,
        to=bell.to,
        about_id=check.id,
        at=at,
        reference=desk.references[check.enquiry_id],
        path=bell.path,
        door=bell.door,
    )
