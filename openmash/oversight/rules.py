"""Cumulative harm: what is counted, when a second manager looks, and what they must say. No score, no weights."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from openmash.clocks.months import add_months
from openmash.core.errors import RuleBroken
from openmash.hubs.rules import Counted, CounterRule, OperatingModel, Over, Reviewed, ReviewRule

LONGEST = 4000
REVIEW_WORKING_DAYS = 1
"""A second manager looks by the end of the next working day. Local choice, as for special grants."""


@dataclass(frozen=True)
class Counting:
    """A contact that may count, and what it has in common with the one at hand.

    Args:
        id: of the contact.
        received_at: when it was received.
        shares: what they have in common; of the contact at hand itself, everything.
        ended_without_action: whether it came to no further action.
    """

    id: UUID
    received_at: datetime
    shares: frozenset[Over]
    ended_without_action: bool


@dataclass(frozen=True)
class Count:
    """What one counter came to: which contacts it counted, and whether that reaches the hub's number."""

    counter: CounterRule
    contacts: tuple[UUID, ...]

    @property
    def number(self) -> int:
        """How many were counted, the present one among them."""
        return len(self.contacts)

    @property
    def reached(self) -> bool:
        """Whether a second manager is to look."""
        return self.number >= self.counter.reaches


def counts(model: OperatingModel, found: Collection[Counting], *, received_at: datetime) -> tuple[Count, ...]:
    """Each of the hub's counters over the contacts that are about the same people or place.

    Source: the operating model, ``[[counters]]``; Jay (2014), Independent Inquiry into Child Sexual Exploitation in
    Rotherham: repeated referrals that were each closed by themselves.

    Args:
        model: the hub's operating model.
        found: the contact at hand and those that have something in common with it; those before it count.
        received_at: when the contact at hand was received.
    """
    return tuple(Count(rule, _counted(rule, found, received_at)) for rule in model.counters)


def _counted(rule: CounterRule, found: Iterable[Counting], received_at: datetime) -> tuple[UUID, ...]:
    since = add_months(received_at.date(), -rule.within_months)
    near = [one for one in found if one.received_at <= received_at and one.received_at.date() >= since]
    near = [one for one in near if one.shares & set(rule.over)]
    if rule.counts is Counted.NO_FURTHER_ACTION:
        near = [one for one in near if one.ended_without_action]
    return tuple(one.id for one in sorted(near, key=lambda one: (one.received_at, one.id)))


def reached(found: Sequence[Count]) -> list[dict[str, object]]:
    """The counters that were reached, as they are kept with the ending."""
    return [
        {"code": each.counter.code, "label": each.counter.label, "contacts": [str(one) for one in each.contacts]}
        for each in found
        if each.reached
    ]


def require_another_manager(*, reviewer_id: UUID, ended_by: UUID) -> None:
    """The second manager is another one.

    Source: Jay (2014), section 7: decisions not to act were not looked at by anybody else.
    """
    if reviewer_id == ended_by:
        raise RuleBroken("oversight.another_manager_reviews", "You ended this yourself. Another manager reviews it.")


def require_words(words: str) -> None:
    """Whoever reviews says why."""
    if not words.strip():
        raise RuleBroken("oversight.review_says_why", "Enter why you agree or do not agree.", field="words")
    if len(words) > LONGEST:
        sentence = f"The reason is {len(words)} characters long; it must be {LONGEST} characters or fewer."
        raise RuleBroken("oversight.review_says_why", sentence, field="words")


BY = time(17)
"""By when, of the day on which a decision is to be looked at again, local time. Local choice."""


def review_due(rule: ReviewRule, decided_at: datetime, *, time_zone: str) -> datetime:
    """When a decision is to be looked at again: so many calendar months after it, at five in the afternoon there."""
    zone = ZoneInfo(time_zone)
    return datetime.combine(add_months(decided_at.astimezone(zone).date(), rule.months), BY, tzinfo=zone)


def near_miss_rules(model: OperatingModel) -> list[ReviewRule]:
    """By which of its reviews the hub looks at near misses.

    Raises:
        RuleBroken: ``oversight.hub_reviews_near_misses``: by none.
    """
    found = [rule for rule in model.reviews if rule.of is Reviewed.NEAR_MISS]
    if not found:
        raise RuleBroken(
            "oversight.hub_reviews_near_misses",
            "The operating model of this enquiry has no review of near misses. Tell a manager.",
            field="what",
        )
    return found


def require_said(words: str, *, field: str, sentence: str) -> None:
    """What nearly went wrong, or what was found, is written down.

    Source: the case studies of Blackburn with Darwen and of Sandwell.
    """
    if not words.strip():
        raise RuleBroken("oversight.written_down", sentence, field=field)
    if len(words) > LONGEST:
        sentence = f"This is {len(words)} characters long; it must be {LONGEST} characters or fewer."
        raise RuleBroken("oversight.written_down", sentence, field=field)


def require_not_their_own(*, reviewer_id: UUID, of_whom: UUID, of_decision: bool) -> None:
    """Nobody looks again at what they decided themselves. Local choice, as for endings."""
    if of_decision and reviewer_id == of_whom:
        raise RuleBroken("oversight.review_by_another", "You made this decision yourself. Another manager reviews it.")


def month_before(at: datetime, *, time_zone: str) -> date:
    """The first day of the month before this one, by the hub's wall clock."""
    return add_months(at.astimezone(ZoneInfo(time_zone)).date().replace(day=1), -1)


def require_auditor(auditor_id: UUID, *, deciders: Collection[UUID]) -> None:
    """Whoever decided in a case does not grade it. Own choice, as for decisions that are looked at again."""
    if auditor_id in deciders:
        raise RuleBroken("oversight.auditor_did_not_decide", "You decided in this case. Another manager audits it.")


def require_graded(rule: ReviewRule, *, grade: str, action: str) -> None:
    """A case that was drawn gets one of the hub's grades and, where the grade asks for it, what is to be done.

    Source: the operating model, ``grades`` of a review; the London multi-agency audit tool, where "cases are marked
    according to the Ofsted definitions" (source document 002).
    """
    chosen = rule.grade(grade)
    if chosen is None:
        raise RuleBroken("oversight.graded", "Select a grade.", field="grade")
    if len(action) > LONGEST:
        sentence = f"This is {len(action)} characters long; it must be {LONGEST} characters or fewer."
        raise RuleBroken("oversight.written_down", sentence, field="action")
    if chosen.needs_action and not action.strip():
        sentence = f"Enter what is to be done, by whom and by when: it is graded “{chosen.label}”."
        raise RuleBroken("oversight.grade_asks_for_action", sentence, field="action")
