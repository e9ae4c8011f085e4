"""Children who were missing, are found, and are to be spoken with."""

from collections.abc import Iterator
from datetime import datetime

from openmash.access import Actor
from openmash.hubs import queries as hub_queries
from openmash.hubs.rules import OperatingModel
from openmash.screening import queries as screening_queries
from openmash.worklists.queries.rows import WorkRow


def to_hold(actor: Actor, model: OperatingModel, at: datetime) -> Iterator[WorkRow]:
    """Return interviews that are due; nothing is read in a hub that never held any."""
    if not hub_queries.ever(actor.hub_id, lambda each: each.return_interviews):
        return
    for interview in screening_queries.interviews_due(actor):
        yield WorkRow(
            kind="interview",
            action="Return interview",
            title=interview.name,
            reference="",
            words="Found, and not spoken with yet",
            due_at=interview.due_at,
            opens=("interview", interview.id),
        )
