"""A request for one's own records, from its arrival to the bundle that a second person approves."""

import hashlib
import json
from dataclasses import asdict
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from openmash.access import Actor, require
from openmash.agencies import queries as agency_queries
from openmash.allegations import queries as allegation_queries
from openmash.audit import services as audit
from openmash.contacts import queries as contact_queries
from openmash.core import envelopes, ids
from openmash.core.errors import NotFound, RuleBroken, Stale
from openmash.core.keys import ring
from openmash.decisions import queries as decision_queries
from openmash.enquiries import queries as enquiry_queries
from openmash.groups import queries as group_queries
from openmash.hubs import queries as hub_queries
from openmash.people import queries as people_queries
from openmash.retention import permissions
from openmash.retention.models import AccessOwner, AccessPiece, AccessRequest, PieceKind
from openmash.retention.queries import access as queries
from openmash.retention.rules import access as rules
from openmash.retention.rules.access import Answer, Bundle, Given
from openmash.retention.states import ACCESS, AccessState
from openmash.sealed import queries as sealed_queries


@transaction.atomic
def record_request(
    *,
    about_name: str,
    about_born_on: date | None,
    asked_by_name: str,
    asked_as: str,
    send_to: str,
    received_on: date,
    actor: Actor,
    at: datetime,
) -> UUID:
    """Record that somebody asks for what is kept about a person; its clock runs from the day it came.

    Args:
        about_name: whose records.
        about_born_on: their birth date, where it was said.
        asked_by_name: who asks.
        asked_as: in what capacity, a code of ``rules.ASKED_AS_WORDS``.
        send_to: where the answer goes.
        received_on: the day on which it came.
        actor: who manages records.
        at: when.
    """
    require(permissions.can_manage(actor))
    if not about_name.strip() or not asked_by_name.strip() or asked_as not in rules.ASKED_AS_WORDS:
        raise RuleBroken("access.who_asks", "Enter whose records are asked for, and by whom.")
    if received_on > at.date():
        raise RuleBroken("access.received", "Enter the day on which it came.", field="received_on")
    row = AccessRequest.objects.create(
        hub_id=actor.hub_id,
        reference=ids.new_reference("SAR"),
        state=ACCESS.initial,
        about_name=about_name.strip(),
        about_born_on=about_born_on,
        asked_by_name=asked_by_name.strip(),
        asked_as=asked_as,
        send_to=send_to.strip(),
        received_on=received_on,
        due_on=rules.due_on(received_on),
        recorded_at=at,
        recorded_by=actor.id,
        recorded_by_name=actor.name,
    )
    _record("access_request.recorded", row, actor, at)
    return row.id


@transaction.atomic
def check_identity(*, request_id: UUID, how: str, actor: Actor, at: datetime, version: int | None = None) -> None:
    """Say how it was made sure that who asks is who they say, and may ask for this person."""
    row = _lock(request_id, actor, version)
    require(permissions.can_manage(actor))
    if not how.strip():
        raise RuleBroken("access.identity", "Enter how you made sure who asks, and that they may.", field="how")
    row.state = ACCESS.move(row.state, "check_identity")
    row.identity_words = how.strip()
    row.identity_checked_at, row.identity_checked_by, row.identity_checked_by_name = at, actor.id, actor.name
    _save(row)
    _record("access_request.identity_checked", row, actor, at)


@transaction.atomic
def extend(*, request_id: UUID, reason: str, actor: Actor, at: datetime, version: int | None = None) -> None:
    """Take two further months, once, within the first, with a reason that the person is told."""
    row = _lock(request_id, actor, version)
    require(permissions.can_manage(actor))
    _require_running(row)
    rules.require_can_be_extended(
        received_on=row.received_on, already=row.extended_at is not None, reason=reason, on=at.date()
    )
    row.due_on, row.extended_because = rules.longest_on(row.received_on), reason.strip()
    row.extended_at, row.extended_by = at, actor.id
    _save(row)
    _record("access_request.extended", row, actor, at)


