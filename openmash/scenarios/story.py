"""Telling a play as it goes, for whoever watches or learns."""

import textwrap
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Protocol

from openmash.scenarios.script import Placed, Scenario
from openmash.scenarios.steps.base import Deed, Step
from openmash.scenarios.steps.looking import Look, Say

_WIDTH = 110
_LONGEST_WAIT_SECONDS = 8.0


class Teller(Protocol):
    """Whom the player tells what happens."""

    def begins(self, scenario: Scenario) -> None:
        """The stage is set."""

    def tells(self, placed: Placed, scenario: Scenario, what: str) -> None:
        """A step was done, or an expectation was right."""

    def refused(self, placed: Placed, scenario: Scenario, sentence: str) -> None:
        """A step was refused, as it should be."""

    def ends(self, steps: int, checks: int) -> None:
        """Everything came out as the scenario says."""


class Silent:
    """Tells nobody."""

    def begins(self, scenario: Scenario) -> None:
        """Nothing."""

    def tells(self, placed: Placed, scenario: Scenario, what: str) -> None:
        """Nothing."""

    def refused(self, placed: Placed, scenario: Scenario, sentence: str) -> None:
        """Nothing."""

    def ends(self, steps: int, checks: int) -> None:
        """Nothing."""


class Storyteller:
    """Prints time, who, and what happened in a sentence.

    Args:
        say: where lines go.
        speed: simulated minutes for each second of waiting; 0 does not wait. No wait is longer than 8 seconds.
        sleep: how to wait.
    """

    def __init__(
        self,
        say: Callable[[str], None] = print,
        *,
        speed: float = 0,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.say, self.speed, self.sleep = say, speed, sleep
        self.before: Placed | None = None

    def begins(self, scenario: Scenario) -> None:
        """The title, the source and the case in a few sentences."""
        head = scenario.head
        self.before = None
        self.say(f"{head.title}\n{'=' * len(head.title)}")
        self.say(_wrapped(" ".join(head.story.split()), ""))
        self.say(f"Source: {head.source}\n")

    def tells(self, placed: Placed, scenario: Scenario, what: str) -> None:
        """“09:10  Ann Example (Referral coordinator) takes a telephone call …”; expectations carry a tick."""
        step = placed.step
        who = _who(step, scenario)
        mark = "" if isinstance(step, Deed | Say) and not _sees(step) else "✓ "
        self._line(placed, f"{mark}{who} {what}" if who else f"{mark}{what[:1].upper()}{what[1:]}")

    def refused(self, placed: Placed, scenario: Scenario, sentence: str) -> None:
        """“✓ Ann Example (…) may not: …”."""
        step = placed.step
        rule = step.refused_by if isinstance(step, Deed) else ""
        who = _who(step, scenario) or "Somebody outside"
        verb = step.VERB.replace("_", " ")
        self._line(placed, f"✓ {who} tries to {verb} and is refused ({rule}): “{sentence}”")

    def ends(self, steps: int, checks: int) -> None:
        """How much was played."""
        self.say(f"\nAs it should be: {steps} steps, {checks} of them expectations.\n")

    def _line(self, placed: Placed, what: str) -> None:
        before = self.before
        self._wait(placed.at - before.at if before else timedelta())
        if before is None or before.at.date() != placed.at.date():
            self.say(f"\n{placed.at:%A} {placed.at.day} {placed.at:%B %Y}")
        self.say(_wrapped(" ".join(what.split()), f"  {placed.at:%H:%M}  "))
        if placed.step.note:
            self.say(_wrapped(placed.step.note, "           → "))
        self.before = placed

    def _wait(self, passed: timedelta) -> None:
        if self.speed > 0:
            self.sleep(min(passed.total_seconds() / 60 / self.speed, _LONGEST_WAIT_SECONDS))


def _who(step: Step, scenario: Scenario) -> str:
    key = getattr(step, "by", "") if isinstance(step, Deed) else ""
    if not key:
        return ""
    person = scenario.person(key)
    return f"{person.name} ({person.role_title})"


def _sees(step: Step) -> bool:
    return isinstance(step, Look) and bool(step.sees or step.does_not_see)


def _wrapped(text: str, first: str) -> str:
    return textwrap.fill(text, _WIDTH, initial_indent=first, subsequent_indent=" " * len(first))
