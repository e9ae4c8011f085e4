"""Opening the case to read it, closing it and reopening it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from openmash.access import Actor
from openmash.audit import services as audit
from openmash.enquiries import permissions, queries, rules
from openmash.enquiries.models import Subject
from openmash.enquiries.services import clocks
from openmash.enquiries.services.rows import lock, require_fresh, running_by_name
from openmash.enquiries.states import ENQUIRY, SubjectState
from openmash.people import queries as people_queries


@transaction.atomic
def look_for(*, words: str, actor: Actor, at: datetime) -> list[queries.EnquiryRow]:
    """Find enquiries by reference or name; that somebody looked is written down, what they typed is not.

    Args:
        words: a reference, or names.
        actor: who looks.
        at: when.
    """
    permissions.require_can_see(actor)
    rows = queries.found(words, actor=actor)
    audit.record("enquiry.looked_for", actor=actor, at=at, about=("hub", actor.hub_id), detail={"found": len(rows)})
    return rows


@transaction.atomic
def look_at(*, enquiry_id: UUID, actor: Actor, at: datetime) -> None:
    """Write down that somebody opens the case, before it is shown to them."""
    queries.require_enquiry(enquiry_id, actor=actor)
    audit.record("enquiry.opened", actor=actor, at=at, about=("enquiry", enquiry_id), enquiry_id=enquiry_id)


@transaction.atomic
def close(*, enquiry_id: UUID, actor: Actor, at: datetime, version: int | None = None) -> None:
    """Close an enquiry in which everybody is decided about.

    Raises:
        RuleBroken: ``enquiries.every_subject_decided``, ``enquiries.second_manager_first``, or ``enquiry.close`` when
            it is closed already.
    """
    enquiry = lock(enquiry_id, actor)
    permissions.require_can_close(actor)
    require_fresh(enquiry, version)
    undecided = Subject.objects.filter(enquiry=enquiry, state=SubjectState.GATHERING)
    waiting = people_queries.names(undecided.values_list("person_id", flat=True), actor=actor)
    rules.require_all_decided(sorted(waiting.values()))
    in_review = Subject.objects.filter(enquiry=enquiry, awaits_review=True).values_list("person_id", flat=True)
    rules.require_reviewed(sorted(people_queries.names(in_review, actor=actor).values()))
    enquiry.state = ENQUIRY.move(enquiry.state, "close")
    enquiry.closed_at, enquiry.closed_by = at, actor.id
    enquiry.version += 1
    enquiry.save(update_fields=["state", "closed_at", "closed_by", "version"])
    Subject.objects.filter(enquiry=enquiry).update(running=False)
    clocks.end_all(enquiry, because=clocks.ENQUIRY_CLOSED, actor=actor, at=at)
    audit.record("enquiry.closed", actor=actor, at=at, about=("enquiry", enquiry.id), enquiry_id=enquiry.id)


@transaction.atomic
def reopen(*, enquiry_id: UUID, actor: Actor, at: datetime, version: int | None = None) -> None:
    """Open a closed enquiry again, because something new came in. Decisions stand until somebody revisits them.

    Raises:
        RuleBroken: ``enquiry.reopen`` when it is open, ``enquiries.one_open_enquiry_a_child`` when another is running,
            ``enquiries.not_erased`` when a part of it was.
    """
    enquiry = lock(enquiry_id, actor)
    permissions.require_can_reopen(actor)
    require_fresh(enquiry, version)
    enquiry.state = ENQUIRY.move(enquiry.state, "reopen")
    rules.require_not_erased(queries.erased_parts([enquiry.id], hub_id=actor.hub_id))
    people = Subject.objects.filter(enquiry=enquiry).values_list("person_id", flat=True)
    rules.require_no_other_enquiry(running_by_name(people, enquiry.id, actor))
    enquiry.closed_at = enquiry.closed_by = None
    enquiry.version += 1
    enquiry.save(update_fields=["state", "closed_at", "closed_by", "version"])
    Subject.objects.filter(enquiry=enquiry).update(running=True)
    audit.record("enquiry.reopened", actor=actor, at=at, about=("enquiry", enquiry.id), enquiry_id=enquiry.id)
