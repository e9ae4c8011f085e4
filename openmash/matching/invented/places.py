"""Neighbourhoods of invented postcodes. None is a real one: their first letters are in use nowhere."""

from functools import lru_cache
from random import Random
from typing import NamedTuple

_AREAS = (
    "AA", "BC", "BP", "CC", "DC", "EA", "FF", "GG", "HH", "JJ", "KK",
    "LJ", "MM", "NC", "OO", "PP", "RR", "SJ", "TT", "UU", "WW", "YY",
)  # fmt: skip
_INWARD_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
_INWARD = len(_INWARD_LETTERS) ** 2 * 9
PEOPLE = 20_000  # in an outward postcode; about 23,000 in the United Kingdom
_PEOPLE_A_POSTCODE = 40
TREES = ("Ash", "Beech", "Cedar", "Elm", "Holly", "Oak", "Rowan", "Willow")  # schools are named after them
_SCHOOLS = len(TREES)
MOST = len(_AREAS) * 98


class Neighbourhood(NamedTuple):
    """One outward postcode.

    Args:
        outward: as in the first half of a postcode.
        postcodes: where people live.
        institutions: a hospital, a hostel, a children's home, a council office.
        schools: postcode of each school.
    """

    number: int
    outward: str
    postcodes: tuple[str, ...]
    institutions: tuple[str, ...]
    schools: tuple[str, ...]


class Dwelling(NamedTuple):
    """Where people live.

    Args:
        postcode: with its space.
        uprn: twelve digits that no gazetteer gives out.
    """

    postcode: str
    uprn: str


@lru_cache(4096)
def neighbourhood(seed: int, number: int) -> Neighbourhood:
    """The same for the same seed and number, whoever asks first.

    Args:
        seed: of the whole population.
        number: 0 up to MOST.
    """
    rng = Random(f"{seed} place {number}")  # noqa: S311 (invented places, no secret)
    outward = f"{_AREAS[number % len(_AREAS)]}{number // len(_AREAS) + 1}"
    inward = [_inward(code) for code in rng.sample(range(_INWARD), PEOPLE // _PEOPLE_A_POSTCODE + _SCHOOLS + 4)]
    codes = [f"{outward} {code}" for code in inward]
    return Neighbourhood(
        number, outward, tuple(codes[_SCHOOLS + 4 :]), tuple(codes[:4]), tuple(codes[4 : _SCHOOLS + 4])
    )


def _inward(code: int) -> str:
    digit, letters = divmod(code, 400)
    return f"{digit + 1}{_INWARD_LETTERS[letters // 20]}{_INWARD_LETTERS[letters % 20]}"


def dwelling(where: Neighbourhood, rng: Random) -> Dwelling:
    """A house or flat in it."""
    which = int(rng.random() * len(where.postcodes))
    door = int(rng.random() * 30)
    return Dwelling(where.postcodes[which], f"99{where.number:04}{which:04}{door:02}")


def school(outward: str, tree: int, kind: str) -> str:
    """The name of a school.

    Args:
        outward: of the postcode district.
        tree: its place in TREES.
        kind: Primary or High.
    """
    return f"{outward} {TREES[tree]} {kind} School"
