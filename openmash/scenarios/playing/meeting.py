"""Steps of meetings."""

from datetime import datetime, timedelta

from openmash.core.errors import NotFound
from openmash.meetings import queries, services
from openmash.meetings.queries import CaseLine, MeetingView
from openmash.meetings.rules import HOW_WORDS, ActionTold, AttendanceTold, Calling, RatingTold, RecordTold
from openmash.scenarios.errors import Unmet
from openmash.scenarios.playing.acts import act
from openmash.scenarios.playing.found import all_of, is_, when_of, yes_or_no
from openmash.scenarios.playing.stage import Stage
from openmash.scenarios.steps.meeting import (
    Attend,
    BringUpToDate,
    CancelMeeting,
    CompleteAction,
    Convene,
    ConveneOverTheDay,
    ExpectInvitations,
    ExpectMeeting,
    GiveAction,
    HoldMeeting,
    Invite,
    PutOnAgenda,
    RateAgain,
    SayInMeeting,
    WriteMeeting,
)


@act.register
def convene(step: Convene, stage: Stage, at: datetime) -> str:
    meeting_id = services.convene(
        enquiry_id=stage.enquiry_id(step.enquiry),
        code=step.code,
        told=_calling(step, stage, at),
        actor=stage.actor(step.by),
        at=at,
    )
    stage.meetings[step.called] = meeting_id
    return _called(step, stage)


@act.register
def convene_over_the_day(step: ConveneOverTheDay, stage: Stage, at: datetime) -> str:
    told, actor = _calling(step, stage, at), stage.actor(step.by)
    stage.meetings[step.called] = services.call_over(code=step.code, told=told, actor=actor, at=at)
    return f"{_called(step, stage)}; on its agenda: {_families(_view(stage, step.called))}"


@act.register
def bring_up_to_date(step: BringUpToDate, stage: Stage, at: datetime) -> str:
    added = services.bring_up_to_date(meeting_id=stage.meeting_id(step.meeting), actor=stage.actor(step.by), at=at)
    return f"brings the agenda up to date: {added} more"


@act.register
def put_on_agenda(step: PutOnAgenda, stage: Stage, at: datetime) -> str:
    services.put_on_agenda(
        meeting_id=stage.meeting_id(step.meeting),
        enquiry_id=stage.enquiry_id(step.enquiry),
        actor=stage.actor(step.by),
        at=at,
    )
    return "puts the case on the agenda"


@act.register
def invite(step: Invite, stage: Stage, at: datetime) -> str:
    services.invite(
        meeting_id=stage.meeting_id(step.meeting),
        agency_ids=[stage.agencies[each] for each in step.agencies],
        actor=stage.actor(step.by),
        at=at,
    )
    return f"invites {stage.agency_words(step.agencies)} too"


@act.register
def attend(step: Attend, stage: Stage, at: datetime) -> str:
    services.note_attendance(
        meeting_id=stage.meeting_id(step.meeting),
        told=[AttendanceTold(stage.agencies[each], step.how, step.who, step.criterion) for each in step.agencies],
        actor=stage.actor(step.by),
        at=at,
    )
    return f"notes {stage.agency_words(step.agencies)}: {HOW_WORDS[step.how].lower()}"


@act.register
def say_in_meeting(step: SayInMeeting, stage: Stage, at: datetime) -> str:
    agency = step.agency or stage.person(step.by).agency
    services.give_view(
        case_id=_case(step, stage).id,
        agency_id=stage.agencies[agency],
        words=step.words,
        actor=stage.actor(step.by),
        at=at,
    )
    return f"says for {stage.agency(agency).name}: “{step.words}”"


@act.register
def record_meeting(step: WriteMeeting, stage: Stage, at: datetime) -> str:
    told = RecordTold(step.minutes, step.result, step.decision)
    services.write_record(case_id=_case(step, stage).id, told=told, actor=stage.actor(step.by), at=at)
    line = _case(step, stage)
    return f"writes down what it came to: {line.result_label}. “{step.decision}”".removesuffix(" “”")


@act.register
def rate_again(step: RateAgain, stage: Stage, at: datetime) -> str:
    enquiry, subject = stage.subject(step.child)
    view = _view(stage, step.meeting)
    case = next(each for each in view.cases if each.enquiry_id == enquiry.id)
    told = RatingTold(subject.id, step.rating, step.reason)
    services.rate_again(case_id=case.id, told=told, actor=stage.actor(step.by), at=at)
    _, after = stage.subject(step.child)
    changed = f"was {subject.rating}" if after.rating != subject.rating else "confirmed"
    return f"gives {subject.person.display_name} the second rating {step.rating} ({changed}): “{step.reason}”"


