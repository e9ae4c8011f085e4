"""What was opened by special grant: for those who review it, and for the agency whose information it is."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from openmash.access import Actor, require
from openmash.audit import services as audit
from openmash.core.errors import NotFound
from openmash.core.keys import Erased
from openmash.enquiries import queries as enquiry_queries
from openmash.sealed import permissions, rules, vault
from openmash.sealed.models import SealedText, SpecialGrant
from openmash.sealed.states import GrantState


@dataclass(frozen=True)
class GrantRow:
    """One special grant, without a word of what it opened."""

    id: UUID
    item_id: UUID
    enquiry_id: UUID
    enquiry_reference: str
    agency_name: str
    holder_id: UUID
    holder_name: str
    ground_words: str
    given_at: datetime
    until: datetime
    review_due_at: datetime
    reviewed_at: datetime | None
    reviewed_by_name: str
    finding_words: str

    @property
    def reviewed(self) -> bool:
        """Whether somebody else has looked at it."""
        return self.reviewed_at is not None


@dataclass(frozen=True)
class GrantToReview:
    """A grant with what its holder wrote of why; ``own`` where whoever looks held it and so may not review it."""

    row: GrantRow
    why: str
    own: bool


@dataclass(frozen=True)
class GrantInWords:
    """A grant with what its holder wrote of why, and what whoever reviewed it found; empty while nobody has."""

    row: GrantRow
    why: str
    found: str


def grants_to_review(actor: Actor, *, at: datetime) -> list[GrantToReview]:
    """The grants that nobody has reviewed, the nearest due first, with what their holders wrote. On the log first.

    Raises:
        Refused: the actor does not review exceptions.
    """
    require(permissions.can_review(actor))
    found = list(_grants(actor).filter(state=GrantState.GIVEN).order_by("review_due_at", "id"))
    for grant in found:
        _record_read(grant, grant.why, actor=actor, at=at)
    return [GrantToReview(_row(g), _open(g.why), g.holder_id == actor.id) for g in found]


def reviewed_grants(actor: Actor, *, most: int = 50) -> list[GrantRow]:
    """The grants reviewed last, the latest first, without words."""
    require(permissions.can_review(actor))
    rows = _grants(actor).filter(state=GrantState.REVIEWED).order_by("-reviewed_at", "id")
    return [_row(grant) for grant in rows[:most]]


def special_grant(grant_id: UUID, *, actor: Actor, at: datetime) -> GrantInWords:
    """One grant with both sides' words, for those who review exceptions and whoever inspects. On the log first.

    Raises:
        NotFound: there is no such grant.
        Refused: the actor does not review exceptions.
    """
    require(permissions.can_review(actor))
    grant = _grants(actor).select_related("finding_words").filter(id=grant_id).first()
    if grant is None:
        raise NotFound
    for text in (grant.why, grant.finding_words):
        if text is not None:
            _record_read(grant, text, actor=actor, at=at)
    return GrantInWords(
        row=_row(grant), why=_open(grant.why), found=_open(grant.finding_words) if grant.finding_words else ""
    )


def grants_on_own_items(enquiry_id: UUID, *, actor: Actor) -> dict[UUID, tuple[GrantRow, ...]]:
    """Who opened what the actor's own agency holds back in this room, by item; the latest last."""
    require(permissions.can_enter_room(actor))
    if actor.agency_id is None:
        return {}
    rows = _grants(actor).filter(item__enquiry_id=enquiry_id, item__agency_id=actor.agency_id)
    found: dict[UUID, tuple[GrantRow, ...]] = defaultdict(tuple)
    for grant in rows.order_by("given_at", "id"):
        found[grant.item_id] += (_row(grant),)
    return found


def _row(grant: SpecialGrant) -> GrantRow:
    return GrantRow(
        id=grant.id,
        item_id=grant.item_id,
        enquiry_id=grant.item.enquiry_id,
        enquiry_reference=grant.item.enquiry.reference,
        agency_name=grant.item.agency.name,
        holder_id=grant.holder_id,
        holder_name=grant.holder_name,
        ground_words=rules.GROUND_WORDS[grant.ground],
        given_at=grant.given_at,
        until=grant.until,
        review_due_at=grant.review_due_at,
        reviewed_at=grant.reviewed_at,
        reviewed_by_name=grant.reviewed_by_name,
        finding_words=rules.FINDINGS.get(grant.finding, ""),
    )


def _record_read(grant: SpecialGrant, text: SealedText, *, actor: Actor, at: datetime) -> None:
    audit.record(
        "text.read",
        actor=actor,
        at=at,
        about=("text", text.id),
        enquiry_id=grant.item.enquiry_id,
        detail={"purpose": text.purpose},
    )


def _grants(actor: Actor) -> QuerySet[SpecialGrant]:
    rows = SpecialGrant.objects.filter(hub_id=actor.hub_id).select_related("item__agency", "item__enquiry", "why")
    return rows.exclude(item__enquiry_id__in=enquiry_queries.kept_out_of(actor))


def _open(text: SealedText) -> str:
    envelope = vault.Envelope(bytes(text.ciphertext), text.wrapped_key)
    try:
        return vault.open_(envelope, place=vault.hub_words(text.hub_id, text.id)).decode()
    except Erased as erased:
        return erased.sentence
