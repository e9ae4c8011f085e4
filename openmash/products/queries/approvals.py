"""What was frozen for approval, what was said about it, and whether it still stands."""

from base64 import b64decode
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from openmash.access import Actor
from openmash.accounts import queries as account_queries
from openmash.accounts.queries import Colleague
from openmash.agencies import queries as agency_queries
from openmash.core.errors import RuleBroken
from openmash.enquiries import queries as enquiry_queries
from openmash.products import permissions, rules
from openmash.products.errors import ProductNotFound
from openmash.products.models import ProductAuthor, Rendition, RenditionVerdict, UrgentRelease
from openmash.products.queries import guarding, recalls
from openmash.products.queries.composing import product
from openmash.products.queries.shapes import ProductView
from openmash.products.states import ProductState
from openmash.sealed import queries as sealed_queries
from openmash.sealed.rules import GROUND_WORDS


@dataclass(frozen=True)
class Approval:
    """A rendition as whoever is to approve it reads it: exactly what would leave, for whom and by which channel.

    ``still_stands``: nothing that it was made from has changed since it was frozen.
    """

    product: ProductView
    rendition_id: UUID
    number: int
    copy: rules.Copy
    digest: str
    sent_at: datetime
    sent_by_name: str
    recipients: tuple[str, ...]
    doorbells: tuple[str, ...]
    authors: tuple[str, ...]
    is_author: bool
    still_stands: bool


@dataclass(frozen=True)
class UrgentView:
    """An urgent release, for whoever reviews it; not a word of what was released."""

    id: UUID
    product_id: UUID
    reference: str
    enquiry_id: UUID
    enquiry_reference: str
    team_name: str
    ground_words: str
    reason_id: UUID
    released_at: datetime
    released_by: UUID
    released_by_name: str
    review_due_at: datetime
    reviewed_at: datetime | None
    reviewed_by_name: str
    finding_words: str
    review_id: UUID | None


def approval(product_id: UUID, *, actor: Actor, at: datetime) -> Approval:
    """What waits for approval, word for word; the reading is on the log first.

    Raises:
        NotFound: there is no such product, or it does not wait for approval.
        Refused: they neither release nor compose products.
    """
    permissions.require_can_read_rendition(actor)
    permissions.require_can_read_draft(actor)
    view = product(product_id, actor=actor)
    row = _standing_rendition(view, actor)
    recalls.require_may_read_copy(product_id, actor=actor, at=at)
    raw, _ = frozen_bytes(row, actor=actor, at=at)
    members = _members(view.team_id, actor)
    return Approval(
        product=view,
        rendition_id=row.id,
        number=row.number,
        copy=rules.from_bytes(raw),
        digest=row.digest,
        sent_at=row.sent_at,
        sent_by_name=row.sent_by_name,
        recipients=tuple(each.name for each in members),
        doorbells=tuple(dict.fromkeys(filter(None, (_email(view, actor), *(each.email for each in members))))),
        authors=tuple(name for _, name in view.authors),
        is_author=actor.id in {user_id for user_id, _ in view.authors},
        still_stands=row.sources == rules.sources_digest(bound_now(view, actor=actor)),
    )


def why_returned(product_id: UUID, *, actor: Actor, at: datetime) -> str:
    """The reason for which a product was last returned, word for word; empty if it never was. Audited first."""
    permissions.require_can_see_products(actor)
    permissions.require_can_read_draft(actor)
    verdicts = RenditionVerdict.objects.filter(hub_id=actor.hub_id, rendition__product_id=product_id)
    newest = verdicts.order_by("-given_at", "id").first()
    if newest is None or newest.verdict != "returned" or newest.reason_id is None:
        return ""
    return sealed_queries.sealed_text(newest.reason_id, actor=actor, at=at)


def bound_now(view: ProductView, *, actor: Actor) -> rules.Bound:
    """What an approval would be bound to beside the bytes, of a product as it stands now."""
    recipient = rules.Recipient(
        team_id=view.team_id,
        name=view.team_name,
        email=_email(view, actor),
        members=tuple(each.user_id for each in _members(view.team_id, actor)),
    )
    sources = tuple(
        rules.Source(each.item_id, each.item_stands_at, each.request_id, each.request_version) for each in view.items
    )
    return rules.Bound(recipient, sources, tuple(each.id for each in view.decisions if each.holds))


def sources_now(product_id: UUID, *, actor: Actor) -> str:
    """The digest of ``bound_now``: whether anything changed is seen by it without opening a word."""
    return rules.sources_digest(bound_now(product(product_id, actor=actor), actor=actor))


