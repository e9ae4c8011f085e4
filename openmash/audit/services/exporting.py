"""Handing out extracts of the log; that one was handed out is on the log too."""

from collections.abc import Collection, Iterator
from datetime import datetime
from uuid import UUID

from openmash.access import Actor
from openmash.audit import queries
from openmash.audit.services.recording import record
from openmash.audit.services.sealing import sign_slice


def export_slice(*, agency_id: UUID, held_sizes: Collection[int] = (), actor: Actor, at: datetime) -> Iterator[str]:
    """An agency's own slice as JSON lines, signed for as a whole; whether the actor may have it is asked before.

    Args:
        agency_id: whose slice.
        held_sizes: sizes of further checkpoints that it holds; the proofs from those it was sent come along anyway.
        actor: who takes it out.
        at: now.

    Raises:
        RuleBroken: ``audit.something_is_sealed``: nothing of the log was sealed yet.
    """
    record("log.exported", actor=actor, at=at, about=("agency", agency_id), owner=agency_id)
    part = queries.slice_of(actor.hub_id, agency_id)
    signed = sign_slice(hub_id=actor.hub_id, agency_id=agency_id, hashes=part.hashes)
    sizes = {*held_sizes, *queries.handed_sizes(agency_id, hub_id=actor.hub_id)}
    return queries.slice_lines(part, slice_checkpoint=signed, held_sizes=sizes)


def export_whole(*, actor: Actor, at: datetime) -> Iterator[str]:
    """The whole log as JSON lines; whether the actor may have it is asked before."""
    record("log.exported", actor=actor, at=at, about=("hub", actor.hub_id))
    return queries.whole_lines(actor.hub_id)
