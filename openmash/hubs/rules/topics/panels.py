"""Panels and units beside the hub: a domestic-abuse conference, a vulnerable adolescents panel, a gang unit."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from openmash.hubs.rules.lines import Path, repeated
from openmash.hubs.rules.pieces import coded_values, each_of
from openmash.hubs.rules.rule import CodedRule, by_code
from openmash.hubs.rules.said import Said, joined
from openmash.hubs.rules.tables import Table

if TYPE_CHECKING:
    from openmash.hubs.rules.operating_model import OperatingModel

HEADING = "Panels beside the hub"
OLDEST = 120


@dataclass(frozen=True, kw_only=True)
class GroundRule(CodedRule):
    """Why somebody is brought to a panel; ``safeguarding`` where it is danger to them or their family, not crime."""

    safeguarding: bool


@dataclass(frozen=True, kw_only=True)
class PanelRule(CodedRule):
    """One panel, conference or unit.

    Args:
        issues: codes of issues; it is offered in a case that raises one of them.
        minimum_age: in years; nobody younger is brought to it, 0 where it takes anybody.
        safe_contact: whether it must be on record how somebody is reached safely before anything is told.
        kept_in_step: what the one who keeps both forums in step is called ("Independent domestic violence adviser").
        grounds: why somebody may be brought; empty where the words alone say it.
    """

    issues: tuple[str, ...]
    minimum_age: int
    safe_contact: bool
    kept_in_step: str
    grounds: tuple[GroundRule, ...]

    def ground(self, code: str) -> GroundRule:
        """The ground with this code; raises ``UnknownCode``."""
        return by_code(self.grounds, code, "ground", self.label)


def read(table: Table) -> PanelRule:
    """One ``[[panels]]`` table."""
    age = table.whole("minimum_age")
    if not 0 <= age <= OLDEST:
        raise table.wrong("minimum_age", f"an age of 0 to {OLDEST} years", age)
    return PanelRule(
        **coded_values(table),
        issues=table.codes("issues"),
        minimum_age=age,
        safe_contact=table.flag("safe_contact"),
        kept_in_step=table.text("kept_in_step"),
        grounds=each_of(table, "grounds", _ground, at_least=0),
    )


def _ground(table: Table) -> GroundRule:
    return GroundRule(**coded_values(table), safeguarding=table.flag("safeguarding"))


def say(panels: Sequence[PanelRule], model: "OperatingModel") -> Iterator[Said]:
    """Who is brought to each panel, why, and who keeps both in step."""
    labels = {issue.code: issue.label for issue in model.issues}
    for panel in panels:
        age = f", aged {panel.minimum_age} or over" if panel.minimum_age else ""
        what = joined([labels[code].lower() for code in panel.issues]) if panel.issues else "every case"
        safe = "; how they are reached safely is on record first" if panel.safe_contact else ""
        words = f"for {what}{age}{safe}; kept in step by: {panel.kept_in_step}"
        yield Said(HEADING, panel.label, words, panel.source)
        for ground in panel.grounds:
            kind = "a safeguarding ground" if ground.safeguarding else "not by itself a reason"
            yield Said(HEADING, f"{panel.label}: {ground.label}", kind, ground.source)


def disagreements(panels: Sequence[PanelRule], model: "OperatingModel") -> Iterator[tuple[Path, str]]:
    """A code twice; an issue that the model has not; grounds of which none is about safeguarding."""
    yield from repeated(("panels",), "code", [panel.code for panel in panels])
    known = {issue.code for issue in model.issues}
    for number, panel in enumerate(panels):
        yield from repeated(("panels", number, "grounds"), "code", [each.code for each in panel.grounds])
        for code in panel.issues:
            if code not in known:
                yield ("panels", number), f"expected issues of this model's [[issues]]; found “{code}”"
        if panel.grounds and not any(each.safeguarding for each in panel.grounds):
            yield ("panels", number), "expected at least one ground with safeguarding = true"
