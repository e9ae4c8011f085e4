"""What it brings, and costs, to follow keys of more people: why a key of more than 200 is not followed.

A look-up weighs everybody who shares a key with the question. Fewer keys make it quicker and miss more people; the
limit is a choice between the two, made on these figures.
"""

import statistics
from collections import Counter
from typing import Any

from bench.matching import house, looking, population
from bench.matching.population import Question
from bench.matching.running import Figures, Work
from openmash.matching.cleaning import clean
from openmash.matching.keys import HOT, keys_of

LIMITS = (40, 60, 80, 100, 130, 160, HOT)
QUESTIONS = 2_500


def limits(work: Work) -> Figures:
    """For each limit: the share of people in the index who are among the rows weighed, and how many these are."""
    asked = [question for question in population.questions(work) if question.answer][:QUESTIONS]
    with house.opened(work.folder) as world, house.as_administrator(work.folder) as server:
        from openmash.person_index.queries.secrets import secret_of

        with world.inside():
            secret = secret_of(world.hub_id)
        if secret is None:
            raise RuntimeError("the hub has no secret for its keys: nothing was loaded")
        live = _live(server, world.agencies[house.LARGE])
        server.execute("SET enable_seqscan = off; SET max_parallel_workers_per_gather = 0")
        found = [_found(server, live, question, secret) for question in asked]
    return {"questions": len(asked), "limits": {str(limit): _figures(limit, found) for limit in LIMITS}}


def _live(server: Any, agency_id: Any) -> str:
    (live,) = server.execute("SELECT live FROM person_index.standing WHERE index_id = %s", [agency_id]).fetchone()
    return str(live)


def _found(server: Any, live: str, question: Question, secret: bytes) -> list[tuple[bool, int]]:
    """Of each row that shares a followed key: whether it is the right one, and of how many the rarest shared key is."""
    asked = clean(question.record)
    keys = list(keys_of(asked, secret=secret, asking=True))
    rows = server.execute(
        f'SELECT reference, keys FROM person_index."rows_{live}" WHERE keys && ARRAY('
        "SELECT k FROM unnest(%(keys)s::bigint[]) k WHERE NOT EXISTS ("
        "SELECT FROM person_index.hot WHERE hot.live = %(live)s AND hot.key = k))",
        {"keys": keys, "live": live},
    ).fetchall()
    shared = [(reference, set(keys).intersection(of_row)) for reference, of_row in rows]
    people = Counter(key for _, of_row in shared for key in of_row)
    return [(reference == question.answer, min(people[key] for key in of_row)) for reference, of_row in shared]


def _figures(limit: int, found: list[list[tuple[bool, int]]]) -> Figures:
    weighed = [[right for right, people in rows if people <= limit] for rows in found]
    return {
        "share": sum(any(rows) for rows in weighed) / len(weighed),
        "mean": statistics.mean(len(rows) for rows in weighed),
        "p95": looking.percentile([float(len(rows)) for rows in weighed], 95),
    }
