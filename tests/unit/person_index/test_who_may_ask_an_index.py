"""Who may ask which index, and who may keep it: for every role, in their own agency and in another."""

from uuid import uuid4

import pytest

from openmash.access import Actor, Role
from openmash.person_index import permissions

HUB, OURS, THEIRS = uuid4(), uuid4(), uuid4()
ASK = {Role.AGENCY_REPRESENTATIVE, Role.EVALUATOR, Role.SOCIAL_WORKER}
KEEP = {*ASK, Role.AGENCY_SYSTEM}
OWN_PEOPLE = {
    *(Role.COORDINATOR, Role.EVALUATOR, Role.SOCIAL_WORKER, Role.AGENCY_REPRESENTATIVE, Role.BUSINESS_SUPPORT),
    *(Role.PRACTICE_MANAGER, Role.OPERATIONS_MANAGER),
}


def actor(role: Role) -> Actor:
    return Actor(id=uuid4(), name="Somebody", hub_id=HUB, role=role, agency_id=OURS, agency_name="Ours")


@pytest.mark.parametrize("role", list(Role))
def test_an_index_is_asked_by_its_own_agency_s_people_who_answer_for_it(role: Role) -> None:
    assert bool(permissions.can_look_up(actor(role), OURS)) == (role in ASK)
    assert not permissions.can_look_up(actor(role), THEIRS)


@pytest.mark.parametrize("role", list(Role))
def test_an_index_is_kept_by_its_own_agency_s_people_and_their_computer(role: Role) -> None:
    assert bool(permissions.can_keep(actor(role), OURS)) == (role in KEEP)
    assert not permissions.can_keep(actor(role), THEIRS)


@pytest.mark.parametrize("role", list(Role))
def test_the_administrator_takes_any_index_away_and_sees_how_it_stands(role: Role) -> None:
    everywhere = role is Role.ADMINISTRATOR
    for asked in (permissions.can_withdraw, permissions.can_see_state):
        assert bool(asked(actor(role), OURS)) == (role in KEEP or everywhere)
        assert bool(asked(actor(role), THEIRS)) == everywhere


@pytest.mark.parametrize("role", list(Role))
def test_what_was_refused_is_for_whoever_keeps_the_index(role: Role) -> None:
    assert bool(permissions.can_see_refused_rows(actor(role), OURS)) == (role in KEEP)
    assert not permissions.can_see_refused_rows(actor(role), THEIRS)


@pytest.mark.parametrize("role", list(Role))
def test_the_hub_s_own_people_are_searched_by_whoever_sees_contacts_or_enquiries(role: Role) -> None:
    assert bool(permissions.can_look_up_own_people(actor(role))) == (role in OWN_PEOPLE)


def test_a_refusal_says_why() -> None:
    for verdict in (
        permissions.can_look_up(actor(Role.AGENCY_REPRESENTATIVE), THEIRS),
        permissions.can_look_up(actor(Role.VIRTUAL_PARTNER), OURS),
        permissions.can_keep(actor(Role.AGENCY_REPRESENTATIVE), THEIRS),
    ):
        assert len(getattr(verdict, "reason", "")) > 20
