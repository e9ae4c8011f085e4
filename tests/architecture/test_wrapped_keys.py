"""Every wrapped key is known to `openmash vault`: one that is not would be lost when its wrapping key turns."""

import pytest
from django.db import models

from config import wrapped_columns
from config.access_rules import data_of, our_models
from openmash.core.wrapping import Key, WrappedColumn
from openmash.hubs.services.keys import _KINDS

COLUMNS = pytest.mark.parametrize("column", wrapped_columns.OURS, ids=lambda each: f"{each.table}.{each.column}")


def wrapped_fields(found: list[type[models.Model]]) -> set[tuple[str, str]]:
    return {
        (model._meta.db_table, field.name)
        for model in found
        for field in model._meta.concrete_fields
        if "wrapped" in field.name
    }


def test_every_column_with_wrapped_keys_is_listed_by_its_package() -> None:
    listed = {(column.table, column.column) for column in wrapped_columns.OURS}
    there = wrapped_fields(our_models())
    assert there - listed == set(), "add it to WRAPPED in its package's services"
    assert listed - there == set(), "listed, but there is no such column"
    assert len(there) > 8


def test_a_new_column_that_nobody_lists_would_be_noticed() -> None:
    class Forgotten(models.Model):
        wrapped_key = models.TextField()

        class Meta:
            app_label = "forgotten"
            managed = False

    missing = wrapped_fields([*our_models(), Forgotten]) - {(c.table, c.column) for c in wrapped_columns.OURS}
    assert missing == {("forgotten_forgotten", "wrapped_key")}


def test_nothing_is_listed_twice() -> None:
    listed = [(column.table, column.column) for column in wrapped_columns.OURS]
    assert len(listed) == len(set(listed))


@COLUMNS
def test_the_inside_may_write_a_wrapped_key_anew(column: WrappedColumn) -> None:
    rights = {}
    for right in data_of(column.model).doors["inside"].split():
        verb, _, columns = right.partition("(")
        rights[verb] = columns.removesuffix(")")
    assert "update" in rights, "rotation needs update(<the wrapped key>)"
    assert not rights["update"] or column.column in rights["update"].split(",")


@COLUMNS
def test_what_a_wrapped_key_opens_is_there(column: WrappedColumn) -> None:
    fields = {field.name: field for field in column.model._meta.concrete_fields}
    if column.opens:
        assert isinstance(fields[column.opens], models.BinaryField)
    else:
        assert "private_key" in column.column, "only a key is kept as the wrapped secret itself"


@COLUMNS
def test_every_column_stands_under_a_key_that_is_turned(column: WrappedColumn) -> None:
    assert column.hub_key in _KINDS


def test_the_secrets_of_signing_in_are_turned_too() -> None:
    assert any(column.holds(Key("sign-in", "sign-in")) for column in wrapped_columns.EVERYWHERE)
    assert not any(column.holds(Key("sign-in", "sign-in")) for column in wrapped_columns.OURS)
