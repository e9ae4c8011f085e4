"""What a sum of weights cannot see: people of one household who agree in everything but who they are.

A model adds up comparisons as if each told something of its own. Twins share day of birth, surname, home, telephone and
school without being one person; a father and a son of one name share the rest. A guard names such a pattern of levels;
where it stands, the weight stays below the threshold at which a link is suggested, and the page says why.

The same data caps the weight in PostgreSQL, which ranks by it, and here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from openmash.matching.engines import DUCKDB, Engine
from openmash.matching.model import Model

# How far below the threshold a guarded candidate stays: it is still shown, and never suggested.
BELOW = 1.0


@dataclass(frozen=True)
class Guard:
    """One pattern of levels.

    Args:
        name: what the records of guards call it.
        words: what the page says.
        all_of: by comparison, the labels one of which must stand.
        none_of: by comparison, labels none of which may stand: what tells that it is one person all the same.
    """

    name: str
    words: str
    all_of: Mapping[str, tuple[str, ...]]
    none_of: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


# By the place of a comparison in a model, the numbers of the levels that a pattern asks for there.
Placed = tuple[tuple[int, frozenset[int]], ...]

_ONE_SURNAME = ("same", "one edit", "another name", "two edits")
_ONE_HOME = ("same home", "same telephone", "same postcode")
_ONE_PERSON = {"nhs": ("same",), "upn": ("same",)}
_ONE_FORENAME = ("same", "one edit", "another form", "two edits", "letters turned", "shortened")
_ANOTHER_FORENAME = ("alike", "in the surname's place", "same initial", "other")
_NO_FORENAME_OF_THEIR_OWN = ("missing", *_ANOTHER_FORENAME)

GUARDS: tuple[Guard, ...] = (
    Guard(
        "twin",
        "May be a twin, or a brother or sister whose birth date was copied: born the same day, with the same surname "
        "and at the same address, and the forenames are not alike.",
        {
            "born": ("same day", "same in part", "another day told", "expected near"),
            "surname": (*_ONE_SURNAME, "in the forename's place"),
            "home": _ONE_HOME,
            "forename": ("initial", *_ANOTHER_FORENAME),
        },
        _ONE_PERSON,
    ),
    Guard(
        "twin of the other sex",
        "May be a twin: born the same day, with the same surname and at the same address, and of the other sex.",
        {
            "born": ("same day", "same in part", "another day told"),
            "surname": (*_ONE_SURNAME, "swapped"),
            "home": _ONE_HOME,
            "sex": ("other",),
            "forename": (*_ONE_FORENAME[1:], "middle name", "initial", "swapped"),
        },
        _ONE_PERSON,
    ),
    Guard(
        "twin with a name in common",
        "May be a twin: born the same day, with the same surname and at the same address, one given name in common and "
        "another that differs, as of Mohammed Ali and Mohammed Umar.",
        {
            "born": ("same day", "same in part", "another day told"),
            "surname": _ONE_SURNAME,
            "home": _ONE_HOME,
            "forename": _ONE_FORENAME,
            "middle": ("other",),
        },
        _ONE_PERSON,
    ),
    Guard(
        "birthday and address",
        "May be a twin, or somebody else of the household: born the same day and at the same address, and neither "
        "forename nor surname is alike.",
        {
            "born": ("same day", "same in part", "another day told", "expected near"),
            "surname": ("missing", "same initial", "other"),
            "home": _ONE_HOME,
            "forename": _NO_FORENAME_OF_THEIR_OWN,
        },
        _ONE_PERSON,
    ),
    Guard(
        "namesake",
        "May be a parent and child of one name: the names and the address are the same, and the birth years lie 15 or "
        "more apart.",
        {"born": ("a generation apart",), "surname": _ONE_SURNAME, "home": _ONE_HOME, "forename": _ONE_FORENAME},
        _ONE_PERSON,
    ),
    Guard(
        "household",
        "May be somebody else of the same household: surname, address or telephone agree, and neither forename nor "
        "birth date does.",
        {
            "forename": _NO_FORENAME_OF_THEIR_OWN,
            "born": ("missing", "expected", "two parts", "same year", "a generation apart", "other"),
        },
        _ONE_PERSON,
    ),
    # Twins: surname, birth date, homes, telephone and school are theirs together, and each may be missing or written
    # wrongly. Only the forename or a number is one's own. Two accounts from before the birth are about one pregnancy.
    Guard(
        "nothing of their own",
        "May be a twin, or a brother or sister whose birth date was copied: no forename is told in both, or they are "
        "not alike, and nothing else would tell one child of a family from another.",
        {
            "forename": _NO_FORENAME_OF_THEIR_OWN,
            "born": (
                *("expected near", "same day", "same in part", "same year in part", "another day told"),
                *("day and month swapped", "one digit"),
            ),
        },
        _ONE_PERSON,
    ),
)


def found(model: Model, levels: tuple[int, ...]) -> Guard | None:
    """The first guard that stands for a candidate whose comparisons came to these levels; None where none does."""
    for guard, all_of, none_of in _patterns(model):
        if all(levels[place] in numbers for place, numbers in all_of) and not any(
            levels[place] in numbers for place, numbers in none_of
        ):
            return guard
    return None


@lru_cache(maxsize=16)
def _patterns(model: Model) -> tuple[tuple[Guard, Placed, Placed], ...]:
    """Each guard with what its patterns are in this model: asked for every candidate, so worked out once."""

    def placed(labelled: Mapping[str, tuple[str, ...]]) -> Placed:
        places = {each.name: place for place, each in enumerate(model.comparisons)}
        return tuple(
            (places[name], _numbers(model, name, labels)) for name, labels in labelled.items() if name in places
        )

    return tuple((guard, placed(guard.all_of), placed(guard.none_of)) for guard in fitting(model))


def fitting(model: Model) -> tuple[Guard, ...]:
    """The guards that this model can tell: it has each comparison that a guard asks for."""
    return tuple(
        guard for guard in GUARDS if all(_numbers(model, name, labels) for name, labels in guard.all_of.items())
    )


def cap(model: Model) -> float | None:
    """The weight that no guarded candidate passes; None where the model suggests nothing."""
    threshold = model.thresholds.get("suggest")
    return threshold.bits - BELOW if threshold else None


def capped(model: Model, levels: tuple[int, ...], weight: float) -> float:
    """The weight after guards, in bits."""
    highest = cap(model)
    return weight if highest is None or found(model, levels) is None else min(weight, highest)


def sql(model: Model, weight: str, level: Mapping[str, str], engine: Engine = DUCKDB) -> str:
    """The same in SQL.

    Args:
        weight: the expression of the weight.
        level: by comparison, the expression of its level's number.
        engine: whose SQL.
    """
    highest, guards = cap(model), fitting(model)
    if highest is None or not guards:
        return weight
    stands = " OR ".join(f"({_sql_of(guard, model, level, engine)})" for guard in guards)
    return f"CASE WHEN {stands} THEN least({weight}, {highest!r}::float8) ELSE {weight} END"


def _numbers(model: Model, name: str, labels: tuple[str, ...]) -> frozenset[int]:
    comparison = model.comparison(name)
    return comparison.numbers(*labels) if comparison else frozenset()


def _sql_of(guard: Guard, model: Model, level: Mapping[str, str], engine: Engine) -> str:
    def among(name: str, labels: tuple[str, ...]) -> str:
        return engine.among(level[name], _numbers(model, name, labels))

    against = {name: labels for name, labels in guard.none_of.items() if _numbers(model, name, labels)}
    return " AND ".join(
        [among(name, labels) for name, labels in guard.all_of.items()]
        + [f"NOT ({among(name, labels)})" for name, labels in against.items()]
    )
