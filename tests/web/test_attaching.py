"""Attaching files on the pages of the hub, and opening them: without JavaScript, without a disk, never in the page."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings

from openmash.checks.services import ask
from openmash.sealed import services
from openmash.sealed.models import Attachment, WaitingFile
from openmash.uploads import Upload
from tests import files
from tests.rooms import Case, open_case
from tests.world import NOW, devon, sign_in

pytestmark = pytest.mark.django_db

TYPED = {"text": "A bruise was photographed.", "source_kind": "fact", "sensitivity": "hub", "leave": "ask"}


@pytest.fixture
def case() -> Case:
    """One family's enquiry."""
    return open_case(devon())


@pytest.fixture(autouse=True)
def temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where temporary files would be made; nothing may ever be there."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    yield tmp_path
    assert list(tmp_path.rglob("*")) == []


@pytest.fixture
def police(client: Client, case: Case) -> Client:
    """Somebody of the police, signed in."""
    return sign_in(client, case.world, "police")


def add_url(case: Case) -> str:
    return f"/enquiries/{case.enquiry_id}/room/add/"


def sent(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/octet-stream")


def post(client: Client, url: str, **fields: Any) -> Any:
    return client.post(url, {**TYPED, **fields})


def on_items(case: Case) -> int:
    """How many files are on items."""
    with case.world.inside():
        return Attachment.objects.count()


def waiting(case: Case) -> list[str]:
    """The ids of the files that wait for their form."""
    with case.world.inside():
        return [str(row.id) for row in WaitingFile.objects.all()]


def item_with_file(case: Case, name: str = "letter.txt", content: bytes = b"words", **told: Any) -> Attachment:
    with case.world.inside():
        file = services.check_file(Upload(name, content))
        item_id = case.put_in("police", "See the letter.", files=(file,), **told)
        return Attachment.objects.get(item_id=item_id)


def test_a_file_is_attached_listed_and_sent_with_the_item(police: Client, case: Case) -> None:
    page = post(police, add_url(case), files=sent("bruise.jpg", files.jpeg(place=True)), attach="files")

    html = page.content.decode()
    assert "bruise.jpg" in html
    assert "The picture says where it was taken." in html
    assert "A bruise was photographed." in html
    assert on_items(case) == 0

    page = post(police, add_url(case))
    assert page.status_code == 302
    assert on_items(case) == 1
    assert waiting(case) == []
    assert "bruise.jpg" in police.get(f"/enquiries/{case.enquiry_id}/room/").content.decode()


def test_a_file_chosen_and_sent_at_once_is_on_the_item(police: Client, case: Case) -> None:
    assert post(police, add_url(case), files=[sent("a.txt", b"a"), sent("b.pdf", files.pdf())]).status_code == 302
    assert on_items(case) == 2


def test_a_file_can_be_removed_before_sending(police: Client, case: Case) -> None:
    post(police, add_url(case), files=sent("a.txt", b"a"), attach="files")
    page = post(police, add_url(case), take_off_file=waiting(case)[0])

    assert "a.txt" not in page.content.decode()
    assert "A bruise was photographed." in page.content.decode()
    post(police, add_url(case))
    assert on_items(case) == 0


def test_a_hostile_file_is_refused_beside_the_field_and_nothing_typed_is_lost(police: Client, case: Case) -> None:
    post(police, add_url(case), files=sent("good.txt", b"a"), attach="files")
    page = post(police, add_url(case), files=sent("letter.pdf", b"MZ"))

    html = page.content.decode()
    assert page.status_code == 200
    assert "“letter.pdf” is not what its name says" in html
    assert 'href="#id_files"' in html
    assert "A bruise was photographed." in html
    assert "good.txt" in html
    assert on_items(case) == 0


def test_when_something_else_is_wrong_the_chosen_file_is_not_lost(police: Client, case: Case) -> None:
    page = post(police, add_url(case), text="", files=sent("a.txt", b"a"))

    assert "Enter what you know" in page.content.decode()
    assert "a.txt" in page.content.decode()
    assert post(police, add_url(case)).status_code == 302
    assert on_items(case) == 1


def test_a_name_in_a_page_is_only_words(police: Client, case: Case) -> None:
    html = post(police, add_url(case), files=sent("<b>a</b>.txt", b"a"), attach="files").content.decode()
    assert "<b>a" not in html


def test_each_item_of_an_answer_has_its_own_files(police: Client, case: Case) -> None:
    with case.world.inside():
        (check_id,) = ask(
            enquiry_id=case.enquiry_id,
            agency_ids=[case.world.agencies["police"]],
            question="What do you know?",
            actor=case.world.actor("coordinator"),
            at=NOW,
        )
    url = f"/checks/{check_id}/items/"
    typed = {"items-TOTAL_FORMS": "2", "items-INITIAL_FORMS": "0", "searched": "PNC, all names"}
    for n, text in enumerate(("First.", "Second.")):
        typed |= {f"items-{n}-{name}": value for name, value in {**TYPED, "text": text}.items()}
    page = police.post(url, {**typed, "items-1-files": sent("second.txt", b"two"), "attach": "items-1-files"})
    assert "second.txt" in page.content.decode()

    page = police.post(url, {**typed, "items-0-files": sent("first.txt", b"one")})

    assert page.status_code == 302, page.content.decode()
    assert on_items(case) == 2
    with case.world.inside():
        assert Attachment.objects.values("item_id").distinct().count() == 2


def test_a_file_without_words_is_not_passed_over(police: Client, case: Case) -> None:
    with case.world.inside():
        (check_id,) = case.ask("police")
    typed = {"items-TOTAL_FORMS": "2", "items-INITIAL_FORMS": "0", "searched": "PNC"}
    typed |= {f"items-0-{name}": value for name, value in TYPED.items()}
    typed |= {"items-1-source_kind": "fact", "items-1-sensitivity": "hub", "items-1-leave": "ask"}

    page = police.post(f"/checks/{check_id}/items/", {**typed, "items-1-files": sent("only.txt", b"a")})

    assert "Item 2: Enter what you know" in page.content.decode()
    assert on_items(case) == 0


def test_a_correction_takes_files_off_and_puts_others_on(police: Client, case: Case) -> None:
    row = item_with_file(case)
    url = f"/room/{row.item_id}/correct/"
    assert "letter.txt" in police.get(url).content.decode()

    typed = {**TYPED, "text": "See the other letter.", "version": "1", "take_off": str(row.id)}
    page = police.post(f"{url}save/", {**typed, "files": sent("other.txt", b"b")})

    assert page.status_code == 302
    html = police.get(f"/enquiries/{case.enquiry_id}/room/").content.decode()
    assert "other.txt" in html
    assert "letter.txt" not in html


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.pdf", files.pdf()), ("a.txt", b"<b>words"), ("a.png", files.png()), ("a.eml", files.mail().as_bytes())],
)
def test_a_file_is_handed_over_and_never_shown_in_the_page(
    police: Client, case: Case, name: str, content: bytes
) -> None:
    row = item_with_file(case, name, content)

    page = police.get(f"/room/files/{row.id}/")

    assert page.content == content
    assert page["Content-Disposition"].startswith("attachment;")
    assert page["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in page["Cache-Control"]
    assert "sandbox" in page["Content-Security-Policy"]
    assert "script-src" not in page["Content-Security-Policy"]
    assert "html" not in page["Content-Type"]


def test_whoever_may_not_read_the_item_gets_no_file(client: Client, case: Case) -> None:
    row = item_with_file(case, sensitivity="restricted")
    url = f"/room/files/{row.id}/"

    for who, status in (("manager", 200), ("health", 403), ("governance", 403), ("administrator", 403)):
        assert sign_in(Client(), case.world, who).get(url).status_code == status, who
    assert Client().get(url).status_code == 302


def test_what_is_longer_than_a_file_may_be_is_said_beside_the_field(police: Client, case: Case) -> None:
    with override_settings(OPENMASH_UPLOADS={"most_files": 5, "most_bytes": 100_000, "scanner": ""}):
        page = post(police, add_url(case), files=sent("long.txt", b"a" * 100_001))
        assert "“long.txt” is larger than 100 KB" in page.content.decode()
        assert "A bruise was photographed." in page.content.decode()
        assert post(police, add_url(case), files=sent("long.txt", b"a" * 100_000)).status_code == 302


def test_files_that_are_too_much_together_are_not_kept_in_memory(police: Client, case: Case) -> None:
    with override_settings(OPENMASH_MOST_IN_MEMORY=150_000):
        page = post(police, add_url(case), files=[sent(f"{n}.txt", b"a" * 100_000) for n in range(3)])
        assert page.content.decode().count("is larger than") >= 2
    assert len(waiting(case)) == 1


def test_a_request_longer_than_anybody_means_is_not_read(police: Client, case: Case) -> None:
    with override_settings(OPENMASH_LONGEST_REQUEST=10_000):
        page = post(police, add_url(case), files=sent("a.txt", b"a" * 20_000))
    assert page.status_code == 413
    assert "Go back: what you typed is still there" in page.content.decode()


def test_two_hundred_large_or_broken_off_uploads_leave_nothing_on_the_disk(
    police: Client, case: Case, temporary_folder: Path
) -> None:
    mark = b"MARK-NEVER-ON-A-DISK-9f"
    whole = mark * 140_000  # three megabytes: more than Django keeps in memory by itself
    body = (
        b'--b\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n'
        b"Content-Type: text/plain\r\n\r\n" + whole + b"\r\n--b--\r\n"
    )
    for n in range(200):
        cut = body if n % 20 == 0 else body[: 1_000 + n * 15_000]
        police.generic("POST", add_url(case), cut, "multipart/form-data; boundary=b")
        assert list(temporary_folder.iterdir()) == []
