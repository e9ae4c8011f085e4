"""Released copies, and the inbox of the team that each was released to. Used at the outside door."""

from contextlib import AbstractContextManager
from uuid import UUID

from openmash.access import Actor
from openmash.core import hub_context
from openmash.core.envelopes import Envelope, open_
from openmash.core.keys import ring
from openmash.products import permissions, rules
from openmash.products.errors import CopyChanged, CopyNotFound
from openmash.products.models import ReleasedCopy, TeamReport
from openmash.products.queries.shapes import (
    CopyRow,
    CopyView,
    ReportSent,
)


def inbox(actor: Actor) -> list[CopyRow]:
    """What was released to the actor's own team: unread first, then not acknowledged, then the newest. Outside door."""
    team_id = permissions.require_can_receive(actor)
    rows = ReleasedCopy.objects.filter(hub_id=actor.hub_id, team_id=team_id).order_by("-released_at", "id")
    with as_oneself(actor):
        found = [_copy_row(row) for row in rows.defer("ciphertext", "wrapped_key")]
    return sorted(found, key=lambda row: (row.opened_at is not None, row.acknowledged_at is not None))


def own_row(copy_id: UUID, *, actor: Actor) -> CopyRow:
    """One line of the actor's own team's inbox, without opening it; raises NotFound. Outside door."""
    with as_oneself(actor):
        return _copy_row(own_copy(copy_id, actor=actor))


def as_oneself(actor: Actor) -> AbstractContextManager[None]:
    """The rows that PostgreSQL shows this very person: outside, the copies of their own team alone."""
    return hub_context.enter(hub_id=actor.hub_id, user_id=actor.id)


def copy_as_read(row: ReleasedCopy) -> CopyView:
    """A copy that was opened, with what its team has done about it. Outside door."""
    sent = TeamReport.objects.filter(hub_id=row.hub_id, copy_id=row.id).order_by("sent_at", "id")
    return CopyView(
        id=row.id,
        copy=opened(row),
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


def delivery_key(hub_id: UUID) -> str:
    """The name of the key that both doors hold."""
    return f"delivery-{hub_id}"


def place_of(hub_id: UUID, copy_id: UUID) -> str:
    """What a copy's ciphertext is bound to: it opens as no other copy."""
    return f"products_releasedcopy|{hub_id}|{copy_id}|ciphertext"


def _copy_row(row: ReleasedCopy) -> CopyRow:
    return CopyRow(row.id, row.reference, row.released_at, row.released_by_name, row.opened_at, row.acknowledged_at)
