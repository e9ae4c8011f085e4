"""What clocks beside the ratings', and the hours in which the hub is closed, ask of people."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from openmash.access import Actor, Permission
from openmash.cover import queries as cover_queries
from openmash.cover.queries import Cover, HandoverView
from openmash.cover.rules import may_be_named
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
    for clock in enquiry_queries.running_clocks(actor):
        if clock.due_at > until:
            continue
        yield WorkRow(
            kind="clock",
            action=clock.label,
            enquiry_id=clock.enquiry_id,
            reference=clock.reference,
            words="Set by law" if clock.statutory else "This hub’s own clock",
            due_at=clock.due_at,
            opens=("enquiry", clock.enquiry_id),
        )


def out_of_hours(actor: Actor, model: OperatingModel, at: datetime) -> Iterator[WorkRow]:
    """Somebody to be named for the coming night or this one, what is to be handed over, and what is to be taken over.

    Only where something is due before morning; of the day's cases, those that the actor is kept out of do not count.
    """
    if not cover_queries.needs_owner(model):
        return
    hands_over = Permission.REQUEST_CHECKS in actor.permissions
    takes_over = may_be_named(model, actor.role)
    lists = model.out_of_hours is not None and model.out_of_hours.handover
    last = cover_queries.last_handover(actor, at=at) if lists and (hands_over or takes_over) else None
    if hands_over:
        yield from _before_the_night(actor, model, last, at)
    if not takes_over:
        return
    if last is not None and last.owner_id == actor.id and last.taken_over_at is None:
        title = f"{_cases(len(last.words))} handed over to you"
        yield _row("Take over for tonight", title, f"By {last.handed_by_name}", last.handed_at, actor)


def _before_the_night(
    actor: Actor, model: OperatingModel, last: HandoverView | None, at: datetime
) -> Iterator[WorkRow]:
    cover = cover_queries.cover(actor.hub_id, at=at)
    if cover.night is None:
        return
    begins = cover.night.begins_at or at
    names = cover.owner is None and Permission.DECIDE in actor.permissions
    lists = model.out_of_hours is not None and model.out_of_hours.handover
    hands_over = lists and begins - at <= HANDED_OVER_FROM
    if not (names or hands_over):
        return
    found = cover_queries.due(actor.hub_id, before=cover.night.ends_at)
    cases = len(found.keys() - enquiry_queries.kept_out_of(actor))
    if found and names:
        title = f"Something is due before the hub opens in {_cases(cases)}"
        yield _row("Name the owner out of hours", title, "Nobody is named", begins, actor)
    if cases and hands_over and last is None:
        team = model.out_of_hours.team if model.out_of_hours else ""
        title = f"{_cases(cases)} with something due before the hub opens"
        yield _row(f"Hand over to {team}", title, "Not handed over yet", begins, actor)


def _row(action: str, title: str, words: str, due_at: datetime, actor: Actor) -> WorkRow:
    return WorkRow(
        kind="cover",
        action=action,
        title=title,
        reference="",
        words=words,
        due_at=due_at,
        opens=("out_of_hours", actor.hub_id),
    )


def _cases(count: int) -> str:
    return "1 case" if count == 1 else f"{count} cases"


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
