"""Finding rows of tables in what a template was handed."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from django.core.paginator import Page
from django.db.models import Model, QuerySet

DEPTH = 6


def rows_of_tables(value: Any, where: str, depth: int = DEPTH) -> Iterator[str]:
    """Every place in a value at which a row, or a query for rows, can be got at: ``"case.subjects[0]"``."""
    if isinstance(value, Model | QuerySet):
        yield f"{where} is a {type(value).__name__}"
    elif depth:
        for name, inner in _inside(value):
            yield from rows_of_tables(inner, f"{where}{name}", depth - 1)


def _inside(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        yield from ((f"[{key!r}]", inner) for key, inner in value.items())
    elif isinstance(value, Page):
        yield from _inside(value.object_list)
    elif isinstance(value, list | tuple | set | frozenset):
        yield from ((f"[{number}]", inner) for number, inner in enumerate(value))
    elif is_dataclass(value) and not isinstance(value, type):
        yield from ((f".{each.name}", getattr(value, each.name)) for each in fields(value))
