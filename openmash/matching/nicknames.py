"""Names that are one name: one name written in several ways, and short forms. Tables with their sources: data/."""

import csv
import re
from collections import defaultdict
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

from nicknames import name_triplets

MOST_LONG_FORMS = 2
Of = Literal["given", "family"]


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a table in data/; lines that begin with # say where it comes from."""
    told = files("openmash.matching").joinpath(f"data/{name}").read_text(encoding="utf-8")
    return list(csv.DictReader(line for line in told.splitlines() if not line.startswith("#")))


@cache
def _spellings(of: Of) -> dict[str, str]:
    """Spelling → the spelling that stands for all of them."""
    known = [row for row in rows("spellings.csv") if row["of"] in (of, "any")]
    return {spelling: row["name"] for row in known for spelling in row["spellings"].split()}


@cache
def _long_forms() -> dict[str, tuple[str, ...]]:
    """Short form → its long forms, one spelling each. Our own table goes before that of the package."""
    ours: dict[str, list[str]] = defaultdict(list)
    long_ones = set()
    for row in rows("short_forms.csv"):
        long_ones.add(row["name"])
        for short in row["short"].split():
            ours[short].append(row["name"])
    return {**_of_package(long_ones | set(ours)), **{name: tuple(dict.fromkeys(told)) for name, told in ours.items()}}


def _of_package(known: set[str]) -> dict[str, tuple[str, ...]]:
    """What the package knows beside `known`. It calls many pairs short for each other: more short forms, the longer."""
    pairs = {(t.name1.upper(), t.name2.upper()) for t in name_triplets() if t.relationship == "has_nickname"}
    size: dict[str, int] = defaultdict(int)
    for long_form, _ in pairs:
        size[long_form] += 1
    found: dict[str, list[str]] = defaultdict(list)
    for long_form, short in sorted(pairs, key=lambda pair: (-size[pair[0]], pair)):
        one_way = (short, long_form) not in pairs or size[long_form] > size[short]
        if short not in known and one_way and len(found[short]) < MOST_LONG_FORMS:
            found[short].append(one_spelling(long_form))
    return {short: tuple(dict.fromkeys(told)) for short, told in found.items()}


def one_spelling(name: str, of: Of = "given") -> str:
    """`name` in the spelling that stands for all of its spellings (`name` itself where we know no other).

    Args:
        name: in capitals A–Z.
        of: given names and surnames have tables of their own: Neil is a given name, Neill a surname.
    """
    return _spellings(of).get(name, name)


# Sounds that are written in several ways, most of all in names that come from another alphabet: Ameet and Amit,
# Sukhwinder and Sukhvinder, Khalid and Kalid. Not Z and S: Zara and Sara are sisters.
_HEARD = tuple(
    (re.compile(written), heard)
    for written, heard in (
        (r"([^EO])\1+|^(.)\2+", r"\1\2"),
        (r"PH", "F"),
        (r"CK|Q|C(?![EHIY])", "K"),
        (r"(?<=[BDGJKT])H+", ""),
        (r"(?<=.)EE", "I"),
        (r"(?<=.)OO|OU", "U"),
        (r"W", "V"),
        (r"(?<=.)Y", "I"),
        (r"(.)\1+", r"\1"),
        (r"(?<=[AEIOU])H$", ""),
    )
)
SHORTEST_HEARD = 4  # shorter names are as written: Lee is not Li


@lru_cache(1 << 16)
def heard(name: str) -> str:
    """`name` as it sounds, one way of writing for sounds that have several (`name` itself if it is short).

    Args:
        name: in capitals A–Z.
    """
    if len(name) < SHORTEST_HEARD:
        return name
    sound = name
    for written, one in _HEARD:
        sound = written.sub(one, sound)
    return sound


@lru_cache(1 << 16)
def long_forms(name: str) -> tuple[str, ...]:
    """The names that a given name may stand for, one spelling each; itself, if it is short for nothing.

    Args:
        name: in capitals A–Z.
    """
    spelling = one_spelling(name)
    return _long_forms().get(spelling) or _long_forms().get(name) or (spelling,)


def canonical(name: str) -> tuple[str, ...]:
    """What else a given name is: its one spelling and the names it may be short for. `name` is not among them.

    Args:
        name: in capitals A–Z.
    """
    return tuple(other for other in dict.fromkeys((one_spelling(name), *long_forms(name))) if other != name)
