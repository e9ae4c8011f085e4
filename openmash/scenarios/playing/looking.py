"""Opening pages: the same queries, the same audit, and everything that stands there as text."""

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any

from openmash.access import Actor, Permission
from openmash.checks import queries as check_queries
from openmash.checks import services as check_services
from openmash.contacts import queries as contact_queries
from openmash.contacts import services as contact_services
from openmash.decisions import queries as decision_queries
from openmash.differences import queries as difference_queries
from openmash.enquiries import queries as enquiry_queries
from openmash.meetings import queries as meeting_queries
from openmash.meetings import services as meeting_services
from openmash.notifications import queries as notification_queries
from openmash.products import queries as product_queries
from openmash.products import services as product_services
from openmash.scenarios.errors import Unmet
from openmash.scenarios.playing.acts import act
from openmash.scenarios.playing.checks import link_code
from openmash.scenarios.playing.doors import standing_at
from openmash.scenarios.playing.stage import Stage
from openmash.scenarios.steps.looking import Look, Say
from openmash.sealed import queries as sealed_queries
from openmash.worklists import queries as worklist_queries

_WORDS = {
    "worklist": "their worklist",
    "contact": "the contact",
    "case": "the case page",
    "room": "the sealed room",
    "analysis": "the shared analysis",
    "reasons": "the reasons for the decision",
    "releases": "what they are asked to let go",
    "meeting": "the page of the meeting",
    "inbox": "their team's inbox",
    "product": "the product",
    "receipt": "the receipt",
    "link": "the one-time link",
    "messages": "every message the hub has sent",
}


@act.register
def say(step: Say, stage: Stage, at: datetime) -> str:
    return step.words


@act.register
def look(step: Look, stage: Stage, at: datetime) -> str:
    shown = _PLACES[step.where](step, stage, at)
    text = "\n".join(texts(shown))
    where = _WORDS[step.where]
    who = stage.person(step.by).name if step.by else "whoever looks"
    for words in step.sees:
        if words not in text:
            raise Unmet(expected=f"{who} to see “{words}” on {where}", found="that it is not there")
    for words in step.does_not_see:
        if words in text:
            raise Unmet(expected=f"{who} not to see “{words}” on {where}", found="that it is there")
    there = [f"sees “{words}”" for words in step.sees]
    not_there = [f"does not see “{words}”" for words in step.does_not_see]
    opens = f"opens {where}" if step.by else f"Somebody opens {where}"
    return "; ".join([opens, *there, *not_there])


def texts(shown: Any) -> Iterator[str]:
    """Every text in what a query returned, at any depth; dates as people write them, ids and numbers left out."""
    if isinstance(shown, str):
        yield shown
    elif isinstance(shown, datetime):
        yield f"{shown.day} {shown:%B %Y %H:%M}"
    elif isinstance(shown, date):
        yield f"{shown.day} {shown:%B %Y}"
    elif is_dataclass(shown):
        for each in fields(shown):
            yield from texts(getattr(shown, each.name))
    elif isinstance(shown, dict):
        yield from texts(list(shown.values()))
    elif isinstance(shown, list | tuple | set | frozenset):
        for part in shown:
            yield from texts(part)


def _by(step: Look, stage: Stage) -> Actor:
    if not step.by:
        raise Unmet(expected=f"“by” to say who opens {_WORDS[step.where]}", found="nobody")
    return stage.actor(step.by)


def _worklist(step: Look, stage: Stage, at: datetime) -> object:
    return worklist_queries.needs_me(_by(step, stage), at=at)


def _contact(step: Look, stage: Stage, at: datetime) -> object:
    contact_id, actor = stage.contacts[_said(step.contact, "contact")], _by(step, stage)
    contact_services.look_at(contact_id=contact_id, actor=actor, at=at)
    issues = contact_queries.issues_of([contact_id], actor=actor)
    return contact_queries.contact(contact_id, actor=actor), issues


