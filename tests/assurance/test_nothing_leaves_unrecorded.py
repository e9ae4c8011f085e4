"""While the log cannot be written, nothing sealed leaves the hub and nothing is done: every address of the inside door.

The database itself refuses the log's line, as it would with a full disk or a right taken away. Each person tries every
address so, and then with the log as it should be: what then writes a line must have refused before, and what writes
none may not show a sealed word.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from config.docs.addresses import Address, all_of
from openmash.access import ROLES, Permission
from openmash.audit.models import Event
from tests.assurance.house import OPENED, House, clock_at, furnished
from tests.databases import Database
from tests.nights import at_night
from tests.world import PEOPLE, sign_in

pytestmark = pytest.mark.django_db(transaction=True)

# What lies sealed in the furnished house, word for word.
SEALED = (
    "He was arrested in March.",
    "Do not say that we know",
    "A call to the address in May.",
    "An informant speaks of him.",
    "She missed two appointments.",
    "She says she is tired.",
    "He is the risk.",
    "Unexplained bruises, and an unknown adult in the home.",
    "See Ada alone at school this week.",
)
WATCHED = re.compile(r"^(sealed|products|decisions|checks|enquiries|contacts|people|retention|exclusions|groups)_")
# Those who come, in this order: every day the first to whom an address opens, all of them at night.
WHO = (
    "manager",
    "police",
    "health",
    "operations_manager",
    "social_worker",
    "governance",
    "coordinator",
    "administrator",
)


@contextmanager
def no_log(database: Database) -> Iterator[None]:
    """The inside door may not write to the log: the database says no."""
    with database.as_administrator() as server:
        server.execute("REVOKE INSERT ON audit_event FROM openmash_inside")
        try:
            yield
        finally:
            server.execute("GRANT INSERT ON audit_event TO openmash_inside")


def everything_in(database: Database) -> dict[str, Any]:
    """What the watched tables hold, as two numbers each, in one look."""
    with database.as_administrator() as server:
        tables = [
            name
            for (name,) in server.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
            if WATCHED.match(name)
        ]
        look = " UNION ALL ".join(
            f"SELECT '{name}', count(*), coalesce(sum(hashtext(t::text)), 0) FROM \"{name}\" t" for name in tables
        )
        return {name: numbers for name, *numbers in server.execute(look)}


def lines_in_the_log(house: House) -> int:
    with house.world.inside():
        return Event.objects.count()


def paths(address: Address, house: House) -> list[str]:
    """The address, about everything that there is of its kind."""
    choices = [sorted(house.things.get(name, {}).values(), key=str) for name, _ in address.parts]
    names = [name for name, _ in address.parts]
    urlconf = f"config.urls_{address.door}"
    return [
        reverse(address.name, urlconf=urlconf, kwargs=dict(zip(names, chosen, strict=True)))
        for chosen in product(*choices)
    ]


def open_to(who: str, most: int) -> list[Address]:
    """The addresses that open to somebody, but for those that open to so many before them."""
    return [address for address in ADDRESSES if who in [each for each in WHO if may_come(address, each)][:most]]


def may_come(address: Address, who: str) -> bool:
    permission = address.screen.permission if address.screen else None
    return not isinstance(permission, Permission) or permission in ROLES[PEOPLE[who].role].permissions


def shown(answer: HttpResponse) -> list[str]:
    """The sealed words in an answer."""
    text = answer.content.decode(errors="replace") if not answer.streaming else ""
    return [words for words in SEALED if words in text]


ADDRESSES = [
    address
    for address in all_of("inside")
    if address.screen is not None and isinstance(address.screen.permission, Permission)
]


@pytest.mark.parametrize("most", [1, *at_night(len(WHO))])
def test_no_page_shows_a_sealed_word_while_the_log_cannot_be_written(
    client: Client, database: Database, most: int
) -> None:
    house = furnished()
    refused, leaked, opened = set(), [], set()
    before = everything_in(database)
    with clock_at(OPENED):
        for who in WHO:
            sign_in(client, house.world, who)
            asked = [(each.name, path) for each in open_to(who, most) for path in paths(each, house)]
            with no_log(database):
                answers = [client.get(path) for _, path in asked]
            for (name, path), without in zip(asked, answers, strict=True):
                count = lines_in_the_log(house)
                with_log = client.get(path)
                recorded = lines_in_the_log(house) > count
                if shown(without) or (recorded and without.status_code != 503) or (shown(with_log) and not recorded):
                    leaked.append((who, path, without.status_code, with_log.status_code, shown(without), recorded))
                if recorded and shown(with_log):
                    opened.add(name)
                if without.status_code == 503:
                    refused.add(name)
                    assert "log cannot be written" in without.content.decode()
    assert leaked == []
    assert everything_in(database) == before  # looking changes nothing
    # The control: with the log as it should be, these do show sealed words; without it they refused.
    assert {"sealed:room", "decisions:analysis", "decisions:reasons", "products:compose"} & opened
    assert opened <= refused
    assert len(refused) >= 8


def test_nothing_is_done_while_the_log_cannot_be_written(client: Client, database: Database) -> None:
    """Deeds that each write a line: refused without the log and with nothing changed, done with it."""
    house = furnished()
    with clock_at(OPENED):
        for who, path, typed in deeds(house):
            sign_in(client, house.world, who)
            before = everything_in(database)
            with no_log(database):
                answer = client.post(path, typed)
            assert (path, answer.status_code) == (path, 503)
            assert everything_in(database) == before
            assert (path, client.post(path, typed).status_code) == (path, 302)
            assert everything_in(database) != before


def deeds(house: House) -> list[tuple[str, str, dict[str, str]]]:
    """Who does what: a path and what is typed there."""
    things = house.things

    def of(name: str, part: str, which: str) -> str:
        return reverse(name, args=[things[part][which]])

    analysis = {"voice": "More.", "summary": "Worse.", "protective": "", "gaps": "", "version": "1"}
    return [
        ("manager", of("decisions:save_analysis", "enquiry_id", "open"), analysis),
        ("police", of("sealed:answer", "request_id", "asked"), {"answer": "whole", "version": "1"}),
        ("police", of("sealed:withdraw", "item_id", "restricted"), {"version": "1"}),
        ("coordinator", of("checks:chase", "check_id", "health"), {}),
        ("coordinator", of("checks:withdraw", "check_id", "police"), {}),
        ("manager", of("products:abandon", "product_id", "draft"), {}),
    ]


@pytest.mark.long  # every day those deeds of which each writes a line, above
def test_whatever_is_posted_without_the_log_changes_nothing_and_shows_nothing(
    client: Client, database: Database
) -> None:
    house = furnished()
    before, wrong = everything_in(database), []
    with clock_at(OPENED), no_log(database):
        for who in WHO:
            sign_in(client, house.world, who)
            for address in open_to(who, len(WHO)):
                if not address.changes:
                    continue
                answers = [client.post(path, {"version": "1"}) for path in paths(address, house)]
                after = everything_in(database)
                if after != before or any(shown(answer) for answer in answers):
                    wrong.append((who, address.name, [answer.status_code for answer in answers]))
                before = after
    assert wrong == []
