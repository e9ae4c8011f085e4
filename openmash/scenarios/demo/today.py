"""What stands in the demo's hub today beside the fortnight's cases.

A strategy discussion held, a dispute open, an adult, a child who was missing, a report that raises several issues, an
ending that a second manager looks at, and who covers tonight.
"""

from datetime import UTC, date, datetime, timedelta
from random import Random
from uuid import UUID

from openmash.access import Actor, Role
from openmash.adults import services as adult_services
from openmash.adults.rules import Agrees, Asked, CapacityTold, ThreePartsTold, WishesTold
from openmash.agencies import services as agency_services
from openmash.agencies.rules import AbsenceTold
from openmash.checks import queries as check_queries
from openmash.checks import services as check_services
from openmash.checks.rules import NilTold
from openmash.contacts import queries as contact_queries
from openmash.contacts import services as contact_services
from openmash.contacts.rules import ContactTold, PersonInvolved
from openmash.contacts.rules.issues import IssueTold
from openmash.cover import rules as cover_rules
from openmash.cover import services as cover_services
from openmash.cover.rules import TurnTold
from openmash.differences import services as difference_services
from openmash.differences.rules import DifferenceTold
from openmash.enquiries import queries as enquiry_queries
from openmash.enquiries import services as enquiry_services
from openmash.enquiries.queries import EnquiryView
from openmash.enquiries.rules import FirstRating
from openmash.meetings import queries as meeting_queries
from openmash.meetings import services as meeting_services
from openmash.meetings.rules import ActionTold, AttendanceTold, Calling, CaseTold, RecordTold
from openmash.meetings.services import Sitting
from openmash.oversight import services as oversight_services
from openmash.scenarios.demo import few, words
from openmash.scenarios.demo.hub import DemoHub
from openmash.screening import services as screening_services
from openmash.screening.rules.checklists import ChecklistTold, example
from openmash.screening.rules.panels import PanelTold
from openmash.sealed import services as sealed_services
from openmash.sealed.rules import Grading, ItemTold


def happens(hub: DemoHub) -> None:
    """All of it, each so long before now that its clocks still run."""
    _strategy_discussion(hub)
    _dispute(hub)
    _adult_at_risk(hub)
    few.stands_beside(hub, _found_again(hub))
    _several_issues(hub)
    _ended_twice(hub)
    _tonight(hub)
    _daily_meeting(hub)


def _who(hub: DemoHub, name: str) -> Actor:
    return next(each for each in hub.actors if each.name == name)


def _told(at: datetime, concern: str, *people: PersonInvolved, police: bool = True) -> ContactTold:
    return ContactTold(
        channel="police_report" if police else "telephone",
        kind="police_notification" if police else "referral",
        received_at=at,
        referrer_name="PC Alder" if police else "Ms Teller",
        referrer_role="Police officer" if police else "Branch manager",
        referrer_organisation="Police" if police else "Southgate Bank",
        referrer_telephone="01632 960123",
        referrer_email="",
        source="6" if police else "8",
        concern=concern,
        immediate_danger=False,
        consent="not_sought",
        consent_reason="Asking first may put somebody at greater risk.",
        people=people,
    )


def _open(hub: DemoHub, told: ContactTold, rating: str, holder: str) -> EnquiryView:
    """A contact becomes an enquiry ten minutes on, and somebody holds it."""
    at, by = told.received_at, _who(hub, "Marion Tolley")
    contact_id = contact_services.record(told=told, actor=by, at=at)
    about = [each for each in contact_queries.contact(contact_id, actor=by).people if each.is_about]
    ratings = tuple(FirstRating(each.id, rating, words.RATING_REASONS[rating][0]) for each in about)
    at += timedelta(minutes=10)
    enquiry_id = enquiry_services.open_(contact_id=contact_id, ratings=ratings, actor=by, at=at)
    enquiry_services.allocate(
        enquiry_id=enquiry_id, holder_id=_who(hub, holder).id, actor=_who(hub, "Kay Ormerod"), at=at
    )
    return enquiry_queries.enquiry(enquiry_id, actor=by)


def _strategy_discussion(hub: DemoHub) -> None:
    """A red of three hours ago: two agencies answered, others are late, and a strategy discussion was held."""
    came_in = hub.now - timedelta(minutes=195)
    child = PersonInvolved("child", "Lena", "Ashdown", date(came_in.year - 6, 4, 2), sex="F")
    told = _told(came_in, "Burns on both hands. Her stepfather says she touched the stove.", child)
    case = _open(hub, told, "red", "Ines Carvalho")
    kinds = hub.model.agencies_asked("red")
    keys = ("social_care", "police", "health", "education", "housing", "probation")
    check_services.ask(
        enquiry_id=case.id,
        agency_ids=[hub.agencies[key] for key in keys if key in kinds],
        question=words.QUESTION.replace("{child}", "Lena"),
        actor=_who(hub, "Marion Tolley"),
        at=came_in + timedelta(minutes=20),
    )
    _answered(hub, case.id, came_in + timedelta(minutes=50))
    _held(hub, case.id, came_in + timedelta(minutes=80))


