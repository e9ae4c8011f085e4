"""Looking afterwards at what one manager let go alone."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from openmash.access import ROLES, Actor, Permission
from openmash.accounts import queries as account_queries
from openmash.audit import services as audit
from openmash.clocks.calendar import calendar_for
from openmash.clocks.deadlines import deadline
from openmash.enquiries import queries as enquiry_queries
from openmash.hubs import queries as hub_queries
from openmash.hubs.rules import ClockKind, ClockSpec
from openmash.notifications import services as notifications
from openmash.products import permissions, rules
from openmash.products.errors import ProductNotFound
from openmash.products.models import Product, UrgentRelease
from openmash.sealed import services as sealed_services

REVIEWERS = tuple(role for role, about in ROLES.items() if Permission.REVIEW_EXCEPTIONS in about.permissions)
NEXT_WORKING_DAY = 1


def begin(row: Product, *, ground: str, reason: str, actor: Actor, at: datetime) -> None:
    """Write down an urgent release for its review, and ring those who review; part of releasing it.

    Args:
        row: the product, as it is let go.
        ground: the ground it went on.
        reason: why it could not wait; sealed.
        actor: the manager who let it go.
        at: when.
    """
    reason_id = sealed_services.seal_text(
        enquiry_id=row.enquiry_id, purpose="urgent_release", text=reason, actor=actor, at=at
    )
    spec = ClockSpec(
        kind=ClockKind.END_OF_WORKING_DAY, amount=NEXT_WORKING_DAY, source="Reviewed the next working day (D7)"
    )
    calendar = calendar_for(hub_queries.model_of(row.hub_id).office)
    UrgentRelease.objects.create(
        hub_id=row.hub_id,
        product=row,
        ground=ground,
        reason_id=reason_id,
        released_at=at,
        released_by=actor.id,
        released_by_name=actor.name,
        review_due_at=deadline(spec, at, calendar).due_at,
    )
    notifications.queue(
        "released_urgently",
        hub_id=row.hub_id,
        to=[each for role in REVIEWERS for each in account_queries.addresses(row.hub_id, roles=(role,))],
        about_id=row.id,
        at=at,
        reference=row.reference,
        path="/reviews/",
    )


@transaction.atomic
def review_urgent_release(*, urgent_id: UUID, finding: str, words: str, actor: Actor, at: datetime) -> None:
    """Say whether an urgent release was right; written once, by somebody else than who let it go.

    Args:
        urgent_id: the urgent release.
        finding: a code of ``rules.FINDING_WORDS``.
        words: why; sealed under the hub's key.
        actor: somebody who reviews exceptions.
        at: when.

    Raises:
        NotFound, Refused, RuleBroken (``products.urgent_review_…``).
    """
    row = (
        UrgentRelease.objects.select_for_update(of=("self",))
        .select_related("product")
        .filter(hub_id=actor.hub_id, id=urgent_id)
        .first()
    )
    if row is None:
        raise ProductNotFound
    permissions.require_can_review(actor)
    enquiry_queries.require_not_kept_out(row.product.enquiry_id, actor=actor)
    rules.require_reviewed_by_somebody_else(actor_id=actor.id, released_by=row.released_by)
    rules.require_not_reviewed_yet(row.reviewed_at is not None)
    rules.require_review(finding, words)
    row.review_id = sealed_services.seal_review(enquiry_id=row.product.enquiry_id, text=words, actor=actor, at=at)
    row.reviewed_at, row.reviewed_by, row.reviewed_by_name, row.finding = at, actor.id, actor.name, finding
    row.save(update_fields=["reviewed_at", "reviewed_by", "reviewed_by_name", "finding", "review"])
    audit.record(
        "product.urgency_reviewed",
        actor=actor,
        at=at,
        about=("product", row.product_id),
        enquiry_id=row.product.enquiry_id,
        detail={"finding": finding},
    )
