"""Handing a referral directly to another agency's own system: as a file that its portal takes, on record.

The hub makes the file and knows which one it was; it does not send it. No such portal's interface is public, so
somebody carries the file over and notes the reference that it was given there.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from openmash.access import Actor, require
from openmash.audit import services as audit
from openmash.contacts import permissions, queries, rules
from openmash.contacts.errors import ContactNotFound
from openmash.contacts.models import DirectReferral, Issue
from openmash.contacts.queries import ContactView
from openmash.contacts.services.triage import fetch
from openmash.hubs import queries as hub_queries
from openmash.hubs.rules import PortalRule


@transaction.atomic
def hand_on_directly(*, contact_id: UUID, portal: str, why: str, actor: Actor, at: datetime) -> bytes:
    """Make the file of a referral for another agency's system, and keep that it was made.

    It holds what was told at the front door, and nothing from the sealed room.

    Args:
        contact_id: a contact that raises something the portal takes.
        portal: a code of the operating model's ``[[portals]]``.
        why: why it goes there.
        actor: who triages.
        at: when.

    Returns:
        The file, JSON of the shape ``rules.FORMAT``.

    Raises:
        NotFound, Refused, RuleBroken (``contacts.portal…``, ``contacts.handed_on_directly_with_a_reason``).
    """
    row = fetch(contact_id, actor)
    require(permissions.can_triage(actor))
    rule = rules.portal_named(hub_queries.model_of(actor.hub_id, at=at), portal)
    issues = Issue.objects.filter(hub_id=actor.hub_id, contact=row, taken_back_at=None)
    raised = list(dict.fromkeys(issues.order_by("raised_at", "id").values_list("code", flat=True)))
    rules.require_portal_takes(rule, raised=raised, why=why)
    view = queries.contact(contact_id, actor=actor)
    content = rules.written(_values(view, rule, raised, hub_queries.hub(actor.hub_id).name, at))
    made = DirectReferral(hub_id=actor.hub_id, contact=row, portal=rule.code, why=why.strip())
    made.sha256, made.made_at, made.made_by, made.made_by_name = rules.sha256(content), at, actor.id, actor.name
    made.save(force_insert=True)
    detail: dict[str, audit.Plain] = {"portal": rule.code, "sha256": made.sha256}
    audit.record("contact.handed_on_directly", actor=actor, at=at, about=("contact", row.id), detail=detail)
    return content


@transaction.atomic
def note_taken_in(*, direct_id: UUID, reference: str, actor: Actor, at: datetime) -> None:
    """Note that the other system took it in, by the reference it gave; once.

    Raises:
        NotFound, Refused, RuleBroken (``contacts.taken_in_…``).
    """
    row = DirectReferral.objects.select_for_update().filter(hub_id=actor.hub_id, id=direct_id).first()
    if row is None:
        raise ContactNotFound
    require(permissions.can_triage(actor))
    rules.require_their_reference(reference)
    rules.require_not_taken_in(row.taken_in_at)
    row.their_reference, row.taken_in_at, row.taken_in_by = reference.strip(), at, actor.id
    row.save(update_fields=["their_reference", "taken_in_at", "taken_in_by"])
    audit.record("contact.taken_in_directly", actor=actor, at=at, about=("contact", row.contact_id))


def _values(view: ContactView, rule: PortalRule, raised: list[str], hub: str, at: datetime) -> dict[str, object]:
    return {
        "format": rules.FORMAT,
        "from": hub,
        "portal": rule.code,
        "made_at": at.isoformat(),
        "reference": view.reference,
        "received_at": view.received_at.isoformat(),
        "issues": raised,
        "immediate_danger": view.immediate_danger,
        "concern": view.concern,
        "in_their_own_words": view.child_said,
        "family_knows": view.consent_label,
        "referrer": {
            "name": view.referrer_name,
            "role": view.referrer_role,
            "organisation": view.referrer_organisation,
            "telephone": view.referrer_telephone,
            "email": view.referrer_email,
        },
        "people": [
            {
                "part": person.involvement,
                "given_name": person.given_name,
                "family_name": person.family_name,
                "born_on": person.born_on.isoformat() if person.born_on else None,
                "expected_on": person.expected_on.isoformat() if person.expected_on else None,
                "sex": person.sex,
                "relationship": person.relationship,
                "address": person.address,
                "postcode": person.postcode,
                "school": person.school,
            }
            for person in view.people
        ],
    }