@transaction.atomic
def gather(*, request_id: UUID, person_ids: list[UUID], actor: Actor, at: datetime, version: int | None = None) -> int:
    """Say who in the hub's records it is, put every piece about them on the list, and ask every agency.

    Safe to repeat: what came in since is added, and nothing that was answered is lost.

    Returns:
        How many pieces were added, as far as everybody may know.
    """
    row = _lock(request_id, actor, version)
    require(permissions.can_prepare_access(actor))
    _require_preparing(row)
    known = people_queries.persons(people_queries.same_as(person_ids, hub_id=actor.hub_id), actor=actor)
    if set(person_ids) - set(known):
        raise NotFound
    row.person_refs = sorted(str(each) for each in known)
    found = list(_found(set(known), actor))
    there = set(AccessPiece.objects.filter(hub_id=actor.hub_id, request=row).values_list("kind", "source_id"))
    new = [each for each in found if (each.kind, each.source_id) not in there]
    for each in new:
        each.request = row
    AccessPiece.objects.bulk_create(new)
    for agency in agency_queries.agencies(actor.hub_id):
        AccessOwner.objects.get_or_create(
            hub_id=actor.hub_id, request=row, agency_id=agency.id, defaults={"asked_at": at}
        )
    _ask_again(row, new, actor)
    _save(row)
    _record("access_request.gathered", row, actor, at)
    return sum(not each.hidden for each in new)


@transaction.atomic
def submit(*, request_id: UUID, actor: Actor, at: datetime, version: int | None = None) -> None:
    """Put the bundle together from what was answered, and send it to a second person.

    Raises:
        RuleBroken: ``access.everything_answered`` or ``access.everything_looked_at``.
    """
    row = _lock(request_id, actor, version)
    require(permissions.can_prepare_access(actor))
    _require_everything_answered(row, actor)
    row.state = ACCESS.move(row.state, "submit")
    row.submitted_at, row.submitted_by, row.submitted_by_name = at, actor.id, actor.name
    row.sent_back_because = ""
    plain = json.dumps(asdict(_bundle(row, actor)), sort_keys=True)
    place = queries.bundle_place(row.hub_id, row.id)
    envelope = envelopes.close(plain, ring=ring(), key_name=queries.hub_key(row.hub_id), context=place)
    row.bundle_ciphertext, row.bundle_wrapped_key = envelope.ciphertext, envelope.wrapped_key
    row.bundle_sha256 = hashlib.sha256(plain.encode()).hexdigest()
    _save(row)
    _record("access_request.submitted", row, actor, at)


@transaction.atomic
def open_bundle(*, request_id: UUID, actor: Actor, at: datetime) -> Bundle:
    """The bundle as it would be, or was, handed over; that somebody opened it is on the log first."""
    rows = AccessRequest.objects.filter(hub_id=actor.hub_id, id=request_id)
    row = rows.exclude(id__in=queries.requests_kept_from(actor)).first()
    require(permissions.can_prepare_access(actor))
    if row is None or not row.bundle_sha256:
        raise NotFound
    _require_reader(row, actor, at)
    _record("access_request.bundle_opened", row, actor, at)
    return queries.bundle_of(row)


@transaction.atomic
def approve_bundle(*, request_id: UUID, actor: Actor, at: datetime, version: int | None = None) -> None:
    """Approve exactly the bytes that were looked at; it may be handed over from now on.

    Raises:
        RuleBroken: ``access.second_person``; ``access.bundle_changed`` where a piece is not what it was.
    """
    row = _lock(request_id, actor, version)
    require(permissions.can_prepare_access(actor))
    rules.require_preparer_is_not_approver(row.submitted_by, actor.id)
    _require_reader(row, actor, at)
    row.state = ACCESS.move(row.state, "approve")
    now = hashlib.sha256(json.dumps(asdict(_bundle(row, actor)), sort_keys=True).encode()).hexdigest()
    if now != row.bundle_sha256:
        raise RuleBroken("access.bundle_changed", "Something in it changed. Send it back and have it prepared again.")
    _end(row, actor, at)
    detail: dict[str, audit.Plain] = {"sha256": row.bundle_sha256}
    audit.record("access_request.approved", actor=actor, at=at, about=("access_request", row.id), detail=detail)


