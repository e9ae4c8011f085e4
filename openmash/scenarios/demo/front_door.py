"""How a demo contact comes in, and what is done with it at the front door."""

from random import Random
from uuid import UUID

from openmash.access import Actor, Role
from openmash.contacts import queries as contact_queries
from openmash.contacts import services as contact_services
from openmash.contacts.rules import ContactTold, PersonInvolved, letter_of
from openmash.scenarios.demo import words
from openmash.scenarios.demo.hub import DemoHub
from openmash.scenarios.demo.passing_time import PassingTime
from openmash.scenarios.demo.plan import Planned
from openmash.scenarios.playing.doors import standing_at

_SOURCES = {
    "police": (("6", "Police", "Police officer"),),
    "school": (
        ("2A", "Larkfield Primary School", "Designated safeguarding lead"),
        ("2A", "Castle Street Academy", "Head of year"),
    ),
    "health": (
        ("3A", "Quay Road Surgery", "GP"),
        ("3B", "Devon health visiting", "Health visitor"),
        ("3E", "Royal Moor Hospital", "Ward sister"),
    ),
    "other": (
        ("1B", "", ""),
        ("4", "Devon housing partnership", "Housing officer"),
        ("1A", "", "Grandparent"),
        ("8", "Moorside children's centre", "Worker"),
    ),
}


def come_in(planned: Planned, hub: DemoHub, chance: Random) -> UUID:
    """Record the contact, or send it through the public form and take it in."""
    told = told_of(planned, chance)
    if not planned.by_form:
        by = _recorder(planned, hub, chance)
        return contact_services.record(told=told, actor=by, at=planned.received_at)
    with standing_at("outside"):
        code = contact_services.submit(hub_id=hub.hub_id, letter=letter_of(told), code=None, at=planned.received_at)
        reference = contact_services.receipt(hub_id=hub.hub_id, code=code).reference
    contact_services.take_in_submissions(hub_id=hub.hub_id, at=planned.received_at)
    waiting = contact_queries.waiting(hub.somebody(chance, Role.COORDINATOR))
    return next(row.id for row in waiting if row.reference == reference)


def _recorder(planned: Planned, hub: DemoHub, chance: Random) -> Actor:
    return hub.somebody(chance, Role.EVALUATOR if planned.source == "police" else Role.COORDINATOR)


def told_of(planned: Planned, chance: Random) -> ContactTold:
    """What is told, by whom and of whom."""
    source, organisation, role = chance.choice(_SOURCES[planned.source])
    consent = chance.choices(("given", "told", "not_sought"), (55, 10, 35))[0]
    if planned.source == "police" and consent == "given":
        consent = chance.choice(("given", "not_sought"))
    return ContactTold(
        channel=_channel(planned, chance),
        kind=_kind(planned),
        received_at=planned.received_at,
        referrer_name=chance.choice(words.CALLERS) if organisation else "",
        referrer_role=role,
        referrer_organisation=organisation,
        referrer_telephone="01632 960123" if organisation else "",
        referrer_email="office@referrer.example" if organisation and planned.by_form else "",
        source=source,
        concern=planned.worry,
        immediate_danger=False,
        consent=consent,
        consent_reason=_REASONS[consent],
        people=_people(planned),
    )


_REASONS = {
    "given": "",
    "told": "They know and do not consent; the worry is serious enough to go ahead.",
    "not_sought": "Asking first may put the child at greater risk.",
}


def _channel(planned: Planned, chance: Random) -> str:
    if planned.by_form:
        return "public_form"
    return "police_report" if planned.source == "police" else chance.choice(("telephone", "telephone", "email"))


def _kind(planned: Planned) -> str:
    if planned.way == "advice":
        return "advice"
    return "police_notification" if planned.source == "police" and not planned.by_form else "referral"


def _people(planned: Planned) -> tuple[PersonInvolved, ...]:
    if planned.way == "advice":
        return ()
    family = planned.family
    place = f"{family.address}, {family.town}"
    children = [
        PersonInvolved(
            involvement="child" if child.born_on else "unborn",
            given_name=child.given_name,
            family_name=family.family_name,
            born_on=child.born_on,
            expected_on=child.expected_on,
            sex=child.sex,
            nhs_number=child.nhs_number,
            address=place,
            postcode=family.postcode,
        )
        for child in family.children
    ]
    adults = [
        PersonInvolved(
            involvement="household",
            given_name=adult.given_name,
            family_name=adult.family_name,
            born_on=adult.born_on,
            sex=adult.sex,
            relationship=adult.relationship,
            address=place,
            postcode=family.postcode,
        )
        for adult in family.adults
    ]
    return (*children, *adults)


def close_at_the_door(contact_id: UUID, planned: Planned, hub: DemoHub, time: PassingTime, chance: Random) -> None:
    """Advice, or where to turn instead."""
    at = time.later(chance.randrange(8, 90))
    if planned.way == "advice":
        contact_services.close_with_advice(
            contact_id=contact_id,
            advice=chance.choice(words.ADVICE),
            actor=hub.somebody(chance, Role.SOCIAL_WORKER),
            at=at,
        )
    else:
        contact_services.signpost(
            contact_id=contact_id,
            reason=chance.choice(words.SIGNPOSTS),
            actor=hub.somebody(chance, Role.COORDINATOR),
            at=at,
        )


def join(contact_id: UUID, to: UUID, hub: DemoHub, time: PassingTime, chance: Random) -> None:
    """A second notice of an event that the hub has already."""
    contact_services.join(
        contact_id=contact_id,
        to_contact_id=to,
        reason="The same event, told by another agency.",
        actor=hub.somebody(chance, Role.COORDINATOR),
        at=time.later(chance.randrange(5, 60)),
    )
