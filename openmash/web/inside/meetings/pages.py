"""What the pages of meetings show, as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.forms import BoundField
from django.urls import reverse
from django.utils import timezone

from openmash.access import ROLES, Actor, Permission
from openmash.accounts import queries as account_queries
from openmash.agencies import queries as agency_queries
from openmash.clocks.calendar import calendar_for
from openmash.clocks.wording import joined
from openmash.enquiries import queries as enquiry_queries
from openmash.hubs.rules import MeetingRule, OperatingModel, Way
from openmash.meetings import permissions, rules
from openmash.meetings.queries import CaseLine, CaseOpened, MeetingLine, MeetingView
from openmash.web.inside.meetings.forms import AttendanceForm, CaseForm, Invitee, ToRate

_USUAL_LENGTH = 30  # minutes
_SOON = timedelta(minutes=15)


@dataclass(frozen=True)
class Group:
    """The cases of an agenda with one rating, the nearest deadline first."""

    label: str
    colour: str
    cases: tuple["AgendaLine", ...]


@dataclass(frozen=True)
class AgendaLine:
    """A case of an agenda: whether it was spoken of, and where to write it down."""

    case: CaseLine
    url: str
    case_url: str


@dataclass(frozen=True)
class AttendanceRow:
    """One agency's row of a form."""

    name: str
    how: BoundField
    who_came: BoundField
    criterion: BoundField | None


@dataclass(frozen=True)
class Rated:
    """A second rating that was given: "Red, after Amber", and why."""

    name: str
    words: str
    reason: str
    by: str


@dataclass(frozen=True)
class RatingRow:
    """The fields of a second rating, with the rating that holds and where each one points."""

    name: str
    rating_label: str
    rating: BoundField
    reason: BoundField


@dataclass(frozen=True)
class ActionRow:
    """The fields of one new action."""

    number: int
    words: BoundField
    owner: BoundField
    due_on: BoundField


@dataclass(frozen=True)
class Listed:
    """A meeting as one line, with where it leads."""

    line: MeetingLine
    url: str
    late: bool


def listed(lines: Sequence[MeetingLine], at: datetime) -> tuple[Listed, ...]:
    """Meetings for a list."""
    return tuple(
        Listed(
            line,
            reverse("meetings:meeting", args=[line.id]),
            late=line.on_time is False or bool(line.planned and line.due_at and line.due_at < at),
        )
        for line in lines
    )


def next_quarter(at: datetime) -> datetime:
    """When a meeting that is called now is likely to begin: at the next quarter of an hour."""
    local = timezone.localtime(at).replace(second=0, microsecond=0)
    return local + _SOON - timedelta(minutes=local.minute % 15)


def usual_due(model: OperatingModel, at: datetime) -> datetime:
    """By when an action is done unless somebody says otherwise: when the hub closes on its next working day."""
    calendar = calendar_for(model.office)
    return timezone.localtime(calendar.closing(calendar.next_working_day(calendar.local(at).date())))


def call_initial(
    rule: MeetingRule, chairs: Sequence[UUID], *, asked: Sequence[str], actor: Actor, at: datetime
) -> dict[str, object]:
    """What the form of calling a meeting shows at first: soon, chaired by the actor where they may, the usual guests.

    Args:
        rule: the meeting.
        chairs: who may chair it.
        asked: kinds of agency that are asked for the case's rating.
        actor: who calls it.
        at: now.
    """
    kinds = set(rules.invited_by_default(rule, asked))
    agencies = agency_queries.agencies(actor.hub_id)
    return {
        "code": rule.code,
        "starts_on": next_quarter(at),
        "minutes_long": _USUAL_LENGTH,
        "place": "In the hub" if Way.ROOM in rule.ways else "By telephone: the chair rings everybody",
        "chair": str(actor.id if actor.id in chairs else (chairs[0] if chairs else "")),
        "agencies": [str(each.id) for each in agencies if each.kind in kinds and each.co_located],
    }


def invitees(meeting: MeetingView, rule: MeetingRule) -> tuple[Invitee, ...]:
    """The invited agencies, for the rows of a form."""
    return tuple(
        Invitee(each.agency_id, each.agency_name, rule.criteria_of(each.agency_kind)) for each in meeting.attendance
    )


def attendance_initial(meeting: MeetingView) -> dict[str, object]:
    """What the rows of attendance show at first: what is noted already."""
    found: dict[str, object] = {"version": meeting.version}
    for number, each in enumerate(meeting.attendance):
        found |= {
            f"attendance-{number}-how": each.how,
            f"attendance-{number}-who_came": each.who_came,
            f"attendance-{number}-criterion": each.criterion,
        }
    return found


def case_initial(opened: CaseOpened) -> dict[str, object]:
    """What the form of a case shows at first: what was said and written already."""
    found: dict[str, object] = {"number": opened.case.number}
    found |= {f"view-{each.agency_id}": each.words or "" for each in opened.statements}
    if opened.record:
        found |= {
            "minutes": opened.record.minutes or "",
            "result": opened.record.result,
            "decision": opened.record.decision or "",
        }
    return found


def to_rate(opened: CaseOpened, rule: MeetingRule, model: OperatingModel, actor: Actor) -> tuple[ToRate, ...]:
    """Whom the meeting still has to rate a second time."""
    if not rule.second_rating:
        return ()
    done = {each.subject_id for each in opened.ratings}
    enquiry = enquiry_queries.enquiry(opened.case.enquiry_id, actor=actor)
    return tuple(
        ToRate(each.id, each.person.display_name, model.rating(each.rating).label)
        for each in enquiry.subjects
        if not each.decided and each.id not in done
    )


