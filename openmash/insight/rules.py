"""Why somebody looks at a network across cases, and how much of it is drawn. Plain Python.

Source: Home Office (2014), Multi Agency Working and Information Sharing Project, annex D, Ealing: networks of people
and exploitation are seen across cases; that a purpose is said first is an own choice (UK GDPR, article 5(1)(b)).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from openmash.core.errors import RuleBroken

PURPOSES = {
    "risk_here": "To see the risk to somebody in this case",
    "meeting": "To prepare a meeting about it",
    "theme": "To step a theme up to a panel",
    "exploitation": "To understand who exploits whom, and where",
}
MOST_PEOPLE = 60
"""More than these nobody can read in a drawing; whoever is nearest to the start is drawn."""
STEPS = 2
"""From the start to whom they share a case, an address or a group with, and once more."""

PERSON, CASE, ADDRESS, SCHOOL, GROUP = "person", "case", "address", "school", "group"
KIND_WORDS = {PERSON: "Person", CASE: "Case", ADDRESS: "Address", SCHOOL: "School", GROUP: "Group"}

_ROW, _TOP, _LEFT, _RIGHT, WIDTH = 34, 30, 300, 560, 860
_LONGEST = 38


@dataclass(frozen=True)
class Dot:
    """One node as it is drawn; ``x`` and ``y`` in the drawing's own units."""

    key: str
    kind: str
    label: str
    x: int
    y: int
    start: bool


@dataclass(frozen=True)
class Line:
    """One link as it is drawn."""

    x1: int
    y1: int
    x2: int
    y2: int


@dataclass(frozen=True)
class Drawing:
    """People on the left, what links them on the right, a line for each link."""

    dots: tuple[Dot, ...]
    lines: tuple[Line, ...]
    width: int
    height: int


def require_purpose(purpose: str) -> None:
    """Looking across cases says why, on the log, before anything is shown."""
    if purpose not in PURPOSES:
        raise RuleBroken("insight.says_why", "Choose why you look across cases.", field="purpose")


def drawn(
    people: Sequence[tuple[str, str, bool]],
    things: Sequence[tuple[str, str, str]],
    links: Mapping[str, Sequence[str]],
) -> Drawing:
    """Where everything stands, so that things stand near the people whom they link and few lines cross.

    Args:
        people: key, label, and whether they are where the map starts; nearest first.
        things: key, kind, label.
        links: by key of a thing, the keys of the people whom it links.
    """
    place = {key: row for row, (key, _, _) in enumerate(people)}
    ordered = sorted(things, key=lambda thing: (_middle(links[thing[0]], place), thing[1], thing[2], thing[0]))
    rows = max(len(people), len(ordered), 1)
    left = [
        Dot(key, PERSON, _short(label), _LEFT, _height(row, len(people), rows), start)
        for row, (key, label, start) in enumerate(people)
    ]
    right = [
        Dot(key, kind, _short(label), _RIGHT, _height(row, len(ordered), rows), False)
        for row, (key, kind, label) in enumerate(ordered)
    ]
    at = {dot.key: dot for dot in left}
    lines = [Line(at[each].x, at[each].y, dot.x, dot.y) for dot in right for each in links[dot.key]]
    return Drawing((*left, *right), tuple(lines), WIDTH, 2 * _TOP + (rows - 1) * _ROW)


def _middle(keys: Sequence[str], place: Mapping[str, int]) -> float:
    return sum(place[key] for key in keys) / len(keys)


def _height(row: int, of: int, rows: int) -> int:
    """Spread over the whole height, whichever column is the longer."""
    return _TOP + round(row * (rows - 1) * _ROW / max(of - 1, 1)) if of > 1 else _TOP + (rows - 1) * _ROW // 2


def _short(label: str) -> str:
    return label if len(label) <= _LONGEST else f"{label[: _LONGEST - 1]}…"
