"""Every address of both doors × every sort of person × what there is: as the specification says, cell by cell.

The addresses come from the URLs themselves; what to expect comes from ``specification.py``, which knows no code. Each
refusal has somebody in the same run who does get in to the same thing by the same address, and what a person may not
know of answers them exactly as what does not exist.

Every day each address is asked about one thing of each hub and one that is not there, at night about everything.
"""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from config.docs.addresses import Address, all_of
from openmash.web.shared.middleware import SIGN_IN_PAGES
from tests import doors
from tests.assurance import figures
from tests.assurance import specification as spec
from tests.assurance.house import OPENED, House, clock_at, furnished
from tests.nights import at_night
from tests.world import sign_in

NOWHERE = UUID("00000000-0000-4000-8000-000000000000")
IN, REFUSED, SHUT, UNKNOWN, SIGN_IN, NO_POST = "in", "refused", "shut", "unknown", "sign in", "no post"
NO_KEY = "no key"
ONE_PERSON = '{"names": [{"given": "Ada", "family": "Wren"}]}'  # what a system may send
_ONCE = re.compile(rb"nonce-[\w-]+|nonce=\"[^\"]*\"|name=\"csrfmiddlewaretoken\" value=\"[^\"]*\"")


@dataclass(frozen=True)
class Cell:
    """One request: who, where, how, about what."""

    actor: str
    address: str
    door: str
    method: str
    hub: str
    part: str = ""
    thing: str = ""

    def __str__(self) -> str:
        about = f" of {self.hub}'s {self.part}={self.thing}" if self.part else ""
        return f"{self.actor}: {self.method} {self.address}{about}"


@dataclass(frozen=True)
class Answer:
    """What came back."""

    outcome: str
    status: int
    body: bytes


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


@cache
def audiences(door: str) -> dict[str, frozenset[str]]:
    """Who may come to each address of a door at all, by the specification."""
    found: dict[str, frozenset[str]] = {}
    for who, addresses in spec.ADDRESSES[door]:
        for address in addresses.split():
            assert address not in found, f"{address} is specified twice"
            found[address] = words(who)
    return found


def expected(cell: Cell) -> str:
    """What the specification says of a cell."""
    about, who = spec.ACTORS[cell.actor], audiences(cell.door)[cell.address]
    if cell.address in spec.CALLS:
        return _of_a_call(cell, about)
    if cell.method == "POST" and cell.address in words(spec.ONLY_READ):
        return NO_POST
    if "everybody" in who:
        return _of_the_public(cell)
    if "agency" not in about:
        return SIGN_IN
    if "*" not in who and cell.actor.removeprefix("kent:") not in who:
        return REFUSED
    if cell.method == "GET" and cell.address in words(spec.LEADS_ON):
        return IN
    if cell.part:
        return _of_a_thing(cell, about)
    return SHUT if "shut" in about and cell.address in words(spec.NEEDS_ROOM) else IN


def _of_a_call(cell: Cell, about: dict[str, str]) -> str:
    if cell.method not in spec.CALLS[cell.address].split():
        return NO_POST
    if "key of" not in about or about.get("hub", "devon") != cell.hub:
        return NO_KEY
    if spec.OWNER[cell.part].get(cell.thing) != about["key of"]:
        return UNKNOWN
    return REFUSED if not_theirs(cell) else IN


