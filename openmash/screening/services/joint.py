"""Screening a contact together, and what follows."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from openmash.access import Actor, Permission, has, require
from openmash.agencies import queries as agency_queries
from openmash.audit import services as audit
from openmash.contacts import queries as contact_queries
from openmash.contacts import services as contact_services
from openmash.enquiries import queries as enquiry_queries
from openmash.hubs import queries as hub_queries
from openmash.hubs.rules import Then
from openmash.screening import permissions
from openmash.screening.models import JointScreening, ScreeningVoice
from openmash.screening.rules import joint as rules

ERASED = "Erased"


@transaction.atomic
def screen(
    *,
    contact_id: UUID,
    code: str,
    voices: Sequence[rules.Voice],
    outcome: str,
    reasons: str,
    actor: Actor,
    at: datetime,
    version: int | None = None,
) -> UUID:
    """Record what agencies came to when they screened a contact together; where it ends there, close the contact.

    Args:
        contact_id: a contact that waits for triage.
        code: which screening of the hub's operating model.
        voices: each agency's own view.
        outcome: what they came to; never less than the gravest view.
        reasons: why; where the contact is closed, its reason.
        actor: who writes it down.
        at: when.
        version: the contact's version that the actor saw.

    Raises:
        NotFound, Refused, KeptOut, Stale, UnknownCode.
        RuleBroken: ``screening.…``.
    """
    require(permissions.can_screen(actor))
    enquiry_queries.require_contact_not_kept(contact_id, actor=actor)
    contact = contact_queries.contact(contact_id, actor=actor)
    rules.require_waits(waits=contact.waits)
    rule = hub_queries.model_of(actor.hub_id, at).screening(code)
    kinds = {agency.id: agency.kind for agency in agency_queries.agencies(actor.hub_id)}
    chosen = rules.require_whole(rule, voices, kinds, outcome=outcome, reasons=reasons)
    row = JointScreening(hub_id=actor.hub_id, contact_id=contact_id, code=code, outcome=outcome)
    row.reasons, row.screened_at = reasons.strip(), at
    row.screened_by, row.screened_by_name = actor.id, actor.name
    row.save(force_insert=True)
    _keep_voices(row, voices)
    detail: dict[str, audit.Plain] = {"screening": code, "outcome": outcome, "agencies": len(voices)}
    audit.record("contact.screened", actor=actor, at=at, about=("contact", contact_id), detail=detail)
    if chosen.then is Then.CLOSE:
        reason = f"{rule.label}: {chosen.label}. {reasons.strip()}"
        contact_services.signpost(
            contact_id=contact_id, reason=reason, filter_code=chosen.filter, actor=actor, at=at, version=version
        )
    return row.id


def _keep_voices(row: JointScreening, voices: Sequence[rules.Voice]) -> None:
    ScreeningVoice.objects.bulk_create(
        ScreeningVoice(
            hub_id=row.hub_id,
            screening=row,
            agency_id=voice.agency_id,
            said_by=voice.said_by.strip(),
            outcome=voice.outcome,
        )
        for voice in voices
    )


@transaction.atomic
def erase(*, contact_ids: Collection[UUID], actor: Actor, at: datetime) -> int:
    """Blank why screenings came out so and who spoke for each agency. What they came to, and when, stays.

    Returns:
        How many screenings were blanked.
    """
    require(has(actor, Permission.MANAGE_RECORDS))
    found = JointScreening.objects.filter(hub_id=actor.hub_id, contact_id__in=contact_ids)
    ScreeningVoice.objects.filter(hub_id=actor.hub_id, screening__in=found).update(said_by=ERASED)
    return found.update(reasons=ERASED)
