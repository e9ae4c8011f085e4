"""An index of encodings: no name leaves the agency, and it says who may be meant and nothing of why."""

from io import BytesIO

import pytest
from django.db import connection

from openmash.core.errors import Refused, RuleBroken
from openmash.matching import csv_records, encodings
from openmash.matching.cleaning import clean
from openmash.person_index import queries, services
from tests.indexes import ADA, BEN, ask, file, load, references, seen_by, told_of
from tests.world import NOW, World, devon

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return devon()


def secret_of(world: World, agency: str = "health", who: str = "health") -> bytes:
    with seen_by(world, who):
        given = services.give_encoding_secret(agency_id=world.agencies[agency], actor=world.actor(who), at=NOW)
    return given.encode()


def encoded(world: World, *lines: str, agency: str = "health") -> BytesIO:
    """What the agency makes of its file in its own house."""
    told = encodings.encode_lines(csv_records.lines_of(file(*lines)), secret=secret_of(world, agency), today=NOW.date())
    return BytesIO("\n".join(str(line) for _, line in told).encode())


def load_encoded(world: World, content: BytesIO, agency: str = "health") -> None:
    with seen_by(world, agency):
        services.load(agency_id=world.agencies[agency], file=content, actor=world.actor(agency), at=NOW, encoded=True)
    services.begin_waiting(hub_id=world.hub_id, at=NOW)


def test_it_says_whom_the_agency_is_to_look_up(world: World) -> None:
    load_encoded(world, encoded(world, ADA, BEN))
    answer = ask(world, "health")
    assert references(answer) == ["P-1"]
    assert answer.encoded
    assert answer.candidates[0].guard, "the agency is asked to look"
    assert references(ask(world, "health", told_of("Ada", "Wrenn", "2018-03-04", "EX1 1AA"))) == ["P-1"]


def test_whoever_is_not_in_it_is_not_found(world: World) -> None:
    load_encoded(world, encoded(world, ADA, BEN))
    assert references(ask(world, "health", told_of("Una", "Heron", "2009-09-09", "TQ1 1AA"))) == []


def test_no_name_is_in_what_the_agency_sends_nor_in_the_database(world: World) -> None:
    content = encoded(world, ADA)
    assert b"Ada" not in content.getvalue()
    load_encoded(world, content)
    with seen_by(world, "health"), connection.cursor() as cursor:
        secret = queries.secret_of(world.hub_id)
        assert secret is not None
        keys = queries.encoder_of(world.agencies["health"], secret).keys(clean(told_of()))
        cursor.execute(
            "SELECT forename, surname, born, fores, surs, postcodes, encoding IS NOT NULL "
            "FROM person_index.found(%s, %s, %s, NULL, NULL) WHERE reference IS NOT NULL",
            [world.agencies["health"], world.people["health"], list(keys)],
        )
        assert cursor.fetchall() == [(None, None, None, [], [], [], True)]


def test_another_agency_s_secret_is_another(world: World) -> None:
    assert secret_of(world) == secret_of(world)
    assert secret_of(world) != secret_of(world, "police", "police")
    with pytest.raises(Refused):
        secret_of(world, "health", "police")


def test_another_agency_does_not_ask_it(world: World) -> None:
    load_encoded(world, encoded(world, ADA))
    with pytest.raises(Refused):
        ask(world, "police", agency="health")


def test_a_file_with_names_is_not_loaded_as_encodings(world: World) -> None:
    load_encoded(world, file(ADA))
    assert not ask(world, "health").answers


def test_single_people_are_not_put_beside_encodings(world: World) -> None:
    load_encoded(world, encoded(world, ADA))
    with seen_by(world, "health"), pytest.raises(RuleBroken) as caught:
        services.put(
            agency_id=world.agencies["health"],
            record=told_of()._replace(reference="P-9"),
            actor=world.actor("health"),
            at=NOW,
        )
    assert caught.value.rule == "index.names_are_not_sent"


def test_an_open_file_may_take_its_place_and_the_other_way_round(world: World) -> None:
    load_encoded(world, encoded(world, ADA))
    load(world, "health", ADA)
    answer = ask(world, "health")
    assert (references(answer), answer.encoded) == (["P-1"], False)
    load_encoded(world, encoded(world, ADA))
    with seen_by(world, "health"):
        assert queries.state(world.agencies["health"], actor=world.actor("health")).encoded
    assert ask(world, "health").encoded
