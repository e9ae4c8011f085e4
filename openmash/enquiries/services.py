"""What people do with an enquiry: open it, rate, add what comes in, close, reopen."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from openmash.access import Actor
from openmash.audit import services as audit
from openmash.clocks.calendar import calendar_for
from openmash.clocks.deadlines import Deadline, deadline, rating_deadline, re_rated_deadline
from openmash.contacts import queries as contact_queries
from openmash.contacts import services as contact_services
from openmash.contacts.queries import ContactPersonView, ContactView
from openmash.core.errors import Stale
from openmash.core.ids import new_reference
from openmash.enquiries import permissions, queries, rules
from openmash.enquiries.errors import NoSuchEnquiry, NoSuchSubject
from openmash.enquiries.models import Enquiry, EnquiryContact, Member, Rating, Subject
from openmash.enquiries.rules import FirstRating
from openmash.enquiries.states import ENQUIRY, SUBJECT, EnquiryState, SubjectState
from openmash.hubs import queries as hub_queries
from openmash.hubs.rules import OperatingModel, Serves


@transaction.atomic
def open_(*, contact_id: UUID, ratings: tuple[FirstRating, ...], actor: Actor, at: datetime) -> UUID:
    """Open an enquiry about a family from a contact, with a rating and a clock for each child in it.

    Everybody named in the contact whom the hub has not recognised becomes a new person. Children, unborn children and
    adults at risk whom the hub serves become those it decides about; the others stay in the picture.

    Args:
        contact_id: the contact it begins with; every clock starts when that was received.
        ratings: one for each child, unborn child and adult at risk.
        actor: who opens it.
        at: when.

    Raises:
        RuleBroken: ``enquiries.about_somebody_the_hub_serves``, ``enquiries.each_child_is_rated``,
            ``enquiries.one_open_enquiry_a_child``, ``contact.open_enquiry`` and the rules of one rating.
    """
    contact = contact_queries.contact(contact_id, actor=actor)
    permissions.require_can_open(actor)
    hub = hub_queries.hub(actor.hub_id)
    model = hub_queries.model_of(actor.hub_id)
    rules.require_somebody_to_decide_about(sum(_whom(p, model) is not None for p in contact.people), model)
    contact_services.mark_became_enquiry(contact_id=contact_id, actor=actor, at=at)
    enquiry = Enquiry.objects.create(
        hub_id=actor.hub_id,
        reference=new_reference(hub.reference_prefix),
        state=ENQUIRY.initial,
        received_at=contact.received_at,
        operating_model=model.name,
        model_version=str(model.version),
        opened_at=at,
        opened_by=actor.id,
        opened_by_name=actor.name,
    )
    about = ("enquiry", enquiry.id)
    audit.record("enquiry.opened_from_contact", actor=actor, at=at, about=about, enquiry_id=enquiry.id)
    _take_in(contact, ratings, enquiry=enquiry, model=model, actor=actor, at=at)
    return enquiry.id


@transaction.atomic
def look_at(*, enquiry_id: UUID, actor: Actor, at: datetime) -> None:
    """Write down that somebody opens the case, before it is shown to them."""
    permissions.require_can_see(actor)
    if not Enquiry.objects.filter(hub_id=actor.hub_id, id=enquiry_id).exists():
        raise NoSuchEnquiry
    audit.record("enquiry.opened", actor=actor, at=at, about=("enquiry", enquiry_id), enquiry_id=enquiry_id)


@transaction.atomic
def add_contact(
    *,
    enquiry_id: UUID,
    contact_id: UUID,
    actor: Actor,
    at: datetime,
    ratings: tuple[FirstRating, ...] = (),
) -> None:
    """Add a further contact to a running enquiry; nothing that was told is dropped.

    Children of the contact who are in the enquiry already keep their rating. Each other child in it needs a first
    rating; their clock starts when this contact was received.

    Args:
        enquiry_id: the running enquiry.
        contact_id: a contact waiting for triage.
        actor: who adds it.
        at: when.
        ratings: one for each child who is new to the enquiry.

    Raises:
        RuleBroken: ``enquiries.enquiry_is_open`` and the rules of ``open_``.
    """
    enquiry = _lock(enquiry_id, actor)
    contact = contact_queries.contact(contact_id, actor=actor)
    permissions.require_can_add_contact(actor)
    rules.require_open(is_open=enquiry.state == EnquiryState.OPEN, reference=enquiry.reference)
    model = hub_queries.model_of(actor.hub_id)
    contact_services.mark_became_enquiry(contact_id=contact_id, actor=actor, at=at)
    detail: dict[str, audit.Plain] = {"contact": str(contact_id)}
    audit.record(
        "enquiry.contact_added",
        actor=actor,
        at=at,
        about=("enquiry", enquiry.id),
        enquiry_id=enquiry.id,
        detail=detail,
    )
    _take_in(contact, ratings, enquiry=enquiry, model=model, actor=actor, at=at)


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
    enquiry, subject = _lock_subject(subject_id, actor)
    model = hub_queries.model_of(actor.hub_id)
    permissions.require_can_rate(actor, Serves(subject.kind), model)
    _require_fresh(subject, version)
    rules.require_open(is_open=enquiry.state == EnquiryState.OPEN, reference=enquiry.reference)
    rules.require_undecided(decided=subject.state == SubjectState.DECIDED)
    rules.require_rating_of_model(rating, model)
    rules.require_different(subject.rating, rating, model.rating(rating).label)
    rules.require_reason(reason)
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


@transaction.atomic
def mark_decided(*, subject_id: UUID, actor: Actor, at: datetime) -> None:
    """Note that the decision about one child or adult is made; called by ``decisions`` in its transaction."""
    enquiry, subject = _lock_subject(subject_id, actor)
    permissions.require_can_mark_decided(actor)
    rules.require_open(is_open=enquiry.state == EnquiryState.OPEN, reference=enquiry.reference)
    subject.state = SUBJECT.move(subject.state, "decide")
    subject.decided_at, subject.decided_by = at, actor.id
    subject.version += 1
    subject.save(update_fields=["state", "decided_at", "decided_by", "version"])
    audit.record("subject.decided", actor=actor, at=at, about=("subject", subject.id), enquiry_id=enquiry.id)


@transaction.atomic
def mark_revisited(*, subject_id: UUID, actor: Actor, at: datetime) -> None:
    """Note that a decision is to be made again; called by ``decisions``. The rating's clock starts afresh."""
    enquiry, subject = _lock_subject(subject_id, actor)
    permissions.require_can_mark_decided(actor)
    rules.require_open(is_open=enquiry.state == EnquiryState.OPEN, reference=enquiry.reference)
    subject.state = SUBJECT.move(subject.state, "revisit")
    subject.decided_at = subject.decided_by = None
    subject.save(update_fields=["state", "decided_at", "decided_by"])
    model = hub_queries.model_of(actor.hub_id)
    rule = model.rating(subject.rating)
    due = deadline(
        rule.clock,
        at,
        calendar_for(model.office),
        heading=f"{rule.label}: decision",
        began="Decision reopened",
    )
    _write_rating(subject, subject.rating, "The decision is to be made again.", due, actor=actor, at=at)
    audit.record("subject.revisited", actor=actor, at=at, about=("subject", subject.id), enquiry_id=enquiry.id)


