"""What is handed directly to an agency waits for its own system: fetched by key, acknowledged, carried over, late."""

import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from openmash.access import Actor
from openmash.api_keys import services as key_services
from openmash.api_keys.rules import DIRECT_REFERRALS
from openmash.audit.models import Event
from openmash.contacts import queries, services
from openmash.contacts.models import DirectReferral
from openmash.contacts.queries import DirectView
from openmash.contacts.rules.issues import IssueTold
from openmash.core import clock
from openmash.core.errors import NotFound, Refused, RuleBroken
from openmash.notifications.models import Message
from openmash.worklists import queries as worklists
from tests.indexes import key_of
from tests.integration.contacts_told import JACK, told
from tests.world import NOW, World, devon, sign_in

pytestmark = pytest.mark.django_db
SOON, LATE = NOW + timedelta(hours=1), NOW + timedelta(hours=4)


@pytest.fixture
def world() -> Iterator[World]:
    world = devon("blackburn", operating_model="blackburn")
    with world.inside():
        yield world


@pytest.fixture
def system(world: World) -> Actor:
    """The police's receiving system, as its key lets it in."""
    key = key_of(world, purpose=DIRECT_REFERRALS)
    return key_services.come(hub_id=world.hub_id, key=key, at=NOW)


def hand_on(world: World, *, by: str | None = "police", **other: Any) -> tuple[UUID, bytes]:
    """A contact that raises violence at home, handed on; returns the file's id and the file."""
    contact_id = services.record(told=told(people=(JACK,)), actor=world.actor("coordinator"), at=NOW)
    raised = [IssueTold("domestic_abuse", 0)]
    services.raise_issues(contact_id=contact_id, told=raised, actor=world.actor("coordinator"), at=NOW)
    given = {"portal": "police_portal", "why": "An offence tonight.", "at": NOW, **other}
    fetched_by = world.agencies[by] if by else None
    content = services.hand_on_directly(
        contact_id=contact_id, actor=world.actor("coordinator"), fetched_by=fetched_by, **given
    )
    [made] = queries.direct_referrals_of(contact_id, actor=world.actor("coordinator"))
    return made.id, content


def stands(world: World, direct_id: UUID) -> DirectView:
    contact_id = DirectReferral.objects.get(id=direct_id).contact_id
    [found] = queries.direct_referrals_of(contact_id, actor=world.actor("coordinator"))
    return found


def broken(act: Callable[..., Any], **named: Any) -> str:
    with pytest.raises(RuleBroken) as refused, transaction.atomic():
        act(**named)
    return refused.value.rule


def logged(name: str) -> list[tuple[UUID | None, Any]]:
    return list(Event.objects.filter(name=name).order_by("at").values_list("owner_id", "detail"))


def due_rows(world: World, who: str, at: Any) -> list[str]:
    return [row.action for row in worklists.needs_me(world.actor(who), at=at) if row.kind == "direct"]


def test_their_system_fetches_the_very_file_and_says_by_which_reference_it_took_it_in(
    world: World, system: Actor
) -> None:
    direct_id, content = hand_on(world)
    [waiting] = services.list_waiting(actor=system, at=SOON)
    assert (waiting.id, waiting.fetched_at, waiting.due_at) == (direct_id, None, LATE)
    assert services.fetch_direct(direct_id=direct_id, actor=system, at=SOON) == content
    assert services.fetch_direct(direct_id=direct_id, actor=system, at=SOON) == content
    services.acknowledge_direct(direct_id=direct_id, reference="VC/1", actor=system, at=SOON)
    now = stands(world, direct_id)
    assert (now.their_reference, now.taken_in_by_name, now.waits) == ("VC/1", "Case management", False)
    assert DirectReferral.objects.get().file == ""
    assert services.list_waiting(actor=system, at=SOON) == []
    with pytest.raises(NotFound):
        services.fetch_direct(direct_id=direct_id, actor=system, at=SOON)


