"""The pages of the duty rota, and whom the page of allocation proposes."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

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


def placed(case: Case, who: str, team: str) -> dict[str, str]:
    day = {"from_on_0": "18", "from_on_1": "11", "from_on_2": "2026"}
    return {"user": str(case.world.people[who]), "team": team, **day}


def test_a_manager_puts_people_in_teams_and_whoever_is_on_duty_is_proposed_first(client: Client, case: Case) -> None:
    manager = sign_in(client, case.world, "manager")
    for who, team in (("social_worker", "east"), ("coordinator", "west")):
        assert manager.post(reverse("duty_rota:place"), placed(case, who, team)).status_code == 302

    html = sound(manager.get(reverse("duty_rota:show")).content.decode())
    give = sound(manager.get(reverse("operations:give", args=[case.enquiry_id])).content.decode())

    [first, second, *_] = queries.rota(case.world.actor("manager"), at=case.later())
    assert [first.team_label, second.team_label] == ["East", "West"]
    assert "This week" in html
    assert "On duty this week: <strong>East</strong>" in give
    on_duty = [name for _, name in first.people]
    assert give.index(f"Give it to {on_duty[0]}") < give.index(f"Give it to {second.people[0][1]}")
    manager.post(reverse("duty_rota:place"), placed(case, "social_worker", "none"))
    assert queries.rota(case.world.actor("manager"), at=case.later())[0].people == ()


def test_another_team_takes_a_week_with_a_reason(client: Client, case: Case) -> None:
    manager = sign_in(client, case.world, "manager")
    change = reverse("duty_rota:change")
    week = {"week_on": "2026-11-16", "team": "west"}
    assert "Enter why another team is on duty" in sound(manager.post(change, week).content.decode())

    manager.post(change, week | {"why": "East is in training."})

    html = sound(manager.get(reverse("duty_rota:show")).content.decode())
    assert "Another than the rota says: East is in training. (" in html


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
