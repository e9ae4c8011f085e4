"""Allegations as those few see them who may; for everybody else there are none, not even a number."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from openmash.access import ROLES, Actor, Permission
from openmash.accounts import queries as account_queries
from openmash.allegations import permissions
from openmash.allegations.errors import NoSuchAllegation
from openmash.allegations.models import ENTRY_WORDS, Allegation, AllegationEntry, DesignatedOfficer
from openmash.allegations.rules import EMPLOYER_WORDS, OUTCOMES, THRESHOLD
from openmash.allegations.states import ALLEGATION, AllegationState
from openmash.core import envelopes
from openmash.core.envelopes import Envelope
from openmash.core.keys import Erased, ring
from openmash.enquiries import queries as enquiry_queries


@dataclass(frozen=True)
class OfficerView:
    """A designated officer of today."""

    id: UUID
    user_id: UUID
    name: str
    named_at: datetime
    named_by_name: str


@dataclass(frozen=True)
class AllegationRow:
    """An allegation in the list: nothing of whom it is about."""

    id: UUID
    reference: str
    state: str
    state_words: str
    raised_at: datetime
    raised_by_name: str
    due_at: datetime
    considered_at: datetime | None
    outcome_words: str


@dataclass(frozen=True)
class EntryView:
    """What was done, in words; ``told`` as pairs of heading and text."""

    title: str
    told: tuple[tuple[str, str], ...]
    written_at: datetime
    written_by_name: str


@dataclass(frozen=True)
class AllegationView:
    """One allegation, opened.

    Args:
        met: the parts of the threshold that the officer found met, in words; None before it was considered.
        employer_words: whether the employer is told; empty before that was decided.
        may_consider, may_act, may_decide_outcome: what its reader can do now.
    """

    row: AllegationRow
    contact_id: UUID
    name: str
    work: str
    employer: str
    words: str
    due_words: str
    met: tuple[str, ...] | None
    employer_words: str
    keep_until: date | None
    entries: tuple[EntryView, ...]
    may_consider: bool
    may_act: bool
    version: int


@dataclass(frozen=True)
class EndedAllegation:
    """An allegation whose time runs, for the list of what is due for erasure: nothing of what it says."""

    id: UUID
    reference: str
    ended_at: datetime
    keep_until: date
    substantiated: bool


def officers(hub_id: UUID) -> list[OfficerView]:
    """The designated officers of today, by name."""
    rows = DesignatedOfficer.objects.filter(hub_id=hub_id, ended_at=None).order_by("user_name", "id")
    return [OfficerView(row.id, row.user_id, row.user_name, row.named_at, row.named_by_name) for row in rows]


def officer_ids(hub_id: UUID) -> frozenset[UUID]:
    """Their accounts."""
    return frozenset(each.user_id for each in officers(hub_id))


def who_can_be_officer(actor: Actor) -> list[tuple[UUID, str]]:
    """Colleagues who can open what they would consider and are no designated officer yet, by name."""
    already = officer_ids(actor.hub_id)
    return [
        (each.user_id, f"{each.name}, {each.agency_name}")
        for each in account_queries.people_of(actor.hub_id)
        if Permission.SEE_CONTACTS in ROLES[each.role].permissions and each.user_id not in already
    ]


def colleagues(actor: Actor) -> list[tuple[UUID, str]]:
    """Everybody who works in the hub, by name: an allegation may be about one of them."""
    return [(each.user_id, f"{each.name}, {each.agency_name}") for each in account_queries.people_of(actor.hub_id)]


def is_officer(actor: Actor) -> bool:
    """Whether the actor is a designated officer today; nothing is asked for whoever could not be one."""
    if Permission.SEE_CONTACTS not in actor.permissions:
        return False
    return DesignatedOfficer.objects.filter(hub_id=actor.hub_id, ended_at=None, user_id=actor.id).exists()


def may_see(actor: Actor) -> bool:
    """Whether the actor is one of the few who see allegations."""
    return bool(permissions.can_see(actor, officer_ids(actor.hub_id)))


def allegations(actor: Actor) -> list[AllegationRow]:
    """Those that wait first, the nearest deadline at the head; raises Refused for everybody but the few."""
    permissions.require_can_see(actor, officer_ids(actor.hub_id))
    rows = [_row(row) for row in visible(actor).order_by("due_at", "id")]
    order = [str(state) for state in (AllegationState.RAISED, AllegationState.TAKEN_ON)]
    return sorted(rows, key=lambda row: order.index(row.state) if row.state in order else len(order))


def of_contact(contact_id: UUID, *, actor: Actor) -> list[AllegationRow]:
    """What was raised from a contact, for those who may see it; for everybody else none."""
    if not may_see(actor):
        return []
    return [_row(row) for row in visible(actor).filter(contact_id=contact_id).order_by("raised_at")]


def waiting(actor: Actor) -> list[AllegationRow]:
    """What a designated officer has to consider, and what they manage; none for anybody else."""
    if actor.id not in officer_ids(actor.hub_id):
        return []
    theirs = visible(actor).filter(state__in=[AllegationState.RAISED, AllegationState.TAKEN_ON])
    return [_row(row) for row in theirs.order_by("due_at", "id")]


def require_allegation(allegation_id: UUID, *, actor: Actor) -> Allegation:
    """The row, for this package's services; raises Refused or NoSuchAllegation."""
    permissions.require_can_see(actor, officer_ids(actor.hub_id))
    row = visible(actor).filter(id=allegation_id).first()
    if row is None:
        raise NoSuchAllegation
    return row


