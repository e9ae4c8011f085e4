"""An enquiry of the demo from its opening to everything the agencies answered."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from openmash.access import Actor, Role
from openmash.checks import queries as check_queries
from openmash.checks import services as check_services
from openmash.checks.queries import CheckView
from openmash.checks.rules import LateTold, NilTold
from openmash.contacts import queries as contact_queries
from openmash.contacts.services import identify
from openmash.enquiries import queries as enquiry_queries
from openmash.enquiries import services as enquiry_services
from openmash.enquiries.queries import EnquiryView
from openmash.enquiries.rules import FirstRating
from openmash.notifications import queries as notification_queries
from openmash.scenarios.demo import people, today, words
from openmash.scenarios.demo.hub import DemoHub
from openmash.scenarios.demo.passing_time import PassingTime
from openmash.scenarios.demo.plan import Planned
from openmash.scenarios.playing.doors import standing_at
from openmash.sealed import services as sealed_services
from openmash.sealed.rules import Grading, ItemTold

_VIRTUAL = {"school": ("larkfield", "castle_street"), "gp_surgery": ("quay_surgery",)}


@dataclass
class Case:
    """One enquiry of the demo while it is made."""

    planned: Planned
    contact_id: UUID
    enquiry_id: UUID
    hub: DemoHub
    time: PassingTime
    chance: Random
    items: list[UUID] = field(default_factory=list)

    def view(self) -> EnquiryView:
        """The enquiry as it stands."""
        return enquiry_queries.enquiry(self.enquiry_id, actor=self.hub.somebody(self.chance, Role.COORDINATOR))


def open_enquiry(contact_id: UUID, planned: Planned, hub: DemoHub, time: PassingTime, chance: Random) -> Case | None:
    """Triage: a rating for each child, and people the hub knows already are recognised.

    None where an enquiry about the same child is running: the contact is added to it.
    """
    by = hub.somebody(chance, Role.EVALUATOR if planned.source == "police" else Role.COORDINATOR)
    at = time.later(_triage_minutes(planned, chance))
    for person_id, known in contact_queries.already_known(contact_id, actor=by, at=at).items():
        if known.candidates and known.candidates[0].suggested:
            identify(contact_person_id=person_id, person_id=known.candidates[0].person.id, actor=by, at=at)
    named = contact_queries.contact(contact_id, actor=by).people
    ratings = {
        child.id: FirstRating(child.id, rating, chance.choice(words.RATING_REASONS[rating]))
        for child, rating in zip(
            [each for each in named if each.involvement in ("child", "unborn")], planned.ratings, strict=True
        )
    }
    known_ids = [each.person.id for each in named if each.person]
    running = enquiry_queries.running_enquiries(known_ids, actor=by) if known_ids else {}
    if running:
        enquiry_id = next(iter(running.values())).enquiry_id
        subjects = {each.person.id for each in enquiry_queries.enquiry(enquiry_id, actor=by).subjects}
        there = {each.id for each in named if each.person and each.person.id in subjects}
        new = tuple(rating for child_id, rating in ratings.items() if child_id not in there)
        enquiry_services.add_contact(enquiry_id=enquiry_id, contact_id=contact_id, ratings=new, actor=by, at=at)
        return None
    enquiry_id = enquiry_services.open_(contact_id=contact_id, ratings=tuple(ratings.values()), actor=by, at=at)
    holder = today.holder(hub, planned.number)
    if holder:
        manager = hub.somebody(Random(planned.number), Role.OPERATIONS_MANAGER)  # noqa: S311 - no secret
        enquiry_services.allocate(enquiry_id=enquiry_id, holder_id=holder, actor=manager, at=at)
    return Case(planned, contact_id, enquiry_id, hub, time, chance)


def _triage_minutes(planned: Planned, chance: Random) -> int:
    """What is urgent at once; most within the hour or so, and one in four waits for hours on a busy day."""
    if planned.ratings[0] == "red":
        return chance.randrange(4, 20)
    return chance.randrange(120, 330) if chance.random() < 0.25 else chance.randrange(10, 75)


def ask(case: Case) -> list[CheckView]:
    """Ask the agencies the operating model names for the most urgent rating, and now and then a school or surgery."""
    hub, chance = case.hub, case.chance
    by = hub.somebody(chance, Role.COORDINATOR)
    at = case.time.later(chance.randrange(3, 25))
    most_urgent = min(case.planned.ratings, key=lambda code: hub.model.rating(code).rank)
    kinds = hub.model.agencies_asked(most_urgent)
    keys = [each.key for each in people.AGENCIES if each.kind in kinds]
    if chance.random() < 0.3:
        keys.append(chance.choice(_VIRTUAL[chance.choice(("school", "school", "gp_surgery"))]))
    if chance.random() < 0.1:
        keys.append(chance.choice(("youth_offending", "early_help")))
    check_services.ask(
        enquiry_id=case.enquiry_id,
        agency_ids=[hub.agencies[key] for key in dict.fromkeys(keys)],
        question=words.QUESTION.replace("{child}", case.planned.family.first_child),
        actor=by,
        at=at,
    )
    return check_queries.checks_of(case.enquiry_id, actor=by)


def answers(case: Case, checks: list[CheckView]) -> list[CheckView]:
    """Each agency answers in its own time, some late; those whose time has not come are returned.

    An answer that would come after now is not given: the case then waits for it, as in life.
    """
    chance = case.chance
    timed: list[tuple[datetime, CheckView]] = []
    for check in checks:
        share = chance.uniform(1.05, 2.2) if chance.random() < 0.07 else chance.uniform(0.08, 0.85)
        when = case.time.in_hours(check.asked_at + (check.due_at - check.asked_at) * share)
        timed.append((when, check))
    left: list[CheckView] = []
    for when, check in sorted(timed, key=lambda each: each[0]):
        link_ended = check.link_until is not None and when >= check.link_until
        if when > case.time.now or link_ended or (when > check.due_at and chance.random() < 0.5):
            left.append(check)
        else:
            case.time.move_to(when)
            answer(case, check, when)
    return left


def answer(case: Case, check: CheckView, at: datetime, late: LateTold | None = None) -> None:
    """One agency's answer: nothing known, or one or two items for the sealed room."""
    hub, chance = case.hub, case.chance
    agency = next(key for key, agency_id in hub.agencies.items() if agency_id == check.agency_id)
    kind = next(each.kind for each in people.AGENCIES if each.key == agency)
    if not check.co_located:
        _by_link(case, check, kind, at)
        return
    by = hub.answers_for(agency, chance)
    if chance.random() < 0.52:
        nil = chance.choices(("no_trace", "nothing_relevant", "withheld"), (50, 45, 5))[0]
        said = f"Speak to {by.name}, 01632 960170" if nil == "withheld" else ""
        told = NilTold(nil, words.SEARCHED[kind], said)
        check_services.answer_nothing(check_id=check.id, nil=told, late=late, actor=by, at=at)
        return
    many = min(len(words.ITEMS[kind]), chance.choice((1, 1, 2)))
    items = tuple(_item(text, at, chance, kind) for text in chance.sample(words.ITEMS[kind], many))
    case.items += sealed_services.answer_with_items(
        check_id=check.id, items=items, searched=words.SEARCHED[kind], late=late, actor=by, at=at
    )
    if kind == "police":
        _held_closer(case, by, at)


