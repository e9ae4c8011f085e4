"""Saying which issues a contact raises, and taking one back."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from openmash.access import Actor, require
from openmash.audit import services as audit
from openmash.contacts import permissions
from openmash.contacts.errors import ContactNotFound
from openmash.contacts.models import Contact, ContactPerson, Issue
from openmash.contacts.rules import issues as rules
from openmash.hubs import queries as hub_queries


@transaction.atomic
def raise_issues(*, contact_id: UUID, told: Sequence[rules.IssueTold], actor: Actor, at: datetime) -> None:
    """Say which issues a contact raises, beside those it raises already; one report may raise several.

    Args:
        contact_id: the contact, waiting for triage or not: what is learnt later is added.
        told: the issues, each about somebody named in the contact or about nobody in particular.
        actor: who says so.
        at: when.

    Raises:
        NotFound, Refused.
        RuleBroken: ``contacts.issue_…``, ``contacts.some_issue_is_raised``.
    """
    row = Contact.objects.select_for_update().filter(hub_id=actor.hub_id, id=contact_id).first()
    if row is None:
        raise ContactNotFound
    require(permissions.can_record(actor))
    named = ContactPerson.objects.filter(hub_id=actor.hub_id, contact=row)
    people = {person.position: person for person in named}
    rules.require_some(told)
    model = hub_queries.model_of(actor.hub_id, at)
    rules.require_issues(told, {position: person.involvement for position, person in people.items()}, model)
    raised = Issue.objects.filter(hub_id=actor.hub_id, contact=row, taken_back_at=None).select_related("about")
    there = [rules.IssueTold(each.code, each.about.position if each.about else 0) for each in raised]
    rules.require_new(told, there)
    Issue.objects.bulk_create(
        Issue(
            hub_id=actor.hub_id,
            contact=row,
            about=people.get(issue.position),
            code=issue.code,
            raised_at=at,
            raised_by=actor.id,
            raised_by_name=actor.name,
        )
        for issue in told
    )
    detail: dict[str, audit.Plain] = {"issues": sorted({issue.code for issue in told})}
    audit.record("contact.issues_raised", actor=actor, at=at, about=("contact", row.id), detail=detail)


@transaction.atomic
def take_back_issue(*, issue_id: UUID, why: str, actor: Actor, at: datetime) -> None:
    """Say that something which was raised is not an issue after all, and why; that it was raised stays.

    Raises:
        NotFound: there is none, or it was taken back already.
        Refused, RuleBroken (``contacts.taken_back_with_a_reason``).
    """
    rows = Issue.objects.select_for_update().filter(hub_id=actor.hub_id, id=issue_id, taken_back_at=None)
    row = rows.first()
    if row is None:
        raise ContactNotFound
    require(permissions.can_triage(actor))
    rules.require_why_taken_back(why)
    row.taken_back_at, row.taken_back_by, row.taken_back_why = at, actor.id, why.strip()
    row.save(update_fields=["taken_back_at", "taken_back_by", "taken_back_why"])
    detail: dict[str, audit.Plain] = {"issue": row.code}
    audit.record("contact.issue_taken_back", actor=actor, at=at, about=("contact", row.contact_id), detail=detail)
