"""Asking an index that holds encodings in place of names: it says who may be meant, and nothing of why."""

from typing import Any
from uuid import UUID

from django.db import connection

from openmash.matching.cleaning import Clean
from openmash.matching.encodings import DICE_SQL, bits
from openmash.person_index.queries.secrets import encoder_of
from openmash.person_index.rules import ALIKE

LOOK = "This index holds no names. Look this person up in your own system before you say anything of them."

_ALIKE = f"""\
SELECT reference, dice FROM (
  SELECT r.reference, {DICE_SQL.format(one="r.encoding", other="asked.encoding")} AS dice
  FROM (SELECT %(encoding)s::varbit AS encoding) asked,
    person_index.found(%(index)s, %(who)s, %(keys)s, NULL, NULL) r WHERE r.reference IS NOT NULL
) compared WHERE dice >= %(least)s ORDER BY dice DESC, reference LIMIT %(most)s"""


def alike(question: Clean, *, index_id: UUID, who: UUID, secret: bytes, most: int) -> list[tuple[str, float]]:
    """Whose encodings are much like the question's: the agency's reference, and Dice's coefficient, 0 to 1.

    Args:
        question: whoever is looked for.
        index_id: the agency's id.
        who: who asks, as PostgreSQL is to believe.
        secret: the hub's.
        most: people at most.
    """
    encoder = encoder_of(index_id, secret)
    values: dict[str, Any] = {
        "index": index_id,
        "who": who,
        "keys": list(encoder.keys(question, asking=True)),
        "encoding": bits(encoder.encode(question)),
        "least": ALIKE,
        "most": most,
    }
    with connection.cursor() as cursor:
        cursor.execute(_ALIKE, values)
        return [(reference, float(dice)) for reference, dice in cursor.fetchall()]
