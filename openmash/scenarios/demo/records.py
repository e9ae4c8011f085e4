"""Two cases whose time is over, one of them held, a list that waits for a second person, and a request for records."""

from datetime import date, timedelta
from random import Random
from uuid import UUID

from openmash.access import Actor, Role
from openmash.contacts import queries as contact_queries
from openmash.contacts import services as contact_services
from openmash.contacts.rules import ContactTold, PersonInvolved
from openmash.decisions import services as decision_services
from openmash.enquiries import queries as enquiry_queries
from openmash.enquiries import services as enquiry_services
from openmash.enquiries.rules import FirstRating
from openmash.retention import rules
from openmash.retention import services as retention_services
from openmash.scenarios.demo.hub import DemoHub
from openmash.sealed import services as sealed_services
from openmash.sealed.rules import ItemTold

AGO = timedelta(days=250)
"""Longer than the six months for which an enquiry that came to nothing is kept by the schedule that ships."""


def keep_and_erase(hub: DemoHub) -> None:
    """What the information governance officer finds on the first morning."""
    chance = Random(7)  # noqa: S311 - a demo that is the same each time, not a secret
    officer = hub.somebody(chance, Role.INFORMATION_GOVERNANCE)
    _came_to_nothing(hub, "Merrivale", chance)
    held = _came_to_nothing(hub, "Postbridge", chance)
    retention_services.place_hold(
        on="enquiry",
        about_id=held,
        ground="complaint",
        reason="Complaint C-114: how long it took to be told that nothing follows",
        actor=officer,
        at=hub.now - timedelta(days=3),
    )
    by = rules.last_day_of_month(hub.now.date())
    retention_services.prepare(by=by, actor=officer, at=hub.now - timedelta(hours=2))
    _ask_for_records(hub, held, officer)


def _came_to_nothing(hub: DemoHub, family: str, chance: Random) -> UUID:
    """An enquiry of long ago in which nobody was passed on, with something of the health service in its room."""
    at = hub.now - AGO
    coordinator = hub.somebody(chance, Role.COORDINATOR)
    manager = hub.somebody(chance, Role.PRACTICE_MANAGER)
    contact_id = contact_services.record(told=_told(hub, family), actor=coordinator, at=at)
    people = contact_queries.contact(contact_id, actor=coordinator).people
    ratings = tuple(FirstRating(each.id, "green", "A worry that may have a simple reason") for each in people[:1])
    enquiry_id = enquiry_services.open_(contact_id=contact_id, ratings=ratings, actor=coordinator, at=at)
    sealed_services.add_item(
        enquiry_id=enquiry_id,
        item=ItemTold(text="All her checks were attended, and her health visitor has no worry."),
        actor=hub.answers_for("health", chance),
        at=at + timedelta(hours=3),
    )
    for subject in enquiry_queries.enquiry(enquiry_id, actor=manager).subjects:
        decision_services.decide(
            subject_id=subject.id,
            level="tier_1",
            outcome="no_further_action",
            team_id=None,
            reasons="The bruise is explained, and everybody who knows her agrees.",
            actor=manager,
            at=at + timedelta(hours=5),
        )
    enquiry_services.close(enquiry_id=enquiry_id, actor=manager, at=at + timedelta(days=1))
    return enquiry_id


def _ask_for_records(hub: DemoHub, enquiry_id: UUID, officer: Actor) -> None:
    """The mother of the family that complains asks for her daughter's records; it waits for a manager."""
    at = hub.now - timedelta(days=2)
    request_id = retention_services.record_request(
        about_name="Elsie Postbridge",
        about_born_on=date(2019, 5, 6),
        asked_by_name="Joan Postbridge",
        asked_as="parent",
        send_to="By post, to the address on the letter",
        received_on=at.date(),
        actor=officer,
        at=at,
    )
    how = "Passport, and the child's birth certificate that names her"
    retention_services.check_identity(request_id=request_id, how=how, actor=officer, at=at + timedelta(hours=1))


def _told(hub: DemoHub, family: str) -> ContactTold:
    return ContactTold(
        channel="telephone",
        kind="referral",
        received_at=hub.now - AGO,
        referrer_name="Mr Teign",
        referrer_role="Class teacher",
        referrer_organisation="Moorland Primary School",
        referrer_telephone="01632 960411",
        referrer_email="",
        source="2A",
        concern="She came in with a bruise on her knee and said that she fell.",
        immediate_danger=False,
        consent="given",
        consent_reason="",
        people=(
            PersonInvolved("child", "Elsie", family, date(2019, 5, 6), sex="F"),
            PersonInvolved("household", "Joan", family, date(1991, 8, 9), sex="F", relationship="mother"),
        ),
    )
