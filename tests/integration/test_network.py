"""The map of a network: what links people across cases, and nothing that its reader may not know of."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from openmash.audit.models import Event
from openmash.contacts import queries as contact_queries
from openmash.contacts import services as contact_services
from openmash.contacts.rules import PersonInvolved
from openmash.core.errors import OpenMashError, Refused, RuleBroken
from openmash.enquiries import services as enquiry_services
from openmash.enquiries.models import Subject
from openmash.enquiries.rules import FirstRating
from openmash.exclusions import services as exclusion_services
from openmash.groups import services as group_services
from openmash.groups.rules import GroupTold, LinkTold, Sees
from openmash.insight import services
from openmash.insight.queries import Network
from openmash.insight.rules import drawn
from openmash.people import services as people_services
from openmash.sealed import services as sealed_services
from openmash.sealed.rules import GuardTold
from tests.integration.contacts_told import told as contact_told
from tests.rooms import Case, open_case
from tests.world import devon, sign_in

pytestmark = pytest.mark.django_db

FLAT = {"address": "Flat 3, 40 High Street", "postcode": "EX1 1ZZ"}
HERE = PersonInvolved("child", "Pia", "Dormer", date(2011, 9, 21), sex="F", **FLAT)
MAN = PersonInvolved("other", "Dale", "Yeading", date(1996, 2, 11), sex="M", relationship="drives her", **FLAT)


@pytest.fixture
def case() -> Iterator[Case]:
    """A family's case; and in the same hub Zora's, with a man in it who lives where Pia was found, and Pia's."""
    case = open_case(devon())
    with case.world.inside():
        add(case, "Zora", MAN)
        add(case, "Pia", HERE)
        yield case


def pias(case: Case) -> UUID:
    """Pia's case."""
    return Subject.objects.get(person__given_name="Pia").enquiry_id


def add(case: Case, name: str, *people: PersonInvolved) -> UUID:
    """Another enquiry, about a child of that name and whoever else is named."""
    child = PersonInvolved("child", name, "Hanwell", date(2011, 4, 2), sex="F")
    named = people if people[0].involvement == "child" else (child, *people)
    coordinator, at = case.world.actor("coordinator"), case.later()
    contact_id = contact_services.record(told=contact_told(people=named), actor=coordinator, at=at)
    contact = contact_queries.contact(contact_id, actor=coordinator)
    ratings = tuple(FirstRating(p.id, "amber", "A stranger's flat") for p in contact.people if p.involvement == "child")
    return enquiry_services.open_(contact_id=contact_id, ratings=ratings, actor=coordinator, at=case.later())


def around(case: Case, who: str = "social_worker", enquiry_id: UUID | None = None) -> Network:
    return services.look_around_case(
        enquiry_id=enquiry_id or pias(case),
        purpose="exploitation",
        actor=case.world.actor(who),
        at=case.later(),
    )


def names(network: Network) -> set[str]:
    return set(network.people)


def test_an_address_links_two_cases_and_the_walk_goes_two_steps(case: Case) -> None:
    found = around(case)
    assert names(found) == {"Pia Dormer", "Dale Yeading", "Zora Hanwell"}
    [address] = [each for each in found.things if each.kind == "address"]
    assert set(address.people) == {"Pia Dormer", "Dale Yeading"}
    assert sum(each.kind == "case" for each in found.things) == 2


def test_who_looked_from_where_and_why_is_on_the_log(case: Case) -> None:
    around(case)
    event = Event.objects.get(name="network.looked_at")
    assert (event.actor_id, event.detail) == (case.world.people["social_worker"], {"purpose": "exploitation"})


def test_without_a_purpose_nothing_is_shown_or_logged(case: Case) -> None:
    with pytest.raises(RuleBroken):
        services.look_around_case(
            enquiry_id=case.enquiry_id, purpose="", actor=case.world.actor("manager"), at=case.later()
        )
    assert not Event.objects.filter(name="network.looked_at").exists()


@pytest.mark.parametrize(
    "who", ["coordinator", "business_support", "governance", "administrator", "lapsed", "unvetted"]
)
def test_whoever_may_not_enter_the_room_sees_no_network(case: Case, who: str) -> None:
    with pytest.raises((Refused, RuleBroken)):
        around(case, who)
    assert around(case, "police")


