"""Records of one person, put together by how well groups agree as a whole.

A chain of pairs (connected components) joins two people by one unlucky pair. Here two groups come together only while
the mean weight between all their records stays above a threshold; a pair that was never compared counts as `apart`.
"""

import heapq
from collections.abc import Iterable

import duckdb


def groups(
    connection: duckdb.DuckDBPyConnection, weighed: str, into: str, *, least: float, apart: float, nodes: str
) -> None:
    """Write who is one person with whom (``unique_id``, ``cluster_id``).

    Args:
        connection: where the tables are.
        weighed: table of left_id, right_id, weight.
        into: the new table.
        least: mean weight, in bits, that two groups need to come together.
        apart: weight of a pair that was not compared.
        nodes: table of everybody (``unique_id``).
    """
    pairs = connection.execute(
        f"SELECT left_id, right_id, weight FROM {weighed} ORDER BY weight DESC, left_id, right_id"
    ).fetchall()
    everybody = [row[0] for row in connection.execute(f"SELECT unique_id FROM {nodes} ORDER BY unique_id").fetchall()]
    joined = Joining(everybody, pairs, apart).until(least)
    connection.execute(f"CREATE OR REPLACE TABLE {into} (unique_id VARCHAR, cluster_id VARCHAR)")
    connection.executemany(f"INSERT INTO {into} VALUES (?, ?)", [[one, joined[one]] for one in everybody])


class Joining:
    """Groups that come together, the best agreeing two first.

    Args:
        everybody: identifiers.
        pairs: (one, other, weight), each pair once.
        apart: weight of any other pair.
    """

    def __init__(self, everybody: Iterable[str], pairs: Iterable[tuple[str, str, float]], apart: float) -> None:
        self._apart = apart
        self._into = {one: one for one in everybody}
        self._size = dict.fromkeys(self._into, 1)
        # For each group and each neighbour: the sum of the weights between them, and of how many pairs.
        self._between: dict[str, dict[str, tuple[float, int]]] = {one: {} for one in self._into}
        for one, other, weight in pairs:
            self._between[one][other] = self._between[other][one] = (weight, 1)

    def until(self, least: float) -> dict[str, str]:
        """Join while two groups agree with at least this mean weight; everybody's group by one of its members."""
        waiting = [
            (-self._mean(one, other), one, other)
            for one, others in self._between.items()
            for other in others
            if one < other and self._mean(one, other) >= least
        ]
        heapq.heapify(waiting)
        while waiting:
            weight, one, other = heapq.heappop(waiting)
            if other not in self._between.get(one, {}) or self._mean(one, other) != -weight:
                continue  # one of the two has grown since
            kept = self._join(one, other)
            for neighbour in self._between[kept]:
                mean = self._mean(kept, neighbour)
                if mean >= least:
                    heapq.heappush(waiting, (-mean, kept, neighbour))
        return {one: self._group(one) for one in self._into}

    def _mean(self, one: str, other: str) -> float:
        total, compared = self._between[one][other]
        pairs = self._size[one] * self._size[other]
        return (total + self._apart * (pairs - compared)) / pairs

    def _join(self, one: str, other: str) -> str:
        if len(self._between[one]) < len(self._between[other]):
            one, other = other, one
        del self._between[one][other]
        for neighbour, (total, compared) in self._between.pop(other).items():
            if neighbour == one:
                continue
            del self._between[neighbour][other]
            had, pairs = self._between[one].get(neighbour, (0.0, 0))
            both = (had + total, pairs + compared)
            self._between[one][neighbour] = self._between[neighbour][one] = both
        self._size[one] += self._size.pop(other)
        self._into[other] = one
        return one

    def _group(self, one: str) -> str:
        while self._into[one] != one:
            one = self._into[one]
        return one
