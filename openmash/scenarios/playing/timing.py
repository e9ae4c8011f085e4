"""Steps of clocks, of the hours in which the hub is closed, of absences and of chasing."""

from datetime import datetime
from uuid import UUID

from openmash.agencies import services as agency_services
from openmash.agencies.rules import AbsenceTold
from openmash.checks import queries as check_queries
from openmash.checks import services as check_services
from openmash.cover import queries as cover_queries
from openmash.cover import services as cover_services
from openmash.cover.rules import TurnTold
from openmash.enquiries import queries as enquiry_queries
from openmash.enquiries import services as enquiry_services
from openmash.enquiries.queries import ClockView
from openmash.hubs.rules import HAPPENED, Happening
from openmash.oversight import services as oversight_services
from openmash.scenarios.errors import Unmet
from openmash.scenarios.playing.acts import act
from openmash.scenarios.playing.found import all_of, is_, when_of, yes_or_no
from openmash.scenarios.playing.stage import Stage
from openmash.scenarios.steps.clocks import (
    ClockworkGoesRound,
    ExpectBeforeMorning,
    ExpectClock,
    ExpectOwner,
    ExpectReminders,
    HandOver,
    NameOwner,
    NoteHappening,
    PauseClock,
    RecordAbsence,
    ResumeClock,
    TakeOver,
)


@act.register
def note_happening(step: NoteHappening, stage: Stage, at: datetime) -> str:
    happening = Happening(step.what)
    enquiry_services.note_happening(
        enquiry_id=stage.enquiry_id(step.enquiry),
        happening=happening,
        when=step.when.replace(tzinfo=stage.scenario.zone) if step.when else at,
        subject_ids=[stage.subject(key)[1].id for key in step.children] or None,
        actor=stage.actor(step.by),
        at=at,
    )
    return f"notes what happened: {HAPPENED[happening]}"


@act.register
def pause_clock(step: PauseClock, stage: Stage, at: datetime) -> str:
    told = {"reason": step.reason, "words": step.words}
    if step.clock:
        clock = _clock(step.clock, step.child, step.enquiry, stage)
        enquiry_services.pause_clock(clock_id=clock.id, actor=stage.actor(step.by), at=at, **told)
    else:
        _, subject = stage.subject(step.child)
        enquiry_services.pause_decision(subject_id=subject.id, actor=stage.actor(step.by), at=at, **told)
    return f"lets the clock stand still: “{step.words}”"


@act.register
def resume_clock(step: ResumeClock, stage: Stage, at: datetime) -> str:
    if step.clock:
        clock = _clock(step.clock, step.child, step.enquiry, stage)
        enquiry_services.resume_clock(clock_id=clock.id, actor=stage.actor(step.by), at=at)
        return f"lets it run on. {_clock(step.clock, step.child, step.enquiry, stage).due_words}"
    _, subject = stage.subject(step.child)
    enquiry_services.resume_decision(subject_id=subject.id, actor=stage.actor(step.by), at=at)
    return f"lets it run on. {stage.subject(step.child)[1].ratings[-1].due_words}"


@act.register
def name_owner(step: NameOwner, stage: Stage, at: datetime) -> str:
    zone = stage.scenario.zone
    begins, ends = step.begins.replace(tzinfo=zone), step.ends.replace(tzinfo=zone)
    told = TurnTold(stage.people[step.owner], step.telephone, begins, ends)
    cover_services.name_owner(told=told, actor=stage.actor(step.by), at=at)
    name = stage.person(step.owner).name
    return f"names {name} as the owner out of hours, {when_of(begins, stage)} to {when_of(ends, stage)}"


@act.register
def hand_over(step: HandOver, stage: Stage, at: datetime) -> str:
    notes = {stage.enquiry_id(note.enquiry): note.words for note in step.notes}
    cover_services.hand_over(notes=notes, actor=stage.actor(step.by), at=at)
    said = "; ".join(f"“{note.words}”" for note in step.notes)
    return f"hands over what is due before the hub opens{f': {said}' if said else ''}"


@act.register
def take_over(step: TakeOver, stage: Stage, at: datetime) -> str:
    last = cover_queries.last_handover(stage.prompter(), at=at)
    if last is None:
        raise Unmet(expected="something to be handed over", found="that nothing was")
    cover_services.take_over(handover_id=last.id, actor=stage.actor(step.by), at=at)
    return "takes it over"


