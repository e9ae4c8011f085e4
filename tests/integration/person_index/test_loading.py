"""An agency's whole file: taken in, loaded beside the one that answers, refused line by line."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import connection

from openmash.audit.models import Event
from openmash.core.errors import NotFound, Refused, RuleBroken
from openmash.matching import keys
from openmash.person_index import queries, rules, services
from openmash.person_index.errors import MustBeReloaded
from openmash.person_index.models import LoadFile, RefusedRow
from openmash.person_index.queries import State
from openmash.person_index.services import copying
from tests.indexes import ADA, BEN, ask, file, load, references, seen_by, told_of
from tests.world import NOW, World, devon

pytestmark = pytest.mark.django_db
BEN_HIMSELF = told_of("Ben", "Osprey", "2011-07-09", "EX2 5DW")


@pytest.fixture
def world() -> World:
    return devon()


def state(world: World, who: str = "police", agency: str = "police") -> State:
    with seen_by(world, who):
        return queries.state(world.agencies[agency], actor=world.actor(who))


def tables() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relname LIKE 'rows_%%' AND relkind = 'r'")
        return {name for (name,) in cursor.fetchall()}


def test_whoever_is_in_the_file_is_found_after_it_was_loaded(world: World) -> None:
    load(world, "police", ADA, BEN)
    answer = ask(world, "police")
    assert references(answer) == ["P-1"]
    assert answer.candidates[0].evidence
    found = state(world)
    assert (found.answers, found.people, found.loads[0].state, found.loads[0].loaded) == (True, 2, "done", 2)


def test_the_next_file_takes_the_place_of_the_one_before(world: World) -> None:
    load(world, "police", ADA, BEN)
    load(world, "police", BEN, at=NOW + timedelta(days=1))
    assert references(ask(world, "police")) == []
    assert references(ask(world, "police", BEN_HIMSELF)) == ["P-2"]
    assert state(world).people == 1


def test_autovacuum_waits_until_a_table_is_filled_and_indexed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """It and the making of an index each change the table's row in the catalogue: over a long load they deadlock."""
    told: list[list[str]] = []
    copy = copying.copy

    def looked_at(*args: Any) -> None:
        told.append(options())
        copy(*args)

    monkeypatch.setattr(copying, "copy", looked_at)
    load(world, "police", ADA)
    assert told == [["autovacuum_enabled=false"]]
    assert options() == []


def options() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT unnest(reloptions) FROM pg_class WHERE relname LIKE 'rows_%%' AND relkind = 'r'")
        return [option for (option,) in cursor.fetchall()]


def test_what_was_replaced_is_dropped_in_a_later_round(world: World) -> None:
    load(world, "police", ADA)
    load(world, "police", BEN, at=NOW + timedelta(days=1))
    before = tables()
    with world.inside():
        assert services.tidy(hub_id=world.hub_id, at=NOW) == 0, "somebody may still be reading it"
        with connection.cursor() as cursor:
            cursor.execute("SELECT person_index.tidy('0 seconds')")
            assert cursor.fetchone() == (1,)
    assert len(before) - len(tables()) == 1
    assert references(ask(world, "police", BEN_HIMSELF)) == ["P-2"]


def test_bad_lines_are_refused_with_their_reason_and_the_others_are_loaded(world: World) -> None:
    lines = (
        ADA,
        ",Nobody,Known,2001-01-05,",
        "P-3,Ada,Wren,2018-02-31,",
        "P-1,Ada,Again,2018-03-04,",
        f"P-4,{'x' * 1_000_000},Long,2018-03-04,",
        "P-5,Nul\0,Byte,2018-03-04,",
        "P-6,too,many,2018-03-04,EX1 1AA,cells",
        BEN,
    )
    load_id = load(world, "police", *lines)
    with seen_by(world, "police"):
        refused = queries.refused(load_id, actor=world.actor("police"))
        kept = list(RefusedRow.objects.values_list("column", "sentence"))
    assert {row.line for row in refused} >= {3, 5, 6, 7, 8}
    assert all(row.sentence for row in refused)
    assert max(len(column) + len(sentence) for column, sentence in kept) < 400
    assert not any("xxx" in sentence or "Again" in sentence for _, sentence in kept), "nothing of the line is kept"
    assert references(ask(world, "police", BEN_HIMSELF)) == ["P-2"]
    assert state(world).loads[0].state == "done"


@pytest.mark.parametrize("content", [b"name,age\nAda,8\n", b"\xff\xfe\x00r\x00e", b"reference,given_names\n"])
def test_a_file_that_cannot_be_read_changes_nothing(world: World, content: bytes) -> None:
    load(world, "police", ADA)
    with seen_by(world, "police"):
        services.load(agency_id=world.agencies["police"], file=BytesIO(content), actor=world.actor("police"), at=NOW)
    services.begin_waiting(hub_id=world.hub_id, at=NOW)
    assert references(ask(world, "police")) == ["P-1"]
    found = state(world)
    stopped = [each for each in found.loads if each.state == "stopped"]
    assert len(stopped) == 1
    assert stopped[0].ended_words
    assert found.people == 1
    with world.inside():
        assert not LoadFile.objects.exists()


