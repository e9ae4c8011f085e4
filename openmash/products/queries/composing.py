"""Products inside the hub: while they are put together, and what became of them."""

import json
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from openmash.access import Actor
from openmash.audit import services as audit
from openmash.decisions import queries as decision_queries
from openmash.decisions.queries import DecisionView
from openmash.enquiries import queries as enquiry_queries
from openmash.enquiries.queries import EnquiryView
from openmash.hubs import queries as hub_queries
from openmash.products import permissions, rules
from openmash.products.errors import ProductNotFound
from openmash.products.models import (
    Product,
    ProductAuthor,
    ProductItem,
    ProductSubject,
    ReleasedCopy,
    RenditionVerdict,
    TeamOutcome,
    TeamReport,
    UrgentRelease,
)
from openmash.products.queries import guarding, parts, recalls
from openmash.products.queries.copies import opened
from openmash.products.queries.shapes import (
    ChosenItem,
    FailedReport,
    OutcomeView,
    Preview,
    ProductView,
)
from openmash.sealed import queries as sealed_queries
from openmash.sealed.queries import ReleaseRow
from openmash.sealed.rules import Sharing


def products_of(enquiry_id: UUID, *, actor: Actor) -> list[ProductView]:
    """Every product of an enquiry, the oldest first."""
    permissions.require_can_see_products(actor)
    enquiry_queries.require_enquiry(enquiry_id, actor=actor)
    rows = Product.objects.filter(hub_id=actor.hub_id, enquiry_id=enquiry_id).select_related("team")
    return _views(list(rows.order_by("started_at", "id")), actor)


def product(product_id: UUID, *, actor: Actor) -> ProductView:
    """One product; raises NotFound."""
    permissions.require_can_see_products(actor)
    return _views([_row(product_id, actor)], actor)[0]


def guidance(product_id: UUID, *, actor: Actor, at: datetime) -> rules.GuidanceTold | None:
    """What the hub says in a product, as far as it is written; audited before it is opened."""
    permissions.require_can_read_draft(actor)
    return _guidance(_row(product_id, actor), actor, at)


def preview(product_id: UUID, *, actor: Actor, at: datetime) -> Preview:
    """A draft as the team will read it. Items that may not leave are not in it, and are named in ``stopped_by``."""
    permissions.require_can_compose(actor)
    permissions.require_can_read_draft(actor)
    row = _row(product_id, actor)
    view = _views([row], actor)[0]
    told = _guidance(row, actor, at)
    stopped_by = rules.what_stops(
        decisions=handed_on(view),
        told=told,
        items=wanting_to_leave(view),
        sharing=view.sharing,
        parts_missing=parts_missing(view, actor=actor),
    )
    copy = _typeset(view, told or rules.GuidanceTold(), actor, at)
    objections = guarding.objections(product_id, copy=copy, actor=actor, at=at)
    return Preview(copy, (*stopped_by, *(each.sentence for each in objections)))


def frozen(product_id: UUID, *, actor: Actor, at: datetime) -> rules.Copy:
    """What was released, from inside: exactly the bytes the team reads, or read until it was called back.

    It holds words of agencies, so that somebody reads it is on the log first, and whoever may not read an item in the
    room does not read it here either.
    """
    permissions.require_can_see_products(actor)
    permissions.require_can_read_rendition(actor)
    row = ReleasedCopy.objects.filter(hub_id=actor.hub_id, product_ref=product_id).first()
    if row is None:
        raise ProductNotFound
    enquiry_id = recalls.require_may_read_copy(product_id, actor=actor, at=at)
    audit.record("product.copy_read", actor=actor, at=at, about=("product", product_id), enquiry_id=enquiry_id)
    return recalls.kept_copy(product_id, actor=actor, at=at) or opened(row)


