"""A marker in every slot of the sealed room; everybody opens everything; nobody finds one that is not theirs to read.

That the eye sees what it looks for is shown on leaks laid on purpose (test_seeded_leaks.py).
"""

import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.core import mail
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from pytest_django import DjangoDbBlocker

from openmash.notifications import services as notifications
from tests import doors
from tests.assurance import figures, secrecy
from tests.assurance import specification as spec
from tests.assurance.crawling import Seen, addresses, crawl, opened
from tests.assurance.filling import fill
from tests.assurance.house import OPENED, House, clock_at, furnished
from tests.assurance.markers import Markers
from tests.assurance.test_access_matrix import come
from tests.nights import at_night

# Everybody who comes in Devon; of Kent, whoever decides there and whoever receives.
CRAWLERS = tuple(who for who in spec.ACTORS if not who.startswith("kent:") or who in ("kent:manager", "kent:assessor"))
# Those of them who come every day, and only look: one who reads nearly all, an owner, and those who must not read.
# Everybody comes and sends every form in `make test-long`.
EVERY_DAY = (
    *("manager", "police", "health", "coordinator", "analyst", "governance", "administrator", "lapsed"),
    *("kent:manager", "assessor", "early_helper", "referrer", "stranger"),
)
NOT_BY_DAY = {"returned"}  # none of these, only looking, comes upon why a product was returned


@dataclass
class Crawl:
    """What everybody found, and where.

    Args:
        markers: what was put where.
        hits: (who, slot) -> the pages on which they read it.
        pages: how many answers each of them got.
        sorts: what sorts of answers these were: "200 text/html".
        elsewhere: slots found where there must be none at all: mails, log lines, tables.
    """

    markers: Markers
    hits: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    pages: dict[str, int] = field(default_factory=dict)
    sorts: Counter[str] = field(default_factory=Counter)
    elsewhere: list[str] = field(default_factory=list)

    def look(self, who: str, seen: list[Seen]) -> None:
        self.pages[who] = self.pages.get(who, 0) + len(seen)
        for answer in seen:
            self.sorts[f"{answer.status} {answer.kind}"] += 1
            for word in self.markers.found_in(answer.raw):
                self.hits.setdefault((who, self.markers.slots[word]), []).append(f"{answer.status} {answer.where}")

    def leaks(self) -> list[str]:
        """What somebody read that is not theirs."""
        wrong = {who: pages for who, pages in self.hits.items() if not may_read(*who)}
        return sorted(f"{who} reads {where}: {pages[0]}" for (who, where), pages in wrong.items())


class Lines(logging.Handler):
    """Every log line, as the server would write it and as whoever logged it meant it."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        written = [handler.format(record) for handler in logging.getLogger().handlers if handler is not self]
        self.lines.append("\n".join([record.getMessage(), *written]))


def may_read(who: str, slot: str) -> bool:
    """Whether the rules say so."""
    hub, owner, kind = slot.split("/")
    about = spec.ACTORS[who]
    name = who.removeprefix("kent:")
    if "agency" not in about or hub != about.get("hub", "devon"):
        return False
    readers = secrecy.READERS[kind].split()
    return "nobody" not in readers and (name in readers or name in secrecy.PEOPLE_OF[owner].split())


@pytest.fixture(scope="module", params=[False, *at_night(True)], ids=["every day", "everybody"])
def crawled(
    request: pytest.FixtureRequest,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Crawl]:
    """What was found in one world that nobody changes: by some who look, or by everybody who looks and sends."""
    lines = Lines()
    logging.getLogger().addHandler(lines)
    outside = Path(tmp_path_factory.mktemp("outside"))
    with django_db_blocker.unblock(), transaction.atomic(), clock_at(OPENED):
        result, houses = in_place()
        for door in ("inside", "outside"):
            with ExitStack() as stack:
                if door == "outside":
                    stack.enter_context(doors.outside(outside))
                everybody_looks(result, door, houses, whole=request.param)
        look_elsewhere(result, houses, lines)
        yield result
        transaction.set_rollback(True)
    logging.getLogger().removeHandler(lines)


def in_place() -> tuple[Crawl, dict[str, House]]:
    """Both hubs, with a marker in every slot."""
    result = Crawl(Markers())
    houses = {"devon": furnished(), "kent": furnished("kent")}
    for house in houses.values():
        with house.world.inside():
            fill(house, result.markers)
    return result, houses


def everybody_looks(result: Crawl, door: str, houses: dict[str, House], *, whole: bool) -> None:
    """Of their own hub they try everything; of the other hub, one of each sort: test_hub_wall.py tries all of it.

    What is not for them at all is asked for and not sent to: that it takes nothing either, test_access_matrix.py tries.
    """
    pages = {slug: addresses(door, houses, own=slug) for slug in houses}
    forms = {slug: addresses(door, houses, own=slug, but=spec.ONLY_READ) for slug in houses}
    sent = {"q": "zq", "words": "zq", "version": "1"}
    for who in CRAWLERS if whole else EVERY_DAY:
        if spec.ACTORS[who]["door"] == door:
            client, own = come(who, houses), spec.ACTORS[who].get("hub", "devon")
            seen = crawl(client, pages[own])
            if whole:
                shut = {each.where for each in seen if each.status == 403}
                seen += [opened(client, path, post=sent) for path in forms[own] if path not in shut]
            result.look(who, seen)


def look_elsewhere(result: Crawl, houses: dict[str, House], lines: Lines) -> None:
    mail.outbox.clear()
    for house in houses.values():
        with house.world.inside():
            notifications.deliver_waiting(hub_id=house.world.hub_id, at=max(OPENED, house.case.at))
            result.elsewhere += [f"table {name}: {slot(result, word)}" for name, word in in_tables(result.markers)]
    for message in mail.outbox:
        whole = message.message().as_bytes()
        result.elsewhere += [
            f"mail “{message.subject}”: {slot(result, word)}" for word in result.markers.found_in(whole)
        ]
    for line in lines.lines:
        result.elsewhere += [f"log: {slot(result, word)}" for word in result.markers.found_in(line.encode())]


def slot(result: Crawl, word: str) -> str:
    return result.markers.slots[word]


def in_tables(markers: Markers) -> Iterator[tuple[str, str]]:
    """(table, marker) of everything that stands readable where it must not, sessions and caches included."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace "
            "AND has_table_privilege(current_user, oid, 'select') ORDER BY relname"
        )
        for (table,) in cursor.fetchall():
            plain = {column: kinds.split(", ") for (name, column), kinds in secrecy.PLAIN.items() if name == table}
            without = "".join(f" - '{column}'" for column in plain)
            yield from ((table, word) for word in _in_rows(cursor, f'to_jsonb(t){without} FROM "{table}" t', markers))
            for column, kinds in plain.items():
                for word in _in_rows(cursor, f'"{column}" FROM "{table}"', markers):
                    if markers.slots[word].split("/")[2] not in kinds:
                        yield f"{table}.{column}", word


