"""Hostile files are refused with a sentence, honest ones are taken, and no file makes anything fall over."""

import random
import re
import time
from collections.abc import Callable, Iterator

import pytest

from openmash.core.errors import RuleBroken
from openmash.uploads import Limits, Upload, require_fit, sandbox
from openmash.uploads.faults import SENTENCES
from openmash.uploads.lockdown import WALL_SECONDS
from tests import files
from tests.assurance import figures, hostile_files
from tests.assurance.hostile_files import CLASSES, OF_EACH, Chance, Hostile

LIMITS = Limits()
SEED = 20261118


@pytest.fixture(scope="module", autouse=True)
def _one_process_stands_by() -> Iterator[None]:
    yield
    sandbox.close()


def verdict(name: str, content: bytes) -> str:
    """The rule that refuses a file; empty where it is taken."""
    try:
        require_fit(Upload(name, content), limits=LIMITS)
    except RuleBroken as broken:
        refused = broken
    else:
        return ""
    assert re.fullmatch(r".*[.]", refused.sentence), refused.sentence
    assert re.search(r"\. [A-Z][a-z]", refused.sentence), f"does not say what to do: {refused.sentence}"
    assert refused.sentence.isprintable()
    assert refused.field == "files"
    return refused.rule


def test_there_are_three_hundred_in_thirty_classes() -> None:
    assert len(set(CLASSES)) >= 30
    assert len(CLASSES) * OF_EACH >= 300


# What each class is refused for, so that none is refused for being made badly.
WHY = {
    "empty": "empty not_what_it_says",
    "cut_short": "damaged",
    "wrong_ending": "not_what_it_says something_else_inside",
    "program": "not_what_it_says",
    "known_virus": "virus",
    "name_that_lies": "name",
    "path_as_name": "name",
    "kind_not_taken": "kind name",
    "markup_as_words": "not_what_it_says",
    "pdf_script": "active",
    "pdf_action": "active reaches_out",
    "pdf_files_inside": "files_inside",
    "pdf_form": "active form",
    "pdf_locked": "password",
    "pdf_bomb": "unpacks_to_too_much",
    "pdf_without_end": "damaged too_many_parts too_hard",
    "two_at_once": "something_else_inside not_what_it_says",
    "word_bomb": "unpacks_to_too_much damaged",
    "word_of_too_many_parts": "too_many_parts",
    "word_with_files_inside": "files_inside",
    "zip_slip": "something_else_inside",
    "zip_link": "something_else_inside",
    "macros": "macros",
    "old_office": "not_what_it_says files_inside",
    "reaches_out": "reaches_out",
    "growing_xml": "unpacks_to_too_much too_many_parts",
    "commands_in_fields": "active",
    "pixel_bomb": "too_many_pixels",
    "broken_picture": "moves damaged not_what_it_says something_else_inside",
    "hostile_mail": "program too_many_parts not_what_it_says active attachment",
    "more_hostile_mail": "active macros something_else_inside reaches_out virus too_many_pixels unpacks_to_too_much "
    "password",
    "locked_package": "password damaged something_else_inside unpacks_to_too_much",
    "no_document": "not_what_it_says files_inside damaged",
    "too_large": "too_big",
}


@pytest.mark.parametrize("maker", CLASSES, ids=lambda maker: maker.__name__)
def test_hostile_files_are_refused(maker: Callable[[Chance, int], Hostile]) -> None:
    chance = random.Random(f"{SEED}{maker.__name__}")  # noqa: S311  # the same files in each run
    for n in range(OF_EACH):
        name, content = maker(chance, n)
        began = time.monotonic()
        rule = verdict(name, content)
        assert rule, f"{maker.__name__} {n} was taken"
        assert rule.removeprefix("uploads.") in WHY[maker.__name__].split(), f"{maker.__name__} {n}: {rule}"
        assert time.monotonic() - began < WALL_SECONDS + 5, f"{maker.__name__} {n} hung"
    figures.note_part(
        "Hostile uploads",
        part=maker.__name__,
        parts=len(CLASSES),
        counted={"files refused with a sentence": OF_EACH},
        target="300 in 30 classes: each refused, no crash, no hang",
        command="make test TESTS=tests/assurance/test_hostile_uploads.py",
    )


def honest() -> list[Hostile]:
    """Thirty files as people have them."""
    mail, report = files.mail, files.attach
    html = "<html><head><style>p{color:red}</style></head><body><p>See <a href='https://a.example'>this</a></p></html>"
    by_hand = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>"]
    by_hand.append(b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>")
    word, runs = files.docx_parts(), {name: f' {name} "https://a.example/link" ' for name in ("HYPERLINK", "TOC")}
    return [
        *((f"report {n}.pdf", files.pdf(pages=n)) for n in (1, 3, 40)),
        ("links.PDF", files.pdf(link="https://www.gov.uk/")),
        ("Bericht über Ääron – 3. März.pdf", files.pdf()),
        ("chronology.docx", files.docx()),
        ("chronology v2.docx", files.docx("Long words. " * 20_000)),
        ("with picture.docx", files.docx(picture=True)),
        ("with link.docx", files.docx(link="https://www.gov.uk/")),
        *(
            (f"{name}.docx", files.packed({**word, "word/document.xml": files.fields(run)}))
            for name, run in runs.items()
        ),
        ("by hand.pdf", hostile_files.pdf_by_hand(by_hand)),
        *(("photo.jpg", files.jpeg()), ("photo.JPEG", files.jpeg(3_000, 2_000)), ("where.jpg", files.jpeg(place=True))),
        *(("wave.jpg", files.jpeg(progressive=True)), ("telephone.jpg", files.jpeg() + files.jpeg(160, 120))),
        ("padded.jpg", files.jpeg() + bytes(30)),
        *((f"screen {mode}.png", files.png(mode=mode)) for mode in ("RGB", "RGBA", "L", "P")),
        *(("note.txt", b"She said so.\r\n"), ("note2.txt", "Zoë saw it – “there”".encode())),
        *(("old note.txt", "Zoë saw it – “there”".encode("cp1252")), ("wide.txt", "Zoë".encode("utf-16"))),
        *(("mail.eml", mail().as_bytes()), ("html.eml", mail(html=html).as_bytes())),
        ("with letter.eml", report(mail(html=html), files.pdf(), "application/pdf", "letter.pdf").as_bytes()),
        ("with photo.eml", report(mail(), files.jpeg(), "image/jpeg", "IMG_0001.jpg").as_bytes()),
        ("accents.eml", mail("Zoë war da – “dort”").as_bytes()),
        ("forwarded.eml", report(mail(), mail().as_bytes(), "application/octet-stream", "first.eml").as_bytes()),
    ]


def test_honest_files_are_taken() -> None:
    found = honest()
    assert len(found) >= 30
    assert [(name, rule) for name, content in found if (rule := verdict(name, content))] == []


def test_whatever_is_damaged_at_random_gets_an_answer() -> None:
    chance = random.Random(SEED)  # noqa: S311
    whole = [(name, make()) for name, make in hostile_files.HONEST.items()]
    for n in range(120):
        name, content = whole[n % len(whole)]
        damaged = bytearray(content)
        for _ in range(chance.randrange(1, 20)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        rule = verdict(name, bytes(damaged))
        assert rule == "" or rule.removeprefix("uploads.") in SENTENCES