def failed_reports(actor: Actor) -> list[FailedReport]:
    """Reports that could not be taken in, oldest first, for somebody to ring the team about."""
    permissions.require_can_see_products(actor)
    rows = TeamReport.objects.filter(hub_id=actor.hub_id).exclude(failed_because="").select_related("copy__team")
    return [
        FailedReport(
            id=row.id,
            product_id=row.copy.product_ref,
            reference=row.copy.reference,
            team_name=row.copy.team.name,
            sent_at=row.sent_at,
            sent_by_name=row.sent_by_name,
            because=row.failed_because,
        )
        for row in rows.order_by("sent_at")
    ]


def handed_on(view: ProductView) -> list[rules.HandsOn]:
    """A product's decisions as the rules see them."""
    return [rules.HandsOn(each.id, each.team_id, each.holds) for each in view.decisions]


def wanting_to_leave(view: ProductView) -> list[rules.WantsToLeave]:
    """A product's items as the rules see them."""
    return [rules.WantsToLeave(each.agency_name, each.words, each.may_leave) for each in view.items]


def parts_missing(view: ProductView, *, actor: Actor) -> list[str]:
    """The agencies that have still to write their part, by name."""
    return [each.agency_name for each in parts.parts_of(view.id, actor=actor) if each.missing]


def typeset(view: ProductView, *, actor: Actor, at: datetime) -> tuple[rules.Copy, rules.GuidanceTold | None]:
    """The copy that would leave now, with the guidance it was made from; what may not leave is not in it."""
    told = _guidance(_row(view.id, actor), actor, at)
    return _typeset(view, told or rules.GuidanceTold(), actor, at), told


def _typeset(view: ProductView, told: rules.GuidanceTold, actor: Actor, at: datetime) -> rules.Copy:
    enquiry = enquiry_queries.enquiry(view.enquiry_id, actor=actor)
    no_address = sealed_queries.addresses_kept_back(enquiry, opened=True, actor=actor)
    leaving = [sealed_queries.releasable(each.request_id, actor=actor, at=at) for each in view.items if each.may_leave]
    return rules.typeset(
        reference=view.reference,
        hub=hub_queries.hub(actor.hub_id).name,
        team=view.team_name,
        subjects=[_subject(each, enquiry, no_address) for each in view.decisions],
        guidance=told,
        words=[
            rules.AgencyWords(
                agency=each.agency_name,
                professional=each.professional,
                kind=each.source_words,
                fact_on=rules.day(each.fact_on),
                text=each.text,
                basis=each.basis_words,
                handling=each.handling,
            )
            for each in leaving
        ],
        warnings=guarding.warnings(enquiry, actor=actor),
        parts=parts.parts_in_copy(view.id, actor=actor, at=at),
    )


def _subject(decision: DecisionView, enquiry: EnquiryView, no_address: Collection[UUID]) -> rules.SubjectInCopy:
    subject = next(each for each in enquiry.subjects if each.id == decision.subject_id)
    person = subject.person
    return rules.SubjectInCopy(
        name=person.display_name,
        kind=subject.kind_label,
        born_on=rules.day(person.born_on),
        expected_on=rules.day(person.expected_on),
        address=person.addresses[0].words if person.addresses and person.id not in no_address else "",
        level=decision.level_label,
        outcome=decision.outcome_label,
        decided_at=decision.decided_at.isoformat(),
        decided_by=decision.decided_by_name,
    )


def _row(product_id: UUID, actor: Actor) -> Product:
    row = Product.objects.filter(hub_id=actor.hub_id, id=product_id).select_related("team").first()
    if row is None:
        raise ProductNotFound
    enquiry_queries.require_not_kept_out(row.enquiry_id, actor=actor)
    return row


def _guidance(row: Product, actor: Actor, at: datetime) -> rules.GuidanceTold | None:
    if row.guidance_id is None:
        return None
    return rules.GuidanceTold(**json.loads(sealed_queries.sealed_text(row.guidance_id, actor=actor, at=at)))


