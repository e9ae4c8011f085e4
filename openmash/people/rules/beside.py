"""When a danger to staff or an open case may be recorded beside somebody, and ended. Plain Python."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from openmash.core.errors import RuleBroken

LONGEST_WARNING = 500
MOST_BEFORE_REVIEW = timedelta(days=366)


@dataclass(frozen=True)
class WarningTold:
    """A danger to staff as it is recorded.

    Args:
        words: what it is and what to do about it.
        since: the day since when it is known.
        review_on: when somebody asks whether it still holds.
    """

    words: str
    since: date
    review_on: date


def require_warning(told: WarningTold, *, today: date) -> None:
    """A warning says what the danger is, since when, and when it is looked at again, a year from now at the latest.

    Source: information-sharing advice (2024); Nottingham City reviews its warnings and locks every 90 days.
    """
    if not told.words.strip():
        raise RuleBroken("people.warning_says_what", "Enter what the danger is.", field="words")
    if len(told.words) > LONGEST_WARNING:
        raise RuleBroken(
            "people.warning_is_short", f"This must be {LONGEST_WARNING} characters or fewer.", field="words"
        )
    if told.since > today:
        raise RuleBroken("people.warning_since", "The date must be today or in the past.", field="since")
    if not today < told.review_on <= today + MOST_BEFORE_REVIEW:
        raise RuleBroken(
            "people.warning_is_reviewed",
            "Enter a day after today, a year from now at the latest, on which somebody asks whether it still holds.",
            field="review_on",
        )


def require_reason_for_ending_a_warning(reason: str) -> None:
    """Whoever says that a danger is over says why."""
    if not reason.strip():
        raise RuleBroken("people.warning_ended_with_a_reason", "Enter why it no longer holds.", field="reason")
    if len(reason) > LONGEST_WARNING:
        raise RuleBroken(
            "people.warning_is_short", f"This must be {LONGEST_WARNING} characters or fewer.", field="reason"
        )


def require_warning_holds(ended: bool) -> None:
    """A warning ends once."""
    if ended:
        raise RuleBroken("people.warning_ends_once", "This warning has already been ended.")


@dataclass(frozen=True)
class OpenCaseTold:
    """To whom a case is open already.

    Args:
        team_id: the worker's team, one of the hub's receiving teams.
        worker: the worker's name.
        since: the day since when.
    """

    team_id: UUID
    worker: str
    since: date


def require_open_case(told: OpenCaseTold, *, open_to: Collection[UUID], today: date) -> None:
    """An open case names its worker and begins today or before; a team has a case about somebody once.

    Args:
        told: what is recorded.
        open_to: the teams that have a case about them that has not ended.
        today: the day on which it is recorded.
    """
    if not told.worker.strip():
        raise RuleBroken("people.open_case_has_a_worker", "Enter the worker's name.", field="worker")
    if told.since > today:
        raise RuleBroken("people.open_case_since", "The date must be today or in the past.", field="since")
    if told.team_id in open_to:
        raise RuleBroken(
            "people.open_once_a_team",
            "Their case is open to this team already. End that first, then record the new worker.",
            field="team",
        )


def require_open_case_holds(ended: bool) -> None:
    """What has ended is not ended again."""
    if ended:
        raise RuleBroken("people.open_case_holds", "This has ended already.")


def require_ended_after_it_began(*, since: date, until: date, today: date) -> None:
    """A case ends on the day it began or later, and not in the future."""
    if not since <= until <= today:
        raise RuleBroken(
            "people.open_case_until", "The date must be today or in the past, and not before it began.", field="until"
        )
