"""What the pages of requests show, as plain values."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from openmash.access import Actor
from openmash.agencies import queries as agency_queries
from openmash.agencies.queries import AbsenceView, AgencyView
from openmash.checks import permissions, queries
from openmash.checks.queries import CheckView, ReminderView
from openmash.checks.rules import LATE_WORDS, default_question
from openmash.clocks.deadlines import check_deadline
from openmash.enquiries import queries as enquiry_queries
from openmash.enquiries.queries import EnquiryView
from openmash.hubs import queries as hub_queries
from openmash.hubs.rules import Chased, day_of
from openmash.people.queries import PersonView
from openmash.sealed import permissions as sealed_permissions
from openmash.sealed import queries as sealed_queries
from openmash.web.inside.checks import own_records
from openmash.web.inside.checks.own_records import Own
from openmash.web.shared.item_fields import Choices
from openmash.worklists import queries as worklist_queries


@dataclass(frozen=True)
class Asked:
    """A request as the agency's own page shows it."""

    agency: str
    reference: str
    question: str
    people: tuple[str, ...]
    asked_words: str
    due_at: datetime
    due_words: str
    answered_at: datetime | None
    waiting: bool
    may_answer: bool
    answer: tuple[tuple[str, str], ...]
    reminders: tuple[tuple[str, datetime, str], ...]
    not_read: tuple[tuple[datetime, str], ...]
    away: str
    visit: str
    version: int
    case_url: str
    items_url: str
    own: Own | None
    add_url: str
    again_url: str
    withdraw_url: str


@dataclass(frozen=True)
class ToAsk:
    """What the form for asking agencies starts from."""

    reference: str
    family: str
    agencies: tuple[tuple[str, str], ...]
    hints: dict[str, str]
    usual: tuple[str, ...]
    question: str
    due_words: str
    case_url: str


def asked(check: CheckView, enquiry: EnquiryView, actor: Actor, at: datetime) -> Asked:
    """One request with what its reader may do about it, how its agency was reminded, and whether they are away."""
    may_answer = check.waiting and permissions.can_answer(actor, check.agency_id, check.agency_name)
    may_ask = enquiry.is_open and permissions.can_ask(actor)
    may_withdraw = check.waiting and permissions.can_withdraw(actor)
    case_url = reverse("enquiries:case", args=[enquiry.id])
    again = f"{reverse('checks:ask', args=[enquiry.id])}?agency={check.agency_id}"
    return Asked(
        agency=check.agency_name,
        reference=enquiry.reference,
        question=check.question,
        people=tuple(enquiry_queries.how_to_find(p) for _, p in _everybody(enquiry)),
        asked_words=check.asked_by_name,
        due_at=check.due_at,
        due_words=check.due_words,
        answered_at=check.answered_at,
        waiting=check.waiting,
        may_answer=bool(may_answer),
        answer=_answer(check),
        reminders=reminder_lines(queries.reminders([check.id], actor=actor).get(check.id, [])),
        not_read=_not_read(check, actor),
        away=away_words(agency_queries.away(actor.hub_id, on=timezone.localdate(at)).get(check.agency_id)),
        visit=_visit_words(check, actor, at) if check.waiting else "",
        version=check.version,
        case_url=case_url,
        items_url=reverse("checks:items", args=[check.id]),
        own=own_records.own(check, enquiry, actor),
        add_url=reverse("sealed:add", args=[enquiry.id]) if sealed_permissions.can_add(actor) else "",
        again_url=again if may_ask and not check.waiting else "",
        withdraw_url=reverse("checks:withdraw", args=[check.id]) if may_withdraw else "",
    )


