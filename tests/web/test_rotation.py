"""The page of staff rotation: who comes and goes, and what they hold is given on in two clicks."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from openmash.cover import queries
from openmash.enquiries import services as enquiry_services
from tests.rooms import Case, open_case
from tests.web import page_reading
from tests.world import devon, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Iterator[Case]:
    world = devon()
    with world.inside():
        yield open_case(world)


def typed(case: Case, *, until: int, who: str = "social_worker") -> dict[str, str]:
    """A placement from a month ago until so many days from today."""
    today = timezone.localdate()
    days = {"from_on": today - timedelta(days=30), "until_on": today + timedelta(days=until)}
    boxes = {
        f"{name}_{part}": str(getattr(day, part)) for name, day in days.items() for part in ("day", "month", "year")
    }
    return {"user": str(case.world.people[who]), "home_team": "Assessment team North", "next_name": "Kim Bell", **boxes}


def shown(client: Client, name: str, *ids: object) -> str:
    html = client.get(reverse(name, args=ids)).content.decode()
    page_reading.whole(html)
    return html


def test_a_manager_takes_somebody_in_is_warned_and_gives_their_case_on(client: Client, case: Case) -> None:
    manager = sign_in(client, case.world, "manager")
    enquiry_services.allocate(
        enquiry_id=case.enquiry_id,
        holder_id=case.world.people["social_worker"],
        actor=case.world.actor("manager"),
        at=case.later(),
    )
    shown(manager, "rotation:take_in")
    html = manager.post(reverse("rotation:take_in"), typed(case, until=60), follow=True).content.decode()
    assert "Assessment team North" in html
    assert "Hand over" not in html
    [one] = queries.rotation(case.world.actor("manager"), at=timezone.now())
    shown(manager, "rotation:change", one.id)
    html = manager.post(reverse("rotation:change", args=[one.id]), typed(case, until=7), follow=True).content.decode()
    page_reading.whole(html)
    give = reverse("operations:give", args=[case.enquiry_id])
    assert "Hand over" in html
    assert f'href="{give}"' in html, "one click to the page on which a second gives it"
    choose = shown(manager, "operations:give", case.enquiry_id)
    assert choose.count("Goes back") == 1, "nobody gives it to somebody who leaves unawares"
    manager.post(give, {"holder": str(case.world.people["manager"])})
    assert "Hand over" not in shown(manager, "rotation:list")


def test_what_cannot_be_is_said_beside_the_field_and_what_was_typed_stays(client: Client, case: Case) -> None:
    manager = sign_in(client, case.world, "manager")
    html = manager.post(reverse("rotation:take_in"), typed(case, until=-40)).content.decode()
    assert "The last day must be the first day or later." in html
    assert "Kim Bell" in html
    html = manager.post(reverse("rotation:take_in"), {"home_team": "North"}).content.decode()
    assert "Select who it is about" in html
    assert "Enter the last day" in html


def test_whoever_went_back_is_named_with_the_access_they_still_have(
    client: Client, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    manager = sign_in(client, case.world, "manager")
    manager.post(reverse("rotation:take_in"), typed(case, until=0))
    tomorrow = timezone.localdate() + timedelta(days=1)
    monkeypatch.setattr("openmash.cover.queries.timezone.localdate", lambda _: date(*tomorrow.timetuple()[:3]))
    html = shown(manager, "rotation:list")
    assert "Back in their own team" in html
    assert "Can still sign in: an administrator ends that." in html


def test_a_placement_is_withdrawn_from_the_list(client: Client, case: Case) -> None:
    manager = sign_in(client, case.world, "manager")
    manager.post(reverse("rotation:take_in"), typed(case, until=60))
    [one] = queries.rotation(case.world.actor("manager"), at=timezone.now())
    html = manager.post(reverse("rotation:withdraw", args=[one.id]), follow=True).content.decode()
    assert "Nobody is in the hub for a time." in html


def test_whoever_does_not_move_work_does_not_open_it(client: Client, case: Case) -> None:
    worker = sign_in(client, case.world, "social_worker")
    assert worker.get(reverse("rotation:list")).status_code == 403
    assert sign_in(Client(), case.world, "manager").get(reverse("rotation:list")).status_code == 200