def _of_a_thing(cell: Cell, about: dict[str, str]) -> str:
    theirs = cell.hub == about.get("hub", "devon")
    if not theirs or (cell.part, cell.thing) in spec.GONE or cell.thing == "nowhere":
        return UNKNOWN
    if not shown(cell):
        return UNKNOWN
    if "kept out" in about and (cell.part, cell.thing) not in spec.OF_OTHERS:
        return UNKNOWN if cell.address.startswith(tuple(spec.NOT_TOLD.split())) else REFUSED
    if cell.address in words(spec.ASKS) and cell.actor.removeprefix("kent:") not in words(spec.ASKED_OF[cell.thing]):
        return UNKNOWN
    known = spec.KNOWN_TO.get((cell.part, cell.thing))
    if known is not None and cell.actor.removeprefix("kent:") not in words(known):
        return UNKNOWN
    if cell.part == "copy_id" and about["team"] != spec.TEAM[cell.thing]:
        return UNKNOWN
    if (cell.address, cell.thing) in spec.CALLED_BACK:
        return SHUT
    if spec.BY_ANOTHER.get((cell.address, cell.thing)) == cell.actor.removeprefix("kent:"):
        return SHUT
    if "shut" in about and cell.address in words(spec.NEEDS_ROOM):
        return SHUT
    readers = spec.READ_BY.get((cell.address, cell.thing))
    if readers is not None and cell.actor.removeprefix("kent:") not in words(readers):
        return REFUSED
    own = spec.OWN.get(cell.address) == cell.part and not (
        cell.method == "GET" and cell.address in words(spec.READ_BY_ALL)
    )
    return REFUSED if own and spec.OWNER[cell.part][cell.thing] != about["agency"] else IN


def shown(cell: Cell) -> bool:
    """Whether an address shows anything of such a thing."""
    return cell.address not in spec.ONLY_OF or cell.thing in words(spec.ONLY_OF[cell.address])


def _of_the_public(cell: Cell) -> str:
    return UNKNOWN if cell.hub == "nowhere" else IN


def outcome(status: int, location: str, method: str) -> str:
    """In one word what an answer was."""
    if status in (200, 302) and location.startswith("/sign-in/"):
        return SIGN_IN
    told = {200: IN, 204: IN, 302: IN, 400: IN, 401: NO_KEY, 403: REFUSED, 404: UNKNOWN, 405: NO_POST, 410: IN, 422: IN}
    return told.get(status, SHUT if status == 409 and method == "GET" else f"{status}")


def right(cell: Cell, answer: Answer) -> bool:
    """Whether what came back is what the specification says."""
    wanted = expected(cell)
    if wanted == UNKNOWN and answer.status == 403:  # told first that they are kept out of the case
        return "kept out" in spec.ACTORS[cell.actor]
    if wanted in (REFUSED, UNKNOWN) and answer.status == 409:  # told first that the room is shut to them
        return "shut" in spec.ACTORS[cell.actor]
    if cell.method != "GET" and answer.status == 409:  # a rule of the moment, told to somebody who is in
        return wanted in (IN, SHUT)
    return answer.outcome == wanted


# --- What is tried ---------------------------------------------------------------------------------------------------


def specified() -> list[Address]:
    return [each for door in ("inside", "outside") for each in all_of(door) if each.name not in SIGN_IN_PAGES]


def cells(houses: dict[str, House], *, whole: bool) -> Iterator[Cell]:
    """Every address, both ways of asking, everybody of that door, what there is, something of Kent, nothing."""
    for address in specified():
        for actor, about in spec.ACTORS.items():
            if about["door"] != address.door:
                continue
            every = about_what(address, houses, whole=whole)
            for method in ("GET", "POST", "PUT", "DELETE") if address.name in spec.CALLS else ("GET", "POST"):
                first = Cell(actor, address.name, address.door, method, *every[0])
                # Whom the address itself turns away is turned away before anybody looks what it names.
                alike = expected(first) in (SIGN_IN, NO_POST, NO_KEY) or (
                    not_theirs(first) and expected(first) != UNKNOWN
                )
                for hub, part, thing in every[:1] if alike else every:
                    yield Cell(actor, address.name, address.door, method, hub, part, thing)


def not_theirs(cell: Cell) -> bool:
    """Whether their role does not open this address at all."""
    who = audiences(cell.door)[cell.address]
    return not {"*", "everybody", cell.actor.removeprefix("kent:")} & who


def about_what(address: Address, houses: dict[str, House], *, whole: bool) -> list[tuple[str, str, str]]:
    """What the last thing that an address names may be: (hub, part, thing). All of Devon's are the whole."""
    part = next((name for name, sort in reversed(address.parts) if sort == "uuid"), "")
    if not part:
        has_hub = any(name == "hub_slug" for name, _ in address.parts)
        return [("devon", "", ""), *([("kent", "", ""), ("nowhere", "", "")] if has_hub else [])]
    there = [("devon", part, thing) for thing in list(things(address, part, houses["devon"]))[: None if whole else 1]]
    there += [("kent", part, thing) for thing in list(things(address, part, houses["kent"]))[:1]]
    return [*there, ("devon", part, "nowhere")]