def to_ask(enquiry_id: UUID, *, actor: Actor, at: datetime, agency: str = "") -> ToAsk:
    """Whom the operating model asks for the rating and for what is raised, and what, unless somebody writes better.

    Args:
        enquiry_id: the enquiry.
        actor: who asks.
        at: now.
        agency: an agency's id, to ask that one alone once more.
    """
    enquiry = enquiry_queries.enquiry(enquiry_id, actor=actor)
    clock = enquiry_queries.clock_of(enquiry_id, actor=actor)
    model = hub_queries.model(actor.hub_id, enquiry.model_name, enquiry.model_version)
    agencies = queries.agencies_to_ask(enquiry_id, actor=actor)
    away = agency_queries.away(actor.hub_id, on=timezone.localdate(at))
    visits = {each.agency_id: each.words for each in worklist_queries.visits(actor, at=at)}
    already = {c.agency_id for c in queries.checks_of(enquiry_id, actor=actor)}
    raised = enquiry_queries.issues_raised([enquiry_id], hub_id=actor.hub_id)[enquiry_id]
    kinds = model.agencies_asked(clock.rating, day_of(at), issues=raised) if clock.rating else ()
    usual = tuple(str(a.id) for a in agencies if a.kind in kinds and a.id not in already)
    # Nothing sealed is opened for a page that only looks; whatever is typed is compared when it is sent.
    no_address = sealed_queries.addresses_kept_back(enquiry, opened=False, actor=actor)
    return ToAsk(
        reference=enquiry.reference,
        family=enquiry_queries.family_words(s.person for s in enquiry.subjects),
        agencies=tuple((str(a.id), a.name) for a in agencies),
        hints={
            str(a.id): ". ".join(filter(None, (_hint(a), away_words(away.get(a.id)), visits.get(a.id, ""))))
            for a in agencies
        },
        usual=(agency,) if agency else usual,
        question=default_question(
            *(
                [enquiry_queries.how_to_find(each, with_address=each.id not in no_address) for each in people]
                for people in ([s.person for s in enquiry.subjects], [m.person for m in enquiry.members])
            )
        ),
        due_words=check_deadline(model, clock.rating, at, enquiry_due_at=clock.due_at).words if clock.rating else "",
        case_url=reverse("enquiries:case", args=[enquiry_id]),
    )


def choices_of(enquiry: EnquiryView, check: CheckView, actor: Actor) -> Choices:
    """What the form of an item of an answer offers: the children first. Nothing in an answer is hidden."""
    return Choices(
        people=[(person_id, person.display_name) for person_id, person in _everybody(enquiry)],
        colleagues=sealed_queries.who_can_be_named(actor),
        agency_kind=check.agency_kind,
    )


def reminder_lines(found: Iterable[ReminderView]) -> tuple[tuple[str, datetime, str], ...]:
    """Each step of the ladder that was taken: which, when, and whom it reached."""
    return tuple(
        (
            each.label,
            each.sent_at,
            Chased(each.to).words if each.reached else f"{Chased(each.to).words}: no address is known",
        )
        for each in found
    )


def away_words(absence: AbsenceView | None) -> str:
    """Like "Away until 24 November; Duty nurse covers"; empty where they are not away."""
    if absence is None:
        return ""
    covers = f"{absence.covered_by} covers" if absence.covered_by else "nobody covers"
    return f"Away until {absence.until_on.day} {absence.until_on:%B}; {covers}"


def _visit_words(check: CheckView, actor: Actor, at: datetime) -> str:
    """When a visiting partner comes next, and whether that is in time for this answer; empty for others."""
    visit = worklist_queries.visits_by_agency(actor, at=at).get(check.agency_id)
    if visit is None:
        return ""
    late = visit.next_on is None or timezone.localdate(check.due_at) < visit.next_on
    return f"{visit.words}. " + ("That is after the answer is due: ring them." if late else "The answer is due after.")


def _not_read(check: CheckView, actor: Actor) -> tuple[tuple[datetime, str], ...]:
    """While their answer is waited for, and for whoever may ring them."""
    if not (check.waiting and permissions.can_chase(actor)):
        return ()
    found = queries.answers_not_read([check.id], actor=actor).get(check.id, ())
    return tuple((each.came_at, each.because) for each in found)


def _everybody(enquiry: EnquiryView) -> list[tuple[UUID, PersonView]]:
    people = [*(s.person for s in enquiry.subjects), *(m.person for m in enquiry.members)]
    return [(p.id, p) for p in people]


def _hint(agency: AgencyView) -> str:
    if agency.co_located:
        return agency.kind_label
    if not agency.email:
        return f"{agency.kind_label}: no e-mail address is known; telephone them"
    return f"{agency.kind_label}: asked through a one-time link by e-mail"


def _answer(check: CheckView) -> tuple[tuple[str, str], ...]:
    """The rows of an answer; nothing of what was put in the sealed room."""
    if not check.answered_at:
        return ()
    rows = [("Answer", check.nil_label or f"{check.item_count} in the sealed room"), ("Searched", check.searched)]
    if check.nil_explanation:
        rows.append(("About this answer", check.nil_explanation))
    if check.late_effect:
        rows.append(("After the decision", f"{LATE_WORDS[check.late_effect]}. {check.late_effect_why}"))
    return (*rows, ("Signed by", check.answered_by_name))
