"""What an evaluation counts, on pairs that can be counted by hand."""

from collections.abc import Iterator

import duckdb
import pytest

from openmash.matching.figures import At, Found, Twins, of_clusters, one_to_one
from openmash.matching.groups import groups


@pytest.fixture
def tables() -> Iterator[duckdb.DuckDBPyConnection]:
    """Four questions; d is not in the index. Two of three true links are weighed, with two wrong pairs."""
    connection = duckdb.connect()
    connection.execute("CREATE TABLE weighed (left_id VARCHAR, right_id VARCHAR, weight DOUBLE, levels TINYINT[])")
    connection.execute(
        "INSERT INTO weighed VALUES ('a', '1', 12, [0]), ('b', '2', 4, [1]), ('b', '1', 5, [1]), ('d', '3', 8, [0])"
    )
    connection.execute('CREATE TABLE truth ("left" VARCHAR, "right" VARCHAR, slices VARCHAR)')
    connection.execute(
        "INSERT INTO truth VALUES ('a', '1', 'child|twin'), ('b', '2', 'child'), ('c', '3', 'adult'), "
        "('d', NULL, 'adult|not_in_index')"
    )
    yield connection
    connection.close()


def test_precision_and_recall_at_a_threshold(tables: duckdb.DuckDBPyConnection) -> None:
    found = Found(tables)
    assert (found.links, found.compared, found.strangers) == (3, 2, 1)
    assert found.at(4) == At(4, right=2, wrong=2, missed=1, strangers=1)
    assert found.at(4).precision == 0.5
    assert found.at(4).recall == pytest.approx(2 / 3)
    assert found.at(4).f1 == pytest.approx(4 / 7)
    assert found.at(10) == At(10, right=1, wrong=0, missed=2)


def test_nothing_found_is_no_false_hit(tables: duckdb.DuckDBPyConnection) -> None:
    assert Found(tables).at(50).precision == 1.0
    assert Found(tables).at(50).f1 == 0.0


def test_the_best_threshold_takes_equal_weights_together(tables: duckdb.DuckDBPyConnection) -> None:
    tables.execute("UPDATE weighed SET weight = 12 WHERE left_id = 'd'")
    assert Found(tables).best().bits == 4


def test_thresholds_are_chosen_by_what_is_right_and_by_what_is_kept(tables: duckdb.DuckDBPyConnection) -> None:
    found = Found(tables)
    assert found.lowest_with(0.9) == 12
    assert found.lowest_with(0.5) == 4
    assert found.keeping(0.99) == 4


def test_each_kind_of_question_has_its_own_figures(tables: duckdb.DuckDBPyConnection) -> None:
    by_name = {each.name: each for each in Found(tables).slices(5)}
    child = by_name["child"]
    assert (child.questions, child.links, child.compared, child.found, child.wrong) == (2, 2, 2, 1, 1)
    assert (by_name["not_in_index"].links, by_name["not_in_index"].wrong) == (0, 1)
    assert by_name["adult"].recall == 0.0


def test_a_question_whose_other_twin_is_suggested_counts_once(tables: duckdb.DuckDBPyConnection) -> None:
    tables.execute("ALTER TABLE truth ADD COLUMN twins VARCHAR DEFAULT ''")
    tables.execute("UPDATE truth SET twins = '1|9' WHERE \"left\" = 'b'")
    tables.execute("UPDATE truth SET twins = '7' WHERE \"left\" = 'c'")
    assert Found(tables).twins(5) == Twins(questions=2, suggested=1)
    assert Found(tables).twins(6).share == 0.0


def test_the_worst_come_first(tables: duckdb.DuckDBPyConnection) -> None:
    found = Found(tables)
    assert [(case.left, case.right) for case in found.worst_hits(0, 5)] == [("d", "3"), ("b", "1")]
    assert [(case.left, case.weight, case.levels) for case in found.worst_misses(5, 5)] == [("b", 4.0, (1,))]


def test_each_record_keeps_its_heaviest_partner_only(tables: duckdb.DuckDBPyConnection) -> None:
    one_to_one(tables, "weighed", "weighed")
    kept = tables.execute("SELECT left_id, right_id FROM weighed ORDER BY left_id").fetchall()
    assert kept == [("a", "1"), ("b", "2"), ("d", "3")]


@pytest.fixture
def chain() -> Iterator[duckdb.DuckDBPyConnection]:
    """a, b, c are one person; d, e another; one unlucky pair joins them."""
    connection = duckdb.connect()
    connection.execute("CREATE TABLE people AS SELECT unnest(['a', 'b', 'c', 'd', 'e']) AS unique_id")
    connection.execute("CREATE TABLE weighed (left_id VARCHAR, right_id VARCHAR, weight DOUBLE)")
    connection.execute(
        "INSERT INTO weighed VALUES ('a', 'b', 9), ('b', 'c', 9), ('a', 'c', 9), ('d', 'e', 9), ('c', 'd', 6)"
    )
    connection.execute("CREATE TABLE persons AS SELECT unique_id AS reference, unique_id < 'd' AS person FROM people")
    yield connection
    connection.close()


def test_one_unlucky_pair_does_not_join_two_groups(chain: duckdb.DuckDBPyConnection) -> None:
    groups(chain, "weighed", "found", least=0.0, apart=-5.0, nodes="people")
    assert of_clusters(chain, "found", "persons", 0.0) == At(0.0, right=4, wrong=0, missed=0)


def test_it_does_where_nothing_speaks_against_it(chain: duckdb.DuckDBPyConnection) -> None:
    groups(chain, "weighed", "found", least=0.0, apart=0.0, nodes="people")
    assert of_clusters(chain, "found", "persons", 0.0) == At(0.0, right=4, wrong=6, missed=0)


def test_a_pair_with_somebody_outside_the_figures_is_wrong(chain: duckdb.DuckDBPyConnection) -> None:
    groups(chain, "weighed", "found", least=0.0, apart=0.0, nodes="people")
    chain.execute("DELETE FROM persons WHERE reference > 'c'")
    assert of_clusters(chain, "found", "persons", 0.0) == At(0.0, right=3, wrong=6, missed=0)
