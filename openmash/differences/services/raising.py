"""Saying that one does not agree, taking it back, and keeping the child safe meanwhile."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from openmash.access import Actor, Permission, has, require
from openmash.core.errors import NotFound
from openmash.decisions import queries as decision_queries
from openmash.differences import permissions, rules
from openmash.differences.models import About, Difference, Ended, SafetyAction, Step
from openmash.differences.rules import DifferenceTold
from openmash.differences.services.rows import begin_step, end_step, keep_ended, lock, record, ring_settlers
from openmash.differences.states import DIFFERENCE, DifferenceState
from openmash.enquiries import queries as enquiry_queries
from openmash.enquiries.queries import EnquiryView, SubjectView
from openmash.sealed import services as sealed_services

ERASED = "Erased"


@dataclass(frozen=True)
class _Disputed:
    """The rating or decision at hand: its code, and who gave or made it."""

    code: str
    by: UUID
    by_name: str
    decision_id: UUID | None


@transaction.atomic
def raise_(
    *, subject_id: UUID, told: DifferenceTold, actor: Actor, at: datetime, contact_id: UUID | None = None
) -> UUID:
    """Say that one does not agree with the rating of, or the decision about, one child or adult.

    The hub's ladder for it begins at its first step; whoever settles that is told.

    Args:
        subject_id: the child or adult.
        told: what, why, and what they would rather have.
        actor: who raises it.
        at: when.
        contact_id: raised for whoever made this contact; left out, for the actor's own agency.

    Raises:
        Refused, NotFound, RuleBroken ``differences.…``.
    """
    enquiry_id = enquiry_queries.enquiry_of_subject(subject_id, actor=actor)
    enquiry = enquiry_queries.enquiry(enquiry_id, actor=actor)
    permissions.require_can_raise(actor, for_referrer=contact_id is not None)
    model = enquiry_queries.model_for(enquiry_id, actor=actor)
    ladder = rules.ladder_about(model, told.about)
    if contact_id is not None:
        _require_of_enquiry(contact_id, enquiry)
        rules.require_for_referrers(ladder)
    disputed = _disputed(told.about, _subject(enquiry, subject_id), actor)
    rules.require_told(told)
    rules.require_wanted(told, model, current=disputed.code)
    rules.require_somebody_elses(actor_id=actor.id, disputed_by=disputed.by, for_referrer=contact_id is not None)
    row = _new(told, disputed, actor=actor, at=at, contact_id=contact_id)
    row.enquiry_id, row.subject_id, row.ladder = enquiry.id, subject_id, ladder.code
    step = begin_step(row, ladder, 1, model=model, at=at)
    row.in_the_room_id = _sealed(told.in_the_room, enquiry.id, actor, at)
    _save_unless_raised_already(row)
    step.save(force_insert=True)
    record("difference.raised", row, actor=actor, at=at, ladder=ladder.code)
    ring_settlers(row, ladder.steps[0], "difference_to_settle", actor=actor, at=at)
    return row.id


@transaction.atomic
def withdraw(*, difference_id: UUID, actor: Actor, at: datetime, version: int | None = None) -> None:
    """Take a difference back: it is cleared up, or was a mistake. That it was raised stays on record."""
    row = lock(difference_id, actor, version)
    permissions.require_can_go_on_for(actor, raised_by=row.raised_by, agency_id=row.agency_id)
    row.state = DIFFERENCE.move(row.state, "withdraw")
    keep_ended(end_step(row, Ended.WITHDRAWN, actor=actor, at=at))
    row.version += 1
    row.save(update_fields=["state", "version"])
    record("difference.withdrawn", row, actor=actor, at=at)


@transaction.atomic
def keep_safe(*, difference_id: UUID, words: str, actor: Actor, at: datetime) -> UUID:
    """Write down what keeps the child or adult safe while people do not agree; at any time, by anybody on the case.

    Args:
        difference_id: what they do not agree about, settled or not.
        words: what is done, by whom and until when; everybody who sees the enquiry reads it.
        actor: who does it.
        at: when.
    """
    row = lock(difference_id, actor)
    permissions.require_can_see(actor)
    rules.require_action(words)
    action = SafetyAction(hub_id=actor.hub_id, difference=row, words=words.strip(), taken_at=at)
    action.taken_by, action.taken_by_name = actor.id, actor.name
    action.save(force_insert=True)
    record("difference.safety_action_recorded", row, actor=actor, at=at)
    return action.id


@transaction.atomic
def erase(*, enquiry_id: UUID, actor: Actor, at: datetime) -> int:
    """Blank why people did not agree and what they were told; who settled what, and when, stays.

    Returns:
        How many differences were blanked.
    """
    require(has(actor, Permission.MANAGE_RECORDS))
    of = {"hub_id": actor.hub_id, "difference__enquiry_id": enquiry_id}
    SafetyAction.objects.filter(**of).update(words=ERASED)
    Step.objects.filter(**of).exclude(told="").update(told=ERASED)
    return Difference.objects.filter(hub_id=actor.hub_id, enquiry_id=enquiry_id).update(why=ERASED)


def _subject(enquiry: EnquiryView, subject_id: UUID) -> SubjectView:
    return next(subject for subject in enquiry.subjects if subject.id == subject_id)


def _disputed(about: str, subject: SubjectView, actor: Actor) -> _Disputed:
    """What is disputed, as it holds now; raises RuleBroken where it does not count any more, or not yet."""
    rules.require_something_to_dispute(about, rated=bool(subject.ratings), decided=subject.decided)
    if about == About.RATING:
        last = subject.ratings[-1]
        return _Disputed(last.rating, last.rated_by, last.rated_by_name, None)
    enquiry_id = enquiry_queries.enquiry_of_subject(subject.id, actor=actor)
    made = [d for d in decision_queries.latest(enquiry_id, actor=actor) if d.subject_id == subject.id and d.holds]
    rules.require_something_to_dispute(about, rated=True, decided=bool(made))
    return _Disputed(made[0].outcome, made[0].decided_by, made[0].decided_by_name, made[0].id)


def _new(
    told: DifferenceTold, disputed: _Disputed, *, actor: Actor, at: datetime, contact_id: UUID | None
) -> Difference:
    return Difference(
        hub_id=actor.hub_id,
        about=told.about,
        decision_id=disputed.decision_id,
        disputed=disputed.code,
        disputed_by=disputed.by,
        disputed_by_name=disputed.by_name,
        wanted=told.wanted if told.about == About.RATING else "",
        state=DIFFERENCE.initial,
        why=told.why.strip(),
        raised_at=at,
        raised_by=actor.id,
        raised_by_name=actor.name,
        agency_id=None if contact_id else actor.agency_id,
        contact_id=contact_id,
    )


def _require_of_enquiry(contact_id: UUID, enquiry: EnquiryView) -> None:
    if contact_id not in enquiry.contacts:
        raise NotFound("That contact does not belong to this enquiry.")


def _sealed(text: str, enquiry_id: UUID, actor: Actor, at: datetime) -> UUID | None:
    if not text.strip():
        return None
    return sealed_services.seal_text(enquiry_id=enquiry_id, purpose="difference", text=text, actor=actor, at=at)


def _save_unless_raised_already(row: Difference) -> None:
    same = Difference.objects.filter(
        hub_id=row.hub_id, subject_id=row.subject_id, about=row.about, state=DifferenceState.OPEN
    )
    rules.require_none_open(same.exists())
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # somebody else raised it in the same moment
        rules.require_none_open(same.exists())
        raise
