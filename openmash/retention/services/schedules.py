"""Adopting how long things are kept, and an owner's look at its own."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from openmash.access import Actor, require
from openmash.agencies import queries as agency_queries
from openmash.audit import services as audit
from openmash.core.errors import RuleBroken
from openmash.retention import permissions, queries, rules
from openmash.retention.models import OwnerReview, ScheduleLine


@transaction.atomic
def adopt_line(
    *,
    record_class: str,
    months: int,
    starts: str,
    then: str,
    source: str,
    own_choice: bool,
    from_on: date,
    actor: Actor,
    at: datetime,
    agency_id: UUID | None = None,
) -> UUID:
    """Adopt how long one kind of record is kept, from a day on; what held before stays on record.

    Args:
        record_class: what kind of record, a code of ``rules.CLASS_WORDS``.
        months: how long after the clock starts.
        starts: what it counts from, a code of ``rules.STARTS_WORDS``.
        then: what is done then, a code of ``rules.THEN_WORDS``.
        source: where the period comes from.
        own_choice: no source was found; the hub stands behind it alone.
        from_on: the first day on which it holds.
        actor: who manages records.
        at: when.
        agency_id: the owner it is for; None for the hub and for agencies without a line of their own.
    """
    require(permissions.can_manage(actor))
    line: dict[str, Any] = {"record_class": record_class, "months": months, "starts": starts, "then": then}
    line["from_on"] = from_on
    rules.require_line_can_hold(**line, source=source, on=at.date())
    if agency_id is not None:
        agency_queries.agency(agency_id, actor.hub_id)  # an agency of this hub, or NotFound
    row = ScheduleLine(hub_id=actor.hub_id, agency_id=agency_id, source=source.strip(), own_choice=own_choice, **line)
    row.adopted_at, row.adopted_by, row.adopted_by_name = at, actor.id, actor.name
    row.save(force_insert=True)
    detail: dict[str, audit.Plain] = {"record_class": record_class, "months": months, "starts": starts}
    audit.record("schedule.line_adopted", actor=actor, at=at, about=("schedule_line", row.id), detail=detail)
    return row.id


@transaction.atomic
def review(
    *,
    enquiry_id: UUID,
    no_longer_needed: bool,
    keep_until: date | None,
    reason: str,
    actor: Actor,
    at: datetime,
) -> None:
    """Say for one's own agency whether what it put in about a family is still needed.

    Args:
        enquiry_id: the enquiry that was asked about.
        no_longer_needed: it may be put on a list for erasure.
        keep_until: otherwise, the day on which it is looked at again.
        reason: why, in words.
        actor: somebody who speaks for the agency.
        at: when.

    Raises:
        RuleBroken: ``review.was_asked``, ``review.keep_until`` or ``hold.has_a_reason``.
    """
    asked = {each.enquiry_id for each in queries.to_review(actor=actor, at=at)}
    if actor.agency_id is None or enquiry_id not in asked:
        raise RuleBroken("review.was_asked", "Your agency is not asked about this, or somebody answered already.")
    require(permissions.can_review(actor, agency_id=actor.agency_id))
    rules.require_reason(reason)
    if not no_longer_needed and (keep_until is None or keep_until <= at.date()):
        raise RuleBroken("review.keep_until", "Enter a later day on which to look at it again.", field="keep_until")
    row = OwnerReview.objects.create(
        hub_id=actor.hub_id,
        enquiry_id=enquiry_id,
        agency_id=actor.agency_id,
        no_longer_needed=no_longer_needed,
        keep_until=None if no_longer_needed else keep_until,
        reason=reason.strip(),
        reviewed_at=at,
        reviewed_by=actor.id,
        reviewed_by_name=actor.name,
    )
    # Belongs to no case's timeline: that an agency was asked says nothing about what it holds.
    audit.record("retention.reviewed", actor=actor, at=at, about=("owner_review", row.id))
