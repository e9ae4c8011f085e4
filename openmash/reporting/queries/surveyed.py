"""What those who used the service thought of it."""

from openmash.access import Actor
from openmash.contacts import queries as contact_queries
from openmash.contacts.queries import SurveyCounted
from openmash.reporting.rules import Period


def surveys(actor: Actor, period: Period) -> list[SurveyCounted]:
    """What was answered in a period; raises Refused."""
    return contact_queries.surveys_counted(actor, first=period.first, last=period.last)
