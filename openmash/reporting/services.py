"""Looking for somebody, and opening a profile: it is on the log before anybody is found or anything is counted."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from openmash.access import Actor
from openmash.audit import services as audit
from openmash.enquiries import queries as enquiry_queries
from openmash.enquiries import services as enquiry_services
from openmash.people.queries import Found
from openmash.people.rules import looked_for
from openmash.reporting import permissions, queries, rules
from openmash.reporting.rules import Of, Profile


def look_for_somebody(*, words: str, actor: Actor, at: datetime) -> Found:
    """Find whose profile to open, by name, date or year of birth, or NHS number; that somebody looked is on the log.

    Args:
        words: as typed.
        actor: who looks; whom they are kept away from is not found.
        at: when.

    Raises:
        Refused: their role opens no profiles.
        RuleBroken: ``reporting.somebody_is_found_by_name``; ``people.search_…``; ``people.searched_too_often``.
    """
    permissions.require_can_profile(actor)
    rules.require_by_name(looked_for(words))
    return enquiry_services.look_for_people(words=words, actor=actor, at=at)


@transaction.atomic
def open_profile_of_person(*, person_id: UUID, purpose: str, actor: Actor, at: datetime) -> Profile:
    """Count what the hub has on record of somebody, by any record of theirs.

    Args:
        person_id: who.
        purpose: a code of ``rules.PURPOSES``.
        actor: who opens it; what they are kept out of is not counted.
        at: when.

    Raises:
        NotFound: there is nobody, or the actor is kept away from them.
        Refused: their role opens no profiles.
        RuleBroken: ``reporting.profile_has_a_purpose``.
    """
    permissions.require_can_profile(actor)
    enquiry_queries.require_person(person_id, actor=actor)
    rules.require_purpose(purpose)
    _record("profile.opened", ("person", person_id), Of.PERSON, purpose, actor, at)
    return queries.profile_of_person(person_id, actor=actor)


@transaction.atomic
def open_profile_of_place(*, of: str, words: str, purpose: str, actor: Actor, at: datetime) -> Profile:
    """Count what the hub has on record of the people of a postcode or a school.

    The place itself does not stand in the log: a postcode can be about one family.

    Args:
        of: ``postcode`` or ``school``.
        words: which.
        purpose, actor, at: as of a person.

    Raises:
        Refused, RuleBroken (``reporting.…``).
    """
    permissions.require_can_profile(actor)
    rules.require_place(of, words)
    rules.require_purpose(purpose)
    _record("profile.opened", ("hub", actor.hub_id), of, purpose, actor, at)
    return queries.profile_of_place(of, words, actor=actor)


def _record(name: str, about: tuple[str, UUID], of: str, purpose: str, actor: Actor, at: datetime) -> None:
    detail: dict[str, audit.Plain] = {"of": str(of), "purpose": purpose}
    audit.record(name, actor=actor, at=at, about=about, detail=detail)
