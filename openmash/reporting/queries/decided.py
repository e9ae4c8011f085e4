"""Everybody about whom the first decision was made in some months: whence, why, how rated, how ended, how fast."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q

from openmash.access import Actor
from openmash.contacts.models import Issue
from openmash.contacts.rules import SOURCES
from openmash.decisions.models import Decision
from openmash.enquiries import queries as enquiry_queries
from openmash.enquiries.models import EnquiryContact, Rating
from openmash.hubs import queries as hub_queries
from openmash.hubs.rules import OperatingModel, UnknownCode
from openmash.reporting.queries.zone import zone_of
from openmash.reporting.rules import CaseFigures, Period, Rated

_FIELDS = (
    *("subject_id", "subject__enquiry_id", "subject__enquiry__received_at", "subject__enquiry__operating_model"),
    *("subject__enquiry__model_version", "outcome", "rating", "due_at", "decided_at"),
)


class _Made(NamedTuple):
    """A decision as it is read, without the words of anybody."""

    subject_id: UUID
    enquiry_id: UUID
    received_at: datetime
    model_name: str
    model_version: str
    outcome: str
    rating: str
    due_at: datetime
    decided_at: datetime


def decided_cases(actor: Actor, period: Period) -> list[CaseFigures]:
    """One line for each child or adult first decided about in a period, in the order of the decisions.

    The outcome is that of the newest decision, whenever it was made: what came of it in the end.

    Args:
        actor: who reads it; cases that they are kept out of are left out.
        period: of the first decision.

    Raises:
        Refused: the actor reads no reports.
    """
    zone = zone_of(actor)
    made = _made(actor, period.begins(zone), period.ends(zone))
    enquiries = {each[0].enquiry_id for each in made}
    first_ratings = _first_ratings([each[0].subject_id for each in made], actor)
    sources, issues = _told(enquiries, actor)
    found = []
    for first, newest in made:
        model = hub_queries.model(actor.hub_id, first.model_name, first.model_version)
        outcome = _outcome(model, newest.outcome)
        found.append(
            CaseFigures(
                received_at=first.received_at,
                source=sources.get(first.enquiry_id, SOURCES["10"]),
                issues=tuple(_issue(model, code) for code in issues.get(first.enquiry_id, ())),
                before=_rated(model, first_ratings.get(first.subject_id, first.rating)),
                after=_rated(model, newest.rating),
                outcome=outcome[0],
                ends=outcome[1],
                decided_at=first.decided_at,
                due_at=first.due_at,
                rated=_rated(model, first.rating),
            )
        )
    return found


def _made(actor: Actor, begins: datetime, ends: datetime) -> list[tuple[_Made, _Made]]:
    """The first and the newest decision about each."""
    in_period = Q(supersedes=None, decided_at__gte=begins, decided_at__lt=ends)
    ours = Decision.objects.filter(hub_id=actor.hub_id)
    ours = ours.exclude(subject__enquiry_id__in=enquiry_queries.kept_out_of(actor))
    firsts = ours.filter(in_period).values("subject_id")
    rows: dict[UUID, list[_Made]] = defaultdict(list)
    for values in ours.filter(subject_id__in=firsts).order_by("decided_at", "id").values_list(*_FIELDS):
        rows[values[0]].append(_Made(*values))
    return sorted(((each[0], each[-1]) for each in rows.values()), key=lambda pair: pair[0].decided_at)


def _first_ratings(subjects: Collection[UUID], actor: Actor) -> dict[UUID, str]:
    rows = Rating.objects.filter(hub_id=actor.hub_id, subject_id__in=subjects).order_by("-rated_at", "-id")
    return dict(rows.values_list("subject_id", "rating"))


def _told(enquiries: Collection[UUID], actor: Actor) -> tuple[dict[UUID, str], dict[UUID, list[str]]]:
    """The source of each enquiry's first contact, and the codes of what all its contacts raise."""
    links = EnquiryContact.objects.filter(hub_id=actor.hub_id, enquiry_id__in=enquiries)
    sources: dict[UUID, str] = {}
    of_contact: dict[UUID, UUID] = {}
    rows = links.order_by("contact__received_at", "added_at", "id")
    for enquiry_id, contact_id, source in rows.values_list("enquiry_id", "contact_id", "contact__source"):
        sources.setdefault(enquiry_id, SOURCES.get(source, source))
        of_contact[contact_id] = enquiry_id
    raised = Issue.objects.filter(hub_id=actor.hub_id, contact_id__in=of_contact, taken_back_at=None)
    issues: dict[UUID, list[str]] = defaultdict(list)
    for contact_id, code in raised.order_by("raised_at", "id").values_list("contact_id", "code"):
        if code not in issues[of_contact[contact_id]]:
            issues[of_contact[contact_id]].append(code)
    return sources, issues


def _rated(model: OperatingModel, code: str) -> Rated:
    rule = model.rating(code)
    return Rated(rule.label, rule.rank, rule.colour)


def _outcome(model: OperatingModel, code: str) -> tuple[str, bool]:
    rule = model.outcome(code)
    return rule.label, rule.ends_flow


def _issue(model: OperatingModel, code: str) -> str:
    try:
        return model.issue(code).label
    except UnknownCode:  # raised under an earlier version than the enquiry began with
        return code.replace("_", " ").capitalize()
