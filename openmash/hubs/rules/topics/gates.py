"""Gates: what somebody, or several agencies together, must have found before a hub goes on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from openmash.access import ROLES, Permission, Role
from openmash.hubs.rules.kinds import AGENCY_KINDS
from openmash.hubs.rules.lines import Path, repeated
from openmash.hubs.rules.pieces import coded_values
from openmash.hubs.rules.rule import CodedRule
from openmash.hubs.rules.said import Said, joined, kinds_in_words, roles_in_words
from openmash.hubs.rules.tables import Table

if TYPE_CHECKING:
    from openmash.hubs.rules.operating_model import OperatingModel

HEADING = "Gates"


class Guards(StrEnum):
    """What a gate is before."""

    SHARING = "sharing"  # no agency is asked, and none puts anything in
    STAGE = "stage"  # the stage that names it is not entered


_BEFORE = {
    Guards.SHARING: "no agency is asked and none shares before it is on record",
    Guards.STAGE: "its stage is entered once it is on record",
}


@dataclass(frozen=True, kw_only=True)
class GateRule(CodedRule):
    """A finding that must be on record before the hub goes on.

    Args:
        guards: what waits for it.
        question: what is asked: "Is the threshold met: risk of significant harm?".
        roles: who may give a view.
        registered_social_worker: whether only those of them who are registered.
        agency_kinds: the kinds of agency that must each say yes; empty where one person's finding is enough.
    """

    guards: Guards
    question: str
    roles: tuple[Role, ...]
    registered_social_worker: bool
    agency_kinds: tuple[str, ...]

    @property
    def is_joint(self) -> bool:
        """Whether several agencies find it together."""
        return bool(self.agency_kinds)


def read(table: Table) -> GateRule:
    """One ``[[gates]]`` table."""
    return GateRule(
        **coded_values(table),
        guards=table.choice("guards", Guards),
        question=table.text("question"),
        roles=table.choices("roles", Role),
        registered_social_worker=table.flag("registered_social_worker"),
        agency_kinds=table.codes("agency_kinds", known=AGENCY_KINDS),
    )


def say(gates: Sequence[GateRule]) -> Iterator[Said]:
    """What each gate holds back, and who opens it."""
    for gate in gates:
        who = roles_in_words(gate.roles) + (", registered social workers only" if gate.registered_social_worker else "")
        found = f"each of {kinds_in_words(gate.agency_kinds)} must find it" if gate.is_joint else "one person finds it"
        yield Said(HEADING, gate.label, f"{_BEFORE[gate.guards]}; {found}: {who}", gate.source)


def disagreements(gates: Sequence[GateRule], model: "OperatingModel") -> Iterator[tuple[Path, str]]:
    """A code twice, a role that works on no case, a gate to a stage that no stage names."""
    yield from repeated(("gates",), "code", [gate.code for gate in gates])
    for number, gate in enumerate(gates):
        outside = [role for role in gate.roles if Permission.SEE_ENQUIRIES not in ROLES[role].permissions]
        if outside:
            yield ("gates", number), f"expected roles that work on a case; not {joined([*map(str, outside)])}"
        if gate.guards is Guards.STAGE and gate.code not in {stage.gate for stage in model.stages}:
            yield ("gates", number), f"expected a [[stages]] table with gate = “{gate.code}”; there is none"
