"""What whole journeys in a browser need."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from openmash.core.keys import FileKeyRing
from tests import doors
from tests.functional.effort import EFFORT, Effort
from tests.functional.visitors import PATIENCE, Visitor
from tests.world import World, devon

SIGN_IN = (
    "coordinator",
    "social_worker",
    "police",
    "health",
    "education",
    "manager",
    "second_manager",
    "assessor",
    "wall",
)
SCREEN = {"width": 1366, "height": 768}
expect.set_options(timeout=PATIENCE)  # what has to be quicker says so itself


@pytest.fixture
def visitor(browser: Browser, two_doors: doors.TwoDoors, transactional_db: None) -> Iterator[Callable[[str], Visitor]]:
    """``visitor("inside")`` is somebody at a fresh browser; at the end no page may have shown a serious fault."""
    people: list[Visitor] = []

    def arrives(door: str) -> Visitor:
        context = browser.new_context(viewport=SCREEN, locale="en-GB", timezone_id="Europe/London")
        people.append(Visitor(context, getattr(two_doors, door)))
        return people[-1]

    yield arrives
    faults = [fault for person in people for fault in person.faults]
    for person in people:
        person.context.close()
    assert not faults, "\n".join(faults)


@pytest.fixture
def committed_world(keys: Path, two_doors: doors.TwoDoors, transactional_db: None) -> World:
    """The hub of tests/world.py as both doors see it, with passwords; the outside door holds its own keys."""
    world = devon(passwords=SIGN_IN)
    FileKeyRing(keys / "inside").hand_over(to=keys / "outside")
    return world


@pytest.fixture
def effort() -> Effort:
    """Where the clicks of each job are noted."""
    return EFFORT


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what each job cost."""
    if EFFORT.lines:
        terminalreporter.section("effort")
        for line in EFFORT.lines:
            terminalreporter.line(line)