def things(address: Address, part: str, house: House) -> dict[str, UUID]:
    """What there is of a part of an address."""
    return house.things_in(address.name, part)


def path(cell: Cell, address: Address, houses: dict[str, House]) -> str:
    """Where a cell leads."""
    house = houses.get(cell.hub, houses["devon"])
    plain = house.words_in(address.name)
    parts: dict[str, object] = {}
    for name, sort in address.parts:
        if name == "hub_slug":
            parts[name] = cell.hub
        elif name == cell.part:
            parts[name] = things(address, name, house).get(cell.thing, NOWHERE)
        elif sort == "uuid":
            parts[name] = next(iter(things(address, name, house).values()), NOWHERE)
        else:
            parts[name] = plain[name]
    return reverse(address.name, urlconf=f"config.urls_{address.door}", kwargs=parts)


def typed(house: House) -> dict[str, str]:
    """A form that fits most: who is let in gets as far as the rules, and who is not is not turned away by a field."""
    return {
        "version": "1",
        "team": str(house.world.teams["assessment"]),
        "decision": str(house.things["decision_id"]["newest"]),
        "text": "Words that were typed.",
        "reason": "Because it is needed.",
        "words": "Wren",
        "answer": "whole",
        "person": str(house.things["known_id"]["child"]),
    }


def ask(client: Client, cell: Cell, address: Address, houses: dict[str, House]) -> Answer:
    """Send the request, and undo whatever it did."""
    where = path(cell, address, houses)
    cookies = client.cookies.output()
    with transaction.atomic():
        back = _sent(client, cell, where, houses)
        transaction.set_rollback(True)
    if client.cookies.output() != cookies:
        client.cookies.load(cookies)
    location = back.headers.get("Location", "")
    return Answer(outcome(back.status_code, location, cell.method), back.status_code, _ONCE.sub(b"", back.content))


def _sent(client: Client, cell: Cell, where: str, houses: dict[str, House]) -> Any:
    if cell.method == "GET":
        return client.get(where)
    if cell.address in spec.CALLS:
        return client.generic(cell.method, where, ONE_PERSON, content_type="application/json")
    return client.post(where, typed(houses.get(cell.hub, houses["devon"])))


@dataclass(frozen=True)
class Run:
    """Every cell and what came back."""

    answers: dict[Cell, Answer]
    whole: bool


@pytest.fixture(scope="module", params=[False, *at_night(True)], ids=["every day", "everything"])
def run(
    request: pytest.FixtureRequest,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Run]:
    """The matrix, tried once in one world that nobody changes."""
    with django_db_blocker.unblock(), transaction.atomic(), clock_at(OPENED):
        houses = {"devon": furnished(), "kent": furnished("kent")}
        addresses = {(each.door, each.name): each for each in specified()}
        answers: dict[Cell, Answer] = {}
        for door in ("inside", "outside"):
            with ExitStack() as stack:
                if door == "outside":
                    stack.enter_context(doors.outside(Path(tmp_path_factory.mktemp("outside"))))
                clients = {who: come(who, houses) for who, about in spec.ACTORS.items() if about["door"] == door}
                for cell in cells(houses, whole=request.param):
                    if cell.door == door:
                        answers[cell] = ask(clients[cell.actor], cell, addresses[door, cell.address], houses)
        yield Run(answers, request.param)
        transaction.set_rollback(True)


def come(actor: str, houses: dict[str, House]) -> Client:
    """Somebody at their door: signed in with both factors, holding a receipt, or a stranger."""
    client = Client(raise_request_exception=False)
    about = spec.ACTORS[actor]
    if "agency" in about:
        sign_in(client, houses[about.get("hub", "devon")].world, actor.removeprefix("kent:"))
    if "key of" in about:
        house = houses[about.get("hub", "devon")]
        client.defaults["HTTP_AUTHORIZATION"] = (
            f"Bearer {house.codes[about.get('opens', 'key') + ' of ' + about['key of']]}"
        )
    if about.get("holds") == "receipt":
        client.post("/devon/receipt/", {"code": houses["devon"].codes["receipt"]})
    return client


