"""Which version of a hub's operating model holds when. Versions are kept for good and take effect from a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from openmash.core.errors import OpenMashError
from openmash.hubs.rules.operating_model import OperatingModel
from openmash.hubs.rules.parsing import parse

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
