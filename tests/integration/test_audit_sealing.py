"""Events get their places in the tree, and what is signed about it is never two stories."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from openmash.audit import queries as audit_queries
from openmash.audit import rules
from openmash.audit import services as audit
from openmash.audit.models import Checkpoint, Event, Leaf
from openmash.audit.queries.verification import verified
from openmash.audit.services import sealing
from tests.world import NOW, World, devon

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return devon(people=("police", "manager"))


def happens(world: World, times: int = 1) -> None:
    for _ in range(times):
        audit.record("enquiry.opened", actor=world.actor("manager"), at=NOW, about=("enquiry", uuid4()))


def kept(world: World) -> Path:
    return Path(settings.OPENMASH_SEALS) / f"{world.hub_id}.json"


def test_the_database_writes_the_bytes_of_an_event_itself(world: World) -> None:
    with world.inside():
        Event.objects.create(
            hub_id=world.hub_id, at=NOW, name="enquiry.opened", actor_id=uuid4(), actor_role="manager",
            about_kind="enquiry", about_id=uuid4(), body=b"something else", written_at=NOW - timedelta(days=900),
        )  # fmt: skip
        row = Event.objects.get(name="enquiry.opened")
    said = json.loads(bytes(row.body or b""))
    assert (said["id"], said["name"], said["at"]) == (str(row.id), "enquiry.opened", "2026-11-18T10:00:00.000000Z")
    assert row.written_at is not None
    assert row.written_at > NOW


def test_an_event_that_holds_more_than_codes_and_numbers_is_not_taken(world: World) -> None:
    with world.inside(), pytest.raises(audit.NotWritten), transaction.atomic():
        audit.record(
            "enquiry.opened",
            actor=world.actor("manager"),
            at=NOW,
            about=("enquiry", uuid4()),
            detail={"x": "y" * 70_000},
        )
    with world.inside():
        happens(world)
        assert Event.objects.filter(name="enquiry.opened").count() == 1


def test_events_are_sealed_once_each_without_gaps(world: World) -> None:
    with world.inside():
        happens(world, 3)
        assert audit.seal(hub_id=world.hub_id, at=NOW) == 3
        assert audit.seal(hub_id=world.hub_id, at=NOW) == 0
        happens(world, 4)
        assert audit.seal(hub_id=world.hub_id, at=NOW) == 4
        assert sorted(Leaf.objects.values_list("index", flat=True)) == list(range(7))
        bodies = {e.id: bytes(e.body or b"") for e in Event.objects.all()}
        leaves = Leaf.objects.order_by("index")
        tree = rules.Tree([rules.leaf_hash(bodies[leaf.event_id]) for leaf in leaves])
        newest = Checkpoint.objects.order_by("-size").first()
        assert newest is not None
        state = audit_queries.state(world.hub_id)
        assert rules.read_note(newest.note, state.public_key, signer=state.origin).root == tree.root()
        found = verified(world.hub_id)
    assert (found.events, found.checkpoints, found.waiting, found.problems) == (7, 2, 0, ())


def test_an_event_that_is_committed_late_is_not_left_out(world: World) -> None:
    """Its moment of writing lies before that of events that are sealed already."""
    with world.inside():
        happens(world, 2)
        late, early = Event.objects.order_by("written_at")
        _seal_alone(world, early, through=early.written_at)
        assert audit.seal(hub_id=world.hub_id, at=NOW) == 1
        assert Leaf.objects.get(event_id=late.id).index == 1
        assert verified(world.hub_id).problems == ()


def test_what_was_committed_hours_late_is_sealed_at_night(world: World) -> None:
    with world.inside():
        happens(world, 2)
        _, early = Event.objects.order_by("written_at")
        _seal_alone(world, early, through=early.written_at + timedelta(hours=3))
        assert audit.seal(hub_id=world.hub_id, at=NOW) == 0
        assert verified(world.hub_id).waiting == 1
        assert audit.seal_everything(hub_id=world.hub_id, at=NOW) == 1


def _seal_alone(world: World, event: Event, *, through: Any) -> None:
    """What the sealer does with one event while the other's transaction is still open."""
    hash_ = rules.leaf_hash(bytes(event.body or b""))
    edge = rules.Edge().with_leaves([hash_])
    Leaf.objects.create(event_id=event.id, hub_id=world.hub_id, index=0, hash=hash_)
    note = sealing._signed(world.hub_id, edge)
    Checkpoint.objects.create(
        hub_id=world.hub_id, size=1, note=note, edge=edge.as_bytes(), signed_at=NOW, sealed_through=through
    )


