"""What whoever opens a case sees first: the dangers to staff, and that something is protected."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.timezone import localdate

from openmash.access import Actor
from openmash.enquiries.queries import EnquiryView
from openmash.people import permissions as people_permissions
from openmash.people import queries as people_queries
from openmash.sealed import permissions as sealed_permissions
from openmash.sealed import queries as sealed_queries


@dataclass(frozen=True)
class Danger:
    """A danger to staff, with the page on which it is ended where the reader may."""

    person: str
    words: str
    since: date
    recorded_by: str
    review_on: date
    review_due: bool
    end_url: str


@dataclass(frozen=True)
class Guarded:
    """That a protection is recorded; ``url`` is empty for who may not read it and asks instead."""

    recorded_by: str
    recorded_at: datetime
    url: str


@dataclass(frozen=True)
class Panel:
    """What whoever opens the case must see before they write, ring or visit."""

    dangers: tuple[Danger, ...]
    protections: tuple[Guarded, ...]
    warn_url: str
    protect_url: str


def panel(enquiry: EnquiryView, *, actor: Actor, at: datetime) -> Panel:
    """Gather it; the number of statements does not grow."""
    enters = bool(sealed_permissions.can_enter_room(actor))
    return Panel(
        dangers=tuple(
            Danger(
                person=each.person_name,
                words=each.words,
                since=each.since,
                recorded_by=each.recorded_by_name,
                review_on=each.review_on,
                review_due=each.review_on <= localdate(at),
                end_url=reverse("guards:end_warning", args=[enquiry.id, each.id])
                if people_permissions.can_end_warning(actor)
                else "",
            )
            for each in people_queries.warnings(enquiry.person_ids, actor=actor)
        ),
        protections=tuple(
            Guarded(
                recorded_by=each.recorded_by_name,
                recorded_at=each.recorded_at,
                url=reverse("guards:protection", args=[each.id]) if enters else "",
            )
            for each in sealed_queries.protections_of(enquiry.person_ids, enquiry_id=enquiry.id, actor=actor)
        ),
        warn_url=reverse("guards:warn", args=[enquiry.id]) if people_permissions.can_warn(actor) else "",
        protect_url=reverse("guards:protect", args=[enquiry.id]) if enters else "",
    )
