"""To whom somebody's case is open already: the first thing to see, for it goes to that worker first."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from openmash.access import Actor, Permission
from openmash.people import permissions as people_permissions
from openmash.people import queries as people_queries
from openmash.people.queries import OpenCaseView
from openmash.web.shared.templatetags import case_work


@dataclass(frozen=True)
class Line:
    """That one person's case is open to one worker; ``end_url`` is empty for who may not end it."""

    words: str
    end_url: str


def lines(person_ids: Iterable[UUID], *, actor: Actor) -> tuple[Line, ...]:
    """Every case of these people that is open to a worker; one statement, three where there are any."""
    return tuple(line(each, actor=actor) for each in people_queries.open_cases(person_ids, actor=actor))


def line(each: OpenCaseView, *, actor: Actor) -> Line:
    """One of them in words."""
    words = f"{each.person_name}: open to {each.worker}, {each.team_name}, since {case_work.day(each.since)}."
    front = Permission.SEE_CONTACTS in actor.permissions and people_permissions.can_note_open_case(actor)
    return Line(words, reverse("contacts:end_open_case", args=[each.id]) if front else "")
