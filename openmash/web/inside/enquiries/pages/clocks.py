"""The clocks of a case as its page shows them: the law's beside the hub's, what stands still, who owns the night."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from openmash.access import Actor
from openmash.cover import queries as cover_queries
from openmash.cover.queries import Cover
from openmash.enquiries import permissions, queries, rules
from openmash.enquiries.queries import ClockView, EnquiryView, PauseView, SubjectView
from openmash.hubs.rules import HAPPENED, ClockRule, Happening, OperatingModel, Serves


@dataclass(frozen=True)
class Press:
    """Something to press: a link to a form, or where ``post`` is True a button that does it at once."""

    label: str
    url: str
    post: bool = False


@dataclass(frozen=True)
class ClockLine:
    """One clock: what is due, for whom, by when, and why then."""

    label: str
    whose: str
    kind: str
    due_at: datetime
    due_words: str
    ended_at: datetime | None
    ended_words: str
    paused_words: str
    late: bool
    presses: tuple[Press, ...]


@dataclass(frozen=True)
class OwnerBox:
    """Who owns this case while the hub is closed; ``name`` is empty where nobody is named."""

    title: str
    name: str
    telephone: str
    words: str
    url: str


@dataclass(frozen=True)
class ClockPanel:
    """All of it; ``owner`` only where something of the case runs while the hub is closed."""

    lines: tuple[ClockLine, ...]
    paused: tuple[ClockLine, ...]
    pause_presses: tuple[Press, ...]
    owner: OwnerBox | None


def build(enquiry: EnquiryView, model: OperatingModel, *, actor: Actor, at: datetime) -> ClockPanel:
    """Gather the panel; the number of statements does not depend on how many clocks run.

    Args:
        enquiry: the case.
        model: the operating model it is worked by.
        actor: who reads; the buttons are those they may press.
        at: now.
    """
    names = {subject.id: subject.person.display_name for subject in enquiry.subjects}
    clocks, pauses = queries.clocks_and_pauses(enquiry.id, actor=actor)
    open_ = {pause.subject_id: pause for pause in pauses if pause.resumed_at is None and pause.subject_id}
    return ClockPanel(
        lines=tuple(_line(clock, names, enquiry, model, actor, at) for clock in clocks),
        paused=tuple(
            _decision(subject, open_[subject.id], model, actor) for subject in enquiry.subjects if subject.id in open_
        ),
        pause_presses=_to_pause(enquiry, model, actor, at),
        owner=_owner(enquiry, clocks, cover_queries.cover(actor.hub_id, at=at), at),
    )


def rule_of(clock: ClockView, model: OperatingModel) -> ClockRule | None:
    """The model's rule of a clock; None where another topic of the model, such as its meetings, started it."""
    return next((rule for rule in model.clocks if rule.code == clock.code), None)


def happened_words(happening: Happening) -> str:
    """Like "Conference held": as a choice of a form."""
    words = HAPPENED[happening]
    return words[:1].upper() + words[1:]


def _line(
    clock: ClockView, names: Mapping[UUID, str], enquiry: EnquiryView, model: OperatingModel, actor: Actor, at: datetime
) -> ClockLine:
    return ClockLine(
        label=clock.label,
        whose=names.get(clock.subject_id, "") if clock.subject_id else "",
        kind="Set by law" if clock.statutory else "This hub’s own",
        due_at=clock.due_at,
        due_words=clock.due_words,
        ended_at=clock.ended_at,
        ended_words=_ended(clock),
        paused_words=_paused(clock.pause) if clock.pause else "",
        late=clock.late_at(at),
        presses=_presses(clock, enquiry, model, actor, at) if clock.ended_at is None else (),
    )


