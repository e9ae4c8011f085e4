"""Why somebody may be the person asked about: the waterfall of evidence, each step in words, a bar beside it.

The bars are a picture of the same words: whoever does not see them loses nothing. A bare score is never shown.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

BAR_WIDTH = 200
MOST_BITS = 16.0
"""What fills half of the picture: more than that is as good as certain, and looks no different."""
STRENGTHS = {"strong": "Strong", "some": "Some", "weak": "Weak", "against": "Against"}


class Told(Protocol):
    """One step of a waterfall, as ``openmash.matching.explain`` tells it."""

    @property
    def words(self) -> str:
        """What agrees or does not, in words of the field."""

    @property
    def bits(self) -> float:
        """By how many bits it speaks for this person; below nought, against."""

    @property
    def strength(self) -> str:
        """One of ``STRENGTHS``."""


@dataclass(frozen=True)
class Step:
    """One step as the page shows it: the words, how much it says, and its bar."""

    words: str
    strength: str
    strength_words: str
    x: int
    width: int


def steps(evidence: Iterable[Told]) -> tuple[Step, ...]:
    """The steps of a waterfall for ``shared/parts/waterfall.html``: ``{% include … with steps=candidate.steps %}``."""
    return tuple(_step(each) for each in evidence)


def _step(each: Told) -> Step:
    half = BAR_WIDTH // 2
    width = max(2, min(half, round(abs(each.bits) / MOST_BITS * half)))
    x = half if each.bits >= 0 else half - width
    return Step(each.words, each.strength, STRENGTHS[each.strength], x, width)
