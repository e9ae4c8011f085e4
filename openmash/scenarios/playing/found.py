"""What an expectation compares: what was wanted with what was found, in words that a failing play can say."""

from datetime import datetime
from zoneinfo import ZoneInfo

from openmash.scenarios.errors import Unmet
from openmash.scenarios.playing.stage import Stage


def is_(what: str, wanted: str, found: str) -> str:
    """ "what: wanted" where that is so; Unmet otherwise."""
    if wanted != found:
        raise Unmet(expected=f"{what}: {wanted}", found=found)
    return f"{what}: {wanted}"


def all_of(*said: str) -> str:
    """Several of them in one line."""
    return "; ".join(said)


def yes_or_no(is_so: bool) -> str:
    """As people say it."""
    return "yes" if is_so else "no"


def when_of(moment: datetime | None, stage: Stage) -> str:
    """A moment in the hub's own time; "never" for none."""
    zone: ZoneInfo = stage.scenario.zone
    return f"{moment.astimezone(zone):%a %d %b %Y %H:%M}" if moment else "never"
