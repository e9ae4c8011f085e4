"""Calling back what had left, and correcting it."""

from openmash.core.errors import RuleBroken

LONGEST_REASON = 2_000

RECALL_WORDS: dict[str, str] = {
    "recalled": "The hub has called this back",
    "corrected": "The hub has corrected this",
}


def require_reason_for_recall(reason: str) -> None:
    """Whoever had the words reads why they no longer hold, and what to do with what they noted.

    Source: ICO reprimands of 2023 (what went to the wrong reader was noticed and not called back in time).
    """
    if not reason.strip():
        raise RuleBroken(
            "products.recalled_with_a_reason",
            "Enter why it is called back, in words for the team. Do not repeat what should not have gone.",
            field="reason",
        )
    if len(reason) > LONGEST_REASON:
        raise RuleBroken(
            "products.recall_fits_the_page",
            f"This must be {LONGEST_REASON:,} characters or fewer; it has {len(reason):,}.",
            field="reason",
        )


def require_had_left(had_left: bool) -> None:
    """Only what went to a team can be called back or corrected; what did not leave is changed instead."""
    if not had_left:
        raise RuleBroken(
            "products.corrects_what_had_left", "Only a product that went to a team can be corrected. Change this one."
        )


def require_no_other_product(is_new: bool) -> None:
    """A correction begins a product of its own."""
    if not is_new:
        raise RuleBroken(
            "products.correction_is_a_product_of_its_own",
            "Another product for this team is being put together. Finish it or put it aside first.",
        )