def test_whoever_is_kept_out_of_one_case_sees_nobody_of_it_and_no_line_to_it(case: Case) -> None:
    third = add(case, "Zora", MAN)
    keep_out(case, "second_manager", pias(case))
    found = around(case, "second_manager", third)
    assert "Pia Dormer" not in str(found)
    assert not [each for each in found.things if "Pia" in each.people]
    assert "Pia Dormer" in names(around(case, "manager", third))
    with pytest.raises(OpenMashError):
        around(case, "second_manager")


def keep_out(case: Case, who: str, enquiry_id: UUID) -> None:
    exclusion_services.declare(
        user_id=case.world.people[who],
        enquiry_id=enquiry_id,
        ground="relative",
        words="My niece.",
        actor=case.world.actor(who),
        at=case.later(),
    )


def test_a_group_that_names_its_readers_is_on_nobody_elses_map(case: Case) -> None:
    worker = case.world.actor("social_worker")
    group_id = group_services.begin(
        enquiry_id=case.enquiry_id,
        told=GroupTold(
            "Quay Street",
            "The same car.",
            "children_act_1989_s47",
            case.at.date() + timedelta(days=60),
            Sees.NAMED,
            frozenset({case.world.people["police"]}),
        ),
        actor=worker,
        at=case.later(),
    )
    child = case.people()[0]
    group_services.link(
        group_id=group_id,
        enquiry_id=case.enquiry_id,
        told=LinkTold("victim", "Seen in it.", child),
        actor=worker,
        at=case.later(),
    )
    assert "Quay Street" in str(around(case, "police", case.enquiry_id))
    assert "Quay Street" not in str(around(case, "manager", case.enquiry_id))


def test_an_address_that_is_kept_back_links_nobody(case: Case) -> None:
    by_name = {dot.label: dot.key for dot in around(case).drawing.dots}
    against = (UUID(by_name["Dale Yeading"]),)
    sealed_services.record_protection(
        enquiry_id=pias(case),
        told=GuardTold("safe_address", UUID(by_name["Pia Dormer"]), against_people=against),
        actor=case.world.actor("manager"),
        at=case.later(),
    )
    assert names(around(case)) == {"Pia Dormer"}
    assert "40 High Street" not in str(around(case))


def test_an_old_identity_does_not_lead_to_the_new_one(case: Case) -> None:
    by_name = {dot.label: dot.key for dot in around(case).drawing.dots}
    people_services.keep_apart(
        old_id=UUID(by_name["Pia Dormer"]),
        new_id=UUID(by_name["Zora Hanwell"]),
        reason="An adoption order.",
        actor=case.world.actor("manager"),
        at=case.later(),
    )
    assert "Zora Hanwell" not in str(around(case))
    assert names(around(case, enquiry_id=case.enquiry_id)).isdisjoint({"Pia Dormer", "Zora Hanwell"})


def test_it_takes_as_many_statements_however_many_people_there_are(case: Case) -> None:
    with CaptureQueriesContext(
        connection,
    ) as few:
        around(case)
    for number in range(4):
        add(case, f"Girl{number}", MAN)
    with CaptureQueriesContext(connection) as many:
        found = around(case)
    assert len(found.people) > 3
    assert len(many) <= len(few) + 1


def test_things_stand_beside_the_people_whom_they_link() -> None:
    people = [("a", "Ada", True), ("b", "Bea", False), ("c", "C" * 60, False)]
    things = [("x", "case", "X"), ("y", "address", "Y")]
    found = drawn(people, things, {"x": ["c"], "y": ["a", "b"]})
    assert [dot.key for dot in found.dots] == ["a", "b", "c", "y", "x"]
    assert len(found.lines) == 3
    assert len({(dot.x, dot.y) for dot in found.dots}) == 5
    assert max(len(dot.label) for dot in found.dots) < 40
    assert all(0 < dot.y < found.height for dot in found.dots)


def test_the_page_asks_why_first_and_says_the_same_in_a_table(client: Client) -> None:
    case = open_case(devon())
    sign_in(client, case.world, "social_worker")
    address = reverse("network:of_case", args=[case.enquiry_id])
    assert address in client.get(reverse("enquiries:case", args=[case.enquiry_id])).content.decode()
    assert "<svg" not in client.get(address).content.decode().split("<main")[1]
    refused = client.get(address, {"purpose": "nosy"}).content.decode().split("<main")[1]
    assert "<svg" not in refused
    assert 'id="error-summary' in refused or "govuk-error-summary" in refused
    page = client.get(address, {"purpose": "meeting"}).content.decode().split("<main")[1]
    assert 'role="img"' in page
    assert page.count("Ada Wren") >= 2
    sign_in(client, case.world, "coordinator")
    assert client.get(address, {"purpose": "meeting"}).status_code == 403
