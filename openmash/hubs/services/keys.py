"""Keeping wrapping keys: turning them without downtime, retiring old versions, opening everything, destroying one.

Which columns hold wrapped keys is handed in: each package lists its own, and only the installation knows all of them.
Everything here is in small transactions of its own, can be killed at any moment, and is finished by running it again.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from openmash.access import Actor
from openmash.agencies import queries as agency_queries
from openmash.audit import services as audit
from openmash.core import hub_context, wrapping
from openmash.core.keys import FOR_THE_OUTSIDE, ring
from openmash.core.wrapping import Batch, Column, Fault, Key, WrappedColumn
from openmash.hubs.rules import keys as rules

_KINDS = ("hub", "drafts", "delivery", "audit")

Told = Callable[[str, int], None]
"""Progress: which table, and how many rows of it are done."""


@dataclass(frozen=True)
class Turned:
    """What came of turning a key.

    Args:
        version: the version that wraps now; None where the key waits until the outside door has its new version.
        rows: how many were wrapped anew this time.
        faults: what cannot be opened, and so keeps the old version in use.
    """

    version: int | None
    rows: int
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class Checked:
    """What came of opening everything under a key: how many opened, how many were erased, and what cannot be opened."""

    opened: int
    erased: int
    faults: tuple[Fault, ...]


def keys_of(hub_id: UUID) -> list[Key]:
    """The wrapping keys of a hub: its own, and one for each of its agencies."""
    with hub_context.enter(hub_id=hub_id):
        agencies = agency_queries.agencies(hub_id)
    return _keys(hub_id, [agency.id for agency in agencies])


def key_names(hub_id: UUID, agency_ids: Iterable[UUID]) -> list[str]:
    """What the wrapping keys of a hub with these agencies are called; for who opens one and may have to undo it."""
    return [key.name for key in _keys(hub_id, agency_ids)]


def sign_in_key() -> Key:
    """The one key of the whole installation: it wraps the secrets behind six-digit codes."""
    return Key("sign-in", "sign-in")


def turn_key(
    key: Key,
    *,
    columns: Sequence[Column],
    actors: Sequence[Actor],
    at: datetime,
    hand_over: Callable[[str], None] | None,
    told: Told,
) -> Turned:
    """Make a new version of a wrapping key and wrap every data key anew, while people go on reading and writing.

    The new version is held everywhere before it wraps anything. Where an earlier run was broken off, that one is
    finished and no other version is made.

    Args:
        key: which.
        columns: every column that holds wrapped keys.
        actors: in whose name it goes on the log, one for each hub that the key is of.
        at: when.
        hand_over: gives the outside door its new version of a key; None where that was not possible.
        told: hears of progress.
    """
    versions = ring().versions(key.name)
    mine = [column for column in columns if column.holds(key)]
    waits = versions.newest != versions.primary
    if not waits and not _left_over(key, mine, actors):
        _note_rotation(key, versions.newest + 1, actors, at)
        ring().add_version(key.name)
    if key.name.startswith(FOR_THE_OUTSIDE) and ring().versions(key.name).newest != ring().versions(key.name).primary:
        if hand_over is None:
            return Turned(None, 0, ())
        hand_over(key.name)
    ring().use_newest(key.name)
    rows, faults = 0, list[Fault]()
    for column in mine:
        wrap = partial(wrapping.wrap_batch_anew, column, key, ring=ring())
        for batch in _batches(wrap, key, actors, note=partial(_note_batch, key, column, actors[0], at)):
            rows += batch.done
            faults += batch.faults
            told(f"{column.table}.{column.column}", batch.done)
    return Turned(ring().versions(key.name).primary, rows, tuple(faults))


def retire_key(
    key: Key, *, columns: Sequence[Column], actors: Sequence[Actor], at: datetime, for_good: bool = False
) -> int | None:
    """Stop unwrapping with a key's older versions, once nothing refers to them.

    Args:
        key: which.
        columns: every column that holds wrapped keys.
        actors: in whose name it goes on the log.
        at: when.
        for_good: forget the older versions altogether: a backup from before the turn can no longer be opened.

    Returns:
        The oldest version that is still held; None where there was nothing to retire.

    Raises:
        RuleBroken: ``keys.nothing_left_behind`` or ``keys.old_version_rests``.
    """
    versions = ring().versions(key.name)
    if versions.newest == 1 or (versions.oldest == versions.primary and not for_good):
        return None
    mine = [column for column in columns if column.holds(key)]
    rules.require_nothing_left(versions.newest != versions.primary or _left_over(key, mine, actors))
    rules.require_rested(made_at=versions.made_at, at=at)
    _note_retirement(key, versions.primary, actors, at, for_good=for_good)
    ring().retire(key.name, for_good=for_good)
    return versions.primary


def check_everything(
    key: Key, *, columns: Sequence[Column], actors: Sequence[Actor], at: datetime, told: Told
) -> Checked:
    """Open everything that a key wraps and let go of it at once; nothing is shown, and it is on the log first.

    Args:
        key: which.
        columns: every column that holds wrapped keys.
        actors: in whose name it goes on the log.
        at: when.
        told: hears of progress.
    """
    _note_check(key, actors, at)
    opened, erased, faults = 0, 0, list[Fault]()
    for column in columns:
        if not column.holds(key):
            continue
        for batch in _batches(partial(wrapping.open_batch, column, key, ring=ring()), key, actors):
            opened += batch.done
            erased += batch.erased
            faults += batch.faults
            told(f"{column.table}.{column.column}", batch.done)
    return Checked(opened, erased, tuple(faults))


def destroy_agency_key(key: Key, *, columns: Sequence[WrappedColumn], actor: Actor, at: datetime) -> int:
    """Destroy an agency's key: everything it ever put in the room is unreadable for good, in every backup too.

    What is in the database is marked as erased, so that screens say so instead of failing.

    Args:
        key: the agency's.
        columns: the columns of our tables that hold wrapped keys.
        actor: in whose name it goes on the log.
        at: when.

    Returns:
        How many wrapped keys were emptied.
    """
    if key.agency_id is None:
        raise ValueError("Only an agency's key is destroyed; a hub's would take everybody's words with it.")
    emptied = 0
    with hub_context.enter(hub_id=key.hub_id):
        audit.record("agency.key_destroyed", actor=actor, at=at, about=("agency", key.agency_id))
        emptied += sum(column.empty(key) for column in columns if column.holds(key))
    ring().destroy(key.name)
    with hub_context.enter(hub_id=key.hub_id):  # what was put in between the two
        emptied += sum(column.empty(key) for column in columns if column.holds(key))
    return emptied


def _keys(hub_id: UUID, agency_ids: Iterable[UUID]) -> list[Key]:
    own = [Key(f"{kind}-{hub_id}", kind, hub_id) for kind in _KINDS]
    return own + [Key(f"agency-{agency_id}", "agency", hub_id, agency_id) for agency_id in agency_ids]


def _batches(
    work: Callable[..., Batch], key: Key, actors: Sequence[Actor], note: Callable[[Batch], None] | None = None
) -> Iterator[Batch]:
    """One batch after another, each in a transaction of its own, until there is nothing left."""
    after = None
    while True:
        with hub_context.enter(hub_id=_hub(key, actors)):
            batch = work(after=after)
            if note is not None and batch.done:
                note(batch)
        yield batch
        if batch.last is None:
            return
        after = batch.last


def _left_over(key: Key, columns: Sequence[Column], actors: Sequence[Actor]) -> bool:
    with hub_context.enter(hub_id=_hub(key, actors)):
        return wrapping.left_over(columns, key, ring())


def _hub(key: Key, actors: Sequence[Actor]) -> UUID:
    """The hub in whose name the rows are read; what is the installation's is seen from any."""
    return key.hub_id or actors[0].hub_id


