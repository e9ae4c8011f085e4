"""Who asks, keeps, sees and withdraws a person index, issues its keys, and records agreements: what needs an agency."""

from collections.abc import Callable

import pytest

import openmash.agencies.permissions as agencies
import openmash.api_keys.permissions as api_keys
import openmash.person_index.permissions as person_index
from openmash.access import Actor, Role
from openmash.core.errors import Refused
from tests.unit.access.test_who_may import OURS, THEIRS, somebody

REQUIRED: tuple[Callable[[Actor, object], None], ...] = (
    person_index.require_can_look_up,
    person_index.require_can_keep,
    person_index.require_can_withdraw,
    person_index.require_can_see_state,
    person_index.require_can_see_refused_rows,
)


@pytest.mark.parametrize("required", REQUIRED)
def test_an_agency_s_own_people_may_and_another_s_may_not(required: Callable[[Actor, object], None]) -> None:
    required(somebody(Role.AGENCY_REPRESENTATIVE, agency_id=OURS), OURS)
    with pytest.raises(Refused):
        required(somebody(Role.AGENCY_REPRESENTATIVE, agency_id=OURS), THEIRS)


def test_nobody_asks_an_index_through_a_link() -> None:
    with pytest.raises(Refused, match="not through a link"):
        person_index.require_can_look_up(somebody(Role.VIRTUAL_PARTNER, agency_id=OURS), OURS)


def test_the_hub_s_administrator_withdraws_an_index_and_sees_how_it_stands_and_no_row() -> None:
    administrator = somebody(Role.ADMINISTRATOR)
    person_index.require_can_withdraw(administrator, THEIRS)
    person_index.require_can_see_state(administrator, THEIRS)
    with pytest.raises(Refused):
        person_index.require_can_see_refused_rows(administrator, THEIRS)


def test_the_hub_s_own_people_are_asked_by_whoever_sees_contacts_or_enquiries() -> None:
    person_index.require_can_look_up_own_people(somebody(Role.COORDINATOR))
    person_index.require_can_look_up_own_people(somebody(Role.AGENCY_REPRESENTATIVE))
    with pytest.raises(Refused):
        person_index.require_can_look_up_own_people(somebody(Role.ADMINISTRATOR))


def test_keys_are_issued_by_people_of_the_agency_and_not_by_its_computer() -> None:
    assert api_keys.require_can_manage(somebody(Role.AGENCY_REPRESENTATIVE, agency_id=OURS)) == OURS
    for actor in (somebody(Role.AGENCY_SYSTEM, agency_id=OURS), somebody(Role.AGENCY_REPRESENTATIVE, agency_id=None)):
        with pytest.raises(Refused):
            api_keys.require_can_manage(actor)


def test_agreements_are_recorded_by_information_governance() -> None:
    assert agencies.can_record_agreements(somebody(Role.INFORMATION_GOVERNANCE))
    assert not agencies.can_record_agreements(somebody(Role.PRACTICE_MANAGER))