def frozen_bytes(row: Rendition, *, actor: Actor, at: datetime) -> tuple[bytes, bytes]:
    """The frozen copy and its PDF, byte for byte; the reading is on the log first."""
    raw = sealed_queries.sealed_text(row.copy_id, actor=actor, at=at).encode()
    return raw, b64decode(sealed_queries.sealed_text(row.pdf_id, actor=actor, at=at))


def author_ids(product_id: UUID, *, actor: Actor) -> frozenset[UUID]:
    """Everybody who worked on a product."""
    rows = ProductAuthor.objects.filter(hub_id=actor.hub_id, product_id=product_id)
    return frozenset(rows.values_list("user_id", flat=True))


def authors_addresses(product_id: UUID, *, hub_id: UUID) -> list[str]:
    """Where the doorbells of everybody who worked on a product ring."""
    rows = ProductAuthor.objects.filter(hub_id=hub_id, product_id=product_id).order_by("first_at", "id")
    found = (account_queries.addresses(hub_id, user_id=each) for each in rows.values_list("user_id", flat=True))
    return [address for addresses in found for address in addresses]


def require_no_objection(product_id: UUID, *, copy: rules.Copy, actor: Actor, at: datetime) -> None:
    """Raises RuleBroken with everything that the guard says against this copy's going to this team."""
    found = guarding.objections(product_id, copy=copy, actor=actor, at=at)
    if found:
        raise RuleBroken("products.guard_does_not_object", " ".join(each.sentence for each in found))


def urgent_releases_to_review(actor: Actor) -> list[UrgentView]:
    """What one manager let go alone and nobody has reviewed yet, the soonest due first; not one's own."""
    permissions.require_can_review(actor)
    return [each for each in _urgent(actor, reviewed=False) if each.released_by != actor.id]


def urgent_releases_reviewed(actor: Actor) -> list[UrgentView]:
    """What was reviewed, the latest first."""
    permissions.require_can_review(actor)
    return _urgent(actor, reviewed=True)


def urgent_release(urgent_id: UUID, *, actor: Actor) -> UrgentView:
    """One urgent release; raises NotFound."""
    permissions.require_can_review(actor)
    found = [each for each in (*_urgent(actor, reviewed=False), *_urgent(actor, reviewed=True)) if each.id == urgent_id]
    if not found:
        raise ProductNotFound
    return found[0]


def why_urgent(urgent_id: UUID, *, actor: Actor, at: datetime) -> str:
    """Why an urgent release could not wait, for whoever reviews it, whether or not they work in the room; audited."""
    view = urgent_release(urgent_id, actor=actor)
    return sealed_queries.reason_to_review(view.reason_id, actor=actor, at=at)


def what_was_found(urgent_id: UUID, *, actor: Actor, at: datetime) -> str:
    """What whoever reviewed an urgent release wrote of it, empty while nobody has; audited."""
    view = urgent_release(urgent_id, actor=actor)
    return sealed_queries.reason_to_review(view.review_id, actor=actor, at=at) if view.review_id else ""


def _urgent(actor: Actor, *, reviewed: bool) -> list[UrgentView]:
    rows = UrgentRelease.objects.filter(hub_id=actor.hub_id, reviewed_at__isnull=not reviewed)
    rows = rows.exclude(product__enquiry_id__in=enquiry_queries.kept_out_of(actor))
    found = list(
        rows.select_related("product__team", "product__enquiry").order_by(
            "-reviewed_at" if reviewed else "review_due_at", "id"
        )
    )
    return [
        UrgentView(
            id=r.id,
            product_id=r.product_id,
            reference=r.product.reference,
            enquiry_id=r.product.enquiry_id,
            enquiry_reference=r.product.enquiry.reference,
            team_name=r.product.team.name,
            ground_words=GROUND_WORDS[r.ground],
            reason_id=r.reason_id,
            released_at=r.released_at,
            released_by=r.released_by,
            released_by_name=r.released_by_name,
            review_due_at=r.review_due_at,
            reviewed_at=r.reviewed_at,
            reviewed_by_name=r.reviewed_by_name,
            finding_words=rules.FINDING_WORDS.get(r.finding, ""),
            review_id=r.review_id,
        )
        for r in found
    ]


def _standing_rendition(view: ProductView, actor: Actor) -> Rendition:
    waits = (ProductState.FOR_APPROVAL, ProductState.APPROVED)
    rows = Rendition.objects.filter(hub_id=actor.hub_id, product_id=view.id, product__state__in=waits)
    newest = rows.order_by("-number").first()
    if newest is None:
        raise ProductNotFound
    return newest


def _members(team_id: UUID, actor: Actor) -> Collection[Colleague]:
    return [each for each in account_queries.people_of(actor.hub_id) if each.team_id == team_id]


def _email(view: ProductView, actor: Actor) -> str:
    return agency_queries.team(view.team_id, actor.hub_id).email
