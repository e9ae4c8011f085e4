"""`openmash mail read`: what came by secure e-mail is taken in and gone; what is no answer is put aside."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from email.message import EmailMessage
from pathlib import Path

import pytest

from config import mail_command
from openmash.audit.models import Event
from openmash.checks import queries as check_queries
from openmash.checks.models import RefusedMail, ReplyFile
from openmash.core import clock
from openmash.notifications import queries as notification_queries
from openmash.sealed import queries as sealed_queries
from openmash.sealed import services as sealed_services
from openmash.uploads import Upload
from openmash.worklists import queries as worklist_queries
from tests import files
from tests.rooms import Case, open_case
from tests.world import devon

pytestmark = pytest.mark.django_db

WORDS = "She has missed eleven days since half term."


@pytest.fixture
def case() -> Case:
    return open_case(devon(at=clock.now()), at=clock.now())


def saved(
    case: Case, folder: Path, name: str, *, sender: str, words: str = WORDS, attached: tuple[Upload, ...] = ()
) -> Path:
    """The school answers the hub's message in its mail program, and the mail lies in the folder."""
    [letter] = [each for each in notification_queries.outbox(case.world.hub_id) if each.kind == "check_link"]
    message = EmailMessage()
    message["From"], message["Subject"] = f"Ms Sparrow <{sender}>", "RE: information"
    message.set_content(f"{words}\n\nOn Tuesday the hub wrote:\n> {letter.body.replace(chr(10), chr(10) + '> ')}\n")
    for file in attached:
        message.add_attachment(file.content, maintype="application", subtype="octet-stream", filename=file.name)
    path = folder / name
    path.write_bytes(message.as_bytes())
    return path


def test_an_answer_is_taken_in_and_what_is_none_is_put_aside_with_the_reason(
    case: Case,
    tmp_path: Path,
    as_outside: Callable[[], AbstractContextManager[None]],
    capsys: pytest.CaptureFixture[str],
) -> None:
    with case.world.inside():
        [check_id] = case.ask("school")
        [school] = check_queries.checks_of(case.enquiry_id, actor=case.world.actor("manager"))
        own = school_address(case)
        false = saved(case, tmp_path, "a.eml", sender="ms.sparrow@elsewhere.example")
        right = saved(case, tmp_path, "b.eml", sender=own)
    with as_outside():
        code = mail_command.main(["read", str(tmp_path), "--hub", case.world.slug])

    assert code == 1
    assert "1 read in, 1 refused" in capsys.readouterr().out
    assert not right.exists()
    assert not false.exists()
    why = (tmp_path / "refused" / "a.why.txt").read_text()
    assert "does not come from the organisation that was asked" in why
    assert WORDS not in why
    with case.world.inside():
        assert sealed_services.take_in_replies(hub_id=case.world.hub_id, at=clock.now()) == 1
        assert check_queries.check(check_id, actor=case.world.actor("manager")).state == "answered"
        assert school.waiting


def read_in(case: Case, folder: Path, as_outside: Callable[[], AbstractContextManager[None]]) -> int:
    """The mailbox is read at the outside door, as its own role; then the worker takes in what came."""
    with as_outside():
        code = mail_command.main(["read", str(folder), "--hub", case.world.slug])
    with case.world.inside():
        sealed_services.take_in_replies(hub_id=case.world.hub_id, at=clock.now())
    return code


def test_files_of_a_mail_lie_with_its_words_in_the_room(
    case: Case, tmp_path: Path, as_outside: Callable[[], AbstractContextManager[None]]
) -> None:
    with case.world.inside():
        [check_id] = case.ask("school")
        attached = (Upload("register.txt", b"Eleven days."), Upload("photo.jpg", files.jpeg()))
        saved(case, tmp_path, "a.eml", sender=school_address(case), attached=attached)

    assert read_in(case, tmp_path, as_outside) == 0

    with case.world.inside():
        manager = case.world.actor("manager")
        [item] = [each for each in case.seen_by("manager").values() if each.check_id == check_id]
        assert item.text == WORDS
        kept = sealed_queries.files_of([item], actor=manager)[item.id]
        assert [file.name for file in kept] == ["register.txt", "photo.jpg"]
        opened = sealed_queries.file(kept[0].id, actor=manager, at=case.later())
        assert opened.content == b"Eleven days."


