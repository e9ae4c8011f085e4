"""Themes of risk over many return interviews (Kent) and hot spots of missing children (Camden), out of played cases."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from openmash.contacts import queries as contact_queries
from openmash.contacts import services as contact_services
from openmash.contacts.rules import PersonInvolved
from openmash.core.errors import Refused
from openmash.enquiries import queries as enquiry_queries
from openmash.enquiries import services as enquiry_services
from openmash.enquiries.rules import FirstRating
from openmash.exclusions import services as exclusion_services
from openmash.hubs import queries as hub_queries
from openmash.reporting import queries
from openmash.reporting.rules import KEPT_BACK, Episode, Period, Spoken, hot_spots, themes
from openmash.screening import services as screening_services
from openmash.screening.rules.interviews import InterviewTold
from openmash.sealed import services as sealed_services
from openmash.sealed.rules import GuardTold, Terms
from tests.integration.contacts_told import told
from tests.world import NOW, World, devon

pytestmark = pytest.mark.django_db

NOVEMBER = Period.up_to(NOW.date(), months=1)
HOUR = timedelta(hours=1)
EXPLOITED, AT_HOME = "child_sexual_exploitation", "domestic_abuse"


@pytest.fixture(params=["kent", "camden"])
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    made = devon(request.param, operating_model=request.param)
    with made.inside():
        yield made


def family(world: World, name: str, postcode: str) -> tuple[UUID, UUID]:
    """A child of a family of their own: the enquiry and the person."""
    child = PersonInvolved("child", name, f"Of-{name}", born_on=date(2012, 5, 1), sex="F", postcode=postcode)
    worker = world.actor("social_worker")
    contact_id = contact_services.record(told=told(people=(child,)), actor=worker, at=NOW)
    [named] = contact_queries.contact(contact_id, actor=worker).people
    rating = hub_queries.model_of(world.hub_id, NOW).ratings_by_urgency()[-1].code
    rated = (FirstRating(named.id, rating, "She was missing."),)
    enquiry_id = enquiry_services.open_(contact_id=contact_id, ratings=rated, actor=worker, at=NOW)
    [subject] = enquiry_queries.enquiry(enquiry_id, actor=worker).subjects
    return enquiry_id, subject.person.id


def found(world: World, of: tuple[UUID, UUID], at: datetime) -> UUID:
    """She was missing and is found."""
    worker = world.actor("social_worker")
    return screening_services.note_found(
        enquiry_id=of[0], person_id=of[1], found_at=at, missing_from=None, actor=worker, at=at
    )


def held(world: World, interview_id: UUID, at: datetime) -> None:
    """Somebody spoke with her."""
    said = InterviewTold("A youth worker", independent=True, said="She does not want to say where she was.")
    screening_services.hold(interview_id=interview_id, told=said, actor=world.actor("social_worker"), at=at)


def places(episodes: list[Episode]) -> list[tuple[str, int, int, int]]:
    return [(each.label, each.episodes, each.children, each.again) for each in hot_spots(episodes)]


def test_episodes_interviews_and_hot_spots_come_out_of_the_cases(world: World) -> None:
    ada, bo, cy = family(world, "Ada", "CT1 2AA"), family(world, "Bo", "ct12zz"), family(world, "Cy", "ME4 4AA")
    held(world, found(world, ada, NOW), NOW + 2 * HOUR)
    held(world, found(world, ada, NOW + 24 * HOUR), NOW + 200 * HOUR)
    screening_services.decline(
        interview_id=found(world, bo, NOW), why="She would not.", actor=world.actor("social_worker"), at=NOW + HOUR
    )
    found(world, cy, NOW + HOUR)

    episodes = queries.missing(world.actor("governance"), NOVEMBER)

    assert places(episodes) == [("CT1 2", 3, 2, 1), ("Places with one episode each", 1, 1, 0)]
    assert sorted(each.spoken for each in episodes) == sorted(
        [Spoken.IN_TIME, Spoken.LATE, Spoken.NOT_HELD, Spoken.WAITING]
    )
    october = Period.up_to(date(2026, 10, 31), months=1)
    assert queries.missing(world.actor("governance"), october) == []


def test_who_is_protected_is_on_no_map_and_neither_is_who_lives_with_them(world: World) -> None:
    ada, bo, cy = (family(world, name, "CT1 2AA") for name in ("Ada", "Bo", "Cy"))
    dee = family(world, "Dee", "CT1 2AB")
    for each in (ada, bo, cy, dee):
        found(world, each, NOW)
    assert places(queries.missing(world.actor("manager"), NOVEMBER)) == [("CT1 2", 4, 4, 0)]
    guard = GuardTold("safe_address", ada[1], against_people=(dee[1],), terms=Terms(postcode=("CT1 2AA",)))
    sealed_services.record_protection(enquiry_id=ada[0], told=guard, actor=world.actor("manager"), at=NOW + HOUR)
    assert places(queries.missing(world.actor("manager"), NOVEMBER)) == [
        ("Places with one episode each", 1, 1, 0),
        (KEPT_BACK, 3, 3, 0),
    ]


def test_who_is_kept_out_of_a_case_does_not_find_it_in_the_numbers(world: World) -> None:
    ada, bo = family(world, "Ada", "CT1 2AA"), family(world, "Bo", "CT1 2AB")
    found(world, ada, NOW)
    found(world, bo, NOW)
    manager = world.actor("manager")
    exclusion_services.declare(user_id=manager.id, enquiry_id=ada[0], ground="relative", actor=manager, at=NOW + HOUR)
    assert len(queries.missing(manager, NOVEMBER)) == 1
    assert len(queries.missing(world.actor("second_manager"), NOVEMBER)) == 2
    with pytest.raises(Refused):
        queries.missing(world.actor("coordinator"), NOVEMBER)


def test_more_episodes_take_no_more_statements(world: World) -> None:
    ada = family(world, "Ada", "CT1 2AA")
    found(world, ada, NOW)

    def statements() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            queries.missing(world.actor("governance"), NOVEMBER)
        return len(caught)

    statements()  # what is read once and kept
    before = statements()
    for number, name in enumerate(("Bo", "Cy", "Dee")):
        found(world, family(world, name, "CT1 2AB"), NOW + number * HOUR)
    assert statements() == before


def test_kents_themes_of_risk_over_many_interviews() -> None:
    kent = devon("kent", operating_model="kent")
    with kent.inside():
        for name, came_to_light in (("Ada", (EXPLOITED,)), ("Bo", (EXPLOITED, AT_HOME)), ("Cy", ())):
            said = InterviewTold("A youth worker", independent=True, said="She told him.", themes=came_to_light)
            interview_id = found(kent, family(kent, name, "CT1 2AA"), NOW)
            worker = kent.actor("social_worker")
            screening_services.hold(interview_id=interview_id, told=said, actor=worker, at=NOW + HOUR)

        lines = themes(queries.missing(kent.actor("manager"), NOVEMBER))

        labels = {issue.code: issue.label for issue in hub_queries.model_of(kent.hub_id, NOW).issues}
        assert [(each.label, each.interviews, each.children) for each in lines] == [
            (labels[EXPLOITED], 2, 2),
            (labels[AT_HOME], 1, 1),
        ]
