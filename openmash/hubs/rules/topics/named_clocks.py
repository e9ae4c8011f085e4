"""Clocks that hang on no rating: what starts each in a case, what ends it, and about whom it runs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from openmash.hubs.rules.clock_specs import ClockSpec
from openmash.hubs.rules.lines import Disagreement
from openmash.hubs.rules.pieces import clock_spec, coded_values, one_of
from openmash.hubs.rules.rule import CodedRule, Serves
from openmash.hubs.rules.said import Said, joined, served_in_words
from openmash.hubs.rules.tables import Table

if TYPE_CHECKING:
    from openmash.hubs.rules.operating_model import OperatingModel

HEADING = "Other clocks"


class Happening(StrEnum):
    """What happens in a case that a clock may start or end with. Of a meeting: its kind, and that it was held."""

    REFERRAL_RECEIVED = "referral_received"
    REFERRER_ACKNOWLEDGED = "referrer_acknowledged"
    ENQUIRY_OPENED = "enquiry_opened"
    DAILY_HELD = "daily_held"
    BRIEFING_HELD = "briefing_held"
    DOMESTIC_ABUSE_CALL_HELD = "domestic_abuse_call_held"
    MASH_HELD = "mash_held"
    STRATEGY_DISCUSSION_HELD = "strategy_discussion_held"
    STRATEGY_MEETING_HELD = "strategy_meeting_held"
    STRAIGHT_ON = "straight_on"
    DECIDED = "decided"
    ASSESSMENT_COMPLETED = "assessment_completed"
    CONFERENCE_HELD = "conference_held"

    @property
    def words(self) -> str:
        """As it stands in a sentence: "strategy discussion held"."""
        return HAPPENED[self]


HAPPENED = {
    Happening.REFERRAL_RECEIVED: "referral received",
    Happening.REFERRER_ACKNOWLEDGED: "referrer told that it arrived",
    Happening.ENQUIRY_OPENED: "enquiry opened",
    Happening.DAILY_HELD: "daily meeting held",
    Happening.BRIEFING_HELD: "briefing held",
    Happening.DOMESTIC_ABUSE_CALL_HELD: "domestic-abuse conference call held",
    Happening.MASH_HELD: "meeting of the hub held",
    Happening.STRATEGY_DISCUSSION_HELD: "strategy discussion held",
    Happening.STRATEGY_MEETING_HELD: "strategy meeting held",
    Happening.STRAIGHT_ON: "gone straight on to a worker",
    Happening.DECIDED: "decided",
    Happening.ASSESSMENT_COMPLETED: "assessment completed",
    Happening.CONFERENCE_HELD: "child protection conference held",
}


class RunsFor(StrEnum):
    """Whether a clock runs once for the enquiry, or for each child or adult by themselves."""

    ENQUIRY = "enquiry"
    PERSON = "person"


@dataclass(frozen=True, kw_only=True)
class ClockRule(CodedRule):
    """A clock that does not hang on a rating, such as the acknowledgement; ``starts`` says when it starts, in words.

    Args:
        starts_on: what starts it in a case; None where nothing does and it is only worked out when asked for.
        ends_on: what ends it; it also ends with the enquiry, whose receiving team then keeps it.
        from_referral: whether it counts from when the referral was received, whenever it is started.
        outcomes: the outcomes of a decision that start it; empty for every one. Only where a decision starts it.
        also_starts_on: what else starts it, whichever comes first; a second beginning gives no more time.
        serves: for whom; only those whom the hub serves.
    """

    starts: str
    statutory: bool
    clock: ClockSpec
    starts_on: Happening | None = None
    ends_on: tuple[Happening, ...] = ()
    runs_for: RunsFor = RunsFor.ENQUIRY
    from_referral: bool = False
    outcomes: tuple[str, ...] = ()
    serves: frozenset[Serves] = frozenset(Serves)
    also_starts_on: tuple[Happening, ...] = ()

    def starts_with(self, happening: Happening, *, outcome: str = "") -> bool:
        """Whether it starts with this; of a decision, with one that came to ``outcome``."""
        if happening in self.also_starts_on:
            return True
        return self.starts_on is happening and (not self.outcomes or outcome in self.outcomes)


def read(table: Table) -> ClockRule:
    """One ``[[clocks]]`` table; what starts and ends it may be left out."""
    at = table.values
    return ClockRule(
        **coded_values(table),
        starts=table.text("starts"),
        statutory=table.flag("statutory"),
        clock=one_of(table, "clock", clock_spec),
        starts_on=table.choice("starts_on", Happening) if "starts_on" in at else None,
        ends_on=table.choices("ends_on", Happening) if "ends_on" in at else (),
        runs_for=table.choice("runs_for", RunsFor) if "runs_for" in at else RunsFor.ENQUIRY,
        from_referral=table.flag("from_referral") if "from_referral" in at else False,
        outcomes=table.codes("outcomes") if "outcomes" in at else (),
        serves=frozenset(table.choices("serves", Serves)) if "serves" in at else frozenset(Serves),
        also_starts_on=table.choices("also_starts_on", Happening) if "also_starts_on" in at else (),
    )


def say(clocks: Sequence[ClockRule], model: "OperatingModel") -> Iterator[Said]:
    """Each clock with its length, and what starts and ends it in a case."""
    for clock in clocks:
        kind = "statutory" if clock.statutory else "local"
        starts = clock.starts[0].lower() + clock.starts[1:]
        yield Said(HEADING, clock.label, f"{clock.clock.words}, from: {starts} ({kind})", clock.source)
        if clock.starts_on is not None:
            yield Said(HEADING, f"{clock.label}, in a case", _in_a_case(clock, model), clock.source)


def _in_a_case(clock: ClockRule, model: "OperatingModel") -> str:
    assert clock.starts_on is not None  # noqa: S101 - its only caller has looked
    whom = served_in_words(clock.serves & model.serves)
    for_ = f"for each of {whom}" if clock.runs_for is RunsFor.PERSON else "for the enquiry"
    of = f" for {joined([model.outcome(code).label for code in clock.outcomes])}" if clock.outcomes else ""
    ends = joined([each.words for each in clock.ends_on]) or "enquiry closed"
    also = "".join(f", or with: {each.words}" for each in clock.also_starts_on)
    return f"runs {for_}; starts with: {clock.starts_on.words}{of}{also}; ends with: {ends}"


def disagreements(clocks: Sequence[ClockRule], model: "OperatingModel") -> Iterator[Disagreement]:
    """A clock that ends and never starts, or ends as it starts; outcomes and people that the model does not have."""
    known = [outcome.code for outcome in model.outcomes]
    for number, clock in enumerate(clocks):
        place = ("clocks", number)
        more = clock.ends_on or clock.outcomes or clock.from_referral or clock.also_starts_on
        if clock.starts_on is None and more:
            yield place, "expected starts_on, because this clock says more about how it runs in a case"
        for happening in {clock.starts_on, *clock.also_starts_on} & {*clock.ends_on}:
            yield place, f"expected it to end with something else than it starts with ({happening})"
        if clock.starts_on in clock.also_starts_on:
            yield place, f"expected also_starts_on to name something else than starts_on ({clock.starts_on})"
        if clock.outcomes and (clock.starts_on is not Happening.DECIDED or clock.runs_for is not RunsFor.PERSON):
            yield place, "expected outcomes only where starts_on = “decided” and runs_for = “person”"
        for code in clock.outcomes:
            if code not in known:
                yield place, f"expected outcomes out of {', '.join(known)}; found “{code}”"
        if not clock.serves & model.serves:
            yield place, "expected serves to name somebody whom the hub serves"
