"""Numbers as bars, for a table that says them too: a picture of one measure, drawn without script."""

from collections.abc import Iterable
from dataclasses import dataclass

BAR_WIDTH = 400


@dataclass(frozen=True)
class Piece:
    """A part of a bar: where it begins, how wide it is, and the class of what it stands for."""

    kind: str
    x: int
    width: int


def pieces(parts: Iterable[tuple[str, int]], most: int) -> tuple[Piece, ...]:
    """The parts of a bar side by side.

    Args:
        parts: what each stands for, and its number.
        most: the number that is as wide as the whole picture; the same for all bars of one picture.
    """
    found, x = [], 0
    for kind, count in parts:
        width = count * BAR_WIDTH // most if most else 0
        found.append(Piece(kind, x, width))
        x += width
    return tuple(found)
