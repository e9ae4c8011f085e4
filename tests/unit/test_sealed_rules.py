"""The sealed room's rules, without a database: what is put in, who reads, what leaves."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openmash.access import ROLES, Actor, Permission, Refusal, Role
from openmash.core.errors import RuleBroken
from openmash.sealed import permissions, rules
from openmash.sealed.errors import BrokenLetter
from openmash.sealed.rules import GATEWAYS, ItemTold
from openmash.sealed.states import ITEM, RELEASE, ItemState, ReleaseState

AT = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
FIT = ItemTold("He was arrested.", professional="PC Trevail")
POLICE, HEALTH = uuid4(), uuid4()


def actor(role: Role, agency_id: UUID | None = HEALTH) -> Actor:
    """Somebody in that role."""
    return Actor(id=uuid4(), name="Sam Trevail", hub_id=uuid4(), role=role, agency_id=agency_id)


@pytest.mark.parametrize(
    ("change", "rule", "field"),
    [
        ({"text": " \n"}, "sealed.item_has_words", "items-2-text"),
        ({"text": "x" * 20_001}, "sealed.item_not_too_long", "items-2-text"),
        ({"professional": ""}, "sealed.item_names_its_professional", "items-2-professional"),
        ({"professional": "x" * 121}, "sealed.item_not_too_long", "items-2-professional"),
        ({"handling": "x" * 1_001}, "sealed.item_not_too_long", "items-2-handling"),
        ({"source_kind": "rumour"}, "sealed.item_says_how_it_is_held", "items-2-source_kind"),
        ({"sensitivity": ""}, "sealed.item_says_how_it_is_held", "items-2-sensitivity"),
        ({"leave": "never"}, "sealed.item_says_how_it_is_held", "items-2-leave"),
        ({"fact_on": date(2026, 11, 19)}, "sealed.fact_not_in_the_future", "items-2-fact_on"),
    ],
)
def test_an_item_that_is_not_fit_for_the_room_is_refused_beside_its_field(
    change: dict[str, Any], rule: str, field: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        rules.require_fit_for_the_room(replace(FIT, **change), at=AT, prefix="items-2-")

    assert (refused.value.rule, refused.value.field) == (rule, field)
    rules.require_fit_for_the_room(FIT, at=AT)


def test_what_happened_today_is_not_in_the_future_late_on_a_summer_evening() -> None:
    half_past_midnight_in_london = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)

    rules.require_fit_for_the_room(replace(FIT, fact_on=date(2026, 7, 1)), at=half_past_midnight_in_london)


def test_whoever_gives_an_item_is_whom_to_speak_to_unless_it_names_somebody() -> None:
    assert ItemTold("x").by("Sam Trevail").professional == "Sam Trevail"
    assert FIT.by("Sam Trevail").professional == "PC Trevail"


@pytest.mark.parametrize("role", list(Role))
def test_only_roles_that_work_in_the_room_read_anything_there_even_their_own_agencys(role: Role) -> None:
    enters = Permission.ENTER_SEALED_ROOM in ROLES[role].permissions
    for owner in (POLICE, HEALTH):
        verdict = permissions.can_read(
            actor(role), agency_id=owner, agency_name="Police", sensitivity="hub", professional="PC Trevail"
        )
        assert bool(verdict) == enters

    assert not {Role.INFORMATION_GOVERNANCE, Role.ADMINISTRATOR, Role.SYSTEM, Role.RECEIVING_TEAM} & {
        r for r, about in ROLES.items() if Permission.ENTER_SEALED_ROOM in about.permissions
    }


@pytest.mark.parametrize("role", [r for r, about in ROLES.items() if Permission.ENTER_SEALED_ROOM in about.permissions])
def test_restricted_items_are_for_their_agency_and_for_whoever_decides(role: Role) -> None:
    decides = Permission.DECIDE in ROLES[role].permissions
    told: dict[str, Any] = {"agency_name": "Police", "sensitivity": "restricted", "professional": "DS Trevail"}

    verdict = permissions.can_read(actor(role), agency_id=POLICE, **told)

    assert bool(verdict) == decides
    assert permissions.can_read(actor(role, POLICE), agency_id=POLICE, **told)
    if isinstance(verdict, Refusal):
        assert verdict.reason == "Confidential information is held by Police: speak to DS Trevail."


@pytest.mark.parametrize("role", list(Role))
def test_nobody_controls_what_belongs_to_another_agency(role: Role) -> None:
    controls = Permission.CONTROL_OWN_ITEMS in ROLES[role].permissions

    assert not permissions.can_control(actor(role, HEALTH), agency_id=POLICE, agency_name="Police")
    assert bool(permissions.can_control(actor(role, POLICE), agency_id=POLICE, agency_name="Police")) == controls


def test_vetting_and_agreement_hold_to_the_end_of_their_last_day() -> None:
    today: dict[str, Any] = {"vetted_until": date(2026, 11, 18), "agreement_until": date(2026, 11, 18)}

    rules.require_may_enter_now(**today, agency="NHS Devon", at=AT)
    for gone in (None, date(2026, 11, 17)):
        with pytest.raises(RuleBroken) as vetting:
            rules.require_may_enter_now(**today | {"vetted_until": gone}, agency="NHS Devon", at=AT)
        with pytest.raises(RuleBroken) as agreement:
            rules.require_may_enter_now(**today | {"agreement_until": gone}, agency="NHS Devon", at=AT)
        assert vetting.value.rule == "sealed.vetting_is_current"
        assert agreement.value.rule == "sealed.agreement_is_current"
        assert "Ask the hub's" in vetting.value.sentence
        assert "NHS Devon" in agreement.value.sentence


@pytest.mark.parametrize("lacking", ["vetted_until", "agreement_until"])
@pytest.mark.parametrize("named", [{}, {"opens": "a network across cases"}])
def test_who_may_not_is_told_what_they_cannot_open(lacking: str, named: dict[str, Any]) -> None:
    until: dict[str, Any] = {"vetted_until": AT.date(), "agreement_until": AT.date(), lacking: None}
    with pytest.raises(RuleBroken) as broken:
        rules.require_may_enter_now(**until, agency="NHS Devon", at=AT, **named)
    assert named.get("opens", "the sealed room") in broken.value.sentence


@pytest.mark.parametrize(("asked_for", "stands_at"), [(1, 1), (1, 2), (2, 1), (2, 2)])
@pytest.mark.parametrize("item_state", ItemState)
@pytest.mark.parametrize("state", ReleaseState)
def test_what_may_leave_is_agreed_on_a_lawful_basis_or_urgent_for_the_words_as_they_stand(
    state: ReleaseState, item_state: ItemState, asked_for: int, stands_at: int
) -> None:
    may = (
        state in (ReleaseState.CONSENTED, ReleaseState.LAWFUL_BASIS, ReleaseState.URGENT)
        and item_state is ItemState.SEALED
        and asked_for == stands_at
    )

    try:
        rules.require_may_leave(state=state, item_state=item_state, asked_for=asked_for, stands_at=stands_at)
    except RuleBroken:
        assert not may
    else:
        assert may


def test_gateways_are_named_once_and_each_says_where_it_comes_from() -> None:
    assert len({g.code for g in GATEWAYS}) == len({g.title for g in GATEWAYS}) == len(GATEWAYS)
    assert all(g.words and g.source and len(g.code) <= 60 for g in GATEWAYS)


def test_a_gateway_is_not_offered_before_it_is_in_force() -> None:
    duty = "children_act_2004_s16la"

    assert duty not in {g.code for g in rules.gateways_on(date(2026, 9, 29))}
    assert duty in {g.code for g in rules.gateways_on(date(2026, 9, 30))}
    with pytest.raises(RuleBroken) as early:
        rules.require_gateway(duty, on=date(2026, 9, 29))
    assert early.value.rule == "sealed.gateway_is_in_force"
    assert rules.require_gateway(duty, on=date(2026, 9, 30)).caution


def test_what_was_not_checked_against_the_law_says_so() -> None:
    unchecked = [g for g in GATEWAYS if not g.source.startswith(("legislation.gov.uk", "Information Commissioner"))]

    assert unchecked
    assert all(g.caution for g in unchecked)


def test_nothing_said_to_an_owner_or_a_manager_uses_the_word_of_the_familys_consent() -> None:
    """The owner agrees; the family consents. The two never share a word on the screen."""
    words = [*RELEASE.states.values(), *ITEM.states.values(), *rules.LEAVE_WORDS.values()]
    words += [move.words for machine in (RELEASE, ITEM) for move in machine.moves]

    assert not [line for line in words if "consent" in line.lower()]


@given(
    st.recursive(
        st.none() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_whatever_comes_in_by_the_outside_door_is_read_or_refused_with_a_sentence(letter: Any) -> None:
    refused = _refusal_of(letter)

    assert refused == "" or refused.endswith("take the answer down.")
    assert len(refused) <= 200


@given(
    st.fixed_dictionaries(
        {
            "name": st.text(max_size=200),
            "items": st.lists(st.dictionaries(st.sampled_from(["text", "fact_on", "leave"]), st.text())),
        }
    )
)
def test_a_letter_that_is_nearly_right_is_read_or_refused_too(letter: dict[str, Any]) -> None:
    try:
        told = rules.read_letter(letter)
    except BrokenLetter:
        return
    assert told.name
    assert all(item.professional for item in told.items)


def _refusal_of(letter: object) -> str:
    try:
        rules.read_letter(letter)
    except BrokenLetter as broken:
        return broken.sentence
    return ""
