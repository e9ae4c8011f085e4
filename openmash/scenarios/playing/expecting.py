"""Looking at what stands in the system, without being anybody: what a scenario expects at a moment."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from openmash.agencies import queries as agency_queries
from openmash.audit import queries as audit_queries
from openmash.checks import queries as check_queries
from openmash.clocks.deadlines import named_deadline
from openmash.contacts import queries as contact_queries
from openmash.decisions import queries as decision_queries
from openmash.enquiries import queries as enquiry_queries
from openmash.notifications import queries as notification_queries
from openmash.products.queries import OutcomeView
from openmash.scenarios.errors import Unmet
from openmash.scenarios.playing.acts import act
from openmash.scenarios.playing.found import all_of, is_, when_of, yes_or_no
from openmash.scenarios.playing.stage import Stage
from openmash.scenarios.steps.looking import (
    ExpectAudit,
    ExpectCheck,
    ExpectChecks,
    ExpectContact,
    ExpectDecision,
    ExpectEnquiry,
    ExpectInTime,
    ExpectMessages,
    ExpectProduct,
    ExpectRating,
)


@act.register
def contact(step: ExpectContact, stage: Stage, at: datetime) -> str:
    found = contact_queries.contact(stage.contacts[step.contact], actor=stage.prompter())
    said = [is_("the contact's state", step.state, found.state)]
    if step.filter:
        said.append(is_("why it was filtered out", step.filter, found.filter_code or "nothing"))
    return all_of(*said)


@act.register
def enquiry(step: ExpectEnquiry, stage: Stage, at: datetime) -> str:
    found = stage.enquiry(step.enquiry)
    said = [is_("the enquiry's state", step.state, found.state)]
    if step.children:
        wanted = {stage.person_id(key): key for key in step.children}
        about = {wanted.get(subject.person.id, subject.person.display_name) for subject in found.subjects}
        said.append(is_("who is decided about", _sorted(step.children), _sorted(about)))
    return all_of(*said)


@act.register
def rating(step: ExpectRating, stage: Stage, at: datetime) -> str:
    found_in, found = stage.subject(step.child)
    name = found.person.display_name
    said = [is_(f"{name}'s rating", step.rating, found.rating)]
    if step.due:
        said.append(is_(f"{name}'s decision due", when_of(step.due, stage), when_of(found.due_at, stage)))
    if step.was:
        before = ", ".join(each.rating for each in found.ratings[:-1])
        said.append(is_(f"{name}'s earlier ratings", ", ".join(step.was), before or "none"))
    if step.changed_after:
        last = _last_answer_before(found.ratings[-1].rated_at, found_in.id, stage)
        said.append(is_("last answer before the rating changed", stage.agency(step.changed_after).name, last))
    if step.late is not None:
        is_late = found.state != "decided" and found.due_at is not None and found.due_at < at
        said.append(is_(f"{name}'s decision late", yes_or_no(step.late), yes_or_no(is_late)))
    return all_of(*said)


@act.register
def checks(step: ExpectChecks, stage: Stage, at: datetime) -> str:
    found = check_queries.checks_of(stage.enquiry_id(step.enquiry), actor=stage.prompter())
    waiting = {each.agency_id for each in found if each.state == "asked"}
    late = {each.agency_id for each in found if each.state == "asked" and each.due_at < at}
    answered = {each.agency_id for each in found if each.state == "answered"}
    wanted = (
        ("asked by this hub", step.usual, _usual(step, stage, at) if step.usual is not None else set()),
        ("yet to answer", step.waiting, waiting),
        ("late", step.late, late),
        ("answered", step.answered, answered),
    )
    return all_of(
        *(is_(words, _sorted(keys), _sorted(stage.agency_keys(ids))) for words, keys, ids in wanted if keys is not None)
    )


def _usual(step: ExpectChecks, stage: Stage, at: datetime) -> set[UUID]:
    """The agencies whose kind the enquiry's operating model asks on this day."""
    enquiry_id, actor = stage.enquiry_id(step.enquiry), stage.prompter()
    rating = enquiry_queries.clock_of(enquiry_id, actor=actor).rating
    raised = enquiry_queries.issues_raised([enquiry_id], hub_id=actor.hub_id)[enquiry_id]
    model = enquiry_queries.model_for(enquiry_id, actor=actor)
    kinds = model.agencies_asked(rating, timezone.localdate(at), issues=raised) if rating else ()
    return {each.id for each in agency_queries.agencies(actor.hub_id) if each.kind in kinds}


@act.register
def check(step: ExpectCheck, stage: Stage, at: datetime) -> str:
    found = stage.check(step.agency, step.enquiry)
    said = []
    if step.state:
        said.append(is_(f"{found.agency_name}'s request", step.state, found.state))
    if step.due:
        said.append(is_(f"{found.agency_name}'s answer due", when_of(step.due, stage), when_of(found.due_at, stage)))
    if step.nil_return is not None:
        said.append(is_("nil return", step.nil_return or "none", found.nil_return or "none"))
    if step.items is not None:
        said.append(is_("items of information", str(step.items), str(found.item_count)))
    if step.late_effect is not None:
        said.append(
            is_(
                "would it have changed the decision",
                step.late_effect or "not said",
                found.late_effect or "not said",
            )
        )
    return all_of(*said)


