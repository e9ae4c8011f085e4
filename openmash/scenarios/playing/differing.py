"""Steps of gates, stages and differences."""

from datetime import datetime

from openmash.differences import queries as difference_queries
from openmash.differences import services as difference_services
from openmash.differences.rules import DifferenceTold, Settlement
from openmash.enquiries import queries as enquiry_queries
from openmash.enquiries import services as enquiry_services
from openmash.enquiries.rules import GateTold
from openmash.scenarios.errors import Unmet
from openmash.scenarios.playing.acts import act
from openmash.scenarios.playing.found import all_of, is_, when_of, yes_or_no
from openmash.scenarios.playing.stage import Stage
from openmash.scenarios.steps.differing import (
    ExpectDifference,
    ExpectGate,
    ExpectStage,
    GiveView,
    KeepSafe,
    RaiseDifference,
    SettleDifference,
    StepsRunOut,
    TakeFurther,
    WithdrawDifference,
)


@act.register
def give_view(step: GiveView, stage: Stage, at: datetime) -> str:
    enquiry_services.give_view(
        enquiry_id=stage.enquiry_id(step.enquiry),
        gate=step.gate,
        told=GateTold(step.met, step.reason, step.how, step.said_by),
        agency_id=stage.agencies[step.agency] if step.agency else None,
        actor=stage.actor(step.by),
        at=at,
    )
    label = stage.model().gate(step.gate).label
    whose = f"takes down the view of {stage.agency(step.agency).name} ({step.said_by})" if step.agency else "says"
    return f"{whose}: {label}: {yes_or_no(step.met)}. “{step.reason}”"


@act.register
def expect_gate(step: ExpectGate, stage: Stage, at: datetime) -> str:
    found = enquiry_queries.gates_of(stage.enquiry_id(step.enquiry), actor=stage.prompter())
    gate = next((each for each in found if each.rule.code == step.gate), None)
    if gate is None:
        raise Unmet(expected=f"a gate called “{step.gate}”", found="none")
    said = [is_(f"“{gate.rule.label}” on record", yes_or_no(step.open), yes_or_no(gate.is_open))]
    if step.awaited is not None:
        said.append(is_("views awaited", ", ".join(step.awaited) or "none", ", ".join(gate.awaited) or "none"))
    return all_of(*said)


@act.register
def expect_stage(step: ExpectStage, stage: Stage, at: datetime) -> str:
    found = enquiry_queries.stage_of(stage.enquiry_id(step.enquiry), actor=stage.prompter())
    said = [is_("the stage", step.stage, found.code if found else "none")]
    if step.due and found:
        said.append(is_("through it by", when_of(step.due, stage), when_of(found.due_at, stage)))
    return all_of(*said)


@act.register
def raise_difference(step: RaiseDifference, stage: Stage, at: datetime) -> str:
    _, subject = stage.subject(step.child)
    stage.differences[step.called] = difference_services.raise_(
        subject_id=subject.id,
        told=DifferenceTold(step.about, step.why, step.wanted, step.in_the_room),
        contact_id=stage.contacts[step.contact] if step.contact else None,
        actor=stage.actor(step.by),
        at=at,
    )
    whose = " for whoever referred" if step.contact else ""
    wanted = f", would rate {step.wanted}" if step.wanted else ""
    return f"does not agree{whose} with the {step.about} of {subject.person.display_name}{wanted}: “{step.why}”"


@act.register
def settle_difference(step: SettleDifference, stage: Stage, at: datetime) -> str:
    difference_services.settle(
        difference_id=stage.differences[step.difference],
        found=Settlement(step.finding, step.reasons, step.told, step.rating),
        actor=stage.actor(step.by),
        at=at,
    )
    what = "it stands" if step.finding == "stands" else f"it is changed {step.rating}".rstrip()
    return f"settles it: {what}. “{step.told}”"


@act.register
def take_further(step: TakeFurther, stage: Stage, at: datetime) -> str:
    difference_services.take_further(
        difference_id=stage.differences[step.difference], actor=stage.actor(step.by), at=at
    )
    return "still does not agree, and takes it to the next step"


@act.register
def withdraw_difference(step: WithdrawDifference, stage: Stage, at: datetime) -> str:
    difference_services.withdraw(difference_id=stage.differences[step.difference], actor=stage.actor(step.by), at=at)
    return "takes it back"


@act.register
def keep_safe(step: KeepSafe, stage: Stage, at: datetime) -> str:
    difference_services.keep_safe(
        difference_id=stage.differences[step.difference], words=step.words, actor=stage.actor(step.by), at=at
    )
    return f"keeps the child safe meanwhile: “{step.words}”"


@act.register
def steps_run_out(step: StepsRunOut, stage: Stage, at: datetime) -> str:
    moved = 0
    while difference_services.move_up_overdue(hub_id=stage.hub_id, at=at):
        moved += 1
    return all_of(is_("differences that moved up by themselves", str(step.moved_up), str(moved)))


@act.register
def expect_difference(step: ExpectDifference, stage: Stage, at: datetime) -> str:
    found = difference_queries.difference(stage.differences[step.difference], actor=stage.prompter())
    said = [is_("the difference", step.state, found.state), is_("its step", str(step.step), str(found.step))]
    if step.settles:
        said.append(is_("who settles it", step.settles, found.step_label))
    if step.due:
        said.append(is_("settled by", when_of(step.due, stage), when_of(found.due_at, stage)))
    if step.late is not None:
        said.append(is_("late", yes_or_no(step.late), yes_or_no(found.late_at(at))))
    return all_of(*said)
