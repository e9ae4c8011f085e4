"""Versions of the operating model that wait for a second person, and meetings that wait for their chair."""

from collections.abc import Iterator
from datetime import datetime

from openmash.access import Actor
from openmash.hubs import permissions as hub_permissions
from openmash.hubs import queries as hub_queries
from openmash.hubs.rules import OperatingModel
from openmash.meetings import queries as meeting_queries
from openmash.worklists.queries.rows import WorkRow
from openmash.worklists.rules import MEETINGS_SHOWN


def to_approve(actor: Actor, model: OperatingModel, at: datetime) -> Iterator[WorkRow]:
    """How the hub is to work from a day on, prepared by somebody else."""
    for version in hub_queries.versions(actor, at=at):
        if version.waits and hub_permissions.can_approve(actor, prepared_by=version.prepared_by):
            yield WorkRow(
                kind="approve_model",
                action="Approve how the hub works",
                reference=f"Version {version.version}",
                title=version.name,
                words=f"Proposed by {version.proposed_by_name}",
                due_at=None,
                opens=("model_version", version.id),
            )


def meetings_to_chair(actor: Actor, model: OperatingModel, at: datetime) -> Iterator[WorkRow]:
    """Meetings that they chair, from a while before they begin until they are closed."""
    for line in meeting_queries.coming(actor=actor):
        if line.chair_id == actor.id and line.starts_at <= at + MEETINGS_SHOWN:
            yield WorkRow(
                kind="meeting",
                action=f"Chair: {line.label}",
                enquiry_id=line.enquiry_id,
                reference=line.reference,
                title="" if line.enquiry_id else "The cases of the day",
                words=f"{line.cases} case{'' if line.cases == 1 else 's'}; close it when it has been held",
                due_at=line.starts_at,
                opens=("meeting", line.id),
            )
