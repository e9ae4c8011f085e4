"""Starting and ending the clocks that run in a case beside the ratings', as things happen in it."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from openmash.access import Actor
from openmash.audit import services as audit
from openmash.clocks.calendar import calendar_for
from openmash.clocks.deadlines import Deadline, deadline, named_deadline
from openmash.enquiries import permissions, rules
from openmash.enquiries.models import Clock, Enquiry, Pause, Subject
from openmash.enquiries.queries.working_by import began_with
from openmash.enquiries.services.rows import lock
from openmash.enquiries.states import CLOCK, ClockState
from openmash.hubs.rules import ClockRule, ClockSpec, Happening, OperatingModel, RunsFor, Serves

ENQUIRY_CLOSED = "enquiry_closed"
REVISITED = "revisited"


@transaction.atomic
def happened(
    *,
    enquiry_id: UUID,
    happening: Happening,
    actor: Actor,
    at: datetime,
    when: datetime | None = None,
    subject_ids: Collection[UUID] | None = None,
    outcome: str = "",
) -> None:
    """Something happened in a case: the clocks that waited for it end, and those that begin with it run.

    Called by other packages' services in the transaction that records what happened; who may record it is theirs.

    Args:
        enquiry_id: the case.
        happening: what happened, as operating models name it.
        actor: who recorded it.
        at: when it is recorded.
        when: when it happened, if that was earlier; clocks count from here.
        subject_ids: the children and adults to whom it happened; None for everybody in the case.
        outcome: of a decision, what it came to.

    Raises:
        NotFound, KeptOut: no such case for this person.
        RuleBroken: ``enquiries.notes_what_happened``, ``enquiries.happened_after_the_referral``.
    """
    enquiry = lock(enquiry_id, actor)
    when = when or at
    rules.require_happened(when, at, enquiry.received_at)
    rows = Subject.objects.filter(hub_id=enquiry.hub_id, enquiry=enquiry).order_by("id")
    to = rows if subject_ids is None else rows.filter(id__in=subject_ids)
    _carry_on(enquiry, list(to), happening, actor=actor, when=when, outcome=outcome)


@transaction.atomic
def note_happening(
    *,
    enquiry_id: UUID,
    happening: Happening,
    actor: Actor,
    at: datetime,
    when: datetime,
    subject_ids: Collection[UUID] | None = None,
) -> None:
    """Note by hand that something happened which no other screen records: a conference held, a referrer rung.

    Args:
        enquiry_id, happening, subject_ids: as ``happened``.
        actor: who notes it; whoever asks or chases for a case.
        at: now.
        when: when it happened.

    Raises:
        Refused: their role notes nothing.
        RuleBroken: as ``happened``.
    """
    permissions.require_can_note_happening(actor)
    happened(enquiry_id=enquiry_id, happening=happening, actor=actor, at=at, when=when, subject_ids=subject_ids)


@transaction.atomic
def start_clock(
    *,
    enquiry_id: UUID,
    code: str,
    label: str,
    spec: ClockSpec,
    because: str,
    began: str,
    actor: Actor,
    at: datetime,
    subject_id: UUID | None = None,
    statutory: bool = False,
) -> None:
    """Start a clock that is not among the model's ``[[clocks]]``, such as that of a meeting; one that runs goes on.

    Args:
        enquiry_id: the case.
        code: names it in the case; at most 40 letters.
        label: what is due, as people read it.
        spec: how long it may take.
        because: a code for what started it.
        began: what started it, in words: "Rated".
        actor: who did that.
        at: when it counts from.
        subject_id: the child or adult it runs for; None for the enquiry.
        statutory: whether the law sets it.

    Raises:
        NotFound, KeptOut: no such case for this person.
    """
    enquiry = lock(enquiry_id, actor)
    due = deadline(spec, at, calendar_for(began_with(enquiry).office), heading=f"{label}:", began=began)
    row = Clock(hub_id=actor.hub_id, enquiry=enquiry, subject_id=subject_id, code=code, state=CLOCK.initial)
    row.label, row.statutory, row.kind, row.started_because = label, statutory, spec.kind, because
    _start(row, due, actor=actor, at=at)


@transaction.atomic
def end_clock(
    *, enquiry_id: UUID, code: str, because: str, actor: Actor, at: datetime, subject_id: UUID | None = None
) -> None:
    """End a clock that ``start_clock`` started; where none runs, nothing happens.

    Args:
        enquiry_id, code, subject_id: as it was started.
        because: a code for what ended it.
        actor: who did that.
        at: when it ended.
    """
    enquiry = lock(enquiry_id, actor)
    for row in _not_ended(enquiry, code, subject_id):
        end(row, because=because, actor=actor, at=at)


def taken_in(
    enquiry: Enquiry,
    person_ids: Collection[UUID],
    *,
    received_at: datetime,
    acknowledged: bool,
    actor: Actor,
    at: datetime,
) -> None:
    """A referral has become part of a case: what counts from its receipt runs, and what its opening ends has ended.

    Args:
        enquiry: the case, locked or just made.
        person_ids: the children and adults whom this referral brought into it.
        received_at: when it was received.
        acknowledged: whether its referrer was told at once that it arrived, as the form on the web does.
        actor: who took it in.
        at: when.
    """
    to = list(Subject.objects.filter(hub_id=enquiry.hub_id, enquiry=enquiry, person_id__in=person_ids).order_by("id"))
    _carry_on(enquiry, to, Happening.REFERRAL_RECEIVED, actor=actor, when=received_at)
    if acknowledged:
        _carry_on(enquiry, to, Happening.REFERRER_ACKNOWLEDGED, actor=actor, when=received_at)
    _carry_on(enquiry, to, Happening.ENQUIRY_OPENED, actor=actor, when=at)


def end_all(enquiry: Enquiry, *, because: str, actor: Actor, at: datetime, subject_id: UUID | None = None) -> None:
    """End what runs in a case; with ``subject_id``, what a decision about that child or adult started."""
    rows = _not_ended(enquiry)
    if subject_id is not None:
        rows = rows.filter(subject_id=subject_id, started_because=Happening.DECIDED)
    for row in rows:
        end(row, because=because, actor=actor, at=at)


def end(row: Clock, *, because: str, actor: Actor, at: datetime) -> None:
    """End one clock, locked; what stood still stands still no longer."""
    if row.state == ClockState.PAUSED:
        Pause.objects.filter(clock=row, resumed_at=None).update(resumed_at=at, resumed_by=actor.id)
    row.state = CLOCK.move(row.state, "end")
    row.ended_at, row.ended_by, row.ended_because = at, actor.id, because
    row.save(update_fields=["state", "ended_at", "ended_by", "ended_because"])
    record("clock.ended", row, actor, at, {"because": because, "on_time": at <= row.due_at})


def record(name: str, row: Clock, actor: Actor, at: datetime, detail: dict[str, audit.Plain]) -> None:
    """Write down what became of a clock."""
    about: dict[str, audit.Plain] = {"clock": row.code, **detail}
    if row.subject_id:
        about["subject"] = str(row.subject_id)
    audit.record(name, actor=actor, at=at, about=("clock", row.id), enquiry_id=row.enquiry_id, detail=about)


def _carry_on(
    enquiry: Enquiry, to: list[Subject], happening: Happening, *, actor: Actor, when: datetime, outcome: str = ""
) -> None:
    model = began_with(enquiry)
    waited = {rule.code for rule in model.clocks if happening in rule.ends_on}
    whose = {subject.id for subject in to}
    for row in _not_ended(enquiry).filter(code__in=waited) if waited else ():
        if row.subject_id is None or row.subject_id in whose:
            end(row, because=happening, actor=actor, at=when)
    for rule in model.clocks:
        if rule.starts_with(happening, outcome=outcome):
            _start_rule(enquiry, to, rule, model, because=happening, actor=actor, at=when)


def _start_rule(
    enquiry: Enquiry,
    to: Iterable[Subject],
    rule: ClockRule,
    model: OperatingModel,
    *,
    because: Happening,
    actor: Actor,
    at: datetime,
) -> None:
    due = named_deadline(model, rule.code, enquiry.received_at if rule.from_referral else at)
    served = [subject for subject in to if Serves(subject.kind) in rule.serves]
    for subject in served if rule.runs_for is RunsFor.PERSON else [None]:
        row = Clock(hub_id=actor.hub_id, enquiry=enquiry, subject=subject, code=rule.code, state=CLOCK.initial)
        row.label, row.statutory, row.kind = rule.label, rule.statutory, rule.clock.kind
        row.started_because = because
        _start(row, due, actor=actor, at=at)


def _start(row: Clock, due: Deadline, *, actor: Actor, at: datetime) -> None:
    """Unless it runs already: then it goes on, for a second beginning gives no more time."""
    if _not_ended(row.enquiry, row.code, row.subject_id).exists():
        return
    row.started_at, row.started_by = due.started_at, actor.id
    row.due_at, row.due_words = due.due_at, due.words
    row.save(force_insert=True)
    record("clock.started", row, actor, at, {"because": row.started_because})


def _not_ended(enquiry: Enquiry, code: str = "", subject_id: UUID | None = None) -> QuerySet[Clock]:
    """What has not ended in a case; with a code, that clock alone, of the enquiry or of one in it."""
    rows = Clock.objects.select_for_update().filter(hub_id=enquiry.hub_id, enquiry=enquiry, ended_at=None)
    if code:
        rows = rows.filter(code=code)
        rows = rows.filter(subject_id=subject_id) if subject_id else rows.filter(subject=None)
    return rows.order_by("id")
