"""Agencies get what the hub signed, and check their own part of the log with it."""

from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.core import mail

from openmash.agencies import services as agency_services
from openmash.audit import queries as audit_queries
from openmash.audit import services as audit
from openmash.core.errors import Refused, RuleBroken
from openmash.notifications import services as notification_services
from tests.assurance.test_audit_tampering import script
from tests.world import NOW, World, devon

pytestmark = pytest.mark.django_db
ADDRESS = "kept@police.example"


@pytest.fixture
def world() -> World:
    return devon(people=("manager", "police", "health"))


def read(world: World, times: int, at: datetime) -> None:
    """Information of the police is read, and the worker goes round."""
    owner = world.agencies["police"]
    for _ in range(times):
        audit.record("item.read", actor=world.actor("manager"), at=at, about=("item", uuid4()), owner=owner)
    audit.seal(hub_id=world.hub_id, at=at)
    notification_services.send_checkpoints(hub_id=world.hub_id, at=at)
    notification_services.deliver_waiting(hub_id=world.hub_id, at=at)


def want(world: World, every: str, to: str = ADDRESS, who: str = "police") -> None:
    agency_services.want_checkpoints(
        agency_id=world.agencies["police"], to=to, every=every, actor=world.actor(who), at=NOW
    )


@pytest.mark.parametrize(("every", "mails"), [("hourly", 4), ("daily", 2), ("", 0)])
def test_checkpoints_come_as_often_as_the_agency_said(world: World, every: str, mails: int) -> None:
    with world.inside():
        want(world, every)
        for minutes in (0, 10, 61, 125, 24 * 60 + 1):
            read(world, 1, NOW + timedelta(minutes=minutes))
    assert len(mail.outbox) == mails
    assert {message.to[0] for message in mail.outbox} <= {ADDRESS}


def test_nothing_comes_while_nothing_was_added(world: World) -> None:
    with world.inside():
        read(world, 1, NOW)
        want(world, "hourly")  # that it said so is an event, too
        read(world, 0, NOW)
        read(world, 0, NOW + timedelta(hours=2))
    assert len(mail.outbox) == 1


def test_the_mails_that_an_agency_kept_check_its_extract(world: World, tmp_path: Path) -> None:
    with world.inside():
        want(world, "hourly")
        for hours in range(3):
            read(world, 5, NOW + timedelta(hours=hours))
        lines = audit.export_slice(agency_id=world.agencies["police"], actor=world.actor("police"), at=NOW)
        (tmp_path / "log.jsonl").write_text("".join(lines))
        key = audit_queries.state(world.hub_id).verifier_key
    kept = []
    for number, message in enumerate(mail.outbox):
        (tmp_path / f"{number}.txt").write_text(str(message.body))
        kept += ["--held", str(tmp_path / f"{number}.txt")]
    assert len(mail.outbox) == 3
    assert script.main([str(tmp_path / "log.jsonl"), "--key", key, *kept]) == script.HOLDS


def test_only_the_agency_itself_says_where_they_go_and_an_address_is_needed(world: World) -> None:
    with world.inside():
        for who in ("health", "manager"):
            with pytest.raises(Refused):
                want(world, "daily", who=who)
        with pytest.raises(RuleBroken, match="Enter the e-mail address"):
            want(world, "daily", to="")
        want(world, "daily")
