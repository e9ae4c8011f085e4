"""What was asked of the owners, what they said, and the words that may leave."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet

from openmash.access import Actor
from openmash.audit import services as audit
from openmash.core.errors import NotFound
from openmash.enquiries import queries as enquiry_queries
from openmash.sealed import permissions, rules, vault
from openmash.sealed.models import ReleaseRequest
from openmash.sealed.queries import room
from openmash.sealed.queries.reading import require_can_read, require_can_read_each, require_reader
from openmash.sealed.states import RELEASE, ItemState, ReleaseState

_MAY_THINK_AGAIN = (ReleaseState.CONSENTED, ReleaseState.REFUSED)
_MAY_LEAVE = (ReleaseState.CONSENTED, ReleaseState.LAWFUL_BASIS, ReleaseState.URGENT)


@dataclass(frozen=True)
class ReleaseRow:
    """One request to an owner, without a word of what it is about.

    ``current`` turns false once the owner corrected the item or took it out: whatever was said then no longer holds.
    ``stands_at`` is the item's version now, 0 once it was taken out. ``may_leave`` is true while the words as they
    stand may go to the team; ``waits_for_clearing`` while the police, who graded them for handling with conditions,
    have not cleared them.
    """

    id: UUID
    item_id: UUID
    enquiry_id: UUID
    enquiry_reference: str
    agency_id: UUID
    agency_name: str
    professional: str
    team_id: UUID
    team_name: str
    state: str
    state_words: str
    asked_at: datetime
    asked_by: UUID
    asked_by_name: str
    answered_at: datetime | None
    answered_by_name: str
    gateway: str
    gateway_title: str
    purpose: str
    reason_id: UUID | None
    edited: bool
    current: bool
    may_leave: bool
    waits_for_clearing: bool
    item_version: int
    stands_at: int
    version: int


@dataclass(frozen=True)
class RequestToAnswer:
    """A request with the words it is about, for the owner who answers it."""

    row: ReleaseRow
    text: str
    handling: str
    source_words: str
    fact_on: date | None


@dataclass(frozen=True)
class Releasable:
    """Words that may leave, and on what basis."""

    text: str
    handling: str
    agency_name: str
    professional: str
    source_kind: str
    source_words: str
    fact_on: date | None
    basis_words: str


def requests_for_owner(actor: Actor) -> list[ReleaseRow]:
    """The open requests to the actor's agency, oldest first; empty for whoever does not speak for it."""
    return _rows(_for_owner(actor))


def requests_to_answer(actor: Actor, *, at: datetime, again: UUID | None = None) -> list[RequestToAnswer]:
    """The same with the words. They are the agency's own, so neither vetting nor agreement is asked; the log is.

    Args:
        actor: somebody who speaks for an agency.
        at: now.
        again: a request already answered that its owner wants to think about again; it comes first.
    """
    thought_over = _own_current(actor).filter(id=again, state__in=_MAY_THINK_AGAIN) if again else []
    found = [*thought_over, *_for_owner(actor)]
    audit.record_each(
        "item.read",
        actor=actor,
        at=at,
        about=[("item", r.item_id, {"version": r.item_version.number, "request": str(r.id)}) for r in found],
        owners={r.item_id: r.item.agency_id for r in found},
    )
    return [_to_answer(r, row) for r, row in zip(found, _rows(found), strict=True)]


def requests_of(enquiry_id: UUID, *, actor: Actor) -> list[ReleaseRow]:
    """Every request about one enquiry, oldest first, with what was said."""
    permissions.require_can_see_outline(actor)
    enquiry_queries.require_not_kept_out(enquiry_id, actor=actor)
    return _rows(_requests(actor).filter(item__enquiry_id=enquiry_id))


def request(request_id: UUID, *, actor: Actor) -> ReleaseRow:
    """One request; raises NotFound."""
    permissions.require_can_see_outline(actor)
    rows = _rows(_requests(actor).filter(id=request_id))
    if not rows:
        raise NotFound
    enquiry_queries.require_not_kept_out(rows[0].enquiry_id, actor=actor)
    return rows[0]


def reason_of(request_id: UUID, *, actor: Actor, at: datetime) -> str:
    """Why the owner does not agree, or why it goes without its agreement, for those who may read the item itself.

    Raises:
        NotFound: there is no such request, or it has no reason.
        Refused, RuleBroken: as of the room and of the item.
    """
    permissions.require_can_enter_room(actor)
    found = _requests(actor).filter(id=request_id).first()
    if found is None or found.reason_id is None:
        raise NotFound
    require_reader(actor, at, found.item.enquiry_id)
    require_can_read(found.item, actor=actor, at=at)
    return room.sealed_text(found.reason_id, actor=actor, at=at)


