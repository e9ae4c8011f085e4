"""When somebody goes straight on to a worker, before the decision."""

from openmash.core.errors import RuleBroken
from openmash.hubs.rules import OperatingModel, StraightOnRule


def way_straight_on(model: OperatingModel, rating: str) -> StraightOnRule:
    """The model's way straight on for somebody who is rated so.

    Source: the operating model, ``[[straight_on]]``; case study Merton (source document 003): "Red rated cases proceed
    directly to allocation to a Social Worker".

    Raises:
        RuleBroken: ``enquiries.straight_on_by_the_model``: who is rated so waits for the decision.
    """
    found = next((rule for rule in model.straight_on if rating in rule.ratings), None)
    if found is None:
        raise RuleBroken(
            "enquiries.straight_on_by_the_model",
            f"In {model.title} somebody rated so does not go straight to a worker: the decision comes first.",
        )
    return found


def require_straight_to(rule: StraightOnRule, *, team_kind: str, already: bool) -> None:
    """Straight on to a team that takes such cases on, to each of them once (the operating model, ``team_kinds``)."""
    if team_kind not in rule.team_kinds:
        sentence = f"That team does not take on cases by “{rule.label}”. Select another team."
        raise RuleBroken("enquiries.straight_on_to_a_fitting_team", sentence, field="team")
    if already:
        sentence = "They have gone straight on to this team already. Ring the worker instead."
        raise RuleBroken("enquiries.straight_on_once", sentence, field="team")


def require_spoke(spoke: str) -> None:
    """The words go by word of mouth before the message rings: no child waits in somebody's inbox. Own choice."""
    if not spoke.strip():
        sentence = "Write which worker you told, how, and what they do now."
        raise RuleBroken("enquiries.straight_on_by_word_of_mouth", sentence, field="spoke")
