"""Steps of weighing, deciding and telling."""

from datetime import datetime

from openmash.decisions import queries as decision_queries
from openmash.decisions import services as decision_services
from openmash.decisions.rules import AnalysisTold, Section47Told
from openmash.scenarios.errors import Unmet
from openmash.scenarios.playing.acts import act
from openmash.scenarios.playing.found import is_
from openmash.scenarios.playing.stage import Stage
from openmash.scenarios.steps.decision import (
    Analyse,
    Decide,
    ExpectLetter,
    ReturnLetter,
    Revisit,
    SendLetter,
    TellAgencies,
    TellReferrer,
    WriteLetter,
)


@act.register
def analyse(step: Analyse, stage: Stage, at: datetime) -> str:
    told = AnalysisTold(step.harm, step.likelihood, step.protective, step.voice, step.staff_safety, step.summary)
    decision_services.analyse(enquiry_id=stage.enquiry_id(step.enquiry), told=told, actor=stage.actor(step.by), at=at)
    return f"writes the shared analysis: “{step.summary}”"


@act.register
def decide(step: Decide, stage: Stage, at: datetime) -> str:
    _, subject = stage.subject(step.child)
    decision_services.decide(
        subject_id=subject.id,
        level=step.level,
        outcome=step.outcome,
        team_id=stage.teams[step.team] if step.team else None,
        reasons=step.reasons,
        section_47=Section47Told(step.cause, step.consent, step.because) if step.cause or step.consent else None,
        actor=stage.actor(step.by),
        at=at,
    )
    model = stage.model()
    to = f", to {stage.team_name(step.team)}" if step.team else ""
    what = f"{model.level(step.level).label}; {model.outcome(step.outcome).label}{to}"
    return f"decides about {subject.person.display_name}: {what}. “{step.reasons}”"


@act.register
def revisit(step: Revisit, stage: Stage, at: datetime) -> str:
    _, subject = stage.subject(step.child)
    decision_services.revisit(subject_id=subject.id, why=step.why, actor=stage.actor(step.by), at=at)
    return f"reopens the decision about {subject.person.display_name}: “{step.why}”"


@act.register
def tell_referrer(step: TellReferrer, stage: Stage, at: datetime) -> str:
    decision_services.tell_referrer(
        enquiry_id=stage.enquiry_id(step.enquiry),
        contact_id=stage.contacts[step.contact],
        said=step.words,
        actor=stage.actor(step.by),
        at=at,
    )
    return f"tells whoever raised it: “{step.words}”"


@act.register
def tell_agencies(step: TellAgencies, stage: Stage, at: datetime) -> str:
    decision_services.tell_agencies(
        enquiry_id=stage.enquiry_id(step.enquiry), said=step.words, actor=stage.actor(step.by), at=at
    )
    return f"tells the agencies that answered: “{step.words}”"


@act.register
def write_letter(step: WriteLetter, stage: Stage, at: datetime) -> str:
    stage.letters[step.called] = decision_services.write_letter(
        enquiry_id=stage.enquiry_id(step.enquiry),
        contact_id=stage.contacts[step.contact],
        said=step.words,
        actor=stage.actor(step.by),
        at=at,
    )
    return f"writes to whoever raised it: “{step.words}”"


@act.register
def send_letter(step: SendLetter, stage: Stage, at: datetime) -> str:
    decision_services.send_letter(letter_id=stage.letters[step.letter], actor=stage.actor(step.by), at=at)
    return "has seen the letter, and sends it"


@act.register
def return_letter(step: ReturnLetter, stage: Stage, at: datetime) -> str:
    decision_services.return_letter(
        letter_id=stage.letters[step.letter], why=step.why, actor=stage.actor(step.by), at=at
    )
    return f"returns the letter: “{step.why}”"


@act.register
def expect_letter(step: ExpectLetter, stage: Stage, at: datetime) -> str:
    found = decision_queries.letter(stage.letters[step.letter], actor=stage.actor(step.by))
    for words in step.says:
        if words not in found.text:
            raise Unmet(expected=f"“{words}” in the letter", found="that it is not there")
    return is_("the letter", step.state, found.state)
