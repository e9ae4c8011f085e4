"""When somebody is kept out of a case, and when not any more.

Staff looked up records of people they knew in St Helens, in Redcar and Cleveland and after the attacks in Nottingham;
what stops it is that a colleague with a tie to a family is outside, not that they are asked to look away.
"""

from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from openmash.core.errors import RuleBroken

KEPT = timedelta(days=6 * 365 + 2)
"""How long an exclusion is kept after it ended: six years."""

UK = ZoneInfo("Europe/London")
LONGEST_WORDS = 500


class Ground(StrEnum):
    """Why somebody is kept out."""

    RELATIVE = "relative"
    CONFLICT = "conflict"
    OTHER = "other"


GROUND_WORDS: dict[str, str] = {
    Ground.RELATIVE: "Related to, or living with, somebody in the case",
    Ground.CONFLICT: "Knows somebody in the case: friend, neighbour, colleague or the like",
    Ground.OTHER: "Another reason",
}


def require_ground(ground: str, words: str) -> None:
    """An exclusion gives its ground; any other reason than the two listed is written out."""
    if ground not in GROUND_WORDS:
        raise RuleBroken("exclusions.ground_is_given", "Choose why.", field="ground")
    if ground == Ground.OTHER and not words.strip():
        raise RuleBroken("exclusions.other_reason_is_given", "Enter the reason.", field="words")
    if len(words) > LONGEST_WORDS:
        raise RuleBroken(
            "exclusions.reason_not_too_long", f"The reason must be {LONGEST_WORDS} characters or fewer.", field="words"
        )


def require_until_ahead(until: date | None, *, at: datetime) -> None:
    """The last day of an exclusion is today or later; left out, it holds until somebody ends it."""
    if until is not None and until < at.astimezone(UK).date():
        raise RuleBroken("exclusions.last_day_ahead", "The last day must be today or in the future.", field="until")


def require_somebody_else_ends_it(*, actor_id: UUID, excluded_id: UUID) -> None:
    """Nobody ends their own exclusion, whatever their rank."""
    if actor_id == excluded_id:
        raise RuleBroken(
            "exclusions.ended_by_somebody_else", "You are the one who is kept out. Somebody else has to end this."
        )


def is_over(until: date | None, *, at: datetime) -> bool:
    """Whether the last day has passed; the clockwork ends it then, and until it does the colleague stays out."""
    return until is not None and at.astimezone(UK).date() > until
