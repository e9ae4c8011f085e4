"""Screening a contact together: each agency's own view, and what they came to. Plain Python."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from openmash.core.errors import RuleBroken
from openmash.hubs.rules import ScreeningOutcome, ScreeningRule, UnknownCode
from openmash.screening.rules.words import require_fits

LONGEST_NAME = 120


@dataclass(frozen=True)
class Voice:
    """What one agency thinks it should come to.

    Args:
        agency_id: whose view.
        said_by: who gave it, by name.
        outcome: a code of the screening's outcomes.
    """

    agency_id: UUID
    said_by: str
    outcome: str


def require_whole(
    rule: ScreeningRule, voices: Sequence[Voice], kinds: Mapping[UUID, str], *, outcome: str, reasons: str
) -> ScreeningOutcome:
    """Each kind of agency that screens gave its view, by somebody named; what they came to has its reasons.

    Source: Wilde and Allen (2013), review of the Birmingham pilot, section 4 (joint screening); the operating model,
    ``[[screenings]]``.

    Args:
        rule: which screening.
        voices: the views.
        kinds: the kind of each agency of the hub.
        outcome: what they came to, a code.
        reasons: why.

    Returns:
        What they came to.
    """
    given = {kinds.get(voice.agency_id, "") for voice in voices}
    missing = [kind for kind in rule.agency_kinds if kind not in given]
    if missing:
        words = ", ".join(kind.replace("_", " ") for kind in missing)
        raise RuleBroken(
            "screening.everybody_gives_a_view", f"This is screened together: the view of {words} is missing."
        )
    if len({voice.agency_id for voice in voices}) < len(voices):
        raise RuleBroken("screening.one_view_an_agency", "An agency gives one view.")
    for voice in voices:
        if not voice.said_by.strip() or len(voice.said_by) > LONGEST_NAME:
            raise RuleBroken("screening.view_is_somebodys", "Enter who gave each view, by name.", field="said_by")
        _outcome(rule, voice.outcome)
    chosen = _outcome(rule, outcome)
    if not reasons.strip():
        raise RuleBroken("screening.outcome_has_reasons", "Say why it came to that.", field="reasons")
    require_fits({"reasons": reasons})
    _require_safest(rule, voices, chosen)
    return chosen


def _require_safest(rule: ScreeningRule, voices: Sequence[Voice], chosen: ScreeningOutcome) -> None:
    """Where they do not agree the most serious view stands, until whoever holds it changes theirs.

    Source: local choice: one agency that sees danger is not outvoted at the front door.
    """
    order = [outcome.code for outcome in rule.outcomes]
    gravest = max((voice.outcome for voice in voices), key=order.index)
    if order.index(chosen.code) < order.index(gravest):
        raise RuleBroken(
            "screening.gravest_view_stands",
            f"One agency says “{rule.outcome(gravest).label}”, so it cannot come to less than that.",
            field="outcome",
        )


def require_waits(*, waits: bool) -> None:
    """What was triaged already is not screened any more; reopen it first."""
    if not waits:
        raise RuleBroken("screening.before_triage", "This contact is triaged already. Reopen it first.")


def _outcome(rule: ScreeningRule, code: str) -> ScreeningOutcome:
    try:
        return rule.outcome(code)
    except UnknownCode as error:
        raise RuleBroken("screening.outcome_is_the_hubs", "Select what it came to.", field="outcome") from error