def _about(key: Key, actor: Actor) -> tuple[str, UUID]:
    return ("agency", key.agency_id) if key.agency_id else ("hub", actor.hub_id)


def _note_rotation(key: Key, version: int, actors: Sequence[Actor], at: datetime) -> None:
    """A wrapping key is turned: a new version of it is about to be made. Written before it is."""
    name = "agency.key_rotated" if key.agency_id else "hub.key_rotated"
    for actor in actors:
        with hub_context.enter(hub_id=actor.hub_id):
            audit.record(name, actor=actor, at=at, about=_about(key, actor), detail=_detail(key, version=version))


def _note_batch(key: Key, column: Column, actor: Actor, at: datetime, batch: Batch) -> None:
    """Some data keys were wrapped anew under the newest version; in the same transaction."""
    name = "agency.keys_wrapped_anew" if key.agency_id else "hub.keys_wrapped_anew"
    detail = _detail(key, table=column.table, rows=batch.done)
    audit.record(name, actor=actor, at=at, about=_about(key, actor), detail=detail)


def _note_retirement(key: Key, oldest: int, actors: Sequence[Actor], at: datetime, *, for_good: bool) -> None:
    """Older versions of a wrapping key open nothing from now on. Written before that is so."""
    name = "agency.key_retired" if key.agency_id else "hub.key_retired"
    for actor in actors:
        with hub_context.enter(hub_id=actor.hub_id):
            detail = _detail(key, oldest=oldest, for_good=for_good)
            audit.record(name, actor=actor, at=at, about=_about(key, actor), detail=detail)


def _note_check(key: Key, actors: Sequence[Actor], at: datetime) -> None:
    """Everything that a key wraps is about to be opened, to see whether it can be; nobody is shown any of it."""
    name = "agency.vault_verified" if key.agency_id else "hub.vault_verified"
    for actor in actors:
        with hub_context.enter(hub_id=actor.hub_id):
            audit.record(name, actor=actor, at=at, about=_about(key, actor), detail=_detail(key))


def _detail(key: Key, **more: audit.Plain) -> dict[str, audit.Plain]:
    return {"key": key.kind, **more}
