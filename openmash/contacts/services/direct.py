"""Handing a referral directly to another agency's own system: as a file that its portal takes, on record.

The hub makes the file and knows which one it was; it never sends it. The agency's system fetches it (``fetching``), or
somebody carries it over and notes the reference that it was given there.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from openmash.access import Actor, require
from openmash.agencies import queries as agency_queries
from openmash.api_keys import queries as key_queries
from openmash.audit import services as audit
from openmash.clocks.calendar import calendar_for
from openmash.clocks.deadlines import deadline
from openmash.contacts import permissions, queries, rules
from openmash.contacts.errors import ContactNotFound
from openmash.contacts.models import DirectReferral, Issue
from openmash.contacts.queries import ContactView
from openmash.contacts.services.triage import fetch
from openmash.hubs import queries as hub_queries
from openmash.hubs.rules import OperatingModel, PortalRule


@transaction.atomic
def hand_on_directly(
    *, contact_id: UUID, portal: str, why: str, actor: Actor, at: datetime, fetched_by: UUID | None = None
) -> bytes:
    """Make the file of a referral for another agency's system, and keep that it was made.

    It holds what was told at the front door, and nothing from the sealed room.

    Args:
        contact_id: a contact that raises something the portal takes.
        portal: a code of the operating model's ``[[portals]]``.
        why: why it goes there.
        actor: who triages.
        at: when.
        fetched_by: the agency whose system is to fetch it; None where somebody carries it over.

    Returns:
        The file, JSON of the shape ``rules.FORMAT``.

    Raises:
        NotFound, Refused, RuleBroken (``contacts.portal…``, ``contacts.fetched…``,
            ``contacts.handed_on_directly_with_a_reason``).
    """
    row = fetch(contact_id, actor)
    require(permissions.can_triage(actor))
    model = hub_queries.model_of(actor.hub_id, at=at)
    rule = rules.portal_named(model, portal)
    issues = Issue.objects.filter(hub_id=actor.hub_id, contact=row, taken_back_at=None)
    raised = list(dict.fromkeys(issues.order_by("raised_at", "id").values_list("code", flat=True)))
    rules.require_portal_takes(rule, raised=raised, why=why)
    if fetched_by is not None:
        _require_fetched_by(fetched_by, rule, actor, at)
    view = queries.contact(contact_id, actor=actor)
    content = rules.written(_values(view, rule, raised, hub_queries.hub(actor.hub_id).name, at))
    made = DirectReferral(hub_id=actor.hub_id, contact=row, portal=rule.code, why=why.strip())
    made.sha256, made.made_at, made.made_by, made.made_by_name = rules.sha256(content), at, actor.id, actor.name
    made.agency_id, made.file, made.due_at = fetched_by, content.decode() if fetched_by else "", _due(rule, model, at)
    made.save(force_insert=True)
    way = "fetched" if fetched_by else "carried"
    detail: dict[str, audit.Plain] = {"portal": rule.code, "sha256": made.sha256, "way": way}
    about = ("contact", row.id)
    audit.record("contact.handed_on_directly", actor=actor, at=at, about=about, owner=fetched_by, detail=detail)
    return content


@transaction.atomic
def carry_over(*, direct_id: UUID, actor: Actor, at: datetime) -> bytes:
    """Take what waits to be fetched, to carry it over: their system is down, or nobody knows why it does not come.

    Returns:
        The very file that waited; their system finds it no more.

    Raises:
        NotFound, Refused, RuleBroken (``contacts.carried_while_it_waits``).
    """
    row = _fetch(direct_id, actor)
    require(permissions.can_triage(actor))
    rules.require_waits(row.file)
    content = row.file.encode()
    row.file, row.carried_at, row.carried_by = "", at, actor.id
    row.save(update_fields=["file", "carried_at", "carried_by"])
    detail: dict[str, audit.Plain] = {"portal": row.portal, "sha256": row.sha256}
    about = ("contact", row.contact_id)
    audit.record("contact.carried_over", actor=actor, at=at, about=about, owner=row.agency_id, detail=detail)
    return content


@transaction.atomic
def note_taken_in(*, direct_id: UUID, reference: str, actor: Actor, at: datetime) -> None:
    """Note that the other system took it in, by the reference it gave; once.

    Raises:
        NotFound, Refused, RuleBroken (``contacts.taken_in_…``).
    """
    row = _fetch(direct_id, actor)
    require(permissions.can_triage(actor))
    rules.require_their_reference(reference)
    rules.require_not_taken_in(row.taken_in_at)
    take_in(row, reference, actor, at)


def take_in(row: DirectReferral, reference: str, actor: Actor, at: datetime) -> None:
    """Write down that a file, which the caller locked, was taken in; what waited to be fetched is not kept longer."""
    row.their_reference, row.taken_in_at, row.file = reference.strip(), at, ""
    row.taken_in_by, row.taken_in_by_name = actor.id, actor.name
    row.save(update_fields=["their_reference", "taken_in_at", "taken_in_by", "taken_in_by_name", "file"])
    about = ("contact", row.contact_id)
    audit.record("contact.taken_in_directly", actor=actor, at=at, about=about, owner=row.agency_id)


def _fetch(direct_id: UUID, actor: Actor) -> DirectReferral:
    row = DirectReferral.objects.select_for_update().filter(hub_id=actor.hub_id, id=direct_id).first()
    if row is None:
        raise ContactNotFound
    return row


def _require_fetched_by(agency_id: UUID, rule: PortalRule, actor: Actor, at: datetime) -> None:
    rules.require_fetched_by(
        rule,
        kind=agency_queries.agency(agency_id, actor.hub_id).kind,
        holds_key=agency_id in key_queries.agencies_that_fetch(actor.hub_id, at=at),
        agreement_until=agency_queries.agreement_until(agency_id, actor.hub_id),
        on=timezone.localdate(at),
    )


def _due(rule: PortalRule, model: OperatingModel, at: datetime) -> datetime | None:
    return deadline(rule.clock, at, calendar_for(model.office)).due_at if rule.clock else None


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
