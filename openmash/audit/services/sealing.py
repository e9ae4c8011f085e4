"""The sealer: gives events their places in the tree and signs what the tree is. One at a time, never two stories."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from openmash.audit import rules
from openmash.audit.models import Checkpoint, Event, Leaf, SigningKey
from openmash.audit.rules import Edge
from openmash.audit.services import keeping
from openmash.audit.services.keeping import LogDisagrees
from openmash.core.keys import ring
from openmash.core.wrapping import WrappedColumn

MOST_AT_ONCE = 5_000
LOOK_BACK = timedelta(hours=1)
"""How long before the newest sealed event a round still looks for one that was committed late. Every night all of the
log is looked at, so an event whose transaction was open for longer is sealed then; ``verify`` counts it as waiting."""


@dataclass(frozen=True)
class _Standing:
    """Where the tree stands before a round: its edge, and from when on to look (None: from the beginning)."""

    edge: Edge
    note: str
    sealed_through: datetime | None


def begin(*, hub_id: UUID, at: datetime) -> None:
    """Begin the log of a new hub: its signing key, and the record outside the database that nothing was signed yet.

    Args:
        hub_id: the hub.
        at: when it opens.
    """
    ring().create(_wrapping(hub_id))
    private = rules.new_key()
    SigningKey.objects.create(
        hub_id=hub_id,
        public_key=rules.public_half(private),
        wrapped_private_key=ring().wrap(_wrapping(hub_id), private, context=_context(hub_id)),
        created_at=at,
    )
    keeping.keep(hub_id, "", Edge())


@transaction.atomic
def seal(*, hub_id: UUID, at: datetime, everything: bool = False) -> int:
    """Seal the events that have no place in the tree yet, at most 5,000, and sign a checkpoint over all.

    Args:
        hub_id: the hub; its rows must be visible.
        at: now.
        everything: look at the whole log for events without a place, not only at the last hour's.

    Returns:
        How many were sealed; 0 when none wait, or when another sealer is at work.

    Raises:
        LogDisagrees: the database is not what was signed before: nothing is signed.
        KeyMissing, Unreadable: the signing key cannot be used.
    """
    if not _alone(hub_id):
        return 0
    if not SigningKey.objects.filter(hub_id=hub_id).exists():
        _begin_for_an_older_hub(hub_id, at)
    standing = _standing(hub_id)
    waiting = _waiting(hub_id, None if everything else standing.sealed_through)
    if not waiting:
        return 0
    hashes = [rules.leaf_hash(body) for _, body, _ in waiting]
    edge = standing.edge.with_leaves(hashes)
    note = _signed(hub_id, edge)
    first = standing.edge.size
    Leaf.objects.bulk_create(
        Leaf(event_id=event_id, hub_id=hub_id, index=first + n, hash=hashes[n])
        for n, (event_id, _, _) in enumerate(waiting)
    )
    through = max(filter(None, (standing.sealed_through, waiting[-1][2])))
    Checkpoint.objects.create(
        hub_id=hub_id, size=edge.size, note=note, edge=edge.as_bytes(), signed_at=at, sealed_through=through
    )
    # Only what is committed was ever signed for others to see. Should this process die in between, the next round
    # finds the database ahead of the record, follows it, and checks every step.
    transaction.on_commit(lambda: keeping.keep(hub_id, note, edge))
    return len(waiting)


def seal_everything(*, hub_id: UUID, at: datetime) -> int:
    """The same over the whole log: every night, and by ``openmash audit seal``."""
    return seal(hub_id=hub_id, at=at, everything=True)


def adopt(*, hub_id: UUID) -> int:
    """Take the database's newest checkpoint for what was signed last: on a new machine, once it was verified.

    Returns how many events that checkpoint covers.

    Raises:
        LogDisagrees: there is a record already, and the database is not what it says.
    """
    if keeping.kept(hub_id) is None:
        keeping.keep(hub_id, "", Edge())
    standing = _standing(hub_id)
    keeping.keep(hub_id, standing.note, standing.edge)
    return standing.edge.size


def sign_slice(*, hub_id: UUID, agency_id: UUID, hashes: list[bytes]) -> str:
    """A signed note over an agency's own slice: how many events it holds, and the root of a tree over just those.

    Args:
        hub_id: the hub.
        agency_id: whose slice.
        hashes: the hashes of its events, in the order of the log.
    """
    edge = Edge().with_leaves(hashes)
    checkpoint = rules.Checkpoint(rules.slice_origin_of(hub_id, agency_id), edge.size, edge.root())
    return rules.sign_note(checkpoint, _private_key(hub_id), signer=rules.origin_of(hub_id))


def _alone(hub_id: UUID) -> bool:
    """Whether this transaction is the hub's only sealer; held until it ends."""
    number = int.from_bytes(hashlib.sha256(f"openmash/sealer/{hub_id}".encode()).digest()[:8], signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number])
        return bool(cursor.fetchone()[0])


