"""Steps of asking agencies and of their answers."""

from dataclasses import replace
from datetime import date, datetime
from email.message import EmailMessage
from uuid import UUID

from django.db import transaction

from openmash.agencies import queries as agency_queries
from openmash.checks import queries as check_queries
from openmash.checks import services as check_services
from openmash.checks.rules import LateTold, NilTold
from openmash.notifications import queries as notification_queries
from openmash.scenarios.errors import Unmet
from openmash.scenarios.playing.acts import act
from openmash.scenarios.playing.doors import standing_at
from openmash.scenarios.playing.stage import Stage
from openmash.scenarios.steps.checks import (
    Answer,
    AnswerNothing,
    Ask,
    AskAgain,
    Chase,
    ItemSays,
    LateSays,
    Reply,
    ReplyByMail,
    WithdrawCheck,
)
from openmash.sealed import queries as sealed_queries
from openmash.sealed import services as sealed_services
from openmash.sealed.rules import Grading, ItemTold

_WITH_A_LINK = ("check_link", "check_link_or_mail")


@act.register
def ask(step: Ask, stage: Stage, at: datetime) -> str:
    sealed_services.ask_agencies(
        enquiry_id=stage.enquiry_id(step.enquiry),
        agency_ids=[stage.agencies[key] for key in step.agencies],
        question=step.question,
        actor=stage.actor(step.by),
        at=at,
    )
    return f"asks {stage.agency_words(step.agencies)}: “{step.question}”"


@act.register
def chase(step: Chase, stage: Stage, at: datetime) -> str:
    check = stage.check(step.agency, step.enquiry)
    check_services.chase(check_id=check.id, actor=stage.actor(step.by), at=at)
    return f"chases {check.agency_name}"


@act.register
def withdraw(step: WithdrawCheck, stage: Stage, at: datetime) -> str:
    check = stage.check(step.agency, step.enquiry)
    check_services.withdraw(check_id=check.id, actor=stage.actor(step.by), at=at)
    return f"tells {check.agency_name} that an answer is no longer needed"


@act.register
def ask_again(step: AskAgain, stage: Stage, at: datetime) -> str:
    check = stage.check(step.agency, step.enquiry)
    sealed_services.ask_agency_again(check_id=check.id, question=step.question, actor=stage.actor(step.by), at=at)
    return f"asks {check.agency_name} once more: “{step.question}”"


@act.register
def answer_nothing(step: AnswerNothing, stage: Stage, at: datetime) -> str:
    agency = step.agency or stage.person(step.by).agency
    check_services.answer_nothing(
        check_id=stage.check(agency, step.enquiry).id,
        nil=NilTold(step.nil_return, step.searched, step.explanation),
        late=_late(step.late),
        actor=stage.actor(step.by),
        at=at,
    )
    check = stage.check(agency, step.enquiry)
    return f"answers for {check.agency_name}: {check.nil_label}. Searched: {step.searched or 'nothing'}"


@act.register
def answer(step: Answer, stage: Stage, at: datetime) -> str:
    agency = step.agency or stage.person(step.by).agency
    ids = sealed_services.answer_with_items(
        check_id=stage.check(agency, step.enquiry).id,
        items=[item_told(item, stage) for item in step.items],
        searched=step.searched,
        late=_late(step.late),
        actor=stage.actor(step.by),
        at=at,
    )
    stage.items.update(zip((item.key for item in step.items), ids, strict=True))
    return f"answers for {stage.agency(agency).name} with {_many(step.items)}, sealed"


@act.register
def reply(step: Reply, stage: Stage, at: datetime) -> str:
    """The virtual partner clicks the link in its newest e-mail; straight afterwards the worker takes the reply in."""
    check_id, code = stage.check(step.agency, step.enquiry).id, link_code(step.agency, stage, step.enquiry)
    with standing_at("outside"):
        check_services.invitation(hub_id=stage.hub_id, code=code, at=at)
        check_services.reply(hub_id=stage.hub_id, code=code, letter=_letter(step), at=at)
    sealed_services.take_in_replies(hub_id=stage.hub_id, at=at)
    after = check_queries.check(check_id, actor=stage.prompter())
    if after.state != "answered":
        raise Unmet(expected="the reply to be taken in", found=f"the request is {after.state}")
    if step.items:
        _note_items_of_reply(step, stage, check_id, at)
    what = f"with {_many(step.items)}" if step.items else f"that there is nothing ({after.nil_label})"
    return f"{step.name} ({step.role}, {after.agency_name}) answers by the one-time link, {what}"


