"""Names of invented people, by where families' names come from.

The lists in data/ are our own, written for this project from common knowledge of which names are frequent; no file of
anybody else's is in them. Rare names are built from syllables. Spellings and short forms are a list of their own, apart
from the one the matcher cleans by: the matcher must not be examined on its own answers.
"""

import csv
from bisect import bisect
from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import files
from itertools import accumulate
from random import Random
from typing import NamedTuple

ORIGINS = (
    "british",
    "south_asian_muslim",
    "south_asian_other",
    "eastern_european",
    "west_african",
    "somali_arab",
    "chinese",
)
_RARE = 20_000  # how many rare surnames are built for each origin
_RARE_FIRST = 1_500
_SHARE_OF_COMMON_FIRST_NAMES = 0.9
Chance = Callable[[], float]


class Weighted(NamedTuple):
    """Things with how often they are met."""

    things: Sequence[str]
    cumulated: Sequence[float]

    def pick(self, chance: Chance) -> str:
        """One of them; `chance` gives numbers from 0 up to 1."""
        return self.things[bisect(self.cumulated, chance() * self.cumulated[-1], 0, len(self.things) - 1)]


class Spellings(NamedTuple):
    """What else a name is written as, and what it is shortened to."""

    other: dict[str, tuple[str, ...]]
    short: dict[str, tuple[str, ...]]


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(files("openmash.matching.invented").joinpath(f"data/{name}").read_text().splitlines()))


def _falling(count: int, share: float, *, offset: float, power: float) -> list[float]:
    """Weights that fall with the rank, as those of names do, `share` in all."""
    weights = [1 / (rank + offset) ** power for rank in range(count)]
    total = sum(weights)
    return [share * weight / total for weight in weights]


def _weighted(head: Sequence[str], tail: Sequence[str], share: float) -> Weighted:
    weights = _falling(len(head), share, offset=6, power=0.9)
    if tail:
        weights += _falling(len(tail), 1 - share, offset=40, power=0.7)
    return Weighted((*head, *tail), tuple(accumulate(weights)))


def _built(origin: str, count: int) -> list[str]:
    """Rare names: syllables put together, each once, always the same ones."""
    row = next(row for row in _rows("syllables.csv") if row["origin"] == origin)
    starts, ends, endings = (row[part].split() for part in ("starts", "ends", "endings"))
    rng = Random(f"rare names {origin}")  # noqa: S311 (invented names, no secret)
    found: dict[str, None] = {}
    for _ in range(count * 3):
        if len(found) == count:
            break
        name = rng.choice(starts) + (rng.choice(starts) if rng.random() < 0.3 else "") + rng.choice(ends)
        found[name + (rng.choice(endings) if rng.random() < 0.25 else "")] = None
    return list(found)


@cache
def surnames(origin: str) -> Weighted:
    """Family names of one origin, the frequent ones first."""
    row = next(row for row in _rows("surnames.csv") if row["origin"] == origin)
    return _weighted(row["names"].split(), _built(origin, _RARE), float(row["head_share"]))


@cache
def _first_names(origin: str, sex: str) -> tuple[tuple[int, Weighted], ...]:
    rare = [name.removesuffix("S") + ("A" if sex == "F" else "") for name in _built(origin, _RARE_FIRST)]
    return tuple(
        (int(row["born_from"]), _weighted(row["names"].split(), rare, _SHARE_OF_COMMON_FIRST_NAMES))
        for row in _rows("first_names.csv")
        if row["origin"] == origin and row["sex"] == sex
    )


@cache
def first_names(origin: str, sex: str, born_in: int) -> Weighted:
    """First names that people of one origin and sex were given in a year."""
    return [names for since, names in _first_names(origin, sex) if since <= born_in or since == 1900][-1]


@cache
def spellings() -> Spellings:
    """Other spellings and short forms of names."""
    other: dict[str, tuple[str, ...]] = {}
    short: dict[str, tuple[str, ...]] = {}
    for row in _rows("spellings.csv"):
        names = tuple(row["names"].split())
        if row["kind"] == "short":
            short[names[0]] = names[1:]
        else:
            other.update({name: tuple(one for one in names if one != name) for name in names})
    return Spellings(other, short)
