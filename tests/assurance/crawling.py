"""Somebody who opens everything they can find: every address, every link, every form, and reads whatever comes back."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from django.db import transaction
from django.test import Client
from django.urls import reverse

from config.docs.addresses import all_of
from openmash.web.shared.middleware import SIGN_IN_PAGES
from tests.assurance.house import House

_LINK = re.compile(r"""(?:href|action|src)=["'](/[^"'#]*)""")
_FORM = re.compile(r"<form[^>]*>.*?</form>", re.DOTALL)
_FIELD = re.compile(r"""<(?:input|select|textarea)[^>]*\bname=["']([^"']+)["']""")
_NOT_FOLLOWED = ("/sign-out", "/static/", "/account/")
MOST = 3_000  # pages a person; no crawl comes near it, and one that does is a fault


@dataclass(frozen=True)
class Seen:
    """One answer, with all that a browser gets: status, sort, headers, cookies and body."""

    where: str
    status: int
    kind: str
    raw: bytes


def addresses(door: str, houses: dict[str, House], *, own: str = "", but: str = "") -> list[str]:
    """Every address of a door, about everything there is.

    Args:
        door: "inside" or "outside".
        houses: what there is in each hub.
        own: the hub of whoever comes, when one thing of each sort is enough of the others; empty for everything.
        but: names of addresses to leave out, between spaces.
    """
    found = []
    for address in all_of(door):
        if address.name not in (*SIGN_IN_PAGES, *but.split()):
            for slug, house in houses.items():
                paths = list(_paths(address.name, address.parts, door, house))
                found += paths if own in ("", slug) else paths[-1:]
    return list(dict.fromkeys(found))


def _paths(name: str, parts: tuple[tuple[str, str], ...], door: str, house: House) -> Iterator[str]:
    plain = house.words_in(name)
    uuids = [part for part, sort in parts if sort == "uuid"]
    others = {part: plain[part] for part, sort in parts if sort != "uuid"}
    last = uuids[-1] if uuids else ""
    nowhere = UUID("00000000-0000-4000-8000-000000000000")
    for thing in (house.things_in(name, last) or {"": nowhere}).values() if last else [None]:
        named = {part: next(iter((house.things_in(name, part) or {"": nowhere}).values())) for part in uuids[:-1]}
        yield reverse(
            name, urlconf=f"config.urls_{door}", kwargs={**others, **named, **({last: thing} if last else {})}
        )


def crawl(
    client: Client, start: list[str], *, words: str = "Wren", before: Callable[[str], None] = lambda _: None
) -> list[Seen]:
    """Open everything in ``start``, whatever is linked from there, every form that searches, and press every button.

    Args:
        client: signed in as whoever crawls.
        start: paths to begin with.
        words: what to search for.
        before: called with each path before it is opened.
    """
    waiting, known, seen = list(start), set(start), []
    while waiting:
        path = waiting.pop(0)
        before(path)
        answer = opened(client, path)
        seen.append(answer)
        for link in _onwards(answer, words):
            if link not in known and not link.startswith(_NOT_FOLLOWED):
                known.add(link)
                waiting.append(link)
        assert len(seen) <= MOST, f"the crawl does not end: {_most_often(seen)}"
    return seen


def _most_often(seen: list[Seen]) -> list[tuple[str, int]]:
    """Where a crawl that does not end went most: addresses without what tells one thing from another."""
    return Counter(re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "…", urlsplit(each.where).path) for each in seen).most_common(8)


def opened(client: Client, path: str, *, post: dict[str, str] | None = None) -> Seen:
    """Ask for one page and undo whatever asking did."""
    with transaction.atomic():
        answer = client.get(path) if post is None else client.post(path, post)
        headers = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
        body = b"".join(answer) if getattr(answer, "streaming", False) else answer.content
        kind = answer.headers.get("Content-Type", "").partition(";")[0]
        raw = b"\n".join([headers.encode(), answer.cookies.output().encode(), body])
        transaction.set_rollback(True)
    return Seen(path if post is None else f"{path} (sent)", answer.status_code, kind, raw)


def _onwards(answer: Seen, words: str) -> Iterator[str]:
    text = answer.raw.decode("utf-8", "replace")
    for link in _LINK.findall(text):
        parts = urlsplit(unescape(link))
        yield parts.path + (f"?{parts.query}" if parts.query else "")
    for form in _FORM.findall(text):
        if 'method="post"' not in form.lower():
            action = re.search(r"""action=["']([^"']*)""", form)
            where = action[1] if action and action[1] else urlsplit(answer.where).path
            yield f"{where}?{urlencode(dict.fromkeys(_FIELD.findall(form), words))}"
