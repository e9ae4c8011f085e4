"""The worklist page."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.world import devon, sign_in

pytestmark = pytest.mark.django_db


def test_nothing_to_do_says_so(client: Client) -> None:
    world = devon(people=("manager",))
    page = sign_in(client, world, "manager").get("/")
    assert page.status_code == 200
    assert "Nothing needs you now" in page.content.decode()


def test_who_is_not_signed_in_is_asked_to(client: Client) -> None:
    answer = client.get("/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/?next=/")


@pytest.mark.parametrize(
    ("who", "leads_to"),
    [("governance", "audit:log"), ("administrator", "operating_model:overview"), ("analyst", "reports:profiles")],
)
def test_who_sees_no_cases_reads_what_their_role_is_and_where_their_work_is(
    client: Client, who: str, leads_to: str
) -> None:
    world = devon(people=(who,))
    page = sign_in(client, world, who).get("/").content.decode().split("<main")[1]
    assert "You open no case" in page
    assert reverse(leads_to) in page
    assert "Nothing needs you now" not in page
