"""A virtual partner attaches files through a one-time link, and the hub takes in what was sent and nothing else."""

import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from openmash.checks import queries as check_queries
from openmash.checks import services as check_services
from openmash.checks.models import ReplyFile
from openmash.core import clock
from openmash.hubs import services as hub_services
from openmash.notifications import services as notifications
from openmash.sealed import queries, services
from openmash.uploads import sandbox
from openmash.uploads.faults import Faulty
from tests import files
from tests.rooms import Case, open_case
from tests.world import NOW, devon, sign_in

pytestmark = pytest.mark.django_db

Outside = Callable[[], AbstractContextManager[None]]
TYPED = {
    "name": "Gwen Hartley",
    "role": "Headteacher",
    "searched": "Pupil records",
    "kind": "items",
    "items-TOTAL_FORMS": "1",
    "items-INITIAL_FORMS": "0",
    "items-0-text": "She is often absent on Mondays.",
    "items-0-source_kind": "fact",
    "items-0-leave": "ask",
}
SENT = NOW + timedelta(hours=1)


@pytest.fixture(autouse=True)
def present(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """An hour after the link was sent; and no temporary file is ever made."""
    monkeypatch.setattr(clock, "now", lambda: SENT)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    yield
    assert list(tmp_path.rglob("*")) == []


@pytest.fixture
def case() -> Iterator[Case]:
    """One family's enquiry; the school was asked by a one-time link."""
    case = open_case(devon(), at=NOW - timedelta(minutes=10))
    with case.world.inside():
        case.ask("school")
        yield case


def link(case: Case) -> str:
    """The path in the mail to the school."""
    notifications.deliver_waiting(hub_id=case.world.hub_id, at=NOW)
    found = re.search(r"(/devon/answer/[0-9A-Z-]+/)", str(mail.outbox[-1].body))
    assert found
    return f"{found[1]}send/"


def sent(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def kept(page: Any) -> list[str]:
    """The signed names of what was attached, as the page carries them."""
    return re.findall(r'name="items-0-files-kept" value="([^"]+)"', page.content.decode())


def taken_in(case: Case) -> list[str]:
    """The names of the files in the room, once the worker has gone round."""
    services.take_in_replies(hub_id=case.world.hub_id, at=SENT)
    manager = case.world.actor("manager")
    room = queries.room(case.enquiry_id, actor=manager, at=SENT)
    return [file.name for found in queries.files_of(room.items, actor=manager).values() for file in found]


def test_what_is_attached_and_sent_is_in_the_room(case: Case, outside_door: Outside) -> None:
    url, client = link(case), Client()
    with outside_door():
        page = client.post(url, {**TYPED, "items-0-files": sent("register.pdf", files.pdf()), "attach": "1"})
        assert "register.pdf" in page.content.decode()
        assert "She is often absent" in page.content.decode()
        tokens = kept(page)
        page = client.post(url, {**TYPED, "items-0-files-kept": tokens, "items-0-files": sent("b.txt", b"b")})
        assert page.status_code == 302, page.content.decode()

    assert taken_in(case) == ["register.pdf", "b.txt"]
    check_services.forget_reply_files(hub_id=case.world.hub_id, at=SENT)
    assert not ReplyFile.objects.exists()


def test_what_was_removed_before_sending_is_not_taken_in_and_is_deleted(case: Case, outside_door: Outside) -> None:
    url, client = link(case), Client()
    with outside_door():
        tokens = kept(client.post(url, {**TYPED, "items-0-files": sent("no.txt", b"no"), "attach": "1"}))
        gone = re.findall(
            r'name="take_off_file" value="([^"]+)"',
            client.post(url, {**TYPED, "items-0-files-kept": tokens, "attach": "1"}).content.decode(),
        )
        page = client.post(url, {**TYPED, "items-0-files-kept": tokens, "take_off_file": gone[0]})
        assert kept(page) == []
        client.post(url, TYPED)

    assert taken_in(case) == []
    assert ReplyFile.objects.count() == 1
    assert check_services.forget_reply_files(hub_id=case.world.hub_id, at=SENT) == 1


def test_a_hostile_file_is_refused_at_the_door(case: Case, outside_door: Outside) -> None:
    url, client = link(case), Client()
    with outside_door():
        page = client.post(url, {**TYPED, "items-0-files": sent("letter.pdf", b"MZ")})
    html = page.content.decode()
    assert "Item 1: “letter.pdf” is not what its name says" in html
    assert "She is often absent" in html
    assert not ReplyFile.objects.exists()


def test_the_door_cannot_read_back_what_it_took_in(case: Case, outside_door: Outside) -> None:
    url, client, mark = link(case), Client(), b"MARK-OF-A-SCHOOL"
    with outside_door():
        client.post(url, {**TYPED, "items-0-files": sent("a.txt", mark), "attach": "1"})
        for statement in ("SELECT ciphertext FROM checks_replyfile", "DELETE FROM checks_replyfile"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
        with pytest.raises(DatabaseError), transaction.atomic():
            hub_services.intake_private_key(case.world.hub_id)
    assert mark not in bytes(ReplyFile.objects.get().ciphertext)


def test_an_invented_name_of_a_file_is_not_taken(case: Case, outside_door: Outside) -> None:
    url, client = link(case), Client()
    with outside_door():
        page = client.post(url, {**TYPED, "items-0-files-kept": "invented", "attach": "1"})
        assert kept(page) == []


def test_one_link_takes_twenty_files_and_no_more(case: Case, outside_door: Outside) -> None:
    url, client = link(case), Client()
    with outside_door():
        for n in range(20):  # each page forgets what the last one attached, as somebody who floods would
            client.post(url, {**TYPED, "items-0-files": sent(f"{n}.txt", b"a"), "attach": "1"})
        page = client.post(url, {**TYPED, "items-0-files": sent("more.txt", b"a"), "attach": "1"})
    assert "No more than 20 files" in page.content.decode()
    assert ReplyFile.objects.count() == 20


def test_the_hub_checks_again_and_says_why_a_reply_was_not_taken_in(
    case: Case, outside_door: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, client = link(case), Client()
    with outside_door(), monkeypatch.context() as patch:  # somebody took over the door, and it checks nothing
        patch.setattr(sandbox, "inspect", lambda kind, content: ())
        client.post(url, {**TYPED, "items-0-files": sent("letter.pdf", b"MZ")})

    assert taken_in(case) == []
    manager = Client()
    sign_in(manager, case.world, "manager")
    [check] = check_queries.checks_of(case.enquiry_id, actor=case.world.actor("manager"))
    page = manager.get(reverse("checks:answer", args=[check.id])).content.decode()
    assert "An answer from them could not be taken in." in page


def test_a_scanner_that_is_down_inside_loses_no_reply(
    case: Case, outside_door: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, client = link(case), Client()
    with outside_door():
        client.post(url, {**TYPED, "items-0-files": sent("a.txt", b"a")})

    def is_down(kind: str, content: bytes) -> tuple[str, ...]:
        raise Faulty("not_scanned")

    with monkeypatch.context() as patch:
        patch.setattr(sandbox, "inspect", is_down)
        assert taken_in(case) == []
    assert taken_in(case) == ["a.txt"]