def test_files_alone_are_an_answer_that_says_that_nothing_was_written(
    case: Case, tmp_path: Path, as_outside: Callable[[], AbstractContextManager[None]]
) -> None:
    with case.world.inside():
        [check_id] = case.ask("school")
        saved(case, tmp_path, "a.eml", sender=school_address(case), words="", attached=(Upload("register.txt", b"11"),))

    assert read_in(case, tmp_path, as_outside) == 0

    with case.world.inside():
        [item] = [each for each in case.seen_by("manager").values() if each.check_id == check_id]
        assert item.text.startswith("They wrote nothing in the e-mail itself")


def test_a_nil_return_by_mail_is_signed_by_whoever_wrote_it(
    case: Case, tmp_path: Path, as_outside: Callable[[], AbstractContextManager[None]]
) -> None:
    with case.world.inside():
        [check_id] = case.ask("school")
        words = "No trace\nSearched: the register since 2015"
        saved(case, tmp_path, "a.eml", sender=school_address(case), words=words)

    assert read_in(case, tmp_path, as_outside) == 0

    with case.world.inside():
        check = check_queries.check(check_id, actor=case.world.actor("manager"))
        assert (check.state, check.nil_return, check.searched) == ("answered", "no_trace", "the register since 2015")
        assert check.answered_by_name.startswith("Ms Sparrow, by e-mail from")
        assert not case.seen_by("manager")


def rings(case: Case, who: str) -> list[str]:
    """What somebody's worklist says of mails that were not read in."""
    found = worklist_queries.needs_me(case.world.actor(who), at=clock.now())
    return [row.words for row in found if row.kind == "ring"]


@pytest.mark.parametrize(
    ("words", "attached", "says"),
    [
        (WORDS, (Upload("register.exe", b"MZ" + bytes(99)),), "it has a program in it"),
        (WORDS, tuple(Upload(f"{n}.txt", b"x") for n in range(6)), "too many files"),
        ("No trace", (), "not where they searched"),
        ("No trace\nSearched: all\n\nHe hit her.", (), "something else as well"),
    ],
)
def test_what_came_from_them_and_cannot_be_read_in_is_on_the_worklist_of_whoever_chases(
    case: Case,
    tmp_path: Path,
    as_outside: Callable[[], AbstractContextManager[None]],
    words: str,
    attached: tuple[Upload, ...],
    says: str,
) -> None:
    with case.world.inside():
        [check_id] = case.ask("school")
        address = school_address(case)
        saved(case, tmp_path, "a.eml", sender=address, words=words, attached=attached)
        saved(case, tmp_path, "b.eml", sender=address, words=words, attached=attached)

    assert read_in(case, tmp_path, as_outside) == 1

    with case.world.inside():
        manager = case.world.actor("manager")
        assert check_queries.check(check_id, actor=manager).state == "asked"
        [sentence] = rings(case, "manager")
        assert says in sentence
        assert rings(case, "police") == []
        assert [each.because for each in check_queries.answers_not_read([check_id], actor=manager)[check_id]] == [
            sentence
        ]
        [event] = Event.objects.filter(name="check.mail_put_aside")
        assert "register" not in str(event.detail)
        assert not ReplyFile.objects.exists()
        saved(case, tmp_path, "c.eml", sender=address)

    assert read_in(case, tmp_path, as_outside) == 0  # the link still opens: they send it once more

    with case.world.inside():
        assert check_queries.check(check_id, actor=manager).state == "answered"
        assert rings(case, "manager") == []


def test_a_mail_from_elsewhere_rings_nobody(
    case: Case, tmp_path: Path, as_outside: Callable[[], AbstractContextManager[None]]
) -> None:
    with case.world.inside():
        case.ask("school")
        attached = (Upload("register.exe", b"MZ" + bytes(99)),)
        saved(case, tmp_path, "a.eml", sender="ms.sparrow@elsewhere.example", attached=attached)

    assert read_in(case, tmp_path, as_outside) == 1

    with case.world.inside():
        assert rings(case, "manager") == []
        assert not RefusedMail.objects.exists()


def test_a_folder_or_a_hub_that_is_not_there_is_said(
    case: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert mail_command.main(["read", str(tmp_path / "nowhere"), "--hub", case.world.slug]) == 1
    assert "there is no such folder" in capsys.readouterr().err
    assert mail_command.main(["read", str(tmp_path), "--hub", "atlantis"]) == 1
    assert capsys.readouterr().err.strip()
    assert mail_command.main(["read", str(tmp_path), "--hub", case.world.slug]) == 0


def school_address(case: Case) -> str:
    """Where the hub writes to the school."""
    [letter] = [each for each in notification_queries.outbox(case.world.hub_id) if each.kind == "check_link"]
    return letter.to
