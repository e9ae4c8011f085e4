"""Tells PostgreSQL whose rows this transaction may touch; row-level security does the rest."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar, cast
from uuid import UUID

from django.db import connection, transaction

# Both settings as they were, and as they are from here on, in one round trip: every page begins with it.
_CHANGE = """
    WITH earlier AS MATERIALIZED (
        SELECT coalesce(current_setting('openmash.hub', true), '') AS hub,
               coalesce(current_setting('openmash.user', true), '') AS who
    )
    SELECT hub, who, set_config('openmash.hub', coalesce(%s, hub), true), set_config('openmash.user', %s, true)
"""
_AND_ONLY_READ = ", set_config('transaction_read_only', 'on', true)"

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")

_kept: ContextVar[dict[Hashable, Any] | None] = ContextVar("openmash_read_once", default=None)


@contextmanager
def enter(*, hub_id: UUID | None, user_id: UUID | None = None, reads_only: bool = False) -> Iterator[None]:
    """One transaction that sees one hub's rows.

    Args:
        hub_id: the hub; None sees the rows of no hub.
        user_id: the person signed in, who may see their own memberships before a hub is chosen.
        reads_only: PostgreSQL refuses anything but reading, and the transaction is rolled back at its end, which
            costs a read nothing and lifts the refusal again where this runs inside another transaction.

    The setting is local to the transaction, so a pooled connection carries nothing into the next request.
    Inside another transaction the earlier hub comes back at the end: work for one hub inside another never leaks.
    """
    inside_another = connection.in_atomic_block
    with transaction.atomic():
        before = _change(str(hub_id or ""), str(user_id or ""), reads_only=reads_only)
        token = _kept.set({})
        try:
            yield
        finally:
            _kept.reset(token)
        if reads_only:
            transaction.set_rollback(True)
        elif inside_another:
            _change(*before)


@contextmanager
def as_person(user_id: UUID) -> Iterator[None]:
    """The rows of the hub that was entered, as PostgreSQL shows them to one person; of no hub where none was.

    It cannot lead into another hub: what believes that somebody acts elsewhere finds nothing of theirs.

    Args:
        user_id: the person signed in.
    """
    inside_another = connection.in_atomic_block
    with transaction.atomic():
        before = _change(None, str(user_id))
        yield
        if inside_another:
            _change(*before)


def once(what: Hashable, read: Callable[[], T]) -> T:
    """Read something at most once for as long as one ``enter`` lasts; outside of any it is read each time.

    Only for what nobody changes once it is there, and what is itself unchangeable: a hub as a frozen view, a reference;
    or for what every writer of ours ``forget``s as it changes it.
    What is not there raises, and that is not kept. What one ``enter`` kept is gone with it, and one inside another
    starts with nothing.

    Args:
        what: names it and the hub it belongs to, e.g. ``("hub", hub_id)``.
        read: fetches it.
    """
    kept = _kept.get()
    if kept is None:
        return read()
    if what not in kept:
        kept[what] = read()
    return cast(T, kept[what])


def once_each(what: Hashable, ids: Iterable[K], read: Callable[[set[K]], Mapping[K, T]]) -> dict[K, T]:
    """``once`` for many of a kind: those that were not read yet are fetched in one go; what is not there is left out.

    Args:
        what: names the kind and the hub it belongs to, e.g. ``("references", hub_id)``.
        ids: which of them.
        read: fetches those of these ids that are there.
    """
    kept = _kept.get()
    held: dict[K, T] = {} if kept is None else kept.setdefault(what, {})
    wanted = dict.fromkeys(ids)
    missing = wanted.keys() - held.keys()
    if missing:
        held.update(read(missing))
    return {one: held[one] for one in wanted if one in held}


def forget(what: Hashable) -> None:
    """What ``once`` keeps under this name no longer holds: read it anew. For whoever has just changed it."""
    kept = _kept.get()
    if kept is not None:
        kept.pop(what, None)


def _change(hub: str | None, user: str, *, reads_only: bool = False) -> tuple[str, str]:
    """Set whose rows are seen, None leaving the hub as it is; returns how it was."""
    statement = f"{_CHANGE}{_AND_ONLY_READ if reads_only else ''} FROM earlier"
    with connection.cursor() as cursor:
        cursor.execute(statement, [hub, user])
        earlier_hub, earlier_user, *_ = cursor.fetchone()
    return earlier_hub, earlier_user