def _held_closer(case: Case, by: Actor, at: datetime) -> None:
    """In some cases the police hold what they clear first, or what nobody else is to know of."""
    if case.chance.random() < 0.15:
        told = ItemTold(words.WITH_CONDITIONS, handling=words.CONDITION, grading=Grading("1", "C", "C"))
        sealed_services.add_item(enquiry_id=case.enquiry_id, item=told, actor=by, at=at)
    if case.chance.random() < 0.1:
        told = ItemTold(words.HIDDEN, sensitivity="hidden", vetting="nppv_2", grading=Grading("1", "A", "P"))
        sealed_services.add_item(enquiry_id=case.enquiry_id, item=told, actor=by, at=at)


def chase(case: Case, left: list[CheckView]) -> None:
    """Business support chases whoever is late."""
    for check in left:
        at = case.time.in_hours(check.due_at + timedelta(minutes=case.chance.randrange(5, 60)))
        if at <= case.time.now and case.chance.random() < 0.8:
            by = case.hub.somebody(case.chance, Role.BUSINESS_SUPPORT)
            check_services.chase(check_id=check.id, actor=by, at=at)


def _item(text: str, at: datetime, chance: Random, kind: str = "") -> ItemTold:
    return ItemTold(
        text=text,
        source_kind=chance.choices(("fact", "opinion", "reported"), (70, 20, 10))[0],
        sensitivity="restricted" if "not said" in text else chance.choices(("hub", "restricted"), (92, 8))[0],
        leave=chance.choices(("ask", "whole"), (60, 40))[0],
        fact_on=(at - timedelta(days=chance.randrange(2, 400))).date(),
        handling=chance.choice(words.HANDLING),
        grading=Grading("2", "B", "P") if kind == "police" else Grading(),
    )


def _by_link(case: Case, check: CheckView, kind: str, at: datetime) -> None:
    letters = notification_queries.outbox(case.hub.hub_id, about_id=check.id)
    code = letters[-1].body.split("/answer/")[1].split("/")[0]
    knows = case.chance.random() < 0.6
    item = _item(case.chance.choice(words.ITEMS[kind]), at, case.chance)
    letter = {
        "name": case.chance.choice(words.CALLERS),
        "role": "Designated safeguarding lead" if kind == "school" else "Practice manager",
        "nil_return": "" if knows else "nothing_relevant",
        "searched": words.SEARCHED[kind],
        "explanation": "",
        "items": [_as_letter(item)] if knows else [],
        "late_effect": "",
        "late_effect_why": "",
    }
    with standing_at("outside"):
        check_services.invitation(hub_id=case.hub.hub_id, code=code, at=at)
        check_services.reply(hub_id=case.hub.hub_id, code=code, letter=letter, at=at)
    sealed_services.take_in_replies(hub_id=case.hub.hub_id, at=at)


def _as_letter(item: ItemTold) -> dict[str, str]:
    return {
        "text": item.text,
        "source_kind": item.source_kind,
        "sensitivity": "hub",
        "leave": item.leave,
        "fact_on": item.fact_on.isoformat() if item.fact_on else "",
        "handling": item.handling,
        "professional": "",
    }
