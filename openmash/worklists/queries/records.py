"""What running clocks on records ask of people: requests for one's own records, lists to erase, owners' reviews."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from openmash.access import Actor
from openmash.enquiries.models import Enquiry
from openmash.enquiries.states import EnquiryState
from openmash.hubs.rules import OperatingModel
from openmash.retention import queries as retention_queries
from openmash.retention.models import AccessOwner, AccessRequest, Batch
from openmash.retention.states import AccessState, BatchState
from openmash.worklists.queries.rows import WorkRow

SHORTEST_REVIEW = timedelta(days=6 * 365)
"""No shipped schedule asks an owner to review earlier; before that, nobody is made to wait for the counting."""


def to_manage(actor: Actor, model: OperatingModel, at: datetime) -> Iterator[WorkRow]:
    """Requests for one's own records, for whoever manages them: until they end."""
    running = (AccessState.RECEIVED, AccessState.PREPARING, AccessState.FOR_APPROVAL)
    rows = AccessRequest.objects.filter(hub_id=actor.hub_id, state__in=running)
    for row in rows.exclude(id__in=retention_queries.requests_kept_from(actor)):
        new = row.state == AccessState.RECEIVED
        yield WorkRow(
            kind="access_request",
            action="Make sure who asks" if new else "See that it is answered in time",
            title=row.about_name,
            reference=row.reference,
            words=f"Asked by {row.asked_by_name}",
            due_at=_end_of(row.due_on, model),
            opens=("access_request", row.id),
        )


def to_prepare(actor: Actor, model: OperatingModel, at: datetime) -> Iterator[WorkRow]:
    """Bundles to prepare, and those that somebody else prepared."""
    states = (AccessState.PREPARING, AccessState.FOR_APPROVAL)
    rows = AccessRequest.objects.filter(hub_id=actor.hub_id, state__in=states)
    rows = rows.exclude(id__in=retention_queries.requests_kept_from(actor))
    for row in rows.exclude(state=AccessState.FOR_APPROVAL, submitted_by=actor.id):
        preparing = row.state == AccessState.PREPARING
        yield WorkRow(
            kind="access_bundle",
            action="Prepare what they are given" if preparing else "Approve what they are given",
            title=row.about_name,
            reference=row.reference,
            words=row.sent_back_because if preparing else f"Prepared by {row.submitted_by_name}",
            due_at=_end_of(row.due_on, model),
            opens=("access_bundle", row.id),
        )


def to_answer(actor: Actor, model: OperatingModel, at: datetime) -> Iterator[WorkRow]:
    """What the actor's own agency is asked; every agency is, so that the row tells nothing of what it holds."""
    if actor.agency_id is None:
        return
    asked = AccessOwner.objects.filter(
        hub_id=actor.hub_id, agency_id=actor.agency_id, answered_at=None, request__state=AccessState.PREPARING
    ).select_related("request")
    for row in asked.exclude(request_id__in=retention_queries.requests_kept_from(actor)):
        yield WorkRow(
            kind="access_ours",
            action=f"Say for {actor.agency_name} what is given",
            title=row.request.about_name,
            reference=row.request.reference,
            words="Somebody asks for their records",
            due_at=_end_of(row.request.due_on, model),
            opens=("access_ours", row.request_id),
        )


def to_approve(actor: Actor, model: OperatingModel, at: datetime) -> Iterator[WorkRow]:
    """A list of what is to be erased that somebody else prepared."""
    waiting = Batch.objects.filter(hub_id=actor.hub_id, state=BatchState.PREPARED).exclude(prepared_by=actor.id)
    for row in waiting:
        yield WorkRow(
            kind="erase",
            action="Approve what is to be erased",
            title="What is due for erasure",
            reference=row.reference,
            words=f"Prepared by {row.prepared_by_name}",
            due_at=_end_of(row.due_by, model),
            opens=("erase", row.id),
        )


def to_review(actor: Actor, model: OperatingModel, at: datetime) -> Iterator[WorkRow]:
    """What the actor's own agency put in, and whether it is still needed, where its schedule asks it to look."""
    old = Enquiry.objects.filter(
        hub_id=actor.hub_id, state=EnquiryState.CLOSED, closed_at__lt=at - SHORTEST_REVIEW
    ).exists()
    for asked in retention_queries.to_review(actor=actor, at=at) if old else ():
        yield WorkRow(
            kind="still_needed",
            action=f"Say whether {actor.agency_name} still needs it",
            title="What your agency put in",
            reference=asked.reference,
            words="Its period is over",
            due_at=_end_of(asked.due_on, model),
            opens=("still_needed", asked.enquiry_id),
        )


def _end_of(day: date, model: OperatingModel) -> datetime:
    """The last minute of a day by the hub's wall clock."""
    zone = ZoneInfo(model.office.time_zone)
    return datetime.combine(day, time(23, 59), tzinfo=zone)
