"""A family and its enquiry, built through services, for the tests of enquiries, checks and the answer pages."""

from datetime import date, datetime, timedelta
from uuid import UUID

from openmash.access import Actor
from openmash.checks import services as check_services
from openmash.contacts import queries as contact_queries
from openmash.contacts import services as contact_services
from openmash.contacts.rules import ContactTold, PersonInvolved
from openmash.enquiries import queries, services
from openmash.enquiries.queries import EnquiryView
from openmash.enquiries.rules import FirstRating
from tests.world import NOW, World

ADA = PersonInvolved(
    involvement="child",
    given_name="Ada",
    family_name="Wren",
    born_on=date(2018, 3, 3),
    sex="F",
    nhs_number="9990000018",
    address="4 Mill Lane",
    postcode="EX1 1AA",
    school="Brookfield Primary School",
)
BO = PersonInvolved(involvement="child", given_name="Bo", family_name="Wren", born_on=date(2022, 7, 9), sex="M")
UNBORN = PersonInvolved(involvement="unborn", family_name="Wren", expected_on=date(2027, 1, 3))
MOTHER = PersonInvolved(
    involvement="household",
    given_name="Mary",
    family_name="Wren",
    born_on=date(1994, 5, 1),
    relationship="mother",
)
GRANDFATHER = PersonInvolved(
    involvement="adult_at_risk", given_name="Tom", family_name="Wren", born_on=date(1940, 1, 1)
)


def contact(
    world: World,
    *people: PersonInvolved,
    received_at: datetime = NOW,
    at: datetime = NOW,
    concern: str = "Ada came to school with a burn on her arm and said she was not to talk about it.",
) -> UUID:
    """A teacher's telephone call, recorded by the coordinator."""
    told = ContactTold(
        channel="telephone",
        kind="referral",
        received_at=received_at,
        referrer_name="Gwen Hartley",
        referrer_role="Designated safeguarding lead",
        referrer_organisation="Brookfield Primary School",
        referrer_telephone="01632 960300",
        referrer_email="safeguarding@school.example",
        source="2A",
        concern=concern,
        immediate_danger=False,
        consent="not_sought",
        consent_reason="risk_increased",
        people=people or (ADA, MOTHER),
    )
    return contact_services.record(told=told, actor=world.actor("coordinator"), at=at)


def ratings(world: World, contact_id: UUID, rating: str = "amber") -> tuple[FirstRating, ...]:
    """The same rating for everybody the hub would decide about."""
    seen = contact_queries.contact(contact_id, actor=world.actor("coordinator"))
    rated = [p for p in seen.people if p.involvement in ("child", "unborn")]
    return tuple(FirstRating(p.id, rating, "A burn nobody can explain.") for p in rated)


def opened(
    world: World, *people: PersonInvolved, rating: str = "amber", received_at: datetime = NOW, by: str = "coordinator"
) -> UUID:
    """An enquiry that the coordinator, or somebody else, opened from a call about these people."""
    contact_id = contact(world, *people, received_at=received_at, at=max(received_at, NOW))
    return services.open_(
        contact_id=contact_id,
        ratings=ratings(world, contact_id, rating),
        actor=world.actor(by),
        at=max(received_at, NOW),
    )


def view(world: World, enquiry_id: UUID) -> EnquiryView:
    """The enquiry as the manager sees it."""
    return queries.enquiry(enquiry_id, actor=world.actor("manager"))


def asked(world: World, enquiry_id: UUID, agency: str, at: datetime = NOW) -> UUID:
    """A request of the coordinator to one agency."""
    [check_id] = check_services.ask(
        enquiry_id=enquiry_id,
        agency_ids=[world.agencies[agency]],
        question="What do you know of this family?",
        actor=world.actor("coordinator"),
        at=at,
    )
    return check_id


def decided(world: World, enquiry_id: UUID, at: datetime = NOW + timedelta(hours=2)) -> Actor:
    """Everybody in the enquiry decided about by the manager."""
    manager = world.actor("manager")
    for subject in view(world, enquiry_id).subjects:
        services.mark_decided(subject_id=subject.id, actor=manager, at=at)
    return manager
