"""Steps of weighing, deciding and telling."""

from datetime import datetime

from openmash.decisions import services as decision_services
from openmash.decisions.rules import AnalysisTold, Section47Told
from openmash.scenarios.playing.acts import act
from openmash.scenarios.playing.stage import Stage
from openmash.scenarios.steps.decision import Analyse, Decide, Revisit, TellAgencies, TellReferrer


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
