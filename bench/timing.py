"""Timing pages turn by turn, so that whatever slows the machine down slows all of them."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.db import connection
from django.http import HttpResponseBase

Open = Callable[[int], HttpResponseBase]


@dataclass
class Measured:
    """One page and how long it took, in milliseconds.

    Args:
        what: for the table.
        open: opens it for the n-th time.
        turns: every how many rounds it is opened.
    """

    what: str
    open: Open
    turns: int = 1
    queries: int = 0
    took: list[float] = field(default_factory=list)

    def once(self, number: int) -> None:
        """Open it and note how long that took. An answer that is not the page stops the measuring."""
        began = time.perf_counter()
        answer = self.open(number)
        self.took.append((time.perf_counter() - began) * 1000)
        if answer.status_code not in (200, 302):
            raise RuntimeError(f"{self.what} answered {answer.status_code}: it was not measured.")

    @property
    def median(self) -> float:
        return statistics.median(self.took)

    @property
    def slow(self) -> float:
        """Nine in ten were faster."""
        return statistics.quantiles(self.took, n=10)[-1] if len(self.took) > 1 else self.took[0]


def measure(pages: Sequence[Measured], *, rounds: int, seconds: float) -> None:
    """Open all pages in turn, again and again.

    Args:
        pages: what to measure; each is opened once before anything counts.
        rounds: how often at most.
        seconds: when to stop at the latest.
    """
    for page in pages:
        page.queries = _queries_of(page)
        page.took.clear()
    stop = time.monotonic() + seconds
    for number in range(1, rounds + 1):
        for page in pages:
            if number % page.turns == 0:
                page.once(number // page.turns)
        if time.monotonic() > stop:
            return


def table(pages: Sequence[Measured], *, beside: Measured) -> str:
    """The figures as a table; the last column is what counts, the milliseconds differ by machine."""
    headings = ("page", "times", "queries", "median ms", "9 in 10 under", "times the yardstick")
    rows = [
        (
            page.what,
            str(len(page.took)),
            str(page.queries),
            f"{page.median:.1f}",
            f"{page.slow:.1f}",
            f"{page.median / beside.median:.1f}",
        )
        for page in pages
    ]
    widths = [max(len(row[column]) for row in [headings, *rows]) for column in range(len(headings))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in [headings, *rows]
    )


def _queries_of(page: Measured) -> int:
    """How many statements one opening runs; the first opening of all, so it also warms up."""
    page.once(0)
    count = 0

    def counting(execute: Callable[..., object], sql: str, params: object, many: bool, context: object) -> object:
        nonlocal count
        count += 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(counting):
        page.once(0)
    return count
