"""An answer by e-mail, read as it arrived; and mails that are refused, each with a sentence that says what to do."""

from email.message import EmailMessage

import pytest

from openmash.core.errors import RuleBroken
from openmash.uploads.kinds import Limits, Upload
from openmash.uploads.secure_mail import (
    MailRead,
    Quoted,
    quoted_in,
    read_mail,
    require_from_whom_was_asked,
)
from tests import files
from tests.refusals import refused

LIMITS = Limits()
CODE = "7K3M-2QXA-9T0B-WH4C"
QUOTED = f"\n\nOn 6 October the hub wrote:\n> Your organisation is asked.\n> https://mash.example/ham/answer/{CODE}/\n"
WORDS = "The cooker is disconnected.\n\nThe boy uses a camping stove."


def mail(
    words: str = WORDS, *, quoted: str = QUOTED, sender: str = "Joss <joss@fire.example>", **headers: str
) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, "answers@hub.example", "RE: a request"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(words + quoted)
    return message


def read(message: EmailMessage) -> MailRead:
    return read_mail(message.as_bytes(), limits=LIMITS)


def why_not(message: EmailMessage) -> str:
    """The rule by which it is refused, once its sentence was found to be one."""
    found = refused(read_mail, message.as_bytes(), limits=LIMITS)
    return found[0] if found else ""


def test_what_they_wrote_is_read_without_what_they_quote() -> None:
    assert read(mail()) == MailRead("Joss", "joss@fire.example", WORDS, CODE)


@pytest.mark.parametrize(
    "quoted",
    [
        f"\n-----Original Message-----\nhttps://mash.example/ham/answer/{CODE}/\n",
        f"\n________________________________\nFrom: hub@mash.example\nhttps://mash.example/ham/answer/{CODE}/\n",
        f"\n> https://mash.example/ham/answer/{CODE.lower()}/\n",
        f"\nhttps://mash.example/ham/answer/{CODE}/\n> https://mash.example/ham/answer/{CODE}/\n",
    ],
)
def test_however_a_mail_program_quotes_the_request_it_is_found_and_left_out(quoted: str) -> None:
    found = read(mail(quoted=quoted))
    assert (found.words, found.code) == (WORDS, CODE)


def test_a_mail_in_html_alone_is_read_as_its_words() -> None:
    message = mail()
    message.set_content(
        f"<html><head><style>p {{color: red}}</style></head><p>The cooker &amp; stove.</p><p>Second.</p>"
        f"<p>On 6 October the hub wrote:</p><p>https://mash.example/ham/answer/{CODE}/</p></html>",
        subtype="html",
    )
    assert read(message).words == "The cooker & stove.\nSecond."


def test_what_nobody_would_see_is_not_kept() -> None:
    assert "\u202e" not in read(mail("Safe\u202e and well.")).words


@pytest.mark.parametrize(
    ("message", "rule"),
    [
        (mail(quoted=""), "uploads.mail_quotes_one_request"),
        (mail(quoted=QUOTED + f"> https://mash.example/ham/answer/{CODE[::-1]}/"), "uploads.mail_quotes_one_request"),
        (mail(words=""), "uploads.mail_has_words"),
        (mail(words="> only quoted"), "uploads.mail_has_words"),
        (mail(words="x" * 20_001), "uploads.mail_is_short"),
        (mail(Auto_Submitted="auto-replied"), "uploads.mail_written_by_a_person"),
        (mail(X_Autoreply="yes"), "uploads.mail_written_by_a_person"),
        (mail(sender="nobody"), "uploads.mail_says_from_whom"),
    ],
)
def test_what_is_no_answer_is_refused(message: EmailMessage, rule: str) -> None:
    assert why_not(message) == rule


def with_file(message: EmailMessage, name: str, content: bytes, kind: str = "application/octet-stream") -> EmailMessage:
    return files.attach(message, content, kind, name)


def test_files_come_with_the_words() -> None:
    message = with_file(with_file(mail(), "note.txt", b"A note.", "text/plain"), "visit.pdf", files.pdf())
    found = read(message)
    assert found.words == WORDS
    assert [file.name for file in found.files] == ["note.txt", "visit.pdf"]
    assert found.files[0].content == b"A note."


