"""The pages on which a product is put together, checked and released."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from openmash.audit.models import Event
from openmash.products import queries, services
from openmash.products.models import ReleasedCopy
from openmash.sealed import services as sealed_services
from tests.handed_on import composed, decide, decisions, for_approval, released
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


def version_in(html: str) -> str:
    """The version that a page shows."""
    return html.split('name="version" value="')[1].split('"')[0]


def page(client: Client, name: str, product_id: UUID) -> str:
    return sound(client.get(reverse(f"products:{name}", args=[product_id])).content.decode())


def saved(client: Client, product_id: UUID, *items: UUID, **other: Any) -> Any:
    told = {
        "items": [str(each) for each in items],
        "purpose": "section_17",
        "family": "given",
        "recommendations": "See Ada alone at school.",
    }
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

    started = services.start(
        enquiry_id=case.enquiry_id,
        team_id=case.world.teams["assessment"],
        decision_ids=[each.id for each in decisions(case)],
        actor=case.world.actor("manager"),
        at=case.later(),
    )

    assert " checked" not in page(manager, "compose", started)


def test_opening_the_page_is_recorded_as_a_reading_of_the_room(manager: Client, case: Case) -> None:
    case.put_in("health", WHOLE, leave="whole")
    decide(case)
    product_id = composed(case)
    before = Event.objects.filter(name="item.read").count()

    page(manager, "compose", product_id)

    assert Event.objects.filter(name="item.read").count() == before + 1


def test_save_and_check_shows_what_the_team_will_see_and_a_second_person_releases_it(
    manager: Client, case: Case
) -> None:
    chosen, left_out = case.put_in("health", WHOLE, leave="whole"), case.put_in("health", "Nits.", leave="whole")
    decide(case)
    product_id = composed(case, guidance=None)

    answer = saved(manager, product_id, chosen, speak_to="Dr Lowen")
    assert answer["Location"] == reverse("products:preview", args=[product_id])
    html = page(manager, "preview", product_id)
    assert WHOLE in html
    assert "Nits." not in html
    assert "Send for approval" in html
    manager.post(reverse("products:send", args=[product_id]), {"version": version_in(html)})
    assert "Approve and release" not in page(manager, "approval", product_id)
    second = sign_in(Client(), case.world, "second_manager")
    html = page(second, "approval", product_id)
    assert WHOLE in html
    assert "Frankie Dunn" in html  # who can open it
    assert "assessment@team.example" in html  # and where the doorbell rings
    told = {"version": version_in(html), "rendition": html.split('name="rendition" value="')[1].split('"')[0]}
    second.post(reverse("products:approve", args=[product_id]), told)

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
    assert "Send for approval" not in html
    version = queries.product(product_id, actor=case.world.actor("manager")).version
    forced = manager.post(reverse("products:send", args=[product_id]), {"version": version}, follow=True)
    assert "Not sent." in forced.content.decode()
    assert queries.product(product_id, actor=case.world.actor("manager")).is_draft


def test_bad_input_keeps_what_was_typed_and_ticked(manager: Client, case: Case) -> None:
    item_id = case.put_in("health", WHOLE, leave="whole")
    decide(case)
    product_id = composed(case, guidance=None)

    html = sound(saved(manager, product_id, item_id, recommendations="", speak_to="Dr Lowen").content.decode())

    assert "Enter what you recommend that the team does" in html
    assert "Dr Lowen" in html
    assert html.count(" checked") == 3  # the item, what it is for, and what the family has said


def test_a_draft_comes_back_with_its_ticks(manager: Client, case: Case) -> None:
    item_id = case.put_in("health", WHOLE, leave="whole")
    decide(case)
    product_id = composed(case, guidance=None)
    kept = {"draft_key": f"product:{product_id}", "summary": "Half a thought", "items": [str(item_id)]}

    manager.post(reverse("account:save_draft"), kept)

    html = page(manager, "compose", product_id)
    assert "Half a thought" in html
    assert f'id="item-{item_id}" aria-describedby="words-{item_id}" checked' in html
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


def test_something_else_than_was_checked_is_not_sent_for_approval(manager: Client, case: Case) -> None:
    decide(case)
    product_id = composed(case)

    answer = manager.post(reverse("products:send", args=[product_id]), {"version": "1"}, follow=True)

    assert "Somebody else changed this product" in answer.content.decode()
    assert queries.product(product_id, actor=case.world.actor("manager")).is_draft


def test_a_social_worker_sends_it_for_approval_and_a_manager_releases(client: Client, case: Case) -> None:
    decide(case)
    product_id = composed(case, who="social_worker")
    worker = sign_in(client, case.world, "social_worker")
    worker.post(
        reverse("products:send", args=[product_id]), {"version": version_in(page(worker, "preview", product_id))}
    )

    assert "Waiting for approval" in page(worker, "approval", product_id)
    assert worker.post(reverse("products:approve", args=[product_id])).status_code == 403
    assert "Approve and release to" in page(sign_in(client, case.world, "manager"), "approval", product_id)


def test_a_product_is_returned_with_a_reason_that_its_author_reads(manager: Client, case: Case) -> None:
    decide(case)
    product_id = composed(case)
    for_approval(case, product_id)
    second = sign_in(Client(), case.world, "second_manager")
    url = reverse("products:return", args=[product_id])

    assert "Enter what has to change" in sound(second.post(url, {"reason": ""}).content.decode())
    second.post(url, {"reason": "Say who sees her, and when."})

    html = page(manager, "compose", product_id)
    assert "Say who sees her, and when." in html
    assert "Save and check" in html


def test_what_changed_after_it_was_frozen_goes_back_instead_of_out(case: Case) -> None:
    item_id = case.put_in("health", WHOLE, leave="whole")
    decide(case)
    product_id = composed(case, [item_id])
    for_approval(case, product_id)
    health = case.world.actor("health")
    sealed_services.correct(item_id=item_id, text="The right arm.", handling="", actor=health, at=case.later())
    second = sign_in(Client(), case.world, "second_manager")

    html = page(second, "approval", product_id)
    assert "has changed since it was frozen" in html
    told = {"version": version_in(html), "rendition": html.split('name="rendition" value="')[1].split('"')[0]}
    answer = second.post(reverse("products:approve", args=[product_id]), told, follow=True)

    assert "Not released." in answer.content.decode()
    assert not ReleasedCopy.objects.exists()
    assert queries.product(product_id, actor=case.world.actor("manager")).is_draft


def test_a_manager_releases_urgently_and_somebody_else_reviews_it(manager: Client, case: Case) -> None:
    item_id = case.put_in("police", ASK)
    decide(case)
    product_id = composed(case, [item_id])
    url = reverse("products:urgent", args=[product_id])
    sound(manager.get(url).content.decode())

    half = sound(manager.post(url, {"ground": "overriding_public_interest", "reason": ""}).content.decode())
    assert "Enter why it cannot wait" in half
    assert " checked" in half
    manager.post(url, {"ground": "overriding_public_interest", "reason": "He is on his way to her."})

    assert ReleasedCopy.objects.count() == 1
    governance = sign_in(Client(), case.world, "governance")
    assert "Review the urgent release" in governance.get("/").content.decode()
    [waiting] = queries.urgent_releases_to_review(case.world.actor("governance"))
    review = reverse("products:review_urgent", args=[waiting.id])
    html = sound(governance.get(review).content.decode())
    assert "He is on his way to her." in html
    assert ASK not in html
    save = reverse("products:save_urgent_review", args=[waiting.id])
    assert "Select what you find" in sound(governance.post(save, {"words": "x"}).content.decode())
    governance.post(save, {"finding": "right", "words": "It could not wait."})
    reviewed = sound(governance.get(review).content.decode())
    assert "It was right to release it in this way" in reviewed
    assert "It could not wait." in reviewed
    assert queries.urgent_releases_to_review(case.world.actor("governance")) == []


def test_what_is_left_out_is_said_why(manager: Client, case: Case) -> None:
    item_id = case.put_in("police", ASK)
    decide(case)
    product_id = composed(case)
    url = reverse("products:leave_out", args=[product_id, item_id])

    assert "Select why it is left out" in sound(manager.post(url, {"words": "Mostly about him"}).content.decode())
    manager.post(url, {"why": "somebody_else", "words": "Mostly about him"})

    ledger = sound(manager.get(reverse("ledger:of_enquiry", args=[case.enquiry_id])).content.decode())
    assert "Left out" in ledger
    assert "It is mostly about somebody else" in ledger


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
