"""What the hub has on record of a person or a place, as things that happened; without a word of what is sealed."""

from collections.abc import Collection, Iterator
from uuid import UUID

from django.db.models import Q, Value
from django.db.models.functions import Replace, Upper

from openmash.access import Actor
from openmash.contacts.models import Contact, ContactPerson, Issue
from openmash.decisions.models import Decision
from openmash.enquiries import queries as enquiry_queries
from openmash.enquiries.models import EnquiryContact, Rating, Subject
from openmash.hubs import queries as hub_queries
from openmash.hubs.rules import OperatingModel, UnknownCode
from openmash.people import queries as people_queries
from openmash.reporting import permissions
from openmash.reporting.queries.missing import protected_addresses
from openmash.reporting.queries.zone import zone_of
from openmash.reporting.rules import Event, Happening, Of, Profile


def profile_of_person(person_id: UUID, *, actor: Actor) -> Profile:
    """Of somebody, by every record of theirs; ``services.open_profile_of_person`` writes who opened it and why."""
    permissions.require_can_profile(actor)
    enquiry_queries.require_person(person_id, actor=actor)
    same = people_queries.same_as([person_id], hub_id=actor.hub_id)
    return _profile(Q(person_id__in=same), actor)


def profile_of_place(of: str, words: str, *, actor: Actor) -> Profile:
    """Of everybody who is named in a contact with this postcode or school, but for those who must not be found there.

    Whose address is protected is left out, and so is everybody at an address where such a person lives: a number alone
    would say that somebody is there.
    """
    permissions.require_can_profile(actor)
    people, postcodes = protected_addresses(actor.hub_id)
    there = Q(school__iexact=words.strip())
    if of == Of.POSTCODE:
        plain = "".join(words.upper().split())
        if plain in postcodes:
            return Profile(0, (), ())
        there = Q(plain=plain)
    return _profile(there & ~Q(person_id__in=people), actor)


def _profile(there: Q, actor: Actor) -> Profile:
    """What happened to those named so; the number of statements does not grow with how much it is."""
    plain = Upper(Replace("postcode", Value(" "), Value("")))
    shut = enquiry_queries.contacts_kept_from(actor)
    rows = ContactPerson.objects.filter(hub_id=actor.hub_id).annotate(plain=plain).filter(there)
    rows = rows.exclude(contact_id__in=shut).exclude(person_id__in=enquiry_queries.people_kept_from(actor))
    named = list(rows.values_list("id", "contact_id", "person_id"))
    contacts = {contact_id for _, contact_id, _ in named}
    people = people_queries.same_as({each for *_, each in named if each}, hub_id=actor.hub_id)
    joined = EnquiryContact.objects.filter(hub_id=actor.hub_id, contact_id__in=contacts)
    enquiries = set(joined.values_list("enquiry_id", flat=True)) - enquiry_queries.kept_out_of(actor)
    subjects = Subject.objects.filter(hub_id=actor.hub_id, enquiry_id__in=enquiries, person_id__in=people)
    about = set(subjects.values_list("id", flat=True))
    happened = [*_contacts(contacts, actor), *_ratings(about, actor), *_outcomes(about, actor)]
    return Profile(
        cases=len(enquiries),
        happenings=tuple(sorted(happened, key=lambda each: (each.day, each.event, each.label))),
        issues=tuple(_issues(contacts, {each for each, *_ in named}, actor)),
    )


def _contacts(ids: Collection[UUID], actor: Actor) -> Iterator[Happening]:
    zone = zone_of(actor)
    for row in Contact.objects.filter(hub_id=actor.hub_id, id__in=ids):
        yield Happening(row.received_at.astimezone(zone).date(), Event.CONTACT, row.get_kind_display())


def _ratings(subjects: Collection[UUID], actor: Actor) -> Iterator[Happening]:
    zone, model = zone_of(actor), hub_queries.model_of(actor.hub_id)
    rows = Rating.objects.filter(hub_id=actor.hub_id, subject_id__in=subjects)
    for code, at in rows.values_list("rating", "rated_at"):
        yield Happening(at.astimezone(zone).date(), Event.RATING, _called(model, "rating", code))


def _outcomes(subjects: Collection[UUID], actor: Actor) -> Iterator[Happening]:
    zone, model = zone_of(actor), hub_queries.model_of(actor.hub_id)
    rows = Decision.objects.filter(hub_id=actor.hub_id, subject_id__in=subjects)
    for code, at in rows.values_list("outcome", "decided_at"):
        yield Happening(at.astimezone(zone).date(), Event.OUTCOME, _called(model, "outcome", code))


def _issues(contacts: Collection[UUID], named: Collection[UUID], actor: Actor) -> Iterator[str]:
    """What these contacts raise about those named, or about nobody in particular."""
    labels = {issue.code: issue.label for issue in hub_queries.model_of(actor.hub_id).issues}
    rows = Issue.objects.filter(hub_id=actor.hub_id, contact_id__in=contacts, taken_back_at=None)
    for code in rows.filter(Q(about=None) | Q(about_id__in=named)).values_list("code", flat=True):
        yield labels.get(code, code.replace("_", " ").capitalize())


def _called(model: OperatingModel, what: str, code: str) -> str:
    """What the hub calls it today; the code as words where its model has it no longer."""
    try:
        return model.rating(code).label if what == "rating" else model.outcome(code).label
    except UnknownCode:
        return code.replace("_", " ").capitalize()
