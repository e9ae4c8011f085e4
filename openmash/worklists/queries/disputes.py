"""Where people do not agree and somebody has to settle it."""

from collections.abc import Iterator
from datetime import datetime

from openmash.access import Actor
from openmash.differences import queries as difference_queries
from openmash.hubs.rules import OperatingModel
from openmash.worklists.queries.rows import WorkRow, by_working_day
from openmash.worklists.rules import TELL


def challenged(actor: Actor, model: OperatingModel, at: datetime) -> Iterator[WorkRow]:
    """Whoever referred does not agree with what they were told: somebody takes that up, or answers it."""
    for each in difference_queries.waiting_challenges(actor):
        yield WorkRow(
            kind="challenge",
            action="Answer a referrer who does not agree",
            title=each.from_whom or "Whoever referred",
            enquiry_id=each.enquiry_id,
            reference=each.reference,
            words="They do not agree with what they were told",
            due_at=by_working_day(TELL, each.sent_at, model),
            opens=("challenge", each.id),
        )


def to_settle(actor: Actor, model: OperatingModel, at: datetime) -> Iterator[WorkRow]:
    """What the hub's ladders ask the actor to settle; nobody is asked about what they raised, rated or decided."""
    for each in difference_queries.open_differences(actor):
        if each.may_settle:
            yield WorkRow(
                kind="settle",
                action="Settle a dispute",
                enquiry_id=each.enquiry_id,
                reference=each.reference,
                words=f"{each.about_label} disputed for {each.raised_for or 'whoever referred'}",
                due_at=each.due_at,
                opens=("difference", each.id),
            )
