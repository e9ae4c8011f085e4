"""A scripted case, read and ready to be played."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from openmash.scenarios.cast import AgencySays, HubSays, PersonSays, TeamSays
from openmash.scenarios.keys import Says
from openmash.scenarios.steps import Step


@dataclass(frozen=True, kw_only=True)
class Placed:
    """A step with its place in the file and in time.

    Args:
        number: which step, from 1.
        line: where it stands in the file.
        at: the moment, aware.
        step: what happens.
    """

    number: int
    line: int
    at: datetime
    step: Step


@dataclass(frozen=True, kw_only=True)
class Head:
    """What a scenario says before its steps."""

    format: Annotated[int, Says("The version of this format: 1.")]
    name: Annotated[str, Says("Its name, as it is asked for on the command line.", pattern=r"^[a-z0-9][a-z0-9-]*$")]
    title: Annotated[str, Says("What it is about, in a line.")]
    source: Annotated[str, Says("Where the case comes from.")]
    story: Annotated[str, Says("The case in a few sentences, for whoever watches.")]
    hub: Annotated[HubSays, Says("The hub.")]
    agencies: Annotated[tuple[AgencySays, ...], Says("Its agencies.", at_least=1)]
    teams: Annotated[tuple[TeamSays, ...], Says("The teams that take cases on.")] = ()
    people: Annotated[tuple[PersonSays, ...], Says("Its people.", at_least=1)]


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """A scripted case.

    Args:
        source_name: the file it was read from, for what goes wrong.
        head: hub, agencies, teams and people.
        zone: the hub's time zone, in which its times are written.
        steps: what happens, in order.
    """

    source_name: str
    head: Head
    zone: ZoneInfo
    steps: tuple[Placed, ...]

    @property
    def starts_at(self) -> datetime:
        """The moment of the first step."""
        return self.steps[0].at

    def person(self, key: str) -> PersonSays:
        """Somebody of the cast; the reader has made sure that there is one."""
        return next(each for each in self.head.people if each.key == key)
