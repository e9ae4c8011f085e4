"""What a receiving team may report back, and how its letter is read inside: nothing in it is trusted."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from openmash.core.errors import RuleBroken
from openmash.products.errors import BrokenReport

UK = ZoneInfo("Europe/London")
LONGEST = 4_000
LETTERS_KEPT = timedelta(days=30)
"""How long a team's letter is kept beside the outcome made of it, for when something went wrong."""

# Code and words; the codes are stored and never change.
REPORT_WORDS: dict[str, str] = {
    "assessment": "Assessment started",
    "strategy_discussion": "Strategy discussion held",
    "section_47": "Section 47 enquiry started",
    "conference": "Child protection conference held",
    "plan": "Child protection plan made",
    "early_help": "Early help started",
    "no_further_action": "No further action",
}


@dataclass(frozen=True)
class ReportTold:
    """What came of it, as the receiving team tells it.

    Args:
        kind: a code of ``REPORT_WORDS``.
        happened_on: the day it happened.
        words: anything else the hub should know; may be empty.
    """

    kind: str
    happened_on: date
    words: str


def require_report(told: ReportTold, *, at: datetime) -> None:
    """A report says what happened and on which day, not later than today.

    Source: mission, step 11 (later from the receiving team: what came of it, and whether it was in time).
    """
    if told.kind not in REPORT_WORDS:
        raise RuleBroken("products.report_says_what_happened", "Select what came of it.", field="kind")
    if told.happened_on > at.astimezone(UK).date():
        raise RuleBroken(
            "products.report_not_of_the_future",
            "The date it happened must be today or in the past.",
            field="happened_on",
        )
    if len(told.words) > LONGEST:
        raise RuleBroken(
            "products.report_fits_the_page",
            f"This must be {LONGEST:,} characters or fewer; it has {len(told.words):,}.",
            field="words",
        )


def as_letter(told: ReportTold) -> dict[str, Any]:
    """The report as it travels: plain JSON values."""
    return {"kind": told.kind, "happened_on": told.happened_on.isoformat(), "words": told.words}


def letter_place(hub_id: UUID, report_id: UUID) -> str:
    """What a report's ciphertext is bound to: it opens as no other report and in no other hub."""
    return f"products_teamreport|{hub_id}|{report_id}|ciphertext"


def read_letter(letter: Any) -> ReportTold:
    """Read a letter that was posted at the outside door.

    Args:
        letter: decrypted JSON, from whoever held the session.

    Raises:
        BrokenReport: it is not a report; the sentence names the part, never what it says.
    """
    if not isinstance(letter, dict):
        raise BrokenReport("what came of it")
    kind, words = letter.get("kind"), letter.get("words")
    if not isinstance(kind, str) or kind not in REPORT_WORDS:
        raise BrokenReport("what came of it")
    if not isinstance(words, str) or len(words) > LONGEST or not _can_be_kept(words):
        raise BrokenReport("in your own words")
    try:
        happened_on = date.fromisoformat(str(letter.get("happened_on")))
    except ValueError as error:
        raise BrokenReport("the date it happened") from error
    return ReportTold(kind=kind, happened_on=happened_on, words=words)


def _can_be_kept(text: str) -> bool:
    """Whether PostgreSQL holds it: no NUL and no half of a character, neither of which a person types."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\x00" not in text
