"""Looking again at what ended without further action: the hub's clockwork counts, a second manager reviews."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from random import SystemRandom
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
from openmash.hubs.rules import ClockKind, ClockSpec, OperatingModel, Reviewed, ReviewRule
from openmash.oversight import permissions, queries, rules
from openmash.oversight.errors import NoSuchReview
from openmash.oversight.models import Ending, RequiredReview
from openmash.oversight.states import ENDING, REQUIRED_REVIEW, EndingState

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


@transaction.atomic
def ask_required_reviews(*, hub_id: UUID, at: datetime) -> int:
    """Enter every review that the operating model requires of a decision; the clockwork calls it each round.

    Returns:
        How many were entered; each once.
    """
    decided = decision_queries.decided_since(hub_id=hub_id, since=at - LOOKS_BACK)
    if not decided:
        return 0
    system = account_queries.system_actor(hub_id)
    models = enquiry_queries.models_for({one.enquiry_id for one in decided}, actor=system)
    there = RequiredReview.objects.filter(hub_id=hub_id, decision_id__in=[one.id for one in decided])
    entered = set(there.values_list("decision_id", "code"))
    rows = [
        RequiredReview(
            hub_id=hub_id,
            enquiry_id=one.enquiry_id,
            decision_id=one.id,
            code=rule.code,
            state=REQUIRED_REVIEW.initial,
            due_at=rules.review_due(rule, one.decided_at, time_zone=models[one.enquiry_id].office.time_zone),
            of_whom=one.decided_by,
            of_whom_name=one.decided_by_name,
            asked_at=at,
        )
        for one in decided
        for rule in models[one.enquiry_id].reviews
        if rule.of is Reviewed.DECISION and (one.id, rule.code) not in entered
    ]
    RequiredReview.objects.bulk_create(rows)
    for row in rows:
        _record("required_review.asked", row, actor=system, at=at)
    return len(rows)


@transaction.atomic
def draw_cases(*, hub_id: UUID, at: datetime) -> int:
    """Draw by lot the cases that are audited, of those that closed in the month before; the clockwork calls it.

    Nobody chooses which: so many of them as the operating model says that each began with, once a month.

    Returns:
        How many were drawn.
    """
    model = hub_queries.model_of(hub_id, at=at)
    month = rules.month_before(at, time_zone=model.office.time_zone)
    drawing = [rule for rule in model.reviews if rule.of is Reviewed.CLOSED_CASE]
    codes = [rule.code for rule in drawing]
    drawn = RequiredReview.objects.filter(hub_id=hub_id, code__in=codes, month=month).values_list("code", flat=True)
    drawing = [rule for rule in drawing if rule.code not in set(drawn)]
    if not drawing:
        return 0
    system = account_queries.system_actor(hub_id)
    closed = enquiry_queries.closed_in(month, hub_id=hub_id, time_zone=model.office.time_zone)
    models = enquiry_queries.models_for(closed, actor=system)
    for rule in drawing:
        there = sorted(one for one in closed if any(each.code == rule.code for each in models[one].reviews))
        for enquiry_id in SystemRandom().sample(there, min(rule.each_month, len(there))):
            _draw(enquiry_id, rule, model, month, system=system, at=at)
    return RequiredReview.objects.filter(hub_id=hub_id, code__in=[rule.code for rule in drawing], month=month).count()


def _draw(
    enquiry_id: UUID, rule: ReviewRule, model: OperatingModel, month: date, *, system: Actor, at: datetime
) -> None:
    if rule.clock is None:
        return
    row = RequiredReview(
        hub_id=system.hub_id,
        enquiry_id=enquiry_id,
        code=rule.code,
        month=month,
        state=REQUIRED_REVIEW.initial,
        asked_at=at,
    )
    row.due_at = deadline(rule.clock, at, calendar_for(model.office)).due_at
    row.of_whom, row.of_whom_name = system.id, system.name
    row.save(force_insert=True)
    _record("required_review.asked", row, actor=system, at=at)


@transaction.atomic
def note_near_miss(*, enquiry_id: UUID, what: str, actor: Actor, at: datetime) -> None:
    """Say that something nearly went wrong in a case: the hub looks at it, by its own clock.

    Args:
        enquiry_id: the case.
        what: what happened, without anything from the sealed room.
        actor: whoever works the case; they are not asked whose fault it was.
        at: when.

    Raises:
        NotFound, Refused, KeptOut, RuleBroken (``oversight.…``).
    """
    enquiry_queries.require_enquiry(enquiry_id, actor=actor)
    require(permissions.can_note_near_miss(actor))
    model = enquiry_queries.model_for(enquiry_id, actor=actor)
    required = rules.near_miss_rules(model)
    rules.require_said(what, field="what", sentence="Enter what nearly went wrong.")
    for rule in required:
        if rule.clock is None:
            continue
        row = RequiredReview.objects.create(
            hub_id=actor.hub_id,
            enquiry_id=enquiry_id,
            code=rule.code,
            state=REQUIRED_REVIEW.initial,
            due_at=deadline(rule.clock, at, calendar_for(model.office)).due_at,
            of_whom=actor.id,
            of_whom_name=actor.name,
            asked_at=at,
            what=what.strip(),
        )
        _record("near_miss.noted", row, actor=actor, at=at)


@transaction.atomic
def record_finding(
    *, required_id: UUID, found: str, actor: Actor, at: datetime, grade: str = "", action: str = ""
) -> None:
    """Record what a required review found.

    Args:
        required_id: the review.
        found: what was found, without anything from the sealed room.
        grade, action: of a case that was drawn: a code of the operating model's grades, and what is to be done.
        actor: a manager; of a decision another than who made it, of a case another than who decided in it.
        at: when.

    Raises:
        NotFound, Refused, KeptOut, RuleBroken (``oversight.…``).
    """
    require(permissions.can_do_required_review(actor))
    row = RequiredReview.objects.select_for_update().filter(hub_id=actor.hub_id, id=required_id).first()
    if row is None:
        raise NoSuchReview
    enquiry_queries.require_not_kept_out(row.enquiry_id, actor=actor)
    rules.require_not_their_own(reviewer_id=actor.id, of_whom=row.of_whom, of_decision=row.decision_id is not None)
    rules.require_said(found, field="found", sentence="Enter what you found.")
    if row.month is not None:
        rules.require_auditor(actor.id, deciders=enquiry_queries.deciders(row.enquiry_id, actor=actor))
        model = enquiry_queries.model_for(row.enquiry_id, actor=actor)
        rules.require_graded(model.review(row.code), grade=grade, action=action)
        row.grade, row.action = grade, action.strip()
    row.state = REQUIRED_REVIEW.move(row.state, "finish")
    row.done_at, row.done_by, row.done_by_name, row.found = at, actor.id, actor.name, found.strip()
    row.save(update_fields=["state", "done_at", "done_by", "done_by_name", "found", "grade", "action"])
    _record("required_review.finished", row, actor=actor, at=at)


def _record(event: str, row: RequiredReview, *, actor: Actor, at: datetime) -> None:
    detail: dict[str, audit.Plain] = {"review": row.code, **({"grade": row.grade} if row.grade else {})}
    about = ("required_review", row.id)
    audit.record(event, actor=actor, at=at, about=about, enquiry_id=row.enquiry_id, detail=detail)


def erase(*, contact_ids: Collection[UUID], enquiry_ids: Collection[UUID], actor: Actor) -> int:
    """Blank why reviewers agreed or did not, of contacts and enquiries; that they did, when and who stays."""
    require(permissions.can_erase(actor))
    required = RequiredReview.objects.filter(hub_id=actor.hub_id, enquiry_id__in=enquiry_ids)
    required.exclude(what="").update(what="Erased")
    required.exclude(found="").update(found="Erased")
    required.exclude(action="").update(action="Erased")
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
