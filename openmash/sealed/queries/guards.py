"""Protections: who must not learn what; and, for comparing alone, the texts that may not go to a recipient."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from openmash.access import Actor
from openmash.audit import services as audit
from openmash.core.errors import NotFound
from openmash.people import queries as people_queries
from openmash.sealed import permissions, rules, vault
from openmash.sealed.models import ItemVersion, Protection, ProtectionAgainst, ReleaseRequest
from openmash.sealed.queries import room
from openmash.sealed.queries.reading import require_reader
from openmash.sealed.states import ItemState, ReleaseState

_MAY_LEAVE = (ReleaseState.CONSENTED, ReleaseState.LAWFUL_BASIS, ReleaseState.URGENT)


@dataclass(frozen=True)
class ProtectionRow:
    """That a protection is recorded, without what it protects: for whoever sees the case."""

    id: UUID
    enquiry_id: UUID
    person_id: UUID | None
    kind: str
    recorded_at: datetime
    recorded_by_name: str
    ended_at: datetime | None
    ended_by_name: str


@dataclass(frozen=True)
class ProtectionView:
    """A protection as those read it who enter the room."""

    row: ProtectionRow
    kind_words: str
    person_name: str
    against: tuple[str, ...]
    terms: rules.Terms
    ended_reason: str


@dataclass(frozen=True)
class Standing:
    """A protection that holds, for comparing: whom it is about and against, not yet what it says."""

    id: UUID
    enquiry_id: UUID
    person_id: UUID | None
    kind: str
    recorded_by_name: str
    against_people: frozenset[UUID]
    against_teams: frozenset[UUID]


@dataclass(frozen=True)
class StayingVersion:
    """A version of an item whose words may not go to a team.

    ``let_go``: what of the item may go, as its owner has it; ``edited``: in words of their own.
    """

    item_id: UUID
    text: str
    let_go: str
    edited: bool


def protections_of(people: Iterable[UUID], *, enquiry_id: UUID, actor: Actor) -> list[ProtectionRow]:
    """That protections of these people, or recorded in this enquiry, hold: a line each, the newest first."""
    permissions.require_can_see_outline(actor)
    rows = Protection.objects.filter(hub_id=actor.hub_id, ended_at=None)
    same = people_queries.same_as(people, hub_id=actor.hub_id)
    found = rows.filter(Q(person_id__in=same) | Q(enquiry_id=enquiry_id))
    return [_row(each) for each in found.order_by("-recorded_at", "id")]


def closed_protection(protection_id: UUID, *, actor: Actor, at: datetime) -> ProtectionRow:
    """That there is one, for who is about to end it; none of it is opened, so nothing is put on the log.

    Raises:
        NotFound: there is none in this hub.
        Refused, RuleBroken: the actor does not, or may not now, read in the sealed room.
    """
    permissions.require_can_enter_room(actor)
    found = Protection.objects.filter(hub_id=actor.hub_id, id=protection_id).first()
    if found is None:
        raise NotFound
    require_reader(actor, at, found.enquiry_id)
    return _row(found)


def protection(protection_id: UUID, *, actor: Actor, at: datetime) -> ProtectionView:
    """One protection with what it protects; its reading is on the log first.

    Raises:
        NotFound: there is none in this hub.
        Refused, RuleBroken: the actor does not, or may not now, read in the sealed room.
    """
    found = Protection.objects.filter(hub_id=actor.hub_id, id=protection_id).first()
    permissions.require_can_enter_room(actor)
    if found is None:
        raise NotFound
    require_reader(actor, at, found.enquiry_id)
    audit.record("protection.read", actor=actor, at=at, about=("protection", found.id), enquiry_id=found.enquiry_id)
    against = ProtectionAgainst.objects.filter(hub_id=actor.hub_id, protection=found)
    pairs = list(against.values_list("person_id", "team__name"))
    names = people_queries.names({*(p for p, _ in pairs if p), *filter(None, [found.person_id])}, actor=actor)
    return ProtectionView(
        row=_row(found),
        kind_words=rules.GUARD_WORDS[found.kind],
        person_name=names.get(found.person_id, "") if found.person_id else "",
        against=tuple(sorted(names[p] if p else team for p, team in pairs)),
        terms=_terms(found),
        ended_reason=room.sealed_text(found.ended_reason_id, actor=actor, at=at) if found.ended_reason_id else "",
    )


def standing_protections(actor: Actor) -> list[Standing]:
    """Every protection of the hub that holds; two statements, nothing is opened."""
    permissions.require_can_see_outline(actor)
    rows = list(Protection.objects.filter(hub_id=actor.hub_id, ended_at=None).defer("ciphertext", "wrapped_key"))
    against: dict[UUID, list[ProtectionAgainst]] = {row.id: [] for row in rows}
    for each in ProtectionAgainst.objects.filter(hub_id=actor.hub_id, protection__ended_at=None):
        against[each.protection_id].append(each)
    return [
        Standing(
            id=row.id,
            enquiry_id=row.enquiry_id,
            person_id=row.person_id,
            kind=row.kind,
            recorded_by_name=row.recorded_by_name,
            against_people=frozenset(each.person_id for each in against[row.id] if each.person_id),
            against_teams=frozenset(each.team_id for each in against[row.id] if each.team_id),
        )
        for row in rows
    ]


def terms_for_comparing(ids: Collection[UUID], *, actor: Actor) -> dict[UUID, rules.Terms]:
    """What protections protect, for a comparison that shows nobody a word of it.

    Raises:
        Refused: the actor neither composes nor releases products.
    """
    permissions.require_can_take_out(actor)
    return opened_terms(ids, hub_id=actor.hub_id)


def opened_terms(ids: Collection[UUID], *, hub_id: UUID) -> dict[UUID, rules.Terms]:
    """What protections protect, opened in one go; whoever calls it shows nobody a word of it."""
    rows = list(Protection.objects.filter(hub_id=hub_id, id__in=list(ids)))
    closed = [(vault.Envelope(r.ciphertext, r.wrapped_key), vault.protected_terms(r.hub_id, r.id)) for r in rows]
    opened = zip(rows, vault.open_each(closed), strict=True)
    return {row.id: _read(told) for row, told in opened if isinstance(told, bytes)}


def staying(
    enquiry_id: UUID, *, going: Collection[UUID], elsewhere: Collection[UUID], actor: Actor
) -> list[StayingVersion]:
    """The texts that do not go with a product, for a comparison that shows nobody a word of them; three statements.

    Args:
        enquiry_id: all of its room counts: what was not agreed, what was withdrawn, what is hidden, earlier versions.
        going: the release requests of what goes with it, as far as they let it go. What might go as well and was not
            put in stays: in no copy of it would its owner's correction or withdrawal be followed up.
        elsewhere: ids of items of other enquiries that count too.
        actor: who composes or releases.

    Raises:
        Refused: the actor neither composes nor releases products.
    """
    permissions.require_can_take_out(actor)
    mine = Q(item__enquiry_id=enquiry_id) | Q(item_id__in=list(elsewhere))
    versions = list(ItemVersion.objects.filter(mine, hub_id=actor.hub_id).select_related("item"))
    requests = _leaving(going, actor)
    texts = opened_versions(versions)
    whole = {r.item_id: texts.get(r.item_version_id, "") for r in requests if not r.edited_wrapped_key}
    edited = {r.item_id: _edited(r) for r in requests if r.edited_wrapped_key}
    let_go = whole | edited
    return [
        StayingVersion(v.item_id, texts[v.id], let_go.get(v.item_id, ""), v.item_id in edited)
        for v in versions
        if v.id in texts and whole.get(v.item_id) != texts[v.id]
    ]


def opened_versions(versions: list[ItemVersion]) -> dict[UUID, str]:
    """The words of many versions, opened in one go; what was erased repeats in nobody's text."""
    closed = [
        (vault.Envelope(v.ciphertext, v.wrapped_key), vault.item_text(v.hub_id, v.item.agency_id, v.id))
        for v in versions
    ]
    opened = zip(versions, vault.open_each(closed), strict=True)
    return {v.id: text.decode() for v, text in opened if isinstance(text, bytes)}


