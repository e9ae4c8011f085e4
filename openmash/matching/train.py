"""The recipe by which a model is trained, with Splink.

What chance agreements are worth (u) is counted among pairs drawn at random. What the accounts of one person agree in
(m) is counted among pairs that are known to be right where there is a truth, as for an invented population, or else
estimated by expectation maximisation, where nobody says which pairs are right. Everything is seeded: the same files
give the same model.
"""

import json
import logging
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
from splink import DuckDBAPI, Linker, block_on

from openmash.matching import bulk, comparisons, tables
from openmash.matching.cleaning import CLEANING_VERSION
from openmash.matching.figures import Found
from openmash.matching.keys import KEY_SCHEME
from openmash.matching.model import Model, fingerprint

PAIRS_AT_RANDOM = 2e7
SEED = 1
# What the training data cannot tell from never: a weight of -10 or so is as much against as any comparison may say.
LEAST_M = 1e-3
LEAST_U = 1e-6
# Each round looks only at pairs that agree in this, and learns about everything else.
ROUNDS = (("born", "surname"), ("forename", "surname"), ("born", "forename"), ("nhs",))
# A link is suggested where at least this share of what is suggested was right; a candidate is shown while no more than
# one in two hundred of those that can be found at all would be lost.
SUGGESTED_RIGHT = 0.985
SHOWN = 0.995
KNOWN = 0.9  # how probable it is, before anything is compared, that an index knows whom a contact is about
_SECRET = b"only for training, never kept"

Files = tuple[Path, Path, Path | None]  # questions, index, truth


class Recipe(NamedTuple):
    """What a model is made from.

    Args:
        learn: files that weights are learnt from; the truth may be None.
        check: other files, with a truth, that thresholds are chosen on.
        on: the day the model is dated.
        data: what the files are, in words.
    """

    learn: Files
    check: Files
    on: date
    data: str


def train(recipe: Recipe, path: Path) -> Model:
    """Train a model, choose its thresholds, and write `path` with its bundle beside it.

    Raises:
        ValueError: there is no truth to choose thresholds by.
    """
    if recipe.check[2] is None:
        raise ValueError("Thresholds are chosen with a truth; none was given.")
    connection = duckdb.connect()
    _load(connection, recipe.learn, recipe.on)
    known = "person" if recipe.learn[2] else None
    settings = trained(connection, "questions", "records", start=comparisons.settings(), person=known)
    _load(connection, recipe.check, recipe.on)
    told = json.dumps(settings, indent=1) + "\n"
    path.write_text(told, encoding="utf-8")
    bundle = {
        "name": path.stem.split("_")[0],
        "version": f"{recipe.on:%Y-%m}",
        "settings_sha256": fingerprint(path),
        "key_scheme": KEY_SCHEME,
        "cleaning_version": CLEANING_VERSION,
        "known": KNOWN,
        "trained": {"on": recipe.on.isoformat(), "recipe": "matching/train.py", "data": recipe.data},
        "thresholds": thresholds(connection, Model.made_of(settings, {"known": KNOWN})),
        "shown_in": connection.execute("SELECT count(*) FROM records").fetchall()[0][0],
    }
    path.with_suffix(".bundle.json").write_text(json.dumps(bundle, indent=1) + "\n", encoding="utf-8")
    return Model.load(path)


def thresholds(connection: duckdb.DuckDBPyConnection, model: Model) -> dict[str, dict[str, float]]:
    """For each purpose the weight from which on it is served, and what that costs: found, right (shares).

    `model` has no thresholds yet. What guards hold back is left out of choosing where suggestions begin, as it will
    stay below in any case.
    """
    job = bulk.Linking(connection, model, "questions", "records")
    bulk.pairs(job, "candidates")
    bulk.weigh(job, "candidates", "unguarded")
    found = Found(connection, "unguarded")
    show = _rounded(found.keeping(SHOWN))
    low = Model.made_of(model.raw, {"known": model.known, "thresholds": {"suggest": {"bits": -1000.0}}})
    bulk.weigh(bulk.Linking(connection, low, "questions", "records"), "candidates", "guarded")
    connection.execute("DELETE FROM guarded WHERE weight < -900")
    suggest = _rounded(Found(connection, "guarded").lowest_with(SUGGESTED_RIGHT))
    chosen = {"show": (show, "unguarded"), "suggest": (suggest, "guarded")}
    told = {}
    for purpose, (bits, table) in chosen.items():
        at = Found(connection, table).at(bits)
        told[purpose] = {"bits": bits, "found": round(at.recall, 4), "right": round(at.precision, 4)}
    return told


def _rounded(bits: float | None) -> float:
    if bits is None:
        raise ValueError("No threshold keeps what the recipe asks for: the files have too few true links.")
    return round(bits, 2)


def _load(connection: duckdb.DuckDBPyConnection, files: Files, today: date) -> None:
    """The tables `questions`, `records`, and with a truth `truth` and who everybody is (column `person`)."""
    questions, index, truth = files
    tables.load(connection, "questions", questions, secret=_SECRET, today=today, asking=True)
    tables.load(connection, "records", index, secret=_SECRET, today=today)
    if truth is None:
        return
    connection.execute(
        "CREATE OR REPLACE TABLE truth AS FROM read_csv(?, all_varchar = true, header = true)", [str(truth)]
    )
    # A question stands for its person; a record that nobody asks about stands for itself.
    connection.execute("ALTER TABLE questions ADD COLUMN person VARCHAR")
    connection.execute("UPDATE questions SET person = unique_id")
    connection.execute("ALTER TABLE records ADD COLUMN person VARCHAR")
    connection.execute("UPDATE records SET person = unique_id")
    connection.execute('UPDATE records SET person = t."left" FROM truth t WHERE t."right" = unique_id')


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
