"""Keeping an agency's index current: one person, or a file of changes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, islice
from typing import BinaryIO
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from openmash.access import Actor
from openmash.accounts import queries as account_queries
from openmash.agencies import queries as agency_queries
from openmash.audit import services as audit
from openmash.core.errors import RuleBroken
from openmash.matching import csv_records
from openmash.matching.cleaning import CLEANING_VERSION
from openmash.matching.csv_records import Fault, Removal
from openmash.matching.keys import KEY_SCHEME
from openmash.matching.records import Record
from openmash.person_index import permissions, queries, rules
from openmash.person_index.models import Index, Load
from openmash.person_index.services import calling, refusing
from openmash.person_index.states import LoadState


@dataclass(frozen=True)
class Report:
    """What came of a file of changes.

    Args:
        load_id: under which it is kept what was refused.
        put: people who were put in, or in the place of who had that reference.
        removed: people who were taken out.
        refused: lines that were refused.
        faults: why, line by line; 1,000 at most.
    """

    load_id: UUID
    put: int
    removed: int
    refused: int
    faults: tuple[Fault, ...]


@transaction.atomic
def put(*, agency_id: UUID, record: Record, actor: Actor, at: datetime) -> None:
    """Put one person into an agency's index, in the place of whoever had that reference. It can be found at once.

    Args:
        agency_id: whose index; the actor's own agency.
        record: the person, with the agency's own reference.
        actor: somebody of the agency, or its computer.
        at: when.

    Raises:
        Refused: not their agency's.
        RuleBroken: ``index.agreement_holds``, ``index.row_has_a_reference``, ``index.keys_are_current``.
    """
    permissions.require_can_keep(actor, agency_id)
    rules.require_a_reference(record.reference)
    _open(agency_id, actor, at)
    secret = calling.secret(actor.hub_id)
    _put(agency_id, [record], secret)
    audit.record("index.person_put", actor=actor, at=at, about=("index", agency_id), owner=agency_id)


@transaction.atomic
def remove(*, agency_id: UUID, reference: str, actor: Actor, at: datetime) -> None:
    """Take one person out of an agency's index. Nothing happens, and nothing is said, if they are not in it.

    Raises:
        Refused: not their agency's.
        RuleBroken: ``index.row_has_a_reference``.
    """
    permissions.require_can_keep(actor, agency_id)
    rules.require_a_reference(reference)
    if queries.stands(agency_id)["answers"]:
        calling.call("remove", agency_id, [reference])
    audit.record("index.person_removed", actor=actor, at=at, about=("index", agency_id), owner=agency_id)


@transaction.atomic
def apply_delta(*, agency_id: UUID, file: BinaryIO, actor: Actor, at: datetime) -> Report:
    """Put in and take out people by a file of changes, all in one transaction, in the order of its lines.

    Args:
        agency_id: whose index; the actor's own agency.
        file: as of an index, with one more column ``change``: ``put`` or ``remove``.
        actor: somebody of the agency, or its computer.
        at: when.

    Returns:
        What was done, and each line that was refused with its reason; the others were taken.

    Raises:
        Refused: not their agency's.
        RuleBroken: ``index.agreement_holds``, ``index.keys_are_current``, ``index.file_can_be_read``.
    """
    permissions.require_can_keep(actor, agency_id)
    return _apply(agency_id, file, actor, at)


@transaction.atomic
def apply_delta_here(*, hub_id: UUID, agency_id: UUID, file: BinaryIO, at: datetime) -> Report:
    """As ``apply_delta``, for a file that lies on this machine; for whoever runs commands on the server."""
    return _apply(agency_id, file, account_queries.system_actor(hub_id), at)


def _apply(agency_id: UUID, file: BinaryIO, actor: Actor, at: datetime) -> Report:
    _open(agency_id, actor, at)
    secret = calling.secret(actor.hub_id)
    refusals = refusing.Refusals()
    done = {True: 0, False: 0}  # taken out, put in
    lines = csv_records.read(csv_records.lines_of(file), today=timezone.localdate(at), delta=True)
    for is_removal, some in _in_turn(refusals.taken(lines)):
        if is_removal:
            done[True] += calling.call("remove", agency_id, [each.reference for each in some])
        else:
            _put(agency_id, [each for each in some if isinstance(each, Record)], secret)
            done[False] += len(some)
    refusals.require_readable()
    load = _noted(agency_id, actor, at, put=done[False], removed=done[True], refused=refusals.count)
    refusing.keep(load, refusals.kept)
    detail: dict[str, audit.Plain] = {"put": load.loaded, "removed": load.removed, "refused": load.refused}
    audit.record("index.changed", actor=actor, at=at, about=("index", agency_id), owner=agency_id, detail=detail)
    return Report(load.id, load.loaded, load.removed, load.refused, tuple(refusals.kept))


def _open(agency_id: UUID, actor: Actor, at: datetime) -> None:
    """The agency has an index that takes changes, or this is the moment from which it has one."""
    until = agency_queries.agreement_until(agency_id, actor.hub_id)
    rules.require_agreement(until, today=timezone.localdate(at))
    if not queries.stands(agency_id)["answers"]:
        row = calling.opened(agency_id, hub_id=actor.hub_id, agency_id=agency_id, at=at)
        calling.call("begin_empty", row.id, queries.scheme_of(calling.secret(actor.hub_id)))
    if Index.objects.filter(hub_id=actor.hub_id, id=agency_id, encoded=True).exists():
        raise RuleBroken(
            "index.names_are_not_sent", "This index holds encodings in place of names. Load the agency's whole file."
        )


def _put(agency_id: UUID, records: Iterable[Record], secret: bytes) -> None:
    rows = calling.as_rows(((each.reference, each) for each in records), key_secret=secret)
    rules.require_current_keys(calling.call("put", agency_id, queries.scheme_of(secret), rows))


def _in_turn(lines: Iterable[Record | Removal]) -> Iterator[tuple[bool, list[Record | Removal]]]:
    """Runs of one kind, so that a person who is taken out and put in again ends as the file says."""
    for is_removal, run in groupby(lines, key=lambda each: isinstance(each, Removal)):
        while some := list(islice(run, rules.MOST_IN_ONE_CALL)):
            yield is_removal, some


def _noted(agency_id: UUID, actor: Actor, at: datetime, *, put: int, removed: int, refused: int) -> Load:
    return Load.objects.create(
        hub_id=actor.hub_id,
        index_id=agency_id,
        state=LoadState.DONE,
        changes_only=True,
        asked_at=at,
        asked_by=actor.id,
        asked_by_name=actor.name,
        loaded=put,
        removed=removed,
        refused=refused,
        ended_at=at,
        ended_by=actor.id,
        key_scheme=KEY_SCHEME,
        cleaning_version=CLEANING_VERSION,
        model_version=queries.model().version,
    )


@transaction.atomic
def give_encoding_secret(*, agency_id: UUID, actor: Actor, at: datetime) -> str:
    """The secret with which an agency encodes its people before they leave its own system.

    Whoever holds it can try out names until one fits: it is for the agency's own system alone. It stays the same, so
    that a file of tomorrow answers the same questions.

    Raises:
        Refused: not their agency's.
    """
    permissions.require_can_keep(actor, agency_id)
    secret = queries.encoding_secret(agency_id, calling.secret(actor.hub_id))
    audit.record("index.secret_given", actor=actor, at=at, about=("index", agency_id), owner=agency_id)
    return secret.decode()