def _answered(hub: DemoHub, enquiry_id: UUID, at: datetime) -> None:
    police, health = _who(hub, "Sam Trevail"), _who(hub, "Farah Sayegh")
    asked = check_queries.checks_of(enquiry_id, actor=_who(hub, "Marion Tolley"))
    checks = {check.agency_id: check.id for check in asked}
    item = ItemTold("Called to the address twice this year. No charges.", grading=Grading("2", "B", "P"))
    sealed_services.answer_with_items(
        check_id=checks[hub.agencies["police"]],
        items=(item,),
        searched=words.SEARCHED["police"],
        late=None,
        actor=police,
        at=at,
    )
    nil = NilTold("nothing_relevant", words.SEARCHED["health"], "")
    check_services.answer_nothing(check_id=checks[hub.agencies["health"]], nil=nil, late=None, actor=health, at=at)


def _held(hub: DemoHub, enquiry_id: UUID, at: datetime) -> None:
    chair, minutes = _who(hub, "Ruth Denley"), timedelta(minutes=1)
    care, police, health = (hub.agencies[key] for key in ("social_care", "police", "health"))
    calling = Calling(at + 20 * minutes, 30, "Room 2, or 01632 960180", chair.id, (care, police, health))
    meeting_id = meeting_services.convene(
        enquiry_id=enquiry_id, code="strategy_discussion", told=calling, actor=chair, at=at
    )
    [case] = meeting_queries.meeting(meeting_id, actor=chair).cases
    record = RecordTold(
        "The burns do not fit what the stepfather says. She is with her aunt tonight.",
        "section_47_joint",
        "Reasonable cause to suspect significant harm: enquiries begin, with the police.",
    )
    told = CaseTold(
        record=record,
        views={police: "A joint visit, before he is spoken to.", health: "To be seen by a paediatrician today."},
        actions=(
            ActionTold("Visit Lena at her aunt's.", care, hub.now + timedelta(hours=3), _who(hub, "Ines Carvalho").id),
        ),
    )
    sitting = Sitting(
        attendance=(
            AttendanceTold(care, "room", "Ines Carvalho"),
            AttendanceTold(police, "room", "Sam Trevail"),
            AttendanceTold(health, "phone", "Farah Sayegh"),
        ),
        cases={case.id: told},
        closes=True,
    )
    meeting_services.write_down(meeting_id=meeting_id, told=sitting, actor=chair, at=at + 55 * minutes)


def _dispute(hub: DemoHub) -> None:
    """The police do not agree with an amber, and say what keeps the boy safe meanwhile."""
    came_in = hub.now - timedelta(hours=5)
    child = PersonInvolved("child", "Theo", "Brackenbury", date(came_in.year - 3, 6, 9), sex="M")
    told = _told(came_in, "Found alone on the pavement at half past seven in the morning.", child)
    case = _open(hub, told, "amber", "Tobias Frane")
    police = _who(hub, "Hana Brook")
    difference_id = difference_services.raise_(
        subject_id=case.subjects[0].id,
        told=DifferenceTold("rating", "It is the third time, and nobody has seen where he sleeps.", wanted="red"),
        actor=police,
        at=hub.now - timedelta(minutes=35),
    )
    difference_services.keep_safe(
        difference_id=difference_id,
        words="His grandmother has him until a visit is made.",
        actor=police,
        at=hub.now - timedelta(minutes=34),
    )


def _adult_at_risk(hub: DemoHub) -> None:
    """An adult about whom the law's questions are answered: the decision waits."""
    came_in = hub.now - timedelta(hours=26)
    adult = PersonInvolved("adult_at_risk", "Edith", "Fenwick", date(came_in.year - 82, 1, 17), sex="F")
    told = _told(came_in, "Her nephew draws her pension each week with her card.", adult, police=False)
    [subject] = _open(hub, told, "amber", "Tobias Frane").subjects
    worker, at = _who(hub, "Tobias Frane"), came_in + timedelta(minutes=90)
    test = ThreePartsTold(
        needs=True,
        needs_why="She cannot wash, cook or go out without help.",
        at_risk=True,
        at_risk_why="He keeps her card; the bills are not paid.",
        cannot_protect=True,
        cannot_protect_why="She cannot get to the bank, nor see what is taken.",
        abuse=("adult_financial",),
    )
    capacity = CapacityTold("who keeps her bank card", doubted=False, why="She says clearly what she wants.")
    wishes = WishesTold(Asked.EXPRESSED, "My card back, and Paul still to visit.", Agrees.YES)
    adult_services.record_test(subject_id=subject.id, told=test, actor=worker, at=at)
    adult_services.record_capacity(subject_id=subject.id, told=capacity, actor=worker, at=at + timedelta(minutes=4))
    adult_services.record_wishes(subject_id=subject.id, told=wishes, actor=worker, at=at + timedelta(minutes=8))