@act.register
def give_action(step: GiveAction, stage: Stage, at: datetime) -> str:
    told = ActionTold(
        words=step.words,
        agency_id=stage.agencies[step.agency],
        due_at=step.due,
        owner_id=stage.people[step.owner] if step.owner else None,
    )
    case = _case(step, stage)
    stage.actions[step.called] = services.give_action(case_id=case.id, told=told, actor=stage.actor(step.by), at=at)
    return f"gives {stage.agency(step.agency).name} something to do by {when_of(step.due, stage)}: “{step.words}”"


@act.register
def complete_action(step: CompleteAction, stage: Stage, at: datetime) -> str:
    services.complete_action(action_id=stage.actions[step.action], actor=stage.actor(step.by), at=at)
    return "says that it is done"


@act.register
def hold_meeting(step: HoldMeeting, stage: Stage, at: datetime) -> str:
    services.hold(meeting_id=stage.meeting_id(step.meeting), without=step.without, actor=stage.actor(step.by), at=at)
    view = _view(stage, step.meeting)
    short = f", without its quorum: {view.without_quorum.lower()}" if view.without_quorum else ""
    return f"closes the {view.label}{short}"


@act.register
def cancel_meeting(step: CancelMeeting, stage: Stage, at: datetime) -> str:
    services.cancel(meeting_id=stage.meeting_id(step.meeting), reason=step.reason, actor=stage.actor(step.by), at=at)
    view = _view(stage, step.meeting)
    return f"calls the {view.label} off: {view.cancelled_because.lower()}"


@act.register
def expect_meeting(step: ExpectMeeting, stage: Stage, at: datetime) -> str:
    view = _view(stage, step.meeting)
    due = min((case.due_at for case in view.cases if case.due_at), default=None)
    said = [is_("the meeting's state", step.state, view.state)]
    if step.cases is not None:
        keys = {enquiry_id: key for key, enquiry_id in stage.enquiries.items()}
        found = sorted(keys[case.enquiry_id] for case in view.cases)
        said.append(is_("its cases", ", ".join(sorted(step.cases)), ", ".join(found)))
    if step.due:
        said.append(is_("due", when_of(step.due, stage), when_of(due, stage)))
    if step.on_time is not None:
        in_time = due is None or view.starts_at <= due
        said.append(is_("in time", yes_or_no(step.on_time), yes_or_no(in_time)))
    if step.present is not None:
        there = stage.agency_keys({each.agency_id for each in view.present})
        said.append(is_("who took part", ", ".join(sorted(step.present)), ", ".join(sorted(there))))
    if step.had_quorum is not None:
        said.append(is_("with its quorum", yes_or_no(step.had_quorum), yes_or_no(not view.without_quorum)))
    if step.result:
        said.append(is_("came to", step.result, ", ".join(case.result for case in view.cases)))
    return all_of(*said)


@act.register
def expect_invitations(step: ExpectInvitations, stage: Stage, at: datetime) -> str:
    first = datetime.fromisoformat(f"{step.month}-01").replace(tzinfo=stage.scenario.zone)
    until = (first + timedelta(days=32)).replace(day=1)
    rows = queries.invitations(since=first, until=until, actor=stage.prompter())
    agency_id = stage.agencies[step.agency]
    row = next((each for each in rows if (each.code, each.agency_id) == (step.code, agency_id)), None)
    if row is None:
        raise Unmet(expected=f"invitations of {step.agency} to {step.code} in {step.month}", found="none")
    return all_of(
        is_("invited", str(step.invited), str(row.invited)),
        is_("criteria met", str(step.met), str(row.met)),
        is_("attended", str(step.attended), str(row.attended)),
        is_("in time", str(step.in_time), str(row.in_time)),
    )


def _calling(step: Convene | ConveneOverTheDay, stage: Stage, at: datetime) -> Calling:
    return Calling(
        starts_at=step.starts or at,
        minutes_long=step.minutes,
        place=step.place,
        chair_id=stage.people[step.chair],
        agency_ids=tuple(stage.agencies[each] for each in step.agencies),
    )


def _called(step: Convene | ConveneOverTheDay, stage: Stage) -> str:
    view = _view(stage, step.called)
    due = min((case.due_at for case in view.cases if case.due_at), default=None)
    by_when = f", due {when_of(due, stage)}" if due else ""
    invited = stage.agency_words(step.agencies)
    return f"calls the {view.label} for {when_of(view.starts_at, stage)}{by_when}; invited: {invited}"


def _view(stage: Stage, key: str) -> MeetingView:
    return queries.meeting(stage.meeting_id(key), actor=stage.prompter())


def _case(step: SayInMeeting | WriteMeeting | GiveAction, stage: Stage) -> CaseLine:
    """The case that is spoken of: the one named, the only one, or that of the newest enquiry."""
    view = _view(stage, step.meeting)
    if len(view.cases) == 1 and not step.enquiry:
        return view.cases[0]
    enquiry_id = stage.enquiry_id(step.enquiry)
    found = next((each for each in view.cases if each.enquiry_id == enquiry_id), None)
    if found is None:
        raise NotFound
    return found


def _families(view: MeetingView) -> str:
    return "; ".join(case.family for case in view.cases)
