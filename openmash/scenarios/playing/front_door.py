"""Steps at the front door."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from openmash.api_keys import services as key_services
from openmash.api_keys.rules import DIRECT_REFERRALS
from openmash.contacts import queries as contact_queries
from openmash.contacts import rules as contact_rules
from openmash.contacts import services as contact_services
from openmash.people import queries as people_queries
from openmash.people import services as people_services
from openmash.people.rules import OpenCaseTold
from openmash.scenarios.errors import Unmet
from openmash.scenarios.playing.acts import act
from openmash.scenarios.playing.doors import standing_at
from openmash.scenarios.playing.found import all_of, is_
from openmash.scenarios.playing.stage import Stage
from openmash.scenarios.steps.front_door import (
    CarryOver,
    CloseWithAdvice,
    ExpectDirect,
    FetchDirect,
    HandOnDirectly,
    Identify,
    IssueKey,
    Join,
    NoteOpenCase,
    NoteTakenIn,
    PassOn,
    PersonNamed,
    Record,
    Refer,
    Referrer,
    ReopenContact,
    Route,
    Signpost,
    Worry,
)

_CHANNELS = {
    "telephone": "takes a telephone call",
    "email": "records a secure email",
    "letter": "records a letter",
    "police_report": "records a police report (121a)",
}


@act.register
def record(step: Record, stage: Stage, at: datetime) -> str:
    told = _told(step, at, channel=step.channel, kind=step.kind)
    contact_id = contact_services.record(told=told, actor=stage.actor(step.by), at=at)
    _note(stage, step.called, contact_id, step.people)
    return f"{_CHANNELS[step.channel]}{_from(step)}: “{step.concern}”"


@act.register
def refer(step: Refer, stage: Stage, at: datetime) -> str:
    letter = contact_rules.letter_of(_told(step, at, channel="public_form", kind="referral"))
    with standing_at("outside"):
        code = contact_services.submit(hub_id=stage.hub_id, letter=letter, code=None, at=at)
        reference = contact_services.receipt(hub_id=stage.hub_id, code=code).reference
    contact_services.take_in_submissions(hub_id=stage.hub_id, at=at)
    arrived = [row for row in contact_queries.waiting(stage.prompter()) if row.reference == reference]
    if not arrived:
        raise Unmet(expected="the form to arrive inside", found="that it could not be taken in")
    _note(stage, step.called, arrived[0].id, step.people)
    stage.receipts[step.called] = code
    who = step.referrer.name if step.referrer else "Somebody"
    return f"{who or 'Somebody'} sends the public form: “{step.concern}”"


@act.register
def close_with_advice(step: CloseWithAdvice, stage: Stage, at: datetime) -> str:
    contact_services.close_with_advice(
        contact_id=stage.contacts[step.contact], advice=step.advice, actor=stage.actor(step.by), at=at
    )
    return f"gives advice and closes the contact: “{step.advice}”"


@act.register
def signpost(step: Signpost, stage: Stage, at: datetime) -> str:
    contact_services.signpost(
        contact_id=stage.contacts[step.contact],
        reason=step.reason,
        filter_code=step.filter,
        actor=stage.actor(step.by),
        at=at,
    )
    return f"signposts the contact: “{step.reason}”"


@act.register
def note_open_case(step: NoteOpenCase, stage: Stage, at: datetime) -> str:
    told = OpenCaseTold(stage.teams[step.team], step.worker, step.since)
    actor = stage.actor(step.by)
    people_services.note_open_case(person_id=stage.person_id(step.somebody), told=told, actor=actor, at=at)
    return f"records that {step.somebody.replace('_', ' ')}'s case is open to {step.worker}"


@act.register
def pass_on(step: PassOn, stage: Stage, at: datetime) -> str:
    actor = stage.actor(step.by)
    held = people_queries.open_cases([stage.person_id(step.somebody)], actor=actor)
    if not held:
        raise Unmet(expected="a worker to whom the case is open", found="none")
    contact_services.pass_on(
        contact_id=stage.contacts[step.contact], open_case_id=held[0].id, spoke=step.spoke, actor=actor, at=at
    )
    return f"passes the contact to {held[0].worker}, who has the case: “{step.spoke}”"


@act.register
def route(step: Route, stage: Stage, at: datetime) -> str:
    contact_services.route(
        contact_id=stage.contacts[step.contact],
        route=step.route,
        team_id=stage.teams[step.team],
        spoke=step.spoke,
        actor=stage.actor(step.by),
        at=at,
    )
    return f"hands the contact on at the door: “{step.spoke}”"


@act.register
def hand_on_directly(step: HandOnDirectly, stage: Stage, at: datetime) -> str:
    content = contact_services.hand_on_directly(
        contact_id=stage.contacts[step.contact],
        portal=step.portal,
        why=step.why,
        actor=stage.actor(step.by),
        at=at,
        fetched_by=stage.agencies[step.fetched_by] if step.fetched_by else None,
    )
    _look_through(content, step.holds, step.does_not_hold)
    waits = f", which waits for {stage.agency(step.fetched_by).name}’s system" if step.fetched_by else ""
    return f"makes the file for {step.portal.replace('_', ' ')}{waits}: “{step.why}”"


@act.register
def issue_key(step: IssueKey, stage: Stage, at: datetime) -> str:
    last_day = at.date() + timedelta(days=180)
    made = key_services.issue(
        name=step.name, last_day=last_day, actor=stage.actor(step.by), at=at, purpose=DIRECT_REFERRALS
    )
    stage.keys[stage.person(step.by).agency] = made.key
    return f"issues a key for direct referrals to {step.name}"


@act.register
def fetch_direct(step: FetchDirect, stage: Stage, at: datetime) -> str:
    system = key_services.come(hub_id=stage.hub_id, key=stage.keys.get(step.agency, ""), at=at)
    made = contact_queries.direct_referrals_of(stage.contacts[step.contact], actor=stage.prompter())
    if not made:
        raise Unmet(expected="a file that was made", found="none")
    content = contact_services.fetch_direct(direct_id=made[-1].id, actor=system, at=at)
    _look_through(content, step.holds, step.does_not_hold)
    if not step.reference:
        return f"{stage.agency(step.agency).name}’s system fetches the file"
    contact_services.acknowledge_direct(direct_id=made[-1].id, reference=step.reference, actor=system, at=at)
    return f"{stage.agency(step.agency).name}’s system fetches the file and took it in: {step.reference}"


@act.register
def carry_over(step: CarryOver, stage: Stage, at: datetime) -> str:
    actor = stage.actor(step.by)
    made = contact_queries.direct_referrals_of(stage.contacts[step.contact], actor=actor)
    if not made:
        raise Unmet(expected="a file that was made", found="none")
    contact_services.carry_over(direct_id=made[-1].id, actor=actor, at=at)
    return "takes the file that waited, to carry it over"


def _look_through(content: bytes, holds: Iterable[str], does_not_hold: Iterable[str]) -> None:
    told = content.decode()
    for words in holds:
        if words not in told:
            raise Unmet(expected=f"“{words}” in the file", found="that it is not there")
    for words in does_not_hold:
        if words in told:
            raise Unmet(expected=f"“{words}” not to be in the file", found="that it is there")


@act.register
def note_taken_in(step: NoteTakenIn, stage: Stage, at: datetime) -> str:
    actor = stage.actor(step.by)
    made = contact_queries.direct_referrals_of(stage.contacts[step.contact], actor=actor)
    if not made:
        raise Unmet(expected="a file that was made", found="none")
    contact_services.note_taken_in(direct_id=made[-1].id, reference=step.reference, actor=actor, at=at)
    return f"notes that it was taken in there: {step.reference}"


@act.register
def expect_direct(step: ExpectDirect, stage: Stage, at: datetime) -> str:
    found = contact_queries.direct_referrals_of(stage.contacts[step.contact], actor=stage.prompter())
    references = [each.their_reference for each in found if each.taken_in_at]
    return all_of(
        is_("files made", str(step.made), str(len(found))),
        is_("late", str(step.late), str(sum(each.late(at) for each in found))),
        is_("taken in", ", ".join(step.references) or "none", ", ".join(references) or "none"),
    )


@act.register
def join(step: Join, stage: Stage, at: datetime) -> str:
    contact_services.join(
        contact_id=stage.contacts[step.contact],
        to_contact_id=stage.contacts[step.to],
        reason=step.reason,
        actor=stage.actor(step.by),
        at=at,
    )
    return f"joins the contact to an earlier one: “{step.reason}”"


@act.register
def reopen(step: ReopenContact, stage: Stage, at: datetime) -> str:
    contact_services.reopen(
        contact_id=stage.contacts[step.contact], reason=step.reason, actor=stage.actor(step.by), at=at
    )
    return f"reopens the contact: “{step.reason}”"


@act.register
def identify(step: Identify, stage: Stage, at: datetime) -> str:
    contact, _ = stage.named[step.somebody]
    row_id, person_id = stage.contact_person_id(step.somebody), stage.person_id(step.is_)
    known = contact_queries.already_known(stage.contacts[contact], actor=stage.actor(step.by), at=at)
    offered = known[row_id].candidates if row_id in known else ()
    reasons = [reason for each in offered if each.person.id == person_id for reason in each.reasons]
    for words in step.because:
        if not any(words in reason for reason in reasons):
            raise Unmet(
                expected=f"the person to be offered because “{words}”",
                found="; ".join(reasons) or "that they are not offered",
            )
    contact_services.identify(contact_person_id=row_id, person_id=person_id, actor=stage.actor(step.by), at=at)
    why = f" ({'; '.join(reasons)})" if reasons else ""
    return f"says that {step.somebody.replace('_', ' ')} is somebody the hub knows already{why}"


def _told(step: Worry, at: datetime, *, channel: str, kind: str) -> contact_rules.ContactTold:
    referrer = step.referrer or Referrer()
    return contact_rules.ContactTold(
        channel=channel,
        kind=kind,
        received_at=at,
        referrer_name=referrer.name,
        referrer_role=referrer.role,
        referrer_organisation=referrer.organisation,
        referrer_telephone=referrer.telephone,
        referrer_email=referrer.email,
        source=step.source,
        concern=step.concern,
        immediate_danger=step.immediate_danger,
        consent=step.consent,
        consent_reason=step.consent_reason,
        people=tuple(_involved(person) for person in step.people),
        child_said=step.child_said,
        area=step.area,
        referral_type=step.referral_type,
    )


def _involved(person: PersonNamed) -> contact_rules.PersonInvolved:
    told = {key: value for key, value in vars(person).items() if key != "key"}
    return replace(contact_rules.PersonInvolved(person.involvement), **told)


def _note(stage: Stage, called: str, contact_id: UUID, people: tuple[PersonNamed, ...]) -> None:
    stage.contacts[called] = contact_id
    for position, person in enumerate(people):
        stage.named[person.key] = (called, position)


def _from(step: Record) -> str:
    if step.referrer is None:
        return ""
    return f" from {', '.join(w for w in (step.referrer.name, step.referrer.role, step.referrer.organisation) if w)}"
