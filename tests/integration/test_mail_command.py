"""`openmash mail read`: what came by secure e-mail is taken in and gone; what is no answer is put aside."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from email.message import EmailMessage
from pathlib import Path

import pytest

from config import mail_command
from openmash.checks import queries as check_queries
from openmash.core import clock
from openmash.notifications import queries as notification_queries
from openmash.sealed import services as sealed_services
from tests.rooms import Case, open_case
from tests.world import devon

pytestmark = pytest.mark.django_db

WORDS = "She has missed eleven days since half term."


@pytest.fixture
def case() -> Case:
    return open_case(devon(at=clock.now()), at=clock.now())


def saved(case: Case, folder: Path, name: str, *, sender: str) -> Path:
    """The school answers the hub's message in its mail program, and the mail lies in the folder."""
    [letter] = [each for each in notification_queries.outbox(case.world.hub_id) if each.kind == "check_link"]
    message = EmailMessage()
    message["From"], message["Subject"] = f"Ms Sparrow <{sender}>", "RE: information"
    message.set_content(f"{WORDS}\n\nOn Tuesday the hub wrote:\n> {letter.body.replace(chr(10), chr(10) + '> ')}\n")
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
