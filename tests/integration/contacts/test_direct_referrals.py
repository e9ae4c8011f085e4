"""A referral handed directly to another agency's system: the file, the record of it, and the page."""

import hashlib
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from openmash.audit.models import Event
from openmash.contacts import queries, services
from openmash.contacts.models import DirectReferral
from openmash.contacts.rules.issues import IssueTold
from openmash.core import clock
from openmash.core.errors import NotFound, Refused, RuleBroken
from tests.integration.contacts_told import JACK, told
from tests.world import NOW, World, devon, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Iterator[World]:
    world = devon("blackburn", operating_model="blackburn")
    with world.inside():
        yield world


def contact(world: World, *, raises: str = "domestic_abuse") -> UUID:
    made = services.record(told=told(people=(JACK,)), actor=world.actor("coordinator"), at=NOW)
    if raises:
        services.raise_issues(contact_id=made, told=[IssueTold(raises, 0)], actor=world.actor("coordinator"), at=NOW)
    return made


def hand_on(world: World, contact_id: UUID, who: str = "coordinator", **other: Any) -> bytes:
    given = {"portal": "police_portal", "why": "An offence tonight.", **other}
    return services.hand_on_directly(contact_id=contact_id, actor=world.actor(who), at=NOW, **given)


def broken(act: Any, *given: Any, **named: Any) -> str:
    with pytest.raises(RuleBroken) as refused, transaction.atomic():
        act(*given, **named)
    return refused.value.rule


def test_the_file_holds_what_was_told_and_the_hub_knows_which_file_it_was(world: World) -> None:
    made = contact(world)
    content = hand_on(world, made)
    values = json.loads(content)
    view = queries.contact(made, actor=world.actor("coordinator"))
    assert (values["format"], values["reference"]) == ("openmash.direct-referral/1", view.reference)
    assert values["concern"] == view.concern
    assert values["issues"] == ["domestic_abuse"]
    assert [person["family_name"] for person in values["people"]] == [JACK.family_name]
    [kept] = queries.direct_referrals_of(made, actor=world.actor("coordinator"))
    assert kept.sha256 == hashlib.sha256(content).hexdigest()
    assert Event.objects.get(name="contact.handed_on_directly").detail["sha256"] == kept.sha256


def test_the_portal_is_the_hubs_and_takes_it_and_there_is_a_reason(world: World) -> None:
    assert broken(hand_on, world, contact(world, raises="")) == "contacts.portal_takes_what_it_raises"
    made = contact(world)
    assert broken(hand_on, world, made, portal="elsewhere") == "contacts.portal_is_the_hubs"
    assert broken(hand_on, world, made, why=" ") == "contacts.handed_on_directly_with_a_reason"
    with pytest.raises(Refused):
        hand_on(world, made, "business_support")
    assert not DirectReferral.objects.exists()
    hand_on(world, made)


def test_their_reference_is_noted_once(world: World) -> None:
    made = contact(world)
    hand_on(world, made)
    [kept] = queries.direct_referrals_of(made, actor=world.actor("coordinator"))
    note: dict[str, Any] = {"direct_id": kept.id, "actor": world.actor("coordinator"), "at": NOW}
    assert broken(services.note_taken_in, reference="", **note) == "contacts.taken_in_by_reference"
    assert broken(services.note_taken_in, reference="x" * 61, **note) == "contacts.taken_in_by_reference"
    with pytest.raises(NotFound):
        services.note_taken_in(direct_id=uuid4(), reference="VC/1", actor=world.actor("coordinator"), at=NOW)
    services.note_taken_in(reference="VC/1", **note)
    assert broken(services.note_taken_in, reference="VC/2", **note) == "contacts.taken_in_once"


def test_why_it_went_there_is_erased_with_the_contact(world: World) -> None:
    made = contact(world)
    hand_on(world, made)
    services.erase(contact_ids=[made], actor=world.actor("governance"), at=NOW)
    row = DirectReferral.objects.get()
    assert (row.why, bool(row.sha256)) == ("Erased", True)


def test_the_page_hands_the_file_over_and_takes_the_reference(
    client: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=1))
    made = contact(world)
    sign_in(client, world, "coordinator")
    page = reverse("contacts:direct", args=[made])
    assert page in client.get(reverse("contacts:detail", args=[made])).content.decode()
    again = client.post(page, {"do": "file", "portal": "police_portal", "why": "", "way": "carried"}).content.decode()
    assert "Write why it goes there" in again
    file = client.post(page, {"do": "file", "portal": "police_portal", "why": "An offence tonight.", "way": "carried"})
    assert file["Content-Disposition"].startswith("attachment")
    assert json.loads(file.content)["people"]
    [kept] = queries.direct_referrals_of(made, actor=world.actor("coordinator"))
    assert "Not known to be taken in" in client.get(page).content.decode()
    empty = client.post(page, {"do": "taken", "direct": str(kept.id), "reference": ""}).content.decode()
    assert "Enter the reference it was given" in empty
    done = client.post(page, {"do": "taken", "direct": str(kept.id), "reference": "VC/2026/1"})
    assert done.status_code == 302
    assert "VC/2026/1" in client.get(page).content.decode()


def test_in_a_hub_without_portals_there_is_no_way_to_it(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=1))
    world = devon()
    with world.inside():
        made = services.record(told=told(people=(JACK,)), actor=world.actor("coordinator"), at=NOW)
    sign_in(client, world, "coordinator")
    page = reverse("contacts:direct", args=[made])
    assert page not in client.get(reverse("contacts:detail", args=[made])).content.decode()
    assert "hands nothing on" in client.get(page).content.decode()