def releasable(request_id: UUID, *, actor: Actor, at: datetime) -> Releasable:
    """The words that may leave: the owner's edited words where they gave some, else the item's own as they stand.

    Raises:
        NotFound: there is no such request.
        Refused: their role neither composes nor releases products.
        RuleBroken: ``sealed.owner_agreed_or_lawful_basis``, ``sealed.item_not_withdrawn``,
            ``sealed.request_is_for_the_words_as_they_stand``, or a rule of reading the room.
    """
    found = _requests(actor).filter(id=request_id).first()
    if found is None:
        raise NotFound
    permissions.require_can_take_out(actor)
    require_reader(actor, at, found.item.enquiry_id)
    require_can_read(found.item, actor=actor, at=at)
    rules.require_may_leave(
        state=found.state,
        item_state=found.item.state,
        asked_for=found.item_version.number,
        stands_at=found.item.version,
    )
    rules.require_cleared(found.item)
    audit.record(
        "item.read_for_release",
        actor=actor,
        at=at,
        about=("item", found.item_id),
        enquiry_id=found.item.enquiry_id,
        owner=found.item.agency_id,
        detail={"version": found.item_version.number, "request": str(found.id)},
    )
    owner = found.item.agency_id
    return Releasable(
        text=_edited(found) if found.edited_wrapped_key else room.open_text(found.item_version, owner),
        # A handling note was written for the room: beside words the owner edited it could say what they took out.
        handling="" if found.edited_wrapped_key else room.open_handling(found.item_version, owner),
        agency_name=found.item.agency.name,
        professional=found.item.professional,
        source_kind=found.item.source_kind,
        source_words=rules.SOURCE_WORDS[found.item.source_kind],
        fact_on=found.item.fact_on,
        basis_words=_basis(found),
    )


def require_can_read_items(request_ids: Collection[UUID], *, actor: Actor, at: datetime) -> None:
    """Go on if the actor may read, in the room, every item that these requests are about.

    That it went, or is to go, to a team opens an item to nobody inside from whom its owner holds it back.

    Raises:
        Refused: with whom to speak to instead.
    """
    found = _requests(actor).filter(id__in=request_ids)
    require_can_read_each([each.item for each in found], actor=actor, at=at)


def _requests(actor: Actor) -> QuerySet[ReleaseRequest]:
    rows = ReleaseRequest.objects.filter(hub_id=actor.hub_id).select_related(
        "item__agency", "item__enquiry", "item_version", "team"
    )
    return rows.order_by("asked_at", "id")


def _for_owner(actor: Actor) -> QuerySet[ReleaseRequest]:
    return _own_current(actor).filter(state=ReleaseState.ASKED)


def _own_current(actor: Actor) -> QuerySet[ReleaseRequest]:
    if actor.agency_id is None or not permissions.can_control(actor, agency_id=actor.agency_id, agency_name=""):
        return ReleaseRequest.objects.none()
    return _requests(actor).filter(
        ~Q(item__enquiry_id__in=enquiry_queries.kept_out_of(actor)),
        item__agency_id=actor.agency_id,
        item__state=ItemState.SEALED,
        item_version__number=F("item__version"),
    )


def _rows(found: Iterable[ReleaseRequest]) -> list[ReleaseRow]:
    return [_row(r) for r in found]


def _row(r: ReleaseRequest) -> ReleaseRow:
    current = r.item.state == ItemState.SEALED and r.item_version.number == r.item.version
    gateway = rules.gateway(r.gateway)
    waits_for_clearing = current and r.item.grading_handling == rules.WITH_CONDITIONS and r.item.cleared_at is None
    return ReleaseRow(
        id=r.id,
        item_id=r.item_id,
        enquiry_id=r.item.enquiry_id,
        enquiry_reference=r.item.enquiry.reference,
        agency_id=r.item.agency_id,
        agency_name=r.item.agency.name,
        professional=r.item.professional,
        team_id=r.team_id,
        team_name=r.team.name,
        state=r.state,
        state_words=RELEASE.states[ReleaseState(r.state)],
        asked_at=r.asked_at,
        asked_by=r.asked_by,
        asked_by_name=r.asked_by_name,
        answered_at=r.answered_at,
        answered_by_name=r.answered_by_name,
        gateway=r.gateway,
        gateway_title=gateway.title if gateway else rules.GROUND_WORDS.get(r.gateway, ""),
        purpose=r.purpose,
        reason_id=r.reason_id,
        edited=bool(r.edited_wrapped_key),
        current=current,
        may_leave=current and r.state in _MAY_LEAVE and not waits_for_clearing,
        waits_for_clearing=waits_for_clearing,
        item_version=r.item_version.number,
        stands_at=r.item.version if r.item.state == ItemState.SEALED else 0,
        version=r.version,
    )


def _to_answer(r: ReleaseRequest, row: ReleaseRow) -> RequestToAnswer:
    return RequestToAnswer(
        row=row,
        text=room.open_text(r.item_version, r.item.agency_id),
        handling=room.open_handling(r.item_version, r.item.agency_id),
        source_words=rules.SOURCE_WORDS[r.item.source_kind],
        fact_on=r.item.fact_on,
    )


def _edited(r: ReleaseRequest) -> str:
    envelope = vault.Envelope(bytes(r.edited_ciphertext or b""), r.edited_wrapped_key)
    return vault.open_(envelope, place=vault.edited_text(r.hub_id, r.item.agency_id, r.id)).decode()


def _basis(r: ReleaseRequest) -> str:
    if r.state == ReleaseState.URGENT:
        return "Shared urgently, without waiting for the agency that owns it"
    gateway = rules.gateway(r.gateway)
    if gateway:
        return f"Shared under: {gateway.title}"
    return "Shared with the agreement of the agency that owns it" + (
        ", in its own words" if r.edited_wrapped_key else ""
    )
