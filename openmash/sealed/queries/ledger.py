"""The release ledger: who decided that what goes to whom, or does not, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from openmash.access import Actor
from openmash.audit import services as audit
from openmash.core.errors import NotFound
from openmash.enquiries import queries as enquiry_queries
from openmash.sealed import permissions, rules, vault
from openmash.sealed.models import LedgerLine, SealedText
from openmash.sealed.queries import reading, room

REVIEWED = ("urgent_release", "review")  # why it was done, and what was found of it
"""The words that whoever reviews exceptions may read without working in the room."""
MOST_LINES = 500


@dataclass(frozen=True)
class LedgerRow:
    """One decision about one item and one recipient; not a word of the item.

    ``shares`` is false for a decision not to share. ``law`` is what it rests on where its owner did not agree.
    ``reason_id`` is where the words of the decision are, for those in the room.
    """

    id: UUID
    enquiry_id: UUID
    enquiry_reference: str
    item_id: UUID
    item_version: int
    agency_name: str
    team_name: str
    decision: str
    decision_words: str
    shares: bool
    why_words: str
    purpose_words: str
    law: str
    family_words: str
    reason_id: UUID | None
    decided_at: datetime
    decided_by_name: str


def ledger_of(enquiry_id: UUID, *, actor: Actor, at: datetime) -> list[LedgerRow]:
    """The ledger of one enquiry, the latest first, without what the reader may not know of; the reading is logged.

    Raises:
        NotFound: there is no such enquiry for them.
        Refused, RuleBroken: as of the room.
    """
    enquiry_queries.require_enquiry(enquiry_id, actor=actor)
    reading.require_reader(actor, at, enquiry_id)
    rows = _lines(actor).filter(enquiry_id=enquiry_id)
    audit.record("ledger.read", actor=actor, at=at, about=("enquiry", enquiry_id), enquiry_id=enquiry_id)
    return _rows(rows)


def ledger_without_words(*, actor: Actor, at: datetime) -> list[LedgerRow]:
    """The newest lines of a hub's whole ledger for whoever watches over it; hidden items are in nobody's list.

    Raises:
        Refused: they may not see who opened and changed what.
    """
    permissions.require_can_watch(actor)
    rows = _lines(actor)[:MOST_LINES]
    audit.record("ledger.read", actor=actor, at=at, about=("hub", actor.hub_id))
    return _rows(rows)


def ledger_reason(line_id: UUID, *, actor: Actor, at: datetime) -> tuple[LedgerRow, str]:
    """One line with its words; the reading is on the log first.

    Why something goes or stays says much of what it says, so it is for those who may read the item itself.

    Raises:
        NotFound: there is no such line for them, or it has no words.
        Refused, RuleBroken: as of the room.
    """
    line = _lines(actor).filter(id=line_id).first()
    if line is None or line.reason_id is None:
        raise NotFound
    reading.require_reader(actor, at, line.enquiry_id)
    reading.require_can_read(line.item, actor=actor, at=at)
    return _rows([line])[0], room.sealed_text(line.reason_id, actor=actor, at=at)


def reason_to_review(text_id: UUID, *, actor: Actor, at: datetime) -> str:
    """Why an exception was made or what was found of it, for whoever reviews exceptions, in the room or not. Audited.

    Raises:
        NotFound: those are not the words of an exception.
        Refused: they review no exceptions.
    """
    permissions.require_can_review(actor)
    row = SealedText.objects.filter(hub_id=actor.hub_id, id=text_id, purpose__in=REVIEWED).first()
    if row is None:
        raise NotFound
    enquiry_queries.require_not_kept_out(row.enquiry_id, actor=actor)
    detail: dict[str, audit.Plain] = {"purpose": row.purpose}
    audit.record("text.read", actor=actor, at=at, about=("text", text_id), enquiry_id=row.enquiry_id, detail=detail)
    envelope = vault.Envelope(bytes(row.ciphertext), row.wrapped_key)
    return vault.open_(envelope, place=vault.hub_words(actor.hub_id, text_id)).decode()


def _lines(actor: Actor) -> QuerySet[LedgerLine]:
    # What is hidden may not even be asked for, so it has no line; and if it had, nobody would see it here.
    rows = LedgerLine.objects.filter(hub_id=actor.hub_id).exclude(item__sensitivity=rules.Sensitivity.HIDDEN)
    shut = rows.exclude(enquiry_id__in=enquiry_queries.kept_out_of(actor))
    return shut.select_related("item__agency", "enquiry", "team").order_by("-decided_at", "id")


def _rows(lines: Iterable[LedgerLine]) -> list[LedgerRow]:
    return [_row(each) for each in lines]


def _row(line: LedgerLine) -> LedgerRow:
    gateway = rules.gateway(line.gateway)
    sharing = rules.Sharing(line.purpose, line.family, line.family_reason)
    return LedgerRow(
        id=line.id,
        enquiry_id=line.enquiry_id,
        enquiry_reference=line.enquiry.reference,
        item_id=line.item_id,
        item_version=line.item_version,
        agency_name=line.item.agency.name,
        team_name=line.team.name,
        decision=line.decision,
        decision_words=rules.DECISION_WORDS[line.decision],
        shares=line.decision not in rules.NOT_SHARED,
        why_words=rules.LEFT_OUT_WORDS.get(line.why, ""),
        purpose_words=sharing.purpose_words,
        law=gateway.title if gateway else rules.GROUND_WORDS.get(line.gateway, ""),
        family_words=sharing.family_words,
        reason_id=line.reason_id,
        decided_at=line.decided_at,
        decided_by_name=line.decided_by_name,
    )
