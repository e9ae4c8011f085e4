"""The pages of allegations: raised from a contact, opened by few, managed by forms."""

import pytest
from django.test import Client
from django.urls import reverse

from openmash.allegations import queries
from openmash.allegations.models import Allegation
from openmash.contacts.models import Contact
from tests.rooms import Case, open_case
from tests.world import devon, sign_in

pytestmark = pytest.mark.django_db

ABOUT = {
    "name": "Perry Chartham",
    "work": "Teaching assistant",
    "employer": "",
    "words": "Pulled her.",
    "colleague": "",
}


@pytest.fixture
def case(client: Client) -> Case:
    """A case whose hub has named the social worker designated officer, on the page that does it."""
    case = open_case(devon())
    sign_in(client, case.world, "operations_manager")
    client.post(reverse("allegations:officers"), {"user": str(case.world.people["social_worker"])})
    return case


def contact_page(case: Case) -> str:
    with case.world.inside():
        return reverse("contacts:detail", args=[Contact.objects.get().id])


def raise_url(case: Case) -> str:
    with case.world.inside():
        return reverse("allegations:raise", args=[Contact.objects.get().id])


def test_it_is_raised_from_the_contact_and_managed_to_an_outcome(client: Client, case: Case) -> None:
    sign_in(client, case.world, "coordinator")
    assert raise_url(case) in client.get(contact_page(case)).content.decode()
    assert client.post(raise_url(case), ABOUT).status_code == 302
    with case.world.inside():
        made = Allegation.objects.get().id
    assert client.get(reverse("allegations:show", args=[made])).status_code == 403
    assert client.get(reverse("allegations:list")).status_code == 403

    sign_in(client, case.world, "social_worker")
    assert "Perry Chartham" not in client.get(reverse("allegations:list")).content.decode()
    assert "Perry Chartham" in client.get(reverse("allegations:show", args=[made])).content.decode()
    for name, typed in (
        ("consider", {"met": ["harmed"], "why": "A bruise.", "advice": "Wait for the police."}),
        ("employer", {"tell": "yes", "why": "They must act."}),
        ("step", {"kind": "review", "words": "All agreed."}),
        ("conclude", {"outcome": "unfounded", "why": "Misread.", "dbs": ""}),
    ):
        address = reverse(f"allegations:{name}", args=[made])
        assert client.get(address).status_code == 200
        assert client.post(address, typed).status_code == 302, name
    page = client.get(reverse("allegations:show", args=[made])).content.decode()
    assert "Unfounded" in page
    assert "All agreed." in page

    sign_in(client, case.world, "manager")
    assert "Perry Chartham" in client.get(reverse("allegations:show", args=[made])).content.decode()
    assert client.get(reverse("allegations:consider", args=[made])).status_code == 403


def test_what_is_missing_is_said_beside_the_field_and_what_was_typed_stays(client: Client, case: Case) -> None:
    sign_in(client, case.world, "coordinator")
    page = client.post(raise_url(case), ABOUT | {"name": ""}).content.decode()
    assert "Enter the name of the person it is about" in page
    assert "Pulled her." in page


def test_a_hub_without_an_officer_offers_no_form_and_says_what_to_do(client: Client, case: Case) -> None:
    sign_in(client, case.world, "operations_manager")
    page = client.get(reverse("allegations:officers")).content.decode()
    ended = page.split("/allegations/officers/")[1].split("/end/")[0]
    client.post(reverse("allegations:end_officer", args=[ended]))
    sign_in(client, case.world, "coordinator")
    assert raise_url(case) not in client.get(contact_page(case)).content.decode()
    assert "Ring the local authority" in client.post(raise_url(case), ABOUT).content.decode()


def test_an_officer_who_is_no_manager_finds_allegations_in_the_menu_and_a_colleague_does_not(
    client: Client, case: Case
) -> None:
    listed = reverse("allegations:list")
    sign_in(client, case.world, "social_worker")
    assert f'href="{listed}"' in client.get("/").content.decode()
    for who, there in (("coordinator", False), ("analyst", False), ("manager", True)):
        sign_in(client, case.world, who)
        assert (f'href="{listed}"' in client.get("/").content.decode()) is there, who
    with case.world.inside():
        [officer] = queries.officers(case.world.hub_id)
    sign_in(client, case.world, "operations_manager")
    client.post(reverse("allegations:end_officer", args=[officer.id]))
    sign_in(client, case.world, "social_worker")
    assert f'href="{listed}"' not in client.get("/").content.decode()
