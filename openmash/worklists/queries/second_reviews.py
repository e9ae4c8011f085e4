"""Endings without further action that another manager is to look at."""

from collections.abc import Iterator
from datetime import datetime

from openmash.access import Actor
from openmash.hubs.rules import OperatingModel
from openmash.oversight import queries as oversight_queries
from openmash.worklists.queries.rows import WorkRow


def to_review(actor: Actor, model: OperatingModel, at: datetime) -> Iterator[WorkRow]:
    """What others ended; nobody reviews their own."""
    for ending in oversight_queries.waiting(actor):
        if ending.ended_by != actor.id:
            yield WorkRow(
                kind="second_review",
                action="Review as second manager",
                enquiry_id=ending.enquiry_id,
                reference=ending.reference,
                words="; ".join(one.label for one in ending.reached),
                due_at=ending.review_due_at,
                opens=("second_review", ending.id),
            )
