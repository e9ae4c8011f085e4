"""Requests of people for what is kept about them, each shown as far as the reader may know of it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from openmash.access import Actor, require
from openmash.agencies import queries as agency_queries
from openmash.allegations import queries as allegation_queries
from openmash.checks import queries as check_queries
from openmash.checks.queries import OwnRecordView
from openmash.contacts import queries as contact_queries
from openmash.core import envelopes
from openmash.core.envelopes import Envelope
from openmash.core.errors import NotFound
from openmash.core.keys import ring
from openmash.enquiries import queries as enquiry_queries
from openmash.groups import queries as group_queries
from openmash.people import queries as people_queries
from openmash.retention import permissions
from openmash.retention.models import AccessOwner, AccessPiece, AccessRequest, PieceKind
from openmash.retention.rules.access import ANSWER_WORDS, ASKED_AS_WORDS, Answer, Bundle, Given, longest_on
from openmash.retention.states import ACCESS, AccessState

OF_FEW = (PieceKind.GROUP, PieceKind.ALLEGATION)
"""Pieces of which those alone learn who prepare: whoever only manages requests sees neither groups nor allegations."""
RUNNING = (AccessState.RECEIVED, AccessState.PREPARING, AccessState.FOR_APPROVAL)


@dataclass(frozen=True)
class RequestView:
    """A request as those see it who manage or prepare it: without a word of what is kept.

    Args:
        person_ids: who in the hub's records it is; empty until a preparer has said so.
        unanswered: how many pieces still wait for an answer, as far as everybody may know.
    """

    id: UUID
    reference: str
    state: str
    state_words: str
    about_name: str
    about_born_on: date | None
    asked_by_name: str
    asked_as_words: str
    send_to: str
    received_on: date
    due_on: date
    longest_on: date
    extended_because: str
    identity_words: str
    identity_checked_by_name: str
    person_ids: tuple[UUID, ...]
    submitted_by: UUID | None
    submitted_by_name: str
    sent_back_because: str
    ended_at: datetime | None
    ended_by_name: str
    closed_because: str
    version: int

    @property
    def runs(self) -> bool:
        """Whether its clock still runs."""
        return self.state in RUNNING


@dataclass(frozen=True)
class PieceView:
    """One piece, without its words.

    Args:
        label: what it is, for a list.
        owner: the agency that owns it; empty for the hub's own.
        looked: whoever prepares has looked through what would be given for other people's names.
    """

    id: UUID
    request_id: UUID
    kind: str
    kind_words: str
    source_id: UUID
    enquiry_id: UUID | None
    reference: str
    agency_id: UUID | None
    owner: str
    by_telephone: bool
    hidden: bool
    answer: str
    answer_words: str
    exemptions: tuple[str, ...]
    answered_by_name: str
    looked: bool


@dataclass(frozen=True)
class OwnerView:
    """An agency that was asked, and whether it has answered for everything it holds."""

    agency_id: UUID
    agency_name: str
    co_located: bool
    asked_at: datetime
    answered_at: datetime | None
    answered_by_name: str


@dataclass(frozen=True)
class OwnRequest:
    """A request as an owner sees it: what is asked of its own agency.

    ``own_records``: which of its own records its people said the person is. Nobody else sees that, and it is no piece
    of the bundle: the agency answers for its own records itself.
    """

    id: UUID
    reference: str
    about_name: str
    about_born_on: date | None
    due_on: date
    asked_at: datetime
    pieces: tuple[PieceView, ...]
    own_records: tuple[OwnRecordView, ...]


def requests(*, actor: Actor) -> list[RequestView]:
    """Every request, those that run first, the soonest due at the head."""
    require(permissions.can_see_access(actor))
    rows = AccessRequest.objects.filter(hub_id=actor.hub_id).exclude(id__in=requests_kept_from(actor))
    rows = rows.order_by("due_on", "id")
    return sorted((_request(row) for row in rows), key=lambda view: not view.runs)


def request(request_id: UUID, *, actor: Actor) -> RequestView:
    """One request; raises NotFound."""
    require(permissions.can_see_access(actor))
    return _request(_row(request_id, actor))


def pieces(request_id: UUID, *, actor: Actor) -> list[PieceView]:
    """Every piece of a request but what is hidden: of that, whoever manages or prepares learns nothing.

    Nor does whoever only manages it learn that there is an allegation, or a group.
    """
    require(permissions.can_see_access(actor))
    seen = Q(hidden=False) | _of_groups_seen(actor)
    if not permissions.can_prepare_access(actor):
        seen = Q(hidden=False) & ~Q(kind__in=OF_FEW)
    return _pieces(_of(actor).filter(seen, request_id=request_id), actor)


def piece(piece_id: UUID, *, actor: Actor) -> PieceView:
    """One piece, for whoever prepares, or for its owner's people; raises NotFound."""
    seen = Q()
    if permissions.can_prepare_access(actor):
        seen |= Q(hidden=False) | _of_groups_seen(actor)
    if permissions.can_answer_own(actor) and actor.agency_id:
        seen |= Q(agency_id=actor.agency_id)
    found = _pieces(_of(actor).filter(seen, id=piece_id), actor) if seen else []
    if not found:
        raise NotFound
    return found[0]


