"""The log as its pages show it: who, in which role, of which agency, about which enquiry, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from openmash.access import ROLES, Actor, Role
from openmash.accounts import queries as account_queries
from openmash.agencies import queries as agency_queries
from openmash.audit.queries import Cursor, Line, Month, Readers
from openmash.audit.rules import READINGS
from openmash.enquiries import queries as enquiry_queries
from openmash.sealed import queries as sealed_queries
from openmash.web.inside.audit.words import words_of

_NOBODY_SIGNED_IN = {
    Role.VIRTUAL_PARTNER: "By a one-time link",
    Role.REFERRER: "By the public form",
    Role.AGENCY_SYSTEM: "By an agency’s key",
    Role.AGENCY_PORTAL: "By an agency’s key",
    Role.SYSTEM: "OpenMASH, by itself",
}
BAR_WIDTH = 400


@dataclass(frozen=True)
class Row:
    """One line of either page."""

    at: datetime
    who: str
    role: str
    agency: str
    what: str
    enquiry: str
    item: str


@dataclass(frozen=True)
class Bar:
    """One month of the picture; widths in units of a drawing ``BAR_WIDTH`` wide."""

    month: str
    by_own: int
    by_others: int
    own_width: int
    others_width: int


@dataclass(frozen=True)
class Crowd:
    """How many people opened something of an enquiry."""

    reference: str
    people: int
    openings: int


def rows(lines: Iterable[Line], *, actor: Actor, ours: bool) -> list[Row]:
    """Lines with names in place of ids.

    Args:
        lines: events.
        actor: who looks.
        ours: whether they are about the actor's own agency's information, whose items may be told apart.
    """
    found = list(lines)
    names = account_queries.names_of({line.actor_id for line in found}, hub_id=actor.hub_id)
    agencies = {agency.id: agency.name for agency in agency_queries.agencies(actor.hub_id)}
    enquiries = {line.enquiry_id for line in found if line.enquiry_id}
    references = enquiry_queries.references_of(enquiries, hub_id=actor.hub_id)
    items = sealed_queries.own_items({line.item_id for line in found if line.item_id}, actor=actor) if ours else {}
    return [
        Row(
            at=line.at,
            who=names.get(line.actor_id) or _NOBODY_SIGNED_IN.get(Role(line.actor_role), "Somebody who has left"),
            role=ROLES[Role(line.actor_role)].title,
            agency=agencies.get(line.agency_id, "") if line.agency_id else "",
            what=READINGS.get(line.name, words_of(line.name)) if ours else words_of(line.name),
            enquiry=references.get(line.enquiry_id, "") if line.enquiry_id else "",
            item=_item(items.get(line.item_id)) if line.item_id else "",
        )
        for line in found
    ]


def bars(months: Iterable[Month]) -> list[Bar]:
    """The monthly picture, all bars in one measure."""
    found = list(months)
    most = max((month.by_own + month.by_others for month in found), default=0) or 1
    return [
        Bar(
            f"{timezone.localtime(month.begins):%B %Y}",
            month.by_own,
            month.by_others,
            round(BAR_WIDTH * month.by_own / most),
            round(BAR_WIDTH * month.by_others / most),
        )
        for month in found
    ]


def crowds(readers: Iterable[Readers], *, actor: Actor) -> list[Crowd]:
    """How many people opened something of each enquiry, by its reference."""
    found = list(readers)
    references = enquiry_queries.references_of([each.enquiry_id for each in found], hub_id=actor.hub_id)
    return [Crowd(references.get(each.enquiry_id, "No longer held"), each.people, each.openings) for each in found]


def people(ids: Iterable[UUID], *, actor: Actor) -> list[tuple[str, str]]:
    """A choice of people, by name."""
    names = account_queries.names_of(list(ids), hub_id=actor.hub_id)
    return sorted(((str(user_id), name) for user_id, name in names.items()), key=lambda choice: choice[1].casefold())


def cursor_of(line: Line) -> str:
    """Where the next page begins, as it stands in an address."""
    return f"{line.at.isoformat()}_{line.id}"


def cursor_from(written: str) -> Cursor | None:
    """The same again; the first page where somebody made it up."""
    at, _, event_id = written.replace(" ", "+").rpartition("_")
    try:
        moment = parse_datetime(at)
        return (moment, UUID(event_id)) if moment and moment.tzinfo else None
    except ValueError:
        return None


def _item(item: sealed_queries.OwnItem | None) -> str:
    if item is None:
        return ""
    put_in = timezone.localtime(item.sealed_at)
    return f"Put in {put_in.day} {put_in:%B %Y at %H:%M} by {item.sealed_by_name}"
