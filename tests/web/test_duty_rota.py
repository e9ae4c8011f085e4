"""The pages of the duty rota, and whom the page of allocation proposes."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from openmash.cover import queries
from tests.everything import FROM, works_by_everything
from tests.rooms import Case, open_case
from tests.web import page_reading
from tests.world import devon, sign_in

pytestmark = pytest.mark.django_db

ROTA = f"""
[duty_rota]
first_week = 2026-11-16
weeks = 1
{FROM}
[[duty_rota.teams]]
code = "east"
label = "East"
{FROM}
[[duty_rota.teams]]
code = "west"
label = "West"
{FROM}"""


def sound(html: str) -> str:
    """The page, once it is fit for a screen reader."""
    page_reading.whole(html)
    return html


@pytest.fixture
def case() -> Iterator[Case]:
    world = devon()
    with world.inside():
        works_by_everything(world, ROTA)
        yield open_case(world)


def weeks(case: Case) -> list[queries.DutyWeekView]:
    """This week and the next ones, by the clock of the pages."""
    return queries.rota(case.world.actor("manager"), at=timezone.now())


def placed(case: Case, who: str, team: str) -> dict[str, str]:
    """What is typed to put somebody in a team from today on."""
    today = timezone.localdate()
    day = {"from_on_day": str(today.day), "from_on_month": str(today.month), "from_on_year": str(today.year)}
    return {"user": str(case.world.people[who]), "team": team, **day}


def test_a_manager_puts_people_in_teams_and_whoever_is_on_duty_is_proposed_first(client: Client, case: Case) -> None:
    manager = sign_in(client, case.world, "manager")
    on, off = weeks(case)[:2]
    for who, team in (("social_worker", on.team), ("coordinator", off.team)):
        saved = manager.post(reverse("duty_rota:place"), placed(case, who, team), follow=True)
        assert "Saved." in saved.content.decode()

    html = sound(manager.get(reverse("duty_rota:show")).content.decode())
    give = sound(manager.get(reverse("operations:give", args=[case.enquiry_id])).content.decode())

    first, second = weeks(case)[:2]
    assert {first.team_label, second.team_label} == {"East", "West"}
    assert "This week" in html
    assert f"On duty this week: <strong>{first.team_label}</strong>" in give
    assert give.index(f"Give it to {first.people[0][1]}") < give.index(f"Give it to {second.people[0][1]}")
    manager.post(reverse("duty_rota:place"), placed(case, "social_worker", "none"))
    assert weeks(case)[0].people == ()


def test_another_team_takes_a_week_with_a_reason(client: Client, case: Case) -> None:
    manager = sign_in(client, case.world, "manager")
    change = reverse("duty_rota:change")
    this, other = weeks(case)[:2]
    week = {"week_on": this.week_on.isoformat(), "team": other.team}
    assert "Enter why another team is on duty" in sound(manager.post(change, week).content.decode())

    manager.post(change, week | {"why": "They are in training."})

    html = sound(manager.get(reverse("duty_rota:show")).content.decode())
    assert "Another than the rota says: They are in training. (" in html
    assert weeks(case)[0].team == other.team


def test_who_may_not_name_anybody_reads_it_and_changes_nothing(client: Client, case: Case) -> None:
    clerk = sign_in(client, case.world, "business_support")
    html = clerk.get(reverse("duty_rota:show")).content.decode()
    assert "East" in html
    assert reverse("duty_rota:place") not in html
    assert clerk.post(reverse("duty_rota:place"), placed(case, "social_worker", "east")).status_code == 403


def test_a_hub_without_a_rota_says_so(client: Client) -> None:
    world = devon()
    with world.inside():
        open_case(world)
        manager = sign_in(client, world, "manager")
        assert "no teams take turns" in manager.get(reverse("duty_rota:show")).content.decode()
        assert manager.get(reverse("duty_rota:place"))["Location"] == reverse("duty_rota:show")
