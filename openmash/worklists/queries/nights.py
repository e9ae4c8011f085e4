"""What clocks beside the ratings', and the hours in which the hub is closed, ask of people."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from openmash.access import Actor, Permission
from openmash.cover import queries as cover_queries
from openmash.cover.queries import Cover
from openmash.enquiries import queries as enquiry_queries
from openmash.hubs.rules import OperatingModel
from openmash.worklists.queries.rows import WorkRow, by_working_day

SOON = 1
"""Working days before it runs out that a clock beside the ratings' comes up."""
HANDED_OVER_FROM = timedelta(hours=2)
"""How long before the hub closes somebody is asked to hand over."""


def clocks_running_out(actor: Actor, model: OperatingModel, at: datetime) -> Iterator[WorkRow]:
    """What is due beside the decisions by the end of the next working day; for whoever decides, what is late alone."""
    until = at if Permission.DECIDE in actor.permissions else by_working_day(SOON, at, model)
    running = [each for each in enquiry_queries.running_clocks(actor) if each.due_at <= until]
    references = enquiry_queries.references({each.enquiry_id for each in running}, actor=actor)
    for clock in running:
        yield WorkRow(
            kind="clock",
            action=clock.label,
            enquiry_id=clock.enquiry_id,
            reference=references[clock.enquiry_id],
            words="Set by law" if clock.statutory else "This hub’s own clock",
            due_at=clock.due_at,
            opens=("enquiry", clock.enquiry_id),
        )


def to_name(actor: Actor, model: OperatingModel, at: datetime) -> Iterator[WorkRow]:
    """Nobody is named for the coming night, or this one, and something is due before morning."""
    if not cover_queries.needs_owner(model):
        return
    cover = cover_queries.cover(actor.hub_id, at=at)
    if cover.owner is not None or cover.night is None:
        return
    count = len(cover_queries.due(actor.hub_id, before=cover.night.ends_at))
    if count:
        yield WorkRow(
            kind="cover",
            action="Name the owner out of hours",
            title="Nobody is named",
            reference="",
            words=f"Something is due before the hub opens in {count} case{'' if count == 1 else 's'}",
            due_at=cover.night.begins_at or at,
            opens=("out_of_hours", actor.hub_id),
        )


def to_hand_over(actor: Actor, model: OperatingModel, at: datetime) -> Iterator[WorkRow]:
    """Towards the end of the day, where this hub hands over by a list and nobody has."""
    if model.out_of_hours is None or not model.out_of_hours.handover:
        return
    night = cover_queries.cover(actor.hub_id, at=at).night
    if night is None or (night.begins_at and night.begins_at - at > HANDED_OVER_FROM):
        return
    count = len(cover_queries.due_before_morning(actor, at=at))
    if count and cover_queries.last_handover(actor, at=at) is None:
        yield WorkRow(
            kind="cover",
            action=f"Hand over to {model.out_of_hours.team}",
            title=f"{count} case{'' if count == 1 else 's'} due before the hub opens",
            reference="",
            words="Not handed over yet",
            due_at=night.begins_at or at,
            opens=("out_of_hours", actor.hub_id),
        )


def to_take_over(actor: Actor, model: OperatingModel, at: datetime) -> Iterator[WorkRow]:
    """What was handed over to this person by name, until they say that they have it."""
    if model.out_of_hours is None or not model.out_of_hours.handover:
        return
    last = cover_queries.last_handover(actor, at=at)
    if last is not None and last.owner_id == actor.id and last.taken_over_at is None:
        yield WorkRow(
            kind="cover",
            action="Take over for tonight",
            title=f"{len(last.words)} case{'' if len(last.words) == 1 else 's'} handed over to you",
            reference="",
            words=f"By {last.handed_by_name}",
            due_at=last.handed_at,
            opens=("out_of_hours", actor.hub_id),
        )


def owner_in_words(cover: Cover, due_at: datetime | None) -> str:
    """Who owns a decision that is due before the hub opens again; empty where it is due while it is open."""
    night = cover.night
    if night is None or due_at is None or due_at >= night.ends_at:
        return ""
    if night.begins_at is not None and due_at <= night.begins_at:
        return ""
    if cover.owner is None:
        return "nobody is named out of hours"
    return f"out of hours: {cover.owner.name}, {cover.owner.telephone}"
