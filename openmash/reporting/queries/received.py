"""Everybody about whom something came in during some months: whence, why, how rated, how ended, how fast."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from openmash.access import Actor
from openmash.contacts.models import Issue
from openmash.contacts.rules import SOURCES
from openmash.decisions.models import Decision
from openmash.enquiries import queries as enquiry_queries
from openmash.enquiries.models import EnquiryContact, Rating, Subject
from openmash.hubs import queries as hub_queries
from openmash.hubs.rules import OperatingModel, UnknownCode
from openmash.reporting.queries.zone import zone_of
from openmash.reporting.rules import NOT_DECIDED, NOT_RATED, CaseFigures, Period, Rated

_SUBJECT = ("id", "enquiry_id", "enquiry__received_at", "enquiry__operating_model", "enquiry__model_version")
_DECISION = ("subject_id", "outcome", "rating", "due_at", "decided_at")


class _About(NamedTuple):
    """A child or adult in an enquiry."""

    id: UUID
    enquiry_id: UUID
    received_at: datetime
    model_name: str
    model_version: str
    rating: str
    due_at: datetime | None


class _Made(NamedTuple):
    """A decision as it is read, without the words of anybody."""

    subject_id: UUID
    outcome: str
    rating: str
    due_at: datetime
    decided_at: datetime


def cases(actor: Actor, period: Period) -> list[CaseFigures]:
    """One line for each child or adult in an enquiry whose first contact came in during a period, in that order.

    Those not decided about are in it, so that shares are of everything that came in. The outcome is that of the
    newest decision, whenever it was made: what came of it in the end.

    Args:
        actor: who reads it; cases that they are kept out of are left out.
        period: when the contact came in.

    Raises:
        Refused: the actor reads no reports.
    """
    zone = zone_of(actor)
    rows = Subject.objects.filter(
        hub_id=actor.hub_id,
        enquiry__received_at__gte=period.begins(zone),
        enquiry__received_at__lt=period.ends(zone),
    ).exclude(enquiry_id__in=enquiry_queries.kept_out_of(actor))
    ordered = rows.order_by("enquiry__received_at", "id").values_list(*_SUBJECT, "rating", "due_at")
    about = [_About(*values) for values in ordered]
    subjects = [each.id for each in about]
    made = _made(subjects, actor)
    first_ratings = _first_ratings(subjects, actor)
    sources, issues = _told({each.enquiry_id for each in about}, actor)
    found = []
    for each in about:
        model = hub_queries.model(actor.hub_id, each.model_name, each.model_version)
        told = (sources.get(each.enquiry_id, SOURCES["10"]), issues.get(each.enquiry_id, ()))
        found.append(_figures(each, made.get(each.id, ()), first_ratings.get(each.id, each.rating), told, model))
    return found


def _figures(
    each: _About, made: Sequence[_Made], first: str, told: tuple[str, Sequence[str]], model: OperatingModel
) -> CaseFigures:
    source, issues = told
    outcome = model.outcome(made[-1].outcome) if made else None
    return CaseFigures(
        received_at=each.received_at,
        source=source,
        issues=tuple(_issue(model, code) for code in issues),
        before=_rated(model, first),
        after=_rated(model, made[-1].rating if made else each.rating),
        outcome=outcome.label if outcome else NOT_DECIDED,
        ends=outcome is not None and outcome.ends_flow,
        decided_at=made[0].decided_at if made else None,
        due_at=made[0].due_at if made else each.due_at,
        rated=_rated(model, made[0].rating if made else each.rating),
    )


def _made(subjects: Collection[UUID], actor: Actor) -> dict[UUID, list[_Made]]:
    """The decisions about each, the first one first."""
    rows = Decision.objects.filter(hub_id=actor.hub_id, subject_id__in=subjects).order_by("decided_at", "id")
    found: dict[UUID, list[_Made]] = defaultdict(list)
    for values in rows.values_list(*_DECISION):
        found[values[0]].append(_Made(*values))
    return found


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
    if not code:
        return NOT_RATED
    rule = model.rating(code)
    return Rated(rule.label, rule.rank, rule.colour)


def _issue(model: OperatingModel, code: str) -> str:
    try:
        return model.issue(code).label
    except UnknownCode:  # raised under an earlier version than the enquiry began with
        return code.replace("_", " ").capitalize()
