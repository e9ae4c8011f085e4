"""How good referrals were, and where what came in went: Bury's indicators, without a name or a reference."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from openmash.reporting.rules.shares import percent


class Holds(StrEnum):
    """What makes a referral one that the hub can act on without ringing back. Own choice, of what every form asks."""

    BORN = "Born"
    LIVES = "Address"
    SAID = "Own words"
    ASKED = "Asked"
    REACHED = "Can reach"


class Went(StrEnum):
    """Where what came in went, in the end."""

    STATUTORY = "Social care or the police"
    HELP = "Early help or another service"
    HANDED_ON = "Handed on at the door"
    TURNED = "Advice, or told where to turn"
    WORKER = "The worker who has the case"
    NOTHING = "No further action"
    OPEN = "Not decided yet"


DIVERTED = frozenset({Went.HELP, Went.HANDED_ON, Went.TURNED})
"""To whoever fits best, short of a statutory service: case study Bury, "diversion of cases to the most appropriate"."""


@dataclass(frozen=True)
class ReferralFigures:
    """One referral: the month in which it was received, from whom, what it held, and where it went."""

    month: date
    source: str
    holds: frozenset[Holds]
    went: Went

    @property
    def whole(self) -> bool:
        """Whether it held everything."""
        return self.holds >= frozenset(Holds)


@dataclass(frozen=True)
class QualityLine:
    """Referrals of one source or month: how many, how many held each thing, and how many held everything."""

    label: str
    count: int
    held: tuple[int, ...]
    whole: int

    @property
    def shares(self) -> tuple[int | None, ...]:
        """Of each thing, and of everything, in per cent."""
        return tuple(percent(number, self.count) for number in (*self.held, self.whole))


@dataclass(frozen=True)
class DiversionLine:
    """What came in during one month: how many of it went on at all by now, and how many were diverted."""

    month: date
    count: int
    settled: int
    diverted: int

    @property
    def share(self) -> int | None:
        """Of what is settled; None where nothing is."""
        return percent(self.diverted, self.settled)


def quality(found: Iterable[ReferralFigures]) -> tuple[list[QualityLine], list[QualityLine]]:
    """The quality of referrals by who sent them, the most frequent first, and by month."""
    every = list(found)
    sources: dict[str, list[ReferralFigures]] = {}
    months: dict[date, list[ReferralFigures]] = {}
    for each in every:
        sources.setdefault(each.source, []).append(each)
        months.setdefault(each.month, []).append(each)
    by_source = sorted((_quality(label, those) for label, those in sources.items()), key=lambda line: -line.count)
    return by_source, [_quality(f"{month:%B %Y}", months[month]) for month in sorted(months)]


def diversion(found: Iterable[ReferralFigures]) -> list[DiversionLine]:
    """How much was diverted, by the month in which it came in."""
    months: dict[date, list[ReferralFigures]] = {}
    for each in found:
        months.setdefault(each.month, []).append(each)
    return [_diverted(month, months[month]) for month in sorted(months)]


def _quality(label: str, those: Sequence[ReferralFigures]) -> QualityLine:
    held = tuple(sum(thing in each.holds for each in those) for thing in Holds)
    return QualityLine(label, len(those), held, sum(each.whole for each in those))


def _diverted(month: date, those: Sequence[ReferralFigures]) -> DiversionLine:
    settled = [each for each in those if each.went is not Went.OPEN]
    return DiversionLine(month, len(those), len(settled), sum(each.went in DIVERTED for each in settled))
