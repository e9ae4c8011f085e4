"""The requests of a case as its page shows them: answered how, by whom, how long is left, reminded, away."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from openmash.access import Actor
from openmash.agencies import queries as agency_queries
from openmash.agencies.queries import AbsenceView
from openmash.checks import permissions as check_permissions
from openmash.checks import queries as check_queries
from openmash.checks.queries import CheckView, ReminderView
from openmash.web.inside.enquiries.pages import story
from openmash.web.shared.pieces import Link


@dataclass(frozen=True)
class CheckLine:
    """One agency's request: answered how, by whom, or how long it still has."""

    id: UUID
    agency: str
    state: str
    colour: str
    words: str
    due_at: datetime
    answered_at: datetime | None
    withdrawn: bool
    late: bool
    actions: tuple[Link, ...]
    chase_url: str


def lines(checks: Collection[CheckView], *, actor: Actor, at: datetime, is_open: bool) -> tuple[CheckLine, ...]:
    """A line for each request; two statements more than the requests themselves took.

    Args:
        checks: the requests of a case.
        actor: who reads; the buttons are those they may press.
        at: now.
        is_open: whether the case is open.
    """
    beside = _beside(checks, actor=actor, at=at)
    return tuple(_line(c, beside.get(c.id, ""), actor=actor, at=at, is_open=is_open) for c in checks)


def _line(c: CheckView, beside: str, *, actor: Actor, at: datetime, is_open: bool) -> CheckLine:
    may_answer = c.waiting and check_permissions.can_answer(actor, c.agency_id, c.agency_name)
    actions = [Link("Answer" if may_answer else "See", reverse("checks:answer", args=[c.id]))]
    may_chase = c.waiting and is_open and check_permissions.can_chase(actor)
    state, colour = _standing(c, at)
    return CheckLine(
        id=c.id,
        agency=c.agency_name,
        state=state,
        colour=colour,
        words=_check_words(c, beside),
        due_at=c.due_at,
        answered_at=c.answered_at,
        withdrawn=c.state == "withdrawn",
        late=c.late_at(at),
        actions=tuple(actions),
        chase_url=reverse("checks:chase", args=[c.id]) if may_chase else "",
    )


def _standing(c: CheckView, at: datetime) -> tuple[str, str]:
    if c.state == "withdrawn":
        return "Not needed", "grey"
    if c.answered_at:
        return "Answered", "green"
    return ("Late", "red") if c.late_at(at) else ("Waiting", "blue")


def _check_words(c: CheckView, beside: str) -> str:
    if c.answered_at:
        said = c.nil_label or story.items_words(c.item_count)
        late = {"yes": "Would have changed the decision", "unsure": "Might have changed the decision"}
        return ". ".join(filter(None, (said, c.nil_explanation, late.get(c.late_effect, ""), c.answered_by_name)))
    link = "" if c.co_located or not c.waiting else "asked through a one-time link"
    chased = "chased" if c.chased_at else ""
    said = ", ".join(filter(None, (link, chased, beside)))
    return said[:1].upper() + said[1:]


def _beside(checks: Collection[CheckView], *, actor: Actor, at: datetime) -> dict[UUID, str]:
    """What stands beside each request that waits: how often its agency was reminded, and whether they are away."""
    waiting = [check for check in checks if check.waiting]
    reminded = check_queries.reminders([check.id for check in waiting], actor=actor)
    away = agency_queries.away(actor.hub_id, on=timezone.localdate(at))
    return {
        check.id: ", ".join(filter(None, (_reminded(reminded.get(check.id, ())), _away(away.get(check.agency_id)))))
        for check in waiting
    }


def _reminded(found: Sequence[ReminderView]) -> str:
    times = len({reminder.label for reminder in found})
    return {0: "", 1: "reminded once"}.get(times, f"reminded {times} times")


def _away(absence: AbsenceView | None) -> str:
    if absence is None:
        return ""
    covers = f"{absence.covered_by} covers" if absence.covered_by else "nobody covers"
    return f"away until {absence.until_on.day} {absence.until_on:%B} ({covers})"
