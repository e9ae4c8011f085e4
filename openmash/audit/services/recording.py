"""Writing down what happened, in the same transaction as what happened."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.db import DatabaseError

from openmash.access import Actor
from openmash.audit.models import Event
from openmash.core.errors import OpenMashError

Plain = str | int | bool | None | list[str]


class NotWritten(OpenMashError):
    """The log could not be written, so what it was to speak of does not happen and is not shown (503)."""

    def __init__(self) -> None:
        super().__init__(
            "The hub's log cannot be written at the moment, so this was not opened or done. Nothing was changed. Try "
            "again in a few minutes; if it stays like this, tell the hub's administrator."
        )


def record(
    name: str,
    *,
    actor: Actor,
    at: datetime,
    about: tuple[str, UUID],
    enquiry_id: UUID | None = None,
    owner: UUID | None = None,
    detail: dict[str, Plain] | None = None,
) -> None:
    """Write one event; if it cannot be written, whatever it speaks of does not happen either.

    Args:
        name: noun and past tense, ``"contact.signposted"``.
        actor: who did it.
        at: when they did it (aware).
        about: what it was done to: kind and id.
        enquiry_id: the enquiry it belongs to, if any, so that a case has one timeline.
        owner: the agency whose information it is about, if it is an agency's: that agency sees it.
        detail: codes, numbers and ids; never a name and never free text, which could not be erased from the log.

    Raises:
        NotWritten: the database did not take it.
    """
    kind, about_id = about
    with _or_not_at_all():
        _event(name, actor, at, kind, about_id, enquiry_id, owner, detail or {}).save(force_insert=True)


def record_each(
    name: str,
    *,
    actor: Actor,
    at: datetime,
    about: Iterable[tuple[str, UUID, dict[str, Plain]]],
    enquiry_id: UUID | None = None,
    owners: Mapping[UUID, UUID] | None = None,
    enquiries: Mapping[UUID, UUID] | None = None,
) -> None:
    """Write one event for each of many things in one statement: a room with sixty items is read in one go.

    Args:
        name: as of ``record``.
        actor: who did it.
        at: when they did it (aware).
        about: kind, id and detail of each.
        enquiry_id: the enquiry they belong to, if any.
        owners: by id of a thing, the agency whose information it is: that agency sees it.
        enquiries: by id of a thing, the enquiry it belongs to, where they are not all of one.

    Raises:
        NotWritten: the database did not take them.
    """
    of, case = owners or {}, enquiries or {}
    events = [
        _event(name, actor, at, kind, each, case.get(each, enquiry_id), of.get(each), detail)
        for kind, each, detail in about
    ]
    with _or_not_at_all():
        Event.objects.bulk_create(events)


@contextmanager
def _or_not_at_all() -> Iterator[None]:
    try:
        yield
    except DatabaseError as error:
        raise NotWritten from error


def _event(
    name: str,
    actor: Actor,
    at: datetime,
    kind: str,
    about_id: UUID,
    enquiry_id: UUID | None,
    owner: UUID | None,
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
        owner_id=owner,
        enquiry_id=enquiry_id,
        detail=detail,
    )