def allegation(allegation_id: UUID, *, actor: Actor) -> AllegationView:
    """One allegation with all that was written; ``services.open_`` writes down who read it before."""
    row = require_allegation(allegation_id, actor=actor)
    told = read(row)
    entries = AllegationEntry.objects.filter(hub_id=actor.hub_id, allegation=row).order_by("written_at", "id")
    officer = bool(permissions.can_consider(actor, officer_ids(actor.hub_id)))
    return AllegationView(
        row=_row(row),
        contact_id=row.contact_id,
        name=told.get("name", _ERASED),
        work=told.get("work", _ERASED),
        employer=told.get("employer", _ERASED),
        words=told.get("words", _ERASED),
        due_words=row.due_words,
        met=tuple(THRESHOLD[code] for code in row.met) if row.considered_at else None,
        employer_words=EMPLOYER_WORDS.get(row.employer, ""),
        keep_until=row.keep_until,
        entries=tuple(_entries(entries)),
        may_consider=officer and row.state in (AllegationState.RAISED, AllegationState.NOT_TAKEN_ON),
        may_act=officer and row.state == AllegationState.TAKEN_ON,
        version=row.version,
    )


def visible(actor: Actor) -> QuerySet[Allegation]:
    """Never what is alleged about the actor themself, nor what was told of a family that they are kept out of."""
    rows = Allegation.objects.filter(hub_id=actor.hub_id)
    rows = rows.filter(Q(about_colleague=None) | ~Q(about_colleague_id=actor.id))
    return rows.exclude(contact_id__in=enquiry_queries.contacts_kept_from(actor))


def raised_from(contact_ids: Collection[UUID], *, hub_id: UUID) -> list[UUID]:
    """What was raised from these contacts and was not erased; nothing of what it says."""
    rows = Allegation.objects.filter(hub_id=hub_id, contact_id__in=contact_ids).exclude(wrapped_key="")
    return list(rows.order_by("raised_at", "id").values_list("id", flat=True))


def contacts_alleging(actor: Actor) -> frozenset[UUID]:
    """The contacts from which something was alleged about the actor themself: to keep them away, never to tell them."""
    rows = Allegation.objects.filter(hub_id=actor.hub_id, about_colleague_id=actor.id)
    return frozenset(rows.values_list("contact_id", flat=True))


def ended(hub_id: UUID, *, by: date) -> list[EndedAllegation]:
    """What may be erased by a day because its time is over and nobody has erased it yet."""
    rows = Allegation.objects.filter(hub_id=hub_id, keep_until__lte=by).exclude(wrapped_key="")
    return [
        EndedAllegation(row.id, row.reference, row.ended_at, row.keep_until, row.outcome == "substantiated")
        for row in rows.order_by("keep_until", "id")
        if row.ended_at is not None and row.keep_until is not None
    ]


def read(row: Allegation | AllegationEntry) -> dict[str, str]:
    """What is encrypted in a row; nothing where it was erased."""
    try:
        envelope = Envelope(bytes(row.ciphertext), row.wrapped_key)
        opened = envelopes.open_(envelope, ring=ring(), key_name=hub_key(row.hub_id), context=place_of(row))
    except Erased:
        return {}
    return {str(key): str(value) for key, value in json.loads(opened).items()}


def hub_key(hub_id: UUID) -> str:
    """The key that wraps what is written of allegations."""
    return f"hub-{hub_id}"


def place_of(row: Allegation | AllegationEntry) -> str:
    """What the words of a row are bound to."""
    return f"{row._meta.db_table}|{row.hub_id}|{row.id}|words"


_ERASED = "Erased"
_HEADINGS = {
    "met": "Part of the threshold met",
    "why": "Why",
    "advice": "To be done now",
    "words": "Who took part and what was agreed",
    "tell": "Decision",
    "outcome": "Outcome",
    "dbs": "Referral to the Disclosure and Barring Service",
}


def _entries(rows: Iterable[AllegationEntry]) -> Iterable[EntryView]:
    for row in rows:
        told = read(row)
        said = tuple((_HEADINGS[key], value) for key, value in told.items() if value) or (("", _ERASED),)
        yield EntryView(ENTRY_WORDS[row.kind], said, row.written_at, row.written_by_name)


def _row(row: Allegation) -> AllegationRow:
    return AllegationRow(
        id=row.id,
        reference=row.reference,
        state=row.state,
        state_words=ALLEGATION.states[AllegationState(row.state)],
        raised_at=row.raised_at,
        raised_by_name=row.raised_by_name,
        due_at=row.due_at,
        considered_at=row.considered_at,
        outcome_words=OUTCOMES.get(row.outcome, ""),
    )
