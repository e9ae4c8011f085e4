"""The hub's own people as one more index."""

from uuid import UUID, uuid4

import pytest

from openmash.core.errors import Refused
from openmash.person_index import queries, services
from openmash.person_index.queries import Answer
from openmash.person_index.rules import Purpose
from tests.indexes import seen_by, told_of
from tests.world import NOW, World, devon

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return devon()


def keep(world: World) -> UUID:
    child = uuid4()
    with world.inside():
        services.keep_each(hub_id=world.hub_id, people=[(child, told_of())], at=NOW)
    return child


def look(world: World, who: str = "coordinator", *, without: tuple[str, ...] = ()) -> Answer:
    with seen_by(world, who):
        return queries.look_up_own(
            asked=told_of(),
            actor=world.actor(who),
            purpose=Purpose.CONTACT,
            at=NOW,
            without=without,
        )


def found(answer: Answer) -> list[UUID]:
    return [UUID(each.reference) for each in answer.candidates]


def test_whoever_sees_contacts_finds_a_person_at_once(world: World) -> None:
    child = keep(world)
    assert found(look(world)) == [child]
    assert found(look(world, "police")) == [child]


@pytest.mark.parametrize("who", ["administrator", "governance", "wall"])
def test_nobody_else_does(world: World, who: str) -> None:
    keep(world)
    with pytest.raises(Refused):
        look(world, who)


def test_another_hub_does_not_find_them(world: World) -> None:
    keep(world)
    other = devon("dorset")
    child = keep(other)
    assert found(look(other)) == [child]


def test_whoever_is_left_out_takes_no_place_of_another(world: World) -> None:
    old, new = keep(world), keep(world)
    assert set(found(look(world))) == {old, new}
    assert found(look(world, without=(str(new),))) == [old]


def test_whoever_is_forgotten_is_not_found(world: World) -> None:
    child = keep(world)
    with world.inside():
        services.forget(hub_id=world.hub_id, person_ids=[child, uuid4()])
    assert found(look(world)) == []


def test_all_are_put_in_anew_after_a_change_of_the_keys(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    child = keep(world)
    with world.inside():
        assert not queries.must_be_renewed(world.hub_id)
    monkeypatch.setattr("openmash.person_index.queries.secrets.KEY_SCHEME", "next")
    with world.inside():
        assert queries.must_be_renewed(world.hub_id)
        assert services.renew_own(hub_id=world.hub_id, people=[(child, told_of())], at=NOW) == 1
        assert not queries.must_be_renewed(world.hub_id)
    assert found(look(world)) == [child]
