"""Passing a contact to the worker to whom the case is open already."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from openmash.access import Actor, require
from openmash.agencies import queries as agency_queries
from openmash.audit import services as audit
from openmash.contacts import permissions, rules
from openmash.contacts.models import Contact, ContactPerson
from openmash.contacts.services.triage import fetch, move
from openmash.notifications import services as notifications
from openmash.people import queries as people_queries
from openmash.people import rules as people_rules


@transaction.atomic
def pass_on(
    *,
    contact_id: UUID,
    open_case_id: UUID,
    spoke: str,
    actor: Actor,
    at: datetime,
    version: int | None = None,
) -> None:
    """Pass a contact to the worker who has the case already; the team gets a doorbell, which says nothing of it.

    The words go by word of mouth: whoever passes it on has told them to somebody of the team, and says to whom. So no
    contact leaves triage that nobody outside has heard of.

    Args:
        contact_id: a contact that waits for triage.
        open_case_id: to whom the case of somebody it is about is open.
        spoke: who of the team was told, how, and what they said they do.
        actor: who triages.
        at: when.
        version: the version the actor saw; None where no form was shown.

    Raises:
        NotFound, Refused, Stale, RuleBroken (``contacts.passed_on_…``).
    """
    row = fetch(contact_id, actor)
    require(permissions.can_triage(actor))
    held = people_queries.open_case(open_case_id, actor=actor)
    _require_open_to(row, held.team_id, actor)
    sentence = "Write whom you told, how, and what they do now."
    rules.require_words("passed_on_by_word_of_mouth", spoke, sentence, field="spoke")
    team = agency_queries.team(held.team_id, actor.hub_id)
    row.passed_to_id = team.id
    reason = f"Passed to {held.worker}, {team.name}. {spoke.strip()}"
    move(row, "pass_on", reason, actor=actor, at=at, version=version, also=["passed_to"])
    detail: dict[str, audit.Plain] = {"team": str(team.id)}
    audit.record("contact.passed_on", actor=actor, at=at, about=("contact", row.id), detail=detail)
    notifications.queue(
        "passed_to_worker",
        hub_id=row.hub_id,
        to=[team.email],
        about_id=row.id,
        at=at,
        reference=row.reference,
        door="outside",
    )


def _require_open_to(row: Contact, team_id: UUID, actor: Actor) -> None:
    named = ContactPerson.objects.filter(hub_id=actor.hub_id, contact=row, involvement__in=rules.ABOUT)
    about = {
        people_rules.display_name(
            each.given_name, each.family_name, unborn=each.expected_on is not None
        ): each.person_id
        for each in named.order_by("position")
    }
    open_to: dict[UUID, set[UUID]] = {}
    for each in people_queries.open_cases([person for person in about.values() if person], actor=actor):
        open_to.setdefault(each.person_id, set()).add(each.team_id)
    rules.require_all_open_to(team_id, about=about, open_to=open_to)
