"""The outbox: nothing is lost, nothing is sent twice, nothing of a case is in it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection

from openmash.notifications import queries, services
from openmash.notifications.rules import KINDS, words
from tests.world import NOW, World, devon

pytestmark = pytest.mark.django_db


class ServerIsDown(BaseEmailBackend):
    """A mail server that refuses connections."""

    def send_messages(self, email_messages: object) -> int:
        raise ConnectionRefusedError


def ring(world: World) -> None:
    services.queue(
        "check_asked",
        hub_id=world.hub_id,
        to=["mash@health.example", "", "mash@health.example"],
        about_id=world.hub_id,
        at=NOW,
        reference="DEV-1111-2222",
        path="/checks/",
    )


def test_a_message_is_sent_once_to_each_address_and_not_again() -> None:
    world = devon(people=())
    with world.inside():
        ring(world)
        assert services.deliver_waiting(hub_id=world.hub_id, at=NOW) == 1
        assert services.deliver_waiting(hub_id=world.hub_id, at=NOW + timedelta(days=1)) == 0
    assert [message.to for message in mail.outbox] == [["mash@health.example"]]
    assert "DEV-1111-2222" in mail.outbox[0].subject


def test_a_mail_server_that_is_down_for_two_days_loses_nothing(settings: object) -> None:
    world = devon(people=())
    with world.inside():
        ring(world)
        settings.EMAIL_BACKEND = f"{__name__}.ServerIsDown"  # type: ignore[attr-defined]
        tries = [services.deliver_waiting(hub_id=world.hub_id, at=NOW + timedelta(hours=h)) for h in range(48)]
        assert sum(tries) == 48
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"  # type: ignore[attr-defined]
        assert services.deliver_waiting(hub_id=world.hub_id, at=NOW + timedelta(hours=49)) == 1
    assert len(mail.outbox) == 1


def test_a_message_that_failed_waits_its_turn_before_it_is_tried_again(settings: object) -> None:
    world = devon(people=())
    settings.EMAIL_BACKEND = f"{__name__}.ServerIsDown"  # type: ignore[attr-defined]
    with world.inside():
        ring(world)
        assert services.deliver_waiting(hub_id=world.hub_id, at=NOW) == 1
        assert services.deliver_waiting(hub_id=world.hub_id, at=NOW + timedelta(seconds=59)) == 0
        assert services.deliver_waiting(hub_id=world.hub_id, at=NOW + timedelta(seconds=60)) == 1


def test_its_words_are_not_readable_in_the_table_but_are_for_the_hub() -> None:
    world = devon(people=())
    with world.inside():
        ring(world)
        with connection.cursor() as cursor:
            cursor.execute("SELECT notifications_message::text FROM notifications_message")
            assert "checks/" not in cursor.fetchone()[0]
        assert "/checks/" in queries.outbox(world.hub_id)[0].body


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_of_message_can_be_written_and_holds_only_reference_and_link(kind: str) -> None:
    subject, body = words(kind, hub="Devon MASH", reference="DEV-1111-2222", link="https://hub.example/x")
    assert ("DEV-1111-2222" in subject) == (kind != "survey_link")  # a survey is without names and without a case
    assert "{" not in subject + body
    assert "nothing about the case" in body
