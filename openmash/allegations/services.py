"""Raising an allegation, considering it, managing it to an outcome; naming the designated officers.

Nothing here tells the employer, or the person it is about, anything: whether they are told is a decision that is
written down, and a person carries it out.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from openmash.access import ROLES, Actor, Permission, has, require
from openmash.accounts import queries as account_queries
from openmash.allegations import permissions, queries, rules
from openmash.allegations.errors import NoSuchAllegation
from openmash.allegations.models import CONSIDERED, EMPLOYER, OUTCOME, Allegation, AllegationEntry, DesignatedOfficer
from openmash.allegations.queries import AllegationView
from openmash.allegations.rules import AllegationTold, Considered
from openmash.allegations.states import ALLEGATION, AllegationState
from openmash.audit import services as audit
from openmash.clocks.calendar import calendar_for
from openmash.clocks.deadlines import deadline
from openmash.contacts import queries as contact_queries
from openmash.core import envelopes
from openmash.core.errors import NotFound, Stale
from openmash.core.ids import new_reference
from openmash.core.keys import ring
from openmash.core.wrapping import WrappedColumn
from openmash.enquiries import queries as enquiry_queries
from openmash.hubs import queries as hub_queries
from openmash.notifications import services as notifications

WRAPPED = tuple(
    WrappedColumn(
        model,
        "wrapped_key",
        place=lambda row: (queries.hub_key(row.hub_id), queries.place_of(row)),
        opens="ciphertext",
        hub_key="hub",
    )
    for model in (Allegation, AllegationEntry)
)


@dataclass(frozen=True)
class Raised:
    """What was raised: all that whoever raised it goes on to know of it."""

    id: UUID
    reference: str


@transaction.atomic
def name_officer(*, user_id: UUID, actor: Actor, at: datetime) -> UUID:
    """Name a colleague designated officer.

    Raises:
        Refused: the actor does not approve how the hub works.
        NotFound: nobody of that id works here.
        RuleBroken: ``allegations.officer_sees_contacts``, ``allegations.officer_once``.
    """
    require(permissions.can_name_officers(actor))
    who = account_queries.colleague(user_id, hub_id=actor.hub_id)
    if who is None:
        raise NotFound("We cannot find that colleague.")
    rules.require_may_be_officer(
        sees_contacts=Permission.SEE_CONTACTS in ROLES[who.role].permissions,
        already=user_id in queries.officer_ids(actor.hub_id),
    )
    row = DesignatedOfficer.objects.create(
        hub_id=actor.hub_id,
        user_id=user_id,
        user_name=who.name,
        named_at=at,
        named_by=actor.id,
        named_by_name=actor.name,
    )
    audit.record("officer.named", actor=actor, at=at, about=("designated_officer", row.id))
    return row.id


@transaction.atomic
def end_officer(*, officer_id: UUID, actor: Actor, at: datetime) -> None:
    """Say that somebody is designated officer no longer: from now on they see no allegation.

    Raises:
        Refused: the actor does not approve how the hub works.
        NotFound: they are none.
    """
    require(permissions.can_name_officers(actor))
    rows = DesignatedOfficer.objects.select_for_update().filter(hub_id=actor.hub_id, id=officer_id, ended_at=None)
    row = rows.first()
    if row is None:
        raise NotFound("They are no designated officer.")
    row.ended_at, row.ended_by = at, actor.id
    row.save(update_fields=["ended_at", "ended_by"])
    audit.record("officer.ended", actor=actor, at=at, about=("designated_officer", row.id))


@transaction.atomic
def raise_(*, contact_id: UUID, told: AllegationTold, actor: Actor, at: datetime) -> Raised:
    """Raise an allegation from a contact; the designated officers are rung, with no word of it.

    Args:
        contact_id: in which it was told.
        told: whom it is about and what is alleged.
        actor: who took the contact.
        at: when.

    Raises:
        NotFound: no such contact.
        Refused: the actor does not record what comes in.
        KeptOut: the actor is kept out of the family's case.
        RuleBroken: ``allegations.officer_is_named``, ``allegations.says_…``.
    """
    contact = contact_queries.contact(contact_id, actor=actor)
    permissions.require_can_raise(actor)
    enquiry_queries.require_contact_not_kept(contact_id, actor=actor)
    named = queries.officers(actor.hub_id)
    rules.require_officer(named)
    rules.require_told(told)
    if told.colleague and account_queries.colleague(told.colleague, hub_id=actor.hub_id) is None:
        raise NotFound("We cannot find that colleague.")
    calendar = calendar_for(hub_queries.model_of(actor.hub_id, at).office)
    due = deadline(rules.WITHIN, contact.received_at, calendar, heading="Considered:")
    row = Allegation(
        hub_id=actor.hub_id,
        contact_id=contact_id,
        reference=new_reference(hub_queries.hub(actor.hub_id).reference_prefix),
        state=ALLEGATION.initial,
        about_colleague_id=told.colleague,
        raised_at=at,
        raised_by=actor.id,
        raised_by_name=actor.name,
        due_at=due.due_at,
        due_words=due.words,
    )
    _close_up(row, {"name": told.name, "work": told.work, "employer": told.employer, "words": told.words})
    row.save(force_insert=True)
    _record("allegation.raised", row, actor, at)
    _ring_officers(row, [each.user_id for each in named], at)
    return Raised(row.id, row.reference)


@transaction.atomic
def open_(*, allegation_id: UUID, actor: Actor, at: datetime) -> AllegationView:
    """Open an allegation; that it was opened is on the log first.

    Raises:
        Refused, NoSuchAllegation: it is not theirs to see.
    """
    _record("allegation.opened", queries.require_allegation(allegation_id, actor=actor), actor, at)
    return queries.allegation(allegation_id, actor=actor)


@transaction.atomic
def consider(*, allegation_id: UUID, found: Considered, actor: Actor, at: datetime, version: int | None = None) -> None:
    """Consider it against the four parts of the harm threshold: one that is met is enough to take it on.

    Args:
        allegation_id: which.
        found: the parts that are met, why, and what is to be done now.
        actor: a designated officer.
        at: when.
        version: of the row they looked at.

    Raises:
        Refused, NoSuchAllegation, Stale.
        RuleBroken: ``allegations.…``; ``allegation.advise`` or ``allegation.take_on`` where it is past that.
    """
    row = _lock(allegation_id, actor, version)
    permissions.require_can_consider(actor, queries.officer_ids(actor.hub_id))
    rules.require_considered(found)
    met = [code for code in rules.THRESHOLD if code in found.met]
    row.state = ALLEGATION.move(row.state, "take_on" if met else "advise")
    row.met, row.considered_at, row.considered_by = met, at, actor.id
    _end(row, actor, at, over=not met)
    said = {"met": "; ".join(rules.THRESHOLD[code] for code in met) or "None", "why": found.why, "advice": found.advice}
    _write(row, CONSIDERED, said, actor, at)
    _record("allegation.taken_on" if met else "allegation.not_taken_on", row, actor, at, met=met)


@transaction.atomic
def decide_employer(
    *, allegation_id: UUID, tell: bool, why: str, actor: Actor, at: datetime, version: int | None = None
) -> None:
    """Decide whether the employer is told. Nothing is sent: whoever decided rings them, or not.

    Raises:
        Refused, NoSuchAllegation, Stale.
        RuleBroken: ``allegations.employer_after_it_is_taken_on``, ``allegations.employer_with_a_reason``.
    """
    row = _lock(allegation_id, actor, version)
    permissions.require_can_consider(actor, queries.officer_ids(actor.hub_id))
    rules.require_employer_decision(why, taken_on=row.state == AllegationState.TAKEN_ON)
    row.employer = rules.TOLD if tell else rules.NOT_TOLD
    _save(row)
    _write(row, EMPLOYER, {"tell": "Tell them" if tell else "Do not tell them for now", "why": why}, actor, at)
    _record("allegation.employer_decided", row, actor, at, told=tell)


@transaction.atomic
def note_step(
    *, allegation_id: UUID, kind: str, words: str, actor: Actor, at: datetime, version: int | None = None
) -> None:
    """Write down a discussion, a meeting or advice.

    Raises:
        Refused, NoSuchAllegation, Stale.
        RuleBroken: ``allegations.step_…``.
    """
    row = _lock(allegation_id, actor, version)
    permissions.require_can_consider(actor, queries.officer_ids(actor.hub_id))
    rules.require_step(kind, words)
    rules.require_taken_on(taken_on=row.state == AllegationState.TAKEN_ON)
    _save(row)
    _write(row, kind, {"words": words}, actor, at)
    _record("allegation.step_noted", row, actor, at, kind=kind)


@transaction.atomic
def conclude(
    *,
    allegation_id: UUID,
    outcome: str,
    why: str,
    dbs: str,
    actor: Actor,
    at: datetime,
    version: int | None = None,
) -> None:
    """Record the outcome, on which it hangs how long it is kept.

    Args:
        allegation_id: which.
        outcome: a code of ``rules.OUTCOMES``.
        why: what it rests on.
        dbs: what is done about a referral to the Disclosure and Barring Service; may be empty.
        actor: a designated officer.
        at: when.
        version: of the row they looked at.

    Raises:
        Refused, NoSuchAllegation, Stale.
        RuleBroken: ``allegations.outcome_…``, ``allegations.employer_decided_before_the_end``,
            ``allegation.conclude``.
    """
    row = _lock(allegation_id, actor, version)
    permissions.require_can_consider(actor, queries.officer_ids(actor.hub_id))
    rules.require_outcome(outcome, why, employer_decided=bool(row.employer))
    row.state = ALLEGATION.move(row.state, "conclude")
    row.outcome = outcome
    _end(row, actor, at, over=True)
    _write(row, OUTCOME, {"outcome": rules.OUTCOMES[outcome], "why": why, "dbs": dbs}, actor, at)
    _record("allegation.concluded", row, actor, at, outcome=outcome)


@transaction.atomic
def erase(*, allegation_id: UUID, actor: Actor, at: datetime) -> int:
    """Destroy the keys of what was written of an allegation; that there was one, and its outcome, stays.

    Returns:
        How many pieces were erased; none where it is not there, as a replay after a restore needs.
    """
    require(has(actor, Permission.MANAGE_RECORDS))
    entries = AllegationEntry.objects.filter(hub_id=actor.hub_id, allegation_id=allegation_id)
    rows = Allegation.objects.filter(hub_id=actor.hub_id, id=allegation_id)
    return entries.update(wrapped_key="") + rows.update(wrapped_key="", about_colleague=None)


def _lock(allegation_id: UUID, actor: Actor, version: int | None) -> Allegation:
    queries.require_allegation(allegation_id, actor=actor)
    row = Allegation.objects.select_for_update().filter(hub_id=actor.hub_id, id=allegation_id).first()
    if row is None:
        raise NoSuchAllegation
    if version not in (None, row.version):
        raise Stale("this allegation")
    return row


def _end(row: Allegation, actor: Actor, at: datetime, *, over: bool) -> None:
    """Its time to be kept runs from its end; what is taken on after all has not ended."""
    row.ended_at, row.ended_by = (at, actor.id) if over else (None, None)
    row.keep_until = rules.keep_until(row.outcome, at.date()) if over else None
    _save(row)


def _save(row: Allegation) -> None:
    row.version += 1
    row.save()


def _write(row: Allegation, kind: str, said: Mapping[str, str], actor: Actor, at: datetime) -> None:
    entry = AllegationEntry(
        hub_id=row.hub_id,
        allegation=row,
        kind=kind,
        written_at=at,
        written_by=actor.id,
        written_by_name=actor.name,
    )
    _close_up(entry, said)
    entry.save(force_insert=True)


def _close_up(row: Allegation | AllegationEntry, said: Mapping[str, str]) -> None:
    plain = json.dumps({key: value.strip() for key, value in said.items()})
    envelope = envelopes.close(plain, ring=ring(), key_name=queries.hub_key(row.hub_id), context=queries.place_of(row))
    row.ciphertext, row.wrapped_key = bytes(envelope.ciphertext), envelope.wrapped_key


def _ring_officers(row: Allegation, user_ids: list[UUID], at: datetime) -> None:
    """Each officer but the one it is about, who must not learn of it by a doorbell."""
    to = [
        address
        for user_id in user_ids
        if user_id != row.about_colleague_id
        for address in account_queries.addresses(row.hub_id, user_id=user_id)
    ]
    notifications.queue(
        "allegation_raised",
        hub_id=row.hub_id,
        to=to,
        about_id=row.id,
        at=at,
        reference=row.reference,
        path=f"/allegations/{row.id}/",
    )


def _record(name: str, row: Allegation, actor: Actor, at: datetime, **detail: audit.Plain) -> None:
    audit.record(name, actor=actor, at=at, about=("allegation", row.id), detail=detail)
