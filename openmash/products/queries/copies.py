"""Released copies, and the inbox of the team that each was released to. Used at the outside door."""

from contextlib import AbstractContextManager
from uuid import UUID

from django.db.models import QuerySet

from openmash.access import Actor
from openmash.core import hub_context
from openmash.core.envelopes import Envelope, open_, open_bytes
from openmash.core.keys import ring
from openmash.products import permissions, rules
from openmash.products.errors import CopyChanged, CopyNotFound, ProductNotFound
from openmash.products.models import CopyRecall, ReleasedCopy, TeamReport
from openmash.products.queries.shapes import (
    CopyFile,
    CopyRow,
    CopyView,
    RecallForTeam,
    ReportSent,
)

_CLOSED = ("ciphertext", "wrapped_key", "pdf_ciphertext", "pdf_wrapped_key")
SEEN_OUTSIDE = (
    *("id", "hub_id", "copy_id", "team_id", "kind", "ciphertext", "wrapped_key", "replaced_by_id", "recalled_at"),
    *("recalled_by_name", "acknowledged_at", "acknowledged_by", "acknowledged_by_name"),
)
"""The columns of a recall that the outside door is granted; what it had said is kept inside alone."""


def inbox(actor: Actor) -> list[CopyRow]:
    """What was released to the actor's own team: called back first, then unread, then the rest. Outside door."""
    team_id = permissions.require_can_receive(actor)
    rows = ReleasedCopy.objects.filter(hub_id=actor.hub_id, team_id=team_id).order_by("-released_at", "id")
    with as_oneself(actor):
        recalls = {each.copy_id: each for each in _recalls(actor).filter(team_id=team_id)}
        found = [_copy_row(row, recalls.get(row.id)) for row in rows.defer(*_CLOSED)]
    return sorted(found, key=_what_needs_us_first)


def own_row(copy_id: UUID, *, actor: Actor) -> CopyRow:
    """One line of the actor's own team's inbox, without opening it; raises NotFound. Outside door."""
    with as_oneself(actor):
        row = own_copy(copy_id, actor=actor)
        return _copy_row(row, recall_of_copy(row, actor=actor))


def as_oneself(actor: Actor) -> AbstractContextManager[None]:
    """The rows that PostgreSQL shows this very person: outside, the copies of their own team alone."""
    return hub_context.as_person(actor.id)


def copy_as_read(row: ReleasedCopy, recall: CopyRecall | None) -> CopyView:
    """A copy that was opened, with what its team has done about it. Outside door.

    Args:
        row: the copy.
        recall: that it was called back; its words are not shown then, and cannot be.
    """
    sent = TeamReport.objects.filter(hub_id=row.hub_id, copy_id=row.id).order_by("sent_at", "id")
    return CopyView(
        id=row.id,
        reference=row.reference,
        copy=None if recall else opened(row),
        recall=recall_for_team(recall) if recall else None,
        sha256=row.sha256,
        released_at=row.released_at,
        released_by_name=row.released_by_name,
        opened_at=row.opened_at,
        opened_by_name=row.opened_by_name,
        acknowledged_at=row.acknowledged_at,
        acknowledged_by_name=row.acknowledged_by_name,
        reports=tuple(ReportSent(*each) for each in sent.values_list("sent_at", "sent_by_name")),
    )


def own_copy(copy_id: UUID, *, actor: Actor, lock: bool = False) -> ReleasedCopy:
    """The row of a copy of the actor's own team; another team's does not exist for them. Called ``as_oneself``.

    Raises:
        CopyNotFound: there is none of that id for their team.
        Refused: they receive no products.
    """
    team_id = permissions.require_can_receive(actor)
    rows = ReleasedCopy.objects.select_for_update() if lock else ReleasedCopy.objects.all()
    row = rows.filter(hub_id=actor.hub_id, team_id=team_id, id=copy_id).first()
    if row is None:
        raise CopyNotFound
    return row


