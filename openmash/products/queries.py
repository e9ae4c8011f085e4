"""What may be seen of products: inside while they are put together, outside once they are released."""

import json
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from openmash.access import Actor
from openmash.agencies import queries as agency_queries
from openmash.core import hub_context
from openmash.core.envelopes import Envelope, open_
from openmash.core.keys import ring
from openmash.decisions import queries as decision_queries
from openmash.decisions.queries import DecisionView
from openmash.enquiries import queries as enquiry_queries
from openmash.enquiries.queries import EnquiryView
from openmash.hubs import queries as hub_queries
from openmash.products import permissions, rules
from openmash.products.errors import CopyChanged, CopyNotFound, ProductNotFound
from openmash.products.models import Product, ProductItem, ProductSubject, ReleasedCopy, TeamOutcome, TeamReport
from openmash.products.states import ProductState
from openmash.sealed import queries as sealed_queries
from openmash.sealed.queries import ReleaseRow


@dataclass(frozen=True)
class ChosenItem:
    """An item in a product and whether it may leave; not a word of it."""

    request_id: UUID
    item_id: UUID
    agency_name: str
    professional: str
    state: str
    words: str
    may_leave: bool


@dataclass(frozen=True)
class OutcomeView:
    """What the receiving team reported back."""

    kind: str
    kind_label: str
    happened_on: date
    words: str
    reported_at: datetime
    reported_by_name: str


@dataclass(frozen=True)
class ProductView:
    """A product and how far it has come, without its sealed words.

    ``copy_id`` and what follows it are empty until it is released.
    """

    id: UUID
    enquiry_id: UUID
    reference: str
    team_id: UUID
    team_name: str
    state: str
    decisions: tuple[DecisionView, ...]
    items: tuple[ChosenItem, ...]
    has_guidance: bool
    started_at: datetime
    started_by_name: str
    version: int
    copy_id: UUID | None
    sha256: str
    released_at: datetime | None
    released_by_name: str
    opened_at: datetime | None
    opened_by_name: str
    acknowledged_at: datetime | None
    acknowledged_by_name: str
    outcomes: tuple[OutcomeView, ...]

    @property
    def is_draft(self) -> bool:
        """Whether it can still be changed."""
        return self.state == ProductState.DRAFT


@dataclass(frozen=True)
class Preview:
    """A draft exactly as the team will read it, and everything that still stands in the way of its release."""

    copy: rules.Copy
    stopped_by: tuple[str, ...]


@dataclass(frozen=True)
class CopyRow:
    """A released copy as one line of a team's inbox; no name and no word of the case."""

    id: UUID
    reference: str
    released_at: datetime
    released_by_name: str
    opened_at: datetime | None
    acknowledged_at: datetime | None


@dataclass(frozen=True)
class ReportSent:
    """That somebody of the team sent a report; what it says cannot be read again at the outside door."""

    sent_at: datetime
    sent_by_name: str


@dataclass(frozen=True)
class CopyView:
    """A released copy as its team reads it."""

    id: UUID
    copy: rules.Copy
    sha256: str
    released_at: datetime
    opened_at: datetime | None
    opened_by_name: str
    acknowledged_at: datetime | None
    acknowledged_by_name: str
    reports: tuple[ReportSent, ...]


@dataclass(frozen=True)
class FailedReport:
    """A team's report that could not be taken in; nothing is lost, somebody has to ring the team."""

    id: UUID
    product_id: UUID
    reference: str
    team_name: str
    sent_at: datetime
    sent_by_name: str
    because: str


def products_of(enquiry_id: UUID, *, actor: Actor) -> list[ProductView]:
    """Every product of an enquiry, the oldest first."""
    permissions.require_can_see_products(actor)
    enquiry_queries.enquiry(enquiry_id, actor=actor)
    rows = Product.objects.filter(hub_id=actor.hub_id, enquiry_id=enquiry_id).order_by("started_at", "id")
    return _views(list(rows), actor)


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
    stopped_by = rules.what_stops(decisions=handed_on(view), told=told, items=wanting_to_leave(view))
    return Preview(_typeset(view, told or rules.GuidanceTold(), actor, at), stopped_by)


def frozen(product_id: UUID, *, actor: Actor) -> rules.Copy:
    """What was released, from inside: exactly the bytes the team reads."""
    permissions.require_can_see_products(actor)
    permissions.require_can_read_draft(actor)
    row = ReleasedCopy.objects.filter(hub_id=actor.hub_id, product_ref=product_id).first()
    if row is None:
        raise ProductNotFound
    return opened(row)


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


