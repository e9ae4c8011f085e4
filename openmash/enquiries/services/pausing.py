"""Letting a clock stand still where the operating model allows it, and letting it run on."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from openmash.access import Actor
from openmash.accounts import queries as account_queries
from openmash.audit import services as audit
from openmash.clocks.calendar import calendar_for
from openmash.clocks.deadlines import Deadline, deadline
from openmash.clocks.pauses import after_pause
from openmash.enquiries import permissions, rules
from openmash.enquiries.errors import NoSuchClock
from openmash.enquiries.models import Clock, Enquiry, Pause, Rating, Subject
from openmash.enquiries.queries.working_by import began_with
from openmash.enquiries.services.clocks import record
from openmash.enquiries.services.rows import keep_rating, lock, lock_subject
from openmash.enquiries.states import CLOCK, ClockState, EnquiryState, SubjectState
from openmash.hubs.rules import ClockKind, OperatingModel, PauseRule, Serves

RUNS_ON = "The clock ran on after a pause."


@transaction.atomic
def pause_decision(*, subject_id: UUID, reason: str, words: str, actor: Actor, at: datetime) -> None:
    """Let the clock of the decision about one child or adult stand still.

    It runs on when somebody says so, when they are rated again or decided about, and by itself after the longest time
    that the model gives.

    Args:
        subject_id: the child or adult.
        reason: a code of the model's ``[[pauses]]``.
        words: why, in a sentence.
        actor: on whose word.
        at: when.

    Raises:
        Refused: not on their word.
        RuleBroken: ``enquiries.pause…``, ``enquiries.enquiry_is_open``, ``enquiries.rated_before_decision``.
    """
    enquiry, subject = lock_subject(subject_id, actor)
    model = began_with(enquiry)
    rule = rules.pause_rule(model, reason, clock="", rating=subject.rating, whom=Serves(subject.kind))
    permissions.require_can_pause(actor, rule, model)
    rules.require_open(is_open=enquiry.state == EnquiryState.OPEN, reference=enquiry.reference)
    rules.require_undecided(decided=subject.state == SubjectState.DECIDED)
    rules.require_running(paused=subject.paused_at is not None)
    rules.require_words_for_pause(words)
    rules.require_not_run_out(subject.due_at or at, at)
    subject.paused_at = at
    subject.version += 1
    subject.save(update_fields=["paused_at", "version"])
    row = _pause(enquiry, rule, words, model, actor=actor, at=at)
    row.subject = subject
    row.save(force_insert=True)
    about = ("subject", subject.id)
    audit.record("clock.paused", actor=actor, at=at, about=about, enquiry_id=enquiry.id, detail={"reason": reason})


@transaction.atomic
def pause_clock(*, clock_id: UUID, reason: str, words: str, actor: Actor, at: datetime) -> None:
    """Let one of the other clocks of a case stand still.

    Args:
        clock_id: which.
        reason, words, actor, at: as ``pause_decision``.

    Raises:
        NotFound: there is none of that id that runs.
        Refused, RuleBroken: as ``pause_decision``.
    """
    enquiry, clock = lock_clock(clock_id, actor)
    model = began_with(enquiry)
    whom = Serves(clock.subject.kind) if clock.subject else None
    rule = rules.pause_rule(model, reason, clock=clock.code, rating="", whom=whom)
    permissions.require_can_pause(actor, rule, model)
    rules.require_running(paused=clock.state == ClockState.PAUSED)
    rules.require_words_for_pause(words)
    rules.require_not_run_out(clock.due_at, at)
    clock.state = CLOCK.move(clock.state, "pause")
    clock.save(update_fields=["state"])
    row = _pause(enquiry, rule, words, model, actor=actor, at=at)
    row.clock = clock
    row.save(force_insert=True)
    record("clock.paused", clock, actor, at, {"reason": reason})


@transaction.atomic
def resume_decision(*, subject_id: UUID, actor: Actor, at: datetime) -> None:
    """Let the clock of a decision run on: what was left is left.

    Raises:
        Refused: their role does not rate.
        RuleBroken: ``enquiries.runs_on_once``.
    """
    enquiry, subject = lock_subject(subject_id, actor)
    permissions.require_can_resume(actor)
    rules.require_paused(paused=subject.paused_at is not None)
    run_on(enquiry, subject, actor=actor, at=at)


@transaction.atomic
def resume_clock(*, clock_id: UUID, actor: Actor, at: datetime) -> None:
    """Let one of the other clocks run on; raises as ``resume_decision``."""
    enquiry, clock = lock_clock(clock_id, actor)
    permissions.require_can_resume(actor)
    rules.require_paused(paused=clock.state == ClockState.PAUSED)
    _run_clock_on(enquiry, clock, actor=actor, at=at)


@transaction.atomic
def run_on_what_stood_long(*, hub_id: UUID, at: datetime) -> int:
    """Let the next clock run on that stood still for as long as its model lets it; returns 1, or 0 if there is none."""
    over = Pause.objects.filter(hub_id=hub_id, resumed_at=None, runs_on_at__lte=at)
    row = over.select_for_update(skip_locked=True).order_by("runs_on_at").first()
    if row is None:
        return 0
    clockwork = account_queries.system_actor(hub_id)
    if row.clock_id:
        _run_clock_on(*lock_clock(row.clock_id, clockwork), actor=clockwork, at=row.runs_on_at)
    elif row.subject_id:
        run_on(*lock_subject(row.subject_id, clockwork), actor=clockwork, at=row.runs_on_at)
    return 1


def run_on(enquiry: Enquiry, subject: Subject, *, actor: Actor, at: datetime, keep: bool = True) -> None:
    """Let the clock of a decision run on, if it stands still; rating again and deciding do so first. Row locked.

    ``keep`` is left False by whoever keeps a rating of its own at this moment, with its own arithmetic.
    """
    if subject.paused_at is None or subject.due_at is None:
        return
    last = Rating.objects.filter(subject=subject).order_by("-rated_at", "-id").first()
    model = began_with(enquiry)
    before = Deadline(subject.due_at, last.due_words if last else "", last.clock_started_at if last else at)
    due = _moved(_end_pause(actor, at, subject=subject), before, model.rating(subject.rating).clock.kind, model, at)
    subject.paused_at, subject.due_at = None, due.due_at
    subject.version += 1
    subject.save(update_fields=["paused_at", "due_at", "version"])
    if keep:
        keep_rating(subject, subject.rating, RUNS_ON, due, actor=actor, at=at)
    audit.record("clock.resumed", actor=actor, at=at, about=("subject", subject.id), enquiry_id=enquiry.id)


def _run_clock_on(enquiry: Enquiry, clock: Clock, *, actor: Actor, at: datetime) -> None:
    before = Deadline(clock.due_at, clock.due_words, clock.started_at)
    due = _moved(_end_pause(actor, at, clock=clock), before, ClockKind(clock.kind), began_with(enquiry), at)
    clock.state = CLOCK.move(clock.state, "resume")
    clock.due_at, clock.due_words = due.due_at, due.words
    clock.save(update_fields=["state", "due_at", "due_words"])
    record("clock.resumed", clock, actor, at, {})


def lock_clock(clock_id: UUID, actor: Actor) -> tuple[Enquiry, Clock]:
    """The enquiry first, then its clock; raises NotFound where it has ended or never was, KeptOut."""
    rows = Clock.objects.filter(hub_id=actor.hub_id, id=clock_id, ended_at=None)
    enquiry_id = rows.values_list("enquiry_id", flat=True).first()
    if enquiry_id is None:
        raise NoSuchClock
    enquiry = lock(enquiry_id, actor)
    row = rows.select_for_update(of=("self",)).select_related("subject").first()
    if row is None:
        raise NoSuchClock
    return enquiry, row


def _pause(
    enquiry: Enquiry, rule: PauseRule, words: str, model: OperatingModel, *, actor: Actor, at: datetime
) -> Pause:
    row = Pause(hub_id=actor.hub_id, enquiry=enquiry, reason=rule.code, label=rule.label, words=words.strip())
    row.paused_at, row.paused_by, row.paused_by_name = at, actor.id, actor.name
    row.runs_on_at = deadline(rule.longest, at, calendar_for(model.office)).due_at
    return row


def _end_pause(actor: Actor, at: datetime, **of: Subject | Clock) -> Pause:
    row = Pause.objects.select_for_update().get(hub_id=actor.hub_id, resumed_at=None, **of)
    row.resumed_at, row.resumed_by = max(at, row.paused_at), actor.id
    row.save(update_fields=["resumed_at", "resumed_by"])
    return row


def _moved(row: Pause, before: Deadline, kind: ClockKind, model: OperatingModel, at: datetime) -> Deadline:
    return after_pause(
        before,
        kind,
        paused_at=row.paused_at,
        resumed_at=row.resumed_at or at,
        reason=row.label,
        calendar=calendar_for(model.office),
    )
