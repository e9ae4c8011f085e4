"""Writing down what happened, in the same transaction as what happened."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from openmash.access import Actor
from openmash.audit.models import Event

Plain = str | int | bool | None | list[str]


def record(
    name: str,
    *,
    actor: Actor,
    at: datetime,
    about: tuple[str, UUID],
    enquiry_id: UUID | None = None,
    detail: dict[str, Plain] | None = None,
) -> None:
    """Write one event; if it cannot be written, whatever it speaks of does not happen either.

    Args:
        name: noun and past tense, ``"contact.signposted"``.
        actor: who did it.
        at: when they did it (aware).
        about: what it was done to: kind and id.
        enquiry_id: the enquiry it belongs to, if any, so that a case has one timeline.
        detail: codes, numbers and ids; never a name and never free text, which could not be erased from the log.
    """
    kind, about_id = about
    _event(name, actor, at, kind, about_id, enquiry_id, detail or {}).save(force_insert=True)


def record_each(
    name: str,
    *,
    actor: Actor,
    at: datetime,
    about: Iterable[tuple[str, UUID, dict[str, Plain]]],
    enquiry_id: UUID | None = None,
) -> None:
    """Write one event for each of many things in one statement: a room with sixty items is read in one go.

    Args:
        name: as of ``record``.
        actor: who did it.
        at: when they did it (aware).
        about: kind, id and detail of each.
        enquiry_id: the enquiry they belong to, if any.
    """
    Event.objects.bulk_create(
        _event(name, actor, at, kind, about_id, enquiry_id, detail) for kind, about_id, detail in about
    )


def _event(
    name: str,
    actor: Actor,
    at: datetime,
    kind: str,
    about_id: UUID,
    enquiry_id: UUID | None,
    detail: dict[str, Plain],
) -> Event:
    return Event(
        hub_id=actor.hub_id,
        at=at,
        name=name,
        actor_id=actor.id,
        actor_role=actor.role,
        agency_id=actor.agency_id,
        about_kind=kind,
        about_id=about_id,
        enquiry_id=enquiry_id,
        detail=detail,
    )
