"""Where what comes in comes from, and what it raises, beside as many months before. It names nobody.

The analyst of a hub identifies hot spots and trends, to be there earlier (Home Office, 2014, Nottinghamshire). A place
is a postcode sector ("EX4 9", some three thousand addresses) or a school. One with a single contact, or a single child
or adult, is no hot spot and is named nowhere: the line would be about one family.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from openmash.reporting.rules.missing import FEWEST, KEPT_BACK, UNKNOWN_PLACE

NO_SCHOOL = "No school on record"
SMALL_PLACES = "Places with one contact, or one child or adult, each"
_NOWHERE = (UNKNOWN_PLACE, NO_SCHOOL, KEPT_BACK)


@dataclass(frozen=True)
class Naming:
    """That a contact is about somebody.

    Args:
        contact: which.
        person: who, however often they are recorded; whoever nobody has identified yet stands for themself.
        sector: the postcode sector, ``UNKNOWN_PLACE`` or ``KEPT_BACK``.
        school: as it is written most often in the hub, ``NO_SCHOOL`` or ``KEPT_BACK``.
    """

    contact: UUID
    person: UUID
    sector: str
    school: str


@dataclass(frozen=True)
class Trend:
    """A place or an issue: contacts or cases now, how many people that was, and contacts or cases before."""

    label: str
    now: int
    people: int
    before: int

    @property
    def change(self) -> str:
        """ "+3", "−2", "0"."""
        by = self.now - self.before
        return f"+{by}" if by > 0 else f"−{-by}" if by < 0 else "0"


def where_from(now: Sequence[Naming], before: Sequence[Naming], place: Callable[[Naming], str]) -> list[Trend]:
    """The places from which most contacts came, the worst first; then what is no place of its own.

    Args:
        now, before: everybody named in these months, and in as many before.
        place: the sector or the school of one.
    """
    known = {label for label in set(map(place, now)) - set(_NOWHERE) if _is_several(now, label, place)}

    def named(each: Naming) -> str:
        label = place(each)
        return label if label in known or label in _NOWHERE else SMALL_PLACES

    lines = [_trend(label, now, before, named) for label in {named(each) for each in now}]
    last = (SMALL_PLACES, *_NOWHERE)
    return sorted(lines, key=lambda line: (line.label in last, -line.now, -line.people, line.label))


def beside(now: Iterable[str], before: Iterable[str]) -> list[Trend]:
    """How often each label stands there now and before, the most frequent now first; one that is gone stands too."""
    is_now, was = Counter(now), Counter(before)
    lines = [Trend(label, is_now[label], 0, was[label]) for label in is_now.keys() | was.keys()]
    return sorted(lines, key=lambda line: (-line.now, -line.before, line.label))


def _is_several(found: Sequence[Naming], label: str, place: Callable[[Naming], str]) -> bool:
    there = [each for each in found if place(each) == label]
    contacts, people = {each.contact for each in there}, {each.person for each in there}
    return len(contacts) >= FEWEST and len(people) >= FEWEST


def _trend(label: str, now: Sequence[Naming], before: Sequence[Naming], named: Callable[[Naming], str]) -> Trend:
    here = [each for each in now if named(each) == label]
    was = {each.contact for each in before if named(each) == label}
    return Trend(label, len({each.contact for each in here}), len({each.person for each in here}), len(was))
