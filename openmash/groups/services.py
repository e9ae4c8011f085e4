"""Beginning a group from a case, linking people and places, looking at it again, closing it; each on the log.

The log holds who and when, and no case's timeline shows it: a group may be for a few alone.
"""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from openmash.access import Actor, Permission, has, require
from openmash.audit import services as audit
from openmash.enquiries import queries as enquiry_queries
from openmash.groups import permissions, queries, rules
from openmash.groups.errors import NoSuchGroup
from openmash.groups.models import Group, GroupLink, GroupReader, GroupReview
from openmash.groups.queries import GroupView
from openmash.groups.rules import GroupTold, LinkTold, Sees
from openmash.groups.states import GROUP, GroupState
from openmash.sealed import queries as sealed_queries
from openmash.sealed import services as sealed_services

ERASED = "Erased"


@transaction.atomic
def begin(*, enquiry_id: UUID, told: GroupTold, actor: Actor, at: datetime) -> UUID:
    """Begin a group from a case; whom and what it links is added afterwards, from this case and from others.

    Args:
        enquiry_id: the case in which it was seen.
        told: what it is called, why and on what ground it is kept, until when, and who sees it.
        actor: who keeps it.
        at: when.

    Raises:
        NotFound, Refused, KeptOut, RuleBroken (``groups.…``, and as of ``room``).
    """
    _require_in_room(enquiry_id, actor, at)
    rules.require_group(told, at=at)
    readers = _readers(told.sees, told.readers, actor)
    row = Group.objects.create(
        hub_id=actor.hub_id,
        name=told.name.strip(),
        enquiry_id=enquiry_id,
        why_id=_seal(enquiry_id, "group", told.why, actor, at),
        ground=told.ground,
        sees=told.sees,
        review_on=told.review_on,
        state=GROUP.initial,
        begun_at=at,
        begun_by=actor.id,
        begun_by_name=actor.name,
    )
    _name_readers(row, readers)
    _record("group.begun", row, actor, at, ground=told.ground, sees=told.sees, readers=len(readers))
    return row.id


@transaction.atomic
def link(*, group_id: UUID, enquiry_id: UUID, told: LinkTold, actor: Actor, at: datetime) -> UUID:
    """Link somebody in a case, or a place that came to light in it, with a group.

    Args:
        group_id: the group.
        enquiry_id: the case on which the link stands; it is erased with that case.
        told: who or what, as what, and why.
        actor: who links.
        at: when.

    Raises:
        NotFound, Refused, KeptOut, RuleBroken (``groups.…``, and as of ``room``).
    """
    _require_in_room(enquiry_id, actor, at)
    row = _kept(group_id, actor, at)
    rules.require_link(told, enquiry_queries.enquiry(enquiry_id, actor=actor).person_ids)
    place, postcode = told.place.strip(), told.postcode.strip().upper()
    is_place = told.part == rules.Part.PLACE
    same = GroupLink.objects.filter(
        hub_id=actor.hub_id, group=row, enquiry_id=enquiry_id, part=told.part, ended_at=None
    ).filter(**({"place__iexact": place} if is_place else {"person_id": told.person_id}))
    rules.require_not_linked_yet(linked=same.exists())
    made = GroupLink.objects.create(
        hub_id=actor.hub_id,
        group=row,
        enquiry_id=enquiry_id,
        part=told.part,
        person_id=None if is_place else told.person_id,
        place=place if is_place else "",
        postcode=postcode if is_place else "",
        why_id=_seal(enquiry_id, "group_link", told.why, actor, at),
        linked_at=at,
        linked_by=actor.id,
        linked_by_name=actor.name,
    )
    _record("group.linked", row, actor, at, link=str(made.id), part=told.part, enquiry=str(enquiry_id))
    return made.id


@transaction.atomic
def take_out(*, link_id: UUID, why: str, actor: Actor, at: datetime) -> None:
    """Take somebody or some place out of a group; that they were in it, and why not any more, stays.

    Raises:
        NotFound, Refused, RuleBroken (``groups.…``, and as of ``room``).
    """
    permissions.require_can_keep(actor)
    row = _kept(queries.group_of_link(link_id, actor=actor, at=at), actor, at)
    made = GroupLink.objects.select_for_update().get(hub_id=actor.hub_id, id=link_id)
    rules.require_still_linked(linked=made.ended_at is None)
    rules.require_why(why)
    made.ended_at, made.ended_by, made.ended_by_name = at, actor.id, actor.name
    made.ended_why_id = _seal(made.enquiry_id, "group_link", why, actor, at)
    made.save(update_fields=["ended_at", "ended_by", "ended_by_name", "ended_why"])
    _record("group.taken_out", row, actor, at, link=str(made.id))


@transaction.atomic
def review(*, group_id: UUID, found: str, next_on: date | None, actor: Actor, at: datetime) -> None:
    """Look at a group again: keep it until another day, or close it.

    Args:
        group_id: the group.
        found: what was found, and why it is kept or not; sealed.
        next_on: by when it is looked at again; None closes it.
        actor: who looked.
        at: when.

    Raises:
        NotFound, Refused, RuleBroken (``groups.…``, and as of ``room``).
    """
    row = _kept(group_id, actor, at)
    rules.require_why(found)
    if next_on is not None:
        rules.require_review_on(next_on, at=at)
    enquiry_id = _newest_case(row)
    GroupReview.objects.create(
        hub_id=actor.hub_id,
        group=row,
        enquiry_id=enquiry_id,
        found_id=_seal(enquiry_id, "group_review", found, actor, at),
        next_on=next_on,
        reviewed_at=at,
        reviewed_by=actor.id,
        reviewed_by_name=actor.name,
    )
    if next_on is None:
        _close(row, actor, at)
        return
    row.review_on = next_on
    row.save(update_fields=["review_on"])
    _record("group.reviewed", row, actor, at, next_on=next_on.isoformat())