@transaction.atomic
def close(*, enquiry_id: UUID, actor: Actor, at: datetime, version: int | None = None) -> None:
    """Close an enquiry in which everybody is decided about.

    Raises:
        RuleBroken: ``enquiries.every_subject_decided``, or ``enquiry.close`` when it is closed already.
    """
    enquiry = _lock(enquiry_id, actor)
    permissions.require_can_close(actor)
    _require_fresh(enquiry, version)
    undecided = Subject.objects.filter(enquiry=enquiry, state=SubjectState.GATHERING)
    waiting = queries.names_of(undecided.values_list("person_id", flat=True), actor=actor)
    rules.require_all_decided(sorted(waiting.values()))
    enquiry.state = ENQUIRY.move(enquiry.state, "close")
    enquiry.closed_at, enquiry.closed_by = at, actor.id
    enquiry.version += 1
    enquiry.save(update_fields=["state", "closed_at", "closed_by", "version"])
    Subject.objects.filter(enquiry=enquiry).update(running=False)
    audit.record("enquiry.closed", actor=actor, at=at, about=("enquiry", enquiry.id), enquiry_id=enquiry.id)


@transaction.atomic
def reopen(*, enquiry_id: UUID, actor: Actor, at: datetime, version: int | None = None) -> None:
    """Open a closed enquiry again, because something new came in. Decisions stand until somebody revisits them.

    Raises:
        RuleBroken: ``enquiry.reopen`` when it is open, ``enquiries.one_open_enquiry_a_child`` when another is running.
    """
    enquiry = _lock(enquiry_id, actor)
    permissions.require_can_reopen(actor)
    _require_fresh(enquiry, version)
    enquiry.state = ENQUIRY.move(enquiry.state, "reopen")
    people = Subject.objects.filter(enquiry=enquiry).values_list("person_id", flat=True)
    rules.require_no_other_enquiry(_running_by_name(people, enquiry.id, actor))
    enquiry.closed_at = enquiry.closed_by = None
    enquiry.version += 1
    enquiry.save(update_fields=["state", "closed_at", "closed_by", "version"])
    Subject.objects.filter(enquiry=enquiry).update(running=True)
    audit.record("enquiry.reopened", actor=actor, at=at, about=("enquiry", enquiry.id), enquiry_id=enquiry.id)


