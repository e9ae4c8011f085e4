"""Evaluates on public data, so that anybody can repeat it and set it beside other software.

None of the data is in this repository: docs/reference/matching.md says where each comes from. Each has a file in
public_data/: how it is prepared (SQL), Splink's settings, how they are trained, without the truth, and a threshold
that was fixed on other data than is reported on.
"""

import json
import logging
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb
from splink import DuckDBAPI, Linker, block_on

from openmash.matching.evaluate import peak_mb
from openmash.matching.figures import At, Found, of_clusters, one_to_one
from openmash.matching.groups import groups

LEAST = -25.0  # bits; pairs below are not kept
SEED = 1


class NoData(ValueError):
    """A file of the data is not where it was said to be."""


@dataclass(frozen=True)
class PublicFound:
    """What came out on one set of public data.

    Args:
        data: its name.
        records: how many records, left and right.
        links: true links among those reported on.
        compared: how many of them any rule brings together.
        shipped: pairs at the fixed threshold; None where groups are judged instead.
        best: pairs at the threshold that would have been best; None where groups are judged.
        groups: pairs within groups of one person at the fixed threshold, where doubles are looked for.
        each_once: whether each record may have one partner only.
        seconds: to train and link; peak_mb: the most memory held.
    """

    data: str
    records: tuple[int, ...]
    links: int
    compared: int
    threshold: float
    shipped: At | None
    best: At | None
    groups: At | None
    each_once: bool
    seconds: float
    peak_mb: float

    @property
    def words(self) -> str:
        """For a terminal."""
        lines = [
            f"{self.data}: {' and '.join(f'{each:,}' for each in self.records)} records, {self.links:,} true links, "
            f"{self.compared / self.links:.2%} of them compared; {self.seconds:.0f} s, {self.peak_mb:,.0f} MB.",
        ]
        named = (("pairs", self.shipped), ("groups", self.groups), ("best pairs, seen afterwards", self.best))
        for name, at in named:
            if at:
                lines.append(
                    f"  {name}, from {at.bits:.2f} bits: precision {at.precision:.4f}, recall {at.recall:.4f}, "
                    f"F1 {at.f1:.4f}"
                )
        return "\n".join(lines)


def as_data(found: PublicFound) -> dict[str, Any]:
    """The figures as plain data."""
    return asdict(found)


def evaluate_public(name: str, folder: Path) -> PublicFound:
    """Prepare, train without the truth, link, and judge.

    Args:
        name: of the data: a file in public_data/.
        folder: where its files are.

    Raises:
        NoData: a file is not there; the text says which.
    """
    recipe = json.loads(files("openmash.matching").joinpath(f"public_data/{name}.json").read_text(encoding="utf-8"))
    for file in recipe["files"]:
        if not (folder / file).is_file():
            raise NoData(f"{folder / file} is not there. docs/reference/matching.md says how to get it.")
    connection = duckdb.connect()
    for statement in recipe["prepare"]:
        connection.execute(statement.replace("{folder}", str(folder).replace("'", "''")))
    started = time.perf_counter()
    _link(connection, recipe)
    return _judged(connection, recipe, name, started)


def _link(connection: duckdb.DuckDBPyConnection, recipe: Mapping[str, Any]) -> None:
    """Train on the data themselves, without the truth, and weigh every pair: the table `weighed`."""
    logging.getLogger("splink").setLevel(logging.ERROR)
    api = DuckDBAPI(connection)
    linker = Linker([api.register(table) for table in recipe["tables"]], recipe["settings"], log_level=logging.ERROR)
    training = recipe["training"]
    linker.training.estimate_probability_two_random_records_match(
        [block_on(*columns) for columns in training["surely_same"]], recall=training["share_of_them"]
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=training["pairs_at_random"], seed=SEED)
    for columns in training["rounds"]:
        linker.training.estimate_parameters_using_expectation_maximisation(
            block_on(*columns), estimate_without_term_frequencies=True
        )
    weighed = linker.inference.predict(threshold_match_weight=LEAST).physical_name
    connection.execute(
        "CREATE TABLE weighed AS SELECT unique_id_l AS left_id, unique_id_r AS right_id, match_weight AS weight, "
        f"NULL::INTEGER[] AS levels FROM {weighed}"
    )


def _judged(connection: duckdb.DuckDBPyConnection, recipe: Mapping[str, Any], name: str, started: float) -> PublicFound:
    threshold = float(recipe["threshold"])
    of_groups = None
    if recipe["each_once"]:
        one_to_one(connection, "weighed", "weighed")
    if "groups" in recipe:
        groups(connection, "weighed", "clusters", **recipe["groups"])
        of_groups = of_clusters(connection, "clusters", "persons", threshold)
    seconds = time.perf_counter() - started
    found = Found(connection)
    counts = [connection.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0] for table in recipe["tables"]]
    return PublicFound(
        name,
        tuple(counts),
        found.links,
        found.compared,
        threshold,
        None if of_groups else found.at(threshold),
        None if of_groups else found.best(),
        of_groups,
        bool(recipe["each_once"]),
        seconds,
        peak_mb(),
    )
