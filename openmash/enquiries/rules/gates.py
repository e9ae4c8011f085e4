"""What must be on record before a hub goes on with a case, and the stage that it has reached."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from openmash.core.errors import RuleBroken
from openmash.hubs.rules import GateRule, OperatingModel


@dataclass(frozen=True)
class GateTold:
    """A view of a gate, as it was given.

    Args:
        met: whether what the hub waits for is found.
        reason: why; whoever sees the enquiry reads it.
        how: a code of ``models.How``; empty for somebody of the agency itself, in the hub.
        said_by: who gave it, where somebody of the hub takes down the view of an agency that is not in the room.
    """

    met: bool
    reason: str
    how: str = ""
    said_by: str = ""


def gate_named(model: OperatingModel, code: str) -> GateRule:
    """The gate; raises RuleBroken ``enquiries.gate_is_the_hubs``. Source: the operating model, ``[[gates]]``."""
    found = next((gate for gate in model.gates if gate.code == code), None)
    if found is None:
        raise RuleBroken("enquiries.gate_is_the_hubs", "This hub does not work with that gate.")
    return found


def gate_is_open(gate: GateRule, views: Iterable[tuple[str, bool]]) -> bool:
    """Whether what the gate waits for is found, by the newest view of each kind of agency it asks.

    Args:
        gate: with ``agency_kinds``, each of them must have found it; without, the newest view of anybody counts.
        views: kind of agency and whether met, the oldest first.
    """
    newest: dict[str, bool] = {}
    last = False
    for kind, met in views:
        newest[kind] = last = met
    return all(newest.get(kind, False) for kind in gate.agency_kinds) if gate.is_joint else last


def whose_view(named: UUID | None, own: UUID | None) -> UUID:
    """The agency whose view is given; raises RuleBroken ``enquiries.view_is_an_agencys``."""
    found = named or own
    if found is None:
        raise RuleBroken("enquiries.view_is_an_agencys", "Select whose view it is.", field="agency")
    return found


def require_gate_view(gate: GateRule, told: GateTold, *, agency_kind: str, agency: str) -> None:
    """A view says why, and is one of an agency whose view the gate asks for.

    Source: Department for Education, Information sharing advice (2024), golden rule 7: record the reasons; the
    operating model, ``agency_kinds`` of the gate.
    """
    if not told.reason.strip():
        sentence = "Say why: what is known, and what it comes to. Everybody who sees this enquiry reads it."
        raise RuleBroken("enquiries.gate_view_has_a_reason", sentence, field="reason")
    if gate.is_joint and agency_kind not in gate.agency_kinds:
        raise RuleBroken(
            "enquiries.gate_asks_that_agency",
            f"“{gate.label}” does not ask for the view of {agency}.",
            field="agency",
        )


def require_speaks_for(told: GateTold, *, own: bool, co_located: bool, agency: str) -> None:
    """An agency in the room speaks for itself; for one that joins from elsewhere somebody takes it down, with a name.

    Source: case study Wiltshire (source document 003): Swindon is a virtual partner in the joint decision.
    """
    if own:
        return
    if co_located:
        raise RuleBroken(
            "enquiries.agency_speaks_for_itself", f"{agency} is in the hub and gives its view itself.", field="agency"
        )
    if not told.said_by.strip():
        raise RuleBroken(
            "enquiries.view_from_elsewhere_names_who",
            f"Enter who gave the view of {agency}: name and post.",
            field="said_by",
        )
    if not told.how:
        raise RuleBroken("enquiries.view_from_elsewhere_says_how", "Select how they gave it.", field="how")


def require_may_share(closed: Iterable[GateRule]) -> None:
    """Agencies share only once what the hub waits for is on record.

    Source: case study Northamptonshire (source document 003): agencies share "when threshold for safeguarding concerns
    are met (risk of significant harm)"; the operating model, ``[[gates]]`` with ``guards = "sharing"``.
    """
    for gate in closed:
        raise RuleBroken(
            "enquiries.threshold_before_sharing",
            f"No agency is asked and none shares before this is on record: {gate.label}. Record it first, with the "
            "reason, on the case.",
        )


def stage_reached(model: OperatingModel, *, ratings: Iterable[str], open_gates: Collection[str]) -> int:
    """How far an enquiry has come, as the stage's place in the model: straight in by a rating, or through its gate.

    Args:
        model: with at least one stage.
        ratings: those that hold for everybody in the enquiry who is not decided about.
        open_gates: codes of the gates whose finding is on record.
    """
    given = set(ratings)
    return max(
        number
        for number, stage in enumerate(model.stages)
        if number == 0 or stage.gate in open_gates or given & set(stage.ratings)
    )
