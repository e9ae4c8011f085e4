"""The log as people look through it: who opened an agency's information, and what happened in the hub."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncMonth

from openmash.access import Actor
from openmash.audit import permissions, rules
from openmash.audit.models import Event


@dataclass(frozen=True)
class Line:
    """One event as a page shows it; ids are turned into names by whoever knows the names."""

    id: UUID
    at: datetime
    name: str
    actor_id: UUID
    actor_role: str
    agency_id: UUID | None
    about_kind: str
    about_id: UUID
    item_id: UUID | None
    enquiry_id: UUID | None


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for in the log; whatever is None or empty does not narrow it.

    Args:
        since: from this moment on.
        until: to before this moment.
        person: what this person did.
        enquiry: what belongs to this enquiry.
        names: only events of these names.
        agency: only what people of this agency did.
        not_agency: only what people of other agencies did.
        without_enquiries: leave out what belongs to these.
        without_things: leave out what is about these, or about something of these.
    """

    since: datetime | None = None
    until: datetime | None = None
    person: UUID | None = None
    enquiry: UUID | None = None
    names: tuple[str, ...] = ()
    agency: UUID | None = None
    not_agency: UUID | None = None
    without_enquiries: frozenset[UUID] = field(default=frozenset())
    without_things: frozenset[UUID] = field(default=frozenset())


@dataclass(frozen=True)
class Month:
    """How often an agency's information was opened in a month, by its own people and by others."""

    begins: datetime
    by_own: int
    by_others: int


@dataclass(frozen=True)
class Readers:
    """How many people opened something of an enquiry, and how often."""

    enquiry_id: UUID
    people: int
    openings: int


Cursor = tuple[datetime, UUID]


def openings(
    *, actor: Actor, agency_id: UUID, wanted: Wanted, before: Cursor | None = None, most: int = 50
) -> list[Line]:
    """Who opened an agency's information, newest first.

    Args:
        actor: somebody who controls that agency's information.
        agency_id: the agency.
        wanted: what is looked for.
        before: the last line of the page before.
        most: as many lines as fit on a page.

    Raises:
        Refused: it is another agency's, or their role does not see it.
    """
    permissions.require_can_see_openings(actor, agency_id)
    return _lines(_openings(actor, agency_id, wanted), before, most)


def openings_by_month(*, actor: Actor, agency_id: UUID, wanted: Wanted) -> list[Month]:
    """The same, counted by month (of the hub's wall clock), the earliest first; months with none are left out.

    Raises:
        Refused: as of ``openings``.
    """
    permissions.require_can_see_openings(actor, agency_id)
    own = Count("id", filter=Q(agency_id=agency_id))
    rows = _openings(actor, agency_id, wanted).annotate(month=TruncMonth("at")).values("month")
    counted = rows.annotate(own=own, everybody=Count("id")).order_by("month")
    return [Month(row["month"], row["own"], row["everybody"] - row["own"]) for row in counted]


def readers_of(*, actor: Actor, agency_id: UUID) -> list[UUID]:
    """Everybody who ever opened something of an agency's, for a choice of people.

    Raises:
        Refused: as of ``openings``.
    """
    permissions.require_can_see_openings(actor, agency_id)
    return list(_openings(actor, agency_id, Wanted()).values_list("actor_id", flat=True).distinct())


def lines(*, actor: Actor, wanted: Wanted, before: Cursor | None = None, most: int = 50) -> list[Line]:
    """The hub's log, newest first.

    Args:
        actor: somebody who may see the log.
        wanted: what is looked for; what the actor may not know of must be left out by it.
        before: the last line of the page before.
        most: as many lines as fit on a page.

    Raises:
        Refused: their role does not see the log.
    """
    permissions.require_can_see_log(actor)
    return _lines(_narrowed(Event.objects.filter(hub_id=actor.hub_id), wanted), before, most)


def readers_by_enquiry(*, actor: Actor, wanted: Wanted, most: int = 20) -> list[Readers]:
    """How many people opened something of each enquiry, the enquiries with most people first.

    Raises:
        Refused: their role does not see the log.
    """
    permissions.require_can_see_log(actor)
    rows = _narrowed(Event.objects.filter(hub_id=actor.hub_id, enquiry_id__isnull=False), wanted)
    rows = rows.filter(name__in=[*rules.READINGS, *rules.OPENED_BY_OURS])
    counted = rows.values("enquiry_id").annotate(people=Count("actor_id", distinct=True), openings=Count("id"))
    top = counted.order_by("-people", "-openings", "enquiry_id")[:most]
    return [Readers(row["enquiry_id"], row["people"], row["openings"]) for row in top if row["enquiry_id"]]


def _openings(actor: Actor, agency_id: UUID, wanted: Wanted) -> QuerySet[Event]:
    rows = Event.objects.filter(hub_id=actor.hub_id, owner_id=agency_id, name__in=list(rules.READINGS))
    return _narrowed(rows, wanted)


def _narrowed(rows: QuerySet[Event], wanted: Wanted) -> QuerySet[Event]:
    given = {
        "at__gte": wanted.since,
        "at__lt": wanted.until,
        "actor_id": wanted.person,
        "enquiry_id": wanted.enquiry,
        "agency_id": wanted.agency,
    }
    rows = rows.filter(**{name: value for name, value in given.items() if value is not None})
    if wanted.names:
        rows = rows.filter(name__in=wanted.names)
    if wanted.not_agency is not None:
        rows = rows.exclude(agency_id=wanted.not_agency, agency_id__isnull=False)
    if wanted.without_enquiries:
        rows = rows.filter(Q(enquiry_id=None) | ~Q(enquiry_id__in=wanted.without_enquiries))
    return _without(rows, wanted.without_things)


def _without(rows: QuerySet[Event], things: Collection[UUID]) -> QuerySet[Event]:
    if not things:
        return rows
    of_them = Q(detail__has_key="item") & Q(detail__item__in=[str(each) for each in things])
    return rows.exclude(about_id__in=things).exclude(of_them)


def _lines(rows: QuerySet[Event], before: Cursor | None, most: int) -> list[Line]:
    if before is not None:
        at, event_id = before
        rows = rows.filter(Q(at__lt=at) | Q(at=at, id__lt=event_id))
    return [_line(row) for row in rows.order_by("-at", "-id")[:most]]


def _line(row: Event) -> Line:
    item = row.about_id if row.about_kind == "item" else _uuid(row.detail.get("item"))
    return Line(
        row.id,
        row.at,
        row.name,
        row.actor_id,
        row.actor_role,
        row.agency_id,
        row.about_kind,
        row.about_id,
        item,
        row.enquiry_id,
    )


def _uuid(value: object) -> UUID | None:
    try:
        return UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None
