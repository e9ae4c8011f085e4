"""What is to be said, put together, approved and rung about before and after something leaves the hub."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from openmash.access import Actor, Permission
from openmash.decisions.models import Decision
from openmash.enquiries import queries as enquiry_queries
from openmash.enquiries.states import SubjectState
from openmash.hubs.rules import OperatingModel
from openmash.products.models import (
    CopyRecall,
    Product,
    ProductAuthor,
    ProductSubject,
    ReleasedCopy,
    Rendition,
    UrgentRelease,
)
from openmash.products.rules import RECALL_WORDS
from openmash.products.states import OPEN, ProductState
from openmash.sealed.models import ReleaseRequest, SpecialGrant
from openmash.sealed.states import GrantState, ReleaseState
from openmash.worklists.queries.rows import WorkRow, by_working_day
from openmash.worklists.rules import ANSWER_OWNER_QUESTION, HAND_ON

P = Permission

FROZEN = (ProductState.FOR_APPROVAL, ProductState.APPROVED)


def owners_questions(actor: Actor, model: OperatingModel, at: datetime) -> Iterator[WorkRow]:
    if actor.agency_id is None:
        return
    asked = ReleaseRequest.objects.filter(
        hub_id=actor.hub_id, item__agency_id=actor.agency_id, state=ReleaseState.ASKED
    ).select_related("item__enquiry", "team")
    for request in asked.exclude(item__enquiry_id__in=enquiry_queries.kept_out_of(actor)):
        yield WorkRow(
            kind="release_request",
            action="Say whether it may leave the hub",
            title=f"For {request.team.name}",
            reference=request.item.enquiry.reference,
            words=f"Asked by {request.asked_by_name}",
            due_at=by_working_day(ANSWER_OWNER_QUESTION, request.asked_at, model),
            opens=("releases", request.id),
        )


def to_hand_on(actor: Actor, model: OperatingModel, at: datetime) -> Iterator[WorkRow]:
    """Decisions that name a team and have not gone to it."""
    sent = ProductSubject.objects.filter(decision_id=OuterRef("pk"), product__state=ProductState.RELEASED)
    newer = Decision.objects.filter(supersedes_id=OuterRef("pk"))
    waiting = (
        Decision.objects.filter(hub_id=actor.hub_id, team__isnull=False)
        .filter(~Exists(sent), ~Exists(newer), subject__state=SubjectState.DECIDED)
        .select_related("subject__enquiry", "team")
    )
    decisions = list(waiting)
    begun = {(p.enquiry_id, p.team_id): p for p in Product.objects.filter(hub_id=actor.hub_id, state__in=OPEN)}
    drafts = {key: p.id for key, p in begun.items() if p.state == ProductState.DRAFT}
    seen: set[tuple[UUID, UUID | None]] = set()
    for decision in sorted(decisions, key=lambda d: d.decided_at):
        enquiry = decision.subject.enquiry
        if (enquiry.id, decision.team_id) in seen or decision.team is None:
            continue
        if (enquiry.id, decision.team_id) in begun.keys() - drafts.keys():
            continue  # it waits for a second person: a row of theirs
        seen.add((enquiry.id, decision.team_id))
        draft = drafts.get((enquiry.id, decision.team.id))
        yield WorkRow(
            kind="hand_on",
            action="Finish the product" if draft else "Compose the product",
            enquiry_id=enquiry.id,
            reference=enquiry.reference,
            words=f"For {decision.team.name}",
            due_at=by_working_day(HAND_ON, decision.decided_at, model),
            opens=("product", draft) if draft else ("enquiry", enquiry.id),
        )


def to_approve(actor: Actor, model: OperatingModel, at: datetime) -> Iterator[WorkRow]:
    """Products that wait for somebody who did not work on them."""
    own = ProductAuthor.objects.filter(product_id=OuterRef("product_id"), user_id=actor.id)
    newest = Rendition.objects.filter(product_id=OuterRef("product_id"), number__gt=OuterRef("number"))
    waiting = (
        Rendition.objects.filter(hub_id=actor.hub_id, product__state__in=FROZEN)
        .filter(~Exists(own), ~Exists(newest))
        .select_related("product__team", "product__enquiry")
    )
    for rendition in waiting:
        yield WorkRow(
            kind="approve",
            action="Approve the product",
            enquiry_id=rendition.product.enquiry_id,
            reference=rendition.product.enquiry.reference,
            words=f"For {rendition.product.team.name}; sent by {rendition.sent_by_name}",
            due_at=by_working_day(HAND_ON, rendition.sent_at, model),
            opens=("approval", rendition.product_id),
        )


def urgent_to_review(actor: Actor, model: OperatingModel, at: datetime) -> Iterator[WorkRow]:
    """What one manager let go alone; somebody else looks at it by the end of the next working day."""
    waiting = UrgentRelease.objects.filter(hub_id=actor.hub_id, reviewed_at=None).exclude(released_by=actor.id)
    for urgent in waiting.select_related("product__team"):
        yield WorkRow(
            kind="review_urgent",
            action="Review the urgent release",
            title=f"To {urgent.product.team.name}",
            reference=urgent.product.reference,
            words=f"Released by {urgent.released_by_name}",
            due_at=urgent.review_due_at,
            opens=("urgent", urgent.id),
        )


def grants_to_review(actor: Actor, model: OperatingModel, at: datetime) -> Iterator[WorkRow]:
    """What was opened over its owner's head; named by agency alone, for reviewers see no cases."""
    waiting = SpecialGrant.objects.filter(hub_id=actor.hub_id, state=GrantState.GIVEN).exclude(holder_id=actor.id)
    waiting = waiting.exclude(item__enquiry_id__in=enquiry_queries.kept_out_of(actor))
    for grant in waiting.select_related("item__agency", "item__enquiry"):
        yield WorkRow(
            kind="review_grant",
            action="Review the special grant",
            title=f"Information of {grant.item.agency.name}",
            reference=grant.item.enquiry.reference,
            words=f"Opened by {grant.holder_name}",
            due_at=grant.review_due_at,
            opens=("grants", grant.id),
        )


