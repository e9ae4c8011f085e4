"""Partners who are in the hub on certain weekdays."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar

from openmash.scenarios.keys import Says
from openmash.scenarios.steps.base import PersonsDeed, Step

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, kw_only=True)
class SetVisits(PersonsDeed):
    """Somebody says on which weekdays an agency's representative is in the hub."""

    VERB: ClassVar[str] = "set_visits"
    agency: Annotated[str, Says("Which.", names="agency")]
    days: Annotated[tuple[str, ...], Says("On which days; left out: they visit no longer.", choices=DAYS)] = ()


@dataclass(frozen=True, kw_only=True)
class ExpectVisit(Step):
    """When a visiting agency comes next, and what waits for it."""

    VERB: ClassVar[str] = "expect_visit"
    by: Annotated[str, Says("Who looks.", names="person")]
    agency: Annotated[str, Says("Which.", names="agency")]
    next_on: Annotated[date, Says("The next day on which they are in the hub.")]
    in_time: Annotated[int, Says("How many answers wait that are due on that day or later.")]
    too_late: Annotated[int, Says("How many are due before it, so that somebody rings.")]
