"""The room itself: what the agencies put there about one enquiry."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, QuerySet

from openmash.access import Actor, Refusal, vetting
from openmash.agencies import queries as agency_queries
from openmash.audit import services as audit
from openmash.core.errors import NotFound
from openmash.enquiries import queries as enquiry_queries
from openmash.people import queries as people_queries
from openmash.sealed import permissions, rules, vault
from openmash.sealed.models import Item, ItemPerson, ItemVersion, SealedText
from openmash.sealed.queries.opening import Words, words_of
from openmash.sealed.queries.reading import Opens, may_know, opens, readers_of, require_reader, verdict
from openmash.sealed.rules import Grading, Sensitivity
from openmash.sealed.states import ItemState

NOT_GRADED = Grading()
ERASED = "The time to keep these words is over, so they were erased. Nobody can read them any more."


@dataclass(frozen=True)
class ItemView:
    """One item as one reader may see it. Where ``readable`` is false, all that could tell what it says is empty.

    ``own`` says that it belongs to the reader's agency; ``why_not`` says whom to speak to instead of reading;
    ``granted_until`` is set where only a special grant opens it; ``may_take_grant`` where the reader could take one.
    """

    id: UUID
    version_id: UUID
    enquiry_id: UUID
    agency_id: UUID
    agency_name: str
    professional: str
    source_kind: str
    source_words: str
    sensitivity: str
    leave: str
    leave_words: str
    fact_on: date | None
    text: str
    handling: str
    about: tuple[str, ...]
    about_ids: tuple[UUID, ...]
    check_id: UUID | None
    sealed_at: datetime
    sealed_by_name: str
    version: int
    own: bool
    readable: bool
    why_not: str
    vetting: str = ""
    vetting_words: str = ""
    readers: tuple[UUID, ...] = ()
    grading: Grading = NOT_GRADED
    cleared_at: datetime | None = None
    cleared_by_name: str = ""
    granted_until: datetime | None = None
    may_take_grant: bool = False

    @property
    def waits_for_clearing(self) -> bool:
        """Whether handling code C keeps it in the hub until its owner clears it."""
        return self.grading.handling == rules.WITH_CONDITIONS and self.cleared_at is None


@dataclass(frozen=True)
class Room:
    """What is in the room of one enquiry, in the order in which it came in."""

    enquiry_id: UUID
    enquiry_reference: str
    items: tuple[ItemView, ...]


@dataclass(frozen=True)
class ItemLabel:
    """Which item it is, for its owner, without a word of what it says."""

    id: UUID
    enquiry_id: UUID
    enquiry_reference: str
    agency_name: str
    fact_on: date | None
    sealed_at: datetime
    sealed_by_name: str
    version: int


@dataclass(frozen=True)
class AgencyCount:
    """How many items an agency has in the room; never what they say."""

    agency_id: UUID
    agency_name: str
    items: int


def room(enquiry_id: UUID, *, actor: Actor, at: datetime) -> Room:
    """Everything in the room that the actor may read; the opening and every reading are on the log first.

    Raises:
        Refused: their role does not enter the room.
        RuleBroken: ``sealed.vetting_is_current`` or ``sealed.agreement_is_current``.
        NotFound: there is no such enquiry for them.
    """
    require_reader(actor, at, enquiry_id)
    reference = enquiry_queries.reference(enquiry_id, actor=actor)
    versions = list(_current(actor, item__enquiry_id=enquiry_id))
    audit.record("room.opened", actor=actor, at=at, about=("enquiry", enquiry_id), enquiry_id=enquiry_id)
    return Room(enquiry_id, reference, tuple(_read(versions, actor=actor, at=at, enquiry_id=enquiry_id)))


def item(item_id: UUID, *, actor: Actor, at: datetime) -> ItemView:
    """One item, as in the room. The owner's people read their own whatever the hub's agreement says.

    Raises:
        NotFound: there is no such item, or it was withdrawn.
        Refused: their role does not enter the room.
        RuleBroken: as of ``room``, for what belongs to another agency.
    """
    permissions.require_can_enter_room(actor)
    versions = list(_current(actor, item_id=item_id))
    if not versions:
        raise NotFound("We cannot find that information. Its owner may have taken it out of the room.")
    enquiry_id = versions[0].item.enquiry_id
    if versions[0].item.agency_id == actor.agency_id:
        enquiry_queries.require_not_kept_out(enquiry_id, actor=actor)
    else:
        require_reader(actor, at, enquiry_id)
    return _read(versions, actor=actor, at=at, enquiry_id=enquiry_id)[0]


def closed_item(item_id: UUID, *, actor: Actor, at: datetime) -> ItemView:
    """One item before any of it is opened, and whether the actor could read it; so nothing is put on the log.

    Raises:
        NotFound: there is no such item for them, or it was withdrawn.
        Refused, RuleBroken: as of ``room``.
    """
    version = _current(actor, item_id=item_id).first()
    if version is None:
        permissions.require_can_enter_room(actor)
        raise NotFound
    require_reader(actor, at, version.item.enquiry_id)
    names = agency_names(actor)
    opened = opens([version.item], actor=actor, at=at)
    may = verdict(version.item, names[version.item.agency_id], opened, actor=actor)
    return replace(_held(version, names, "", actor), readable=bool(may))


def label(item_id: UUID, *, actor: Actor) -> ItemLabel:
    """Which item it is, for the owner's people; nothing sealed is opened, so nothing is put on the log.

    Raises:
        NotFound: there is no such item, or it was withdrawn.
        Refused: it belongs to another agency.
    """
    row = Item.objects.filter(may_know(actor), hub_id=actor.hub_id, id=item_id, state=ItemState.SEALED).first()
    if row is None:
        raise NotFound
    enquiry_queries.require_not_kept_out(row.enquiry_id, actor=actor)
    name = agency_names(actor)[row.agency_id]
    permissions.require_can_control(actor, agency_id=row.agency_id, agency_name=name)
    reference = enquiry_queries.references([row.enquiry_id], actor=actor)[row.enquiry_id]
    return ItemLabel(
        row.id, row.enquiry_id, reference, name, row.fact_on, row.sealed_at, row.sealed_by_name, row.version
    )


def outline(enquiry_id: UUID, *, actor: Actor) -> list[AgencyCount]:
    """How much each agency gave, most first; for whoever may see the enquiry, without a word of it.

    What is hidden counts only for those who know of it.
    """
    permissions.require_can_see_outline(actor)
    held = Item.objects.filter(may_know(actor), hub_id=actor.hub_id, enquiry_id=enquiry_id, state=ItemState.SEALED)
    counts = Counter(held.values_list("agency_id", "agency__name"))
    outlined = [AgencyCount(agency_id, name, n) for (agency_id, name), n in counts.items()]
    return sorted(outlined, key=lambda each: (-each.items, each.agency_name))


def known_now(enquiry_id: UUID, *, actor: Actor) -> tuple[tuple[UUID, str], ...]:
    """What is in the room at this moment, as a decision seals it: each version's id and ciphertext SHA-256 (hex).

    A decision rests on what whoever made it could know of. That something hidden from them was there too is told by
    the item itself: its versions are never overwritten and say when they came.
    """
    versions = _current(actor, item__enquiry_id=enquiry_id).order_by("id")
    return tuple((v.id, hashlib.sha256(bytes(v.ciphertext)).hexdigest()) for v in versions)


def known_of(version_ids: Collection[UUID], *, actor: Actor) -> int:
    """How many of these versions of items the actor may know of; for the counts that decisions show."""
    mine = ItemVersion.objects.filter(may_know(actor, "item__"), hub_id=actor.hub_id, id__in=version_ids)
    return mine.count()


def sealed_text(text_id: UUID, *, actor: Actor, at: datetime) -> str:
    """Words of the hub itself: analysis, reasons, guidance. The reading is on the log first.

    Raises:
        NotFound: there are no such words in this hub.
        Refused, RuleBroken: as of ``room``.
    """
    permissions.require_can_enter_room(actor)
    row = SealedText.objects.filter(hub_id=actor.hub_id, id=text_id).first()
    if row is None:
        raise NotFound
    require_reader(actor, at, row.enquiry_id)
    detail: dict[str, audit.Plain] = {"purpose": row.purpose}
    audit.record("text.read", actor=actor, at=at, about=("text", text_id), enquiry_id=row.enquiry_id, detail=detail)
    envelope = vault.Envelope(bytes(row.ciphertext), row.wrapped_key)
    return vault.open_(envelope, place=vault.hub_words(actor.hub_id, text_id)).decode()


def agency_names(actor: Actor) -> dict[UUID, str]:
    """The names of the hub's agencies."""
    return {agency.id: agency.name for agency in agency_queries.agencies(actor.hub_id)}


