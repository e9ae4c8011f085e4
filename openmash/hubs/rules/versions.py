"""Which version of a hub's operating model holds when. Versions are kept for good and take effect from a day."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from openmash.core.errors import OpenMashError, RuleBroken
from openmash.hubs.rules.errors import ModelInvalid
from openmash.hubs.rules.operating_model import OperatingModel
from openmash.hubs.rules.parsing import parse
from openmash.hubs.rules.said import day_in_words, joined
from openmash.hubs.rules.topics.framework import FrameworkRule

_VERSION = re.compile(r"^version\s*=\s*\d+", re.MULTILINE)
_LONDON = ZoneInfo("Europe/London")  # every hub is in the United Kingdom; a day begins there at midnight


class NoModelInForce(OpenMashError):
    """A hub without an operating model cannot work; nothing is guessed in its place."""

    def __init__(self) -> None:
        super().__init__("This hub has no operating model, so nothing can be counted or asked. Tell its administrator.")


@dataclass(frozen=True)
class StoredVersion:
    """A version of a hub's operating model that was approved.

    Args:
        name: the model's name, as records keep it.
        version: its number, counted in each hub.
        effective_from: the first day on which it holds; None for the one the hub opened with.
        text: the TOML text.
    """

    name: str
    version: int
    effective_from: date | None
    text: str

    @property
    def model(self) -> OperatingModel:
        """The text, read; once for each process."""
        return read(self.text, f"version {self.version}")


@lru_cache(maxsize=256)
def read(text: str, source_name: str) -> OperatingModel:
    """An operating model's text, read once for each process; raises ``ModelInvalid``."""
    return parse(text, source_name=source_name)


def day_of(at: datetime) -> date:
    """The day that a moment falls on in the United Kingdom."""
    return at.astimezone(_LONDON).date()


def in_force(versions: Iterable[StoredVersion], day: date) -> StoredVersion:
    """The version that holds on a day: the one whose own day came last; of two from one day, the later made.

    Raises:
        NoModelInForce: none does.
    """
    held = [each for each in versions if each.effective_from is None or each.effective_from <= day]
    if not held:
        raise NoModelInForce
    return max(held, key=lambda each: (each.effective_from or date.min, each.version))


def numbered(text: str, version: int) -> str:
    """The same text with the number of its own version; what else it says is left as it was typed."""
    return _VERSION.sub(f"version = {version}", text, count=1)


def read_as(text: str, version: int) -> OperatingModel:
    """The operating model of a text that is to be kept as one version.

    Records name the version they began with. A text that calls itself otherwise (``version = 1_0``, ``"version" = 9``)
    would send them to another version's rules, or to none.

    Raises:
        ModelInvalid: it is no operating model, or says another number.
    """
    found = read(text, f"version {version}")
    if found.version != version:
        says = f"version {version}: the text calls itself version {found.version}. Write “version = {version}”."
        raise ModelInvalid(f"version {version}", [says])
    return found


def require_later_day(effective_from: date | None, *, today: date) -> date:
    """A version takes effect from a day that has not begun, so that no rule changes under anybody's hands.

    Local choice of OpenMASH.

    Args:
        effective_from: the day that was given, if any.
        today: in the United Kingdom.

    Returns:
        The day.

    Raises:
        RuleBroken: ``operating_model.from_a_later_day``.
    """
    if effective_from is None or effective_from <= today:
        raise RuleBroken(
            "operating_model.from_a_later_day",
            "Enter a day after today. What begins on that day is worked by this version; what began before keeps its "
            "own.",
            field="effective_from",
        )
    return effective_from


def require_not_begun(effective_from: date | None, *, today: date) -> None:
    """What holds, or held, is not withdrawn: a new version takes its place."""
    if effective_from is None or effective_from <= today:  # without a day: the one the hub opened with
        raise RuleBroken(
            "operating_model.not_begun",
            "This version is in force already. Copy the one you want back, and put that into force.",
        )


def require_draft(*, is_draft: bool) -> None:
    """What was proposed or approved stays as others read it; a further change is a version of its own."""
    if not is_draft:
        raise RuleBroken(
            "operating_model.is_a_draft",
            "This version was proposed already, so it cannot be edited. Have it sent back, or copy it.",
        )


def require_goes_live_once(framework: FrameworkRule | None, live_from: date | None) -> None:
    """A hub goes live once, and only where its operating model has something signed first."""
    if framework is None or live_from is not None:
        raise RuleBroken(
            "hubs.goes_live_once",
            "This hub is live already." if framework else "This hub's operating model asks for nothing to be signed.",
            field="live_from",
        )


def require_why(why: str) -> None:
    """Whoever changes how a hub works, or sends a change back, says why."""
    if not why.strip():
        raise RuleBroken("operating_model.says_why", "Say why, in a sentence or two.", field="why")


def require_signed(framework: FrameworkRule, unsigned: Iterable[str]) -> None:
    """A hub goes live once its partners have signed the framework.

    Source: London Boroughs case study: "Boroughs are expected to sign up to the framework, before going live".

    Args:
        framework: what is to be signed.
        unsigned: the agencies, or kinds of agency, that have not signed.

    Raises:
        RuleBroken: ``hubs.framework_is_signed``.
    """
    missing = list(unsigned)
    if missing:
        raise RuleBroken(
            "hubs.framework_is_signed",
            f"“{framework.title}” is signed before the hub goes live. Not signed yet: {joined(missing)}.",
            field="live_from",
        )


def require_live(framework: FrameworkRule | None, live_from: date | None, *, day: date) -> None:
    """A hub that signs a framework first takes nothing in before it has gone live.

    Raises:
        RuleBroken: ``hubs.is_live``.
    """
    if framework is not None and (live_from is None or day < live_from):
        when = f"from {day_in_words(live_from)}" if live_from else f"once its partners have signed “{framework.title}”"
        raise RuleBroken(
            "hubs.is_live",
            f"This hub is not live yet: it takes contacts {when}. Pass it on the way it went before the hub began; in "
            "an emergency ring 999.",
        )
