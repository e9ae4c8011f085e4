"""First names that are one name: short forms, and one name written in several ways."""

import csv
from collections import defaultdict
from functools import cache
from importlib.resources import files

from nicknames import name_triplets

MOST_CANONICAL = 2


@cache
def _long_forms() -> dict[str, tuple[str, ...]]:
    """Short form → long forms, those with most short forms first: they are the commoner ones."""
    short: dict[str, set[str]] = defaultdict(set)
    size: dict[str, int] = defaultdict(int)
    for triplet in name_triplets():
        if triplet.relationship == "has_nickname":
            long_form, name = triplet.name1.upper(), triplet.name2.upper()
            short[name].add(long_form)
            size[long_form] += 1
    return {
        name: tuple(sorted(long_forms, key=lambda n: (-size[n], n))[:MOST_CANONICAL])
        for name, long_forms in short.items()
    }


@cache
def _spellings() -> dict[str, str]:
    """Spelling → the spelling that stands for all of them."""
    told = files("openmash.matching").joinpath("data/spellings.csv").read_text(encoding="utf-8")
    rows = csv.reader(line for line in told.splitlines() if line and not line.startswith("#"))
    return {spelling: row[0] for row in rows for spelling in row[1].split()}


def one_spelling(name: str) -> str:
    """`name` in the spelling that stands for all of its spellings (`name` itself where we know no other).

    Args:
        name: in capitals A–Z.
    """
    return _spellings().get(name, name)


def canonical(name: str) -> tuple[str, ...]:
    """What else this first name is: its one spelling, and the long forms it is short for. `name` is not among them.

    Args:
        name: in capitals A–Z.
    """
    spelling = one_spelling(name)
    found = (spelling, *_long_forms().get(spelling, ()), *_long_forms().get(name, ()))
    return tuple(other for other in dict.fromkeys(found) if other != name)[:MOST_CANONICAL]
