"""Rating a child or adult again, and noting that they are decided about or to be decided about again."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from openmash.access import Actor
from openmash.audit import services as audit
from openmash.clocks.calendar import calendar_for
from openmash.clocks.deadlines import Deadline, deadline, rating_deadline, re_rated_deadline
from openmash.enquiries import permissions, rules
from openmash.enquiries.models import Rating, Subject
from openmash.enquiries.queries.working_by import began_with
from openmash.enquiries.services import clocks
from openmash.enquiries.services.gates import follow_stage
from openmash.enquiries.services.pausing import run_on
from openmash.enquiries.services.rows import keep_rating, lock_subject, require_fresh
from openmash.enquiries.states import SUBJECT, EnquiryState, SubjectState
from openmash.hubs.rules import Happening, OperatingModel, Serves


@transaction.atomic
def rate(*, subject_id: UUID, rating: str, reason: str, actor: Actor, at: datetime, version: int | None = None) -> None:
    """Change the rating of one child or adult; who, when and why are kept, and the clock moves by the hub's rule.

    Args:
        subject_id: the child or adult.
        rating: a code of the hub's operating model.
        reason: why, in words.
        actor: who rates.
        at: when.
        version: of the row the actor looked at; a change in between is refused as Stale.

    Raises:
        RuleBroken: ``enquiries.rating_differs``, ``enquiries.rating_needs_a_reason``, ``enquiries.rating_is_the_hubs``,
            ``enquiries.rated_before_decision`` or ``enquiries.enquiry_is_open``.
    """
    enquiry, subject = lock_subject(subject_id, actor)
    model = began_with(enquiry)
    permissions.require_can_rate(actor, Serves(subject.kind), model)
    require_fresh(subject, version)
    rules.require_open(is_open=enquiry.state == EnquiryState.OPEN, reference=enquiry.reference)
    rules.require_undecided(decided=subject.state == SubjectState.DECIDED)
    rules.require_rating_of_model(rating, model)
    rules.require_different(subject.rating, rating, model.rating(rating).label)
    rules.require_reason(reason)
    run_on(enquiry, subject, actor=actor, at=at, keep=False)
    before = subject.rating
    due = _deadline_after(subject, rating, model, received_at=enquiry.received_at, at=at)
    _write_rating(subject, rating, reason, due, actor=actor, at=at)
    audit.record(
        "subject.rated",
        actor=actor,
        at=at,
        about=("subject", subject.id),
        enquiry_id=enquiry.id,
        detail={"from": before, "to": rating},
    )
    follow_stage(enquiry, model, actor=actor, at=at)


@transaction.atomic
def mark_decided(*, subject_id: UUID, actor: Actor, at: datetime, outcome: str = "") -> None:
    """Note that the decision about one child or adult is made, and what it came to; called by ``decisions``.

    A clock of theirs that stood still runs on first; the clocks that a decision ends or starts do so.
    """
    enquiry, subject = lock_subject(subject_id, actor)
    permissions.require_can_mark_decided(actor)
    rules.require_open(is_open=enquiry.state == EnquiryState.OPEN, reference=enquiry.reference)
    run_on(enquiry, subject, actor=actor, at=at)
    subject.state = SUBJECT.move(subject.state, "decide")
    subject.decided_at, subject.decided_by = at, actor.id
    subject.version += 1
    subject.save(update_fields=["state", "decided_at", "decided_by", "version"])
    audit.record("subject.decided", actor=actor, at=at, about=("subject", subject.id), enquiry_id=enquiry.id)
    clocks.happened(
        enquiry_id=enquiry.id,
        happening=Happening.DECIDED,
        subject_ids=[subject.id],
        outcome=outcome,
        actor=actor,
        at=at,
    )


@transaction.atomic
def await_review(*, subject_id: UUID, waits: bool, actor: Actor, at: datetime) -> None:
    """Note that a second manager is to look at the decision about somebody, or has; called by ``oversight``."""
    _, subject = lock_subject(subject_id, actor)
    permissions.require_can_note_review(actor)
    subject.awaits_review = waits
    subject.save(update_fields=["awaits_review"])


@transaction.atomic
def mark_revisited(*, subject_id: UUID, actor: Actor, at: datetime) -> None:
    """Note that a decision is to be made again; called by ``decisions``. The rating's clock starts afresh.

    What the decision had started ends: the new one starts what it comes to.
    """
    enquiry, subject = lock_subject(subject_id, actor)
    permissions.require_can_mark_decided(actor)
    rules.require_open(is_open=enquiry.state == EnquiryState.OPEN, reference=enquiry.reference)
    subject.state = SUBJECT.move(subject.state, "revisit")
    subject.decided_at = subject.decided_by = None
    subject.awaits_review = False  # the decision that was to be looked at holds no longer
    subject.save(update_fields=["state", "decided_at", "decided_by", "awaits_review"])
    model = began_with(enquiry)
    rule = model.rating(subject.rating)
    due = deadline(
        rule.clock,
        at,
        calendar_for(model.office),
        heading=f"{rule.label}: decision",
        began="Decision reopened",
    )
    _write_rating(subject, subject.rating, "The decision is to be made again.", due, actor=actor, at=at)
    clocks.end_all(enquiry, because=clocks.REVISITED, actor=actor, at=at, subject_id=subject.id)
    audit.record("subject.revisited", actor=actor, at=at, about=("subject", subject.id), enquiry_id=enquiry.id)


def _deadline_after(
    subject: Subject, rating: str, model: OperatingModel, *, received_at: datetime, at: datetime
) -> Deadline:
    if subject.due_at is None:
        return rating_deadline(model, rating, received_at)
    first = Rating.objects.filter(subject=subject).order_by("rated_at").first()
    return re_rated_deadline(
        model,
        old_code=subject.rating,
        new_code=rating,
        began_at=first.clock_started_at if first else received_at,
        re_rated_at=at,
        old_due_at=subject.due_at,
    )


def _write_rating(subject: Subject, rating: str, reason: str, due: Deadline, *, actor: Actor, at: datetime) -> None:
    subject.rating, subject.due_at = rating, due.due_at
    subject.version += 1
    subject.save(update_fields=["rating", "due_at", "version"])
    keep_rating(subject, rating, reason, due, actor=actor, at=at)