def _of_groups_seen(actor: Actor) -> Q:
    """What is hidden because a group names its readers, for those among them."""
    return Q(kind=PieceKind.GROUP, source_id__in=group_queries.links_seen(actor).values("id"))


def owners(request_id: UUID, *, actor: Actor) -> list[OwnerView]:
    """Every agency that was asked; each is, whatever it holds."""
    require(permissions.can_see_access(actor))
    rows = AccessOwner.objects.filter(hub_id=actor.hub_id, request_id=request_id).select_related("agency")
    return [
        OwnerView(
            agency_id=row.agency_id,
            agency_name=row.agency.name,
            co_located=row.agency.co_located,
            asked_at=row.asked_at,
            answered_at=row.answered_at,
            answered_by_name=row.answered_by_name,
        )
        for row in rows.order_by("agency__name")
    ]


def asked_of_own(*, actor: Actor) -> list[OwnRequest]:
    """What is asked of the actor's own agency and not yet answered, hidden pieces with it; batched."""
    if actor.agency_id is None or not permissions.can_answer_own(actor):
        return []
    # What was hidden and came in after the agency had answered is asked about too, and nobody else sees that it is.
    came_later = _of(actor).filter(agency_id=actor.agency_id, hidden=True, answer="").values("request_id")
    asked = AccessOwner.objects.filter(
        Q(answered_at=None) | Q(request_id__in=came_later),
        hub_id=actor.hub_id,
        agency_id=actor.agency_id,
        request__state=AccessState.PREPARING,
    ).select_related("request")
    asked = asked.exclude(request_id__in=requests_kept_from(actor))
    rows = list(asked.order_by("request__due_on", "id"))
    own = _pieces(_of(actor).filter(request_id__in=[r.request_id for r in rows], agency_id=actor.agency_id), actor)
    people = {UUID(each) for row in rows for each in row.request.person_refs}
    noted = check_queries.own_records_about(people, actor=actor)
    return [
        OwnRequest(
            id=row.request_id,
            reference=row.request.reference,
            about_name=row.request.about_name,
            about_born_on=row.request.about_born_on,
            due_on=row.request.due_on,
            asked_at=row.asked_at,
            pieces=tuple(each for each in own if each.request_id == row.request_id),
            own_records=tuple(each for each in noted if str(each.person_id) in row.request.person_refs),
        )
        for row in rows
    ]


def requests_kept_from(actor: Actor) -> frozenset[UUID]:
    """The requests that the actor is kept out of, as of the cases, contacts and people that they are about."""
    enquiries, people = enquiry_queries.kept_out_of(actor), _people_kept_from(actor)
    alleging = allegation_queries.contacts_alleging(actor)
    if not enquiries and not people and not alleging:
        return frozenset()
    contacts = enquiry_queries.contacts_kept_from(actor) | alleging
    pieces = AccessPiece.objects.filter(Q(enquiry_id__in=enquiries) | Q(source_id__in=contacts), hub_id=actor.hub_id)
    # Before anybody has said who in the records it is, the name and the birth date that were given count.
    told = people_queries.identities(people, hub_id=actor.hub_id).values()
    named = {(f"{given} {family}".casefold(), born_on) for given, family, born_on in told}
    rows = AccessRequest.objects.filter(hub_id=actor.hub_id)
    about = {
        request_id
        for request_id, refs, name, born_on in rows.values_list("id", "person_refs", "about_name", "about_born_on")
        if people & {UUID(each) for each in refs} or (name.casefold(), born_on) in named
    }
    return frozenset(pieces.values_list("request_id", flat=True)) | about


def _people_kept_from(actor: Actor) -> frozenset[UUID]:
    """Whom the actor is kept from; and whose records would tell them of a group, or of what is alleged of themself."""
    people = enquiry_queries.people_kept_from(actor) | group_queries.people_in_groups_kept_from(actor)
    alleging = allegation_queries.contacts_alleging(actor)
    return people | contact_queries.people_in(alleging, hub_id=actor.hub_id) if alleging else people


def held_people(hub_id: UUID) -> set[UUID]:
    """People whose request runs: nothing about them is erased meanwhile."""
    running = AccessRequest.objects.filter(hub_id=hub_id, state__in=RUNNING).values_list("person_refs", flat=True)
    return {UUID(each) for refs in running for each in refs}