def opened(row: ReleasedCopy) -> rules.Copy:
    """The words of a copy; raises CopyChanged if they are not the bytes that were released."""
    envelope = Envelope(bytes(row.ciphertext), row.wrapped_key)
    text = open_(envelope, ring=ring(), key_name=delivery_key(row.hub_id), context=place_of(row.hub_id, row.id))
    raw = text.encode()
    if rules.sha256_of(raw) != row.sha256:
        raise CopyChanged
    return rules.from_bytes(raw)


def pdf_of(row: ReleasedCopy) -> CopyFile:
    """A copy as the file that was approved; raises CopyChanged if it is not those bytes. Outside door."""
    envelope = Envelope(bytes(row.pdf_ciphertext), row.pdf_wrapped_key)
    place = pdf_place_of(row.hub_id, row.id)
    content = open_bytes(envelope, ring=ring(), key_name=delivery_key(row.hub_id), context=place)
    if rules.sha256_of(content) != row.pdf_sha256:
        raise CopyChanged
    return CopyFile(f"{row.reference}.pdf", content)


def copy_of_product(product_id: UUID, *, actor: Actor, lock: bool = False) -> ReleasedCopy:
    """The copy that went to a team, from inside; raises ProductNotFound if none did."""
    rows = ReleasedCopy.objects.filter(hub_id=actor.hub_id, product_ref=product_id).select_related("team")
    row = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if row is None:
        raise ProductNotFound
    return row


def recall_of_copy(row: ReleasedCopy, *, actor: Actor, lock: bool = False) -> CopyRecall | None:
    """That a copy was called back, as far as the outside door may see it. Called ``as_oneself``."""
    rows = _recalls(actor).filter(copy_id=row.id)
    return (rows.select_for_update() if lock else rows).first()


def _recalls(actor: Actor) -> QuerySet[CopyRecall]:
    return CopyRecall.objects.filter(hub_id=actor.hub_id).only(*SEEN_OUTSIDE)


def recall_for_team(recall: CopyRecall) -> RecallForTeam:
    """Why a copy no longer holds, as its team reads it."""
    envelope = Envelope(bytes(recall.ciphertext), recall.wrapped_key)
    place = reason_place_of(recall.hub_id, recall.id)
    return RecallForTeam(
        words=rules.RECALL_WORDS[recall.kind],
        reason=open_(envelope, ring=ring(), key_name=delivery_key(recall.hub_id), context=place),
        recalled_at=recall.recalled_at,
        recalled_by_name=recall.recalled_by_name,
        replaced_by=recall.replaced_by_id,
        acknowledged_at=recall.acknowledged_at,
        acknowledged_by_name=recall.acknowledged_by_name,
    )


def _what_needs_us_first(row: CopyRow) -> tuple[bool, bool, bool]:
    return (not (row.recall and row.needs_us), bool(row.recall) or row.opened_at is not None, not row.needs_us)


def delivery_key(hub_id: UUID) -> str:
    """The name of the key that both doors hold."""
    return f"delivery-{hub_id}"


def place_of(hub_id: UUID, copy_id: UUID) -> str:
    """What a copy's ciphertext is bound to: it opens as no other copy."""
    return f"products_releasedcopy|{hub_id}|{copy_id}|ciphertext"


def pdf_place_of(hub_id: UUID, copy_id: UUID) -> str:
    """What the file of a copy is bound to."""
    return f"products_releasedcopy|{hub_id}|{copy_id}|pdf_ciphertext"


def reason_place_of(hub_id: UUID, recall_id: UUID) -> str:
    """What the reason of a recall is bound to."""
    return f"products_copyrecall|{hub_id}|{recall_id}|ciphertext"


def _copy_row(row: ReleasedCopy, recall: CopyRecall | None) -> CopyRow:
    return CopyRow(
        id=row.id,
        reference=row.reference,
        released_at=row.released_at,
        released_by_name=row.released_by_name,
        opened_at=row.opened_at,
        acknowledged_at=row.acknowledged_at,
        recall=rules.RECALL_WORDS[recall.kind] if recall else "",
        recall_acknowledged_at=recall.acknowledged_at if recall else None,
    )
