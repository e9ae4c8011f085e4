"""The receiving team's pages at the outside door, as that door's own database role and with its keys alone."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from uuid import UUID

import pytest
from django.test import Client

from openmash.products import queries, services
from openmash.sealed import queries as sealed_queries
from openmash.sealed import services as sealed_services
from tests.handed_on import composed, decide, released
from tests.rooms import Case, open_case
from tests.web import page_reading
from tests.world import devon, sign_in

pytestmark = pytest.mark.django_db


def sound(html: str) -> str:
    """The page, once it is fit for a screen reader."""
    page_reading.whole(html)
    return html


WHOLE = "A burn on the left arm."
NOT_CHOSEN = "Grandmother was in care herself."
EDITED_OUT = "His brother is an informant called Heron."
Outside = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def case() -> Iterator[Case]:
    world = devon()
    case = open_case(world)
    with world.inside():
        yield case


@pytest.fixture
def copy_id(case: Case) -> UUID:
    """A product with one item whole and one in its owner's own words; a third was not chosen."""
    whole = case.put_in("health", WHOLE, leave="whole", professional="Dr Lowen")
    edited = case.put_in("police", EDITED_OUT, professional="PC Trevail")
    case.put_in("education", NOT_CHOSEN, leave="whole")
    decide(case)
    product_id = composed(case, [whole, edited])
    [asked] = [
        row
        for row in sealed_queries.requests_of(case.enquiry_id, actor=case.world.actor("manager"))
        if row.item_id == edited
    ]
    police = case.world.actor("police")
    sealed_services.consent(
        request_id=asked.id, edited_text="A relative is known to the police.", actor=police, at=case.later()
    )
    return released(case, product_id)


def test_the_list_shows_what_is_unread_by_reference_alone(
    client: Client, case: Case, copy_id: UUID, outside_door: Outside
) -> None:
    with outside_door():
        html = sound(sign_in(client, case.world, "assessor").get("/inbox/").content.decode())

    assert "1 unread" in html
    assert f"/inbox/{copy_id}/" in html
    for word in ("Ada", "Wren", WHOLE, "social care (tier 3)"):
        assert word not in html


def test_the_page_is_marked_at_head_and_foot_and_names_its_reader(
    client: Client, case: Case, copy_id: UUID, outside_door: Outside
) -> None:
    with outside_door():
        answer = sign_in(client, case.world, "assessor").get(f"/inbox/{copy_id}/")

    html = sound(answer.content.decode())
    assert html.count("OFFICIAL-SENSITIVE") == 2
    assert "read by Frankie Dunn" in html
    assert "no-store" in answer["Cache-Control"]
    order = [html.index(words) for words in ("Ada Wren", "Tier 3", "Recommendations", "Whom to speak to", "NHS Devon")]
    assert order == sorted(order)


def test_the_page_holds_what_was_let_go_and_nothing_else(
    client: Client, case: Case, copy_id: UUID, outside_door: Outside
) -> None:
    with outside_door():
        html = sign_in(client, case.world, "assessor").get(f"/inbox/{copy_id}/").content.decode()

    assert WHOLE in html
    assert "A relative is known to the police." in html
    for kept in (NOT_CHOSEN, "Heron", "informant", "unknown adult", "bruises on both arms"):
        assert kept not in html


def test_another_team_finds_nothing_there(client: Client, case: Case, copy_id: UUID, outside_door: Outside) -> None:
    with outside_door():
        other = sign_in(client, case.world, "early_helper")
        for path in ("", "acknowledge/", "report/"):
            answer = other.post(f"/inbox/{copy_id}/{path}") if path else other.get(f"/inbox/{copy_id}/")
            assert answer.status_code in (302, 404)
            assert b"Ada" not in answer.content
        assert other.get(f"/inbox/{copy_id}/").status_code == 404
        assert other.get(f"/inbox/{copy_id}/report/").status_code == 404
        assert "Nothing has been passed" in other.get("/inbox/").content.decode()
        assert sign_in(client, case.world, "assessor").get(f"/inbox/{copy_id}/").status_code == 200

    copy = queries.product(_product(case), actor=case.world.actor("manager"))
    assert copy.acknowledged_at is None


def test_whoever_is_not_signed_in_is_asked_to(client: Client, copy_id: UUID, outside_door: Outside) -> None:
    with outside_door():
        assert client.get(f"/inbox/{copy_id}/").status_code == 302


def test_one_press_acknowledges_and_the_hub_sees_it(
    client: Client, case: Case, copy_id: UUID, outside_door: Outside
) -> None:
    with outside_door():
        team = sign_in(client, case.world, "assessor")
        assert "Acknowledge: our team has this" in team.get(f"/inbox/{copy_id}/").content.decode()
        html = team.post(f"/inbox/{copy_id}/acknowledge/", follow=True).content.decode()
        assert "Acknowledge: our team has this" not in html

    assert queries.product(_product(case), actor=case.world.actor("manager")).acknowledged_by_name == "Frankie Dunn"


def test_a_report_is_checked_then_sent_and_the_hub_takes_it_in(
    client: Client, case: Case, copy_id: UUID, outside_door: Outside
) -> None:
    url = f"/inbox/{copy_id}/report/"
    told = {
        "kind": "assessment",
        "happened_on_day": "18",
        "happened_on_month": "11",
        "happened_on_year": "2026",
        "words": "Seen alone at school.",
    }
    with outside_door():
        team = sign_in(client, case.world, "assessor")
        sound(team.get(url).content.decode())
        wrong = sound(team.post(url, told | {"kind": "", "happened_on_year": "2999"}).content.decode())
        assert "Select what came of it" in wrong
        assert "must be today or in the past" in wrong
        assert "Seen alone at school." in wrong
        sent = team.post(url, told, follow=True).content.decode()
        assert "Frankie Dunn reported to the hub" in sent
        assert "Seen alone at school." not in sent

    services.take_in_reports(hub_id=case.world.hub_id, at=case.later())
    [outcome] = queries.product(_product(case), actor=case.world.actor("manager")).outcomes
    assert outcome.words == "Seen alone at school."


def _product(case: Case) -> UUID:
    return queries.products_of(case.enquiry_id, actor=case.world.actor("manager"))[0].id
