"""Whom the forms of protections and dangers offer."""

from uuid import UUID

from openmash.access import Actor, Permission
from openmash.agencies import queries as agency_queries
from openmash.enquiries.queries import EnquiryView
from openmash.people import queries as people_queries
from openmash.people.queries import PersonView

_MOST_FOUND = 10


def people_of(enquiry: EnquiryView) -> list[tuple[str, str]]:
    """Everybody in an enquiry, as choices."""
    return [_choice(each) for each in (*(s.person for s in enquiry.subjects), *(m.person for m in enquiry.members))]


def others(enquiry: EnquiryView, *, looked_for: str, actor: Actor) -> list[tuple[str, str]]:
    """Who else may be meant: those who are recorded as somebody's of the family, and those who were looked for."""
    related = people_queries.relationships(enquiry.person_ids, actor=actor)
    ids = {each for r in related for each in (r.person_id, r.other_id)} - enquiry.person_ids
    by_name = sorted(people_queries.named(looked_for, actor=actor) - enquiry.person_ids)[:_MOST_FOUND]
    found = people_queries.persons({*ids, *by_name}, actor=actor).values()
    return sorted((_choice(each) for each in found), key=lambda choice: choice[1])


def teams(actor: Actor) -> list[tuple[str, str]]:
    """The receiving teams, as choices."""
    return [(str(each.id), each.name) for each in agency_queries.teams(actor.hub_id)]


def may_end(actor: Actor) -> bool:
    """Whether the reader may end a protection."""
    return Permission.DECIDE in actor.permissions


def person_id(choice: str) -> UUID:
    """The id behind a choice of ``people_of``."""
    return UUID(choice)


def _choice(person: PersonView) -> tuple[str, str]:
    return str(person.id), ", ".join(filter(None, (person.display_name, person.age_words)))
