"""Opening what is held back, in an emergency: a special grant.

After the sealed envelopes of the NHS: one of three grounds, an alert to the owner at once, and an account that
somebody else checks afterwards (Hansard, 7 January 2008; security reference, section 1). A grant opens a *restricted*
item to one reader for some hours. It opens nothing that is hidden, and it stands in for neither vetting, nor an
agreement, nor the end of an exclusion.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from openmash.core.errors import RuleBroken
from openmash.sealed.rules.items import require_words
from openmash.sealed.rules.ledger import GROUND_WORDS

GRANT_HOURS: tuple[int, ...] = (1, 4, 24)
"""How long a grant may last, in hours. Local choice: a conversation, half a shift, until somebody can be asked."""

REVIEW_WITHIN = 1
"""Working days: reviewed by the end of the next one (the issue of this release)."""

FINDINGS: dict[str, str] = {
    "justified": "It was justified",
    "not_justified": "It was not justified",
}


@dataclass(frozen=True)
class GrantTold:
    """What somebody says who opens what is held back.

    Args:
        ground: a code of ``GROUND_WORDS``.
        why: why it cannot wait for the owner; sealed, and read by whoever reviews it.
        hours: how long, one of ``GRANT_HOURS``.
    """

    ground: str
    why: str
    hours: int

    def until(self, at: datetime) -> datetime:
        """The moment from which it no longer opens anything."""
        return at + timedelta(hours=self.hours)


def require_grant(told: GrantTold) -> None:
    """A special grant names one of the three grounds, says why it cannot wait, and ends within hours."""
    if told.ground not in GROUND_WORDS:
        raise RuleBroken("sealed.grant_on_one_of_three_grounds", "Choose the ground.", field="ground")
    if not told.why.strip():
        raise RuleBroken(
            "sealed.grant_says_why",
            "Enter why you must read this now and cannot wait for the agency that owns it.",
            field="why",
        )
    require_words(told.why, field="why")
    if told.hours not in GRANT_HOURS:
        raise RuleBroken("sealed.grant_ends_within_hours", "Choose for how long.", field="hours")


def require_held_back(*, readable: bool) -> None:
    """Nobody takes a grant for what they may read anyway: the owner would be alarmed for nothing."""
    if readable:
        raise RuleBroken("sealed.grant_for_what_is_held_back", "You can read this already. No special grant is needed.")


def require_reviewed_by_somebody_else(*, actor_id: UUID, holder_id: UUID) -> None:
    """Whoever held a grant does not review it."""
    if actor_id == holder_id:
        raise RuleBroken("sealed.grant_reviewed_by_somebody_else", "This was your own grant. Somebody else reviews it.")


def require_finding(finding: str, words: str) -> None:
    """A review says what it found and why."""
    if finding not in FINDINGS:
        raise RuleBroken("sealed.review_has_a_finding", "Choose what you found.", field="finding")
    if not words.strip():
        raise RuleBroken("sealed.review_gives_its_reasons", "Enter why.", field="words")
    require_words(words, field="words")
