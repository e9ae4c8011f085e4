"""When a clock may stand still and runs on, and when something is said to have happened."""

from datetime import datetime

from openmash.core.errors import RuleBroken
from openmash.hubs.rules import OperatingModel, PauseRule, Serves


def pause_rule(model: OperatingModel, reason: str, *, clock: str, rating: str, whom: Serves | None) -> PauseRule:
    """The model's rule by which this clock may stand still for this reason.

    Source: the operating model, ``[[pauses]]``. A hub whose model has none pauses nothing.

    Args:
        reason: a code of the model.
        clock: the code of one of the model's other clocks; empty for the clock of a decision.
        rating: for that, the rating that holds.
        whom: about whom it runs; None for the whole enquiry.
    """
    for rule in pauses_open(model, clock=clock, rating=rating, whom=whom):
        if rule.code == reason:
            return rule
    raise RuleBroken(
        "enquiries.pauses_only_what_the_model_allows",
        f"In {model.title} this clock does not stand still for that reason.",
        field="reason",
    )


def pauses_open(model: OperatingModel, *, clock: str, rating: str, whom: Serves | None) -> tuple[PauseRule, ...]:
    """Every reason for which this clock may stand still."""
    return tuple(
        rule
        for rule in model.pauses
        if (clock in rule.clocks if clock else rating in rule.ratings) and whom in (None, *rule.serves)
    )


def require_words_for_pause(words: str) -> None:
    """Time that a child or adult waits longer is accounted for in words, beside the reason's code (own choice)."""
    if not words.strip():
        raise RuleBroken("enquiries.pause_says_why", "Say why the clock stands still, in a sentence.", field="words")


def require_not_run_out(due_at: datetime, at: datetime) -> None:
    """Late stays late: a clock that has run out is not stopped afterwards (own choice)."""
    if at > due_at:
        raise RuleBroken(
            "enquiries.pauses_before_it_has_run_out",
            "This clock has run out already, so it cannot stand still. What is late is done now.",
        )


def require_running(*, paused: bool) -> None:
    """A clock stands still once at a time."""
    if paused:
        raise RuleBroken("enquiries.pauses_once", "This clock stands still already.")


def require_paused(*, paused: bool) -> None:
    """Only what stands still runs on."""
    if not paused:
        raise RuleBroken("enquiries.runs_on_once", "This clock runs already.")


def require_happened(when: datetime, at: datetime, since: datetime) -> None:
    """What happened is noted after it happened, and not from before the concern was received."""
    if when > at:
        raise RuleBroken(
            "enquiries.notes_what_happened", "Enter when it happened; that is still to come.", field="when"
        )
    if when < since:
        raise RuleBroken(
            "enquiries.happened_after_the_referral",
            "Enter when it happened; that is before the concern was received.",
            field="when",
        )
