"""How good a linking is, where somebody knows the truth: precision, recall, what each threshold costs, for whom.

Works on two tables: what was found (``left_id``, ``right_id``, ``weight``, and ``levels`` where they are known) and the
truth (``left``, ``right``, ``slices``): one row for each true link, and one with ``right`` empty for a question whose
person is not in the index. ``slices`` are words parted by ``|``.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb


@dataclass(frozen=True)
class At:
    """What comes out from one weight on.

    Args:
        bits: the weight.
        right: true links at or above it.
        wrong: other pairs at or above it.
        missed: true links that are not.
        strangers: questions about people who are not in the index, with a hit all the same.
    """

    bits: float
    right: int
    wrong: int
    missed: int
    strangers: int = 0

    @property
    def precision(self) -> float:
        """Share of hits that are right; 1 where there are no hits."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Share of true links that were hit; 1 where there are none."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.right / (2 * self.right + self.wrong + self.missed) if self.right else 0.0


@dataclass(frozen=True)
class Slice:
    """The same for the questions of one kind.

    Args:
        name: of the slice.
        questions: how many are of it.
        links: how many true links they have.
        compared: how many of these share a key at all.
        found: how many are at or above the threshold.
        wrong: other pairs of these questions at or above it.
    """

    name: str
    questions: int
    links: int
    compared: int
    found: int
    wrong: int

    @property
    def recall(self) -> float:
        """Share of true links found."""
        return self.found / self.links if self.links else 1.0


@dataclass(frozen=True)
class Twins:
    """What becomes of questions about somebody whose twin is in the index.

    Args:
        questions: how many there are.
        suggested: of how many the other twin, who is not meant, is at or above the threshold.
    """

    questions: int
    suggested: int

    @property
    def share(self) -> float:
        """Share of the questions at which the other twin is suggested."""
        return self.suggested / self.questions if self.questions else 0.0


@dataclass(frozen=True)
class Case:
    """One pair that came out wrong: a link that was missed, or a hit that is none."""

    left: str
    right: str
    weight: float | None
    levels: tuple[int, ...]