@act.register
def reply_by_mail(step: ReplyByMail, stage: Stage, at: datetime) -> str:
    """The virtual partner answers the hub's message in its own mail program; the worker takes in what was read."""
    check = stage.check(step.agency, step.enquiry)
    content = _mail(step, stage, check.agency_id)
    with standing_at("outside"):
        refused = check_services.reply_by_mail(hub_id=stage.hub_id, content=content, at=at)
    found = refused.rule if refused else ""
    if found != step.put_aside_by:
        raise Unmet(expected=f"to be put aside by: {step.put_aside_by or 'nothing'}", found=found or "that it was not")
    if refused:
        return f"{step.name} ({check.agency_name}) sends an e-mail, put aside for a person: “{refused.sentence}”"
    sealed_services.take_in_replies(hub_id=stage.hub_id, at=at)
    after = check_queries.check(check.id, actor=stage.prompter())
    if after.state != "answered":
        raise Unmet(expected="the e-mail to be taken in", found=f"the request is {after.state}")
    what = f", that there is nothing ({after.nil_label})" if after.nil_label else ", which is read in and sealed"
    return f"{step.name} ({after.agency_name}) answers by secure e-mail{what}"


def _mail(step: ReplyByMail, stage: Stage, agency_id: UUID) -> bytes:
    message = EmailMessage()
    own = agency_queries.agency(agency_id, stage.hub_id).email
    message["From"] = f"{step.name} <{step.sender or own}>"
    message["To"] = f"answers@{stage.slug}.example"
    message["Subject"] = "RE: your organisation is asked for information"
    if step.away:
        message["Auto-Submitted"] = "auto-replied"
    link = f"http://localhost/{stage.slug}/answer/{link_code(step.agency, stage, step.enquiry)}/"
    quoted = f"\n\nOn 24 December the hub wrote:\n> The hub asks what your organisation knows.\n> {link}\n"
    message.set_content(step.words + (quoted if step.quotes else ""))
    for file in step.files:
        message.add_attachment(file.text.encode(), maintype="application", subtype="octet-stream", filename=file.name)
    return message.as_bytes()


def link_code(agency: str, stage: Stage, enquiry: str = "") -> str:
    """The code in the newest one-time link that an agency was sent about an enquiry."""
    check = stage.check(agency, enquiry)
    letters = [
        letter
        for letter in notification_queries.outbox(stage.hub_id)
        if letter.kind in _WITH_A_LINK and letter.about_id == check.id
    ]
    if not letters:
        raise Unmet(expected=f"a one-time link to {check.agency_name}", found="that none was sent")
    return letters[-1].body.split("/answer/")[1].split("/")[0]


def item_told(item: ItemSays, stage: Stage) -> ItemTold:
    """A piece of information as the service takes it."""
    return ItemTold(
        text=item.text,
        source_kind=item.source_kind,
        sensitivity=item.sensitivity,
        leave=item.leave,
        fact_on=item.fact_on,
        handling=item.handling,
        professional=item.professional,
        about=tuple(stage.person_id(key) for key in item.about),
        readers=tuple(stage.people[key] for key in item.readers),
        vetting=item.vetting,
        grading=Grading(*item.grading.split()),
    )


def _letter(step: Reply) -> dict[str, object]:
    return {
        "name": step.name,
        "role": step.role,
        "nil_return": step.nil_return,
        "searched": step.searched,
        "explanation": step.explanation,
        "items": [
            {
                "text": item.text,
                "source_kind": item.source_kind,
                "sensitivity": item.sensitivity,
                "leave": item.leave,
                "fact_on": item.fact_on.isoformat() if item.fact_on else "",
                "handling": item.handling,
                "professional": item.professional,
            }
            for item in step.items
        ],
        "late_effect": step.late.effect if step.late else "",
        "late_effect_why": step.late.why if step.late else "",
    }


def _note_items_of_reply(step: Reply, stage: Stage, check_id: UUID, at: datetime) -> None:
    """Which item is which, by its words. The play's own peek into the room is rolled back: it leaves no audit rows."""
    reader = replace(stage.prompter(), vetted_until=date.max, agreement_until=date.max)
    with transaction.atomic():
        room = sealed_queries.room(stage.enquiry_id(step.enquiry), actor=reader, at=at)
        transaction.set_rollback(True)
    by_words = {item.text: item.id for item in room.items if item.check_id == check_id}
    stage.items.update({item.key: by_words[item.text.strip()] for item in step.items})


def _late(late: LateSays | None) -> LateTold | None:
    return LateTold(late.effect, late.why) if late else None


def _many(items: tuple[ItemSays, ...]) -> str:
    return "1 item of information" if len(items) == 1 else f"{len(items)} items of information"
