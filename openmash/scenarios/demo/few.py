"""What the demo has beside its cases: a group across cases, an allegation seen by few, who goes back, who visits."""

from datetime import timedelta

from openmash.access import Actor
from openmash.agencies import services as agency_services
from openmash.allegations import services as allegation_services
from openmash.allegations.rules import AllegationTold
from openmash.contacts import queries as contact_queries
from openmash.cover import services as cover_services
from openmash.cover.rules import PlacementTold
from openmash.enquiries.queries import EnquiryView
from openmash.groups import services as group_services
from openmash.groups.rules import GroupTold, LinkTold
from openmash.scenarios.demo.hub import DemoHub

TUESDAY, THURSDAY = 1, 3


def stands_beside(hub: DemoHub, case: EnquiryView) -> None:
    """All of it.

    Args:
        hub: the demo's hub.
        case: of a girl who was missing, on whose ground a group is kept and something is alleged.
    """
    _group(hub, case)
    _allegation(hub, case)
    _goes_back(hub)
    _visits(hub)


def _who(hub: DemoHub, name: str) -> Actor:
    return next(each for each in hub.actors if each.name == name)


def _group(hub: DemoHub, case: EnquiryView) -> None:
    """An arcade where children are met by a man with a car: one of them, and the place."""
    worker, at = _who(hub, "Ines Carvalho"), hub.now - timedelta(hours=20)
    told = GroupTold(
        "Quay Road arcade",
        "Children who go missing say that they were there, and speak of the same silver car.",
        "children_act_1989_s47",
        hub.now.date() + timedelta(days=28),
    )
    group_id = group_services.begin(enquiry_id=case.id, told=told, actor=worker, at=at)
    links = (
        LinkTold("victim", "She was picked up there on both nights.", person_id=case.subjects[0].person.id),
        LinkTold("place", "She was picked up there.", place="The arcade, Quay Road", postcode="EX4 9ZZ"),
    )
    for link in links:
        group_services.link(group_id=group_id, enquiry_id=case.id, told=link, actor=worker, at=at)


def _allegation(hub: DemoHub, case: EnquiryView) -> None:
    """Something is alleged about somebody who works with children; the designated officer is to consider it today."""
    officer, named_at = _who(hub, "Ines Carvalho"), hub.now - timedelta(days=13)
    allegation_services.name_officer(user_id=officer.id, actor=_who(hub, "Kay Ormerod"), at=named_at)
    [contact_id, *_] = contact_queries.contacts_naming(case.subjects[0].person.id, hub_id=hub.hub_id)
    told = AllegationTold(
        "Perry Lowe",
        "Volunteer at a youth club",
        "Quay Road Youth Club",
        "She says that he drove her home twice from the club and asked her to tell nobody.",
    )
    coordinator, at = _who(hub, "Marion Tolley"), hub.now - timedelta(hours=4)
    allegation_services.raise_(contact_id=contact_id, told=told, actor=coordinator, at=at)


def _goes_back(hub: DemoHub) -> None:
    """A social worker goes back to his own team in ten days, with work in his hands, and who comes next is named."""
    day = hub.now.date()
    told = PlacementTold(
        _who(hub, "Tobias Frane").id,
        "North Devon assessment team",
        day - timedelta(days=90),
        day + timedelta(days=10),
        "Erin Coombe",
    )
    at = hub.now - timedelta(days=1)
    cover_services.take_in(told=told, actor=_who(hub, "Ruth Denley"), at=at)


def _visits(hub: DemoHub) -> None:
    """Housing is in the hub on two days of the week."""
    tom, at = _who(hub, "Tom Gresley"), hub.now - timedelta(days=13)
    agency_services.set_visiting_days(agency_id=hub.agencies["housing"], weekdays=(TUESDAY, THURSDAY), actor=tom, at=at)