# --- What must hold --------------------------------------------------------------------------------------------------


def test_every_address_is_specified_and_nothing_else_is() -> None:
    there = {(each.door, each.name) for each in specified()}
    told = {(door, name) for door in spec.ADDRESSES for name in audiences(door)}
    assert there - told == set(), "say in tests/assurance/specification.py who may open these"
    assert told - there == set(), "specified, and no longer there"


def test_the_specification_imports_nothing_and_stays_short() -> None:
    text = Path(spec.__file__).read_text()
    assert "import " not in text.replace("imports nothing", "")
    assert len([line for line in text.splitlines() if line and not line.startswith("#")]) <= 300


def test_every_cell_is_as_the_specification_says(run: Run) -> None:
    wrong = grouped(run)
    assert not wrong, "\n".join(wrong)


def grouped(run: Run) -> list[str]:
    """The cells that are not as they should be, those alike in one line."""
    wrong: dict[str, list[str]] = {}
    for cell, got in run.answers.items():
        if not right(cell, got):
            alike = f"{cell.method} {cell.address} {cell.hub} {cell.thing}: {got.status}, not {expected(cell)}, for"
            wrong.setdefault(alike, []).append(cell.actor)
    return [f"{alike} {', '.join(actors)}" for alike, actors in sorted(wrong.items())]


def test_there_are_enough_cells_and_actors(run: Run) -> None:
    actors = {cell.actor for cell in run.answers}
    wrong = [cell for cell, got in run.answers.items() if not right(cell, got)]
    if run.whole:
        figures.note(
            "Access matrix",
            target="every address × at least 14 actors, at least 5,000 cells, none unexpected",
            figure=f"{len(run.answers):,} cells, {len(specified())} addresses, {len(actors)} actors, "
            f"{len(wrong)} unexpected",
            command="make assurance TESTS=tests/assurance/test_access_matrix.py ARGS='-m long'",
        )
    assert len(run.answers) >= 5_000
    assert len(actors) >= 14


def test_every_refusal_has_somebody_who_gets_in_to_the_same_thing_by_the_same_address(run: Run) -> None:
    got_in = {what(cell) for cell, got in run.answers.items() if expected(cell) == IN and right(cell, got)}
    denied = {what(cell) for cell in run.answers if expected(cell) in (REFUSED, SHUT, UNKNOWN, SIGN_IN) and there(cell)}
    nobody = sorted(map(str, denied - got_in))
    assert not nobody, "\n".join(nobody)


def what(cell: Cell) -> tuple[str, ...]:
    return (cell.address, cell.method, cell.hub, cell.part, cell.thing)


def there(cell: Cell) -> bool:
    """Whether there is such a thing for anybody."""
    gone = (cell.part, cell.thing) in spec.GONE or (cell.address, cell.thing) in spec.CALLED_BACK
    # Something hidden, asked for where only those come who may not know of it, is there for none of them.
    known = words(spec.KNOWN_TO.get((cell.part, cell.thing), "*"))
    gone = gone or not (known & {"*"} or known & audiences(cell.door)[cell.address])
    return "nowhere" not in (cell.hub, cell.thing) and not gone and shown(cell)


def test_what_somebody_may_not_know_of_answers_exactly_as_what_does_not_exist(run: Run) -> None:
    nothing = {
        (cell.actor, cell.address, cell.method): got
        for cell, got in run.answers.items()
        if cell.thing == "nowhere" and expected(cell) == UNKNOWN
    }
    named_twice = {each.name for each in specified() if [sort for _, sort in each.parts].count("uuid") > 1}
    told_apart = [
        str(cell)
        for cell, got in run.answers.items()
        # Where an address names two things, another hub's first one is what is not found.
        if cell.part and expected(cell) == UNKNOWN and cell.address not in named_twice
        # Who is kept out of a case is told so, with the recorded reason: 403, not 404.
        if not ("kept out" in spec.ACTORS[cell.actor] and got.status == 403)
        if got != nothing[cell.actor, cell.address, cell.method]
    ]
    assert not told_apart, "\n".join(told_apart)
    assert nothing
