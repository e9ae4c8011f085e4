"""Who looks, the next working day, at what one manager let go alone; the grounds are the sealed room's."""

from uuid import UUID

from openmash.core.errors import RuleBroken

LONGEST_REASON = 4_000

FINDING_WORDS: dict[str, str] = {
    "right": "It was right to release it in this way",
    "right_could_wait": "It was right to release it, but there was time for the usual way",
    "wrong": "It should not have been released",
}


def require_reviewed_by_somebody_else(*, actor_id: UUID, released_by: UUID) -> None:
    """Nobody reviews their own urgent release.

    Source: security reference, section 1 (checked afterwards by the employer).
    """
    if actor_id == released_by:
        raise RuleBroken(
            "products.urgent_reviewed_by_somebody_else",
            "You released this yourself. Somebody else has to review it.",
        )


def require_review(finding: str, words: str) -> None:
    """A review says what it found and why.

    Source: security reference, section 1 (every override is checked afterwards).
    """
    if finding not in FINDING_WORDS:
        raise RuleBroken("products.urgent_review_says_what_it_found", "Select what you found.", field="finding")
    if not words.strip():
        raise RuleBroken("products.urgent_review_says_what_it_found", "Enter why you find so.", field="words")
    if len(words) > LONGEST_REASON:
        raise RuleBroken(
            "products.urgent_review_says_what_it_found",
            f"This must be {LONGEST_REASON:,} characters or fewer; it has {len(words):,}.",
            field="words",
        )


def require_not_reviewed_yet(reviewed: bool) -> None:
    """A review is written once.

    Source: security reference D7 (final states are terminal).
    """
    if reviewed:
        raise RuleBroken("products.urgent_reviewed_once", "Somebody reviewed this already.")