def _found_again(hub: DemoHub) -> EnquiryView:
    """A girl who was missing and is to be spoken with; her mother is brought to the domestic-abuse conference."""
    came_in = hub.now - timedelta(hours=30)
    girl = PersonInvolved("child", "Rowan", "Tapley", date(came_in.year - 15, 2, 3), sex="F")
    mother = PersonInvolved(
        "household", "Joan", "Tapley", date(came_in.year - 39, 8, 1), sex="F", relationship="mother"
    )
    told = _told(came_in, "Missing for two nights. Her mother has a black eye and will not say why.", girl, mother)
    case = _open(hub, told, "amber", "Ines Carvalho")
    worker, at = _who(hub, "Ines Carvalho"), came_in + timedelta(hours=2)
    [child], [adult] = [each.person.id for each in case.subjects], [each.person.id for each in case.members]
    screening_services.note_found(
        enquiry_id=case.id,
        person_id=child,
        found_at=at - timedelta(hours=1),
        missing_from=at - timedelta(hours=50),
        actor=worker,
        at=at,
    )
    answers = {question.code: "yes" for question in example().questions}
    screening_services.complete(
        enquiry_id=case.id,
        person_id=adult,
        code="domestic_abuse_risk",
        told=ChecklistTold(answers, "high", "She is leaving him, and he has said what he will do.", True),
        actor=worker,
        at=at + timedelta(minutes=20),
    )
    referred = PanelTold(
        why="High risk, and she is about to leave.",
        agrees=True,
        safe_contact="At her work, Tuesdays and Thursdays before three. Never by text.",
    )
    screening_services.refer(
        enquiry_id=case.id, person_id=adult, panel="marac", told=referred, actor=worker, at=at + timedelta(minutes=30)
    )
    return case


def _several_issues(hub: DemoHub) -> None:
    """One police report that raises several issues waits to be screened together."""
    came_in = hub.now - timedelta(minutes=40)
    boy = PersonInvolved("child", "Aled", "Quarme", date(came_in.year - 14, 3, 12), sex="M")
    mother = PersonInvolved(
        "household", "Nerys", "Quarme", date(came_in.year - 37, 5, 20), sex="F", relationship="mother"
    )
    by = _who(hub, "Greg Aldous")
    told = _told(came_in, "Shouting heard; he was not at home, and a man waited for him in a car.", boy, mother)
    contact_id = contact_services.record(told=told, actor=by, at=came_in)
    issues = [IssueTold("domestic_abuse", 2), IssueTold("missing", 1), IssueTold("exploitation", 1)]
    contact_services.raise_issues(contact_id=contact_id, told=issues, actor=by, at=came_in + timedelta(minutes=3))


def _ended_twice(hub: DemoHub) -> None:
    """A child about whom a second worry ends without further action: another manager looks at that."""
    by = _who(hub, "Robin Amery")
    for ago in (timedelta(days=12), timedelta(hours=3)):
        at = hub.now - ago
        child = PersonInvolved("child", "Wil", "Tremlett", date(hub.now.year - 9, 4, 5), sex="M")
        told = _told(at, "At school without a coat or lunch again.", child, police=False)
        contact_id = contact_services.record(told=told, actor=by, at=at)
        contact_services.signpost(
            contact_id=contact_id, reason="For the school nurse.", actor=by, at=at + timedelta(minutes=30)
        )
    oversight_services.look_after_endings(hub_id=hub.hub_id, at=hub.now)


def _tonight(hub: DemoHub) -> None:
    """Somebody owns what runs on while the hub is closed; probation is away this week."""
    night = cover_rules.night_of(hub.calendar, hub.now)
    if night is not None:
        owner = _who(hub, "Tobias Frane")
        turn = TurnTold(owner.id, "01632 960155", night.begins_at or hub.now, night.ends_at)
        at = hub.now - timedelta(hours=1)
        cover_services.name_owner(told=turn, actor=_who(hub, "Kay Ormerod"), at=at)
    today = hub.now.date()
    away = AbsenceTold(
        today, today + timedelta(days=3), "The probation duty desk", "probation-duty@agencies.devon.example"
    )
    agency_services.record_absence(
        agency_id=hub.agencies["probation"], told=away, actor=_who(hub, "Vic Ansell"), at=hub.now - timedelta(hours=2)
    )


def _daily_meeting(hub: DemoHub) -> None:
    """The next daily meeting, with every red and amber on its agenda."""
    starts_at = hub.calendar.next_opening(hub.now + timedelta(minutes=45)).astimezone(UTC)
    invited = tuple(hub.agencies[key] for key in ("social_care", "police", "health", "education"))
    told = Calling(starts_at, 45, "Room 1, or 01632 960181", _who(hub, "Martin Yeo").id, invited)
    at = hub.now - timedelta(minutes=15)
    meeting_services.call_over(code="daily_meeting", told=told, actor=_who(hub, "Terry Vale"), at=at)


def holder(hub: DemoHub, number: int) -> UUID | None:
    """Who is given the fortnight's enquiry of that number; one in six is held by nobody yet."""
    chance = Random(1000 + number)  # noqa: S311 - a demo that is the same each time, not a secret
    roles = (Role.SOCIAL_WORKER, Role.COORDINATOR, Role.EVALUATOR)
    return hub.somebody(chance, *roles).id if chance.random() > 1 / 6 else None