def test_nothing_is_signed_after_the_database_was_rolled_back(
    world: World, django_capture_on_commit_callbacks: Any
) -> None:
    with world.inside():
        happens(world, 2)
        with django_capture_on_commit_callbacks(execute=True):
            audit.seal(hub_id=world.hub_id, at=NOW)
        early = transaction.savepoint()
        happens(world, 2)
        with django_capture_on_commit_callbacks(execute=True):
            audit.seal(hub_id=world.hub_id, at=NOW)
        assert audit.seal(hub_id=world.hub_id, at=NOW) == 0  # the control: nothing is wrong
        transaction.savepoint_rollback(early)
        happens(world, 2)
        with pytest.raises(audit.LogDisagrees, match="rolled back"):
            audit.seal(hub_id=world.hub_id, at=NOW)


def test_a_sealer_that_died_before_it_could_keep_its_record_goes_on(world: World) -> None:
    """Nothing runs on commit in this test: the record stays where it was when the hub opened."""
    with world.inside():
        for _ in range(3):
            happens(world, 3)
            assert audit.seal(hub_id=world.hub_id, at=NOW) == 3
        assert json.loads(kept(world).read_text())["size"] == 0
        assert verified(world.hub_id).problems == ()


def test_a_sealer_that_died_midway_leaves_nothing_and_signs_the_same_again(world: World) -> None:
    with world.inside():
        happens(world, 3)
        before = transaction.savepoint()
        assert audit.seal(hub_id=world.hub_id, at=NOW) == 3
        transaction.savepoint_rollback(before)
        assert not Leaf.objects.exists()
        assert not Checkpoint.objects.exists()
        assert audit.seal(hub_id=world.hub_id, at=NOW) == 3


def test_without_the_record_outside_nothing_is_signed_until_somebody_adopts_the_log(world: World) -> None:
    with world.inside():
        happens(world, 2)
        audit.seal(hub_id=world.hub_id, at=NOW)
        kept(world).unlink()
        with pytest.raises(audit.LogDisagrees, match="no record"):
            audit.seal(hub_id=world.hub_id, at=NOW)
        assert audit.adopt(hub_id=world.hub_id) == 2
        happens(world)
        assert audit.seal(hub_id=world.hub_id, at=NOW) == 1


def test_a_leaf_or_a_checkpoint_that_the_sealer_did_not_write_stops_it(world: World) -> None:
    with world.inside():
        happens(world, 2)
        audit.seal(hub_id=world.hub_id, at=NOW)
        before = transaction.savepoint()
        Leaf.objects.create(event_id=uuid4(), hub_id=world.hub_id, index=2, hash=b"\0" * 32)
        with pytest.raises(audit.LogDisagrees, match="no checkpoint covers"):
            audit.seal(hub_id=world.hub_id, at=NOW)
        newest = Checkpoint.objects.order_by("-size")[0]
        Checkpoint.objects.create(
            hub_id=world.hub_id, size=3, note=newest.note, edge=b"", signed_at=NOW, sealed_through=newest.sealed_through
        )
        with pytest.raises(audit.LogDisagrees, match="does not continue"):
            audit.seal(hub_id=world.hub_id, at=NOW)
        transaction.savepoint_rollback(before)
        assert audit.seal(hub_id=world.hub_id, at=NOW) == 0


@pytest.mark.parametrize("table", ["audit_event", "audit_leaf", "audit_checkpoint", "audit_verification"])
@pytest.mark.parametrize("what", ["UPDATE {} SET hub_id = hub_id", "DELETE FROM {}", "TRUNCATE {}"])
def test_neither_door_may_change_or_empty_the_log(world: World, table: str, what: str, as_outside: Any) -> None:
    with world.inside():
        happens(world)
        for door in (world.inside, as_outside):
            with door(), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(what.format(table))
        assert Event.objects.exists()


@pytest.mark.parametrize("table", ["audit_leaf", "audit_checkpoint", "audit_signingkey", "audit_verification"])
def test_the_outside_door_has_nothing_to_do_with_the_tree(world: World, table: str, as_outside: Any) -> None:
    with world.inside(), connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")  # the control: the inside reads it
        with as_outside(), pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute(f"SELECT count(*) FROM {table}")
