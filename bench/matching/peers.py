"""What one would use otherwise, on the same rows and questions: PostgreSQL's trigrams, and Splink for each question."""

import time
from typing import TYPE_CHECKING, Any

import duckdb

from bench.matching import house, looking, population
from bench.matching.population import Question
from bench.matching.running import Figures, Work, say
from openmash.matching import bulk, invented, tables
from openmash.matching.cleaning import clean
from openmash.matching.model import Model

if TYPE_CHECKING:
    from tests.world import World

MOST = 10


def pg_trgm(work: Work) -> Figures:
    """Names alike by trigrams (GIN), the likeliest by name, birthday and postcode first."""
    asked = [question for question in population.questions(work) if question.record.names][:60]
    with house.opened(work.folder) as world, house.as_administrator(work.folder) as server:
        _fill(server, world)
        server.execute("SET pg_trgm.similarity_threshold = 0.5; SET jit = off")
        took: list[float] = []
        found = []
        for question in asked:
            began = time.perf_counter()
            rows = server.execute(_TRIGRAMS, _told(question)).fetchall()
            took.append((time.perf_counter() - began) * 1000)
            found.append([{"reference": reference} for (reference,) in rows])
    return {**looking.percentiles(took), "questions": len(asked), **looking.quality(asked, found)}


_TRIGRAMS = """
    SELECT reference FROM peer_trgm WHERE name %% %(name)s
    ORDER BY similarity(name, %(name)s) + 0.5 * coalesce((born = %(born)s)::int, 0)
             + 0.5 * coalesce((postcode = %(postcode)s)::int, 0) DESC LIMIT 10"""


def _fill(server: Any, world: "World") -> None:
    """The same rows as the look-up's, cleaned."""
    if server.execute("SELECT to_regclass('peer_trgm_by_name')").fetchone() != (None,):
        return
    say("  a table for pg_trgm")
    server.execute("DROP TABLE IF EXISTS peer_trgm")
    server.execute(
        "CREATE TABLE peer_trgm AS SELECT reference, concat_ws(' ', forename, surname) AS name, born, "
        f"postcodes[1] AS postcode FROM {house.rows_of_large(server, world)}"
    )
    server.execute("SET maintenance_work_mem = '2GB'")
    server.execute("CREATE INDEX peer_trgm_by_name ON peer_trgm USING gin (name gin_trgm_ops)")
    server.execute("ANALYZE peer_trgm")


def _told(question: Question) -> dict[str, str | None]:
    told = clean(question.record)
    return {
        "name": " ".join(filter(None, (told.forename, told.surname))),
        "born": told.born,
        "postcode": told.postcodes[0] if told.postcodes else None,
    }


def splink_between(work: Work) -> Figures:
    """Splink's ``predict_between`` of one question and the whole index, in DuckDB, by the same model and keys."""
    from splink import DuckDBAPI, Linker

    path = work.folder / "link.duckdb"
    if not path.exists():
        raise RuntimeError("the step `link` makes the table that this one asks")
    with house.opened(work.folder) as world:
        secret = looking.secret(world)
    house.stop(work.folder)  # DuckDB has the memory to itself
    with duckdb.connect(str(path)) as connection:
        connection.execute("SET threads = 2; SET memory_limit = '9GB'")
        file = work.folder / "population" / "questions.csv"
        tables.load(connection, "asked", file, secret=secret, today=invented.TODAY, asking=True)
        job = bulk.Linking(connection, Model.load("families"), "asked", "people")
        settings = bulk.splink_settings(job) | {
            "link_type": "link_only",
            "blocking_rules_to_generate_predictions": [
                {"blocking_rule": 'l."keys" = r."keys"', "arrays_to_explode": ["keys"], "sql_dialect": "duckdb"}
            ],
        }
        api = DuckDBAPI(connection)
        connection.execute("CREATE OR REPLACE TEMP TABLE one AS SELECT * FROM asked LIMIT 1")
        index, one = (
            api.register("people", dataset_display_name="people"),
            api.register("one", dataset_display_name="asked"),
        )
        linker = Linker([index, one], settings)
        for column in job.model.rarities:
            bulk.frequencies(connection, "people", column, f"peer_tf_{column}")
            linker.table_management.register_term_frequency_lookup(api.register(f"peer_tf_{column}"), column)
        took = []
        for number in range(20):
            connection.execute(
                f"CREATE OR REPLACE TEMP TABLE asked_{number} AS SELECT * FROM asked LIMIT 1 OFFSET {number}"
            )
            question = api.register(f"asked_{number}", dataset_display_name=f"asked_{number}")
            began = time.perf_counter()
            linker.inference.predict_between(question, index).as_duckdbpyrelation().fetchall()
            took.append((time.perf_counter() - began) * 1000)
    return {**looking.percentiles(took), "questions": len(took)}