def _begin_for_an_older_hub(hub_id: UUID, at: datetime) -> None:
    """The log of a hub that was opened before logs were sealed; never one whose key somebody took away."""
    if keeping.kept(hub_id) is not None or Checkpoint.objects.filter(hub_id=hub_id).exists():
        raise LogDisagrees("The key that signed the log before is gone from the database. Nothing more is signed.")
    begin(hub_id=hub_id, at=at)


def _standing(hub_id: UUID) -> _Standing:
    """Where the tree stands, checked against what was signed last."""
    before = keeping.kept(hub_id)
    newest = Checkpoint.objects.filter(hub_id=hub_id).order_by("-size").first()
    if before is None:
        raise LogDisagrees(
            "This machine has no record of what was signed last. If it is new, or was restored, check the log against "
            "a checkpoint that an agency holds: “openmash audit verify --held FILE”, then “openmash audit adopt”."
        )
    _require_signed(hub_id, before)
    leaves = Leaf.objects.filter(hub_id=hub_id)
    size = newest.size if newest else 0
    last = leaves.order_by("-index").values_list("index", flat=True).first()
    if (-1 if last is None else last) + 1 != size:
        raise LogDisagrees("The tree in the database has leaves that no checkpoint covers, or lost some that one does.")
    if size < before.edge.size:
        raise LogDisagrees(
            f"The log in the database ends at event {size}, but {before.edge.size} were signed for. It was rolled back "
            "or cut off."
        )
    added = leaves.filter(index__gte=before.edge.size).order_by("index").values_list("hash", flat=True)
    edge = before.edge.with_leaves(bytes(each) for each in added)
    if newest is None:
        return _Standing(edge, "", None)
    if _read(hub_id, newest.note) != rules.Checkpoint(rules.origin_of(hub_id), edge.size, edge.root()):
        raise LogDisagrees("The newest checkpoint in the database does not continue what was signed before.")
    return _Standing(edge, newest.note, newest.sealed_through)


def _require_signed(hub_id: UUID, before: keeping.Kept) -> None:
    """The record outside the database is one that this hub's key signed."""
    if not before.note and not before.edge.size:
        return
    edge = before.edge
    if _read(hub_id, before.note) != rules.Checkpoint(rules.origin_of(hub_id), edge.size, edge.root()):
        raise LogDisagrees("The record of what was signed last does not fit its own signature.")


def _read(hub_id: UUID, note: str) -> rules.Checkpoint:
    public = rules.public_half(_private_key(hub_id))
    try:
        return rules.read_note(note, public, signer=rules.origin_of(hub_id))
    except rules.NotSigned as error:
        raise LogDisagrees("A checkpoint does not carry the signature of this hub's log.") from error


def _waiting(hub_id: UUID, sealed_through: datetime | None) -> list[tuple[UUID, bytes, datetime]]:
    """Events without a place, oldest first. Not "after the last": what is committed late would be left out for ever."""
    events = Event.objects.filter(~Exists(Leaf.objects.filter(event_id=OuterRef("id"))), hub_id=hub_id)
    if sealed_through is not None:
        events = events.filter(written_at__gte=sealed_through - LOOK_BACK)
    rows = events.order_by("written_at", "id").values_list("id", "body", "written_at")[:MOST_AT_ONCE]
    return [(event_id, bytes(body or b""), written) for event_id, body, written in rows if written is not None]


def _signed(hub_id: UUID, edge: Edge) -> str:
    origin = rules.origin_of(hub_id)
    return rules.sign_note(rules.Checkpoint(origin, edge.size, edge.root()), _private_key(hub_id), signer=origin)


def _private_key(hub_id: UUID) -> bytes:
    wrapped = SigningKey.objects.get(hub_id=hub_id).wrapped_private_key
    return ring().unwrap(_wrapping(hub_id), wrapped, context=_context(hub_id))


def _wrapping(hub_id: UUID) -> str:
    return f"audit-{hub_id}"


def _context(hub_id: UUID) -> str:
    return f"audit_signingkey|{hub_id}"


WRAPPED = (
    WrappedColumn(
        SigningKey,
        "wrapped_private_key",
        place=lambda row: (_wrapping(row.hub_id), _context(row.hub_id)),
        hub_key="audit",
    ),
)
"""Where wrapped keys stand in this package's tables."""
