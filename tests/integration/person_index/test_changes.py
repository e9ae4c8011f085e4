"""One person put in or taken out, and a file of changes: found, or not found, at once."""

from io import BytesIO

import pytest
from django.db import connection

from openmash.core.errors import Refused, RuleBroken
from openmash.matching.records import Record
from openmash.person_index import queries, services
from openmash.person_index.services import calling
from tests.indexes import ADA, BEN, HEADER, ask, file, load, references, seen_by, told_of
from tests.world import NOW, World, devon

pytestmark = pytest.mark.django_db
CLEO = told_of("Cleo", "Dunlin", "2015-05-06", "EX4 6QQ")._replace(reference="P-3")


@pytest.fixture
def world() -> World:
    world = devon()
    load(world, "police", ADA, BEN)
    return world


def put(world: World, record: Record = CLEO, who: str = "police", agency: str = "police") -> None:
    with seen_by(world, who):
        services.put(agency_id=world.agencies[agency], record=record, actor=world.actor(who), at=NOW)


def remove(world: World, reference: str, who: str = "police") -> None:
    with seen_by(world, who):
        services.remove(agency_id=world.agencies["police"], reference=reference, actor=world.actor(who), at=NOW)


def delta(world: World, *lines: str) -> services.Report:
    with seen_by(world, "police"):
        return services.apply_delta(
            agency_id=world.agencies["police"],
            file=file(*lines, header=f"change,{HEADER}"),
            actor=world.actor("police"),
            at=NOW,
        )


def people(world: World) -> int:
    with seen_by(world, "police"):
        return queries.state(world.agencies["police"], actor=world.actor("police")).people


def test_whoever_is_put_in_is_found_at_once_and_counted(world: World) -> None:
    put(world)
    assert references(ask(world, "police", CLEO)) == ["P-3"]
    assert people(world) == 3


def test_the_same_reference_again_takes_the_place_of_what_stood_there(world: World) -> None:
    put(world)
    put(world, told_of("Una", "Heron", "2009-09-09", "TQ1 1AA")._replace(reference="P-3"))
    assert references(ask(world, "police", CLEO)) == []
    assert references(ask(world, "police", told_of("Una", "Heron", "2009-09-09", "TQ1 1AA"))) == ["P-3"]
    assert people(world) == 3


def test_whoever_is_taken_out_is_not_found_any_more(world: World) -> None:
    remove(world, "P-1")
    assert references(ask(world, "police")) == []
    assert people(world) == 1
    remove(world, "P-1")
    assert people(world) == 1


def test_only_the_agency_itself_changes_its_index(world: World) -> None:
    for who in ("health", "administrator", "manager"):
        with pytest.raises(Refused):
            put(world, who=who)
        with pytest.raises(Refused):
            remove(world, "P-1", who=who)
    assert references(ask(world, "police")) == ["P-1"]


def test_a_person_without_a_reference_is_refused(world: World) -> None:
    with pytest.raises(RuleBroken) as caught:
        put(world, CLEO._replace(reference=" "))
    assert (caught.value.rule, caught.value.field) == ("index.row_has_a_reference", "reference")


def test_a_file_of_changes_does_each_line_in_its_order(world: World) -> None:
    report = delta(
        world,
        "remove,P-1,,,,",
        "put,P-3,Cleo,Dunlin,2015-05-06,EX4 6QQ",
        "perhaps,P-4,Una,Heron,2009-09-09,",
        "put,P-2,Benjamin,Osprey,2011-07-09,EX2 5DW",
    )
    assert (report.put, report.removed, report.refused) == (2, 1, 1)
    assert [fault.line for fault in report.faults] == [4]
    assert references(ask(world, "police")) == []
    assert references(ask(world, "police", CLEO)) == ["P-3"]
    assert people(world) == 2


def test_a_file_of_changes_that_cannot_be_read_changes_nothing(world: World) -> None:
    with seen_by(world, "police"), pytest.raises(RuleBroken) as caught:
        services.apply_delta(
            agency_id=world.agencies["police"], file=BytesIO(b"who\nme\n"), actor=world.actor("police"), at=NOW
        )
    assert caught.value.rule == "index.file_can_be_read"
    assert people(world) == 2


def test_an_agency_may_begin_with_one_person_and_no_file() -> None:
    world = devon()
    with seen_by(world, "health"):
        services.put(agency_id=world.agencies["health"], record=CLEO, actor=world.actor("health"), at=NOW)
    assert references(ask(world, "health", CLEO)) == ["P-3"]


def test_counting_the_changes_alters_nothing_that_is_answered(world: World) -> None:
    put(world)
    with world.inside():
        services.count_changes(hub_id=world.hub_id, at=NOW)
        with connection.cursor() as cursor:
            cursor.execute("SELECT people FROM person_index.stands(%s)", [world.agencies["police"]])
            assert cursor.fetchone() == (3,)
    assert references(ask(world, "police", CLEO)) == ["P-3"]


def test_a_key_of_very_many_people_is_not_followed_and_the_answer_says_so(world: World) -> None:
    """Two hundred and one people born the same day in one place: their common key leads nowhere; a rarer one does."""
    lines = [f"put,M-{n},G{_letters(n)},F{_letters(n * 7)},2018-03-04,EX1 1AA" for n in range(260)]
    assert not ask(world, "police").narrowed
    delta(world, *lines)
    answer = ask(world, "police")
    assert answer.narrowed
    assert references(answer)[:1] == ["P-1"]
    with world.inside():
        services.count_changes(hub_id=world.hub_id, at=NOW)
    assert ask(world, "police").narrowed
    delta(world, *(f"remove,M-{n},,,," for n in range(260)))
    with world.inside():
        services.count_changes(hub_id=world.hub_id, at=NOW)
        calling.call("recount", world.agencies["police"])
    assert not ask(world, "police").narrowed


def test_a_weak_key_is_followed_to_forty_people_and_no_more(world: World) -> None:
    """Forty and one of one name whose birth day nobody knows: their names alone lead nowhere, counted or loaded."""
    namesakes = [f"put,N-{n},Wilhelmina,Quillfeather,,SY{n} 1AA" for n in range(41)]
    asked = told_of("Wilhelmina", "Quillfeather", "1990-05-06", "EX9 9ZZ")
    delta(world, *namesakes[:40])
    assert len(references(ask(world, "police", asked))) == 20
    delta(world, namesakes[40])
    answer = ask(world, "police", asked)
    assert answer.narrowed
    assert references(answer) == []
    with world.inside():
        calling.call("recount", world.agencies["police"])
    assert references(ask(world, "police", asked)) == []
    delta(world, "remove,N-40,,,,")
    with world.inside():
        calling.call("recount", world.agencies["police"])
    assert len(references(ask(world, "police", asked))) == 20


def _letters(number: int) -> str:
    return "".join(chr(97 + int(digit)) for digit in f"{number:04d}")


def test_what_changes_while_a_file_is_loaded_is_not_lost_with_the_old_table(world: World) -> None:
    """The file was made before the change came."""
    from openmash.person_index.services import loading

    real = loading._give_memory
    changed: list[bool] = []

    def changes_come_in() -> None:
        real()
        if not changed:
            changed.append(True)
            put(world)
            remove(world, "P-2")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loading, "_give_memory", changes_come_in)
        load(world, "police", ADA, BEN)
    assert references(ask(world, "police", CLEO)) == ["P-3"]
    assert references(ask(world, "police", told_of("Ben", "Osprey", "2011-07-09", "EX2 5DW"))) == []
    assert people(world) == 2
