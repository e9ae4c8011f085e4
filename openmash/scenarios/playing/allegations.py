"""Steps of allegations against people who work with children."""

from datetime import datetime

from openmash.allegations import queries, services
from openmash.allegations.rules import OUTCOMES, AllegationTold, Considered
from openmash.scenarios.errors import Unmet
from openmash.scenarios.playing.acts import act
from openmash.scenarios.playing.found import all_of, is_
from openmash.scenarios.playing.stage import Stage
from openmash.scenarios.steps.allegations import (
    ConcludeAllegation,
    ConsiderAllegation,
    DecideEmployer,
    ExpectAllegations,
    NameOfficer,
    NoteAllegationStep,
    OpenAllegation,
    RaiseAllegation,
)


@act.register
def name_officer(step: NameOfficer, stage: Stage, at: datetime) -> str:
    services.name_officer(user_id=stage.people[step.whom], actor=stage.actor(step.by), at=at)
    return f"names {stage.person(step.whom).name} designated officer"


@act.register
def raise_allegation(step: RaiseAllegation, stage: Stage, at: datetime) -> str:
    told = AllegationTold(
        step.name, step.work, step.employer, step.words, stage.people[step.colleague] if step.colleague else None
    )
    contact_id, actor = stage.contacts[step.contact], stage.actor(step.by)
    stage.allegations[step.called] = services.raise_(contact_id=contact_id, told=told, actor=actor, at=at).id
    return f"raises an allegation against {step.name} ({step.work})"


@act.register
def consider_allegation(step: ConsiderAllegation, stage: Stage, at: datetime) -> str:
    found = Considered(step.met, step.why, step.advice)
    services.consider(allegation_id=stage.allegations[step.allegation], found=found, actor=stage.actor(step.by), at=at)
    return "finds the harm threshold met, and takes it on" if step.met else "finds no part of the threshold met"


@act.register
def decide_employer(step: DecideEmployer, stage: Stage, at: datetime) -> str:
    services.decide_employer(
        allegation_id=stage.allegations[step.allegation],
        tell=step.tell,
        why=step.why,
        actor=stage.actor(step.by),
        at=at,
    )
    return f"decides that the employer is {'' if step.tell else 'not '}told: {step.why}"


@act.register
def note_allegation_step(step: NoteAllegationStep, stage: Stage, at: datetime) -> str:
    services.note_step(
        allegation_id=stage.allegations[step.allegation],
        kind=step.kind,
        words=step.words,
        actor=stage.actor(step.by),
        at=at,
    )
    return f"writes down what was done: {step.words}"


@act.register
def conclude_allegation(step: ConcludeAllegation, stage: Stage, at: datetime) -> str:
    services.conclude(
        allegation_id=stage.allegations[step.allegation],
        outcome=step.outcome,
        why=step.why,
        dbs=step.dbs,
        actor=stage.actor(step.by),
        at=at,
    )
    return f"records the outcome: {OUTCOMES[step.outcome]}"


@act.register
def open_allegation(step: OpenAllegation, stage: Stage, at: datetime) -> str:
    found = services.open_(allegation_id=stage.allegations[step.allegation], actor=stage.actor(step.by), at=at)
    shown = str(found)
    missing = [each for each in step.sees if each not in shown]
    if missing:
        raise Unmet(expected=f"to read “{missing[0]}” in it", found="that it is not there")
    wanted = {
        "state": (step.state, found.row.state),
        "to be considered by": (step.due, f"{found.row.due_at.astimezone(stage.scenario.zone):%Y-%m-%d %H:%M}"),
        "kept until": (step.kept_until, str(found.keep_until)),
    }
    return "opens the allegation: " + all_of(
        *(is_(what, said, is_so) for what, (said, is_so) in wanted.items() if said)
    )


@act.register
def expect_allegations(step: ExpectAllegations, stage: Stage, at: datetime) -> str:
    found = queries.of_contact(stage.contacts[step.contact], actor=stage.actor(step.by))
    return is_("allegations that they find", str(step.number), str(len(found)))
