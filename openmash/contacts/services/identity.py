"""Saying who the people named in a contact are. A person says it; nothing is linked by itself."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from openmash.access import Actor, require
from openmash.audit import queries as audit_queries
from openmash.audit import services as audit
from openmash.contacts import permissions, rules
from openmash.contacts.errors import ContactNotFound
from openmash.contacts.models import Contact, ContactPerson
from openmash.contacts.queries import involved
from openmash.people import queries as people_queries
from openmash.people import services as people_services
from openmash.people.errors import PersonNotFound


@transaction.atomic
def identify(
    *,
    contact_person_id: UUID,
    person_id: UUID | None,
    actor: Actor,
    at: datetime,
    offered: people_queries.Offered | None = None,
) -> UUID:
    """Say who somebody named in a contact is.

    Args:
        contact_person_id: the person as named in the contact.
        person_id: somebody the hub knows; None makes a new person from what was told.
        actor: who says so.
        at: when.
        offered: whom the index offered; what spoke for and against is on the log with who it was said to be.

    Returns:
        The person's id. A known person gains the name, address and relationships that were told now.
    """
    row = ContactPerson.objects.select_for_update().filter(hub_id=actor.hub_id, id=contact_person_id).first()
    if row is None:
        raise ContactNotFound
    require(permissions.can_identify(actor))
    state = Contact.objects.values_list("state", flat=True).get(hub_id=actor.hub_id, id=row.contact_id)
    rules.require_not_settled(state, row.person_id)
    told = involved(row)
    if person_id is None:
        found = people_services.create(told=told.told, actor=actor, at=at)
    else:
        found = people_queries.person(person_id, actor=actor).id
        _require_may_be_led_to(found, row, actor)
        _add_what_was_told(found, told, actor, at)
    row.person_id = found
    row.save(update_fields=["person"])
    _relate(row, actor, at)
    detail: dict[str, audit.Plain] = {"person_id": str(found), "new": person_id is None}
    if offered is not None:
        detail |= _weighed(found, offered)
    audit.record("contact.person_identified", actor=actor, at=at, about=("contact", row.contact_id), detail=detail)
    return found


@transaction.atomic
def take_back_identity(*, contact_person_id: UUID, actor: Actor, at: datetime) -> None:
    """Say that somebody named in a contact is not who they were said to be.

    What the contact added to that person (a name, an address, a tie) goes, unless another contact tells it as well;
    what spoke for it is on the log again. Somebody who was made a new person of this contact stays, without it.

    Raises:
        NotFound, Refused.
        RuleBroken: ``contacts.identity_…``: an enquiry is open about them, or nobody said who it is.
    """
    row = ContactPerson.objects.select_for_update().filter(hub_id=actor.hub_id, id=contact_person_id).first()
    if row is None:
        raise ContactNotFound
    require(permissions.can_identify(actor))
    state = Contact.objects.values_list("state", flat=True).get(hub_id=actor.hub_id, id=row.contact_id)
    rules.require_not_settled(state, row.person_id)
    person_id = rules.require_identified(row.person_id)
    beside = ContactPerson.objects.filter(hub_id=actor.hub_id, contact_id=row.contact_id).exclude(id=row.id)
    others = ContactPerson.objects.filter(hub_id=actor.hub_id, person_id=person_id).exclude(id=row.id)
    related = {each for each in beside.values_list("person_id", flat=True) if each}
    together = ContactPerson.objects.filter(contact_id__in=others.values("contact_id"), person_id__in=related)
    related -= {each for each in together.values_list("person_id", flat=True) if each}
    row.person_id = None
    row.save(update_fields=["person"])
    people_services.take_back_told(
        person_id=person_id,
        told=involved(row).told,
        elsewhere=[involved(each).told for each in others],
        related_to=related,
        actor=actor,
        at=at,
    )
    detail: dict[str, audit.Plain] = {"person_id": str(person_id), **_weighed_then(row.contact_id, person_id, actor)}
    audit.record("contact.identity_taken_back", actor=actor, at=at, about=("contact", row.contact_id), detail=detail)


def _weighed_then(contact_id: UUID, person_id: UUID, actor: Actor) -> dict[str, audit.Plain]:
    """By which model and with what evidence they were said to be that person, as the log has it."""
    said = [
        each.detail
        for each in audit_queries.of_thing(contact_id, actor=actor)
        if each.name == "contact.person_identified" and each.detail.get("person_id") == str(person_id)
    ]
    found = said[-1] if said else {}
    evidence = found.get("evidence")
    return {
        "model": str(found.get("model", "")),
        "evidence": [str(each) for each in evidence] if isinstance(evidence, list) else [],
    }


def _weighed(person_id: UUID, offered: people_queries.Offered) -> dict[str, audit.Plain]:
    """By which model how many were offered, and what it said of the one that was chosen: its own words, of nobody."""
    chosen = next((each for each in offered.candidates if each.person.id == person_id), None)
    return {
        "model": offered.model_version,
        "offered": len(offered.candidates),
        "evidence": [f"{each.words}: {each.strength}" for each in chosen.evidence] if chosen else [],
    }


def _require_may_be_led_to(person_id: UUID, row: ContactPerson, actor: Actor) -> None:
    """Nobody is named beside somebody they are kept apart from; it looks as if there were no such person."""
    apart = people_queries.kept_apart_from([person_id], hub_id=actor.hub_id)
    beside = ContactPerson.objects.filter(hub_id=actor.hub_id, contact_id=row.contact_id, person_id__in=apart)
    if beside.exists():
        raise PersonNotFound


def _add_what_was_told(person_id: UUID, told: rules.PersonInvolved, actor: Actor, at: datetime) -> None:
    if told.family_name:
        people_services.add_name(
            person_id=person_id, given_name=told.given_name, family_name=told.family_name, actor=actor, at=at
        )
    if told.address or told.postcode:
        people_services.record_address(
            person_id=person_id, lines=told.address, postcode=told.postcode, actor=actor, at=at
        )


def _relate(row: ContactPerson, actor: Actor, at: datetime) -> None:
    """ "Mother" is told of the children and adults the contact is about; each pair is related once both are known."""
    named = ContactPerson.objects.filter(hub_id=actor.hub_id, contact_id=row.contact_id, person__isnull=False)
    for other in named.exclude(id=row.id):
        for one, two in ((row, other), (other, row)):
            to_relate = one.involvement not in rules.ABOUT and two.involvement in rules.ABOUT
            if one.relationship and to_relate and one.person_id and two.person_id not in (None, one.person_id):
                people_services.relate(
                    person_id=one.person_id,
                    other_id=two.person_id,
                    kind=one.relationship.lower(),
                    actor=actor,
                    at=at,
                )