def _leaving(going: Collection[UUID], actor: Actor) -> list[ReleaseRequest]:
    rows: QuerySet[ReleaseRequest] = ReleaseRequest.objects.filter(
        hub_id=actor.hub_id, id__in=going, item__state=ItemState.SEALED, state__in=_MAY_LEAVE
    ).select_related("item", "item_version")
    return [r for r in rows if r.item_version.number == r.item.version]


def _edited(r: ReleaseRequest) -> str:
    envelope = vault.Envelope(bytes(r.edited_ciphertext or b""), r.edited_wrapped_key)
    return vault.open_(envelope, place=vault.edited_text(r.hub_id, r.item.agency_id, r.id)).decode()


def _terms(row: Protection) -> rules.Terms:
    envelope = vault.Envelope(bytes(row.ciphertext), row.wrapped_key)
    return _read(vault.open_(envelope, place=vault.protected_terms(row.hub_id, row.id)))


def _read(told: bytes) -> rules.Terms:
    return rules.Terms(**{kind: tuple(lines) for kind, lines in json.loads(told).items()})


def _row(row: Protection) -> ProtectionRow:
    return ProtectionRow(
        id=row.id,
        enquiry_id=row.enquiry_id,
        person_id=row.person_id,
        kind=row.kind,
        recorded_at=row.recorded_at,
        recorded_by_name=row.recorded_by_name,
        ended_at=row.ended_at,
        ended_by_name=row.ended_by_name,
    )
