"""Stages that an enquiry goes through in hubs that work in more than one: triage, then the hub itself."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from openmash.hubs.rules.clock_specs import ClockSpec
from openmash.hubs.rules.lines import Path, repeated
from openmash.hubs.rules.pieces import clock_spec, coded_values, optional_one
from openmash.hubs.rules.rule import CodedRule
from openmash.hubs.rules.said import Said, joined
from openmash.hubs.rules.tables import Table
from openmash.hubs.rules.topics.gates import Guards

if TYPE_CHECKING:
    from openmash.hubs.rules.operating_model import OperatingModel

HEADING = "Stages"


@dataclass(frozen=True, kw_only=True)
class StageRule(CodedRule):
    """One stage; stages follow each other in the order in which the model lists them.

    Args:
        meaning: what is done in it.
        gate: the gate that leads into it; empty for the first.
        ratings: the ratings that lead straight into it, past its gate.
        outcomes: what a decision can come to in no earlier stage.
        clock: how long it may take from when it is entered; None where the rating's clock is all there is.
    """

    meaning: str
    gate: str
    ratings: tuple[str, ...]
    outcomes: tuple[str, ...]
    clock: ClockSpec | None


def read(table: Table) -> StageRule:
    """One ``[[stages]]`` table."""
    return StageRule(
        **coded_values(table),
        meaning=table.text("meaning"),
        gate=table.code("gate") if "gate" in table.values else "",
        ratings=table.codes("ratings"),
        outcomes=table.codes("outcomes"),
        clock=optional_one(table, "clock", clock_spec),
    )


def say(stages: Sequence[StageRule], model: "OperatingModel") -> Iterator[Said]:
    """What each stage is for, how it is entered, and what is decided nowhere before it."""
    for number, stage in enumerate(stages, start=1):
        yield Said(HEADING, f"{number}. {stage.label}", stage.meaning, stage.source)
        if stage.gate:
            gate = next(each for each in model.gates if each.code == stage.gate)
            yield Said(HEADING, f"{stage.label}, entered", f"when found: {gate.label}", stage.source)
        if stage.ratings:
            labels = joined([model.rating(code).label for code in stage.ratings])
            yield Said(HEADING, f"{stage.label}, straight in", f"what is rated {labels}", stage.source)
        if stage.outcomes:
            labels = joined([model.outcome(code).label for code in stage.outcomes])
            yield Said(HEADING, f"{stage.label}, only here", f"a decision for {labels}", stage.source)
        if stage.clock:
            yield Said(HEADING, f"{stage.label}, clock", stage.clock.words, stage.clock.source)


def disagreements(stages: Sequence[StageRule], model: "OperatingModel") -> Iterator[tuple[Path, str]]:
    """A code twice, a gate that is not there, no way in, and ratings and outcomes that the model does not have."""
    yield from repeated(("stages",), "code", [stage.code for stage in stages])
    gates = [gate.code for gate in model.gates if gate.guards is Guards.STAGE]
    known = {"ratings": [each.code for each in model.ratings], "outcomes": [each.code for each in model.outcomes]}
    for number, stage in enumerate(stages):
        if stage.gate and stage.gate not in gates:
            found = f"expected gate to be that of a [[gates]] table with guards = “stage”; found “{stage.gate}”"
            yield ("stages", number), found
        if number == 0 and stage.gate:
            yield ("stages", number), "expected no gate: every enquiry begins in the first stage"
        if number and not (stage.gate or stage.ratings):
            yield ("stages", number), "expected a gate or ratings; nothing would ever come to this stage"
        for key, codes in (("ratings", stage.ratings), ("outcomes", stage.outcomes)):
            for code in codes:
                if code not in known[key]:
                    yield ("stages", number), f"expected {key} out of {', '.join(known[key])}; found “{code}”"
