"""What one would use otherwise, on the same rows and questions: PostgreSQL's trigrams, and Splink for each question."""

import time
from typing import Any

import duckdb

from bench.matching import house, linking, looking, population
from bench.matching.population import Question
from bench.matching.running import Figures, Work, say
from openmash.matching import bulk, invented, tables
from openmash.matching.model import Model

MOST = 10


def pg_trgm(work: Work) -> Figures:
    """Names alike by trigrams (GIN), the likeliest by name, birthday and postcode first."""
    asked = [question for question in population.questions(work) if question.record.names][:60]
    with house.opened(work.folder), house.as_administrator(work.folder) as server:
        _fill(server, work)
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


def _fill(server: Any, work: Work) -> None:
    if server.execute("SELECT to_regclass('peer_trgm_by_name')").fetchone() != (None,):
        return
    say("  a table for pg_trgm")
    server.execute("DROP TABLE IF EXISTS peer_trgm")
    server.execute("CREATE UNLOGGED TABLE peer_trgm (reference text, name text, born text, postcode text)")
    with server.cursor() as cursor, cursor.copy("COPY peer_trgm FROM STDIN") as copy:
        for record in population.records(population.index_file(work)):
            told = _told(Question(record, ""))
            copy.write_row((record.reference, told["name"], told["born"], told["postcode"]))
    server.execute("SET maintenance_work_mem = '2GB'")
    server.execute("CREATE INDEX peer_trgm_by_name ON peer_trgm USING gin (name gin_trgm_ops)")
    server.execute("ANALYZE peer_trgm")


def _told(question: Question) -> dict[str, str | None]:
    record = question.record
    name = record.names[0] if record.names else None
    return {
        "name": f"{name.given} {name.family}".upper() if name else None,
        "born": record.birth.day.isoformat() if record.birth else None,
        "postcode": record.places[0].postcode if record.places else None,
    }


def splink_between(work: Work) -> Figures:
    """Splink's ``predict_between`` of one question and the whole index, in DuckDB, by the same model and keys."""
    from splink import DuckDBAPI, Linker

    path = work.folder / "link.duckdb"
    if not path.exists():
        raise RuntimeError("the step `link` makes the table that this one asks")
    with duckdb.connect(str(path)) as connection:
        connection.execute("SET threads = 2; SET memory_limit = '9GB'")
        file = work.folder / "population" / "questions.csv"
        tables.load(connection, "asked", file, secret=linking.SECRET, today=invented.TODAY, asking=True)
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
