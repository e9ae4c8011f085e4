"""Reading the log."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from openmash.access import Actor
from openmash.audit.models import Event

# One deed is one moment to the application, and often several events: the database's clock says which came first.
_OLDEST_FIRST = ("at", "written_at", "id")


@dataclass(frozen=True)
class EventView:
    """One event as others may see it; ids are turned into names by whoever knows the names."""

    at: datetime
    name: str
    actor_id: UUID
    actor_role: str
    agency_id: UUID | None
    about_kind: str
    about_id: UUID
    detail: dict[str, object]


def of_enquiry(enquiry_id: UUID, *, actor: Actor) -> Sequence[EventView]:
    """Everything the log holds about one enquiry, oldest first; whether the actor may see it is asked before."""
    return [_view(e) for e in Event.objects.filter(hub_id=actor.hub_id, enquiry_id=enquiry_id).order_by(*_OLDEST_FIRST)]


def of_thing(about_id: UUID, *, actor: Actor) -> Sequence[EventView]:
    """Everything the log holds about one thing, oldest first."""
    return [_view(e) for e in Event.objects.filter(hub_id=actor.hub_id, about_id=about_id).order_by(*_OLDEST_FIRST)]


def things_touched(names: Collection[str], *, by: Collection[UUID], since: datetime, actor: Actor) -> set[UUID]:
    """What these people did something to since a moment: ids alone, for rules that ask what somebody read lately."""
    rows = Event.objects.filter(hub_id=actor.hub_id, actor_id__in=list(by), name__in=list(names), at__gte=since)
    return set(rows.values_list("about_id", flat=True))


def how_often(name: str, *, about_id: UUID, since: datetime, actor: Actor) -> int:
    """How many events of a name are about one thing since a moment, for limits of how often somebody may do it."""
    return Event.objects.filter(hub_id=actor.hub_id, about_id=about_id, at__gte=since, name=name).count()


def _view(e: Event) -> EventView:
    return EventView(e.at, e.name, e.actor_id, e.actor_role, e.agency_id, e.about_kind, e.about_id, e.detail)