def test_files_may_come_without_a_word() -> None:
    found = read(with_file(mail(words=""), "note.txt", b"A note."))
    assert (found.words, found.files) == ("", (Upload("note.txt", b"A note."),))


def test_a_mail_within_the_mail_is_a_file_and_its_words_are_not_the_answer() -> None:
    message = mail()
    message.add_attachment(files.mail("The landlord wrote this."))
    [inner] = read(message).files
    assert inner.name.endswith(".eml")
    assert b"The landlord wrote this." in inner.content
    assert read(message).words == WORDS


def test_the_same_words_once_more_in_html_are_no_file_and_a_picture_beside_them_is() -> None:
    message = mail()
    message.add_alternative(f"<p>{WORDS}</p>", subtype="html")
    message.add_attachment(files.png(40, 30), maintype="image", subtype="png", filename="stove.png")
    found = read(message)
    assert [file.name for file in found.files] == ["stove.png"]
    assert found.words == WORDS


def test_words_that_stand_in_a_second_part_are_not_lost() -> None:
    message = mail()
    message.add_attachment("And the alarm is gone.", disposition="inline")
    [second] = read(message).files
    assert (second.name, second.content.strip()) == ("part-3.txt", b"And the alarm is gone.")


@pytest.mark.parametrize(
    ("name", "content", "rule"),
    [
        ("report.exe", b"MZ" + bytes(200), "uploads.program"),
        ("report.pdf", b"MZ" + bytes(200), "uploads.program"),
        ("report.zip", b"PK\x03\x04" + bytes(200), "uploads.attachment"),
        ("report.pdf", b"no pdf", "uploads.not_what_it_says"),
        ("winmail.dat", b"\x78\x9f\x3e\x22", "uploads.attachment"),
    ],
)
def test_a_mail_with_what_is_not_taken_is_refused_and_still_says_which_request_it_quotes(
    name: str, content: bytes, rule: str
) -> None:
    message = with_file(mail(), name, content)
    assert why_not(message) == rule
    assert quoted_in(message.as_bytes()) == Quoted("joss@fire.example", CODE)


def test_what_quotes_none_or_two_or_has_no_sender_is_nobodys() -> None:
    assert quoted_in(mail(quoted="").as_bytes()) is None
    assert quoted_in(mail(quoted=QUOTED + f"/answer/{CODE[::-1]}/").as_bytes()) is None
    assert quoted_in(mail(sender="nobody").as_bytes()) is None
    assert quoted_in(b"X: " + b"y" * 200_000 + mail().as_bytes()) is None
    assert quoted_in(mail().as_bytes()) == Quoted("joss@fire.example", CODE)


@pytest.mark.parametrize(
    "content",
    [b"", b"no mail at all", b"\x00\x01\x02", b"MZ" + b"\x90" * 200, b"<html><script>alert(1)</script></html>"],
)
def test_what_is_no_mail_is_refused_as_every_file_is(content: bytes) -> None:
    with pytest.raises(RuleBroken, match=r"\.$") as broken:
        read_mail(content, limits=LIMITS)
    assert broken.value.rule.startswith("uploads.")


def test_a_mail_that_would_run_something_is_refused() -> None:
    message = mail()
    message.add_alternative('<p onclick="go()">x</p><script>steal()</script>', subtype="html")
    assert why_not(message) == "uploads.active"


def test_a_mail_that_is_too_big_is_refused() -> None:
    broken = refused(read_mail, mail("x" * 2000).as_bytes(), limits=Limits(most_bytes=1000))
    assert broken == ("uploads.too_big", "mail")


def test_it_comes_from_whom_was_asked_and_from_nobody_who_looks_like_them() -> None:
    found = read(mail(sender="Joss <Joss@FIRE.example>"))
    require_from_whom_was_asked(found.address, "Fire.Example")
    for domain in ("", "police.example", "example", "notfire.example"):
        assert refused(require_from_whom_was_asked, found.address, domain) == (
            "uploads.mail_from_whom_was_asked",
            "mail",
        )
