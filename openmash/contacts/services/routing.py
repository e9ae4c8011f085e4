"""Handing a contact on at the door to a service outside the hub."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from openmash.access import Actor, require
from openmash.agencies import queries as agency_queries
from openmash.audit import services as audit
from openmash.contacts import permissions, rules
from openmash.contacts.models import Consent
from openmash.contacts.services.triage import fetch, move
from openmash.hubs import queries as hub_queries
from openmash.notifications import services as notifications


@transaction.atomic
def route(
    *,
    contact_id: UUID,
    route: str,
    team_id: UUID,
    spoke: str,
    actor: Actor,
    at: datetime,
    version: int | None = None,
) -> None:
    """Hand a contact on to a service outside the hub, without an enquiry; it is rung, and says itself that it knows.

    The words go by word of mouth, as when a contact is passed to a worker: the message says nothing of what was told.

    Args:
        contact_id: a contact that waits for triage.
        route: a code of the operating model's ``[[routes]]``.
        team_id: the service.
        spoke: who of it was told, how, and what they do now.
        actor: who triages.
        at: when.
        version: the version the actor saw; None where no form was shown.

    Raises:
        NotFound, Refused, Stale, RuleBroken (``contacts.route…``, ``contacts.danger_is_not_routed``).
    """
    row = fetch(contact_id, actor)
    require(permissions.can_triage(actor))
    rule = rules.route_named(hub_queries.model_of(actor.hub_id, at=at), route)
    team = agency_queries.team(team_id, actor.hub_id)
    rules.require_may_route(
        rule, team_kind=team.kind, agreed=row.consent == Consent.GIVEN, immediate_danger=row.immediate_danger
    )
    sentence = "Write whom you told, how, and what they do now."
    rules.require_words("routed_by_word_of_mouth", spoke, sentence, field="spoke")
    row.passed_to_id, row.route_code = team.id, rule.code
    reason = f"Handed on to {team.name} ({rule.label}). {spoke.strip()}"
    move(row, "route", reason, actor=actor, at=at, version=version, also=["passed_to", "route_code"])
    detail: dict[str, audit.Plain] = {"team": str(team.id), "route": rule.code}
    audit.record("contact.routed", actor=actor, at=at, about=("contact", row.id), detail=detail)
    notifications.queue(
        "routed_to_service",
        hub_id=row.hub_id,
        to=[team.email],
        about_id=row.id,
        at=at,
        reference=row.reference,
        door="outside",
    )
