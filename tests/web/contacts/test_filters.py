"""A hub that takes up section 47 alone turns the rest away with one of its reasons."""

from datetime import timedelta

import pytest
from django.test import Client

from openmash.contacts import queries, services
from openmash.core.clock import now
from openmash.core.errors import RuleBroken
from tests.integration.contacts_told import told
from tests.world import World, devon, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return devon(people=("coordinator", "social_worker"), operating_model="birmingham")


def test_what_is_below_section_47_is_filtered_out_with_a_reason_of_the_hubs_list(world: World, client: Client) -> None:
    received = now() - timedelta(minutes=1)
    with world.inside():
        contact_id = services.record(told=told(received_at=received), actor=world.actor("coordinator"), at=now())
    sign_in(client, world, "coordinator")
    path = f"/contacts/{contact_id}/"
    assert "Why is it below what the hub takes up?" in client.get(path).content.decode()
    refused = client.post(f"{path}signpost/", {"reason": "The school was told.", "version": 1}).content.decode()
    assert "Select why this is below what the hub takes up" in refused
    assert "The school was told." in refused
    sent = {"reason": "The school was told.", "version": 1, "filter_code": "assessment_outside"}
    assert client.post(f"{path}signpost/", sent).status_code == 302
    shown = client.get(path).content.decode()
    assert "Filtered out before an enquiry" in shown
    assert "For an assessment by the duty teams, below section 47" in shown
    client.post(f"{path}reopen/", {"reason": "A bruise was seen.", "version": 2})
    with world.inside():
        assert queries.contact(contact_id, actor=world.actor("coordinator")).filter_code == ""


def test_a_hub_without_filters_takes_none(world: World) -> None:
    other = devon("exe", people=("coordinator",))
    with other.inside():
        actor = other.actor("coordinator")
        contact_id = services.record(told=told(received_at=now()), actor=actor, at=now())
        with pytest.raises(RuleBroken) as refused:
            services.signpost(contact_id=contact_id, reason="No.", filter_code="one_agency", actor=actor, at=now())
        assert refused.value.rule == "contacts.filter_is_the_hubs"
        services.signpost(contact_id=contact_id, reason="No.", actor=actor, at=now())