def test_every_list_fetch_and_answer_is_in_the_agency_s_slice_of_the_log(world: World, system: Actor) -> None:
    direct_id, _ = hand_on(world)
    services.list_waiting(actor=system, at=SOON)
    for _ in range(2):
        services.fetch_direct(direct_id=direct_id, actor=system, at=SOON)
    services.acknowledge_direct(direct_id=direct_id, reference="VC/1", actor=system, at=SOON)
    police, sha256 = world.agencies["police"], DirectReferral.objects.get().sha256
    assert logged("contact.handed_on_directly")[0][0] == police
    assert logged("contact.direct_listed") == [(police, {"waiting": 1})]
    assert logged("contact.fetched_directly") == [(police, {"portal": "police_portal", "sha256": sha256})] * 2
    assert len(logged("contact.taken_in_directly")) == 1


def test_an_acknowledgement_may_be_said_again_and_not_otherwise(world: World, system: Actor) -> None:
    direct_id, _ = hand_on(world)
    say: dict[str, Any] = {"direct_id": direct_id, "actor": system, "at": SOON}
    assert broken(services.acknowledge_direct, reference="VC/1", **say) == "contacts.taken_in_after_it_was_fetched"
    services.fetch_direct(**say)
    assert broken(services.acknowledge_direct, reference=" ", **say) == "contacts.taken_in_by_reference"
    services.acknowledge_direct(reference="VC/1", **say)
    services.acknowledge_direct(reference="VC/1", **say)
    assert broken(services.acknowledge_direct, reference="VC/2", **say) == "contacts.taken_in_once"
    assert len(logged("contact.taken_in_directly")) == 1


def test_it_waits_only_for_an_agency_that_can_and_may_fetch_it(world: World) -> None:
    assert broken(hand_on, world=world) == "contacts.fetched_with_a_key"
    key_of(world, purpose=DIRECT_REFERRALS)
    assert broken(hand_on, world=world, by="health") == "contacts.portal_is_theirs"
    hand_on(world)


def test_a_system_of_another_agency_or_with_another_key_finds_nothing(world: World, system: Actor) -> None:
    direct_id, _ = hand_on(world)
    for_index = key_services.come(hub_id=world.hub_id, key=key_of(world, name="Export"), at=NOW)
    for actor in (for_index, world.actor("police"), world.actor("coordinator")):
        with pytest.raises(Refused):
            services.list_waiting(actor=actor, at=SOON)
        with pytest.raises(Refused):
            services.fetch_direct(direct_id=direct_id, actor=actor, at=SOON)
    for actor, wrong_id in ((system, uuid4()), (_of_health(world, system), direct_id)):
        with pytest.raises(NotFound):
            services.fetch_direct(direct_id=wrong_id, actor=actor, at=SOON)
        with pytest.raises(NotFound):
            services.acknowledge_direct(direct_id=wrong_id, reference="VC/1", actor=actor, at=SOON)
    assert services.list_waiting(actor=_of_health(world, system), at=SOON) == []
    assert services.fetch_direct(direct_id=direct_id, actor=system, at=SOON)


def _of_health(world: World, system: Actor) -> Actor:
    return Actor(id=system.id, name="", hub_id=world.hub_id, role=system.role, agency_id=world.agencies["health"])


def test_once_the_agreement_ended_nothing_is_fetched_and_nothing_waits(world: World, system: Actor) -> None:
    direct_id, _ = hand_on(world)
    after = NOW + timedelta(days=4000)
    fetch = {"direct_id": direct_id, "actor": system, "at": after}
    assert broken(services.fetch_direct, **fetch) == "contacts.fetched_under_an_agreement"
    assert broken(services.list_waiting, actor=system, at=after) == "contacts.fetched_under_an_agreement"


def test_no_key_for_it_is_issued_where_the_hub_hands_such_an_agency_nothing(world: World) -> None:
    def issue(who: str, purpose: str) -> None:
        last_day = date(NOW.year, 12, 31)
        key_services.issue(name=who, last_day=last_day, purpose=purpose, actor=world.actor(who), at=NOW)

    assert broken(issue, who="health", purpose=DIRECT_REFERRALS) == "api_keys.portal_is_the_hubs"
    assert broken(issue, who="police", purpose="everything") == "api_keys.opens_one_thing"
    issue("police", DIRECT_REFERRALS)