def _decision(subject: SubjectView, pause: PauseView, model: OperatingModel, actor: Actor) -> ClockLine:
    run_on = Press("Let it run on", reverse("enquiries:resume_decision", args=[subject.id]), post=True)
    return ClockLine(
        label=f"Decision, {model.rating(subject.rating).label}",
        whose=subject.person.display_name,
        kind="Stands still",
        due_at=subject.due_at or pause.paused_at,
        due_words=subject.ratings[-1].due_words if subject.ratings else "",
        ended_at=None,
        ended_words="",
        paused_words=_paused(pause),
        late=False,
        presses=(run_on,) if permissions.can_resume(actor) else (),
    )


def _presses(
    clock: ClockView, enquiry: EnquiryView, model: OperatingModel, actor: Actor, at: datetime
) -> tuple[Press, ...]:
    rule, found = rule_of(clock, model), []
    if rule and by_hand(rule) and permissions.can_note_happening(actor):
        found.append(Press("It has happened", reverse("enquiries:happened", args=[clock.id])))
    if clock.pause and permissions.can_resume(actor):
        found.append(Press("Let it run on", reverse("enquiries:resume_clock", args=[clock.id]), post=True))
    if rule and clock.runs and at <= clock.due_at and _may_pause(rule.code, "", None, model, actor):
        found.append(Press("Let it stand still", reverse("enquiries:pause_clock", args=[clock.id])))
    return tuple(found)


def by_hand(rule: ClockRule) -> tuple[Happening, ...]:
    """What ends this clock and no other screen records: a decision and a meeting of the hub have screens of theirs."""
    elsewhere = {Happening.DECIDED, Happening.ENQUIRY_OPENED, Happening.REFERRAL_RECEIVED}
    return tuple(each for each in rule.ends_on if each not in elsewhere)


def _to_pause(enquiry: EnquiryView, model: OperatingModel, actor: Actor, at: datetime) -> tuple[Press, ...]:
    """Whose decision's clock may stand still on this reader's word."""
    if not (enquiry.is_open and model.pauses):
        return ()
    return tuple(
        Press(
            f"Let the clock of {subject.person.display_name} stand still",
            reverse("enquiries:pause_decision", args=[subject.id]),
        )
        for subject in enquiry.subjects
        if not subject.decided and subject.paused_at is None and subject.due_at and at <= subject.due_at
        if _may_pause("", subject.rating, Serves(subject.kind), model, actor)
    )


def _may_pause(clock: str, rating: str, whom: Serves | None, model: OperatingModel, actor: Actor) -> bool:
    found = rules.pauses_open(model, clock=clock, rating=rating, whom=whom)
    return any(permissions.can_pause(actor, rule, model) for rule in found)


def _ended(clock: ClockView) -> str:
    if clock.ended_at is None:
        return ""
    if clock.ended_because == "enquiry_closed":
        return "Ended with the enquiry"
    if clock.ended_because == "revisited":
        return "Ended: the decision is to be made again"
    words = {str(each): happened_words(each) for each in HAPPENED}
    return words.get(clock.ended_because, "Done")


def _paused(pause: PauseView) -> str:
    return f"{pause.label}. {pause.paused_by_name}: {pause.words}"


def _owner(enquiry: EnquiryView, clocks: list[ClockView], cover: Cover, at: datetime) -> OwnerBox | None:
    """Only where a decision or clock of the case runs out before the hub opens again."""
    night = cover.night
    if night is None or not enquiry.is_open:
        return None
    moments = [s.due_at for s in enquiry.subjects if s.due_at and not s.decided and s.paused_at is None]
    moments += [clock.due_at for clock in clocks if clock.runs]
    begins = night.begins_at or at
    tonight = [moment for moment in moments if begins < moment < night.ends_at or (night.is_now and moment <= begins)]
    if not tonight:
        return None
    team = cover.team or "out of hours"
    return OwnerBox(
        title=f"Owner now ({team})" if night.is_now else f"Owner when the hub closes ({team})",
        name=cover.owner.name if cover.owner else "",
        telephone=cover.owner.telephone if cover.owner else cover.telephone,
        words=cover.words,
        url=reverse("out_of_hours:show"),
    )
