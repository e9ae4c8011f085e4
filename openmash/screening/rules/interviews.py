"""Return interviews of children who were missing and are found. Plain Python.

Source: Department for Education, Statutory guidance on children who run away or go missing from home or care (2014):
an independent return interview within 72 hours of the child being found. A hub's model may set a shorter time.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from openmash.core.errors import RuleBroken
from openmash.hubs.rules import ClockKind, ClockSpec, OperatingModel
from openmash.screening.rules.words import require_fits

NATIONAL = ClockSpec(
    ClockKind.ELAPSED_HOURS,
    72,
    source="Department for Education, Statutory guidance on children who run away or go missing (2014)",
)
LONGEST_NAME = 120


@dataclass(frozen=True)
class InterviewTold:
    """What came of an interview.

    Args:
        interviewer: who spoke with the child, and as what.
        independent: whether they are independent of whoever looks after the child.
        said: what the child said, or what was done instead; sealed.
        themes: codes of issues that came to light.
    """

    interviewer: str
    independent: bool
    said: str
    themes: tuple[str, ...] = ()


def clock(model: OperatingModel) -> ClockSpec:
    """By when a child who was found is spoken with: the hub's time, or the national one."""
    return model.return_interviews.clock if model.return_interviews else NATIONAL


def require_child(kind: str) -> None:
    """Return interviews are for children, born ones."""
    if kind != "child":
        raise RuleBroken("screening.interview_is_with_a_child", "A return interview is held with a child.")


def require_times(missing_from: datetime | None, found_at: datetime, *, at: datetime) -> None:
    """A child was missing before they were found, and was found before now."""
    if found_at > at:
        raise RuleBroken("screening.found_before_now", "The child cannot be found in the future.", field="found_at")
    if missing_from is not None and missing_from > found_at:
        raise RuleBroken(
            "screening.missing_before_found",
            "The child was missing before they were found: change one of the two.",
            field="missing_from",
        )


def require_whole(told: InterviewTold, known: Collection[str]) -> None:
    """An interview says who held it and what the child said; what came to light is named by the hub's issues."""
    if not told.interviewer.strip() or len(told.interviewer) > LONGEST_NAME:
        raise RuleBroken(
            "screening.interviewer_is_named", "Enter who spoke with the child, and as what.", field="interviewer"
        )
    if not told.said.strip():
        raise RuleBroken("screening.child_is_heard", "Write what the child said.", field="said")
    if set(told.themes) - set(known):
        raise RuleBroken("screening.themes_are_the_hubs", "Select from this hub's themes.", field="themes")
    require_fits({"said": told.said})


def require_why_not(why: str) -> None:
    """An interview that is not held has its reason, and what was done for the child instead."""
    if not why.strip():
        raise RuleBroken(
            "screening.not_held_for_a_reason",
            "Say why it is not held, and what was done instead.",
            field="why",
        )
    require_fits({"why": why})
