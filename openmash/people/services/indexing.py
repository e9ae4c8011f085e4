"""The hub's own people in the person index, written in the transaction of whatever changes them."""

from collections.abc import Collection, Iterator
from datetime import datetime
from uuid import UUID

from django.db import transaction

from openmash.matching.records import Record
from openmash.people import queries
from openmash.people.models import Person
from openmash.person_index import queries as index_queries
from openmash.person_index import services as index_services

_AT_ONCE = 1_000


def keep(person_ids: Collection[UUID], *, hub_id: UUID, at: datetime) -> None:
    """Put people into the hub's own index as they stand now; whoever changes them calls it in the same transaction."""
    found = queries.records_alone(person_ids, hub_id=hub_id)
    index_services.keep_each(hub_id=hub_id, people=found.items(), at=at)


@transaction.atomic
def renew_index(*, hub_id: UUID, at: datetime) -> int:
    """Put every person of the hub into its index anew: those from before there was one, or after a change of keys.

    Safe to repeat; until it is done the index answers as before. Returns how many people there are.
    """
    return index_services.renew_own(hub_id=hub_id, people=_everybody(hub_id), at=at)


def renew_index_where_needed(*, hub_id: UUID, at: datetime) -> int:
    """Put everybody in anew where the index was never made, or was made with other keys; the clockwork calls it.

    So an upgrade of a hub that has people already needs nobody's hand. Returns how many people were put in.
    """
    if not index_queries.must_be_renewed(hub_id) or not Person.objects.filter(hub_id=hub_id).exists():
        return 0
    return renew_index(hub_id=hub_id, at=at)


def _everybody(hub_id: UUID) -> Iterator[tuple[UUID, Record]]:
    ids = list(Person.objects.filter(hub_id=hub_id).order_by("created_at", "id").values_list("id", flat=True))
    for start in range(0, len(ids), _AT_ONCE):
        yield from queries.records_alone(ids[start : start + _AT_ONCE], hub_id=hub_id).items()
