"""Children who were missing and are found, as episodes without a name."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from openmash.access import Actor
from openmash.enquiries import queries as enquiry_queries
from openmash.hubs import queries as hub_queries
from openmash.people import queries as people_queries
from openmash.people.models import Address
from openmash.reporting.queries.zone import zone_of
from openmash.reporting.rules import KEPT_BACK, UNKNOWN_PLACE, Episode, Period, Spoken, sector
from openmash.screening.models import ReturnInterview
from openmash.screening.states import InterviewState
from openmash.sealed.models import Protection
from openmash.sealed.rules import KEEPS_ADDRESSES_BACK


def missing(actor: Actor, period: Period) -> list[Episode]:
    """Every time that a child was found in a period, without those of cases that the actor is kept out of.

    Where a child lives is read from the address that was recorded last; of a child whose address is protected, or who
    lives with somebody whose is, it is kept back. The number of statements does not grow.

    Raises:
        Refused: the actor reads no reports.
    """
    zone = zone_of(actor)
    rows = ReturnInterview.objects.filter(
        hub_id=actor.hub_id, found_on__gte=period.begins(zone), found_on__lt=period.ends(zone)
    ).exclude(enquiry_id__in=enquiry_queries.kept_out_of(actor))
    found = list(rows.order_by("found_on", "id"))
    people = {row.person_id for row in found}
    known, places = people_queries.identities_of(actor.hub_id), _places(people, actor.hub_id)
    labels = _labels(actor.hub_id)
    return [
        Episode(
            child=min(known.same(row.person_id)),
            month=_month(row.found_on, zone),
            place=places.get(row.person_id, UNKNOWN_PLACE),
            spoken=_spoken(row),
            themes=tuple(labels.get(theme, theme.replace("_", " ").capitalize()) for theme in row.themes),
        )
        for row in found
    ]


def _month(found_on: datetime, zone: ZoneInfo) -> date:
    return found_on.astimezone(zone).date().replace(day=1)


def _spoken(row: ReturnInterview) -> Spoken:
    if row.ended_at is None:
        return Spoken.WAITING
    if row.state != InterviewState.HELD:
        return Spoken.NOT_HELD
    return Spoken.IN_TIME if row.ended_at <= row.due_by else Spoken.LATE


def _labels(hub_id: UUID) -> dict[str, str]:
    """Themes as the hub calls them today."""
    return {issue.code: issue.label for issue in hub_queries.model_of(hub_id).issues}


def _places(people: Collection[UUID], hub_id: UUID) -> dict[UUID, str]:
    """The sector in which each lives, of those of whom it is known and may be said."""
    lived = Address.objects.filter(hub_id=hub_id, person_id__in=people).order_by("recorded_at", "id")
    newest = dict(lived.values_list("person_id", "postcode"))
    protected, postcodes = protected_addresses(hub_id)
    found: dict[UUID, str] = {}
    for person_id in people:
        postcode = newest.get(person_id, "")
        if person_id in protected or _plain(postcode) in postcodes:
            found[person_id] = KEPT_BACK
        elif sector(postcode):
            found[person_id] = sector(postcode)
    return found


def protected_addresses(hub_id: UUID) -> tuple[frozenset[UUID], frozenset[str]]:
    """Whose address is kept back, by every record of theirs, and the postcodes at which they live or lived."""
    kinds = [str(kind) for kind in KEEPS_ADDRESSES_BACK]
    protections = Protection.objects.filter(hub_id=hub_id, ended_at=None, kind__in=kinds, person_id__isnull=False)
    protected = people_queries.same_as(protections.values_list("person_id", flat=True), hub_id=hub_id)
    theirs = Address.objects.filter(hub_id=hub_id, person_id__in=protected)
    return protected, frozenset(_plain(each) for each in theirs.values_list("postcode", flat=True) if each)


def _plain(postcode: str) -> str:
    return "".join(postcode.upper().split())
