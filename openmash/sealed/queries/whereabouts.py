"""Whose address is kept back wherever something is written that is read outside the room."""

from uuid import UUID

from openmash.access import Actor
from openmash.enquiries.queries import EnquiryView
from openmash.people import queries as people_queries
from openmash.sealed import rules
from openmash.sealed.queries.guards import opened_terms, standing_protections


def addresses_kept_back(enquiry: EnquiryView, *, opened: bool, actor: Actor) -> frozenset[UUID]:
    """The people of an enquiry whose address enters no copy and no question, whoever it is for and whatever is ticked.

    They are protected, or live where somebody lives who is: a foster carer's address is the child's.

    Args:
        enquiry: the people whose addresses would be written.
        opened: whether what the protections keep back in words is opened too, for comparing alone; that it is has to be
            on the log. Without, only the addresses count that are on record for somebody protected.
        actor: who writes.
    """
    standing = [each for each in standing_protections(actor) if each.kind in rules.KEEPS_ADDRESSES_BACK]
    if not standing:
        return frozenset()
    people = [*(s.person for s in enquiry.subjects), *(m.person for m in enquiry.members)]
    protected = people_queries.persons({each.person_id for each in standing if each.person_id}, actor=actor)
    known = {each.identity for each in protected.values() if each.born_on}
    same = people_queries.same_as(protected, hub_id=actor.hub_id)
    here = {each.id for each in people if each.id in same or each.identity in known}
    around = people_queries.same_as(here, hub_id=actor.hub_id)
    near = [each.id for each in standing if each.person_id in around or each.enquiry_id == enquiry.id]
    terms = opened_terms(near, hub_id=actor.hub_id) if near and opened else {}
    places = {a.words for each in protected.values() for a in each.addresses} | {
        text for each in terms.values() for kind, text in each.pairs() if kind in ("address", "postcode")
    }
    return frozenset(
        each.id
        for each in people
        if each.id in here or any(rules.same_place(a.words, place) for a in each.addresses for place in places)
    )
