"""Letters to referrers that wait for somebody else's eyes before they go."""

from collections.abc import Iterator
from datetime import datetime

from openmash.access import Actor
from openmash.decisions.models import Letter
from openmash.decisions.states import LetterState
from openmash.enquiries import queries as enquiry_queries
from openmash.hubs.rules import OperatingModel
from openmash.worklists.queries.rows import WorkRow, by_working_day
from openmash.worklists.rules import TELL


def to_see(actor: Actor, model: OperatingModel, at: datetime) -> Iterator[WorkRow]:
    """What others wrote, for the roles that the hub names; nobody sees their own."""
    waiting = Letter.objects.filter(hub_id=actor.hub_id, state=LetterState.WRITTEN).exclude(written_by=actor.id)
    rows = list(waiting.select_related("enquiry").order_by("written_at", "id"))
    models = enquiry_queries.models_for({row.enquiry_id for row in rows}, actor=actor) if rows else {}
    for row in rows:
        rule = models[row.enquiry_id].referrer_letters
        if rule is not None and actor.role in rule.roles:
            yield WorkRow(
                kind="letter",
                action="Read a letter before it goes",
                enquiry_id=row.enquiry_id,
                reference=row.enquiry.reference,
                words=f"To whoever referred, written by {row.written_by_name}",
                due_at=by_working_day(TELL, row.written_at, models[row.enquiry_id]),
                opens=("letter", row.id),
            )
