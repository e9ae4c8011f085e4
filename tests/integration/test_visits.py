"""Partners who visit on certain weekdays: when each comes next, and what waits for them."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from openmash.agencies import queries as agency_queries
from openmash.agencies import rules, services
from openmash.agencies.rules import AbsenceTold
from openmash.audit.models import Event
from openmash.core.errors import NotFound, Refused, RuleBroken
from openmash.exclusions import services as exclusion_services
from openmash.worklists import queries
from tests.rooms import Case, open_case
from tests.world import NOW, devon, sign_in

pytestmark = pytest.mark.django_db

WEDNESDAY, FRIDAY = 2, 4


@pytest.fixture
def case() -> Iterator[Case]:
    case = open_case(devon())
    with case.world.inside():
        yield case


def visits_on(case: Case, *weekdays: int, who: str = "health") -> None:
    services.set_visiting_days(
        agency_id=case.world.agencies["health"], weekdays=weekdays, actor=case.world.actor(who), at=case.later()
    )


def the_list(case: Case, who: str = "manager") -> queries.VisitList:
    return queries.visit_list(case.world.agencies["health"], actor=case.world.actor(who), at=case.later())


def test_today_counts_where_they_come_today(case: Case) -> None:
    visits_on(case, WEDNESDAY)
    [visit] = queries.visits(case.world.actor("manager"), at=NOW)
    assert (visit.next_on, visit.here, visit.words) == (NOW.date(), True, "Comes Wednesdays; next today")


def test_whoever_is_away_comes_the_next_time(case: Case) -> None:
    visits_on(case, WEDNESDAY)
    away = AbsenceTold(NOW.date(), NOW.date())
    services.record_absence(
        agency_id=case.world.agencies["health"], told=away, actor=case.world.actor("health"), at=case.later()
    )
    assert the_list(case).visit.next_on == NOW.date() + timedelta(days=7)


def test_what_is_due_before_the_visit_is_said_to_be_too_late(case: Case) -> None:
    case.ask("health")
    visits_on(case, WEDNESDAY)
    assert [each.too_late for each in the_list(case).waiting] == [False]
    visits_on(case, FRIDAY)
    [due] = [each.check.due_at.date() for each in the_list(case).waiting]
    assert [each.too_late for each in the_list(case).waiting] == [due < date(2026, 11, 20)]
    away = AbsenceTold(date(2026, 11, 20), date(2026, 11, 20))
    services.record_absence(
        agency_id=case.world.agencies["health"], told=away, actor=case.world.actor("health"), at=case.later()
    )
    assert [each.too_late for each in the_list(case).waiting] == [True]


def test_another_agency_sees_its_own_list_alone_and_sets_its_own_days_alone(case: Case) -> None:
    visits_on(case, WEDNESDAY)
    with pytest.raises(Refused):
        visits_on(case, FRIDAY, who="police")
    visits_on(case, FRIDAY, who="coordinator")
    with pytest.raises(NotFound):
        queries.visit_list(case.world.agencies["police"], actor=case.world.actor("manager"), at=case.later())
    with pytest.raises(Refused):
        the_list(case, "governance")
    assert the_list(case, "health")


def test_a_case_that_somebody_is_kept_out_of_is_not_on_their_list(case: Case) -> None:
    case.ask("health")
    visits_on(case, WEDNESDAY)
    assert len(the_list(case, "second_manager").waiting) == 1
    exclusion_services.declare(
        user_id=case.world.people["second_manager"],
        enquiry_id=case.enquiry_id,
        ground="relative",
        words="My sister.",
        actor=case.world.actor("second_manager"),
        at=case.later(),
    )
    assert the_list(case, "second_manager").waiting == ()


def test_days_are_set_anew_or_taken_away_and_each_is_on_the_log(case: Case) -> None:
    visits_on(case, WEDNESDAY)
    visits_on(case, WEDNESDAY, FRIDAY)
    assert agency_queries.visiting_days(case.world.hub_id) == {case.world.agencies["health"]: (2, 4)}
    visits_on(case)
    assert agency_queries.visiting_days(case.world.hub_id) == {}
    assert Event.objects.filter(name="agency.visits_changed").count() == 3
    with pytest.raises(RuleBroken):
        visits_on(case, 7)


def test_the_next_visit_is_looked_for_as_long_as_the_longest_absence() -> None:
    assert rules.next_visit({1}, date(2026, 11, 24), comes=lambda _: True) == date(2026, 11, 24)
    last = date(2026, 11, 24) + rules.LOOK_AHEAD
    assert rules.next_visit(range(7), date(2026, 11, 24), comes=lambda day: day == last) == last
    assert rules.next_visit(range(7), date(2026, 11, 24), comes=lambda day: day > last) is None
    assert rules.weekdays_in_words([3, 1, 0]) == "Mondays, Tuesdays and Thursdays"


def test_the_pages_say_when_they_come_and_what_waits(client: Client) -> None:
    case = open_case(devon())
    health = case.world.agencies["health"]
    sign_in(client, case.world, "coordinator")
    assert client.post(reverse("visits:days", args=[health]), {"weekdays": ["4"]}).status_code == 302
    with case.world.inside():
        [check_id] = case.ask("health")
    assert "Fridays" in client.get(reverse("visits:list")).content.decode()
    page = client.get(reverse("visits:agency", args=[health])).content.decode()
    assert reverse("checks:answer", args=[check_id]) in page
    assert "Comes Fridays" in client.get(reverse("checks:answer", args=[check_id])).content.decode()
    sign_in(client, case.world, "police")
    assert client.get(reverse("visits:days", args=[health])).status_code == 403
