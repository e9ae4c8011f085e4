"""Going straight on to a worker before the decision, and handing on at the door, as the inside door's role."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from openmash.contacts import queries as contact_queries
from openmash.contacts import services as contact_services
from openmash.contacts.models import Contact
from openmash.core.errors import NotFound, Refused, RuleBroken, Stale
from openmash.enquiries import queries, services
from openmash.enquiries.models import StraightOn
from openmash.exclusions import services as exclusion_services
from openmash.exclusions.errors import KeptOut
from openmash.notifications.models import Message
from openmash.oversight import services as oversight_services
from openmash.oversight.models import Ending
from tests.handed_on import subject
from tests.integration.contacts_told import JACK, told
from tests.rooms import Case, open_case
from tests.world import NOW, World, devon

pytestmark = pytest.mark.django_db
TOLD = "Told Jude Rowell across the desk; she goes to the school now."


@pytest.fixture
def merton() -> Iterator[Case]:
    case = open_case(devon("merton", operating_model="merton"), rating="red", by="manager")
    with case.world.inside():
        yield case


@pytest.fixture
def door() -> Iterator[World]:
    world = devon("door", operating_model="first_response")
    with world.inside():
        yield world


def go(
    case: Case,
    who: str = "manager",
    *,
    whom: UUID | None = None,
    team: str = "assessment",
    spoke: str = TOLD,
    **given: Any,
) -> None:
    services.go_straight_on(
        subject_id=whom or subject(case),
        team_id=case.world.teams[team],
        spoke=spoke,
        actor=case.world.actor(who),
        at=case.later(),
        **given,
    )


def broken(act: Callable[..., Any], *given: Any, **named: Any) -> str:
    with pytest.raises(RuleBroken) as refused, transaction.atomic():
        act(*given, **named)
    return refused.value.rule


# --- Straight on ----------------------------------------------------------------------------------------------------


def test_a_red_is_with_a_worker_before_the_decision_and_the_assessment_runs(merton: Case) -> None:
    before = queries.clocks_of(merton.enquiry_id, actor=merton.world.actor("manager"))
    assert "assessment" not in {clock.code for clock in before}

    go(merton)

    [gone] = queries.straight_on_of(merton.enquiry_id, actor=merton.world.actor("coordinator"))
    assert (gone.team_name, gone.spoke, gone.gone_by_name) == ("Exeter assessment team", TOLD, "Pat Holloway")
    clocks = queries.clocks_of(merton.enquiry_id, actor=merton.world.actor("manager"))
    assert "assessment" in {clock.code for clock in clocks}
    [message] = Message.objects.filter(kind="straight_on")
    assert message.kind == "straight_on"
    view = queries.enquiry(merton.enquiry_id, actor=merton.world.actor("manager"))
    assert not view.subjects[0].decided, "the decision is still to be made"


def test_amber_waits_for_the_decision(merton: Case) -> None:
    services.rate(
        subject_id=subject(merton),
        rating="amber",
        reason="Not now.",
        actor=merton.world.actor("manager"),
        at=merton.later(),
    )
    assert broken(go, merton) == "enquiries.straight_on_by_the_model"


def test_in_a_hub_whose_model_does_not_say_so_nobody_goes_straight_on() -> None:
    case = open_case(devon(), rating="red")
    with case.world.inside():
        assert broken(go, case) == "enquiries.straight_on_by_the_model"


def test_only_whoever_rates_in_this_hub_says_so(merton: Case) -> None:
    for who in ("coordinator", "social_worker", "police", "business_support"):
        with pytest.raises(Refused):
            go(merton, who)
    go(merton)


def test_to_a_fitting_team_once_and_by_word_of_mouth(merton: Case) -> None:
    assert broken(go, merton, team="early_response") == "enquiries.straight_on_to_a_fitting_team"
    assert broken(go, merton, spoke=" ") == "enquiries.straight_on_by_word_of_mouth"
    go(merton)
    assert broken(go, merton) == "enquiries.straight_on_once"
    assert StraightOn.objects.count() == 1


def test_a_change_in_between_is_stale_and_who_is_kept_out_finds_nothing(merton: Case) -> None:
    with pytest.raises(Stale):
        go(merton, version=7)
    actor, whom = merton.world.actor("manager"), subject(merton)
    exclusion_services.declare(
        user_id=actor.id, enquiry_id=merton.enquiry_id, ground="relative", actor=actor, at=merton.later()
    )
    with pytest.raises(KeptOut):
        go(merton, whom=whom)
    with pytest.raises(KeptOut):
        queries.straight_on_of(merton.enquiry_id, actor=merton.world.actor("manager"))
    go(merton, "second_manager", whom=whom)


def test_another_hub_finds_nobody_to_give(merton: Case) -> None:
    other = devon("kent")
    with other.inside(), pytest.raises(NotFound):
        services.go_straight_on(
            subject_id=subject(merton),
            team_id=other.teams["assessment"],
            spoke=TOLD,
            actor=other.actor("manager"),
            at=NOW,
        )


def test_what_was_said_is_never_changed_but_by_erasing(merton: Case) -> None:
    go(merton)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE enquiries_straighton SET gone_by_name = 'Somebody else'")
    services.erase(
        enquiry_id=merton.enquiry_id,
        agency_ids=None,
        under="test",
        actor=merton.world.actor("governance"),
        at=merton.later(),
    )
    assert StraightOn.objects.get().spoke == "Erased"


# --- At the door ----------------------------------------------------------------------------------------------------


def call(world: World, **changed: Any) -> Any:
    child = replace(JACK)
    return contact_services.record(
        told=told(people=(child,), **{"consent": "given", "consent_reason": "", **changed}),
        actor=world.actor("coordinator"),
        at=NOW,
    )


def route(world: World, contact_id: Any, *, who: str = "coordinator", **given: Any) -> None:
    named = {"route": "support", "team_id": world.teams["early_response"], "spoke": "Told Ines Farrow."}
    contact_services.route(contact_id=contact_id, actor=world.actor(who), at=NOW, **{**named, **given})


def test_a_service_is_told_and_has_it_without_an_enquiry(door: World) -> None:
    contact_id = call(door)
    route(door, contact_id)
    view = contact_queries.contact(contact_id, actor=door.actor("coordinator"))
    assert view.state == "routed"
    assert "Exeter early response team" in view.closing_reason
    assert "Ines Farrow" in view.closing_reason
    assert Message.objects.filter(kind="routed_to_service").count() == 1


def test_it_counts_as_ended_at_the_door_so_that_cumulative_harm_is_seen(door: World) -> None:
    contact_id = call(door)
    route(door, contact_id)
    assert oversight_services.look_after_endings(hub_id=door.hub_id, at=NOW) == 1
    assert Ending.objects.get().contact_id == contact_id


def test_nobody_is_handed_on_behind_their_back_or_while_in_danger(door: World) -> None:
    unasked = call(door, consent="not_sought", consent_reason="Nobody was asked.")
    assert broken(route, door, unasked) == "contacts.routed_with_agreement"
    in_danger = call(door, immediate_danger=True)
    assert broken(route, door, in_danger) == "contacts.danger_is_not_routed"


def test_the_route_and_the_service_are_the_hubs_and_fit(door: World) -> None:
    contact_id = call(door)
    assert broken(route, door, contact_id, route="elsewhere") == "contacts.route_is_the_hubs"
    assert broken(route, door, contact_id, route="adult_services") == "contacts.routed_to_a_fitting_service"
    assert broken(route, door, contact_id, spoke="") == "contacts.routed_by_word_of_mouth"
    with pytest.raises(Refused):
        route(door, contact_id, who="business_support")
    route(door, contact_id)
    assert broken(route, door, contact_id) == "contact.route", "handed on once"


def test_opened_again_it_is_with_nobody(door: World) -> None:
    contact_id = call(door)
    route(door, contact_id)
    contact_services.reopen(
        contact_id=contact_id, reason="They could not reach him.", actor=door.actor("coordinator"), at=NOW
    )
    row = Contact.objects.get(id=contact_id)
    assert (row.state, row.passed_to_id, row.route_code) == ("received", None, "")
