"""Numbers as tables, each with a picture of itself: what stands in a cell is what stands in the file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from openmash.reporting.rules import Crossing, CrossRow
from openmash.web.shared.bars import Piece, pieces

COLOURS = ("one", "two", "three", "four", "five", "six")
_MINUTES = 60
_HOURS = 24


@dataclass(frozen=True)
class Key:
    """What a colour of the picture stands for."""

    kind: str
    label: str


@dataclass(frozen=True)
class Line:
    """One line: its heading, its cells as texts, its bar, and whether it sums up the others."""

    label: str
    cells: tuple[str, ...]
    bar: tuple[Piece, ...] = ()
    sums_up: bool = False


@dataclass(frozen=True)
class Shown:
    """One table.

    Args:
        code: its name in the address of its file.
        says: how it is counted.
        headings: of the first column, then of the cells.
        key: of the picture; empty where there is none, or only one colour.
        only_file: it has a line for each case and is there to take away.
    """

    code: str
    title: str
    says: str
    headings: tuple[str, ...]
    lines: tuple[Line, ...]
    key: tuple[Key, ...] = ()
    only_file: bool = False

    @property
    def pictured(self) -> bool:
        """Whether any line has a bar."""
        return any(line.bar for line in self.lines)

    @property
    def named(self) -> tuple[tuple[Line, tuple[tuple[str, str], ...]], ...]:
        """Each line with its cells and their headings: on a telephone a cell stands below its line, by name."""
        return tuple((line, tuple(zip(self.headings[1:], line.cells, strict=True))) for line in self.lines)


def crossed(code: str, title: str, says: str, first: str, found: Crossing) -> Shown:
    """Lines by columns with their sums, drawn as stacked bars while there are colours enough."""
    rows = [*found.rows, found.all] if found.rows else []
    coloured = len(found.columns) <= len(COLOURS)
    most = max((row.total for row in found.rows), default=0)
    lines = (
        Line(row.label, (*map(str, row.counts), str(row.total)), _bar(row, most, coloured), row.label == "All")
        for row in rows
    )
    key = tuple(Key(*each) for each in zip(COLOURS, found.columns, strict=False)) if coloured else ()
    return Shown(code, title, says, (first, *found.columns, "All"), tuple(lines), key)


def _bar(row: CrossRow, most: int, coloured: bool) -> tuple[Piece, ...]:
    if row.total > most:  # the sum of all lines is in another measure
        return ()
    parts = zip(COLOURS, row.counts, strict=False) if coloured else [(COLOURS[0], row.total)]
    return pieces(parts, most)


def counted(counts: Sequence[int], most: int) -> tuple[Piece, ...]:
    """A bar of some numbers side by side."""
    return pieces(zip(COLOURS, counts, strict=False), most)


def key(labels: Iterable[str]) -> tuple[Key, ...]:
    """The key of as many colours."""
    return tuple(Key(*each) for each in zip(COLOURS, labels, strict=False))


def share(value: int | None) -> str:
    """A share in words; a dash of nothing."""
    return "–" if value is None else f"{value}%"


def length(time: timedelta) -> str:
    """A length of time: "3 h 20 min", "2 days 4 h"."""
    minutes = round(time.total_seconds() / 60)
    hours, rest = divmod(minutes, _MINUTES)
    if hours < _HOURS:
        return f"{hours} h {rest} min" if hours else f"{rest} min"
    days, hours = divmod(hours, _HOURS)
    return f"{days} day{'' if days == 1 else 's'} {hours} h"
