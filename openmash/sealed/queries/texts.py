"""Many words of the hub itself in one go: a meeting's page opens what every agency said."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from uuid import UUID

from openmash.access import Actor
from openmash.audit import services as audit
from openmash.core.errors import NotFound
from openmash.core.keys import Erased
from openmash.enquiries import queries as enquiry_queries
from openmash.sealed import permissions, vault
from openmash.sealed.models import SealedText
from openmash.sealed.queries.reading import require_reader


def sealed_texts(text_ids: Iterable[UUID], *, enquiry_id: UUID, actor: Actor, at: datetime) -> dict[UUID, str | None]:
    """Words of the hub itself about one enquiry, by their ids; the reading of each is on the log first.

    Args:
        text_ids: which; all of this enquiry.
        enquiry_id: whose.
        actor: who reads.
        at: now.

    Returns:
        The words of each; None where they were erased.

    Raises:
        NotFound: one of them is not of this enquiry.
        Refused, KeptOut, RuleBroken: as of ``room``.
    """
    permissions.require_can_enter_room(actor)
    require_reader(actor, at, enquiry_id)
    wanted = set(text_ids)
    rows = list(SealedText.objects.filter(hub_id=actor.hub_id, enquiry_id=enquiry_id, id__in=wanted))
    if len(rows) != len(wanted):
        raise NotFound
    audit.record_each(
        "text.read",
        actor=actor,
        at=at,
        about=[("text", row.id, _purpose(row)) for row in rows],
        enquiry_id=enquiry_id,
    )
    return _open(rows)


def texts_of_cases(wanted: Mapping[UUID, Collection[UUID]], *, actor: Actor, at: datetime) -> dict[UUID, str | None]:
    """Words of the hub itself about several enquiries, as one page shows them together; read and logged in one go.

    Args:
        wanted: the texts of each enquiry.
        actor: who reads; they must be let into every one of these rooms.
        at: now.

    Raises:
        NotFound: one of them is not of the enquiry that it is asked for.
        Refused, KeptOut, RuleBroken: as of ``room``.
    """
    permissions.require_can_enter_room(actor)
    shut = enquiry_queries.kept_out_of(actor) & wanted.keys()
    for enquiry_id in list(shut or wanted)[:1]:  # the same gate for all of them, but for a tie to one family
        require_reader(actor, at, enquiry_id)
    of = {text_id: enquiry_id for enquiry_id, ids in wanted.items() for text_id in ids}
    rows = list(SealedText.objects.filter(hub_id=actor.hub_id, id__in=of))
    if len(rows) != len(of) or any(row.enquiry_id != of[row.id] for row in rows):
        raise NotFound
    about = [("text", row.id, _purpose(row)) for row in rows]
    audit.record_each("text.read", actor=actor, at=at, about=about, enquiries=of)
    return _open(rows)


def _purpose(row: SealedText) -> dict[str, audit.Plain]:
    return {"purpose": row.purpose}


def _open(rows: Collection[SealedText]) -> dict[UUID, str | None]:
    closed = [
        (vault.Envelope(bytes(row.ciphertext), row.wrapped_key), vault.hub_words(row.hub_id, row.id)) for row in rows
    ]
    opened = vault.open_each(closed) if closed else []
    return {
        row.id: None if isinstance(words, Erased) else words.decode() for row, words in zip(rows, opened, strict=True)
    }