def _take_in(
    contact: ContactView,
    ratings: tuple[FirstRating, ...],
    *,
    enquiry: Enquiry,
    model: OperatingModel,
    actor: Actor,
    at: datetime,
) -> None:
    """Join a contact to the enquiry: who is in it, and the first rating of those it decides about."""
    EnquiryContact.objects.create(hub_id=actor.hub_id, enquiry=enquiry, contact_id=contact.id, added_at=at)
    person_of = {
        p.id: p.person.id
        if p.person
        else contact_services.identify(contact_person_id=p.id, person_id=None, actor=actor, at=at)
        for p in contact.people
    }
    known = set(Subject.objects.filter(enquiry=enquiry).values_list("person_id", flat=True))
    served = [p for p in contact.people if _whom(p, model) is not None]
    new = [p for p in served if person_of[p.id] not in known]
    rules.require_each_is_rated({p.id: p.display_name for p in new}, ratings)
    for rating in ratings:
        rules.require_rating_of_model(rating.rating, model)
        rules.require_reason(rating.reason)
    rules.require_no_other_enquiry(_running_by_name([person_of[p.id] for p in new], enquiry.id, actor))
    first = {r.contact_person_id: r for r in ratings}
    for p in sorted(new, key=lambda p: model.rating(first[p.id].rating).rank):
        if person_of[p.id] in known:  # the same child named twice in one contact: the more urgent rating was taken
            continue
        known.add(person_of[p.id])
        _add_subject(p, person_of[p.id], first[p.id], contact, enquiry=enquiry, model=model, actor=actor, at=at)
    _add_members(contact.people, person_of, known, enquiry=enquiry, actor=actor)


def _add_subject(
    named: ContactPersonView,
    person_id: UUID,
    first: FirstRating,
    contact: ContactView,
    *,
    enquiry: Enquiry,
    model: OperatingModel,
    actor: Actor,
    at: datetime,
) -> None:
    whom = rules.DECIDED_ABOUT[named.involvement]
    permissions.require_can_rate(actor, whom, model)
    subject = Subject(hub_id=actor.hub_id, enquiry=enquiry, person_id=person_id, kind=whom.value, state=SUBJECT.initial)
    due = rating_deadline(model, first.rating, contact.received_at)
    subject.rating, subject.due_at = first.rating, due.due_at
    try:
        with transaction.atomic():
            subject.save(force_insert=True)
    except IntegrityError:
        # Two people opened an enquiry about the same child in the same moment: the second is told of the first.
        rules.require_no_other_enquiry(_running_by_name([person_id], enquiry.id, actor))
        raise
    _keep_rating(subject, first.rating, first.reason, due, actor=actor, at=at)
    audit.record(
        "subject.rated",
        actor=actor,
        at=at,
        about=("subject", subject.id),
        enquiry_id=enquiry.id,
        detail={"from": "", "to": first.rating},
    )


def _add_members(
    people: Iterable[ContactPersonView],
    person_of: Mapping[UUID, UUID],
    subjects: set[UUID],
    *,
    enquiry: Enquiry,
    actor: Actor,
) -> None:
    already = set(Member.objects.filter(enquiry=enquiry).values_list("person_id", flat=True)) | subjects
    for p in people:
        person_id = person_of[p.id]
        if person_id not in already:
            already.add(person_id)
            part = p.relationship or p.involvement_label
            Member.objects.create(hub_id=actor.hub_id, enquiry=enquiry, person_id=person_id, part=part)


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
    _keep_rating(subject, rating, reason, due, actor=actor, at=at)


def _keep_rating(subject: Subject, rating: str, reason: str, due: Deadline, *, actor: Actor, at: datetime) -> None:
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


def _lock(enquiry_id: UUID, actor: Actor) -> Enquiry:
    row = Enquiry.objects.select_for_update().filter(hub_id=actor.hub_id, id=enquiry_id).first()
    if row is None:
        raise NoSuchEnquiry
    return row


def _lock_subject(subject_id: UUID, actor: Actor) -> tuple[Enquiry, Subject]:
    """The enquiry first, then the child: everybody locks in this order, so nobody waits in a circle."""
    enquiry_id = Subject.objects.filter(hub_id=actor.hub_id, id=subject_id).values_list("enquiry_id", flat=True).first()
    if enquiry_id is None:
        raise NoSuchSubject
    return _lock(enquiry_id, actor), Subject.objects.select_for_update().get(hub_id=actor.hub_id, id=subject_id)


def _require_fresh(row: Enquiry | Subject, version: int | None) -> None:
    if version not in (None, row.version):
        raise Stale("this enquiry" if isinstance(row, Enquiry) else "this rating or decision")


def _running_by_name(people: Iterable[UUID], but: UUID, actor: Actor) -> dict[str, str]:
    running = queries.running_enquiries(people, actor=actor)
    names = queries.names_of([p for p, r in running.items() if r.enquiry_id != but], actor=actor)
    return {name: running[person].reference for person, name in names.items()}


def _whom(p: ContactPersonView, model: OperatingModel) -> Serves | None:
    return rules.serves(p.involvement, model)
