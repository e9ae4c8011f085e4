"""Endings without further action that another manager is to look at, and reviews that the hub requires."""

from collections.abc import Iterator
from datetime import datetime

from openmash.access import Actor
from openmash.hubs.rules import OperatingModel
from openmash.oversight import queries as oversight_queries
from openmash.worklists.queries.rows import WorkRow
from openmash.worklists.rules import REVIEWS_SHOWN


def to_review(actor: Actor, model: OperatingModel, at: datetime) -> Iterator[WorkRow]:
    """What others ended; nobody reviews their own."""
    for ending in oversight_queries.waiting(actor):
        if ending.ended_by != actor.id:
            yield WorkRow(
                kind="second_review",
                action="Review as second manager",
                enquiry_id=ending.enquiry_id,
                reference=ending.reference,
                title=ending.title,
                words="; ".join(one.label for one in ending.reached),
                due_at=ending.review_due_at,
                opens=("second_review", ending.id),
            )


def required(actor: Actor, model: OperatingModel, at: datetime) -> Iterator[WorkRow]:
    """Reviews that the hub requires, from a while before their day; nobody reviews their own decision."""
    for one in oversight_queries.required_reviews(actor, due_before=at + REVIEWS_SHOWN):
        if not (one.of_decision and one.of_whom == actor.id):
            yield WorkRow(
                kind="required_review",
                action=one.label,
                enquiry_id=one.enquiry_id,
                reference=one.reference,
                words=f"{'Decided' if one.of_decision else 'Noted'} by {one.of_whom_name}",
                due_at=one.due_at,
                opens=("required_review", one.id),
            )
