"""Finding a case by what somebody remembers of it."""

import pytest
from django.test import Client

from openmash.audit import queries as audit_queries
from openmash.enquiries import queries
from tests.rooms import Case, open_case
from tests.world import World, devon, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return devon(people=("coordinator", "manager", "social_worker", "police", "governance"))


@pytest.fixture
def case(world: World) -> Case:
    with world.inside():
        return open_case(world)


def find(client: Client, world: World, words: str, who: str = "manager") -> str:
    answer = sign_in(client, world, who).post("/enquiries/find/", {"words": words})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("words", ["wren", "Ada Wren", "WREN ada", "Wrenn", "bea wren", "ad"])
def test_a_case_is_found_by_the_name_of_anybody_in_it_also_by_its_sound(
    client: Client, world: World, case: Case, words: str
) -> None:
    assert f"/enquiries/{case.enquiry_id}/" in find(client, world, words)


@pytest.mark.parametrize("words", ["Crane", "Ada Crane", "ren ada x"])
def test_another_name_finds_nothing_and_says_so(client: Client, world: World, case: Case, words: str) -> None:
    assert "Nothing is found" in find(client, world, words)


def test_a_case_is_found_by_its_reference_or_the_end_of_it(client: Client, world: World, case: Case) -> None:
    with world.inside():
        reference = queries.enquiry(case.enquiry_id, actor=world.actor("manager")).reference
    for words in (reference, reference.lower(), reference[-4:], reference.replace("-", " ")):
        assert f"/enquiries/{case.enquiry_id}/" in find(client, world, words)


def test_no_words_are_asked_for_beside_the_field(client: Client, world: World) -> None:
    assert "Enter a reference or a name" in find(client, world, " ")


def test_that_somebody_looked_is_written_down_and_what_they_typed_is_not(
    client: Client, world: World, case: Case
) -> None:
    find(client, world, "wren")
    with world.inside():
        events = audit_queries.of_thing(world.hub_id, actor=world.actor("manager"))
    looked = [event for event in events if event.name == "enquiry.looked_for"]
    assert [event.detail for event in looked] == [{"found": 1}]


def test_who_may_not_see_enquiries_finds_none(client: Client, world: World, case: Case) -> None:
    answer = sign_in(client, world, "governance").post("/enquiries/find/", {"words": "wren"})
    assert answer.status_code == 403


def test_another_hubs_case_is_not_found(client: Client, world: World, case: Case) -> None:
    other = devon("cornwall", people=("manager",))
    assert "Nothing is found" in find(client, other, "wren")
