"""Loading an agency's whole file: into a table of its own, while the one before goes on answering.

Killed at any moment, the old index answers; the next load drops what was left half-filled.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from typing import BinaryIO
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from openmash.access import Actor
from openmash.accounts import queries as account_queries
from openmash.agencies import queries as agency_queries
from openmash.audit import services as audit
from openmash.core import envelopes, hub_context
from openmash.core.errors import NotFound
from openmash.core.keys import ring
from openmash.matching.cleaning import CLEANING_VERSION
from openmash.matching.copy_rows import Block
from openmash.matching.keys import KEY_SCHEME
from openmash.person_index import permissions, queries, rules
from openmash.person_index.models import Index, Load, LoadFile, RefusedRow
from openmash.person_index.rules import Ended
from openmash.person_index.services import calling, copying, refusing
from openmash.person_index.services.copying import EncodedBlock
from openmash.person_index.states import LOAD, LoadState

Blocks = Iterator[Block] | Iterator[EncodedBlock]


class NothingToLoad(Exception):
    """The file cannot take the place of what is there; why is the code of an ``Ended``."""


@transaction.atomic
def load(*, agency_id: UUID, file: BinaryIO, actor: Actor, at: datetime, encoded: bool = False) -> UUID:
    """Take in an agency's whole file, encrypted; the worker loads it. Until that is done the old index answers.

    Args:
        agency_id: whose index; the actor's own agency.
        file: comma-separated values, as ``matching.csv_records`` says.
        actor: somebody of the agency, or its computer.
        at: when.
        encoded: whether it is a file of encodings, made with ``encoding_secret``; the index answers hit or no hit then.

    Returns:
        The load's id, for ``queries.load_state``.

    Raises:
        Refused: not their agency's.
        RuleBroken: ``index.agreement_holds``, ``index.one_load_at_a_time``, ``index.file_…``.
    """
    permissions.require_can_keep(actor, agency_id)
    content = file.read(rules.MOST_BYTES_OF_A_FILE + 1)
    rules.require_a_file(len(content))
    row = _asked(agency_id, actor, at, encoded=encoded)
    name, context = queries.file_place(agency_id, row.id)
    closed = envelopes.close_bytes(content, ring=ring(), key_name=name, context=context)
    LoadFile.objects.create(
        hub_id=actor.hub_id,
        load_id=row.id,
        content_ciphertext=closed.ciphertext,
        content_wrapped_key=closed.wrapped_key,
    )
    return row.id


def load_here(*, hub_id: UUID, agency_id: UUID, file: BinaryIO, at: datetime, encoded: bool = False) -> UUID:
    """Load a file that lies on this machine, now; for whoever runs commands on the server. Returns the load's id.

    Raises:
        RuleBroken: ``index.agreement_holds``, ``index.one_load_at_a_time``.
    """
    with hub_context.enter(hub_id=hub_id):
        row = _asked(agency_id, account_queries.system_actor(hub_id), at, encoded=encoded)
    run(hub_id=hub_id, load_id=row.id, file=file, at=at)
    return row.id


def begin_waiting(*, hub_id: UUID, at: datetime) -> int:
    """Load every file of a hub that waits; returns how many. Not within a transaction: each step is one of its own."""
    with hub_context.enter(hub_id=hub_id):
        stop_broken_off(hub_id=hub_id, at=at)
        waiting = queries.waiting_loads(hub_id)
    for each in waiting:
        with hub_context.enter(hub_id=hub_id):
            file = _file_of(each.id, hub_id)
        run(hub_id=hub_id, load_id=each.id, file=file, at=at)
    return len(waiting)


def run(*, hub_id: UUID, load_id: UUID, file: BinaryIO, at: datetime) -> None:
    """Read a file into a table of its own, build its index of keys, and let it answer.

    Args:
        hub_id: the hub.
        load_id: the load, which waits.
        file: its content.
        at: now.
    """
    with _alone(load_id):
        with hub_context.enter(hub_id=hub_id):
            agency_id, secret, encoded = _begun(load_id, hub_id, at)
        try:
            today = timezone.localdate(at)
            if encoded:
                blocks: Blocks = copying.encoded_blocks(file)
            else:
                blocks = copying.blocks(file, secret=secret, today=today)
            count = _fill(load_id, hub_id, blocks)
            with hub_context.enter(hub_id=hub_id):
                if rules.is_most_missing(queries.stands(agency_id)["people"], count):
                    raise NothingToLoad(Ended.MOST_MISSING)
                _give_memory()
                calling.call("build", agency_id, count)
            with hub_context.enter(hub_id=hub_id):
                calling.call("swap", agency_id, load_id, queries.scheme_of(secret), count)
                _done(load_id, hub_id, at)
        except BaseException as error:
            with hub_context.enter(hub_id=hub_id):
                _stopped(load_id, hub_id, error, at)
            if not isinstance(error, NothingToLoad):
                raise


def stop_broken_off(*, hub_id: UUID, at: datetime) -> int:
    """Give up loads whose process died: nobody holds their lock any more. Returns how many."""
    rows = Load.objects.select_for_update().filter(hub_id=hub_id, state=LoadState.RUNNING)
    dead = [row for row in rows if _nobody_works_on(row.id)]
    for row in dead:
        calling.call("end_load", row.index_id)
        LoadFile.objects.filter(hub_id=hub_id, load_id=row.id).delete()
        ended(row, Ended.BROKEN_OFF, account_queries.system_actor(hub_id), at)
    return len(dead)


def ended(row: Load, because: Ended, actor: Actor, at: datetime) -> None:
    """A load comes to nothing: that, and why, is what is kept of it."""
    row.state = LOAD.move(row.state, "stop")
    row.ended_at, row.ended_by, row.ended_because = at, actor.id, because
    row.save(update_fields=["state", "ended_at", "ended_by", "ended_because"])
    detail: dict[str, audit.Plain] = {"load": str(row.id), "because": because.value}
    audit.record(
        "index.load_stopped", actor=actor, at=at, about=("index", row.index_id), owner=row.index_id, detail=detail
    )


def _asked(agency_id: UUID, actor: Actor, at: datetime, *, encoded: bool) -> Load:
    until = agency_queries.agreement_until(agency_id, actor.hub_id)
    rules.require_agreement(until, today=timezone.localdate(at))
    index = calling.opened(agency_id, hub_id=actor.hub_id, agency_id=agency_id, at=at)
    stop_broken_off(hub_id=actor.hub_id, at=at)
    under_way = Load.objects.filter(
        hub_id=actor.hub_id,
        index_id=index.id,
        changes_only=False,
        state__in=[LoadState.WAITING, LoadState.RUNNING],
    )
    rules.require_no_other_load(under_way.exists())
    row = Load.objects.create(
        hub_id=actor.hub_id,
        index_id=index.id,
        state=LOAD.initial,
        encoded=encoded,
        asked_at=at,
        asked_by=actor.id,
        asked_by_name=actor.name,
        key_scheme=KEY_SCHEME,
        cleaning_version=CLEANING_VERSION,
        model_version=queries.model().version,
    )
    _record("index.load_asked", row, actor, at)
    return row


def _begun(load_id: UUID, hub_id: UUID, at: datetime) -> tuple[UUID, bytes, bool]:
    row = _fetch(load_id, hub_id)
    row.state = LOAD.move(row.state, "begin")
    row.save(update_fields=["state"])
    secret = calling.secret(hub_id)
    calling.call("begin_load", row.index_id, load_id)
    RefusedRow.objects.filter(hub_id=hub_id, load__index_id=row.index_id).delete()
    _record("index.load_begun", row, account_queries.system_actor(hub_id), at)
    return row.index_id, secret, row.encoded


def _fill(load_id: UUID, hub_id: UUID, blocks: Blocks) -> int:
    """Copy the file in, some rows a transaction, so that whoever waits sees how far it is. Returns how many rows."""
    count, already = 0, 0
    for block in blocks:
        refusals = refusing.Refusals(already)
        for fault in block.faults:
            refusals.add(fault)
        already += len(refusals.kept)
        count += block.rows
        with hub_context.enter(hub_id=hub_id):
            row = _fetch(load_id, hub_id)
            copying.copy(load_id, block)
            refusing.keep(row, refusals.kept)
            row.loaded, row.refused = count, row.refused + refusals.count
            row.save(update_fields=["loaded", "refused"])
        if refusals.whole_file is not None:
            raise NothingToLoad(Ended.NOT_READABLE)
    if not count:
        raise NothingToLoad(Ended.NOTHING_IN_IT)
    return count


def _done(load_id: UUID, hub_id: UUID, at: datetime) -> None:
    row = _fetch(load_id, hub_id)
    system = account_queries.system_actor(hub_id)
    row.state = LOAD.move(row.state, "finish")
    row.ended_at, row.ended_by = at, system.id
    row.save(update_fields=["state", "ended_at", "ended_by"])
    Index.objects.filter(hub_id=hub_id, id=row.index_id).update(encoded=row.encoded)
    LoadFile.objects.filter(hub_id=hub_id, load_id=load_id).delete()
    _record("index.loaded", row, system, at)


def _stopped(load_id: UUID, hub_id: UUID, error: BaseException, at: datetime) -> None:
    """Whatever it was: the table that was being filled goes, and the old one answers."""
    row = _fetch(load_id, hub_id)
    if row.state != LoadState.RUNNING:
        return  # the index was withdrawn meanwhile, which ended the load too
    calling.call("end_load", row.index_id)
    LoadFile.objects.filter(hub_id=hub_id, load_id=load_id).delete()
    because = error.args[0] if isinstance(error, NothingToLoad) else Ended.BROKEN_OFF
    ended(row, because, account_queries.system_actor(hub_id), at)


def _file_of(load_id: UUID, hub_id: UUID) -> BinaryIO:
    row = LoadFile.objects.select_related("load").filter(hub_id=hub_id, load_id=load_id).first()
    if row is None:
        raise NotFound
    name, context = queries.file_place(row.load.index_id, load_id)
    closed = envelopes.Envelope(bytes(row.content_ciphertext), row.content_wrapped_key)
    return BytesIO(envelopes.open_bytes(closed, ring=ring(), key_name=name, context=context))


def _fetch(load_id: UUID, hub_id: UUID) -> Load:
    row = Load.objects.select_for_update().filter(hub_id=hub_id, id=load_id).first()
    if row is None:
        raise NotFound
    return row


def _give_memory() -> None:
    """What PostgreSQL may use to build the index of keys, for this transaction alone; it builds in parallel from 18."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('maintenance_work_mem', %s, true), set_config('work_mem', %s, true)",
            [settings.OPENMASH_INDEX_BUILD_MEMORY] * 2,
        )


@contextmanager
def _alone(load_id: UUID) -> Iterator[None]:
    """Hold the load's lock for as long as this process lives: whoever can take it knows that nobody works on it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [f"person index load {load_id}"])
    try:
        yield
    finally:
        if connection.connection is not None and not connection.connection.closed:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [f"person index load {load_id}"])


def _nobody_works_on(load_id: UUID) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [f"person index load {load_id}"])
        return bool(cursor.fetchone()[0])


def _record(name: str, row: Load, actor: Actor, at: datetime) -> None:
    detail: dict[str, audit.Plain] = {"load": str(row.id), "rows": row.loaded, "refused": row.refused}
    audit.record(name, actor=actor, at=at, about=("index", row.index_id), owner=row.index_id, detail=detail)