def _views(rows: Sequence[Product], actor: Actor) -> list[ProductView]:
    ids = [row.id for row in rows]
    mine = {"hub_id": actor.hub_id, "product_id__in": ids}
    handed = set(ProductSubject.objects.filter(**mine).values_list("product_id", "decision_id"))
    chosen = list(ProductItem.objects.filter(**mine).order_by("position"))
    # In the order in which they were decided: a copy that is typeset anew must come out byte for byte the same.
    decisions = decision_queries.decisions({decision_id for _, decision_id in handed}, actor=actor)
    requests = _requests({row.enquiry_id for row in rows}, actor) if chosen else {}
    copies = {copy.product_ref: copy for copy in ReleasedCopy.objects.filter(hub_id=actor.hub_id, product_ref__in=ids)}
    outcomes = list(TeamOutcome.objects.filter(**mine).order_by("reported_at", "id"))
    authors = list(ProductAuthor.objects.filter(**mine).order_by("first_at", "id"))
    urgent = set(UrgentRelease.objects.filter(**mine).values_list("product_id", flat=True))
    verdicts = _last_verdicts(ids, actor)
    return [
        _view(
            row,
            team_name=row.team.name,
            decisions=tuple(d for d in decisions if (row.id, d.id) in handed),
            items=tuple(_chosen(requests[c.request_id]) for c in chosen if c.product_id == row.id),
            copy=copies.get(row.id),
            outcomes=tuple(_outcome(o) for o in outcomes if o.product_id == row.id),
            authors=tuple((a.user_id, a.name) for a in authors if a.product_id == row.id),
            last_verdict=verdicts.get(row.id, ""),
            urgent=row.id in urgent,
        )
        for row in rows
    ]


def _last_verdicts(product_ids: list[UUID], actor: Actor) -> dict[UUID, str]:
    rows = RenditionVerdict.objects.filter(hub_id=actor.hub_id, rendition__product_id__in=product_ids)
    return dict(rows.order_by("given_at").values_list("rendition__product_id", "verdict"))


def _requests(enquiry_ids: Iterable[UUID], actor: Actor) -> dict[UUID, ReleaseRow]:
    return {r.id: r for each in enquiry_ids for r in sealed_queries.requests_of(each, actor=actor)}


def _chosen(row: ReleaseRow) -> ChosenItem:
    words = rules.leaving_words(row.state, edited=row.edited, current=row.current)
    if row.waits_for_clearing:
        words = f"{words}; its owner has not cleared it (handling C)"
    return ChosenItem(
        request_id=row.id,
        item_id=row.item_id,
        agency_name=row.agency_name,
        professional=row.professional,
        state=row.state,
        words=words,
        may_leave=row.may_leave,
        item_stands_at=row.stands_at,
        request_version=row.version,
    )


def _outcome(row: TeamOutcome) -> OutcomeView:
    label = rules.REPORT_WORDS[row.kind]
    return OutcomeView(row.kind, label, row.happened_on, row.words, row.reported_at, row.reported_by_name)


def _view(
    row: Product,
    *,
    team_name: str,
    decisions: tuple[DecisionView, ...],
    items: tuple[ChosenItem, ...],
    copy: ReleasedCopy | None,
    outcomes: tuple[OutcomeView, ...],
    authors: tuple[tuple[UUID, str], ...],
    last_verdict: str,
    urgent: bool,
) -> ProductView:
    return ProductView(
        id=row.id,
        enquiry_id=row.enquiry_id,
        reference=row.reference,
        team_id=row.team_id,
        team_name=team_name,
        state=row.state,
        decisions=decisions,
        items=items,
        has_guidance=row.guidance_id is not None,
        sharing=Sharing(row.purpose, row.family, row.family_reason),
        authors=authors,
        last_verdict=last_verdict,
        urgent=urgent,
        started_at=row.started_at,
        started_by_name=row.started_by_name,
        version=row.version,
        copy_id=copy.id if copy else None,
        sha256=copy.sha256 if copy else "",
        released_at=copy.released_at if copy else None,
        released_by_name=copy.released_by_name if copy else "",
        opened_at=copy.opened_at if copy else None,
        opened_by_name=copy.opened_by_name if copy else "",
        acknowledged_at=copy.acknowledged_at if copy else None,
        acknowledged_by_name=copy.acknowledged_by_name if copy else "",
        outcomes=outcomes,
    )