@act.register
def record_absence(step: RecordAbsence, stage: Stage, at: datetime) -> str:
    agency_services.record_absence(
        agency_id=stage.agencies[step.agency],
        told=AbsenceTold(step.from_on, step.until_on, step.covered_by, step.covered_email),
        actor=stage.actor(step.by),
        at=at,
    )
    covers = f"; {step.covered_by} covers" if step.covered_by else ""
    return f"records that the people of {stage.agency(step.agency).name} are away{covers}"


@act.register
def clockwork_goes_round(step: ClockworkGoesRound, stage: Stage, at: datetime) -> str:
    sent = check_services.chase_by_ladder(hub_id=stage.hub_id, at=at)
    running = 0
    while enquiry_services.run_on_what_stood_long(hub_id=stage.hub_id, at=at):
        running += 1
    oversight_services.look_after_endings(hub_id=stage.hub_id, at=at)
    oversight_services.ask_required_reviews(hub_id=stage.hub_id, at=at)
    oversight_services.draw_cases(hub_id=stage.hub_id, at=at)
    said = f"The clockwork goes round: {sent} reminder{'' if sent == 1 else 's'}"
    return f"{said}, {running} clock{'' if running == 1 else 's'} running on" if running else said


@act.register
def expect_clock(step: ExpectClock, stage: Stage, at: datetime) -> str:
    found = _clocks(step.clock, step.child, step.enquiry, stage)
    if step.state == "none" or not found:
        return is_(f"clock “{step.clock}”", step.state, _state(found[-1]) if found else "none")
    clock = found[-1]
    said = [is_(clock.label, step.state, _state(clock))]
    if step.due:
        said.append(is_(f"{clock.label} due", when_of(step.due, stage), when_of(clock.due_at, stage)))
    if step.late is not None:
        said.append(is_(f"{clock.label} late", yes_or_no(step.late), yes_or_no(clock.late_at(at))))
    return all_of(*said)


@act.register
def expect_owner(step: ExpectOwner, stage: Stage, at: datetime) -> str:
    found = cover_queries.cover(stage.hub_id, at=at)
    wanted = stage.person(step.owner).name if step.owner else "nobody"
    said = [is_("owner out of hours", wanted, found.owner.name if found.owner else "nobody")]
    if step.until:
        opens = found.night.ends_at if found.night else None
        said.append(is_("the hub opens", when_of(step.until, stage), when_of(opens, stage)))
    return all_of(*said)


@act.register
def expect_before_morning(step: ExpectBeforeMorning, stage: Stage, at: datetime) -> str:
    names = {enquiry_id: key for key, enquiry_id in stage.enquiries.items()}
    found = [names[line.enquiry_id] for line in cover_queries.due_before_morning(stage.prompter(), at=at)]
    return is_("due before the hub opens", ", ".join(step.enquiries) or "nothing", ", ".join(found) or "nothing")


@act.register
def expect_reminders(step: ExpectReminders, stage: Stage, at: datetime) -> str:
    check = stage.check(step.agency, step.enquiry)
    found = check_queries.reminders([check.id], actor=stage.prompter()).get(check.id, [])
    reminded = ", ".join(each.to for each in found)
    return is_(f"reminded about {check.agency_name}", ", ".join(step.to) or "nobody", reminded or "nobody")


def _clocks(code: str, child: str, enquiry: str, stage: Stage) -> list[ClockView]:
    """The clocks of that code, for that child or for the enquiry, in the order in which they started."""
    subject_id: UUID | None = stage.subject(child)[1].id if child else None
    found = enquiry_queries.clocks_of(stage.enquiry_id(enquiry), actor=stage.prompter())
    ours = [each for each in found if each.code == code and each.subject_id == subject_id]
    return sorted(ours, key=lambda each: (each.ended_at is None, each.started_at))


def _clock(code: str, child: str, enquiry: str, stage: Stage) -> ClockView:
    found = _clocks(code, child, enquiry, stage)
    if not found:
        raise Unmet(expected=f"a clock “{code}”", found="none")
    return found[-1]


def _state(clock: ClockView) -> str:
    if clock.ended_at:
        return "ended"
    return "stands_still" if clock.pause else "runs"
