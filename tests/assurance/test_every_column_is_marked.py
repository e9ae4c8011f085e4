"""Every place where sealed words stand holds a marker: the crawl proves nothing about a place that holds none.

The places are asked of the database and of the models, so one that is added tomorrow fails here until it is filled.
"""

from dataclasses import dataclass
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from pytest_django import DjangoDbBlocker

from config import wrapped_columns
from openmash.core import envelopes
from openmash.core.keys import ring
from openmash.core.wrapping import WrappedColumn
from openmash.hubs import services as hub_services
from openmash.sealed.models import SealedText
from tests.assurance import secrecy
from tests.assurance.filling import fill
from tests.assurance.house import OPENED, House, clock_at, furnished
from tests.assurance.markers import Markers

# Wrapped, and no words: private keys, which the key store opens and nobody reads.
NO_WORDS = {
    "hubs_intakekey.wrapped_private_key",
    "audit_signingkey.wrapped_private_key",
    "person_index_indexsecret.wrapped_private_key",
}


@dataclass(frozen=True)
class Marked:
    """Which markers stand where.

    Args:
        columns: by "table.column" of everything that is encrypted.
        purposes: by what the hub's sealed words are for: "analysis".
        slots: by "table.column" of everything that refers to sealed words of the hub.
        plain: by "table.column" of what stands readable and is not for everybody.
    """

    columns: dict[str, set[str]]
    purposes: dict[str, set[str]]
    slots: dict[str, set[str]]
    plain: dict[str, set[str]]


@pytest.fixture(scope="module")
def before_and_after(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> tuple[Marked, Marked]:
    """A hub as it is furnished, and with a marker in every slot."""
    markers = Markers()
    with django_db_blocker.unblock(), transaction.atomic(), clock_at(OPENED):
        house = furnished()
        with house.world.inside():
            before = marked(house, markers)
            fill(house, markers)
            after = marked(house, markers)
        transaction.set_rollback(True)
    return before, after


def marked(house: House, markers: Markers) -> Marked:
    """What is marked in a hub; call it inside ``house.world.inside()``."""
    hub_id = house.world.hub_id
    columns = {
        f"{column.table}.{column.opens}": {
            word for plain in opened(column, hub_id).values() for word in markers.found_in(plain)
        }
        for column in wrapped_columns.OURS
        if f"{column.table}.{column.column}" not in NO_WORDS
    }
    [texts] = [column for column in wrapped_columns.OURS if column.model is SealedText]
    words = {UUID(row_id): markers.found_in(plain) for row_id, plain in opened(texts, hub_id).items()}
    purposes: dict[str, set[str]] = {}
    for row_id, purpose in SealedText.objects.filter(hub_id=hub_id).values_list("id", "purpose"):
        purposes.setdefault(purpose, set()).update(words.get(row_id, set()))
    slots = {f"{field.model._meta.db_table}.{field.column}": _of_slot(field, words) for field in refer_to_words()}
    plain = {f"{table}.{column}": _in_plain(table, column, markers) for table, column in secrecy.PLAIN}
    return Marked(columns, purposes, slots, plain)


def _in_plain(table: str, column: str, markers: Markers) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "{column}" FROM "{table}"')
        return markers.found_in("\n".join(str(row) for row in cursor.fetchall()).encode())


def opened(column: WrappedColumn, hub_id: UUID) -> dict[str, bytes]:
    """Everything in a column that can still be opened, by its row's id."""
    found: dict[str, bytes] = {}
    for key in filter(column.holds, hub_services.keys_of(hub_id)):
        pieces, _ = column.batch(key, after=None, most=10_000)
        there = [piece for piece in pieces if piece.wrapped.text]  # an empty one was erased
        closed = column.ciphertexts(there)
        for piece, data_key in zip(there, ring().unwrap_each([each.wrapped for each in there]), strict=True):
            assert isinstance(data_key, bytes), data_key
            [raw] = closed[piece.row_id]
            found[piece.row_id] = envelopes.open_with_key(raw, data_key=data_key, context=piece.wrapped.context)
    return found


def refer_to_words() -> "list[models.Field[object, object]]":
    """Every column of every table that refers to sealed words of the hub."""
    tables = [model for model in apps.get_models() if not model._meta.proxy]
    return [field for table in tables for field in table._meta.concrete_fields if field.related_model is SealedText]


def _of_slot(field: "models.Field[object, object]", words: dict[UUID, set[str]]) -> set[str]:
    ids = field.model._default_manager.exclude(**{field.attname: None}).values_list(field.attname, flat=True)
    return {word for each in ids for word in words.get(each, set())}


def _empty(found: dict[str, set[str]]) -> list[str]:
    return sorted(where for where, words in found.items() if not words)


# --- What must hold --------------------------------------------------------------------------------------------------


def test_every_encrypted_column_holds_a_marker(before_and_after: tuple[Marked, Marked]) -> None:
    _, after = before_and_after
    assert len(after.columns) > 10
    assert not _empty(after.columns), "\n".join(_empty(after.columns))


def test_sealed_words_of_every_purpose_hold_a_marker(before_and_after: tuple[Marked, Marked]) -> None:
    _, after = before_and_after
    assert len(after.purposes) > 10
    assert not _empty(after.purposes), "\n".join(_empty(after.purposes))


def test_every_column_that_refers_to_sealed_words_leads_to_a_marker(before_and_after: tuple[Marked, Marked]) -> None:
    _, after = before_and_after
    assert len(after.slots) > 10
    assert not _empty(after.slots), "\n".join(_empty(after.slots))


def test_every_column_of_words_that_are_not_for_everybody_holds_a_marker(
    before_and_after: tuple[Marked, Marked],
) -> None:
    _, after = before_and_after
    assert len(after.plain) > 10
    assert not _empty(after.plain), "\n".join(_empty(after.plain))


def test_before_it_is_filled_nothing_is_marked(before_and_after: tuple[Marked, Marked]) -> None:
    """So that what is found was put there, and a column that is left out of the filling is seen to be."""
    before, _ = before_and_after
    assert _empty(before.columns) == sorted(before.columns)
    assert _empty(before.purposes) == sorted(before.purposes)
    assert _empty(before.slots) == sorted(before.slots)
    assert _empty(before.plain) == sorted(before.plain)


def test_what_holds_no_words_is_really_there() -> None:
    """A name that is left out of the list for good reason is still a column."""
    assert {f"{column.table}.{column.column}" for column in wrapped_columns.OURS} >= NO_WORDS
