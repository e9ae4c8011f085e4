"""The pages on which a product is put together, checked and released."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from openmash.audit.models import Event
from openmash.products import queries
from openmash.products.models import ReleasedCopy
from tests.handed_on import composed, decide, decisions, released
from tests.rooms import Case, open_case
from tests.web import page_reading
from tests.world import devon, sign_in

pytestmark = pytest.mark.django_db


def sound(html: str) -> str:
    """The page, once it is fit for a screen reader."""
    page_reading.whole(html)
    return html


WHOLE = "A burn on the left arm."
ASK = "His brother is an informant."


@pytest.fixture
def case() -> Iterator[Case]:
    world = devon()
    case = open_case(world)
    with world.inside():
        yield case


@pytest.fixture
def manager(client: Client, case: Case) -> Client:
    return sign_in(client, case.world, "manager")


def page(client: Client, name: str, product_id: UUID) -> str:
    return sound(client.get(reverse(f"products:{name}", args=[product_id])).content.decode())


def saved(client: Client, product_id: UUID, *items: UUID, **other: Any) -> Any:
    told = {"items": [str(each) for each in items], "recommendations": "See Ada alone at school."}
    return client.post(reverse("products:save", args=[product_id]), told | other)


def test_one_page_shows_decisions_items_with_what_their_owners_said_and_the_guidance(
    manager: Client, case: Case
) -> None:
    case.put_in("health", WHOLE, leave="whole", professional="Dr Lowen")
    case.put_in("police", ASK)
    decide(case)

    html = page(manager, "compose", composed(case, guidance=None))

    for words in ("Ada Wren", "Tier 3", WHOLE, ASK, "Its owner said: may go as it stands", "Its owner will be asked"):
        assert words in html
    assert "Save and check" in html


def test_nothing_is_ticked_beforehand(manager: Client, case: Case) -> None:
    case.put_in("health", WHOLE, leave="whole")
    decide(case)

    assert " checked" not in page(manager, "compose", composed(case, guidance=None))


def test_opening_the_page_is_recorded_as_a_reading_of_the_room(manager: Client, case: Case) -> None:
    case.put_in("health", WHOLE, leave="whole")
    decide(case)
    product_id = composed(case)
    before = Event.objects.filter(name="item.read").count()

    page(manager, "compose", product_id)

    assert Event.objects.filter(name="item.read").count() == before + 1


def test_save_and_check_shows_what_the_team_will_see_and_then_it_is_released(manager: Client, case: Case) -> None:
    chosen, left_out = case.put_in("health", WHOLE, leave="whole"), case.put_in("health", "Nits.", leave="whole")
    decide(case)
    product_id = composed(case, guidance=None)

    answer = saved(manager, product_id, chosen, speak_to="Dr Lowen")
    assert answer["Location"] == reverse("products:preview", args=[product_id])
    html = page(manager, "preview", product_id)
    assert WHOLE in html
    assert "Nits." not in html
    assert "Release to Exeter assessment team" in html
    version = html.split('name="version" value="')[1].split('"')[0]
    manager.post(reverse("products:release", args=[product_id]), {"version": version})

    assert ReleasedCopy.objects.count() == 1
    afterwards = page(manager, "compose", product_id)
    assert "Released to Exeter assessment team" in afterwards
    assert "Not yet" in afterwards
    assert str(left_out) not in afterwards


def test_what_its_owner_has_not_agreed_to_is_not_in_the_preview_and_there_is_no_button(
    manager: Client, case: Case
) -> None:
    item_id = case.put_in("police", ASK)
    decide(case)
    product_id = composed(case, guidance=None)

    saved(manager, product_id, item_id)

    html = page(manager, "preview", product_id)
    assert "Devon and Cornwall Police: waiting for the owner" in html
    assert ASK not in html
    assert "Release to" not in html
    forced = manager.post(reverse("products:release", args=[product_id]), {"version": "3"}, follow=True)
    assert "Not released." in forced.content.decode()
    assert not ReleasedCopy.objects.exists()


def test_bad_input_keeps_what_was_typed_and_ticked(manager: Client, case: Case) -> None:
    item_id = case.put_in("health", WHOLE, leave="whole")
    decide(case)
    product_id = composed(case, guidance=None)

    html = sound(saved(manager, product_id, item_id, recommendations="", speak_to="Dr Lowen").content.decode())

    assert "Enter what you recommend that the team does" in html
    assert "Dr Lowen" in html
    assert html.count(" checked") == 1


def test_a_draft_comes_back_with_its_ticks(manager: Client, case: Case) -> None:
    item_id = case.put_in("health", WHOLE, leave="whole")
    decide(case)
    product_id = composed(case, guidance=None)
    kept = {"draft_key": f"product:{product_id}", "summary": "Half a thought", "items": [str(item_id)]}

    manager.post(reverse("account:save_draft"), kept)

    html = page(manager, "compose", product_id)
    assert "Half a thought" in html
    assert html.count(" checked") == 1
    saved(manager, product_id, item_id)
    assert "Half a thought" not in page(manager, "compose", product_id)


def test_a_page_that_is_out_of_date_does_not_overwrite_and_loses_nothing(manager: Client, case: Case) -> None:
    decide(case)
    product_id = composed(case)

    html = saved(manager, product_id, version="1", summary="Mine").content.decode()

    assert "Somebody else changed this product" in html
    assert "Mine" in html
    assert "Bruises on two occasions" in html  # what is saved now
    again = html.split('name="version" value="')[1].split('"')[0]
    assert saved(manager, product_id, version=again, summary="Mine").status_code == 302


def test_a_release_of_something_else_than_was_previewed_is_refused(manager: Client, case: Case) -> None:
    decide(case)
    product_id = composed(case)

    answer = manager.post(reverse("products:release", args=[product_id]), {"version": "1"}, follow=True)

    assert "Somebody else changed this product" in answer.content.decode()
    assert not ReleasedCopy.objects.exists()


def test_a_social_worker_composes_and_a_manager_releases(client: Client, case: Case) -> None:
    decide(case)
    product_id = composed(case)
    worker = sign_in(client, case.world, "social_worker")

    assert "A manager releases it" in page(worker, "preview", product_id)
    assert worker.post(reverse("products:release", args=[product_id])).status_code == 403
    assert "Release to" in page(sign_in(client, case.world, "manager"), "preview", product_id)


@pytest.mark.parametrize("who", ["coordinator", "police", "business_support", "administrator"])
def test_whoever_does_not_compose_sees_no_draft(client: Client, case: Case, who: str) -> None:
    decide(case)
    product_id = composed(case)
    signed_in = sign_in(client, case.world, who)

    for name in ("compose", "preview"):
        assert signed_in.get(reverse(f"products:{name}", args=[product_id])).status_code == 403


def test_starting_from_the_decisions_that_are_ticked(manager: Client, case: Case) -> None:
    decide(case)
    [decision] = decisions(case)
    told = {"team": str(case.world.teams["assessment"]), "decision": str(decision.id)}
    start = reverse("products:start", args=[case.enquiry_id])

    assert manager.post(start, told | {"decision": "nonsense"}).status_code == 409
    answer = manager.post(start, told)

    [product] = queries.products_of(case.enquiry_id, actor=case.world.actor("manager"))
    assert answer["Location"] == reverse("products:compose", args=[product.id])


def test_a_product_is_put_aside_after_a_question(manager: Client, case: Case) -> None:
    decide(case)
    product_id = composed(case)
    url = reverse("products:abandon", args=[product_id])

    assert "Put this product aside?" in sound(manager.get(url).content.decode())
    manager.post(url)

    assert "Put aside" in page(manager, "compose", product_id)
    released_copies = queries.product(product_id, actor=case.world.actor("manager")).copy_id
    assert released_copies is None


def test_another_hub_finds_no_product(client: Client, case: Case) -> None:
    decide(case)
    product_id = composed(case)
    released(case, product_id)
    other = devon("kent")

    elsewhere = sign_in(client, other, "manager")

    assert elsewhere.get(reverse("products:compose", args=[product_id])).status_code == 404
