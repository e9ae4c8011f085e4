"""People as those see them who may see some cases and not others: whom they find, and in which cases."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from openmash.access import Actor
from openmash.contacts import permissions as contact_permissions
from openmash.contacts import queries as contact_queries
from openmash.enquiries import permissions
from openmash.enquiries.models import Enquiry, Member, Subject
from openmash.enquiries.queries.keeping_out import contacts_kept_from, kept_out_of, people_kept_from
from openmash.enquiries.states import EnquiryState
from openmash.people import queries as people_queries
from openmash.people.errors import PersonNotFound
from openmash.people.queries import Found, PersonView
from openmash.people.rules import Looked


@dataclass(frozen=True)
class InCase:
    """That somebody is in an enquiry, or is named in a contact that is none yet.

    Args:
        id: of the enquiry or the contact.
        part: "Decided about", or what they are to whom it is about.
    """

    id: UUID
    reference: str
    is_enquiry: bool
    is_open: bool
    part: str
    since: datetime


def require_person(person_id: UUID, *, actor: Actor) -> PersonView:
    """Somebody whom the actor may see.

    Raises:
        NotFound: there is nobody, or the actor is kept away from them: it looks the same.
        Refused: the actor's role has nothing to do with people.
    """
    found = people_queries.person(person_id, actor=actor)
    if person_id in people_kept_from(actor):
        raise PersonNotFound
    return found


def found_people(looked: Looked, *, actor: Actor) -> Found:
    """People by what was typed, without those the actor is kept away from; ``services.look_for_people`` logs it.

    Whoever sees no enquiries finds nobody by the reference of one.
    """
    named: set[UUID] = set()
    for reference in looked.references if permissions.can_see(actor) else ():
        ids = Enquiry.objects.filter(hub_id=actor.hub_id, reference=reference).values("id")
        open_to_actor = {"hub_id": actor.hub_id, "enquiry_id__in": ids}
        for model in (Subject, Member):
            rows = model.objects.filter(**open_to_actor).exclude(enquiry_id__in=kept_out_of(actor))
            named |= set(rows.values_list("person_id", flat=True))
        named |= contact_queries.people_in_contact(reference, actor=actor, without=contacts_kept_from(actor))
    return people_queries.look(looked, actor=actor, among=named, without=people_kept_from(actor))


def cases_of(people: Iterable[UUID], *, actor: Actor) -> dict[UUID, list[InCase]]:
    """The cases that each of these people is in, by any record of theirs, the latest first.

    Only those that the actor may see: none they are kept out of, and no contact where they see no contacts. The same
    number of statements however many people there are.

    Raises:
        Refused: the actor may not see enquiries.
    """
    permissions.require_can_see(actor)
    asked = people_queries.one_of(people, hub_id=actor.hub_id)
    found: dict[UUID, dict[UUID, InCase]] = defaultdict(dict)
    subjects = Subject.objects.filter(hub_id=actor.hub_id, person_id__in=asked)
    members = Member.objects.filter(hub_id=actor.hub_id, person_id__in=asked)
    parts = [(row.person_id, row.enquiry_id, "Decided about") for row in subjects]
    parts += [(row.person_id, row.enquiry_id, row.part) for row in members]
    rows = Enquiry.objects.filter(hub_id=actor.hub_id, id__in={enquiry_id for _, enquiry_id, _ in parts})
    enquiries = {row.id: row for row in rows.exclude(id__in=kept_out_of(actor))}
    for person_id, enquiry_id, part in parts:
        if enquiry_id in enquiries:
            row = enquiries[enquiry_id]
            is_open = row.state == EnquiryState.OPEN
            case = InCase(row.id, row.reference, True, is_open, part, row.received_at)
            found[asked[person_id]].setdefault(row.id, case)
    for person_id, case in _contacts(asked, actor):
        found[asked[person_id]].setdefault(case.id, case)
    return {
        person_id: sorted(cases.values(), key=lambda case: (case.since, case.reference), reverse=True)
        for person_id, cases in found.items()
    }


def _contacts(people: Collection[UUID], actor: Actor) -> list[tuple[UUID, InCase]]:
    if not contact_permissions.can_see(actor):
        return []
    rows = contact_queries.named_in(people, actor=actor, without=contacts_kept_from(actor))
    return [
        (each.person_id, InCase(each.contact_id, each.reference, False, each.waits, each.part, each.received_at))
        for each in rows
    ]
