"""Leaks laid on purpose, one after the other: the crawl that finds none elsewhere must find every one of these.

"Nothing was found" says something only of an eye that has been seen to find it (reference: security, trap 16).
"""

import base64
import gzip
import logging
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import quote
from uuid import UUID

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpResponse
from pytest_django import DjangoDbBlocker

from openmash.access import ALLOWED, Actor
from openmash.core.errors import Refused
from openmash.notifications import rules as notification_rules
from openmash.sealed import permissions as sealed_permissions
from openmash.sealed import queries as sealed_queries
from openmash.web.shared import error_pages
from openmash.web.shared import screen as screens
from tests.assurance import figures
from tests.assurance.crawling import opened
from tests.assurance.house import OPENED, House, clock_at
from tests.assurance.test_access_matrix import come
from tests.assurance.test_canary_crawl import Crawl, Lines, in_place, look_elsewhere

Lay = Callable[[pytest.MonkeyPatch, str], None]
SECRET = "devon/police/restricted"
FOUND: set[str] = set()  # the leaks that this run noticed


def in_answer(change: Callable[[HttpResponse, str], None], runner: str = "_for_a_member") -> Lay:
    """A leak in what every screen answers, in some disguise."""

    def lay(patch: pytest.MonkeyPatch, word: str) -> None:
        run = getattr(screens, runner)

        def leaking(*args: Any, **kwargs: Any) -> Any:
            answer = run(*args, **kwargs)
            change(answer, word)
            return answer

        patch.setattr(screens, runner, leaking)

    return lay


def body(disguise: Callable[[str], bytes]) -> Lay:
    """Somewhere in the page."""

    def change(answer: HttpResponse, word: str) -> None:
        answer.content = answer.content + b"<!-- " + disguise(word) + b" -->"

    return in_answer(change)


def header(answer: HttpResponse, word: str) -> None:
    answer["X-Case"] = word


def cookie(answer: HttpResponse, word: str) -> None:
    answer.set_cookie("last", base64.b64encode(f"item={word}".encode()).decode())


def download(answer: HttpResponse, word: str) -> None:
    answer["Content-Type"] = "text/csv"
    answer["Content-Disposition"] = 'attachment; filename="report.csv"'
    answer.content = f"agency,said\r\npolice,{word}\r\n".encode()


def document(answer: HttpResponse, word: str) -> None:
    answer["Content-Type"] = "application/pdf"
    answer.content = pdf_saying(word)


def pdf_saying(word: str) -> bytes:
    """A page with the word in a compressed text layer, as a PDF is really made."""
    text = zlib.compress(f"BT /F1 12 Tf 40 700 Td ({word}) Tj ET".encode())
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(text), text),
        font,
    ]
    raw, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(raw))
        raw += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return raw + b"xref\n0 6\n0000000000 65535 f \n%strailer << /Root 1 0 R /Size 6 >>\nstartxref\n%d\n%%%%EOF" % (
        table,
        len(raw),
    )


def everybody_reads_restricted_items(patch: pytest.MonkeyPatch, word: str) -> None:
    patch.setattr(sealed_permissions, "can_read", lambda *_, **__: ALLOWED)


def a_held_item_keeps_its_words(patch: pytest.MonkeyPatch, word: str) -> None:
    real = sealed_queries.room

    def telling(*args: Any, **told: Any) -> Any:
        room = real(*args, **told)
        return replace(room, items=tuple(each if each.readable else replace(each, why_not=word) for each in room.items))

    patch.setattr(sealed_queries, "room", telling)


def the_outline_says_more_than_how_much(patch: pytest.MonkeyPatch, word: str) -> None:
    real, more = sealed_queries.outline, sealed_queries.AgencyCount

    def telling(enquiry_id: UUID, *, actor: Actor) -> Any:
        return [*real(enquiry_id, actor=actor), more(enquiry_id, word, 1)]

    patch.setattr(sealed_queries, "outline", telling)


def a_refusal_quotes_the_words(patch: pytest.MonkeyPatch, word: str) -> None:
    def refused(*_: Any, **__: Any) -> None:
        raise Refused(f"You may not read “{word}”.")

    patch.setattr(sealed_queries, "room", refused)


def a_fault_shows_its_message(patch: pytest.MonkeyPatch, word: str) -> None:
    def fault(*_: Any, **__: Any) -> None:
        raise ValueError(word)

    patch.setattr(sealed_queries, "room", fault)
    patch.setattr("config.urls_inside.handler500", lambda request: HttpResponse(f"Sorry: {word}", status=500))


def a_missing_page_says_what_is_not_there(patch: pytest.MonkeyPatch, word: str) -> None:
    page = error_pages.page
    patch.setattr(error_pages, "page", lambda status, **more: page(status, **{**more, "telephone": word}))


def a_mail_says_what_it_is_about(patch: pytest.MonkeyPatch, word: str) -> None:
    words = notification_rules.words
    patch.setattr(notification_rules, "words", lambda *a, **k: (words(*a, **k)[0], words(*a, **k)[1] + word))


def a_mail_s_subject_says_it(patch: pytest.MonkeyPatch, word: str) -> None:
    words = notification_rules.words
    patch.setattr(notification_rules, "words", lambda *a, **k: (f"é {word}", words(*a, **k)[1]))


def a_log_line_says_it(patch: pytest.MonkeyPatch, word: str) -> None:
    in_answer(lambda answer, said: logging.getLogger("openmash.room").warning("opened %s", said))(patch, word)


def the_cache_keeps_it(patch: pytest.MonkeyPatch, word: str) -> None:
    cache.set("room", {"words": word})