def _in_rows(cursor: CursorWrapper, what: str, markers: Markers) -> set[str]:
    cursor.execute(f"SELECT {what}")
    return markers.found_in("\n".join(str(row) for row in cursor.fetchall()).encode())


# --- What must hold --------------------------------------------------------------------------------------------------


def test_nobody_finds_a_word_that_is_not_theirs_to_read(crawled: Crawl) -> None:
    leaks = [
        f"{who} reads {where}: {pages[0]}" for (who, where), pages in crawled.hits.items() if not may_read(who, where)
    ]
    if is_whole(crawled):
        note(crawled, leaks)
    assert not leaks, "\n".join(leaks)


def is_whole(crawled: Crawl) -> bool:
    """Whether everybody came, as at night."""
    return len(crawled.pages) == len(CRAWLERS)


def note(crawled: Crawl, leaks: list[str]) -> None:
    figures.note(
        "Canary crawl",
        target="at least 300 markers, at least 12 people, none found where it should not be",
        figure=f"{len(crawled.markers.slots)} markers, {len(crawled.pages)} people, "
        f"{sum(crawled.pages.values()):,} answers read, {len(leaks) + len(crawled.elsewhere)} leaks",
        command="make assurance TESTS=tests/assurance/test_canary_crawl.py ARGS='-m long'",
    )


def test_no_mail_log_line_or_table_holds_a_sealed_word(crawled: Crawl) -> None:
    assert not crawled.elsewhere, "\n".join(crawled.elsewhere)


def test_there_are_enough_markers_and_people(crawled: Crawl) -> None:
    assert len(crawled.markers.slots) >= 300
    assert len([who for who, pages in crawled.pages.items() if pages > 10]) >= 12


def test_every_sort_of_answer_was_read_and_none_is_a_fault(crawled: Crawl) -> None:
    faults = [sort for sort in crawled.sorts if sort.startswith("5")]
    wanted = {f"200 {kind}" for kind in ("text/html", "text/csv", "text/plain", "application/pdf")}
    wanted |= {f"{status} text/html" for status in (302, 403, 404, 409)}
    assert faults == []
    assert wanted - crawled.sorts.keys() == set()


def test_every_slot_is_read_by_somebody_who_may(crawled: Crawl) -> None:
    """A marker that nobody finds may never have been put in."""
    readers = {each: {who for who in CRAWLERS if may_read(who, each)} for each in crawled.markers.slots.values()}
    read = {where for _, where in crawled.hits}
    unread = sorted(each for each, who in readers.items() if who & crawled.pages.keys() and each not in read)
    if not is_whole(crawled):
        unread = [each for each in unread if each.split("/")[2] not in NOT_BY_DAY]
    assert not unread, "\n".join(unread)
    for_nobody = {each.split("/")[2] for each, who in readers.items() if not who and each.startswith("devon/")}
    assert for_nobody == {kind for kind, who in secrecy.READERS.items() if who == "nobody"}
