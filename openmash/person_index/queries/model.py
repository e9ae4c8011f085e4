"""The matching model in use."""

import re
from functools import cache

from django.conf import settings

from openmash.matching.model import Model, Threshold
from openmash.matching.postgres import look_up_sql

_NAMES_THAT_ARE_COUNTED = {"forename", "surname"}


class UnfitForAnIndex(ValueError):
    """The model asks how common something is that no index counts."""


@cache
def model() -> Model:
    """The model that OPENMASH_MATCH_MODEL names, read once in a process.

    Raises:
        UnfitModel: it cannot be used with this version; the text says why.
        UnfitForAnIndex: it asks for term frequencies of more than names.
    """
    found = Model.load(settings.OPENMASH_MATCH_MODEL)
    more = set(found.rarities) - _NAMES_THAT_ARE_COUNTED
    if more:
        raise UnfitForAnIndex(f"{found.name}: asks how common {', '.join(sorted(more))} is, which no index counts.")
    return found


def thresholds() -> dict[str, Threshold]:
    """From which weight on a candidate serves which purpose, with what that costs where the model was evaluated."""
    return dict(model().thresholds)


@cache
def statement() -> tuple[str, tuple[str, ...]]:
    """The one statement of a look-up, with PostgreSQL's own placeholders ($1), and the names of its parameters.

    Numbered once, because psycopg reads through a long statement with named ones anew for each question. Its rows
    begin with what is known of the index, whether or not it found anybody.

    The inside door has no right to any row: ``person_index.found`` looks first whose index it is
    (config/index_rules.sql). Its first row tells of the index, the others are the candidates.
    """
    found = look_up_sql(
        model(),
        rows="(SELECT * FROM told WHERE reference IS NOT NULL)",
        facts="(SELECT * FROM told WHERE reference IS NULL)",
    )
    return _numbered(f"""\
WITH told AS MATERIALIZED (
  SELECT * FROM person_index.found(%(index)s, %(who)s, %(keys)s, %(forename)s, %(surname)s, %(without)s)
)
SELECT told.people, told.narrowed, told.scheme, told.encoded,
       found.reference, found.weight, found.levels, found.frequencies
FROM told LEFT JOIN ({found}) AS found ON true
WHERE told.reference IS NULL ORDER BY found.weight DESC, found.reference""")


def _numbered(statement: str) -> tuple[str, tuple[str, ...]]:
    """A statement with ``%(name)s`` as one with ``$1``, and the names in the order of their numbers."""
    numbers: dict[str, int] = {}
    text = re.sub(r"%\((\w+)\)s", lambda found: f"${numbers.setdefault(found[1], len(numbers) + 1)}", statement)
    return text, tuple(numbers)
