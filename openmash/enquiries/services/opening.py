"""Opening an enquiry from a contact, and adding what comes in later."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from openmash.access import Actor
from openmash.audit import services as audit
from openmash.clocks.deadlines import rating_deadline
from openmash.contacts import queries as contact_queries
from openmash.contacts import services as contact_services
from openmash.contacts.queries import ContactPersonView, ContactView
from openmash.core.ids import new_reference
from openmash.enquiries import permissions, rules
from openmash.enquiries.models import Enquiry, EnquiryContact, Member, Subject
from openmash.enquiries.queries.working_by import began_with
from openmash.enquiries.rules import FirstRating
from openmash.enquiries.services import clocks
from openmash.enquiries.services.gates import follow_stage
from openmash.enquiries.services.rows import keep_rating, lock, running_by_name
from openmash.enquiries.states import ENQUIRY, SUBJECT, EnquiryState
from openmash.hubs import queries as hub_queries
from openmash.hubs.rules import OperatingModel, Serves
from openmash.people import queries as people_queries

ACKNOWLEDGED_AT_ONCE = "public_form"
"""The channel of contacts whose referrer has a receipt before anybody has read them."""


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
    model = hub_queries.model_of(actor.hub_id, at)
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
    follow_stage(enquiry, model, actor=actor, at=at)
    return enquiry.id


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
    enquiry = lock(enquiry_id, actor)
    contact = contact_queries.contact(contact_id, actor=actor)
    permissions.require_can_add_contact(actor)
    rules.require_open(is_open=enquiry.state == EnquiryState.OPEN, reference=enquiry.reference)
    model = began_with(enquiry)
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
    follow_stage(enquiry, model, actor=actor, at=at)


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
    said = {
        p.id: p.person.id
        if p.person
        else contact_services.identify(contact_person_id=p.id, person_id=None, actor=actor, at=at)
        for p in contact.people
    }
    person_of = _as_they_are_there(said, enquiry, actor)
    known = set(Subject.objects.filter(enquiry=enquiry).values_list("person_id", flat=True))
    served = [p for p in contact.people if _whom(p, model) is not None]
    new = [p for p in served if person_of[p.id] not in known]
    rules.require_each_is_rated({p.id: p.display_name for p in new}, ratings)
    for rating in ratings:
        rules.require_rating_of_model(rating.rating, model)
        rules.require_reason(rating.reason)
    rules.require_no_other_enquiry(running_by_name([person_of[p.id] for p in new], enquiry.id, actor))
    first = {r.contact_person_id: r for r in ratings}
    for p in sorted(new, key=lambda p: model.rating(first[p.id].rating).rank):
        if person_of[p.id] in known:  # the same child named twice in one contact: the more urgent rating was taken
            continue
        known.add(person_of[p.id])
        _add_subject(p, person_of[p.id], first[p.id], contact, enquiry=enquiry, model=model, actor=actor, at=at)
    _add_members(contact.people, person_of, known, enquiry=enquiry, actor=actor)
    clocks.taken_in(
        enquiry,
        {person_of[p.id] for p in new},
        received_at=contact.received_at,
        acknowledged=contact.channel == ACKNOWLEDGED_AT_ONCE,
        actor=actor,
        at=at,
    )


def _as_they_are_there(said: Mapping[UUID, UUID], enquiry: Enquiry, actor: Actor) -> dict[UUID, UUID]:
    """Somebody who is recorded more than once is in a case once: as the record that is there, or is named first."""
    which = {"hub_id": actor.hub_id, "enquiry": enquiry}
    there = {*Subject.objects.filter(**which).values_list("person_id", flat=True)}
    there |= {*Member.objects.filter(**which).values_list("person_id", flat=True)}
    record_of = people_queries.one_of(there, hub_id=actor.hub_id)
    for person_id in said.values():
        if person_id not in record_of:
            record_of |= people_queries.one_of([person_id], hub_id=actor.hub_id)
    return {named: record_of[person_id] for named, person_id in said.items()}


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
        rules.require_no_other_enquiry(running_by_name([person_id], enquiry.id, actor))
        raise
    keep_rating(subject, first.rating, first.reason, due, actor=actor, at=at)
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


def _whom(p: ContactPersonView, model: OperatingModel) -> Serves | None:
    return rules.serves(p.involvement, model)
