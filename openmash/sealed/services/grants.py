"""Special grants: opening what is held back, and looking at it afterwards."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from openmash.access import ROLES, Actor, Permission, require
from openmash.accounts import queries as account_queries
from openmash.agencies import queries as agency_queries
from openmash.audit import services as audit
from openmash.clocks.calendar import calendar_for
from openmash.clocks.deadlines import deadline
from openmash.core.errors import NotFound, Refused
from openmash.enquiries import queries as enquiry_queries
from openmash.hubs import queries as hub_queries
from openmash.hubs.rules import ClockKind, ClockSpec
from openmash.notifications import services as notifications
from openmash.sealed import permissions, rules
from openmash.sealed.models import Item, SpecialGrant
from openmash.sealed.queries import reading
from openmash.sealed.rules import GrantTold
from openmash.sealed.services.items import close_text
from openmash.sealed.states import GRANT, ItemState

_P = Permission
OWNERS = tuple(role for role, about in ROLES.items() if _P.CONTROL_OWN_ITEMS in about.permissions)
REVIEWERS = tuple(role for role, about in ROLES.items() if _P.REVIEW_EXCEPTIONS in about.permissions)
_REVIEW = ClockSpec(
    kind=ClockKind.END_OF_WORKING_DAY, amount=rules.REVIEW_WITHIN, source="openmash.sealed.rules.grants"
)


@transaction.atomic
def take_grant(*, item_id: UUID, told: GrantTold, actor: Actor, at: datetime) -> UUID:
    """Open one restricted item of another agency for some hours, and account for it.

    The agency that owns it is told at once, and so are those who review it.

    Args:
        item_id: the item, which the actor sees is held back.
        told: on which ground, why, and for how long.
        actor: who will read it.
        at: when.

    Raises:
        NotFound: there is none, or the actor may not know of it: nothing hidden is opened or confirmed.
        Refused, KeptOut, RuleBroken: they may take no grant, or are not let into the room for another reason.
    """
    which = {"hub_id": actor.hub_id, "id": item_id, "state": ItemState.SEALED}
    item = Item.objects.select_for_update().filter(reading.may_know(actor), **which).first()
    if item is None:
        raise NotFound
    require(permissions.can_take_grant(actor))
    reading.require_reader(actor, at, item.enquiry_id)
    _require_a_grant_opens_it(item, actor, at)
    rules.require_grant(told)
    grant = SpecialGrant.objects.create(
        hub_id=actor.hub_id,
        item=item,
        holder_id=actor.id,
        holder_name=actor.name,
        state=GRANT.initial,
        ground=told.ground,
        why_id=close_text(enquiry_id=item.enquiry_id, purpose="special_grant", text=told.why, actor=actor, at=at),
        given_at=at,
        until=told.until(at),
        review_due_at=deadline(_REVIEW, at, calendar_for(hub_queries.model_of(actor.hub_id).office)).due_at,
    )
    _record("grant.given", grant, actor, at)
    _ring(grant, actor, at)
    return grant.id


@transaction.atomic
def review_grant(*, grant_id: UUID, finding: str, words: str, actor: Actor, at: datetime) -> None:
    """Say afterwards whether a special grant was justified, and why.

    Args:
        grant_id: the grant.
        finding: a code of ``rules.FINDINGS``.
        words: why; sealed.
        actor: whoever reviews exceptions, and not the one who held it.
        at: when.
    """
    grant = SpecialGrant.objects.select_for_update(of=("self",)).filter(hub_id=actor.hub_id, id=grant_id).first()
    if grant is None:
        raise NotFound
    require(permissions.can_review(actor))
    enquiry_queries.require_not_kept_out(grant.item.enquiry_id, actor=actor)
    rules.require_reviewed_by_somebody_else(actor_id=actor.id, holder_id=grant.holder_id)
    rules.require_finding(finding, words)
    grant.state = GRANT.move(grant.state, "review")
    grant.finding = finding
    grant.finding_words_id = close_text(
        enquiry_id=grant.item.enquiry_id, purpose="special_grant_review", text=words, actor=actor, at=at
    )
    grant.reviewed_at, grant.reviewed_by, grant.reviewed_by_name = at, actor.id, actor.name
    grant.save()
    _record("grant.reviewed", grant, actor, at)


def _require_a_grant_opens_it(item: Item, actor: Actor, at: datetime) -> None:
    opened = reading.opens([item], actor=actor, at=at)
    owner = agency_queries.agency(item.agency_id, actor.hub_id).name
    rules.require_held_back(readable=bool(reading.verdict(item, owner, opened, actor=actor)))
    if too_low := rules.why_vetting_does_not_reach(held=actor.vetting, required=item.vetting):
        raise Refused(f"A special grant does not stand in for vetting. {too_low}")


def _record(name: str, grant: SpecialGrant, actor: Actor, at: datetime) -> None:
    detail: dict[str, audit.Plain] = {
        "item": str(grant.item_id),
        "ground": grant.ground,
        "until": grant.until.isoformat(),
        "finding": grant.finding,
    }
    audit.record(
        name,
        actor=actor,
        at=at,
        about=("grant", grant.id),
        enquiry_id=grant.item.enquiry_id,
        owner=grant.item.agency_id,
        detail=detail,
    )


def _ring(grant: SpecialGrant, actor: Actor, at: datetime) -> None:
    item, hub_id = grant.item, grant.hub_id
    owners = account_queries.addresses(hub_id, agency_id=item.agency_id, roles=OWNERS)
    reviewers = account_queries.addresses(hub_id, roles=REVIEWERS)
    reference = enquiry_queries.references({item.enquiry_id}, actor=actor)[item.enquiry_id]
    room = f"/enquiries/{item.enquiry_id}/room/"
    for kind, to, path in (("special_grant", owners, room), ("exception_to_review", reviewers, "/reviews/")):
        notifications.queue(kind, hub_id=hub_id, to=to, about_id=grant.id, at=at, reference=reference, path=path)