def unacknowledged(actor: Actor, model: OperatingModel, at: datetime) -> Iterator[WorkRow]:
    copies = ReleasedCopy.objects.filter(hub_id=actor.hub_id, acknowledged_at=None).select_related("team")
    copies = copies.filter(~Exists(CopyRecall.objects.filter(copy_id=OuterRef("pk"))))
    overdue = {copy.product_ref: copy for copy in copies if by_working_day(HAND_ON, copy.released_at, model) < at}
    products = list(Product.objects.filter(hub_id=actor.hub_id, id__in=overdue).select_related("enquiry"))
    for product in products:
        copy = overdue[product.id]
        standing = "Opened, not acknowledged" if copy.opened_at else "Not opened yet"
        yield WorkRow(
            kind="unacknowledged",
            action=f"Ring {copy.team.name}",
            enquiry_id=product.enquiry_id,
            reference=product.enquiry.reference,
            words=f"{standing}; released by {copy.released_by_name}",
            due_at=by_working_day(HAND_ON, copy.released_at, model),
            opens=("enquiry", product.enquiry_id),
        )


def recalls(actor: Actor, model: OperatingModel, at: datetime) -> Iterator[WorkRow]:
    """What was called back or corrected, from that moment until its team has acknowledged it."""
    rows = CopyRecall.objects.filter(hub_id=actor.hub_id, acknowledged_at=None).select_related("copy", "team")
    waiting = {recall.copy.product_ref: recall for recall in rows}
    for product in Product.objects.filter(hub_id=actor.hub_id, id__in=waiting).select_related("enquiry"):
        recall = waiting[product.id]
        opened = f"opened by {recall.copy.opened_by_name}" if recall.copy.opened_at else "never opened"
        yield WorkRow(
            kind="recall",
            action=f"Ring {recall.team.name}",
            enquiry_id=product.enquiry_id,
            reference=product.enquiry.reference,
            words=f"{RECALL_WORDS[recall.kind]}: not acknowledged, {opened}",
            due_at=recall.recalled_at,
            opens=("recall", product.id),
        )
