"""What stands on a case of return interviews and panels: what is due, and whose safety comes before telling anybody."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from openmash.access import Actor
from openmash.enquiries.queries import EnquiryView
from openmash.hubs.rules import OperatingModel
from openmash.screening import permissions, queries


@dataclass(frozen=True)
class Line:
    """One thing; ``due_at`` where a clock runs, ``url`` empty where the reader may not go on."""

    label: str
    url: str
    words: str = ""
    due_at: datetime | None = None


def lines(enquiry: EnquiryView, model: OperatingModel, *, actor: Actor) -> tuple[Line, ...]:
    """Gather them; in a hub that has neither interviews nor panels nothing is read.

    Args:
        enquiry: the case.
        model: the version of the operating model that it began with.
        actor: who reads; only those who work in the sealed room are led on.
    """
    works = bool(permissions.can_work(actor))
    found = [*_interviews(enquiry, actor, works)] if model.return_interviews else []
    return (*(_panels(enquiry, actor, works) if model.panels else ()), *found)


def _interviews(enquiry: EnquiryView, actor: Actor, works: bool) -> Iterator[Line]:
    for each in queries.interviews_of(enquiry.id, actor=actor):
        if each.ended_at is None:
            url = reverse("screening:end_interview", args=[each.id]) if works else ""
            yield Line(f"Return interview with {each.name}", url, due_at=each.due_at)


def _panels(enquiry: EnquiryView, actor: Actor, works: bool) -> Iterator[Line]:
    for each in queries.panels_of(enquiry.id, actor=actor):
        safely = "Read how they are reached safely before you tell anybody anything" if each.has_safe_contact else ""
        if each.is_live or safely:
            url = reverse("screening:panel", args=[each.id]) if works else ""
            yield Line(f"{each.label}: {each.name}", url, safely)