def bundle_of(row: AccessRequest) -> Bundle:
    """The bundle as it was put together; its opening must be on the log already."""
    envelope = Envelope(bytes(row.bundle_ciphertext), row.bundle_wrapped_key)
    place = bundle_place(row.hub_id, row.id)
    plain = json.loads(envelopes.open_(envelope, ring=ring(), key_name=hub_key(row.hub_id), context=place))
    given = tuple(Given(**each) for each in plain.pop("given"))
    return Bundle(**(plain | {"given": given, "grounds": tuple(plain["grounds"])}))


def words_given(row: AccessPiece) -> dict[str, Any]:
    """What was said about a piece: the words to be given, and why others are kept back."""
    if not row.ciphertext:
        return {"words": "", "why": "", "heading": "", "dated": ""}
    envelope = Envelope(bytes(row.ciphertext), row.wrapped_key)
    place = piece_place(row.hub_id, row.id)
    opened: dict[str, Any] = json.loads(
        envelopes.open_(envelope, ring=ring(), key_name=hub_key(row.hub_id), context=place)
    )
    return opened


def hub_key(hub_id: UUID) -> str:
    """The key that wraps what the hub is to give."""
    return f"hub-{hub_id}"


def piece_place(hub_id: UUID, piece_id: UUID) -> str:
    """What the words of a piece are bound to."""
    return f"{hub_id}|hub|retention_accesspiece|{piece_id}|words"


def bundle_place(hub_id: UUID, request_id: UUID) -> str:
    """What a bundle is bound to."""
    return f"{hub_id}|hub|retention_accessrequest|{request_id}|bundle"


def person_ids_of(request_id: UUID, *, actor: Actor) -> frozenset[UUID]:
    """Who in the hub's records a request is about."""
    return frozenset(UUID(each) for each in _row(request_id, actor).person_refs)


def _row(request_id: UUID, actor: Actor) -> AccessRequest:
    rows = AccessRequest.objects.filter(hub_id=actor.hub_id, id=request_id)
    row = rows.exclude(id__in=requests_kept_from(actor)).first()
    if row is None:
        raise NotFound("We cannot find that request.")
    return row


def _of(actor: Actor) -> QuerySet[AccessPiece]:
    return AccessPiece.objects.filter(hub_id=actor.hub_id).exclude(request_id__in=requests_kept_from(actor))


def _pieces(found: Iterable[AccessPiece], actor: Actor) -> list[PieceView]:
    rows = list(found)
    agencies = {each.id: each for each in agency_queries.agencies(actor.hub_id)}
    ids = {row.enquiry_id for row in rows if row.enquiry_id}
    references = enquiry_queries.references_of(ids, hub_id=actor.hub_id)
    views = []
    for row in rows:
        agency = agencies.get(row.agency_id) if row.agency_id else None
        views.append(
            PieceView(
                id=row.id,
                request_id=row.request_id,
                kind=row.kind,
                kind_words=PieceKind(row.kind).label,
                source_id=row.source_id,
                enquiry_id=row.enquiry_id,
                reference=references.get(row.enquiry_id, "") if row.enquiry_id else "",
                agency_id=row.agency_id,
                owner=agency.name if agency else "",
                by_telephone=bool(agency and not agency.co_located),
                hidden=row.hidden,
                answer=row.answer,
                answer_words=ANSWER_WORDS.get(row.answer, ""),
                exemptions=tuple(row.exemptions),
                answered_by_name=row.said_by or row.answered_by_name,
                looked=row.looked_at is not None or row.answer == Answer.WITHHOLD,
            )
        )
    return sorted(views, key=lambda view: (view.kind, view.owner, view.reference, str(view.id)))


def _request(row: AccessRequest) -> RequestView:
    return RequestView(
        id=row.id,
        reference=row.reference,
        state=row.state,
        state_words=ACCESS.states[AccessState(row.state)],
        about_name=row.about_name,
        about_born_on=row.about_born_on,
        asked_by_name=row.asked_by_name,
        asked_as_words=ASKED_AS_WORDS[row.asked_as],
        send_to=row.send_to,
        received_on=row.received_on,
        due_on=row.due_on,
        longest_on=longest_on(row.received_on),
        extended_because=row.extended_because,
        identity_words=row.identity_words,
        identity_checked_by_name=row.identity_checked_by_name,
        person_ids=tuple(UUID(each) for each in row.person_refs),
        submitted_by=row.submitted_by,
        submitted_by_name=row.submitted_by_name,
        sent_back_because=row.sent_back_because,
        ended_at=row.ended_at,
        ended_by_name=row.ended_by_name,
        closed_because=row.closed_because,
        version=row.version,
    )
