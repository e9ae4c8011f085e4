"""Who may know of an item, and who may read it besides its owner and the decision makers."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q

from openmash.access import ROLES, Actor, Permission, Verdict, require
from openmash.accounts import queries as account_queries
from openmash.agencies import queries as agency_queries
from openmash.core.errors import NotFound
from openmash.enquiries import queries as enquiry_queries
from openmash.sealed import permissions, rules
from openmash.sealed.models import Item, ItemReader, SpecialGrant
from openmash.sealed.rules import Sensitivity


@dataclass(frozen=True)
class Opens:
    """What one actor may open beyond their role: items they are named for, and grants they hold now (id by item)."""

    named: frozenset[UUID] = frozenset()
    grants: dict[UUID, UUID] = field(default_factory=dict)
    until: dict[UUID, datetime] = field(default_factory=dict)


def may_know(actor: Actor, prefix: str = "") -> Q:
    """The items that an actor may know of at all. Every list, count, order and address goes through this.

    Args:
        actor: who asks.
        prefix: the path from the rows asked for to the item, ``"item__"``; empty for items themselves.
    """
    shown = ~Q(**{f"{prefix}sensitivity": Sensitivity.HIDDEN})
    if not permissions.can_enter_room(actor):
        return shown
    named = ItemReader.objects.filter(
        hub_id=actor.hub_id,
        item_id=OuterRef(f"{prefix}id"),
        number=OuterRef(f"{prefix}version"),
        user_id=actor.id,
    )
    return shown | Q(**{f"{prefix}agency_id": actor.agency_id}) | Q(Exists(named))


def hidden_from(enquiry_id: UUID, *, actor: Actor) -> frozenset[UUID]:
    """The items of an enquiry that the actor may not know of: timelines and the like leave out all about them."""
    hidden = Item.objects.filter(hub_id=actor.hub_id, enquiry_id=enquiry_id, sensitivity=Sensitivity.HIDDEN)
    return frozenset(hidden.exclude(may_know(actor)).values_list("id", flat=True))


def opens(items: Collection[Item], *, actor: Actor, at: datetime) -> Opens:
    """What of these items the actor may open by name or by grant; two statements, none where nothing is held back."""
    held = [item.id for item in items if item.sensitivity != Sensitivity.HUB and item.agency_id != actor.agency_id]
    if not held:
        return Opens()
    mine = {"hub_id": actor.hub_id, "item_id__in": held}
    named = ItemReader.objects.filter(**mine, user_id=actor.id, number=F("item__version"))
    grants = SpecialGrant.objects.filter(**mine, holder_id=actor.id, given_at__lte=at, until__gt=at).order_by("until")
    found = list(grants.values_list("item_id", "id", "until"))
    return Opens(
        named=frozenset(named.values_list("item_id", flat=True)),
        grants={item_id: grant_id for item_id, grant_id, _ in found},
        until={item_id: until for item_id, _, until in found},
    )


def verdict(item: Item, agency_name: str, opened: Opens, *, actor: Actor) -> Verdict:
    """Whether the actor may read an item, and whom to speak to if not."""
    return permissions.can_read(
        actor,
        agency_id=item.agency_id,
        agency_name=agency_name,
        sensitivity=item.sensitivity,
        professional=item.professional,
        vetting=item.vetting,
        named=item.id in opened.named,
        granted=item.id in opened.grants,
    )


def require_can_read(item: Item, *, actor: Actor, at: datetime) -> None:
    """For what is done with one item by somebody who must be able to read it.

    Raises:
        NotFound: they may not even know of it.
        Refused: with whom to speak to instead.
    """
    require_can_read_each([item], actor=actor, at=at)


def require_can_read_each(items: Collection[Item], *, actor: Actor, at: datetime) -> None:
    """The same for several at once, whatever they have in common; three statements.

    Raises:
        NotFound: they may not even know of one of them.
        Refused: with whom to speak to instead.
    """
    names = {agency.id: agency.name for agency in agency_queries.agencies(actor.hub_id)} if items else {}
    opened = opens(items, actor=actor, at=at)
    for item in items:
        named = item.id in opened.named
        if not permissions.can_know(actor, agency_id=item.agency_id, sensitivity=item.sensitivity, named=named):
            raise NotFound
        require(verdict(item, names[item.agency_id], opened, actor=actor))


def require_reader(actor: Actor, at: datetime, enquiry_id: UUID) -> None:
    """The one gate of the sealed room: role, exclusions, vetting and agreement, all at once and today.

    Args:
        actor: who wants to read.
        at: now.
        enquiry_id: whose room.

    Raises:
        Refused: their role does not enter the room.
        KeptOut: an exclusion keeps them out of this case.
        RuleBroken: ``sealed.vetting_is_current`` or ``sealed.agreement_is_current``.
    """
    permissions.require_can_enter_room(actor)
    enquiry_queries.require_not_kept_out(enquiry_id, actor=actor)
    rules.require_may_enter_now(
        vetted_until=actor.vetted_until, agreement_until=actor.agreement_until, agency=actor.agency_name, at=at
    )


def who_can_be_named(actor: Actor) -> list[tuple[UUID, str]]:
    """Members of other agencies who work in the room, by name: whom an owner can name to read something."""
    return [
        (each.user_id, f"{each.name}, {each.agency_name}")
        for each in account_queries.people_of(actor.hub_id)
        if each.agency_id != actor.agency_id and Permission.ENTER_SEALED_ROOM in ROLES[each.role].permissions
    ]


def readers_of(items: Collection[Item], *, actor: Actor) -> dict[UUID, tuple[UUID, ...]]:
    """Whom the owner named to read each of these items as they stand, for the owner's own people alone."""
    own = [item.id for item in items if item.agency_id == actor.agency_id and item.sensitivity != Sensitivity.HUB]
    if not own:
        return {}
    rows = ItemReader.objects.filter(hub_id=actor.hub_id, item_id__in=own, number=F("item__version"))
    found: dict[UUID, tuple[UUID, ...]] = {}
    for item_id, user_id in rows.values_list("item_id", "user_id"):
        found[item_id] = (*found.get(item_id, ()), user_id)
    return found