def rated(opened: CaseOpened, model: OperatingModel, actor: Actor) -> tuple[Rated, ...]:
    """The second ratings that the meeting gave, in words."""
    if not opened.ratings:
        return ()
    enquiry = enquiry_queries.enquiry(opened.case.enquiry_id, actor=actor)
    names = {each.id: each.person.display_name for each in enquiry.subjects}
    labels = {each.code: each.label for each in model.ratings}
    return tuple(
        Rated(
            name=names[each.subject_id],
            words=f"{labels[each.rating]}, confirmed"
            if each.rating == each.before
            else f"{labels[each.rating]}, after {labels[each.before]}",
            reason="Erased" if each.reason is None else each.reason,
            by=each.rated_by_name,
        )
        for each in opened.ratings
    )


def rating_choices(rule: MeetingRule, model: OperatingModel) -> list[tuple[str, str]]:
    """The hub's ratings, each with the outcome that it points to after this meeting."""
    return [(each.code, each.label + _points_to(rule, model, each.code)) for each in model.ratings_by_urgency()]


def _points_to(rule: MeetingRule, model: OperatingModel, rating: str) -> str:
    outcome = rule.outcome_of(rating)
    return f": points to {model.outcome(outcome).label}" if outcome else ""


def owners(meeting: MeetingView, actor: Actor) -> list[tuple[str, str]]:
    """Who can be given something to do: each invited agency, then its colleagues by name."""
    invited = {each.agency_id: each.agency_name for each in meeting.attendance}
    agencies = [(str(agency_id), name) for agency_id, name in invited.items()]
    people = [
        (f"{each.agency_id}/{each.user_id}", f"{each.name}, {invited[each.agency_id]}")
        for each in account_queries.people_of(actor.hub_id)
        if each.agency_id in invited and Permission.SEE_ENQUIRIES in ROLES[each.role].permissions
    ]
    return [*agencies, *people]


def attendance_rows(form: AttendanceForm) -> tuple[AttendanceRow, ...]:
    """The rows of a form, one an agency."""
    return tuple(
        AttendanceRow(
            each.name,
            form[f"attendance-{number}-how"],
            form[f"attendance-{number}-who_came"],
            form[f"attendance-{number}-criterion"] if each.criteria else None,
        )
        for number, each in enumerate(form.invitees)
    )


def rating_rows(form: CaseForm) -> tuple[RatingRow, ...]:
    """The fields of each second rating."""
    return tuple(
        RatingRow(
            each.name,
            each.rating_label,
            form[f"rating-{each.subject_id}-rating"],
            form[f"rating-{each.subject_id}-reason"],
        )
        for each in form.subjects
    )


def action_rows(form: CaseForm) -> tuple[ActionRow, ...]:
    """The fields of each new action."""
    return tuple(
        ActionRow(row + 1, form[f"action-{row}-words"], form[f"action-{row}-owner"], form[f"action-{row}-due_on"])
        for row in range(form.action_rows)
    )


def agenda(meeting: MeetingView, model: OperatingModel) -> tuple[Group, ...]:
    """The cases of a meeting by their rating, the most urgent first; within one, the nearest deadline first."""
    found = []
    for rating in model.ratings_by_urgency():
        cases = [case for case in meeting.cases if case.rating == rating.code]
        if cases:
            ordered = sorted(cases, key=lambda case: (case.due_at is None, case.due_at or case.reference))
            found.append(Group(rating.label, rating.colour, tuple(_agenda_line(meeting, case) for case in ordered)))
    known = {rating.code for rating in model.ratings}
    others = [case for case in meeting.cases if case.rating not in known]
    if others:
        found.append(Group("Everybody decided about", "grey", tuple(_agenda_line(meeting, case) for case in others)))
    return tuple(found)


def _agenda_line(meeting: MeetingView, case: CaseLine) -> AgendaLine:
    return AgendaLine(
        case, reverse("meetings:case", args=[meeting.id, case.id]), reverse("enquiries:case", args=[case.enquiry_id])
    )


def quorum_words(rule: MeetingRule, meeting: MeetingView) -> str:
    """What the quorum is, and who of it is still missing: "Quorum: police and health, 2 agencies. Missing: health."."""
    if rule.quorum is None:
        return ""
    names = [kind.replace("_", " ") for kind in rule.quorum.agency_kinds]
    least = f"at least {rule.quorum.at_least} {'agency' if rule.quorum.at_least == 1 else 'agencies'}"
    needed = f"Quorum: {joined(names)}; {least}." if names else f"Quorum: {least}."
    missing = [kind.replace("_", " ") for kind in rules.missing_from_quorum(rule, meeting.present_kinds)]
    if missing:
        return f"{needed} Not noted as there yet: {joined(missing)}."
    if len(meeting.present) < rule.quorum.at_least:
        return f"{needed} {len(meeting.present)} noted as there so far."
    return f"{needed} It is there."


def may(meeting: MeetingView, actor: Actor) -> dict[str, bool]:
    """What the reader may do on a meeting's page."""
    return {
        "write": bool(permissions.can_write(actor, meeting.chair_id)),
        "convene": bool(permissions.can_convene(actor)),
        "close": bool(permissions.can_close(actor, meeting.chair_id)),
        "take_part": bool(permissions.can_take_part(actor)),
    }


def not_invited(meeting: MeetingView, actor: Actor) -> list[tuple[str, str]]:
    """Agencies that can still be invited."""
    there = {each.agency_id for each in meeting.attendance}
    return [(str(each.id), each.name) for each in agency_queries.agencies(actor.hub_id) if each.id not in there]


def own_case(meeting: MeetingView) -> CaseLine | None:
    """The one case of a meeting that is about one."""
    return None if meeting.has_agenda or not meeting.cases else meeting.cases[0]
