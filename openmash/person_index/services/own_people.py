"""The hub's own people as one more index: written in the transaction of whatever changes a person."""

from collections.abc import Collection, Iterable
from datetime import datetime
from itertools import islice
from uuid import UUID, uuid4

from django.db import transaction

from openmash.matching.records import Record
from openmash.person_index import queries, rules
from openmash.person_index.services import calling

Kept = tuple[UUID, Record]
"""A person of the hub, and what is known of them."""


def keep_each(*, hub_id: UUID, people: Iterable[Kept], at: datetime) -> None:
    """Put people of the hub into its own index, each in the place of what stood there of them.

    Called by whatever changes a person, in the same transaction; that change is what stands in the log. Nothing is put
    beside people who were indexed with other keys: ``renew_own`` puts them all in again.

    Args:
        hub_id: the hub.
        people: the id of each is the reference that a look-up gives back; where one identity must not lead to another,
            only what belongs to this one is said.
        at: when.
    """
    secret = _opened(hub_id, at)
    calling.call("put", hub_id, queries.scheme_of(secret), _rows(people, secret))


def forget(*, hub_id: UUID, person_ids: Collection[UUID]) -> None:
    """Take people out of the hub's own index; those that are not in it are passed over."""
    if queries.stands(hub_id)["answers"]:
        calling.call("remove", hub_id, [str(each) for each in person_ids])


@transaction.atomic
def renew_own(*, hub_id: UUID, people: Iterable[Kept], at: datetime) -> int:
    """Put every person of the hub in anew, as after a change of the keys; returns how many.

    Until this is committed the hub's own people are asked as before.

    Args:
        hub_id: the hub.
        people: all of them.
        at: when.
    """
    secret = _opened(hub_id, at)
    load_id, count, left = uuid4(), 0, iter(people)
    calling.call("begin_load", hub_id, load_id)
    while some := list(islice(left, rules.MOST_IN_ONE_CALL)):
        calling.call("fill", hub_id, _rows(some, secret))
        count += len(some)
    calling.call("build", hub_id, count)
    calling.call("swap", hub_id, load_id, queries.scheme_of(secret), count)
    return count


def _opened(hub_id: UUID, at: datetime) -> bytes:
    """The hub's secret; its own people have an index from here on."""
    secret = calling.secret(hub_id)
    if not queries.stands(hub_id)["answers"]:
        calling.opened(hub_id, hub_id=hub_id, agency_id=None, at=at)
        calling.call("begin_empty", hub_id, queries.scheme_of(secret))
    return secret


def _rows(people: Iterable[Kept], secret: bytes) -> str:
    return calling.as_rows(((str(person), said) for person, said in people), key_secret=secret)
