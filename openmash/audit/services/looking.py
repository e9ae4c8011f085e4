"""Looking through the log; that somebody looked is on the log first."""

from dataclasses import dataclass
from datetime import datetime

from openmash.access import Actor
from openmash.audit import permissions
from openmash.audit.queries import pages
from openmash.audit.queries.pages import Cursor, Line, Month, Readers, Wanted
from openmash.audit.services.recording import Plain, record


@dataclass(frozen=True)
class Openings:
    """Who opened an agency's information: a page of it, and all that was looked for counted by month."""

    lines: tuple[Line, ...]
    months: tuple[Month, ...]


@dataclass(frozen=True)
class HubLog:
    """A page of the hub's log, and how many people opened something of each enquiry in the period."""

    lines: tuple[Line, ...]
    readers: tuple[Readers, ...]


def look_at_openings(
    *, wanted: Wanted, actor: Actor, at: datetime, before: Cursor | None = None, most: int = 50, as_file: bool = False
) -> Openings:
    """Who opened the information of the actor's own agency.

    Args:
        wanted: what is looked for.
        actor: who looks.
        at: now.
        before: the last line of the page before.
        most: how many lines, one more than a page to know whether there is another.
        as_file: whether it is taken away as a file.

    Raises:
        Refused: their role does not control their agency's information.
    """
    agency_id = actor.agency_id or actor.hub_id
    permissions.require_can_see_openings(actor, agency_id)
    detail = {**_detail(wanted), "file": as_file}
    record("log.openings_read", actor=actor, at=at, about=("agency", agency_id), owner=agency_id, detail=detail)
    found = pages.openings(actor=actor, agency_id=agency_id, wanted=wanted, before=before, most=most)
    months = () if as_file else pages.openings_by_month(actor=actor, agency_id=agency_id, wanted=wanted)
    return Openings(tuple(found), tuple(months))


def look_at_log(
    *, wanted: Wanted, month: Wanted, actor: Actor, at: datetime, before: Cursor | None = None, most: int = 50
) -> HubLog:
    """The hub's log.

    Args:
        wanted: what is looked for.
        month: the month over which people are counted for each enquiry, with what is to be left out.
        actor: who looks.
        at: now.
        before: the last line of the page before.
        most: how many lines.

    Raises:
        Refused: their role does not see the log.
    """
    permissions.require_can_see_log(actor)
    record("log.opened", actor=actor, at=at, about=("hub", actor.hub_id), detail=_detail(wanted))
    found = pages.lines(actor=actor, wanted=wanted, before=before, most=most)
    return HubLog(tuple(found), tuple(pages.readers_by_enquiry(actor=actor, wanted=month)))


def _detail(wanted: Wanted) -> dict[str, Plain]:
    """What was looked for, as ids and moments."""
    return {
        "since": wanted.since.isoformat() if wanted.since else None,
        "until": wanted.until.isoformat() if wanted.until else None,
        "person": str(wanted.person) if wanted.person else None,
        "enquiry": str(wanted.enquiry) if wanted.enquiry else None,
        "names": list(wanted.names),
    }
