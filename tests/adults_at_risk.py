"""An adult at risk in a hub that serves adults, with what the law asks about them; built through services.

case = open_adult_case()
record_all(case)
"""

from datetime import date, datetime
from uuid import UUID

from openmash.adults import rules
from openmash.adults import services as adult_services
from openmash.agencies import services as agency_services
from openmash.contacts import queries as contact_queries
from openmash.contacts import services as contact_services
from openmash.contacts.rules import ContactTold, PersonInvolved
from openmash.enquiries import queries as enquiry_queries
from openmash.enquiries import services as enquiry_services
from openmash.enquiries.rules import FirstRating
from tests.rooms import Case
from tests.world import NOW, World, devon

MET = rules.ThreePartsTold(
    needs=True,
    needs_why="He cannot wash or cook without help.",
    at_risk=True,
    at_risk_why="His nephew has his bank card.",
    cannot_protect=True,
    cannot_protect_why="He cannot get to the bank, nor see what is taken.",
    abuse=("adult_financial",),
)
NOT_MET = rules.ThreePartsTold(
    needs=True,
    needs_why="He cannot wash or cook without help.",
    at_risk=True,
    at_risk_why="His nephew has had his bank card once.",
    cannot_protect=False,
    cannot_protect_why="He stopped the card himself.",
    abuse=("adult_financial",),
)
ASSUMED = rules.CapacityTold(decision="who keeps his bank card", doubted=False, why="He says clearly what he wants.")
WANTS = rules.WishesTold(
    asked=rules.Asked.EXPRESSED, wanted="To have my card back, and my nephew still to visit.", agrees=rules.Agrees.YES
)


def kent() -> World:
    """A hub for children and adults, with a team for adults (``world.teams["adults"]``)."""
    world = devon("kent", operating_model="kent")
    with world.inside():
        world.teams["adults"] = agency_services.add_team(
            hub_id=world.hub_id,
            agency_id=world.agencies["council"],
            name="Adult safeguarding team",
            kind="adults",
            email="adults@team.example",
        )
    return world


def open_adult_case(world: World | None = None, *, at: datetime = NOW) -> Case:
    """A bank rings about an old man with whom a child lives; the social worker opens an enquiry about both."""
    world = world or kent()
    with world.inside():
        worker = world.actor("social_worker")
        contact_id = contact_services.record(told=_call(at), actor=worker, at=at)
        contact = contact_queries.contact(contact_id, actor=worker)
        ratings = tuple(FirstRating(p.id, "immediate", "His money is going.") for p in contact.people if p.is_about)
        enquiry_id = enquiry_services.open_(contact_id=contact_id, ratings=ratings, actor=worker, at=at)
    return Case(world, enquiry_id, at)


def adult_of(case: Case) -> UUID:
    """The adult at risk in the case."""
    return _of_kind(case, "adult")


def child_of(case: Case) -> UUID:
    """The child in the case."""
    return _of_kind(case, "child")


def record_all(case: Case, *, test: rules.ThreePartsTold = MET) -> None:
    """The social worker records the three-part test, capacity, and what he wants."""
    worker, adult = case.world.actor("social_worker"), adult_of(case)
    adult_services.record_test(subject_id=adult, told=test, actor=worker, at=case.later())
    adult_services.record_capacity(subject_id=adult, told=ASSUMED, actor=worker, at=case.later())
    adult_services.record_wishes(subject_id=adult, told=WANTS, actor=worker, at=case.later())


def _of_kind(case: Case, kind: str) -> UUID:
    view = enquiry_queries.enquiry(case.enquiry_id, actor=case.world.actor("manager"))
    return next(subject.id for subject in view.subjects if subject.kind == kind)


def _call(at: datetime) -> ContactTold:
    return ContactTold(
        channel="telephone",
        kind="referral",
        received_at=at,
        referrer_name="Ms Teller",
        referrer_role="Branch manager",
        referrer_organisation="Southgate Bank",
        referrer_telephone="01632 960301",
        referrer_email="",
        source="8",
        concern="Somebody else draws his pension with his card each week.",
        immediate_danger=False,
        consent="not_sought",
        consent_reason="cannot_be_asked",
        people=(
            PersonInvolved("adult_at_risk", "Tom", "Wren", date(1940, 1, 1), sex="M"),
            PersonInvolved("child", "Ada", "Wren", date(2018, 3, 4), sex="F"),
        ),
    )