@act.register
def decision(step: ExpectDecision, stage: Stage, at: datetime) -> str:
    found_in, subject = stage.subject(step.child)
    history = [
        each for each in decision_queries.history(found_in.id, actor=stage.prompter()) if each.subject_id == subject.id
    ]
    holding = [each for each in history if each.holds]
    if not holding:
        raise Unmet(expected=f"a decision about {subject.person.display_name}", found="none")
    found = holding[-1]
    said = [is_("outcome", step.outcome, found.outcome)]
    if step.level:
        said.append(is_("level", step.level, found.level))
    if step.team:
        said.append(is_("team", stage.team_name(step.team), found.team_name or "none"))
    if step.rating:
        said.append(is_("rating when decided", step.rating, found.rating))
    if step.on_time is not None:
        said.append(is_("in time", yes_or_no(step.on_time), yes_or_no(found.on_time)))
    if step.knew_from:
        knew = decision_queries.knew(found.id, actor=stage.prompter())
        said.append(
            is_(
                "answered by then",
                _sorted(stage.agency(key).name for key in step.knew_from),
                _sorted(knew.answered),
            )
        )
    if step.decisions is not None:
        said.append(is_("decisions so far", str(step.decisions), str(len(history))))
    return all_of(*said)


@act.register
def product(step: ExpectProduct, stage: Stage, at: datetime) -> str:
    found = stage.product(step.product)
    said = [is_("the product", step.state, found.state)]
    if step.opened is not None:
        said.append(is_("opened by the team", yes_or_no(step.opened), yes_or_no(found.opened_at is not None)))
    if step.acknowledged is not None:
        said.append(is_("acknowledged", yes_or_no(step.acknowledged), yes_or_no(found.acknowledged_at is not None)))
    if step.reported is not None:
        kinds = ", ".join(each.kind for each in found.outcomes)
        said.append(is_("reported back", ", ".join(step.reported) or "nothing", kinds or "nothing"))
    return all_of(*said)


@act.register
def in_time(step: ExpectInTime, stage: Stage, at: datetime) -> str:
    reported = stage.product(step.product).outcomes
    begins, ends = _reported(step.starts, reported), _reported(step.ends, reported)
    zone = stage.scenario.zone
    start = datetime(begins.happened_on.year, begins.happened_on.month, begins.happened_on.day, 12, tzinfo=zone)
    due = named_deadline(stage.model(), step.clock, start).due_at.astimezone(zone).date()
    label = stage.model().clock(step.clock).label
    said = []
    if step.last_day:
        said.append(is_(f"last day for: {label}", _day(step.last_day), _day(due)))
    if ends.happened_on > due:
        raise Unmet(expected=f"{label} by {_day(due)}", found=f"that it was on {_day(ends.happened_on)}")
    return all_of(*said, f"{label}: on {_day(ends.happened_on)}, in time (by {_day(due)})")


@act.register
def audit(step: ExpectAudit, stage: Stage, at: datetime) -> str:
    if step.contact:
        events = audit_queries.of_thing(stage.contacts[step.contact], actor=stage.prompter())
    else:
        events = audit_queries.of_enquiry(stage.enquiry_id(step.enquiry), actor=stage.prompter())
    named = [each for each in events if each.name == step.event]
    if step.by:
        named = [each for each in named if each.actor_id == stage.people[step.by]]
    who = f" by {stage.person(step.by).name}" if step.by else ""
    return all_of(is_(f"{step.event}{who} in the audit log", _times(step.times), _times(len(named))))


@act.register
def messages(step: ExpectMessages, stage: Stage, at: datetime) -> str:
    found = [each for each in notification_queries.outbox(stage.hub_id) if each.kind == step.kind]
    return all_of(is_(f"messages “{step.kind}”", str(step.times), str(len(found))))


def _last_answer_before(moment: datetime, enquiry_id: UUID, stage: Stage) -> str:
    answers = [
        (each.answered_at, each.agency_name)
        for each in check_queries.checks_of(enquiry_id, actor=stage.prompter())
        if each.answered_at is not None and each.answered_at <= moment
    ]
    return max(answers)[1] if answers else "none"


def _reported(kind: str, reported: Iterable[OutcomeView]) -> OutcomeView:
    for each in reported:
        if each.kind == kind:
            return each
    raise Unmet(expected=f"the team to have reported “{kind}”", found="that it has not")


def _sorted(keys: Iterable[str]) -> str:
    return ", ".join(sorted(keys)) or "nobody"


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _day(day: date) -> str:
    return f"{day:%a %d %b %Y}"