class Found:
    """What was found, beside what is true.

    Args:
        connection: where both tables are.
        weighed: the table of what was found.
        truth: the table of the truth.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, weighed: str = "weighed", truth: str = "truth") -> None:
        self._connection = connection
        self._run(
            f'CREATE OR REPLACE TEMP TABLE judged AS SELECT w.*, t."left" IS NOT NULL AS is_right, '
            f'coalesce(s.stranger, false) AS is_stranger FROM {weighed} w LEFT JOIN {truth} t ON t."left" = w.left_id '
            f'AND t."right" = w.right_id LEFT JOIN (SELECT DISTINCT "left", true AS stranger FROM {truth} '
            f"WHERE coalesce(\"right\", '') = '') s ON s.\"left\" = w.left_id"
        )
        self._truth = truth
        self.links = _int(self._rows(f"SELECT count(*) FROM {truth} WHERE coalesce(\"right\", '') <> ''")[0][0])
        self.strangers = _int(self._rows(f"SELECT count(*) FROM {truth} WHERE coalesce(\"right\", '') = ''")[0][0])
        self.compared = _int(self._rows("SELECT count(*) FROM judged WHERE is_right")[0][0])

    def _run(self, statement: str) -> None:
        self._connection.execute(statement)

    def _rows(self, statement: str) -> list[tuple[object, ...]]:
        return self._connection.execute(statement).fetchall()

    def at(self, bits: float) -> At:
        """What comes out from this weight on."""
        right, wrong, strangers = self._rows(
            "SELECT count(*) FILTER (is_right), count(*) FILTER (NOT is_right), "
            f"count(DISTINCT left_id) FILTER (is_stranger) FROM judged WHERE weight >= {bits!r}"
        )[0]
        return At(bits, _int(right), _int(wrong), self.links - _int(right), _int(strangers))

    def best(self) -> At:
        """The threshold with the highest F1: chosen with the truth at hand, so only a mark to measure others by."""
        rows = self._rows(
            "SELECT weight, sum(sum(is_right::INT)) OVER w AS good, sum(count(*)) OVER w AS hits FROM judged "
            "GROUP BY weight WINDOW w AS (ORDER BY weight DESC)"
            f" ORDER BY 2.0 * good / (hits + {self.links}) DESC, weight DESC LIMIT 1"
        )
        return self.at(float(str(rows[0][0]))) if rows else self.at(0.0)

    def lowest_with(self, precision: float) -> float | None:
        """The lowest weight from which on at least this share of hits is right; None where there is none."""
        rows = self._rows(
            "SELECT min(weight) FROM (SELECT weight, sum(sum(is_right::INT)) OVER w / sum(count(*)) OVER w AS p "
            f"FROM judged GROUP BY weight WINDOW w AS (ORDER BY weight DESC)) WHERE p >= {precision!r}"
        )
        return None if rows[0][0] is None else float(str(rows[0][0]))

    def keeping(self, share: float) -> float | None:
        """The highest weight at which still this share of the true links that share a key is found."""
        rows = self._rows(f"SELECT quantile_disc(weight, {1 - share!r}) FROM judged WHERE is_right")
        return None if rows[0][0] is None else float(str(rows[0][0]))

    def slices(self, bits: float) -> tuple[Slice, ...]:
        """The figures by kind of question, the kinds in the order of their names."""
        rows = self._rows(
            f"""WITH said AS (SELECT "left", "right", unnest(string_split(slices, '|')) AS slice FROM {self._truth}),
            asked AS (SELECT DISTINCT slice, "left" FROM said),
            links AS (SELECT slice, count(*) AS links, count(j.left_id) AS compared,
                count(*) FILTER (j.weight >= {bits!r}) AS found
                FROM said LEFT JOIN judged j ON j.left_id = "left" AND j.right_id = "right"
                WHERE coalesce("right", '') <> '' GROUP BY slice),
            wrong AS (SELECT slice, count(*) AS wrong FROM asked JOIN judged j ON j.left_id = "left"
                WHERE NOT is_right AND weight >= {bits!r} GROUP BY slice)
            SELECT slice, count(*), coalesce(any_value(links), 0), coalesce(any_value(compared), 0),
                coalesce(any_value(found), 0), coalesce(any_value(wrong), 0)
            FROM asked LEFT JOIN links USING (slice) LEFT JOIN wrong USING (slice) GROUP BY slice ORDER BY slice"""
        )
        return tuple(Slice(str(name), *map(_int, rest)) for name, *rest in rows)

    def twins(self, bits: float) -> Twins:
        """How often the other twin is at or above a weight. Needs the truth's column ``twins``: references by ``|``."""
        asked, suggested = self._rows(
            f"""WITH others AS (SELECT DISTINCT "left", unnest(string_split(twins, '|')) AS other FROM {self._truth}
                WHERE coalesce(twins, '') <> '')
            SELECT count(DISTINCT "left"), count(DISTINCT "left") FILTER (weight >= {bits!r})
            FROM others LEFT JOIN judged ON left_id = "left" AND right_id = other"""
        )[0]
        return Twins(_int(asked), _int(suggested))

    def exactly(self, bits: float) -> tuple[tuple[tuple[int, ...], int, int], ...]:
        """What has exactly this weight, as what guards hold back has: levels, true links, other pairs."""
        rows = self._rows(
            "SELECT levels, count(*) FILTER (is_right), count(*) FILTER (NOT is_right) FROM judged "
            f"WHERE weight = {bits!r} GROUP BY levels ORDER BY levels"
        )
        return tuple((_levels(levels), _int(right), _int(wrong)) for levels, right, wrong in rows)

    def worst_misses(self, bits: float, most: int) -> tuple[Case, ...]:
        """True links below a threshold, the lowest weights first; then those that were not compared at all."""
        below = self._rows(
            f"SELECT left_id, right_id, weight, levels FROM judged WHERE is_right AND weight < {bits!r} "
            f"ORDER BY weight, left_id, right_id LIMIT {most}"
        )
        return tuple(_case(row) for row in below)

    def worst_hits(self, bits: float, most: int) -> tuple[Case, ...]:
        """Wrong pairs at or above a threshold, the highest weights first."""
        above = self._rows(
            f"SELECT left_id, right_id, weight, levels FROM judged WHERE NOT is_right AND weight >= {bits!r} "
            f"ORDER BY weight DESC, left_id, right_id LIMIT {most}"
        )
        return tuple(_case(row) for row in above)

    def mean_bits(self, levels: Sequence[Sequence[float]], slice_name: str) -> tuple[float, ...]:
        """What each comparison says on average of the true links of a slice, rarity left out.

        Args:
            levels: for each comparison the bits of each of its levels.
            slice_name: of the slice.
        """
        counts = self._rows(
            f"""SELECT levels, count(*) FROM judged JOIN {self._truth} t ON t."left" = left_id AND t."right" = right_id
            WHERE list_contains(string_split(slices, '|'), '{slice_name}') GROUP BY levels"""
        )
        total = sum(_int(count) for _, count in counts)
        sums = [0.0] * len(levels)
        for numbers, count in counts:
            for at, number in enumerate(_levels(numbers)):
                sums[at] += levels[at][number] * _int(count)
        return tuple(each / total for each in sums) if total else tuple(sums)


