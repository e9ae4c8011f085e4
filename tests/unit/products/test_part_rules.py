"""Which agencies write for the receiving team, and what a part must hold."""

from dataclasses import replace
from uuid import uuid4

import pytest

from openmash.access import Actor, Role
from openmash.core.errors import Refused
from openmash.hubs.rules import load
from openmash.products import permissions, rules
from openmash.products.rules import Answered, PartTold
from tests.refusals import refused

DURHAM, DEVON = load("durham"), load("devon")
HEALTH = Answered(uuid4(), "health", co_located=True, items=1)
TOLD = PartTold("Weight and height are as they should be.", "Nobody meets her needs.", "level_4")


def test_those_write_who_know_something_have_an_account_and_are_of_a_kind_that_writes() -> None:
    nothing, away = replace(HEALTH, agency_id=uuid4(), items=0), replace(HEALTH, agency_id=uuid4(), co_located=False)
    other = replace(HEALTH, agency_id=uuid4(), kind="probation")
    assert rules.writing([HEALTH, nothing, away, other, HEALTH], DURHAM) == (HEALTH.agency_id,)
    assert rules.writing([HEALTH], DEVON) == ()


@pytest.mark.parametrize(
    ("told", "field"),
    [
        (replace(TOLD, report=" "), "report"),
        (replace(TOLD, analysis=""), "analysis"),
        (replace(TOLD, level="tier_3"), "level"),
        (replace(TOLD, report="x" * 8001), "report"),
        (replace(TOLD, analysis="x" * 8001), "analysis"),
    ],
)
def test_a_part_has_a_report_an_analysis_and_a_level_of_the_hub(told: PartTold, field: str) -> None:
    assert refused(rules.require_whole_part, told, DURHAM) == ("products.part_is_whole", field)


def test_a_whole_part_is_taken_up_to_its_longest() -> None:
    rules.require_whole_part(TOLD, DURHAM)
    rules.require_whole_part(replace(TOLD, report="x" * 8000, analysis="x" * 8000), DURHAM)
    assert rules.part_of(TOLD.text()) == TOLD


def test_a_part_is_written_while_the_product_is_put_together() -> None:
    assert refused(rules.require_being_put_together, False) == ("products.part_of_a_draft", None)
    rules.require_being_put_together(True)


def test_one_goes_without_what_is_waited_for_and_says_why() -> None:
    agency_id = uuid4()
    assert refused(rules.require_waited_for, agency_id, [uuid4()]) == ("products.part_that_is_waited_for", None)
    rules.require_waited_for(agency_id, [agency_id])
    for reason in (" ", "x" * 1001):
        assert refused(rules.require_why_without, reason) == ("products.without_a_part_with_a_reason", "reason")
    rules.require_why_without("x" * 1000)


def test_a_product_names_the_agencies_that_it_waits_for() -> None:
    assert refused(rules.require_every_part, ["Health"]) == ("products.every_agency_writes_its_part", "parts")
    rules.require_every_part([])


def test_an_agency_that_was_not_asked_has_nothing_to_write() -> None:
    nurse = Actor(uuid4(), "Nia", uuid4(), Role.AGENCY_REPRESENTATIVE, agency_id=HEALTH.agency_id)
    permissions.require_can_write_part(nurse)
    assert permissions.require_was_asked(nurse, [HEALTH.agency_id]) == HEALTH.agency_id
    with pytest.raises(Refused, match="was not asked about this family"):
        permissions.require_was_asked(nurse, [uuid4()])
    for role in (Role.BUSINESS_SUPPORT, Role.PRACTICE_MANAGER, Role.VIRTUAL_PARTNER):
        with pytest.raises(Refused):
            permissions.require_can_write_part(replace(nurse, role=role))
