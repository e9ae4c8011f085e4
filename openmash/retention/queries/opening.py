"""The words of one piece, opened for whoever answers for it; each reading is on the log of the package it is of."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from openmash.access import Actor, require
from openmash.allegations import services as allegation_services
from openmash.contacts import queries as contact_queries
from openmash.core.errors import NotFound, Refused
from openmash.decisions import queries as decision_queries
from openmash.enquiries import queries as enquiry_queries
from openmash.groups import queries as group_queries
from openmash.retention import permissions
from openmash.retention.models import AccessPiece, PieceKind
from openmash.retention.queries import access
from openmash.retention.queries.access import PieceView
from openmash.retention.rules.access import Stretch, with_names
from openmash.sealed import queries as sealed_queries


@dataclass(frozen=True)
class PieceWords:
    """A piece with its words.

    Args:
        heading: what it is called in what is given.
        dated: from when it is, in words.
        text: the words as they are kept.
        stretches: the same with other people's names pointed out.
        given: the words that would be given, once somebody has answered; empty before.
        why: why something is kept back.
    """

    view: PieceView
    heading: str
    dated: str
    text: str
    stretches: tuple[Stretch, ...]
    given: str
    given_stretches: tuple[Stretch, ...]
    why: str


def piece_words(piece_id: UUID, *, actor: Actor, at: datetime) -> PieceWords:
    """One piece with its words, for its owner's people, or for whoever prepares and may read it where it stands.

    Raises:
        NotFound: there is none, or it is hidden from this actor.
        Refused, RuleBroken: they may not read it where it stands; then its owner answers without them.
    """
    view = access.piece(piece_id, actor=actor)
    heading, dated, text, professionals = _opened(view, actor, at)
    row = AccessPiece.objects.get(hub_id=actor.hub_id, id=piece_id)
    said = access.words_given(row)
    names = _others(view, actor) | professionals
    return PieceWords(
        view=view,
        heading=heading,
        dated=dated,
        text=text,
        stretches=with_names(text, names),
        given=said["words"],
        given_stretches=with_names(said["words"], names),
        why=said["why"],
    )


def original(view: PieceView, *, actor: Actor, at: datetime) -> tuple[str, str, str]:
    """Heading, date and words of a piece as they are kept."""
    heading, dated, text, _ = _opened(view, actor, at)
    return heading, dated, text


def _opened(view: PieceView, actor: Actor, at: datetime) -> tuple[str, str, str, set[str]]:
    if view.kind == PieceKind.ITEM:
        item = sealed_queries.item(view.source_id, actor=actor, at=at)
        if not item.readable:
            raise Refused(item.why_not)
        when = item.fact_on or item.sealed_at.date()
        return f"Information from {item.agency_name}", _day(when), item.text, {item.professional} - {""}
    require(permissions.can_prepare_access(actor))
    if view.kind == PieceKind.CONTACT:
        contact = contact_queries.contact(view.source_id, actor=actor)
        said = [contact.concern, contact.child_said and f"What the child said: {contact.child_said}"]
        said += [f"Advice given: {each.text}" for each in contact.advice]
        text = "\n\n".join(each for each in said if each)
        return (
            f"What the hub was told, {contact.reference}",
            _day(contact.received_at),
            text,
            {contact.referrer_name} - {""},
        )
    if view.kind == PieceKind.ALLEGATION:
        return _allegation(view, actor, at)
    if view.enquiry_id is None:
        raise NotFound
    if view.kind == PieceKind.GROUP:
        return _group(view, actor, at)
    if view.kind == PieceKind.DECISION:
        (decision,) = decision_queries.decisions([view.source_id], actor=actor)
        reasons = decision_queries.reasons(view.source_id, actor=actor, at=at)
        text = f"{decision.level_label}; {decision.outcome_label}.\n\n{reasons}"
        return f"Decision, {view.reference}", _day(decision.decided_at), text, {decision.decided_by_name}
    analysis = decision_queries.analysis(view.enquiry_id, actor=actor, at=at)
    if analysis is None:
        raise NotFound
    told = analysis.told
    text = "\n\n".join(each for each in (told.harm, told.likelihood, told.protective, told.voice, told.summary) if each)
    return f"The hub's analysis, {view.reference}", _day(analysis.written_at), text, {analysis.written_by_name}


def _allegation(view: PieceView, actor: Actor, at: datetime) -> tuple[str, str, str, set[str]]:
    """What was alleged, and what was done; the reading stands on its own log, as when the allegation is opened."""
    told = allegation_services.open_(allegation_id=view.source_id, actor=actor, at=at)
    contact = contact_queries.contact(told.contact_id, actor=actor)
    asked = access.person_ids_of(view.request_id, actor=actor)
    named = {each.display_name for each in contact.people if each.person is None or each.person.id not in asked}
    who = ", ".join(each for each in (told.name, told.work, told.employer) if each)
    paragraphs = [f"About {who}.", told.words]
    for entry in told.entries:
        said = "; ".join(f"{heading}: {words}" if heading else words for heading, words in entry.told)
        paragraphs.append(f"{_day(entry.written_at)}, {entry.title}. {said}")
    professionals = {each.written_by_name for each in told.entries} | {told.row.raised_by_name}
    heading = f"An allegation against somebody who works with children, {told.row.reference}"
    names = (named | professionals | {told.name}) - {""}
    return heading, _day(told.row.raised_at), "\n\n".join(each for each in paragraphs if each), names


def _group(view: PieceView, actor: Actor, at: datetime) -> tuple[str, str, str, set[str]]:
    """Why somebody stands in a group: as what, and the reason; not what the group is called, which may name others."""
    told = group_queries.link_words(view.source_id, actor=actor, at=at)
    asked = access.person_ids_of(view.request_id, actor=actor)
    text = f"{told.part_label}.\n\n{told.why}"
    if told.ended_why:
        text += f"\n\nTaken out: {told.ended_why}"
    names = {name for person_id, name in told.others.items() if person_id not in asked} | {told.linked_by_name}
    return "Why they stand in a group that the hub keeps", _day(told.linked_at), text, names - {""}


def _others(view: PieceView, actor: Actor) -> set[str]:
    """The names of everybody else in the case. Owners' people do not see cases' other names here unless they may."""
    if view.enquiry_id is None:
        return set()
    request = access.person_ids_of(view.request_id, actor=actor)
    enquiry = enquiry_queries.enquiry(view.enquiry_id, actor=actor)
    people = [each.person for each in enquiry.subjects] + [each.person for each in enquiry.members]
    return {each.display_name for each in people if each.id not in request}


def _day(when: date) -> str:
    return f"{when.day} {when:%B %Y}"