@transaction.atomic
def send_back(*, request_id: UUID, because: str, actor: Actor, at: datetime, version: int | None = None) -> None:
    """Have it prepared differently."""
    row = _lock(request_id, actor, version)
    require(permissions.can_prepare_access(actor))
    if not because.strip():
        raise RuleBroken("access.sent_back_with_a_reason", "Enter what should be done differently.", field="because")
    row.state = ACCESS.move(row.state, "send_back")
    row.sent_back_because = because.strip()
    _save(row)
    _record("access_request.sent_back", row, actor, at)


@transaction.atomic
def close_request(*, request_id: UUID, because: str, actor: Actor, at: datetime, version: int | None = None) -> None:
    """Close a request without a bundle: withdrawn, not proved, or nothing is held; the person is told why."""
    row = _lock(request_id, actor, version)
    require(permissions.can_manage(actor))
    if not because.strip():
        raise RuleBroken("access.closed_with_a_reason", "Enter why, as the person is told.", field="because")
    row.state = ACCESS.move(row.state, "close")
    row.closed_because = because.strip()
    _end(row, actor, at)
    _record("access_request.closed_unanswered", row, actor, at)


def _found(person_ids: set[UUID], actor: Actor) -> list[AccessPiece]:
    """A piece for everything about these people: contacts, items of any owner, decisions about them, analyses.

    And what was alleged of somebody who works with children in what names them, and why they stand in a group.
    """
    hub_id = actor.hub_id
    enquiries = sorted({each for p in person_ids for each in enquiry_queries.enquiries_about(p, hub_id=hub_id)})
    contacts = {each for p in person_ids for each in contact_queries.contacts_naming(p, hub_id=hub_id)}
    found = [AccessPiece(hub_id=hub_id, kind=PieceKind.CONTACT, source_id=each) for each in sorted(contacts)]
    found += [
        AccessPiece(
            hub_id=hub_id,
            kind=PieceKind.ITEM,
            source_id=item.item_id,
            enquiry_id=item.enquiry_id,
            agency_id=item.agency_id,
            hidden=item.hidden,
        )
        for item in sealed_queries.held_about(enquiries, hub_id=hub_id)
    ]
    erased = {p.enquiry_id for p in enquiry_queries.erased_parts(enquiries, hub_id=hub_id) if p.agency_id is None}
    for enquiry_id in enquiries:
        if enquiry_id not in erased:
            found += _of_hub(enquiry_id, person_ids, actor)
    return [*found, *_in_groups(person_ids, hub_id), *_alleged(contacts, hub_id)]


def _in_groups(person_ids: set[UUID], hub_id: UUID) -> list[AccessPiece]:
    same = people_queries.same_as(person_ids, hub_id=hub_id)
    return [
        AccessPiece(hub_id=hub_id, kind=PieceKind.GROUP, source_id=link.id, enquiry_id=link.enquiry_id, hidden=link.few)
        for link in group_queries.links_about(same, hub_id=hub_id)
    ]


def _alleged(contact_ids: set[UUID], hub_id: UUID) -> list[AccessPiece]:
    return [
        AccessPiece(hub_id=hub_id, kind=PieceKind.ALLEGATION, source_id=each)
        for each in allegation_queries.raised_from(contact_ids, hub_id=hub_id)
    ]


def _of_hub(enquiry_id: UUID, person_ids: set[UUID], actor: Actor) -> list[AccessPiece]:
    enquiry = enquiry_queries.enquiry(enquiry_id, actor=actor)
    theirs = {each.id for each in enquiry.subjects if each.person.id in person_ids}
    pieces = [
        AccessPiece(hub_id=actor.hub_id, kind=PieceKind.DECISION, source_id=decision.id, enquiry_id=enquiry_id)
        for decision in decision_queries.history(enquiry_id, actor=actor)
        if decision.subject_id in theirs
    ]
    if decision_queries.analysed(enquiry_id, actor=actor):
        pieces.append(
            AccessPiece(hub_id=actor.hub_id, kind=PieceKind.ANALYSIS, source_id=enquiry_id, enquiry_id=enquiry_id)
        )
    return pieces