def handed_on(view: ProductView) -> list[rules.HandsOn]:
    """A product's decisions as the rules see them."""
    return [rules.HandsOn(each.id, each.team_id, each.holds) for each in view.decisions]


def wanting_to_leave(view: ProductView) -> list[rules.WantsToLeave]:
    """A product's items as the rules see them."""
    return [rules.WantsToLeave(each.agency_name, each.words, each.may_leave) for each in view.items]


def typeset(product_id: UUID, *, actor: Actor, at: datetime) -> tuple[rules.Copy, rules.GuidanceTold | None]:
    """The copy that would leave now, with the guidance it was made from; what may not leave is not in it."""
    row = _row(product_id, actor)
    told = _guidance(row, actor, at)
    return _typeset(_views([row], actor)[0], told or rules.GuidanceTold(), actor, at), told


def _copy_row(row: ReleasedCopy) -> CopyRow:
    return CopyRow(row.id, row.reference, row.released_at, row.released_by_name, row.opened_at, row.acknowledged_at)


def _typeset(view: ProductView, told: rules.GuidanceTold, actor: Actor, at: datetime) -> rules.Copy:
    enquiry = enquiry_queries.enquiry(view.enquiry_id, actor=actor)
    leaving = [sealed_queries.releasable(each.request_id, actor=actor, at=at) for each in view.items if each.may_leave]
    return rules.typeset(
        reference=view.reference,
        hub=hub_queries.hub(actor.hub_id).name,
        team=view.team_name,
        released_at=at,
        released_by=actor.name,
        subjects=[_subject(each, enquiry) for each in view.decisions],
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
    )


def _subject(decision: DecisionView, enquiry: EnquiryView) -> rules.SubjectInCopy:
    subject = next(each for each in enquiry.subjects if each.id == decision.subject_id)
    person = subject.person
    return rules.SubjectInCopy(
        name=person.display_name,
        kind=subject.kind_label,
        born_on=rules.day(person.born_on),
        expected_on=rules.day(person.expected_on),
        address=person.addresses[0].words if person.addresses else "",
        level=decision.level_label,
        outcome=decision.outcome_label,
        decided_at=decision.decided_at.isoformat(),
        decided_by=decision.decided_by_name,
    )


def _row(product_id: UUID, actor: Actor) -> Product:
    row = Product.objects.filter(hub_id=actor.hub_id, id=product_id).first()
    if row is None:
        raise ProductNotFound
    return row


def _guidance(row: Product, actor: Actor, at: datetime) -> rules.GuidanceTold | None:
    if row.guidance_id is None:
        return None
    return rules.GuidanceTold(**json.loads(sealed_queries.sealed_text(row.guidance_id, actor=actor, at=at)))


def _views(rows: Sequence[Product], actor: Actor) -> list[ProductView]:
    ids = [row.id for row in rows]
    mine = {"hub_id": actor.hub_id, "product_id__in": ids}
    handed = list(ProductSubject.objects.filter(**mine))
    chosen = list(ProductItem.objects.filter(**mine).order_by("position"))
    decisions = {d.id: d for d in decision_queries.decisions({h.decision_id for h in handed}, actor=actor)}
    requests = _requests({row.enquiry_id for row in rows}, actor) if chosen else {}
    copies = {copy.product_ref: copy for copy in ReleasedCopy.objects.filter(hub_id=actor.hub_id, product_ref__in=ids)}
    outcomes = list(TeamOutcome.objects.filter(**mine).order_by("reported_at", "id"))
    teams = {team.id: team.name for team in agency_queries.teams(actor.hub_id)}
    return [
        _view(
            row,
            team_name=teams[row.team_id],
            decisions=tuple(decisions[h.decision_id] for h in handed if h.product_id == row.id),
            items=tuple(_chosen(requests[c.request_id]) for c in chosen if c.product_id == row.id),
            copy=copies.get(row.id),
            outcomes=tuple(_outcome(o) for o in outcomes if o.product_id == row.id),
        )
        for row in rows
    ]


def _requests(enquiry_ids: Iterable[UUID], actor: Actor) -> dict[UUID, ReleaseRow]:
    return {r.id: r for each in enquiry_ids for r in sealed_queries.requests_of(each, actor=actor)}


def _chosen(row: ReleaseRow) -> ChosenItem:
    words = rules.leaving_words(row.state, edited=row.edited, current=row.current)
    return ChosenItem(row.id, row.item_id, row.agency_name, row.professional, row.state, words, row.may_leave)


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
