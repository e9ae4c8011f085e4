"""What agencies came to when they screened contacts together."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from openmash.access import Actor, require
from openmash.hubs import queries as hub_queries
from openmash.hubs.rules import OperatingModel, UnknownCode
from openmash.screening import permissions
from openmash.screening.models import JointScreening, ScreeningVoice


@dataclass(frozen=True)
class VoiceView:
    """One agency's view."""

    agency_name: str
    said_by: str
    outcome: str
    outcome_label: str


@dataclass(frozen=True)
class ScreeningView:
    """One screening, with each agency's view."""

    id: UUID
    contact_id: UUID
    code: str
    label: str
    outcome: str
    outcome_label: str
    reasons: str
    screened_at: datetime
    screened_by_name: str
    voices: tuple[VoiceView, ...]


def screenings_of(contact_ids: Collection[UUID], *, actor: Actor) -> list[ScreeningView]:
    """The screenings of these contacts, the oldest first; two statements, however many.

    The caller has asked whether the actor may see the contacts.
    """
    require(permissions.can_see_screenings(actor))
    rows = list(
        JointScreening.objects.filter(hub_id=actor.hub_id, contact_id__in=contact_ids).order_by("screened_at", "id")
    )
    voices = ScreeningVoice.objects.filter(hub_id=actor.hub_id, screening__in=rows).select_related("agency")
    model = hub_queries.model_of(actor.hub_id)
    given: dict[UUID, list[VoiceView]] = {}
    codes = {row.id: row.code for row in rows}
    for voice in sorted(voices, key=lambda one: one.agency.name.casefold()):  # whatever the database sorts by
        label = _outcome(model, codes[voice.screening_id], voice.outcome)
        view = VoiceView(voice.agency.name, voice.said_by, voice.outcome, label)
        given.setdefault(voice.screening_id, []).append(view)
    return [
        ScreeningView(
            id=row.id,
            contact_id=row.contact_id,
            code=row.code,
            label=_label(model, row.code),
            outcome=row.outcome,
            outcome_label=_outcome(model, row.code, row.outcome),
            reasons=row.reasons,
            screened_at=row.screened_at,
            screened_by_name=row.screened_by_name,
            voices=tuple(given.get(row.id, ())),
        )
        for row in rows
    ]


def _label(model: OperatingModel, code: str) -> str:
    try:
        return model.screening(code).label
    except UnknownCode:  # a later version of the model no longer has it
        return code.replace("_", " ").capitalize()


def _outcome(model: OperatingModel, code: str, outcome: str) -> str:
    try:
        return model.screening(code).outcome(outcome).label
    except UnknownCode:
        return outcome.replace("_", " ").capitalize()
