"""Looking for people across the hub's cases; that somebody looked is written down, what they typed is not."""

from datetime import datetime, timedelta

from django.db import transaction

from openmash.access import Actor, require
from openmash.audit import queries as audit_queries
from openmash.audit import services as audit
from openmash.enquiries import queries
from openmash.people import permissions as people_permissions
from openmash.people import rules as people_rules
from openmash.people.queries import Found


@transaction.atomic
def look_for_people(*, words: str, actor: Actor, at: datetime) -> Found:
    """Find people by any mix of names, how they sound, part of a postcode, year of birth, number or reference.

    Args:
        words: as typed.
        actor: who looks.
        at: when.

    Raises:
        Refused: the actor may not look for people.
        RuleBroken: ``people.search_…``; ``people.searched_too_often``.
    """
    require(people_permissions.can_look_for(actor))
    looked = people_rules.looked_for(words)
    people_rules.require_search(words, looked)
    lately = audit_queries.how_often(
        "person.looked_for", about_id=actor.id, since=at - timedelta(minutes=1), actor=actor
    )
    people_rules.require_not_too_often(lately)
    found = queries.found_people(looked, actor=actor)
    detail: dict[str, audit.Plain] = {"by": looked.kinds, "found": len(found.people), "more": found.more}
    audit.record("person.looked_for", actor=actor, at=at, about=("user", actor.id), detail=detail)
    return found