def a_session_keeps_it(patch: pytest.MonkeyPatch, word: str) -> None:
    session = SessionStore()
    session["draft"] = f"{word} " * 40  # long enough to be packed
    session.save()


def a_job_keeps_it(patch: pytest.MonkeyPatch, word: str) -> None:
    insert = (
        "INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES ('q', 't', jsonb_build_object('w', %s))"
    )
    with connection.cursor() as cursor:
        cursor.execute(insert, [word])


RESTRICTED_LEAKS: dict[str, Lay] = {
    "in the page": body(str.encode),
    "in the page in capitals": body(lambda word: word.upper().encode()),
    "as HTML entities": body(lambda word: "".join(f"&#x{ord(c):x};" for c in word).encode()),
    "as an address": body(lambda word: "".join(f"%{ord(c):02X}" for c in word).encode()),
    "in a query": body(lambda word: quote(f"/find/?q={word}").encode()),
    "as JSON": body(lambda word: "".join(f"\\u{ord(c):04x}" for c in word).encode()),
    "in base64": body(lambda word: base64.b64encode(f"xx: {word}, he said".encode())),
    "in base64, one on": body(lambda word: base64.b64encode(f"xxx: {word}, he said".encode())),
    "in base64, two on": body(lambda word: base64.b64encode(f"xxxx: {word}, he said".encode())),
    "in base64 for addresses": body(lambda word: base64.urlsafe_b64encode(f"??>{word}>>??".encode())),
    "in hexadecimal": body(lambda word: word.encode().hex().encode()),
    "as UTF-16": body(lambda word: word.encode("utf-16-le")),
    "backwards": body(lambda word: word[::-1].encode()),
    "deflated": body(lambda word: zlib.compress(f"he said {word}".encode())),
    "gzipped": body(lambda word: gzip.compress(f"he said {word}".encode())),
    "deflated and in base64": body(lambda word: base64.b64encode(zlib.compress(f"he said {word}".encode()))),
    "in a header": in_answer(header),
    "in a cookie": in_answer(cookie),
    "in a download": in_answer(download),
    "in a PDF": in_answer(document),
    "a permission that says yes": everybody_reads_restricted_items,
    "a held item that says why": a_held_item_keeps_its_words,
    "an outline that says more": the_outline_says_more_than_how_much,
    "a refusal that quotes": a_refusal_quotes_the_words,
    "a fault that shows its message": a_fault_shows_its_message,
    "a missing page that says what": a_missing_page_says_what_is_not_there,
}
LEAKS_ELSEWHERE: dict[str, Lay] = {
    "in a mail": a_mail_says_what_it_is_about,
    "in a mail's subject": a_mail_s_subject_says_it,
    "in a log line": a_log_line_says_it,
    "in the cache": the_cache_keeps_it,
    "in a session": a_session_keeps_it,
    "in a job": a_job_keeps_it,
}


@pytest.fixture(scope="module")
def filled(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[Crawl, dict[str, House]]]:
    with django_db_blocker.unblock(), transaction.atomic(), clock_at(OPENED):
        yield in_place()
        transaction.set_rollback(True)


def looked(result: Crawl, houses: dict[str, House]) -> Crawl:
    """What two people see who may not read it: one in the room, one who does not enter it."""
    fresh = Crawl(result.markers)
    nowhere = "/sealed/items/00000000-0000-4000-8000-000000000000/correct/"
    enquiry = houses["devon"].case.enquiry_id
    for who in ("education", "coordinator"):
        client = come(who, houses)
        pages = (f"/enquiries/{enquiry}/room/", f"/enquiries/{enquiry}/", nowhere)
        fresh.look(who, [opened(client, page) for page in pages])
    return fresh


def test_without_a_leak_nothing_is_found(filled: tuple[Crawl, dict[str, House]]) -> None:
    result, houses = filled
    with transaction.atomic():  # its mails go again with the next leak
        fresh = looked(result, houses)
        look_elsewhere(fresh, houses, Lines())
        transaction.set_rollback(True)
    assert fresh.leaks() == []
    assert fresh.elsewhere == []
    assert fresh.hits, "the control: they do read what is theirs to read"


@pytest.mark.parametrize("leak", RESTRICTED_LEAKS)
def test_a_leak_to_somebody_is_found(
    leak: str, filled: tuple[Crawl, dict[str, House]], monkeypatch: pytest.MonkeyPatch
) -> None:
    result, houses = filled
    RESTRICTED_LEAKS[leak](monkeypatch, result.markers.of(SECRET))
    assert any(SECRET in found for found in looked(result, houses).leaks())
    FOUND.add(leak)


@pytest.mark.parametrize("leak", LEAKS_ELSEWHERE)
def test_a_leak_elsewhere_is_found(
    leak: str, filled: tuple[Crawl, dict[str, House]], monkeypatch: pytest.MonkeyPatch
) -> None:
    result, houses = filled
    lines = Lines()
    logging.getLogger().addHandler(lines)
    with transaction.atomic():
        LEAKS_ELSEWHERE[leak](monkeypatch, result.markers.of(SECRET))
        fresh = looked(result, houses)
        look_elsewhere(fresh, houses, lines)
        transaction.set_rollback(True)
    logging.getLogger().removeHandler(lines)
    assert any(SECRET in found for found in fresh.elsewhere)
    FOUND.add(leak)


def test_enough_leaks_were_laid() -> None:
    laid = {*RESTRICTED_LEAKS, *LEAKS_ELSEWHERE}
    figures.note(
        "Seeded leaks",
        target="at least 20 leaks laid on purpose, all found",
        figure=f"{len(laid)} laid, {len(laid & FOUND)} found",
        command="make test TESTS=tests/assurance/test_seeded_leaks.py",
    )
    assert len(laid) >= 20