def open_text(version: ItemVersion, agency_id: UUID) -> str:
    """The words of a version; its reading must be on the log already."""
    envelope = vault.Envelope(bytes(version.ciphertext), version.wrapped_key)
    return vault.open_(envelope, place=vault.item_text(version.hub_id, agency_id, version.id)).decode()


def open_handling(version: ItemVersion, agency_id: UUID) -> str:
    """The handling condition of a version; its reading must be on the log already."""
    envelope = vault.Envelope(bytes(version.handling_ciphertext), version.handling_wrapped_key)
    return vault.open_(envelope, place=vault.item_handling(version.hub_id, agency_id, version.id)).decode()


def _current(actor: Actor, **which: UUID) -> QuerySet[ItemVersion]:
    return (
        ItemVersion.objects.filter(
            may_know(actor, "item__"),
            hub_id=actor.hub_id,
            item__state=ItemState.SEALED,
            number=F("item__version"),
            **which,
        )
        .select_related("item")
        .order_by("item__sealed_at", "item_id")
    )


def _read(versions: list[ItemVersion], *, actor: Actor, at: datetime, enquiry_id: UUID) -> list[ItemView]:
    names = agency_names(actor)
    opened = opens([v.item for v in versions], actor=actor, at=at)
    verdicts = {v.id: verdict(v.item, names[v.item.agency_id], opened, actor=actor) for v in versions}
    readable = [v for v in versions if verdicts[v.id]]
    _write_down(readable, opened, actor=actor, at=at, enquiry_id=enquiry_id)
    words = words_of(readable)
    about = _about(readable, actor)
    named = readers_of([v.item for v in readable], actor=actor)
    views = []
    for v in versions:
        said = verdicts[v.id]
        if isinstance(said, Refusal):
            views.append(_held(v, names, said.reason, actor))
        else:
            view = _opened(v, names, words[v.id], about[v.item_id], opened, actor)
            views.append(replace(view, readers=named.get(v.item_id, ())))
    return views


