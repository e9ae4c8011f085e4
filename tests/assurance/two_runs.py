"""The same story told twice, alike in every random bit and to the second, but for one thing that must not show.

Randomness is not masked afterwards but made the same beforehand: every step of a story draws from a well of its own,
named after the step, and the clock says what the story says. So whatever differs was told by the thing itself.

Where a telling is compared with an earlier one, everything is opened again that somebody got there, and whatever is
linked from it. What refused them for what they are (403: said before a row is read) is opened again only where the
telling is ``whole``.
"""

import hashlib
import os
import random
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client

from openmash.notifications import services as notifications
from tests import doors
from tests.assurance import specification as spec
from tests.assurance.crawling import addresses, crawl
from tests.assurance.house import OPENED, House, clock_at, furnished
from tests.assurance.test_access_matrix import come

Step = Callable[[House], None]
Telling = dict[tuple[str, str], bytes]  # status, headers and body, by who opened which page
REFUSED = b"403\n"
# Whose doorbells are looked at in every telling: nobody's who owns a sealed item or is named to read it.
RUNG = ("coordinator", "business_support", "education", "assessor", "assessment", "early_response", "office")
# What OpenSSL makes draws from no well of ours: the log's public key, and ciphertexts whose fingerprint is said.
BY_OPENSSL = re.compile(rb"fingerprint begins [0-9a-f]+|[\w/.+-]+\+[0-9a-f]{8}\+[\w/+=]{40,}")


@dataclass
class Well:
    """Random bytes that depend on a name and on how much was drawn, and on nothing else."""

    name: str = ""
    drawn: int = 0

    def begin(self, name: str) -> None:
        self.name, self.drawn = name, 0

    def draw(self, length: int) -> bytes:
        block = b""
        while len(block) < length:
            block += hashlib.sha256(f"{self.name}|{self.drawn}".encode()).digest()
            self.drawn += 1
        return block[:length]


@dataclass
class Story:
    """A hub in which everything happened but for what must not show; it is told from here, as often as is wanted."""

    houses: dict[str, House]
    well: Well


@contextmanager
def the_same_randomness(well: Well) -> Iterator[None]:
    """Ids, references, codes, tokens and session keys come out of a well, and headers say when the story says."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "urandom", well.draw)
        patch.setattr(random, "_urandom", well.draw)
        patch.setattr(time, "time", OPENED.timestamp)  # what headers and cookies say of when
        yield


@contextmanager
def the_story() -> Iterator[Story]:
    """What comes before, once for all tellings; undone afterwards."""
    well = Well("before")
    with transaction.atomic():
        with clock_at(OPENED), the_same_randomness(well):
            story = Story({"devon": furnished()}, well)
        yield story
        transaction.set_rollback(True)


def told(
    step: Step, story: Story, outside: Path, *, low: tuple[str, ...], as_in: Telling | None = None, whole: bool = False
) -> Telling:
    """Tell the story with a step in it, then let everybody in ``low`` open everything; all that each of them got.

    Args:
        step: what happens in this telling.
        story: what comes before.
        outside: the folder of the outside door's keys.
        low: who must not learn of it.
        as_in: an earlier telling, whose pages are opened again; None to try every address there is.
        whole: also what refused them there.
    """
    house, well = story.houses["devon"], story.well
    at = house.case.at
    with transaction.atomic(), clock_at(OPENED), the_same_randomness(well):
        cache.clear()
        well.begin("what must not show")
        with house.world.inside():
            step(house)
        house.case.at = at  # the story goes on from where it was
        again = _pages(as_in, refused=whole) if as_in is not None else None
        seen = looked(story.houses, outside, well, low, again)
        transaction.set_rollback(True)
    return seen


def _pages(earlier: Telling, *, refused: bool) -> dict[str, list[str]]:
    """What each of them opens again."""
    pages: dict[str, list[str]] = {}
    for (who, where), raw in earlier.items():
        if refused or not raw.startswith(REFUSED):
            pages.setdefault(who, []).append(where)
    return pages


@contextmanager
def rows_come_upon_otherwise() -> Iterator[None]:
    """The database finds its rows by other ways than it would choose; what was not put in order comes in another."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_indexscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        yield
        transaction.set_rollback(True)  # and with it the settings


def looked(
    houses: dict[str, House], outside: Path, well: Well, low: tuple[str, ...], again: dict[str, list[str]] | None
) -> Telling:
    seen: Telling = {}
    for who in low:
        if spec.ACTORS[who]["door"] == "inside":
            seen |= {(who, where): raw for where, raw in opened_by(who, houses, "inside", well, again)}
    well.begin("mail")
    mail.outbox.clear()
    with houses["devon"].world.inside():
        notifications.deliver_waiting(hub_id=houses["devon"].world.hub_id, at=OPENED)
    team = [m for m in mail.outbox if m.to[0].split("@")[0] in RUNG]
    seen["mail", "in order"] = b"\n".join(f"{m.to} {m.subject} {m.body}".encode() for m in team)
    well.begin("outside")
    with doors.outside(outside):
        for who in low:
            if spec.ACTORS[who]["door"] == "outside":
                seen |= {(who, where): raw for where, raw in opened_by(who, houses, "outside", well, again)}
    return seen


def opened_by(
    who: str, houses: dict[str, House], door: str, well: Well, again: dict[str, list[str]] | None
) -> Iterator[tuple[str, bytes]]:
    well.begin(f"{who} comes")
    client: Client = come(who, houses)
    # What only the step made is not in ``things``: nobody below is told of it, so nobody can ask for it.
    start = addresses(door, houses) if again is None else again[who]
    for each in crawl(client, start, before=lambda where: well.begin(f"{who} {where}")):
        yield each.where, b"%d\n%b" % (each.status, each.raw)


def differences(one: Telling, other: Telling) -> list[str]:
    """Everything that is not the same to the byte, or is there in one telling alone but for what refused them.

    Args:
        one: a telling.
        other: another one, to some or all of the people of the first.
    """
    people = {who for who, _ in other}
    one = {(who, where): raw for (who, where), raw in one.items() if who in people}
    first, second = ({key: BY_OPENSSL.sub(b"", raw) for key, raw in each.items()} for each in (one, other))
    not_asked = {key for key in first.keys() - second.keys() if first[key].startswith(REFUSED)}
    everything = sorted((first.keys() | second.keys()) - not_asked)
    told_apart = [key for key in everything if first.get(key) != second.get(key)]
    return [f"{who}: {where}: {_apart(first.get((who, where)), second.get((who, where)))}" for who, where in told_apart]


def _apart(one: bytes | None, other: bytes | None) -> str:
    """The first line that differs, as each of two tellings has it."""
    if one is None or other is None:
        return "in one telling alone"
    pairs = zip_longest(one.splitlines(), other.splitlines(), fillvalue=b"(no such line)")
    return next((f"{a!r} and {b!r}" for a, b in pairs if a != b), "other ends of lines")