def _case(step: Look, stage: Stage, at: datetime) -> object:
    """Everything that the case page is made of, from the same queries."""
    actor, enquiry_id = _by(step, stage), stage.enquiry_id(step.enquiry)
    enquiry = enquiry_queries.enquiry(enquiry_id, actor=actor)
    return [
        enquiry,
        [contact_queries.contact(contact_id, actor=actor) for contact_id in enquiry.contacts],
        check_queries.checks_of(enquiry_id, actor=actor),
        sealed_queries.outline(enquiry_id, actor=actor),
        sealed_queries.requests_of(enquiry_id, actor=actor),
        decision_queries.latest(enquiry_id, actor=actor),
        decision_queries.feedback_of(enquiry_id, actor=actor),
        product_queries.products_of(enquiry_id, actor=actor),
        enquiry_queries.gates_of(enquiry_id, actor=actor),
        enquiry_queries.stage_of(enquiry_id, actor=actor),
        difference_queries.differences_of(enquiry_id, actor=actor),
    ]


def _room(step: Look, stage: Stage, at: datetime) -> object:
    actor = _by(step, stage)
    room = sealed_queries.room(stage.enquiry_id(step.enquiry), actor=actor, at=at)
    return room, sealed_queries.files_of(room.items, actor=actor)


def _analysis(step: Look, stage: Stage, at: datetime) -> object:
    return decision_queries.analysis(stage.enquiry_id(step.enquiry), actor=_by(step, stage), at=at)


def _reasons(step: Look, stage: Stage, at: datetime) -> object:
    enquiry, subject = stage.subject(_child(step))
    latest = decision_queries.latest(enquiry.id, actor=stage.prompter())
    decision = next((each for each in latest if each.subject_id == subject.id), None)
    if decision is None:
        raise Unmet(expected=f"a decision about “{step.child}”", found="none")
    return decision_queries.reasons(decision.id, actor=_by(step, stage), at=at)


def _releases(step: Look, stage: Stage, at: datetime) -> object:
    return sealed_queries.requests_to_answer(_by(step, stage), at=at)


def _meeting(step: Look, stage: Stage, at: datetime) -> object:
    actor, meeting_id = _by(step, stage), stage.meeting_id(step.meeting)
    meeting_services.look_at(meeting_id=meeting_id, actor=actor, at=at)
    view = meeting_queries.meeting(meeting_id, actor=actor)
    if Permission.ENTER_SEALED_ROOM not in actor.permissions:
        return view
    return view, [meeting_queries.opened(meeting_id, case.id, actor=actor, at=at) for case in view.cases]


def _inbox(step: Look, stage: Stage, at: datetime) -> object:
    actor = _by(step, stage)
    with standing_at("outside"):
        return product_queries.inbox(actor)


def _product(step: Look, stage: Stage, at: datetime) -> object:
    actor, copy_id = _by(step, stage), stage.copy_id(step.product)
    with standing_at("outside"):
        return product_services.open_copy(copy_id=copy_id, actor=actor, at=at)


def _receipt(step: Look, stage: Stage, at: datetime) -> object:
    code = stage.receipts.get(step.contact)
    if code is None:
        raise Unmet(expected="“contact” to name one that came by the public form", found=f"“{step.contact}”")
    with standing_at("outside"):
        return contact_services.receipt(hub_id=stage.hub_id, code=code)


def _link(step: Look, stage: Stage, at: datetime) -> object:
    code = link_code(_said(step.agency, "agency"), stage, step.enquiry)
    with standing_at("outside"):
        return check_services.invitation(hub_id=stage.hub_id, code=code, at=at)


def _messages(step: Look, stage: Stage, at: datetime) -> object:
    return notification_queries.outbox(stage.hub_id)


def _child(step: Look) -> str:
    if not step.child:
        raise Unmet(expected="“child” to say whose decision", found="nobody")
    return step.child


def _said(key: str, sort: str) -> str:
    if not key:
        raise Unmet(expected=f"“{sort}” to say which", found="nothing")
    return key


_PLACES: dict[str, Callable[[Look, Stage, datetime], object]] = {
    "worklist": _worklist,
    "contact": _contact,
    "case": _case,
    "room": _room,
    "analysis": _analysis,
    "reasons": _reasons,
    "releases": _releases,
    "meeting": _meeting,
    "inbox": _inbox,
    "product": _product,
    "receipt": _receipt,
    "link": _link,
    "messages": _messages,
}
