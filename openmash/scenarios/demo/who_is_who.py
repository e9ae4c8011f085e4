"""Who is this? In the demo: a child told of under another spelling, records of one boy, and a child who was adopted."""

from datetime import date, timedelta
from uuid import UUID

from openmash.access import Actor
from openmash.contacts import services as contact_services
from openmash.contacts.rules import ContactTold, PersonInvolved
from openmash.enquiries import queries as enquiry_queries
from openmash.people import services as people_services
from openmash.people.rules import PersonTold
from openmash.scenarios.demo.hub import DemoHub


def is_asked(hub: DemoHub) -> None:
    """After ``today`` happened: its families are those told of again."""
    _under_another_spelling(hub)
    _recorded_twice(hub)
    _adopted(hub)


def _who(hub: DemoHub, name: str) -> Actor:
    return next(each for each in hub.actors if each.name == name)


def _under_another_spelling(hub: DemoHub) -> None:
    """A school rings about Lena Ashdown, whose name and birth date are not quite taken down: triage says who she is."""
    at = hub.now - timedelta(minutes=25)
    girl = PersonInvolved("child", "Leena", "Ashdowne", date(hub.now.year - 6, 2, 4), sex="F")
    told = ContactTold(
        channel="telephone",
        kind="referral",
        received_at=at,
        referrer_name="Ms Bartle",
        referrer_role="Designated safeguarding lead",
        referrer_organisation="Larkfield Primary School",
        referrer_telephone="01632 960415",
        referrer_email="",
        source="2A",
        concern="She told her teacher yesterday that she did not want to go home.",
        immediate_danger=False,
        consent="told",
        consent_reason="Her mother was told that the school would ring, and was angry.",
        people=(girl,),
    )
    contact_services.record(told=told, actor=_who(hub, "Priti Shah"), at=at)


def _recorded_twice(hub: DemoHub) -> None:
    """A coordinator says that two records are of one boy; a manager has to say so too."""
    by, at = _who(hub, "Robin Amery"), hub.now - timedelta(hours=2)
    again = PersonTold("Teo", "Brackenbury", born_on=date(hub.now.year - 3, 6, 9), sex="M", postcode="EX99 8AA")
    twice = people_services.create(told=again, actor=by, at=at)
    people_services.propose_merge(
        person_id=twice,
        into_id=_child(hub, "Theo Brackenbury"),
        reason="His grandmother says that he has no brother, and that the clinic writes him Teo.",
        actor=by,
        at=at + timedelta(minutes=10),
    )


def _child(hub: DemoHub, name: str) -> UUID:
    by = _who(hub, "Robin Amery")
    latest = enquiry_queries.found(name, actor=by)[0]
    return enquiry_queries.enquiry(latest.id, actor=by).subjects[0].person.id


def _adopted(hub: DemoHub) -> None:
    """A child has a new name, and nothing told of the old one leads to it."""
    by, at = _who(hub, "Ruth Denley"), hub.now - timedelta(days=40)
    born = date(hub.now.year - 5, 9, 14)
    old = people_services.create(told=PersonTold("Kayleigh", "Stride", born_on=born, sex="F"), actor=by, at=at)
    new = people_services.create(told=PersonTold("Rosa", "Merriman", born_on=born, sex="F"), actor=by, at=at)
    people_services.keep_apart(
        old_id=old, new_id=new, reason="Adoption order; the birth family looks for her.", actor=by, at=at
    )