@transaction.atomic
def let_see(*, group_id: UUID, sees: str, readers: Collection[UUID], actor: Actor, at: datetime) -> None:
    """Say anew who may see a group.

    Args:
        group_id: the group.
        sees: a code of ``rules.SEES_WORDS``.
        readers: whom, where only those named see it.
        actor: who says so.
        at: when.

    Raises:
        NotFound, Refused, RuleBroken (``groups.…``, and as of ``room``).
    """
    row = _kept(group_id, actor, at)
    rules.require_sees(sees)
    # Whoever narrows it goes on seeing it themselves, be it somebody else who began it.
    named = _readers(sees, {*readers, actor.id} if sees == Sees.NAMED else (), actor)
    row.sees = sees
    row.save(update_fields=["sees"])
    GroupReader.objects.filter(hub_id=actor.hub_id, group=row).delete()
    _name_readers(row, named)
    _record("group.readers_changed", row, actor, at, sees=sees, users=sorted(str(each) for each in named))


@transaction.atomic
def open_(*, group_id: UUID, actor: Actor, at: datetime) -> GroupView:
    """Open a group with all of its reasons; that it was opened is on the log first.

    Raises:
        NotFound, Refused, RuleBroken: as of ``room``.
    """
    row = queries.require_group(group_id, actor=actor, at=at)
    _record("group.opened", row, actor, at)
    return queries.group(group_id, actor=actor, at=at)


@transaction.atomic
def erase(*, enquiry_id: UUID, actor: Actor, at: datetime) -> int:
    """Take what stands on one case out of every group; a group that stands on nothing any more loses its name.

    The reasons are sealed texts of the case, whose keys are destroyed with it.

    Returns:
        How many links were erased.
    """
    require(has(actor, Permission.MANAGE_RECORDS))
    here = {"hub_id": actor.hub_id, "enquiry_id": enquiry_id}
    links = GroupLink.objects.filter(**here)
    touched = {*links.values_list("group_id", flat=True), *Group.objects.filter(**here).values_list("id", flat=True)}
    erased, _ = links.delete()
    still = GroupLink.objects.filter(hub_id=actor.hub_id, group_id__in=touched).values_list("group_id", flat=True)
    for row in Group.objects.select_for_update().filter(id__in=touched - set(still)):
        row.name = ERASED
        row.save(update_fields=["name"])
        GroupReader.objects.filter(hub_id=actor.hub_id, group=row).delete()
        if row.state == GroupState.KEPT:
            _close(row, actor, at)
    return erased


def _require_in_room(enquiry_id: UUID, actor: Actor, at: datetime) -> None:
    permissions.require_can_keep(actor)
    enquiry_queries.require_enquiry(enquiry_id, actor=actor)
    sealed_queries.require_reader(actor, at, enquiry_id)


def _kept(group_id: UUID, actor: Actor, at: datetime) -> Group:
    """The row, locked, where the actor may change it and it is still kept."""
    permissions.require_can_keep(actor)
    queries.require_group(group_id, actor=actor, at=at)
    row = Group.objects.select_for_update().filter(hub_id=actor.hub_id, id=group_id).first()
    if row is None:
        raise NoSuchGroup
    rules.require_kept(kept=row.state == GroupState.KEPT)
    return row


def _readers(sees: str, readers: Collection[UUID], actor: Actor) -> frozenset[UUID]:
    if sees != Sees.NAMED:
        return frozenset()
    rules.require_readers(readers, {actor.id, *(user_id for user_id, _ in queries.who_can_be_named(actor))})
    return frozenset(readers)


def _name_readers(row: Group, readers: Collection[UUID]) -> None:
    GroupReader.objects.bulk_create(GroupReader(hub_id=row.hub_id, group=row, user_id=each) for each in readers)


def _newest_case(row: Group) -> UUID:
    """The case that was linked last: what a review found is sealed with it, and lives as long."""
    links = GroupLink.objects.filter(hub_id=row.hub_id, group=row).order_by("-linked_at", "-id")
    return links.values_list("enquiry_id", flat=True).first() or row.enquiry_id


def _close(row: Group, actor: Actor, at: datetime) -> None:
    row.state = GROUP.move(row.state, "close")
    row.closed_at, row.closed_by = at, actor.id
    row.save(update_fields=["state", "closed_at", "closed_by"])
    _record("group.closed", row, actor, at)


def _seal(enquiry_id: UUID, purpose: str, text: str, actor: Actor, at: datetime) -> UUID:
    return sealed_services.seal_text(enquiry_id=enquiry_id, purpose=purpose, text=text.strip(), actor=actor, at=at)


def _record(name: str, row: Group, actor: Actor, at: datetime, **detail: audit.Plain) -> None:
    audit.record(name, actor=actor, at=at, about=("group", row.id), detail=detail)
