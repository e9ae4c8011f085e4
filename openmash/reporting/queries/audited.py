"""How cases that were drawn by lot were graded."""

from openmash.access import Actor
from openmash.oversight import queries as oversight_queries
from openmash.oversight.queries import Audited
from openmash.reporting.rules import Period


def audits(actor: Actor, period: Period) -> list[Audited]:
    """Cases that closed in a period and were drawn and graded, by month; raises Refused."""
    return oversight_queries.audited(actor, first=period.first, last=period.last)
