"""Extracts of the log that others check by themselves (``scripts/verify_audit.py``): JSON lines."""

import base64
import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from openmash.audit import rules
from openmash.audit.models import Checkpoint, Event, Leaf
from openmash.audit.queries.standing import state
from openmash.audit.rules import Tree
from openmash.core.errors import NotFound, RuleBroken

FORMAT = "openmash-audit/1"


@dataclass(frozen=True)
class Slice:
    """An agency's own part of the log.

    Args:
        hub_id: the hub.
        agency_id: whose.
        places: where its events stand in the hub's tree, in order.
        bodies: their exact bytes.
        tree: the hub's whole tree, as far as it is signed.
        note: the hub's checkpoint over that tree.
    """

    hub_id: UUID
    agency_id: UUID
    places: tuple[int, ...]
    bodies: tuple[bytes, ...]
    tree: Tree
    note: str

    @property
    def hashes(self) -> list[bytes]:
        """The hashes of its events, in order."""
        return [rules.leaf_hash(body) for body in self.bodies]


def of_agency(agency_id: UUID) -> Q:
    """Which events are an agency's to see: whatever is about its own information, and what its own people opened.

    What its people did with what others own is not in it: that would tell of what others put in the room.
    """
    return Q(owner_id=agency_id) | Q(agency_id=agency_id, owner_id=None, name__in=rules.OPENED_BY_OURS)


def slice_of(hub_id: UUID, agency_id: UUID) -> Slice:
    """An agency's slice of the log, as far as the log is signed.

    Raises:
        RuleBroken: ``audit.something_is_sealed``.
    """
    tree, note = _signed_tree(hub_id)
    events = {
        event_id: bytes(body or b"")
        for event_id, body in Event.objects.filter(of_agency(agency_id), hub_id=hub_id).values_list("id", "body")
    }
    leaves = Leaf.objects.filter(hub_id=hub_id, event_id__in=list(events), index__lt=tree.size).order_by("index")
    found = list(leaves.values_list("index", "event_id"))
    bodies = tuple(events[event_id] for _, event_id in found)
    return Slice(hub_id, agency_id, tuple(index for index, _ in found), bodies, tree, note)


def slice_lines(part: Slice, *, slice_checkpoint: str, held_sizes: Collection[int] = ()) -> Iterator[str]:
    """The slice as JSON lines, each with the proof that it stands in the hub's tree; nothing of others is in it.

    Args:
        part: the slice.
        slice_checkpoint: the signed note over the slice itself (``services.sign_slice``).
        held_sizes: sizes of checkpoints that the agency holds: the proofs that lead from them come along.
    """
    sizes = {size for size in held_sizes if 0 < size <= part.tree.size}
    proofs = {str(size): _encoded(part.tree.consistency(size)) for size in sorted(sizes)}
    yield _header("slice", part.hub_id, part.agency_id, part.note, slice_checkpoint, proofs)
    for index, body in zip(part.places, part.bodies, strict=True):
        yield _line({"index": index, "body": body.decode(), "proof": _encoded(part.tree.inclusion(index))})


def whole_lines(hub_id: UUID) -> Iterator[str]:
    """The whole log as JSON lines, as far as it is signed; the root is worked out from all of it, so no proofs."""
    size, note = _newest(hub_id)
    yield _header("whole", hub_id, None, note, "", {})
    at_once = 2_000
    for start in range(0, size, at_once):
        leaves = dict(
            Leaf.objects.filter(hub_id=hub_id, index__gte=start, index__lt=min(start + at_once, size))
            .order_by("index")
            .values_list("index", "event_id")
        )
        bodies = dict(Event.objects.filter(hub_id=hub_id, id__in=list(leaves.values())).values_list("id", "body"))
        for index, event_id in leaves.items():
            yield _line({"index": index, "body": bytes(bodies.get(event_id) or b"").decode()})


def prove(hub_id: UUID, event_id: UUID) -> dict[str, Any]:
    """The proof that one event is in the log, by itself: its body, its place, the path, and the checkpoint.

    Raises:
        NotFound: there is no such event, or no checkpoint covers it yet.
    """
    tree, note = _signed_tree(hub_id)
    index = Leaf.objects.filter(hub_id=hub_id, event_id=event_id).values_list("index", flat=True).first()
    body = Event.objects.filter(hub_id=hub_id, id=event_id).values_list("body", flat=True).first()
    if index is None or body is None or index >= tree.size:
        raise NotFound("There is no such event in the log, or it is not sealed yet.")
    return {"index": index, "body": bytes(body).decode(), "proof": _encoded(tree.inclusion(index)), "checkpoint": note}


def consistency(hub_id: UUID, first: int, second: int) -> list[str]:
    """The proof that the log of ``second`` events begins with that of ``first``, in base64.

    Raises:
        NotFound: the log does not hold that many.
    """
    tree, _ = _signed_tree(hub_id)
    try:
        return _encoded(tree.consistency(first, second))
    except ValueError as error:
        sentence = f"The signed log holds {tree.size} events: give two sizes up to that, the smaller first."
        raise NotFound(sentence) from error


def _signed_tree(hub_id: UUID) -> tuple[Tree, str]:
    size, note = _newest(hub_id)
    hashes = Leaf.objects.filter(hub_id=hub_id, index__lt=size).order_by("index").values_list("hash", flat=True)
    return Tree(bytes(each) for each in hashes.iterator(chunk_size=5_000)), note


def _newest(hub_id: UUID) -> tuple[int, str]:
    newest = Checkpoint.objects.filter(hub_id=hub_id).order_by("-size").values_list("size", "note").first()
    if newest is None:
        raise RuleBroken(
            "audit.something_is_sealed",
            "Nothing of this log was sealed yet. The worker seals it every ten seconds: try again in a moment.",
        )
    return newest


def _header(
    kind: str, hub_id: UUID, agency_id: UUID | None, note: str, slice_checkpoint: str, proofs: dict[str, list[str]]
) -> str:
    return _line(
        {
            "format": FORMAT,
            "kind": kind,
            "hub": str(hub_id),
            "agency": str(agency_id) if agency_id else None,
            "key": state(hub_id).verifier_key,
            "checkpoint": note,
            "slice_checkpoint": slice_checkpoint,
            "consistency": proofs,
        }
    )


def _line(said: dict[str, Any]) -> str:
    return json.dumps(said, separators=(",", ":")) + "\n"


def _encoded(hashes: list[bytes]) -> list[str]:
    return [base64.b64encode(each).decode() for each in hashes]


__all__ = ["Slice", "consistency", "of_agency", "prove", "slice_lines", "slice_of", "whole_lines"]
