"""Records that somebody says are of one person, until somebody else has said whether they are."""

from collections.abc import Iterator
from datetime import datetime

from openmash.access import Actor
from openmash.enquiries import queries as enquiry_queries
from openmash.hubs.rules import OperatingModel
from openmash.people import queries as people_queries
from openmash.worklists.queries.rows import WorkRow, by_working_day
from openmash.worklists.rules import ANSWER_A_MERGE


def to_answer(actor: Actor, model: OperatingModel, at: datetime) -> Iterator[WorkRow]:
    """What others proposed; nobody answers their own, nor about people whom they are kept away from."""
    waiting = people_queries.merges_to_answer(actor)
    kept_from = enquiry_queries.people_kept_from(actor) if waiting else frozenset()
    for each in waiting:
        if kept_from & {each.person.id, each.into.id}:
            continue
        yield WorkRow(
            kind="same_person",
            action="Say whether they are one person",
            title=f"{each.person.display_name} and {each.into.display_name}",
            reference="",
            words=f"Proposed by {each.proposed_by_name}",
            due_at=by_working_day(ANSWER_A_MERGE, each.proposed_at, model),
            opens=("same_person", each.id),
        )
