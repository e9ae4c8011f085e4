"""By whose clock a month begins, and who may read reports."""

from zoneinfo import ZoneInfo

from openmash.access import Actor, Permission, has, require
from openmash.hubs import queries as hub_queries


def zone_of(actor: Actor) -> ZoneInfo:
    """The hub's time zone, of somebody who may read its reports; raises Refused."""
    require(has(actor, Permission.SEE_REPORTS))
    return ZoneInfo(hub_queries.model_of(actor.hub_id).office.time_zone)
