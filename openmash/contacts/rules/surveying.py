"""What is said when those who used the service are asked what they thought. Plain Python."""

from collections.abc import Mapping
from datetime import timedelta

from openmash.core.errors import RuleBroken
from openmash.hubs.rules import OperatingModel, SurveyRule

SURVEY_LASTS = timedelta(days=28)
"""How long a link waits to be answered (own choice)."""
FEWEST_SHOWN = 5
"""From how many answers on they are shown, so that nobody is recognised by theirs (own choice)."""
_CLOSED = "This link does not work any more: it has been used, or its time is over. You need do nothing."


def survey_named(model: OperatingModel, code: str) -> SurveyRule:
    """The hub's survey, by the operating model's ``[[surveys]]``; raises RuleBroken ``contacts.survey_is_the_hubs``."""
    found = next((rule for rule in model.surveys if rule.code == code), None)
    if found is None:
        raise RuleBroken("contacts.survey_is_the_hubs", "This hub has no such survey.")
    return found


def require_settled(*, waits: bool) -> None:
    """Nobody is asked what they thought before the hub has done anything (own choice)."""
    if waits:
        raise RuleBroken("contacts.surveyed_afterwards", "This contact still waits for triage. Ask them afterwards.")


def require_not_asked(*, asked: bool) -> None:
    """Nobody is asked twice about one contact, so that no answer counts double (own choice)."""
    if asked:
        raise RuleBroken("contacts.surveyed_once", "They have been asked about this contact already.")


def require_link(*, there: bool) -> None:
    """A link opens once, while it lasts. One sentence for every reason, so that a guess tells nothing."""
    if not there:
        raise RuleBroken("contacts.survey_link_works_once", _CLOSED)


def require_answers(rule: SurveyRule, answers: Mapping[str, str]) -> dict[str, str]:
    """What was chosen, without what was left open; at least one question is answered, with answers of the survey."""
    chosen = {code: answer for code, answer in answers.items() if answer}
    for code, answer in chosen.items():
        question = rule.question(code)
        if question is None or answer not in [each.code for each in question.answers]:
            raise RuleBroken("contacts.survey_answer_is_offered", "Select one of the answers.", field=code)
    if not chosen:
        raise RuleBroken("contacts.survey_answers_something", "Answer at least one question.")
    return chosen
