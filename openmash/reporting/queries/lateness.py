"""Which agency answered in time."""

from datetime import datetime

from openmash.access import Actor
from openmash.checks import queries as check_queries
from openmash.checks.queries import Timeliness
from openmash.reporting.queries.zone import zone_of
from openmash.reporting.rules import Period


def lateness(actor: Actor, period: Period, *, at: datetime) -> list[Timeliness]:
    """How each agency answered what it was asked in a period, by the agency's name; raises Refused.

    Args:
        at: now: what waits is overdue or not by this.
    """
    zone = zone_of(actor)
    return check_queries.timeliness(actor, begins=period.begins(zone), ends=period.ends(zone), at=at)
