"""Colleagues whose time in the hub ends with work still in their hands."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.utils import timezone

from openmash.access import Actor
from openmash.cover import queries as cover_queries
from openmash.hubs.rules import OperatingModel
from openmash.worklists.queries.rows import WorkRow


def with_work(actor: Actor, model: OperatingModel, at: datetime) -> Iterator[WorkRow]:
    """Whose work is to be given to somebody else, by the end of their last day."""
    for each in cover_queries.leaving(actor, at=at):
        held = "1 enquiry" if len(each.held) == 1 else f"{len(each.held)} enquiries"
        turns = f"{each.turns} out of hours" if each.turns else ""
        midnight = datetime.combine(each.until_on + timedelta(days=1), time(), timezone.get_default_timezone())
        yield WorkRow(
            kind="leaving",
            action="Give their work to somebody",
            title=f"{each.user_name} goes back to {each.home_team}",
            reference="",
            words=", ".join(filter(None, (f"{held} still theirs" if each.held else "", turns))),
            due_at=midnight,
            opens=("rotation", actor.hub_id),
        )