def _write_down(readable: list[ItemVersion], opened: Opens, *, actor: Actor, at: datetime, enquiry_id: UUID) -> None:
    by_grant = [v for v in readable if _by_grant(v.item, opened, actor)]
    usual = [v for v in readable if v not in by_grant]
    owners = {v.item_id: v.item.agency_id for v in readable}
    read = [("item", v.item_id, _read_detail(v, None)) for v in usual]
    used = [("item", v.item_id, _read_detail(v, opened)) for v in by_grant]
    if read:
        audit.record_each("item.read", actor=actor, at=at, about=read, enquiry_id=enquiry_id, owners=owners)
    if used:
        audit.record_each("grant.used", actor=actor, at=at, about=used, enquiry_id=enquiry_id, owners=owners)


def _read_detail(v: ItemVersion, opened: Opens | None) -> dict[str, audit.Plain]:
    return {"version": v.number, "grant": str(opened.grants[v.item_id])} if opened else {"version": v.number}


def _by_grant(item: Item, opened: Opens, actor: Actor) -> bool:
    """Whether it is only a grant that opens it."""
    without = Opens(named=opened.named)
    return item.id in opened.grants and not verdict(item, "", without, actor=actor)


def _about(versions: Iterable[ItemVersion], actor: Actor) -> dict[UUID, tuple[tuple[UUID, str], ...]]:
    links = ItemPerson.objects.filter(hub_id=actor.hub_id, item_id__in=[v.item_id for v in versions])
    pairs = list(links.filter(number=F("item__version")).values_list("item_id", "person_id"))
    names = people_queries.names({person_id for _, person_id in pairs}, actor=actor)
    found: dict[UUID, tuple[tuple[UUID, str], ...]] = defaultdict(tuple)
    for item_id, person_id in pairs:
        found[item_id] += ((person_id, names[person_id]),)
    return found


def _opened(
    v: ItemVersion,
    names: dict[UUID, str],
    words: Words,
    about: tuple[tuple[UUID, str], ...],
    opened: Opens,
    actor: Actor,
) -> ItemView:
    row = v.item
    return replace(
        _held(v, names, "", actor),
        source_kind=row.source_kind,
        source_words=rules.SOURCE_WORDS[row.source_kind],
        leave=row.leave,
        leave_words=rules.LEAVE_WORDS[row.leave],
        fact_on=row.fact_on,
        text=ERASED if words.erased else words.text,
        handling=words.handling,
        about=tuple(name for _, name in about),
        about_ids=tuple(person_id for person_id, _ in about),
        check_id=row.check_answered_id,
        sealed_at=v.sealed_at,
        sealed_by_name=row.sealed_by_name,
        own=row.agency_id == actor.agency_id,
        readable=True,
        vetting=row.vetting,
        vetting_words=vetting.title(row.vetting) if row.vetting else "",
        grading=Grading(row.grading_source, row.grading_information, row.grading_handling),
        cleared_at=row.cleared_at,
        cleared_by_name=row.cleared_by_name,
        granted_until=opened.until[row.id] if _by_grant(row, opened, actor) else None,
        may_take_grant=False,
    )


def _held(v: ItemVersion, names: dict[UUID, str], why_not: str, actor: Actor) -> ItemView:
    row = v.item
    reaches = not rules.why_vetting_does_not_reach(held=actor.vetting, required=row.vetting)
    may_take = row.sensitivity == Sensitivity.RESTRICTED and bool(permissions.can_take_grant(actor)) and reaches
    return ItemView(
        id=row.id,
        version_id=v.id,
        enquiry_id=row.enquiry_id,
        agency_id=row.agency_id,
        agency_name=names[row.agency_id],
        professional=row.professional,
        source_kind="",
        source_words="",
        sensitivity=row.sensitivity,
        leave="",
        leave_words="",
        fact_on=None,
        text="",
        handling="",
        about=(),
        about_ids=(),
        check_id=None,
        sealed_at=row.sealed_at,
        sealed_by_name="",
        version=row.version,
        own=False,
        readable=False,
        why_not=why_not,
        may_take_grant=may_take,
    )
