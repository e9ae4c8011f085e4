"""What every service here does with a row: lock it, see that nobody changed it, keep a rating."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from openmash.access import Actor
from openmash.clocks.deadlines import Deadline
from openmash.core.errors import Stale
from openmash.enquiries import queries
from openmash.enquiries.errors import NoSuchEnquiry, NoSuchSubject
from openmash.enquiries.models import Enquiry, Rating, Subject
from openmash.people import queries as people_queries


def lock(enquiry_id: UUID, actor: Actor) -> Enquiry:
    """The enquiry, locked; raises NotFound, or KeptOut."""
    queries.require_not_kept_out(enquiry_id, actor=actor)
    row = Enquiry.objects.select_for_update().filter(hub_id=actor.hub_id, id=enquiry_id).first()
    if row is None:
        raise NoSuchEnquiry
    return row


def lock_subject(subject_id: UUID, actor: Actor) -> tuple[Enquiry, Subject]:
    """The enquiry first, then the child: everybody locks in this order, so nobody waits in a circle."""
    enquiry_id = Subject.objects.filter(hub_id=actor.hub_id, id=subject_id).values_list("enquiry_id", flat=True).first()
    if enquiry_id is None:
        raise NoSuchSubject
    return lock(enquiry_id, actor), Subject.objects.select_for_update().get(hub_id=actor.hub_id, id=subject_id)


def require_fresh(row: Enquiry | Subject, version: int | None) -> None:
    """Raises Stale when somebody changed the row after the actor looked at it."""
    if version not in (None, row.version):
        raise Stale("this enquiry" if isinstance(row, Enquiry) else "this rating or decision")


def keep_rating(subject: Subject, rating: str, reason: str, due: Deadline, *, actor: Actor, at: datetime) -> None:
    """Keep one rating for good: who, when, why, and the arithmetic of its deadline."""
    Rating.objects.create(
        hub_id=actor.hub_id,
        subject=subject,
        rating=rating,
        reason=reason.strip(),
        rated_at=at,
        rated_by=actor.id,
        rated_by_name=actor.name,
        clock_started_at=due.started_at,
        due_at=due.due_at,
        due_words=due.words,
    )


def running_by_name(people: Iterable[UUID], but: UUID, actor: Actor) -> dict[str, str]:
    """Name to reference of those who are in another open enquiry."""
    running = queries.running_enquiries(people, actor=actor)
    names = people_queries.names([p for p, r in running.items() if r.enquiry_id != but], actor=actor)
    return {name: running[person].reference for person, name in names.items()}
