"""Which agencies write for the receiving team, and what they wrote."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from openmash.access import Actor
from openmash.agencies import queries as agency_queries
from openmash.checks import queries as check_queries
from openmash.checks.states import CheckState
from openmash.enquiries import queries as enquiry_queries
from openmash.hubs.rules import OperatingModel
from openmash.products import permissions, rules
from openmash.products.errors import ProductNotFound
from openmash.products.models import AgencyPart, Product
from openmash.sealed import queries as sealed_queries


@dataclass(frozen=True)
class PartRow:
    """How one agency's part stands; not a word of it.

    Args:
        wanted: whether the hub's model waits for it.
        without: whether it goes without.
        written_at: when it was written, or the reason for going without; None while neither was.
    """

    agency_id: UUID
    agency_name: str
    wanted: bool
    without: bool
    written_at: datetime | None
    written_by_name: str

    @property
    def missing(self) -> bool:
        """Whether the product waits for it."""
        return self.wanted and self.written_at is None


@dataclass(frozen=True)
class OwnPart:
    """One's own agency's part as it was last written, with what it is for."""

    product_id: UUID
    enquiry_id: UUID
    reference: str
    team_name: str
    told: rules.PartTold
    written_at: datetime | None
    written_by_name: str
    levels: tuple[tuple[str, str], ...]


def parts_of(product_id: UUID, *, actor: Actor) -> list[PartRow]:
    """The agencies that write for a product, or have written, by name; the number of statements does not grow."""
    permissions.require_can_see_products(actor)
    row = _row(product_id, actor)
    model = enquiry_queries.model_for(row.enquiry_id, actor=actor)
    newest = _newest(row)
    answers = _answers(row.enquiry_id, actor)
    wanted = set(rules.writing(answers, model))
    names = {each.id: each.name for each in agency_queries.agencies(actor.hub_id)}
    found = [_part(agency_id, names, wanted, newest.get(agency_id)) for agency_id in wanted | set(newest)]
    return sorted(found, key=lambda each: each.agency_name)


def own_part(product_id: UUID, *, actor: Actor, at: datetime) -> OwnPart:
    """What one's own agency wrote for a product; audited before it is opened.

    Raises:
        NotFound, Refused, RuleBroken (as of ``sealed.queries.require_reader``).
    """
    permissions.require_can_write_part(actor)
    row = _row(product_id, actor)
    sealed_queries.require_reader(actor, at, row.enquiry_id)
    agency_id = permissions.require_was_asked(actor, asked_about(row.enquiry_id, actor=actor))
    newest = _newest(row).get(agency_id)
    told = rules.PartTold()
    if newest is not None and not newest.without:
        told = rules.part_of(sealed_queries.sealed_text(newest.words_id, actor=actor, at=at))
    model = enquiry_queries.model_for(row.enquiry_id, actor=actor)
    return OwnPart(
        product_id=row.id,
        enquiry_id=row.enquiry_id,
        reference=row.reference,
        team_name=row.team.name,
        told=told,
        written_at=newest.written_at if newest else None,
        written_by_name=newest.written_by_name if newest else "",
        levels=tuple((level.code, level.label) for level in model.levels),
    )


def parts_in_copy(product_id: UUID, *, actor: Actor, at: datetime) -> list[rules.PartInCopy]:
    """What the agencies wrote, as it goes to the team; each is audited before it is opened."""
    permissions.require_can_read_draft(actor)
    row = _row(product_id, actor)
    newest = [each for each in _newest(row).values() if not each.without]
    if not newest:
        return []
    model = enquiry_queries.model_for(row.enquiry_id, actor=actor)
    names = {each.id: each.name for each in agency_queries.agencies(actor.hub_id)}
    words = sealed_queries.sealed_texts(
        [each.words_id for each in newest], enquiry_id=row.enquiry_id, actor=actor, at=at
    )
    opened = [(each, words[each.words_id]) for each in newest]
    found = [_in_copy(each, names[each.agency_id], text, model) for each, text in opened if text is not None]
    return sorted(found, key=lambda each: each.agency)


def why_without(product_id: UUID, *, actor: Actor, at: datetime) -> dict[UUID, str]:
    """Why a product goes without what agencies were to write, by agency; each is audited before it is opened."""
    permissions.require_can_read_draft(actor)
    row = _row(product_id, actor)
    reasons = {each.agency_id: each.words_id for each in _newest(row).values() if each.without}
    words = sealed_queries.sealed_texts(list(reasons.values()), enquiry_id=row.enquiry_id, actor=actor, at=at)
    return {agency_id: words[words_id] or "" for agency_id, words_id in reasons.items()}


def asked_about(enquiry_id: UUID, *, actor: Actor) -> frozenset[UUID]:
    """The agencies that were asked about a family, and not told that it is no longer needed."""
    found = check_queries.checks_of(enquiry_id, actor=actor)
    return frozenset(each.agency_id for each in found if each.state != CheckState.WITHDRAWN)


def _answers(enquiry_id: UUID, actor: Actor) -> list[rules.Answered]:
    return [
        rules.Answered(each.agency_id, each.agency_kind, each.co_located, each.item_count)
        for each in check_queries.checks_of(enquiry_id, actor=actor)
        if each.state == CheckState.ANSWERED
    ]


def _newest(row: Product) -> dict[UUID, AgencyPart]:
    rows = AgencyPart.objects.filter(hub_id=row.hub_id, product=row).order_by("number")
    return {each.agency_id: each for each in rows}


def _part(agency_id: UUID, names: dict[UUID, str], wanted: set[UUID], row: AgencyPart | None) -> PartRow:
    return PartRow(
        agency_id=agency_id,
        agency_name=names[agency_id],
        wanted=agency_id in wanted,
        without=row.without if row else False,
        written_at=row.written_at if row else None,
        written_by_name=row.written_by_name if row else "",
    )


def _in_copy(row: AgencyPart, agency_name: str, text: str, model: OperatingModel) -> rules.PartInCopy:
    told = rules.part_of(text)
    return rules.PartInCopy(
        agency=agency_name,
        written_by=row.written_by_name,
        report=told.report,
        analysis=told.analysis,
        level=model.level(told.level).label,
    )


def _row(product_id: UUID, actor: Actor) -> Product:
    row = Product.objects.filter(hub_id=actor.hub_id, id=product_id).select_related("team").first()
    if row is None:
        raise ProductNotFound
    enquiry_queries.require_not_kept_out(row.enquiry_id, actor=actor)
    return row
