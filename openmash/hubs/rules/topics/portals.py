"""Portals: another agency's own system, to which the hub hands a referral on directly: it fetches or is brought it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from openmash.hubs.rules.clock_specs import ClockSpec
from openmash.hubs.rules.kinds import AGENCY_KINDS
from openmash.hubs.rules.lines import Disagreement, repeated
from openmash.hubs.rules.pieces import clock_spec, coded_values, optional_one
from openmash.hubs.rules.rule import CodedRule
from openmash.hubs.rules.said import Said, joined
from openmash.hubs.rules.tables import Table

if TYPE_CHECKING:
    from openmash.hubs.rules.operating_model import OperatingModel

HEADING = "Direct referrals into another system"


@dataclass(frozen=True, kw_only=True)
class PortalRule(CodedRule):
    """One portal.

    Args:
        agency_kind: whose system it is, a code of ``AGENCY_KINDS``.
        issues: codes of issues; a referral that raises one of them may be handed on.
        clock: within which time it is to be taken in there; None where the hub sets none, and then none is late.
    """

    agency_kind: str
    issues: tuple[str, ...]
    clock: ClockSpec | None = None


def read(table: Table) -> PortalRule:
    """One ``[[portals]]`` table."""
    issues = table.codes("issues")
    if not issues:
        raise table.wrong("issues", "at least one issue", [])
    clock = optional_one(table, "clock", clock_spec)
    kind = table.code("agency_kind", known=AGENCY_KINDS)
    return PortalRule(**coded_values(table), agency_kind=kind, issues=issues, clock=clock)


def say(portals: Sequence[PortalRule], model: "OperatingModel") -> Iterator[Said]:
    """Whose system takes which referrals."""
    for rule in portals:
        raised = joined([model.issue(code).label.lower() for code in rule.issues])
        whose = rule.agency_kind.replace("_", " ")
        yield Said(HEADING, rule.label, f"a file for the system of {whose}, of what raises {raised}", rule.source)
        if rule.clock is not None:
            yield Said(HEADING, f"{rule.label}, taken in", rule.clock.words, rule.clock.source)


def disagreements(portals: Sequence[PortalRule], model: "OperatingModel") -> Iterator[Disagreement]:
    """A code twice; an issue that the model has not."""
    yield from repeated(("portals",), "code", [rule.code for rule in portals])
    known = [issue.code for issue in model.issues]
    for number, rule in enumerate(portals):
        for code in rule.issues:
            if code not in known:
                yield ("portals", number), f"expected issues out of {', '.join(known)}; found “{code}”"
