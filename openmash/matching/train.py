"""The recipe by which a model is trained, with Splink.

What chance agreements are worth (u) is counted among pairs drawn at random. What the accounts of one person agree in
(m) is counted among pairs that are known to be right where there is a truth, as for an invented population, or else
estimated by expectation maximisation, where nobody says which pairs are right. Everything is seeded: the same files
give the same model.
"""

import json
import logging
from collections.abc import Mapping
from typing import Any

import duckdb
from splink import DuckDBAPI, Linker, block_on

PAIRS_AT_RANDOM = 2e7
SEED = 1
# What the training data cannot tell from never: a weight of -10 or so is as much against as any comparison may say.
LEAST_M = 1e-3
LEAST_U = 1e-6
# Each round looks only at pairs that agree in this, and learns about everything else.
ROUNDS = (("born", "surname"), ("forename", "surname"), ("born", "forename"), ("nhs",))


def trained(
    connection: duckdb.DuckDBPyConnection,
    questions: str,
    index: str,
    *,
    start: Mapping[str, Any],
    person: str | None = None,
) -> dict[str, Any]:
    """Splink's settings with trained probabilities.

    Args:
        connection: holds the tables.
        questions, index: tables in the form of matching/tables.py.
        start: settings with the comparisons; where a level is never met among the pairs, its probabilities stay.
        person: a column of both tables that says who somebody really is; None where nobody knows.
    """
    logging.getLogger("splink").setLevel(logging.ERROR)
    api = DuckDBAPI(connection)
    tables = [api.register(table, dataset_display_name=table) for table in (questions, index)]
    linker = Linker(tables, json.loads(json.dumps(start)), log_level=logging.ERROR)
    linker.training.estimate_u_using_random_sampling(max_pairs=PAIRS_AT_RANDOM, seed=SEED)
    if person is not None:
        linker.training.estimate_m_from_label_column(person)
    else:
        linker.training.estimate_probability_two_random_records_match(
            [block_on("forename", "surname", "born"), block_on("nhs")], recall=0.7
        )
        for columns in ROUNDS:
            linker.training.estimate_parameters_using_expectation_maximisation(
                block_on(*columns), estimate_without_term_frequencies=True
            )
    return filled(linker.misc.save_model_to_json(), start)


def filled(found: Mapping[str, Any], start: Mapping[str, Any]) -> dict[str, Any]:
    """What training found, in the form of `start`: bounded away from 0, summing to 1, nothing of Splink's own added."""
    settings: dict[str, Any] = json.loads(json.dumps(start))
    for comparison, learnt in zip(settings["comparisons"], found["comparisons"], strict=True):
        levels = [
            pair
            for pair in zip(comparison["comparison_levels"], learnt["comparison_levels"], strict=True)
            if not pair[0].get("is_null_level")
        ]
        for name, least in (("m_probability", LEAST_M), ("u_probability", LEAST_U)):
            told = [max(least, _number(new.get(name), old[name])) for old, new in levels]
            for (old, _), value in zip(levels, told, strict=True):
                old[name] = float(f"{value / sum(told):.6g}")
    return settings


def _number(found: object, start: float) -> float:
    return float(found) if isinstance(found, int | float) else start
