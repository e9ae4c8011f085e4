"""What the threat model names is there: every test, and every file of tests."""

import re

from django.conf import settings

from openmash.api_keys.rules import MOST_CALLS
from openmash.checks.rules import LINK_LASTS
from openmash.people.rules import searching
from openmash.sealed.rules import overlap
from openmash.web.shared.screen import LONGEST_SESSION
from tests.architecture.sources import ROOT

TEXT = (ROOT / "THREAT_MODEL.md").read_text()
INCIDENTS = TEXT.split("## What has gone wrong elsewhere")[1].split("\n## ")[0]
ROWS = [line for line in INCIDENTS.splitlines() if line.startswith("| ")][2:]
NAMED = re.compile(r"`(test_\w+)`")
THERE = {
    name
    for path in (ROOT / "tests").rglob("test_*.py")
    for name in re.findall(r"^def (test_\w+)", path.read_text(), re.M)
}


def test_every_incident_names_a_test_that_is_there() -> None:
    assert len(ROWS) >= 15
    assert [row for row in ROWS if not NAMED.findall(row.split("|")[-2])] == []


def test_every_test_that_is_named_anywhere_in_it_is_there() -> None:
    assert len(NAMED.findall(TEXT)) >= 30
    assert sorted(set(NAMED.findall(TEXT)) - THERE) == []


def test_every_file_of_tests_that_is_named_is_there() -> None:
    named = re.findall(r"`(tests/[\w/]+(?:\.py)?)`", TEXT)
    assert named
    assert [each for each in named if not (ROOT / each).exists()] == []


def test_every_number_in_it_is_the_code_s() -> None:
    hours, minutes = 60 * 60, 60
    said = {
        "sixty searches a minute": searching.MOST_A_MINUTE == 60,
        "six hundred times a minute": MOST_CALLS == 600,
        "15 idle minutes, 10 hours": (settings.SESSION_COOKIE_AGE, LONGEST_SESSION.total_seconds())
        == (15 * minutes, 10 * hours),
        "They last 72 hours": LINK_LASTS.total_seconds() == 72 * hours,
        "eight words running": overlap.RUN == 8,
        "Five wrong passwords close an account for five minutes": ",5/5m/key"
        in settings.ACCOUNT_RATE_LIMITS["login_failed"],
    }
    words = " ".join(TEXT.split())
    assert [each for each, true in said.items() if each not in words or not true] == []


def test_no_page_and_no_key_asks_an_agencys_index() -> None:
    """It is looked up in for requests alone (``person_index.services``); the hub's own people are asked otherwise."""
    asks = re.compile(r"index_queries\.look_up\(")
    callers = [path for path in (ROOT / "openmash").rglob("*.py") if asks.search(path.read_text())]
    assert [str(path.relative_to(ROOT)) for path in callers] == []
    own = [path for path in (ROOT / "openmash").rglob("*.py") if "index_queries.look_up_own(" in path.read_text()]
    assert own, "the control: the hub's own people are asked by somebody, under that name"


def test_no_page_asks_an_agency_but_in_words_that_were_compared_with_the_room() -> None:
    """``sealed.services.ask_agencies``: a question is read outside the room, by a virtual partner outside the hub."""
    asks = re.compile(r"(?:check_services|services)\.ask(?:_again)?\(")
    pages = [path for path in (ROOT / "openmash" / "web").rglob("*.py") if "checks" in path.read_text()]
    assert [str(path.relative_to(ROOT)) for path in pages if asks.search(path.read_text())] == []
    assert any("sealed_services.ask_agencies(" in path.read_text() for path in pages), "the control: one does ask"
