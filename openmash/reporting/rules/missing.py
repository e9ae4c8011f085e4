"""Children who were missing and are found: how soon they were spoken with, what came to light, and from where they go.

Places are postcode sectors ("EX4 9", some three thousand addresses), and one from which a single child went once is no
hot spot and is named nowhere: it would be about that child.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

UNKNOWN_PLACE = "No postcode on record"
KEPT_BACK = "Kept back: somebody must not learn it"
ELSEWHERE = "Places with one episode each"
FEWEST = 2
"""Episodes that make a place a hot spot. Own choice: with one alone the line would be about one child."""
_INWARD = 3  # letters of the second half of a postcode; its digit belongs to the sector


class Spoken(StrEnum):
    """What became of the return interview."""

    IN_TIME = "Held in time"
    LATE = "Held late"
    NOT_HELD = "Declined or not possible"
    WAITING = "Still to be held"


@dataclass(frozen=True)
class Episode:
    """One time that a child was missing and found.

    Args:
        child: who, however often they are recorded.
        month: the month in which they were found, as its first day.
        place: the postcode sector of where they live, ``UNKNOWN_PLACE`` or ``KEPT_BACK``.
        spoken: what became of the return interview.
        themes: what came to light, in words; only of an interview that was held.
    """

    child: UUID
    month: date
    place: str
    spoken: Spoken
    themes: tuple[str, ...]


@dataclass(frozen=True)
class PlaceLine:
    """From one place: how many episodes, of how many children, and how many of those went more than once."""

    label: str
    episodes: int
    children: int
    again: int


@dataclass(frozen=True)
class ThemeLine:
    """In how many interviews a theme came to light, and with how many children."""

    label: str
    interviews: int
    children: int


def sector(postcode: str) -> str:
    """The sector of a postcode: "EX4 9ZZ" is in "EX4 9"; empty for what is no whole postcode."""
    letters = "".join(postcode.upper().split())
    outward, inward = letters[:-_INWARD], letters[-_INWARD:]
    whole = len(outward) > 1 and len(inward) == _INWARD and inward[0].isdigit() and inward[1:].isalpha()
    return f"{outward} {inward[0]}" if whole else ""


def hot_spots(episodes: Sequence[Episode]) -> list[PlaceLine]:
    """The places from which children go missing most, the worst first; then what is no place of its own."""
    counted = Counter(each.place for each in episodes)
    known = {place for place, times in counted.items() if times >= FEWEST and place not in (UNKNOWN_PLACE, KEPT_BACK)}
    lines = [_place(place, [each for each in episodes if each.place == place]) for place in known]
    lines.sort(key=lambda line: (-line.episodes, -line.children, line.label))
    single = [each for each in episodes if each.place not in known | {UNKNOWN_PLACE, KEPT_BACK}]
    nowhere = [(name, [each for each in episodes if each.place == name]) for name in (UNKNOWN_PLACE, KEPT_BACK)]
    rest = [(ELSEWHERE, single), *nowhere]
    return lines + [_place(label, found) for label, found in rest if found]


def themes(episodes: Iterable[Episode]) -> list[ThemeLine]:
    """What interviews brought to light, the most frequent first."""
    children: dict[str, list[UUID]] = {}
    for each in episodes:
        for theme in each.themes:
            children.setdefault(theme, []).append(each.child)
    lines = [ThemeLine(label, len(found), len(set(found))) for label, found in children.items()]
    return sorted(lines, key=lambda line: (-line.interviews, line.label))


def _place(label: str, found: Sequence[Episode]) -> PlaceLine:
    times = Counter(each.child for each in found)
    return PlaceLine(label, len(found), len(times), sum(1 for count in times.values() if count > 1))