def _ask_again(row: AccessRequest, new: list[AccessPiece], actor: Actor) -> None:
    """An agency that had answered for everything, and put something in since, is asked again.

    Not where that is hidden: whoever prepares would see whom the list waits for. Its owner's people are asked all the
    same (``queries.asked_of_own``), and what they do not answer is not given.
    """
    agencies = {each.agency_id for each in new if each.agency_id and not each.hidden}
    AccessOwner.objects.filter(hub_id=actor.hub_id, request=row, agency_id__in=agencies).update(
        answered_at=None, answered_by=None, answered_by_name=""
    )


def _require_everything_answered(row: AccessRequest, actor: Actor) -> None:
    if not row.person_refs:
        raise RuleBroken("access.everything_answered", "Say first who in the hub's records it is.")
    waiting = [each.agency_name for each in queries.owners(row.id, actor=actor) if each.answered_at is None]
    if waiting:
        raise RuleBroken("access.everything_answered", f"Not everybody has answered: {', '.join(waiting)}.")
    pieces = queries.pieces(row.id, actor=actor)
    if any(not each.answer for each in pieces):
        raise RuleBroken("access.everything_answered", "Answer every piece first.")
    if any(not each.looked for each in pieces):
        raise RuleBroken(
            "access.everything_looked_at",
            "Look through every piece that would be given for other people's names first.",
        )


def _bundle(row: AccessRequest, actor: Actor) -> Bundle:
    """What is given, from a positive list; whatever was not chosen is not in it at all."""
    chosen = AccessPiece.objects.filter(hub_id=actor.hub_id, request=row, hidden=False)
    order = {each.id: n for n, each in enumerate(queries.pieces(row.id, actor=actor))}
    given, codes = [], set()
    for piece in sorted(chosen, key=lambda each: order[each.id]):
        codes |= set(piece.exemptions)
        if piece.answer in (Answer.DISCLOSE, Answer.REDACT):
            said = queries.words_given(piece)
            given.append(Given(said["heading"], said["dated"], said["words"]))
    return Bundle(
        hub=hub_queries.hub(actor.hub_id).name,
        reference=row.reference,
        about=row.about_name,
        asked_by=row.asked_by_name,
        given=tuple(given),
        grounds=tuple(f"{each.words} ({each.source})" for each in rules.told_exemptions(codes)),
    )


def _lock(request_id: UUID, actor: Actor, version: int | None) -> AccessRequest:
    require(permissions.can_see_access(actor))
    row = AccessRequest.objects.select_for_update().filter(hub_id=actor.hub_id, id=request_id).first()
    if row is None or row.id in queries.requests_kept_from(actor):
        raise NotFound("We cannot find that request.")
    if version not in (None, row.version):
        raise Stale("this request")
    return row


def _require_reader(row: AccessRequest, actor: Actor, at: datetime) -> None:
    """What is given is words of the room: read by those alone who may enter it today."""
    pieces = AccessPiece.objects.filter(hub_id=actor.hub_id, request=row, enquiry_id__isnull=False)
    for enquiry_id in sorted(set(pieces.values_list("enquiry_id", flat=True))):
        sealed_queries.require_reader(actor, at, enquiry_id)


def _require_running(row: AccessRequest) -> None:
    if row.state not in queries.RUNNING:
        raise RuleBroken("access.runs", "This request is closed.")


def _require_preparing(row: AccessRequest) -> None:
    if row.state != AccessState.PREPARING:
        raise RuleBroken("access.prepared_now", "This can only be done while the bundle is prepared.")


def _end(row: AccessRequest, actor: Actor, at: datetime) -> None:
    row.ended_at, row.ended_by, row.ended_by_name = at, actor.id, actor.name
    _save(row)


def _save(row: AccessRequest) -> None:
    row.version += 1
    row.save()


def _record(name: str, row: AccessRequest, actor: Actor, at: datetime) -> None:
    # Of no case's timeline: the request is about a person, and who asked is nobody's business there.
    audit.record(name, actor=actor, at=at, about=("access_request", row.id))
