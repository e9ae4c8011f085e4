"""What an approval is bound to, and who may give one."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from openmash.core.errors import RuleBroken

LONGEST_REASON = 4_000

# What ended a rendition's time, as it is stored; the codes never change.
VERDICT_WORDS: dict[str, str] = {
    "approved": "Approved",
    "returned": "Returned to its authors",
    "taken_back": "Taken back by an author",
    "void": "No longer valid: something it was made from changed",
}


@dataclass(frozen=True)
class Recipient:
    """Who gets it, and by which channel.

    Args:
        team_id: the one team.
        name: its name.
        email: where its doorbell rings.
        members: everybody who can open it at the outside door.
    """

    team_id: UUID
    name: str
    email: str
    members: tuple[UUID, ...]


@dataclass(frozen=True)
class Source:
    """An item that the copy was made from, as it stood: the item's version, and what was said about its leaving."""

    item_id: UUID
    item_version: int
    request_id: UUID
    request_version: int


@dataclass(frozen=True)
class Bound:
    """Everything beside the bytes that an approval is bound to."""

    recipient: Recipient
    sources: tuple[Source, ...]
    decisions: tuple[UUID, ...]


def sources_digest(bound: Bound) -> str:
    """SHA-256, in hex, of everything but the bytes: whether anything changed is seen without opening a word."""
    return _digest(_lines(bound))


def binding_digest(*, copy: bytes, pdf: bytes, bound: Bound) -> str:
    """SHA-256, in hex, over the exact bytes, the recipient, the source versions and the decisions.

    Each part is preceded by its length, so that no two different products have the same digest by being cut otherwise.

    Args:
        copy: the copy as it is frozen.
        pdf: the same as a PDF; empty where there is none.
        bound: what else the approval is bound to.

    Source: security reference D7 (approval binds to the rendered bytes, the recipients and the item versions).
    """
    return _digest([copy, pdf, *_lines(bound)])


def require_approved_by_somebody_else(*, actor_id: UUID, authors: Collection[UUID]) -> None:
    """Whoever started a product, chose for it, wrote in it or sent it for approval never approves it.

    Source: security reference D7; OWASP ASVS 5.0, 2.3.5; incident at Hackney (nobody else saw what left).
    """
    if actor_id in authors:
        raise RuleBroken(
            "products.approved_by_somebody_else",
            "You worked on this product yourself. Another manager has to approve it.",
        )


def require_still_as_frozen(same: bool) -> None:
    """What is approved and released is what was frozen, from sources that have not changed since.

    Source: security reference D7 (any change voids the approval).
    """
    if not same:
        raise RuleBroken(
            "products.still_as_frozen",
            "Something in this product changed after it was sent for approval, so it does not hold any more. "
            "Check it and send it for approval again.",
        )


def require_reason_for_returning(reason: str) -> None:
    """A product is returned with what has to change.

    Source: security reference 4.1 (the reviewers' reasons go with the request).
    """
    if not reason.strip():
        raise RuleBroken("products.returned_with_a_reason", "Enter what has to change.", field="reason")
    if len(reason) > LONGEST_REASON:
        raise RuleBroken(
            "products.returned_with_a_reason",
            f"This must be {LONGEST_REASON:,} characters or fewer; it has {len(reason):,}.",
            field="reason",
        )


def _lines(bound: Bound) -> list[bytes]:
    to = bound.recipient
    return [
        _joined([str(to.team_id), to.name, to.email, *sorted(map(str, to.members))]),
        *(
            _joined([str(s.item_id), str(s.item_version), str(s.request_id), str(s.request_version)])
            for s in sorted(bound.sources, key=lambda each: str(each.item_id))
        ),
        _joined(["decisions", *sorted(map(str, bound.decisions))]),
    ]


def _joined(parts: Sequence[str]) -> bytes:
    raw = [part.encode() for part in parts]
    return b"".join(len(each).to_bytes(8, "big") + each for each in raw)


def _digest(parts: Sequence[bytes]) -> str:
    found = hashlib.sha256()
    for part in parts:
        found.update(len(part).to_bytes(8, "big"))
        found.update(part)
    return found.hexdigest()