def test_a_file_that_would_leave_fewer_than_half_of_the_people_changes_nothing(world: World) -> None:
    many = [ADA, *(f"N-{number},Anybody,Starling,2001-02-03,EX4 4PL" for number in range(rules.ENOUGH_TO_TELL - 1))]
    load(world, "police", *many)
    before = tables()
    load(world, "police", *many[1:50], *["refused," for _ in many], at=NOW + timedelta(days=1))
    assert references(ask(world, "police")) == ["P-1"]
    found = state(world)
    assert (found.people, found.loads[0].state, found.loads[0].loaded) == (len(many), "stopped", 0)
    assert "Fewer than half" in found.loads[0].ended_words
    assert tables() == before

    load(world, "police", *many[1:51], at=NOW + timedelta(days=2))  # half of them is enough
    assert state(world).people == 50


def test_whoever_means_a_far_smaller_index_withdraws_the_one_before(world: World) -> None:
    load(world, "police", *(f"N-{number},Anybody,Starling,2001-02-03,EX4 4PL" for number in range(150)))
    with seen_by(world, "police"):
        services.withdraw(agency_id=world.agencies["police"], actor=world.actor("police"), at=NOW)
    load(world, "police", ADA, at=NOW + timedelta(days=1))
    assert references(ask(world, "police")) == ["P-1"]


def test_what_breaks_in_the_middle_leaves_the_old_index_and_nothing_half_filled(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(world, "police", ADA)
    before = tables()

    def breaks(*_: object, **__: object) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(copying, "copy", breaks)
        with pytest.raises(OSError, match="the disk is full"):
            load(world, "police", BEN)
    assert tables() == before
    assert references(ask(world, "police")) == ["P-1"]
    assert {each.state for each in state(world).loads} == {"done", "stopped"}
    load(world, "police", BEN)
    assert references(ask(world, "police", BEN_HIMSELF)) == ["P-2"]


def test_one_load_of_an_index_at_a_time(world: World) -> None:
    with seen_by(world, "police"):
        told: dict[str, Any] = {"agency_id": world.agencies["police"], "actor": world.actor("police"), "at": NOW}
        services.load(file=file(ADA), **told)
        with pytest.raises(RuleBroken) as caught:
            services.load(file=file(ADA), **told)
    assert caught.value.rule == "index.one_load_at_a_time"


@pytest.mark.parametrize("who", ["health", "manager", "governance", "business_support"])
def test_only_the_agency_s_own_people_load_its_index(world: World, who: str) -> None:
    with pytest.raises(Refused):
        load(world, "police", ADA, who=who)
    load(world, "police", ADA, who="evaluator")
    assert references(ask(world, "police")) == ["P-1"]


def test_the_administrator_sees_how_an_index_stands_and_no_line_of_it(world: World) -> None:
    load_id = load(world, "police", ADA, ",Nobody,Known,2001-01-05,")
    assert state(world, "administrator").people == 1
    with seen_by(world, "administrator"), pytest.raises(Refused):
        queries.refused(load_id, actor=world.actor("administrator"))
    with seen_by(world, "health"), pytest.raises(NotFound):
        queries.refused(load_id, actor=world.actor("health"))
    with seen_by(world, "police"):
        assert len(queries.refused(load_id, actor=world.actor("police"))) == 1


def test_an_agency_without_an_agreement_that_holds_has_no_index(world: World) -> None:
    with pytest.raises(RuleBroken) as caught:
        load(world, "police", ADA, at=NOW.replace(year=2031))
    assert caught.value.rule == "index.agreement_holds"


def test_the_file_is_kept_encrypted_until_it_was_loaded_and_then_not_at_all(world: World) -> None:
    with seen_by(world, "police"):
        services.load(agency_id=world.agencies["police"], file=file(ADA), actor=world.actor("police"), at=NOW)
        assert b"Wren" not in bytes(LoadFile.objects.get().content_ciphertext)
    services.begin_waiting(hub_id=world.hub_id, at=NOW)
    with world.inside():
        assert not LoadFile.objects.exists()


def test_an_index_that_was_made_with_other_keys_says_so_and_does_not_answer(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(world, "police", ADA)
    with monkeypatch.context() as patch:
        patch.setattr("openmash.person_index.queries.secrets.KEY_SCHEME", f"{keys.KEY_SCHEME}-next")
        with pytest.raises(MustBeReloaded):
            ask(world, "police")
        assert state(world).must_be_reloaded
        with seen_by(world, "police"), pytest.raises(RuleBroken) as caught:
            services.put(
                agency_id=world.agencies["police"],
                record=told_of()._replace(reference="P-9"),
                actor=world.actor("police"),
                at=NOW,
            )
        assert caught.value.rule == "index.keys_are_current"
        load(world, "police", ADA)
        assert references(ask(world, "police")) == ["P-1"]


def test_each_step_is_on_the_log_of_the_agency(world: World) -> None:
    load(world, "police", ADA)
    with world.inside():
        events = Event.objects.filter(about_kind="index").order_by("written_at")
        assert [each.name for each in events] == ["index.load_asked", "index.load_begun", "index.loaded"]
        assert {each.owner_id for each in events} == {world.agencies["police"]}
        assert "Ada" not in str([each.detail for each in events])