def one_to_one(connection: duckdb.DuckDBPyConnection, weighed: str, into: str) -> None:
    """Keep of each record only its heaviest pair, where both files are known to hold everybody once.

    Greedy: the heaviest pair first; equal weights by identifier, so that it is the same every time.
    """
    taken_left: set[str] = set()
    taken_right: set[str] = set()
    kept: list[tuple[str, str]] = []
    for left, right in connection.execute(
        f"SELECT left_id, right_id FROM {weighed} ORDER BY weight DESC, left_id, right_id"
    ).fetchall():
        if left not in taken_left and right not in taken_right:
            taken_left.add(left)
            taken_right.add(right)
            kept.append((left, right))
    connection.execute("CREATE OR REPLACE TEMP TABLE kept (left_id VARCHAR, right_id VARCHAR)")
    if kept:
        connection.executemany("INSERT INTO kept VALUES (?, ?)", kept)
    connection.execute(f"CREATE OR REPLACE TABLE {into} AS FROM {weighed} SEMI JOIN kept USING (left_id, right_id)")


def of_clusters(connection: duckdb.DuckDBPyConnection, clusters: str, persons: str, bits: float) -> At:
    """Pairs that clusters put together, beside those that belong together.

    Args:
        clusters: table of unique_id, cluster_id.
        persons: table of reference, person: who everybody is whom the figures are about. A pair of one of them with
            somebody else is a wrong one.
        bits: the threshold that the clusters were made at.
    """
    joined = f"{clusters} c LEFT JOIN {persons} p ON p.reference = c.unique_id"
    pairs = "coalesce(sum(n * (n - 1) // 2), 0)"
    statements = (
        f"SELECT {pairs} FROM (SELECT count(*) AS n FROM {joined} "
        "WHERE person IS NOT NULL GROUP BY cluster_id, person)",
        "SELECT coalesce(sum(n * (n - 1) // 2 - o * (o - 1) // 2), 0) FROM (SELECT count(*) AS n, "
        f"count(*) FILTER (person IS NULL) AS o FROM {joined} GROUP BY cluster_id)",
        f"SELECT {pairs} FROM (SELECT count(*) AS n FROM {joined} WHERE person IS NOT NULL GROUP BY person)",
    )
    counts = [int(connection.execute(statement).fetchall()[0][0]) for statement in statements]
    both, put, true = counts
    return At(bits, both, put - both, true - both)


def _int(value: object) -> int:
    return int(str(value))


def _levels(value: object) -> tuple[int, ...]:
    return tuple(_int(number) for number in value) if isinstance(value, list | tuple) else ()


def _case(row: tuple[object, ...]) -> Case:
    left, right, weight, levels = row
    return Case(str(left), str(right), float(str(weight)), _levels(levels))
