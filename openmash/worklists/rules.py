"""By when things should be done for which no operating model sets a clock, and what stands in the way of a decision.

OpenMASH's own choices, except where a source is named.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from openmash.clocks.wording import joined

# The end of the next working day, as guidance has it for the next step of any referral ("within one working day").
HAND_ON = 1
"""From a decision to the receiving team's hands; also from an answer that came late to a second look."""
ANSWER_OWNER_QUESTION = 1
"""From being asked whether something may leave the hub to the owning agency's answer."""
TELL = 1
"""From the last child's decision to telling whoever raised the worry."""
ANSWER_A_MERGE = 1
"""From one person's saying that two records are one to another's answer: until then neither has the whole history."""
REVIEWS_SHOWN = timedelta(days=14)
"""How long before its day a required review stands on the worklist; before that it is on its own page."""
MEETINGS_SHOWN = timedelta(days=1)
"""How long before it begins a meeting stands on its chair's worklist; until it is closed, it stays there."""
UNDELIVERED_AFTER = timedelta(days=1)
"""From a message's being queued to its being taken for undelivered."""

ALWAYS_ON_THE_WALL = 3
"""How many of the most urgent enquiries never leave the wall screen, however many are open."""
TURNING_ON_THE_WALL = 7
"""How many of the others stand on one of its pages; with the rest, as many lines as are readable from six metres."""
NEW_ON_THE_WALL = 1
"""How many of those that have just changed stand there whatever the page."""
STAYS_NEW = timedelta(minutes=1)
"""How long something that changed is marked on the wall."""

FORECAST = timedelta(hours=4)
"""How far ahead breaches are forecast: the time that most hubs give themselves for the most urgent rating."""
A_DECISION_TAKES = timedelta(minutes=30)
"""What reading the room, weighing it and deciding takes at the least, where one person has several to decide."""
AGES = (
    ("Under 4 hours", timedelta(hours=4)),
    ("4 to 24 hours", timedelta(hours=24)),
    ("1 to 3 days", timedelta(days=3)),
    ("3 to 7 days", timedelta(days=7)),
    ("Over 7 days", timedelta.max),
)
"""How long open enquiries have waited since they were received."""


@dataclass(frozen=True)
class Ahead:
    """What is known of a decision that is due, as far as it says whether it will be made in time.

    Args:
        due_at: by when the decision is due.
        holder: who holds the enquiry; empty when nobody does.
        before_it: how many other decisions the same colleague must make before it.
        late: agencies whose answer is late.
        later: agencies whose answer is due after the decision, each with when.
        asked: how many agencies were asked at all.
        closes_at: when the hub closes before the decision is due; None where it does not.
    """

    due_at: datetime
    holder: str
    before_it: int
    late: tuple[str, ...]
    later: tuple[tuple[str, datetime], ...]
    asked: int
    closes_at: datetime | None


def what_stands_in_the_way(ahead: Ahead, *, at: datetime, zone: tzinfo) -> tuple[str, ...]:
    """Why a decision may be late, as sentences; empty where nothing is known to stand in its way.

    Nothing is guessed: each reason is something that somebody can look at and mend.

    Args:
        ahead: what is known of it.
        at: now.
        zone: whose wall clock the times are told by.
    """
    done_at = at + A_DECISION_TAKES * (ahead.before_it + 1)
    found: list[str] = []
    if not ahead.holder:
        found.append("Nobody holds it.")
    elif ahead.before_it and done_at > ahead.due_at:
        minutes = A_DECISION_TAKES // timedelta(minutes=1)
        found.append(
            f"{ahead.holder} has {ahead.before_it} to decide before it: at {minutes} minutes each, it is decided at "
            f"{_clock(done_at, zone)} at the earliest."
        )
    if not ahead.asked:
        found.append("No agency has been asked yet.")
    if ahead.late:
        found.append(f"{joined(ahead.late)} {'is' if len(ahead.late) == 1 else 'are'} late with an answer.")
    if ahead.later:
        words = [f"{agency} ({_clock(due_at, zone)})" for agency, due_at in ahead.later]
        found.append(f"An answer is due only after the decision: {joined(words)}.")
    if ahead.closes_at:
        found.append(f"The hub closes at {_clock(ahead.closes_at, zone)}, before it is due.")
    return tuple(found)


def _clock(moment: datetime, zone: tzinfo) -> str:
    return f"{moment.astimezone(zone):%H:%M}"
