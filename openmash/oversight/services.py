"""Looking again at what ended without further action: the hub's clockwork counts, a second manager reviews."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from openmash.access import Actor, require
from openmash.accounts import queries as account_queries
from openmash.audit import services as audit
from openmash.clocks.calendar import calendar_for
from openmash.clocks.deadlines import deadline
from openmash.contacts import queries as contact_queries
from openmash.contacts import services as contact_services
from openmash.contacts.queries import EndedAtTheDoor
from openmash.decisions import queries as decision_queries
from openmash.decisions import services as decision_services
from openmash.decisions.queries import EndingDecision
from openmash.enquiries import queries as enquiry_queries
from openmash.enquiries import services as enquiry_services
from openmash.hubs import queries as hub_queries
from openmash.hubs.rules import ClockKind, ClockSpec, OperatingModel
from openmash.oversight import permissions, queries, rules
from openmash.oversight.errors import NoSuchReview
from openmash.oversight.models import Ending
from openmash.oversight.states import ENDING, EndingState

LOOKS_BACK = timedelta(days=14)
"""How far back the clockwork looks for endings nobody has counted: longer than any worker stays down."""


@transaction.atomic
def look_after_endings(*, hub_id: UUID, at: datetime) -> int:
    """Count for each new ending without further action, and ask a second manager where a counter is reached.

    The clockwork calls it each round, and a page calls it when something has just ended. Each ending is counted once.

    Returns:
        How many endings were counted.
    """
    since = at - LOOKS_BACK
    contacts = contact_queries.ended_at_the_door(hub_id=hub_id, since=since)
    decided = decision_queries.ended_without_action(hub_id=hub_id, since=since)
    counted = Ending.objects.filter(hub_id=hub_id, ended_at__gte=since)
    seen = {(row.contact_id or row.decision_id, row.ended_at) for row in counted}
    new_contacts = [one for one in contacts if (one.id, one.ended_at) not in seen]
    new_decisions = [one for one in decided if (one.id, one.decided_at) not in seen]
    if not new_contacts and not new_decisions:
        return 0
    system = account_queries.system_actor(hub_id)
    for contact in new_contacts:
        _contact_ended(contact, system, at)
    for decision in new_decisions:
        _decision_ended(decision, system, at)
    return len(new_contacts) + len(new_decisions)


@transaction.atomic
def review(*, ending_id: UUID, agrees: bool, words: str, actor: Actor, at: datetime) -> None:
    """Say whether it is right that nothing more is done; where it is not, it is open again.

    Args:
        ending_id: the ending.
        agrees: whether nothing more is to be done now.
        words: why.
        actor: another manager than the one who ended it.
        at: when.

    Raises:
        NotFound, Refused, KeptOut, RuleBroken (``oversight.…``, or ``ending.agree`` where it is reviewed already).
    """
    require(permissions.can_review(actor))
    row = Ending.objects.select_for_update().filter(hub_id=actor.hub_id, id=ending_id).first()
    if row is None or row.state == EndingState.LOOKED_AT:
        raise NoSuchReview
    seen = queries.ending(ending_id, actor=actor)
    rules.require_another_manager(reviewer_id=actor.id, ended_by=row.ended_by)
    rules.require_words(words)
    row.state = ENDING.move(row.state, "agree" if agrees else "send_back")
    row.reviewed_at, row.reviewed_by, row.reviewed_by_name, row.words = at, actor.id, actor.name, words.strip()
    row.save(update_fields=["state", "reviewed_at", "reviewed_by", "reviewed_by_name", "words"])
    _hold(row, waits=False, actor=actor, at=at)
    if not agrees:
        _open_again(row, words, actor=actor, at=at)
    event = "ending.agreed" if agrees else "ending.sent_back"
    audit.record(event, actor=actor, at=at, about=("ending", row.id), enquiry_id=seen.enquiry_id)


def erase(*, contact_ids: Collection[UUID], enquiry_ids: Collection[UUID], actor: Actor) -> int:
    """Blank why reviewers agreed or did not, of contacts and enquiries; that they did, when and who stays."""
    require(permissions.can_erase(actor))
    of_contacts = Ending.objects.filter(hub_id=actor.hub_id, contact_id__in=contact_ids)
    of_enquiries = Ending.objects.filter(hub_id=actor.hub_id, decision__subject__enquiry_id__in=enquiry_ids)
    return (of_contacts | of_enquiries).exclude(words="").update(words="Erased")


def _contact_ended(one: EndedAtTheDoor, system: Actor, at: datetime) -> None:
    model = hub_queries.model_of(system.hub_id, at=one.ended_at)
    row = Ending(hub_id=system.hub_id, state=ENDING.initial, contact_id=one.id, looked_at=at)
    row.ended_at, row.ended_by, row.ended_by_name = one.ended_at, one.ended_by, one.ended_by_name
    _count(row, [one.id], model, system=system, at=at)


def _decision_ended(one: EndingDecision, system: Actor, at: datetime) -> None:
    model = enquiry_queries.model_for(one.enquiry_id, actor=system)
    contacts = enquiry_queries.contacts_of(one.enquiry_id, hub_id=system.hub_id)
    row = Ending(hub_id=system.hub_id, state=ENDING.initial, decision_id=one.id, looked_at=at)
    row.ended_at, row.ended_by, row.ended_by_name = one.decided_at, one.decided_by, one.decided_by_name
    _count(row, contacts, model, system=system, at=at, enquiry_id=one.enquiry_id)


def _count(
    row: Ending,
    contact_ids: Collection[UUID],
    model: OperatingModel,
    *,
    system: Actor,
    at: datetime,
    enquiry_id: UUID | None = None,
) -> None:
    found = contact_queries.related(contact_ids, hub_id=row.hub_id) if model.counters else []
    latest = max((one.received_at for one in found if one.id in contact_ids), default=row.ended_at)
    row.reached = rules.reached(rules.counts(model, queries.countings(found, hub_id=row.hub_id), received_at=latest))
    if row.reached:
        row.state = ENDING.move(row.state, "ask")
        spec = ClockSpec(ClockKind.END_OF_WORKING_DAY, rules.REVIEW_WORKING_DAYS, source="openmash.oversight.rules")
        row.review_due_at = deadline(spec, row.ended_at, calendar_for(model.office)).due_at
    row.save(force_insert=True)
    if row.reached:
        _hold(row, waits=True, actor=system, at=at)
        detail: dict[str, audit.Plain] = {"counters": [str(each["code"]) for each in row.reached]}
        about = ("ending", row.id)
        audit.record("ending.review_asked", actor=system, at=at, about=about, enquiry_id=enquiry_id, detail=detail)


def _hold(row: Ending, *, waits: bool, actor: Actor, at: datetime) -> None:
    """The contact, or the child or adult, says by itself that it waits: lower packages refuse by that."""
    if row.contact_id:
        contact_services.await_review(contact_id=row.contact_id, waits=waits, actor=actor, at=at)
    elif row.decision_id:
        subject_id = decision_queries.subject_of(row.decision_id, hub_id=row.hub_id)
        enquiry_services.await_review(subject_id=subject_id, waits=waits, actor=actor, at=at)


def _open_again(row: Ending, words: str, *, actor: Actor, at: datetime) -> None:
    why = f"A second manager does not agree: {words.strip()}"
    if row.contact_id:
        contact_services.reopen(contact_id=row.contact_id, reason=why, actor=actor, at=at)
    elif row.decision_id:
        subject_id = decision_queries.subject_of(row.decision_id, hub_id=row.hub_id)
        decision_services.revisit(subject_id=subject_id, why=why, actor=actor, at=at)
