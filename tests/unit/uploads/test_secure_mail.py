"""An answer by e-mail, read as it arrived; and mails that are refused, each with a sentence that says what to do."""

from email.message import EmailMessage

import pytest

from openmash.core.errors import RuleBroken
from openmash.uploads.kinds import Limits
from openmash.uploads.secure_mail import MailRead, read_mail, require_from_whom_was_asked
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


def test_a_mail_with_a_file_is_left_to_a_person() -> None:
    message = mail()
    message.add_attachment(b"A note.", maintype="text", subtype="plain", filename="note.txt")
    assert why_not(message) == "uploads.mail_without_files"


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
    require_from_whom_was_asked(found, "Fire.Example")
    for domain in ("", "police.example", "example", "notfire.example"):
        assert refused(require_from_whom_was_asked, found, domain) == ("uploads.mail_from_whom_was_asked", "mail")
