"""The pages of groups: begun from a case in two steps, read, looked at again, and for whom they are."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from openmash.groups import queries
from tests.rooms import Case, open_case
from tests.web import page_reading
from tests.world import devon, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Iterator[Case]:
    world = devon()
    with world.inside():
        yield open_case(world)


def day(days: int) -> dict[str, str]:
    """A day of review as it is typed, that many days from today."""
    when = timezone.localdate() + timedelta(days=days)
    return {"review_on_day": str(when.day), "review_on_month": str(when.month), "review_on_year": str(when.year)}


BEGUN = {"name": "Quay Street", "why": "The same car.", "ground": "children_act_1989_s47", "sees": "room"}


def begun(client: Client, case: Case, **typed: object) -> UUID:
    """A social worker begins a group; the page that comes next asks who is in it."""
    address = reverse("groups:begin", args=[case.enquiry_id])
    sent = client.post(address, {**BEGUN, **day(60), **typed})
    assert sent.status_code == 302, sent.content.decode()
    [row] = queries.groups(case.world.actor("social_worker"), at=timezone.now())
    assert sent["Location"] == reverse("groups:add", args=[case.enquiry_id, row.id])
    return row.id


def page(client: Client, name: str, *ids: UUID) -> str:
    html = client.get(reverse(name, args=ids)).content.decode()
    page_reading.whole(html)
    return html


def test_a_social_worker_begins_a_group_from_the_case_and_says_who_and_what_is_in_it(
    client: Client, case: Case
) -> None:
    worker = sign_in(client, case.world, "social_worker")
    assert reverse("groups:of_case", args=[case.enquiry_id]) in page(worker, "enquiries:case", case.enquiry_id)
    assert "Begin a group" in page(worker, "groups:of_case", case.enquiry_id)
    group_id = begun(worker, case)
    add = reverse("groups:add", args=[case.enquiry_id, group_id])
    page(worker, "groups:add", case.enquiry_id, group_id)
    child = str(case.people()[0])
    worker.post(add, {"part": "victim", "whom": child, "why": "She told a teacher."})
    shown = worker.post(
        add, {"part": "place", "place": "The arcade", "postcode": "EX4 9ZZ", "why": "She said."}, follow=True
    )
    html = shown.content.decode()
    page_reading.whole(html)
    for words in ("Added.", "Ada Wren", "The arcade, EX4 9ZZ", "The same car.", "Children Act 1989, section 47"):
        assert words in html
    assert "Add from this case" in page(worker, "groups:of_case", case.enquiry_id)
    assert "Quay Street" in page(worker, "groups:list")


def test_what_is_missing_is_said_beside_the_field_and_what_was_typed_stays(client: Client, case: Case) -> None:
    worker = sign_in(client, case.world, "social_worker")
    address = reverse("groups:begin", args=[case.enquiry_id])
    html = worker.post(address, {**BEGUN, **day(400)}).content.decode()
    assert "The day of review must be after today and within six months." in html
    assert "The same car." in html
    group_id = begun(worker, case)
    add = reverse("groups:add", args=[case.enquiry_id, group_id])
    html = worker.post(add, {"part": "poses_risk", "why": "He waits there."}).content.decode()
    assert "Select somebody in this case." in html
    assert "He waits there." in html
    html = worker.post(add, {"part": "place", "why": "He waits there."}).content.decode()
    assert "Enter what the place is" in html
    html = worker.post(reverse("groups:review", args=[group_id]), {"why": "Still.", "then": "keep"}).content.decode()
    assert "Enter the day of review" in html


def test_a_group_is_looked_at_again_somebody_is_taken_out_and_it_is_closed(client: Client, case: Case) -> None:
    worker = sign_in(client, case.world, "social_worker")
    group_id = begun(worker, case)
    add = reverse("groups:add", args=[case.enquiry_id, group_id])
    worker.post(add, {"part": "victim", "whom": str(case.people()[0]), "why": "She told a teacher."})
    review = reverse("groups:review", args=[group_id])
    page(worker, "groups:review", group_id)
    html = worker.post(review, {"why": "Two more.", "then": "keep", **day(90)}, follow=True).content.decode()
    assert "Two more." in html
    actor = case.world.actor("social_worker")
    [link] = queries.group(group_id, actor=actor, at=timezone.now()).links
    page(worker, "groups:take_out", link.id)
    out = reverse("groups:take_out", args=[link.id])
    html = worker.post(out, {"why": "Another Ada."}, follow=True).content.decode()
    assert "No longer in this group" in html
    html = worker.post(review, {"why": "It is over.", "then": "close"}, follow=True).content.decode()
    assert "Closed" in html
    assert "Look at it again</a>" not in html


def test_only_those_named_see_a_group_that_names_its_readers(client: Client, case: Case) -> None:
    worker = sign_in(client, case.world, "social_worker")
    nurse = str(case.world.people["health"])
    group_id = begun(worker, case, sees="named", readers=[nurse])
    page(worker, "groups:let_see", group_id)
    address = reverse("groups:group", args=[group_id])
    assert "Quay Street" in page(sign_in(Client(), case.world, "health"), "groups:group", group_id)
    manager = sign_in(Client(), case.world, "manager")
    assert manager.get(address).status_code == 404
    assert "Quay Street" not in page(manager, "groups:list")
    worker.post(reverse("groups:let_see", args=[group_id]), {"sees": "room"})
    assert manager.get(address).status_code == 200


def test_whoever_does_not_rate_reads_a_group_and_is_offered_no_change(client: Client, case: Case) -> None:
    group_id = begun(sign_in(client, case.world, "social_worker"), case)
    nurse = sign_in(Client(), case.world, "health")
    assert "Look at it again</a>" not in page(nurse, "groups:group", group_id)
    assert nurse.get(reverse("groups:review", args=[group_id])).status_code == 403
    assert "Look at it again</a>" in page(sign_in(Client(), case.world, "evaluator"), "groups:group", group_id)
