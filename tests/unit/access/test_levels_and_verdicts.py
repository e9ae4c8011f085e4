"""Vetting levels in their order, and a verdict that stops whoever it refuses."""

from uuid import uuid4

import pytest

from openmash.access import ALLOWED, LEVELS, Actor, Permission, Refusal, Role, has, require, vetting
from openmash.core.errors import Refused


@pytest.mark.parametrize("required", range(len(LEVELS)))
@pytest.mark.parametrize("held", range(len(LEVELS)))
def test_a_level_reaches_itself_and_those_below_it(held: int, required: int) -> None:
    assert vetting.reaches(LEVELS[held].code, LEVELS[required].code) == (held >= required)


def test_nothing_required_is_reached_by_everybody_and_nothing_held_reaches_nothing() -> None:
    for level in LEVELS:
        assert vetting.reaches(level.code, "")
        assert not vetting.reaches("", level.code)
        assert not vetting.reaches("of another scheme", level.code)
    assert vetting.reaches("", "")


def test_the_lowest_level_is_the_baseline_and_each_has_its_title() -> None:
    assert [level.code for level in LEVELS] == ["bpss", "dbs_enhanced", "nppv_2", "nppv_3", "sc"]
    assert vetting.title("nppv_3") == "NPPV level 3"
    assert vetting.title("") == "no vetting level"
    assert vetting.is_level("sc")
    assert not vetting.is_level("")


def test_a_refusal_stops_with_its_reason_and_an_allowance_does_not() -> None:
    require(ALLOWED)
    with pytest.raises(Refused, match=r"^Not today\.$"):
        require(Refusal("Not today."))
    assert ALLOWED
    assert not Refusal("Not today.")


def test_a_role_that_does_not_carry_a_permission_is_told_so_by_its_title() -> None:
    administrator = Actor(uuid4(), "Sam Trevail", uuid4(), Role.ADMINISTRATOR)

    assert has(administrator, Permission.ADMINISTER) is ALLOWED
    assert has(administrator, Permission.SEE_AUDIT) == Refusal(
        "A system administrator may not see who opened and changed what."
    )
    assert administrator.permissions == {Permission.ADMINISTER, Permission.SEE_OPERATING_MODEL}


@pytest.mark.parametrize(
    ("role", "begins"),
    [
        (Role.AGENCY_REPRESENTATIVE, "An agency representative may not"),
        (Role.OPERATIONS_MANAGER, "An operations manager may not"),
        (Role.PRACTICE_MANAGER, "A practice manager may not"),
    ],
)
def test_whoever_is_refused_reads_a_sentence_as_somebody_would_say_it(role: Role, begins: str) -> None:
    verdict = has(Actor(uuid4(), "Sam Trevail", uuid4(), role), Permission.ADMINISTER)

    assert verdict == Refusal(f"{begins} administer the hub.")


def test_only_somebody_with_a_registration_is_a_registered_social_worker() -> None:
    worker = Actor(uuid4(), "Sam Trevail", uuid4(), Role.SOCIAL_WORKER)

    assert worker.is_registered_social_worker is False
    assert Actor(uuid4(), "Sam", uuid4(), Role.SOCIAL_WORKER, registration="SW1").is_registered_social_worker is True


@pytest.mark.parametrize("permission", Permission)
def test_every_permission_completes_the_sentence_that_refuses_it(permission: Permission) -> None:
    assert permission.words
    assert not permission.words.endswith(".")
