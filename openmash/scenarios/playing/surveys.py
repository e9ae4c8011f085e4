"""Steps of surveys."""

from datetime import datetime

from openmash.contacts import services as contact_services
from openmash.reporting import queries
from openmash.reporting.rules import Period
from openmash.scenarios.errors import Unmet
from openmash.scenarios.playing.acts import act
from openmash.scenarios.playing.doors import standing_at
from openmash.scenarios.playing.found import all_of, is_
from openmash.scenarios.playing.stage import Stage
from openmash.scenarios.steps.surveys import AnswerSurvey, ExpectSurvey, InviteToSurvey


@act.register
def invite_to_survey(step: InviteToSurvey, stage: Stage, at: datetime) -> str:
    stage.survey_codes[step.contact] = contact_services.invite_to_survey(
        contact_id=stage.contacts[step.contact], survey=step.survey, actor=stage.actor(step.by), at=at
    )
    return "asks whoever told the hub what they thought of it"


@act.register
def answer_survey(step: AnswerSurvey, stage: Stage, at: datetime) -> str:
    code = stage.survey_codes.get(step.contact)
    if code is None:
        raise Unmet(expected="somebody who was asked", found="nobody")
    answers = {each.question: each.answer for each in step.answers}
    with standing_at("outside"):
        contact_services.answer_survey(hub_id=stage.hub_id, code=code, answers=answers, at=at)
    return "Somebody who used the service answers, without a name"


@act.register
def expect_survey(step: ExpectSurvey, stage: Stage, at: datetime) -> str:
    [found] = queries.surveys(stage.actor(step.by), Period(step.month, step.month))
    shown = [f"{each.asks} {label}: {count}" for each in found.questions for label, count in each.answers]
    return all_of(
        is_("answered", str(step.answered), str(found.answered)),
        is_("shown", "; ".join(step.shown) or "nothing", "; ".join(shown) or "nothing"),
    )