def test_what_waits_may_be_carried_over_and_then_waits_no_more(world: World, system: Actor) -> None:
    direct_id, content = hand_on(world)
    with pytest.raises(Refused):
        services.carry_over(direct_id=direct_id, actor=world.actor("business_support"), at=SOON)
    assert services.carry_over(direct_id=direct_id, actor=world.actor("coordinator"), at=SOON) == content
    assert services.list_waiting(actor=system, at=SOON) == []
    carry: dict[str, Any] = {"direct_id": direct_id, "actor": world.actor("coordinator"), "at": SOON}
    assert broken(services.carry_over, **carry) == "contacts.carried_while_it_waits"
    services.note_taken_in(reference="VC/9", **carry)
    assert stands(world, direct_id).their_reference == "VC/9"


def test_what_was_carried_from_the_beginning_is_not_fetched(world: World, system: Actor) -> None:
    direct_id, _ = hand_on(world, by=None)
    assert services.list_waiting(actor=system, at=SOON) == []
    with pytest.raises(NotFound):
        services.fetch_direct(direct_id=direct_id, actor=system, at=SOON)


def test_what_is_late_is_rung_about_once_and_stands_on_the_worklist(world: World, system: Actor) -> None:
    direct_id, _ = hand_on(world)
    just_before = LATE - timedelta(seconds=1)
    assert services.ring_about_late(hub_id=world.hub_id, at=just_before) == 0
    assert not stands(world, direct_id).late(just_before)
    assert due_rows(world, "coordinator", just_before) == []
    assert [services.ring_about_late(hub_id=world.hub_id, at=LATE) for _ in range(2)] == [1, 0]
    rung = set(Message.objects.filter(about_id=direct_id).values_list("kind", "to_address"))
    assert ("direct_late", "coordinator@blackburn.example") in rung
    assert ("direct_waits", "police@blackburn.example") in rung
    assert stands(world, direct_id).late(LATE)
    assert due_rows(world, "coordinator", LATE) == ["Ring: a direct referral is not taken in"]
    assert due_rows(world, "business_support", LATE) == []
    services.fetch_direct(direct_id=direct_id, actor=system, at=LATE)
    services.acknowledge_direct(direct_id=direct_id, reference="VC/1", actor=system, at=LATE)
    assert due_rows(world, "coordinator", LATE) == []


def test_whoever_carries_it_has_it_on_the_worklist_until_its_reference_is_there(world: World) -> None:
    direct_id, _ = hand_on(world, by=None)
    assert due_rows(world, "coordinator", SOON) == ["Enter the reference of a direct referral"]
    services.note_taken_in(direct_id=direct_id, reference="VC/1", actor=world.actor("coordinator"), at=SOON)
    assert due_rows(world, "coordinator", SOON) == []


def test_what_waits_is_erased_with_the_contact(world: World, system: Actor) -> None:
    direct_id, _ = hand_on(world)
    contact_id = stands(world, direct_id).contact_id
    services.erase(contact_ids=[contact_id], actor=world.actor("governance"), at=NOW)
    assert DirectReferral.objects.get().file == ""
    assert services.list_waiting(actor=system, at=SOON) == []
    assert services.ring_about_late(hub_id=world.hub_id, at=LATE) == 0


def test_the_page_hands_it_to_their_system_and_takes_it_back_to_carry_it(
    client: Client, world: World, system: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: SOON)
    contact_id = services.record(told=told(people=(JACK,)), actor=world.actor("coordinator"), at=NOW)
    raised = [IssueTold("domestic_abuse", 0)]
    services.raise_issues(contact_id=contact_id, told=raised, actor=world.actor("coordinator"), at=NOW)
    sign_in(client, world, "coordinator")
    page = reverse("contacts:direct", args=[contact_id])
    typed = {"do": "file", "portal": "police_portal", "why": "An offence tonight."}
    assert "Select how it gets there" in client.post(page, typed).content.decode()
    done = client.post(page, typed | {"way": str(world.agencies["police"])})
    assert done.status_code == 302
    assert "has not fetched it yet" in client.get(page).content.decode()
    [made] = queries.direct_referrals_of(contact_id, actor=world.actor("coordinator"))
    carry = reverse("contacts:carry", args=[made.id])
    assert client.get(carry).status_code == 302
    file = client.post(carry)
    assert json.loads(file.content)["people"]
    again = client.post(carry, follow=True).content.decode()
    assert "does not wait to be fetched any more" in again
