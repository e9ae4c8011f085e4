"""Whose rows a transaction sees, and what it reads only once."""

from uuid import UUID, uuid4

import pytest
from django.db import Error, connection
from django.test.utils import CaptureQueriesContext

from openmash.agencies import queries as agency_queries
from openmash.agencies import services as agency_services
from openmash.core import hub_context
from openmash.hubs import queries as hub_queries
from tests.world import devon

pytestmark = pytest.mark.django_db


def now_seen() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('openmash.hub', true), current_setting('openmash.user', true)")
        hub, user = cursor.fetchone()
    return hub or "", user or ""


def test_work_for_one_hub_inside_another_gives_the_first_one_back() -> None:
    outer, inner, user = uuid4(), uuid4(), uuid4()
    with hub_context.enter(hub_id=outer, user_id=user):
        with hub_context.enter(hub_id=inner):
            assert now_seen() == (str(inner), "")
        assert now_seen() == (str(outer), str(user))
        with hub_context.enter(hub_id=inner, reads_only=True):
            assert now_seen() == (str(inner), "")
        assert now_seen() == (str(outer), str(user))
    assert now_seen() == ("", "")


def test_a_person_s_own_rows_are_those_of_the_hub_that_was_entered_and_of_no_other() -> None:
    hub, user = uuid4(), uuid4()
    with hub_context.enter(hub_id=hub):
        with hub_context.as_person(user):
            assert now_seen() == (str(hub), str(user))
        assert now_seen() == (str(hub), "")
    with hub_context.as_person(user):
        assert now_seen() == ("", str(user))


def test_what_fails_inside_gives_the_first_hub_back_too() -> None:
    outer = uuid4()
    with hub_context.enter(hub_id=outer):
        with pytest.raises(ZeroDivisionError), hub_context.enter(hub_id=uuid4()):
            raise ZeroDivisionError
        assert now_seen() == (str(outer), "")


def test_a_transaction_that_only_reads_cannot_write_and_one_that_writes_can() -> None:
    world = devon(people=())
    with pytest.raises(Error, match="read-only"), hub_context.enter(hub_id=world.hub_id, reads_only=True):
        _add_agency(world.hub_id)
    with hub_context.enter(hub_id=world.hub_id):
        before = len(agency_queries.agencies(world.hub_id))
        _add_agency(world.hub_id)
        assert len(agency_queries.agencies(world.hub_id)) == before + 1


def _add_agency(hub_id: UUID) -> None:
    agency_services.add_agency(
        hub_id=hub_id, name="Fire", short_name="Fire", kind="other", co_located=False, email="fire@agency.example"
    )


def test_a_page_reads_its_hub_once() -> None:
    world = devon(people=())
    with world.inside(), CaptureQueriesContext(connection) as captured:
        first = hub_queries.hub(world.hub_id)
        assert hub_queries.hub(world.hub_id) is first
        hub_queries.model_of(world.hub_id)
    assert sum("hubs_hub" in each["sql"] for each in captured) == 1


def test_nothing_is_kept_from_one_transaction_to_the_next() -> None:
    asked: list[UUID] = []

    def read() -> int:
        asked.append(uuid4())
        return len(asked)

    with hub_context.enter(hub_id=uuid4()):
        assert hub_context.once("it", read) == 1
        with hub_context.enter(hub_id=uuid4()):
            assert hub_context.once("it", read) == 2
        assert hub_context.once("it", read) == 1
    with hub_context.enter(hub_id=uuid4()):
        assert hub_context.once("it", read) == 3
    assert hub_context.once("it", read) == 4
    assert hub_context.once("it", read) == 5
