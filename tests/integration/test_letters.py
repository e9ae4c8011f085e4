"""One letter from outside that cannot be taken in: nothing of it stays, and our own faults are not its."""

from uuid import uuid4

import pytest
from django.db import OperationalError

from openmash.agencies import queries as agency_queries
from openmash.agencies import services as agency_services
from openmash.core.errors import RuleBroken
from openmash.core.keys import KeyMissing
from openmash.core.letters import LONGEST_BECAUSE, failure_of
from tests.world import World, devon

pytestmark = pytest.mark.django_db
OTHERWISE = "Ring the team."


def because_of(fault: Exception) -> str:
    def take_in() -> None:
        raise fault

    return failure_of(take_in, letter_id=uuid4(), otherwise=OTHERWISE)


def agency_in(world: World) -> None:
    agency_services.add_agency(
        hub_id=world.hub_id, name="Fire", short_name="Fire", kind="other", co_located=False, email="f@agency.example"
    )


def test_a_letter_that_is_taken_in_has_no_reason_and_stays() -> None:
    world = devon(people=())
    with world.inside():
        assert failure_of(lambda: agency_in(world), letter_id=uuid4(), otherwise=OTHERWISE) == ""
        assert "Fire" in {each.name for each in agency_queries.agencies(world.hub_id)}


def test_nothing_stays_of_a_letter_that_failed_half_way() -> None:
    world = devon(people=())

    def half_way() -> None:
        agency_in(world)
        raise ValueError

    with world.inside():
        assert failure_of(half_way, letter_id=uuid4(), otherwise=OTHERWISE) == OTHERWISE
        assert "Fire" not in {each.name for each in agency_queries.agencies(world.hub_id)}


def test_a_rule_says_its_own_sentence_and_a_long_one_is_cut_to_what_can_be_kept() -> None:
    assert because_of(RuleBroken("letters.rule", "Say who you are.")) == "Say who you are."
    assert len(because_of(RuleBroken("letters.rule", "x" * 500))) == LONGEST_BECAUSE


@pytest.mark.parametrize("fault", [KeyMissing("The key is not held here."), OperationalError("gone")])
def test_what_is_not_the_letters_fault_is_not_held_against_it(fault: Exception) -> None:
    with pytest.raises(type(fault)):
        because_of(fault)
