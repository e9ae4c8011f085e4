"""Looking at a network across cases: who looked, from where and why is on the log before any of it is shown."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from openmash.access import Actor
from openmash.audit import services as audit
from openmash.enquiries import queries as enquiry_queries
from openmash.insight import queries, rules
from openmash.insight.queries import Network


@transaction.atomic
def look_around_case(*, enquiry_id: UUID, purpose: str, actor: Actor, at: datetime) -> Network:
    """Look at the network around a case.

    Args:
        enquiry_id: where it starts.
        purpose: a code of ``rules.PURPOSES``.
        actor: who looks.
        at: when.

    Raises:
        NotFound, Refused, KeptOut.
        RuleBroken: ``insight.says_why``; vetting or agreement, as of the room.
    """
    queries.require_may_look(actor, at=at)
    enquiry_queries.require_enquiry(enquiry_id, actor=actor)
    rules.require_purpose(purpose)
    audit.record(
        "network.looked_at",
        actor=actor,
        at=at,
        about=("enquiry", enquiry_id),
        enquiry_id=enquiry_id,
        detail={"purpose": purpose},
    )
    return queries.around_case(enquiry_id, actor=actor, at=at)


@transaction.atomic
def look_around_person(*, person_id: UUID, purpose: str, actor: Actor, at: datetime) -> Network:
    """Look at the network around somebody; as ``look_around_case``."""
    queries.require_may_look(actor, at=at)
    enquiry_queries.require_person(person_id, actor=actor)
    rules.require_purpose(purpose)
    audit.record("network.looked_at", actor=actor, at=at, about=("person", person_id), detail={"purpose": purpose})
    return queries.around_person(person_id, actor=actor, at=at)
