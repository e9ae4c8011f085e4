"""What the case page shows of protections and dangers, and whom their forms offer."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse
from django.utils.timezone import localdate

from openmash.access import Actor, Permission
from openmash.agencies import queries as agency_queries
from openmash.enquiries.queries import EnquiryView
from openmash.people import permissions as people_permissions
from openmash.people import queries as people_queries
from openmash.people.queries import PersonView
from openmash.sealed import permissions as sealed_permissions
from openmash.sealed import queries as sealed_queries

_MOST_FOUND = 10


@dataclass(frozen=True)
class Danger:
    """A danger to staff, with the page on which it is ended where the reader may."""

    person: str
    words: str
    since: date
    recorded_by: str
    review_on: date
    review_due: bool
    end_url: str


@dataclass(frozen=True)
class Guarded:
    """That a protection is recorded; ``url`` is empty for who may not read it and asks instead."""

    recorded_by: str
    recorded_at: datetime
    url: str


@dataclass(frozen=True)
class Panel:
    """What whoever opens the case must see before they write, ring or visit."""

    dangers: tuple[Danger, ...]
    protections: tuple[Guarded, ...]
    warn_url: str
    protect_url: str


def panel(enquiry: EnquiryView, *, actor: Actor, at: datetime) -> Panel:
    """Gather it; the number of statements does not grow."""
    enters = bool(sealed_permissions.can_enter_room(actor))
    return Panel(
        dangers=tuple(
            Danger(
                person=each.person_name,
                words=each.words,
                since=each.since,
                recorded_by=each.recorded_by_name,
                review_on=each.review_on,
                review_due=each.review_on <= localdate(at),
                end_url=reverse("guards:end_warning", args=[enquiry.id, each.id])
                if people_permissions.can_end_warning(actor)
                else "",
            )
            for each in people_queries.warnings(enquiry.person_ids, actor=actor)
        ),
        protections=tuple(
            Guarded(
                recorded_by=each.recorded_by_name,
                recorded_at=each.recorded_at,
                url=reverse("guards:protection", args=[each.id]) if enters else "",
            )
            for each in sealed_queries.protections_of(enquiry.person_ids, enquiry_id=enquiry.id, actor=actor)
        ),
        warn_url=reverse("guards:warn", args=[enquiry.id]) if people_permissions.can_warn(actor) else "",
        protect_url=reverse("guards:protect", args=[enquiry.id]) if enters else "",
    )


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
