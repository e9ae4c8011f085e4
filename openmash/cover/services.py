"""Naming who owns what runs on out of hours; handing over to them at the end of the day, and taking over."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from openmash.access import Actor, Permission, Role, has, require
from openmash.accounts import queries as account_queries
from openmash.audit import services as audit
from openmash.core import hub_context
from openmash.core.errors import NotFound
from openmash.cover import permissions, queries, rules
from openmash.cover.errors import NoSuchHandover, NoSuchPlacement, NoSuchTurn
from openmash.cover.models import DutyPlace, DutyWeek, Handover, HandoverLine, Placement, Turn
from openmash.cover.rules import PlacementTold, TurnTold
from openmash.enquiries import queries as enquiry_queries
from openmash.hubs import queries as hub_queries
from openmash.notifications import services as notifications

ERASED = "Erased"


@transaction.atomic
def name_owner(*, told: TurnTold, actor: Actor, at: datetime) -> UUID:
    """Name somebody who works in the hub as the owner, out of hours, of everything that runs on.

    Args:
        told: who, where they are reached, from when to when.
        actor: who names them.
        at: when.

    Raises:
        Refused: their role names nobody.
        NotFound: nobody of that id works in this hub.
        RuleBroken: ``cover.owner_…``, ``cover.turn_…``, ``cover.one_owner_at_a_time``.
    """
    permissions.require_can_name(actor)
    name, role = _colleague(told.user_id, actor)
    rules.require_turn(told, at)
    rules.require_may_be_named(hub_queries.model_of(actor.hub_id, at), role, name)
    _one_at_a_time(f"owner out of hours {actor.hub_id}")
    here = Turn.objects.filter(hub_id=actor.hub_id, withdrawn_at=None)
    others = here.filter(begins_at__lt=told.ends_at, ends_at__gt=told.begins_at)
    rules.require_one_owner(list(others.values_list("user_name", flat=True)))
    row = Turn(hub_id=actor.hub_id, user_id=told.user_id, user_name=name, telephone=told.telephone.strip())
    row.begins_at, row.ends_at = told.begins_at, told.ends_at
    row.named_at, row.named_by, row.named_by_name = at, actor.id, actor.name
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # somebody else was named for this beginning in the same moment
        rules.require_one_owner(list(others.values_list("user_name", flat=True)))
        raise
    hub_context.forget(("cover", actor.hub_id, at))
    detail: dict[str, audit.Plain] = {"user": str(told.user_id)}
    audit.record("cover.owner_named", actor=actor, at=at, about=("turn", row.id), detail=detail)
    return row.id


@transaction.atomic
def withdraw_turn(*, turn_id: UUID, actor: Actor, at: datetime) -> None:
    """Say that somebody does not cover the hub after all; from then on nobody does until another is named.

    Raises:
        Refused: their role names nobody.
        NotFound: there is no such turn, or it was withdrawn already.
    """
    permissions.require_can_name(actor)
    rows = Turn.objects.select_for_update().filter(hub_id=actor.hub_id, id=turn_id, withdrawn_at=None)
    row = rows.first()
    if row is None:
        raise NoSuchTurn
    row.withdrawn_at, row.withdrawn_by = at, actor.id
    row.save(update_fields=["withdrawn_at", "withdrawn_by"])
    hub_context.forget(("cover", actor.hub_id, at))
    audit.record("cover.owner_withdrawn", actor=actor, at=at, about=("turn", row.id))


@transaction.atomic
def hand_over(*, notes: Mapping[UUID, str], actor: Actor, at: datetime) -> UUID:
    """Hand over to the owner out of hours every case in which something is due before the hub opens.

    What is due is read here, not taken from the page: a case that came in meanwhile is handed over too, and so is one
    that whoever hands over is kept out of, without a word of theirs.

    Args:
        notes: where each case stands and what it needs tonight, by enquiry.
        actor: who hands over.
        at: when.

    Raises:
        Refused: their role does not hand over.
        RuleBroken: ``cover.hub_hands_over_by_a_list``, ``cover.handed_to_somebody_by_name``,
            ``cover.every_decision_is_handed_over_in_words``, ``cover.owner_may_open_what_is_handed_over``.
    """
    permissions.require_can_hand_over(actor)
    model = hub_queries.model_of(actor.hub_id, at)
    rules.require_handovers(model)
    covered = queries.cover(actor.hub_id, at=at)
    rules.require_owner(covered.owner.name if covered.owner else "")
    assert covered.owner is not None and covered.night is not None  # noqa: S101, PT018 - said by the rule above
    shown = queries.due_before_morning(actor, at=at)
    rules.require_every_decision_has_words(notes, {line.enquiry_id: line.family for line in shown if line.decisions})
    found = queries.due(actor.hub_id, before=covered.night.ends_at)
    _require_owner_may_open(covered.owner, found, {line.enquiry_id: line.reference for line in shown}, actor)
    row = Handover(hub_id=actor.hub_id, turn_id=covered.owner.id, until=covered.night.ends_at)
    row.handed_at, row.handed_by, row.handed_by_name = at, actor.id, actor.name
    row.save(force_insert=True)
    written = {line.enquiry_id: notes.get(line.enquiry_id, "").strip() for line in shown}
    HandoverLine.objects.bulk_create(
        HandoverLine(
            hub_id=actor.hub_id, handover=row, enquiry_id=each, due_at=min(due.moments), words=written.get(each, "")
        )
        for each, due in found.items()
    )
    detail: dict[str, audit.Plain] = {"to": str(covered.owner.user_id), "cases": len(found)}
    audit.record("cover.handed_over", actor=actor, at=at, about=("handover", row.id), detail=detail)
    _ring(row, covered.owner.user_id, at)
    return row.id


@transaction.atomic
def take_over(*, handover_id: UUID, actor: Actor, at: datetime) -> None:
    """The owner named for the night says that they have it.

    Raises:
        NotFound: there is no such handover.
        RuleBroken: ``cover.owner_takes_over``, ``cover.taken_over_once``.
    """
    permissions.require_can_see(actor)
    rows = Handover.objects.select_for_update(of=("self",)).select_related("turn")
    row = rows.filter(hub_id=actor.hub_id, id=handover_id).first()
    if row is None:
        raise NoSuchHandover
    rules.require_own_turn(own=row.turn.user_id == actor.id, owner=row.turn.user_name)
    rules.require_not_taken_over(taken_over=row.taken_over_at is not None)
    row.taken_over_at, row.taken_over_by = at, actor.id
    row.save(update_fields=["taken_over_at", "taken_over_by"])
    audit.record("cover.taken_over", actor=actor, at=at, about=("handover", row.id))


@transaction.atomic
def erase(*, enquiry_id: UUID, actor: Actor, at: datetime) -> int:
    """Blank what was written of one family as it was handed over; that it was, to whom and when, stays.

    Returns:
        How many lines were blanked.
    """
    require(has(actor, Permission.MANAGE_RECORDS))
    return HandoverLine.objects.filter(hub_id=actor.hub_id, enquiry_id=enquiry_id).update(words=ERASED)


def _require_owner_may_open(
    owner: queries.TurnView, found: Collection[UUID], references: Mapping[UUID, str], actor: Actor
) -> None:
    shut = enquiry_queries.kept_out_of(account_queries.actor_for(owner.user_id, actor.hub_id)) & set(found)
    rules.require_owner_may_open(owner.name, [references.get(each, "") for each in shut])


def _colleague(user_id: UUID, actor: Actor) -> tuple[str, Role]:
    for each in account_queries.people_of(actor.hub_id):
        if each.user_id == user_id:
            return each.name, each.role
    raise NotFound("Nobody of that name works in this hub. Choose somebody from the list.")


def _ring(row: Handover, user_id: UUID, at: datetime) -> None:
    notifications.queue(
        "night_handed_over",
        hub_id=row.hub_id,
        to=account_queries.addresses(row.hub_id, user_id=user_id),
        about_id=row.id,
        at=at,
        reference=str(row.id)[:8].upper(),
        path="/out-of-hours/",
    )


@transaction.atomic
def place(*, user_id: UUID, team: str, from_on: date, actor: Actor, at: datetime) -> None:
    """Put a colleague in a team of the duty rota from a day on, or in none.

    Args:
        user_id: somebody who may hold enquiries in this hub.
        team: a code of the rota; empty for none.
        from_on: today or later.
        actor: who says so.
        at: when.

    Raises:
        Refused, NotFound, RuleBroken (``cover.hub_has_a_rota``, ``cover.team_of_the_rota``,
        ``cover.placed_from_today_on``).
    """
    permissions.require_can_name(actor)
    rota = rules.require_rota(hub_queries.model_of(actor.hub_id, at))
    name = _holder(user_id, actor)
    rules.require_duty_team(rota, team, or_none=True)
    rules.require_place_from(from_on, timezone.localdate(at))
    row = DutyPlace(hub_id=actor.hub_id, user_id=user_id, user_name=name, team=team, from_on=from_on)
    row.placed_at, row.placed_by, row.placed_by_name = at, actor.id, actor.name
    row.save(force_insert=True)
    detail: dict[str, audit.Plain] = {"user": str(user_id), "team": team, "from": from_on.isoformat()}
    audit.record("cover.duty_placed", actor=actor, at=at, about=("duty_place", row.id), detail=detail)


@transaction.atomic
def change_week(*, week_on: date, team: str, why: str, actor: Actor, at: datetime) -> None:
    """Put another team on duty for one week than the rota says.

    Args:
        week_on: the Monday of the week.
        team: a code of the rota.
        why: for colleagues to read; nothing about a family.
        actor: who says so.
        at: when.

    Raises:
        Refused, RuleBroken (``cover.hub_has_a_rota``, ``cover.team_of_the_rota``, ``cover.week_that_can_change``,
        ``cover.another_team_with_a_reason``).
    """
    permissions.require_can_name(actor)
    rota = rules.require_rota(hub_queries.model_of(actor.hub_id, at))
    rules.require_duty_team(rota, team)
    rules.require_week_ahead(week_on, timezone.localdate(at))
    rules.require_why_another_team(why)
    row = DutyWeek(hub_id=actor.hub_id, week_on=week_on, team=team, why=why.strip())
    row.changed_at, row.changed_by, row.changed_by_name = at, actor.id, actor.name
    row.save(force_insert=True)
    detail: dict[str, audit.Plain] = {"team": team, "week": week_on.isoformat()}
    audit.record("cover.duty_week_changed", actor=actor, at=at, about=("duty_week", row.id), detail=detail)


def _holder(user_id: UUID, actor: Actor) -> str:
    for each in enquiry_queries.may_hold(actor):
        if each.user_id == user_id:
            return each.name
    raise NotFound("Nobody of that name holds enquiries in this hub. Choose somebody from the list.")


@transaction.atomic
def take_in(*, told: PlacementTold, actor: Actor, at: datetime) -> UUID:
    """Write down that somebody is in the hub for a time, from their own team, and who comes next.

    Args:
        told: who, from which team, from when to when, and who comes next.
        actor: who says so.
        at: when.

    Raises:
        Refused, NotFound, RuleBroken (``cover.placement_…``, ``cover.one_placement_at_a_time``).
    """
    permissions.require_can_rotate(actor)
    name, _ = _colleague(told.user_id, actor)
    return _take_in(told, name, actor, at)


@transaction.atomic
def change_placement(*, placement_id: UUID, told: PlacementTold, actor: Actor, at: datetime) -> UUID:
    """Write a placement down anew, longer, shorter or with another successor; how it stood before stays on record.

    Args:
        placement_id: the one that holds no longer.
        told: how it is now, of the same person.
        actor: who says so.
        at: when.

    Raises:
        as ``take_in``.
    """
    row = _withdraw(placement_id, actor, at)
    told = replace(told, user_id=row.user_id)
    return _take_in(told, row.user_name, actor, at)


@transaction.atomic
def withdraw_placement(*, placement_id: UUID, actor: Actor, at: datetime) -> None:
    """Say that a placement does not come about, or was written down in error; raises Refused, NotFound."""
    row = _withdraw(placement_id, actor, at)
    audit.record("cover.placement_withdrawn", actor=actor, at=at, about=("placement", row.id))


def _take_in(told: PlacementTold, name: str, actor: Actor, at: datetime) -> UUID:
    rules.require_placement(told, timezone.localdate(at))
    _one_at_a_time(f"placement {actor.hub_id} {told.user_id}")
    theirs = Placement.objects.filter(hub_id=actor.hub_id, user_id=told.user_id, withdrawn_at=None)
    others = theirs.filter(from_on__lte=told.until_on, until_on__gte=told.from_on)
    rules.require_one_placement(list(others.values_list("from_on", "until_on")))
    row = Placement(hub_id=actor.hub_id, user_id=told.user_id, user_name=name, home_team=told.home_team.strip())
    row.from_on, row.until_on, row.next_name = told.from_on, told.until_on, told.next_name.strip()
    row.placed_at, row.placed_by, row.placed_by_name = at, actor.id, actor.name
    row.save(force_insert=True)
    detail: dict[str, audit.Plain] = {"user": str(told.user_id), "from": told.from_on.isoformat()}
    detail["until"] = told.until_on.isoformat()
    audit.record("cover.placement_recorded", actor=actor, at=at, about=("placement", row.id), detail=detail)
    return row.id


def _one_at_a_time(what: str) -> None:
    """Wait until whoever writes the same down at this moment is done: a row that is not there yet cannot be locked.

    Two times that overlap begin on different days, so no unique index would tell; whoever comes second sees the first.

    Args:
        what: names it within the database; held until the transaction ends.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [what])


def _withdraw(placement_id: UUID, actor: Actor, at: datetime) -> Placement:
    permissions.require_can_rotate(actor)
    rows = Placement.objects.select_for_update().filter(hub_id=actor.hub_id, id=placement_id, withdrawn_at=None)
    row = rows.first()
    if row is None:
        raise NoSuchPlacement
    row.withdrawn_at, row.withdrawn_by = at, actor.id
    row.save(update_fields=["withdrawn_at", "withdrawn_by"])
    return row
