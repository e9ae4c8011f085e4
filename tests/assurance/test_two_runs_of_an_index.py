"""The same story told twice: once an agency's index knows the family, once it knows as many others.

Nobody but that agency's people gets another byte: not by a page, a count, an order, a file or a message.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from openmash.checks import services as check_services
from openmash.matching.records import Record
from tests.assurance import figures
from tests.assurance.house import House
from tests.assurance.two_runs import Story, differences, the_story, told
from tests.indexes import know, looked_up, person
from tests.nights import at_night

LOW = (
    *("coordinator", "social_worker", "manager", "operations_manager", "business_support", "governance"),
    *("administrator", "police", "health", "assessor", "referrer"),
)
SOME = ("coordinator", "police", "assessor", "referrer")  # of them, every day
STRANGERS = (
    person("E-1", "Zed", "Stone", date(1961, 1, 2), sex="M", places=()),
    person("E-2", "Yan", "Okafor", date(1984, 5, 6), sex="M", places=()),
)
FAMILY = (person("E-1"), person("E-2", "Bea", "Wren", date(1990, 1, 2)))


def asked(house: House, *known: Record, says: bool = False) -> None:
    """The education service has two people in its index and is asked; its people may say which record it is."""
    world, case = house.world, house.case
    know(world, "education", *known, at=case.later())
    [check_id] = case.ask("education")
    looked_up(world, case.later())
    if says:
        child = case.people()[0]
        actor, at = world.actor("education"), case.later()
        if known == FAMILY:
            check_services.say_own_record(check_id=check_id, person_id=child, reference="E-1", actor=actor, at=at)
        else:
            check_services.say_none_of_these(check_id=check_id, person_id=child, actor=actor, at=at)


@pytest.fixture(scope="module")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(tmp_path_factory.mktemp("outside"))


@pytest.fixture(scope="module")
def story(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Story]:
    with django_db_blocker.unblock(), the_story() as made:
        yield made


@pytest.mark.parametrize("low", [SOME, *at_night(LOW)], ids=" ".join)
def test_whom_an_index_knows_changes_no_byte_of_what_others_get(
    story: Story, outside: Path, low: tuple[str, ...]
) -> None:
    one = told(lambda house: asked(house, *STRANGERS), story, outside, low=low)
    other = told(lambda house: asked(house, *FAMILY), story, outside, low=low, as_in=one)
    assert len(one) > 100
    assert differences(one, other) == []
    if low == LOW:
        figures.note(
            "The same story with and without the family in an agency's person index",
            target="0 differences for everybody of other agencies",
            figure=f"0 differences in {len(other):,} answers to {len(low)} people",
            command="make assurance TESTS=tests/assurance/test_two_runs_of_an_index.py ARGS='-m long'",
        )


def test_its_own_people_do_see_the_difference(story: Story, outside: Path) -> None:
    """The control: whoever answers for that agency gets other pages."""
    one = told(lambda house: asked(house, *STRANGERS), story, outside, low=("education",))
    other = told(lambda house: asked(house, *FAMILY), story, outside, low=("education",))
    assert differences(one, other) != []


@pytest.mark.long
def test_found_and_not_found_are_said_alike_to_everybody_else(story: Story, outside: Path) -> None:
    """The log's readers learn that something was noted, and not which."""
    low = ("governance", "operations_manager", "coordinator")
    one = told(lambda house: asked(house, *STRANGERS, says=True), story, outside, low=low)
    other = told(lambda house: asked(house, *FAMILY, says=True), story, outside, low=low, as_in=one)
    assert differences(one, other) == []
