"""Whom a tie to the family keeps out of its case, and of what was told of that family at the front door."""

from collections.abc import Collection
from uuid import UUID

from openmash.access import Actor
from openmash.contacts import queries as contact_queries
from openmash.enquiries.models import EnquiryContact, Member, Subject
from openmash.exclusions import queries as exclusion_queries
from openmash.people import queries as people_queries


def kept_out_of(actor: Actor) -> frozenset[UUID]:
    """The enquiries that the actor is kept out of, by their own exclusion or by that of somebody in them.

    Somebody of the same name and birth date counts as that person: nobody gets in because a family was recorded twice.
    Lists leave these out; at their address the reason is said, since only somebody who was sent there has it.
    """
    out = exclusion_queries.kept_out_of(actor)
    if not out.people:
        return frozenset(out.enquiries)
    people = _people_out(actor, out.people)
    as_subject = Subject.objects.filter(hub_id=actor.hub_id, person_id__in=people).values_list("enquiry_id")
    as_member = Member.objects.filter(hub_id=actor.hub_id, person_id__in=people).values_list("enquiry_id")
    return frozenset(out.enquiries) | {enquiry_id for (enquiry_id,) in as_subject.union(as_member)}


def people_kept_from(actor: Actor) -> frozenset[UUID]:
    """Whom the actor is kept away from: people, and everybody in an enquiry that the actor is kept out of.

    With those of the same name and birth date: a tie to a family is a tie to them wherever they are looked for.
    """
    out = exclusion_queries.kept_out_of(actor)
    in_enquiries = _people_in(out.enquiries, actor) if out.enquiries else []
    return frozenset(_people_out(actor, {*out.people, *in_enquiries}))


def contacts_kept_from(actor: Actor) -> frozenset[UUID]:
    """The contacts that the actor is kept out of: those of such an enquiry, and those that name such a person.

    Whoever is named counts by name and birth date before anybody has said who that is: what somebody must not learn
    of their own family is learnt from the first call.
    """
    out = exclusion_queries.kept_out_of(actor)
    if not out:
        return frozenset()
    links = EnquiryContact.objects.filter(hub_id=actor.hub_id, enquiry_id__in=kept_out_of(actor))
    found = set(links.values_list("contact_id", flat=True))
    if out.people:
        for person_id in _people_out(actor, out.people):
            found |= contact_queries.contacts_naming(person_id, hub_id=actor.hub_id)
        told = people_queries.identities(out.people, hub_id=actor.hub_id)
        found |= contact_queries.contacts_telling_of(told.values(), hub_id=actor.hub_id)
    return contact_queries.with_those_joined(found, hub_id=actor.hub_id)


def require_not_kept_out(enquiry_id: UUID, *, actor: Actor) -> None:
    """Whatever their role and vetting, a colleague with a tie to the family does not open its case.

    Raises:
        KeptOut: with the recorded reason.
    """
    out = exclusion_queries.kept_out_of(actor)
    if out and enquiry_id in kept_out_of(actor):
        same = _people_out(actor, out.people)
        people = [same.get(each, each) for each in _people_in([enquiry_id], actor)]
        raise exclusion_queries.refusal(out.ground(enquiry_id, people) or "other")


def require_contact_not_kept(contact_id: UUID, *, actor: Actor) -> None:
    """The same for what was told of the family at the front door.

    Raises:
        KeptOut: with the recorded reason, where the contact is of an enquiry.
    """
    if contact_id not in contacts_kept_from(actor):
        return
    out = exclusion_queries.kept_out_of(actor)
    grounds = [*out.people.values(), *out.enquiries.values()]
    raise exclusion_queries.refusal(grounds[0] if len(set(grounds)) == 1 else "other")


def _people_out(actor: Actor, people: Collection[UUID]) -> dict[UUID, UUID]:
    """Whom the actor is kept away from, with those recorded again."""
    return people_queries.recorded_again(people, hub_id=actor.hub_id) if people else {}


def _people_in(enquiry_ids: Collection[UUID], actor: Actor) -> list[UUID]:
    which = {"hub_id": actor.hub_id, "enquiry_id__in": list(enquiry_ids)}
    subjects = Subject.objects.filter(**which).values_list("person_id", flat=True)
    return [*subjects, *Member.objects.filter(**which).values_list("person_id", flat=True)]
