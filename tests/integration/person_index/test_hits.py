"""At sending a check each agency's index is asked; what comes of it is seen by that agency's own people alone."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from openmash.audit.models import Event
from openmash.person_index import queries, rules, services
from openmash.person_index.models import Hit
from tests.indexes import ADA, BEN, load, seen_by, told_of
from tests.world import NOW, World, devon

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    world = devon()
    load(world, "police", ADA)
    load(world, "health", BEN)
    return world


def send(world: World, child: UUID) -> dict[str, UUID]:
    """The coordinator asks the police, health and education about a child."""
    checks = {agency: uuid4() for agency in ("police", "health", "education")}
    with seen_by(world, "coordinator"):
        services.look_up_for_agencies(
            checks={check: world.agencies[agency] for agency, check in checks.items()},
            people={child: told_of()},
            actor=world.actor("coordinator"),
            at=NOW,
        )
    return checks


def seen(world: World, who: str, checks: dict[str, UUID]) -> dict[UUID, tuple[queries.HitView, ...]]:
    with seen_by(world, who):
        return queries.hits_of_checks(list(checks.values()), actor=world.actor(who))


def test_the_agency_s_own_people_see_whom_their_index_may_know(world: World) -> None:
    child = uuid4()
    checks = send(world, child)
    (hit,) = seen(world, "police", checks)[checks["police"]]
    assert (hit.person_id, hit.reference) == (child, "P-1")
    assert [each.words for each in hit.evidence if "the same" in each.words]
    assert list(seen(world, "evaluator", checks)) == [checks["police"]]


@pytest.mark.parametrize("who", ["coordinator", "health", "education", "manager", "operations_manager", "governance"])
def test_nobody_else_sees_that_there_is_one(world: World, who: str) -> None:
    checks = send(world, uuid4())
    assert seen(world, who, checks) == {}
    with seen_by(world, who):
        assert not Hit.objects.exists(), "nor does PostgreSQL let it out"
    with seen_by(world, "police"):
        assert Hit.objects.count() == 1


def test_the_log_tells_no_more_where_somebody_was_found(world: World) -> None:
    send(world, uuid4())
    with world.inside():
        events = Event.objects.filter(name="index.asked_for_check")
        assert {each.owner_id for each in events} == {world.agencies["police"], world.agencies["health"]}
        assert {frozenset(each.detail) for each in events} == {frozenset({"check"})}


def test_asked_twice_they_are_kept_once(world: World) -> None:
    child, check = uuid4(), uuid4()
    for _ in range(2):
        with seen_by(world, "coordinator"):
            services.look_up_for_agencies(
                checks={check: world.agencies["police"]},
                people={child: told_of()},
                actor=world.actor("coordinator"),
                at=NOW,
            )
    assert len(seen(world, "police", {"police": check})[check]) == 1


def test_they_are_forgotten_after_their_time(world: World) -> None:
    checks = send(world, uuid4())
    with world.inside():
        assert services.forget_hits(hub_id=world.hub_id, at=NOW + rules.HITS_KEPT) == 0
        late = NOW + rules.HITS_KEPT + timedelta(seconds=1)
        assert services.forget_hits(hub_id=world.hub_id, at=late) == 1
    assert seen(world, "police", checks) == {}
