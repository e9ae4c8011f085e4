"""What was decided, on time or late, and who was told. Sealed words are asked for one by one, and audited."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from openmash.access import Actor, require
from openmash.agencies import queries as agency_queries
from openmash.contacts import queries as contact_queries
from openmash.decisions import permissions, rules
from openmash.decisions.errors import DecisionNotFound, LetterNotFound
from openmash.decisions.models import Analysis, Decision, Feedback, Letter, Revisit, Section47
from openmash.decisions.states import LetterState
from openmash.enquiries import queries as enquiry_queries
from openmash.hubs import queries as hub_queries
from openmash.hubs.rules import OperatingModel
from openmash.sealed import queries as sealed_queries


@dataclass(frozen=True)
class DecisionView:
    """One decision about one child or adult, without its sealed reasons.

    ``holds``: it is the newest one and nobody has said that it is to be made again.
    """

    id: UUID
    subject_id: UUID
    level: str
    level_label: str
    outcome: str
    outcome_label: str
    ends_flow: bool
    told_to_referrer: str
    team_id: UUID | None
    team_name: str
    rating: str
    due_at: datetime
    decided_at: datetime
    decided_by: UUID
    decided_by_name: str
    on_time: bool
    supersedes: UUID | None
    holds: bool
    outstanding_count: int


@dataclass(frozen=True)
class AnalysisView:
    """The shared analysis that holds now; ``version`` counts how often it has been written."""

    id: UUID
    version: int
    told: rules.AnalysisTold
    written_at: datetime
    written_by_name: str


@dataclass(frozen=True)
class KnewView:
    """What was known when a decision was made; ``intact`` says that nobody changed it since.

    ``outstanding`` are the agencies that had been asked and had not answered, ``late`` those of them past their time.
    """

    items: int
    answered: tuple[str, ...]
    outstanding: tuple[str, ...]
    late: tuple[str, ...]
    sha256: str
    intact: bool


@dataclass(frozen=True)
class EndingDecision:
    """A decision that holds, as the hub's clockwork looks at it."""

    id: UUID
    subject_id: UUID
    enquiry_id: UUID
    decided_at: datetime
    decided_by: UUID
    decided_by_name: str


@dataclass(frozen=True)
class Section47View:
    """The reasonable cause of section 47 enquiries, and whether the family consents or why that was not waited for."""

    cause: str
    consent_given: bool
    because: str


@dataclass(frozen=True)
class FeedbackView:
    """Who was told what came of it: an agency, or whoever raised a contact."""

    id: UUID
    contact_id: UUID | None
    agency_id: UUID | None
    agency_name: str
    said: str
    told_at: datetime
    told_by_name: str


def latest(enquiry_id: UUID, *, actor: Actor) -> list[DecisionView]:
    """For each child and adult of an enquiry who was ever decided about, the newest decision.

    Raises:
        NotFound: there is no such enquiry in this hub.
        Refused: the actor's role sees no enquiries.
    """
    newest = {decision.subject_id: decision for decision in history(enquiry_id, actor=actor)}
    return list(newest.values())


def history(enquiry_id: UUID, *, actor: Actor) -> list[DecisionView]:
    """Every decision of an enquiry, the oldest first, superseded ones with them."""
    permissions.require_can_see_decisions(actor)
    enquiry_queries.require_enquiry(enquiry_id, actor=actor)
    return _views(Decision.objects.filter(subject__enquiry_id=enquiry_id), actor)


def decisions(ids: Iterable[UUID], *, actor: Actor) -> list[DecisionView]:
    """Decisions by their ids, the oldest first; ids of other hubs are passed over."""
    permissions.require_can_see_decisions(actor)
    return _views(Decision.objects.filter(id__in=list(ids)), actor)


def reasons(decision_id: UUID, *, actor: Actor, at: datetime) -> str:
    """The reasons of a decision; audited before they are opened."""
    permissions.require_can_read_reasons(actor)
    return sealed_queries.sealed_text(_decision(decision_id, actor).reasons_id, actor=actor, at=at)


def section_47(decision_id: UUID, *, actor: Actor, at: datetime) -> Section47View | None:
    """The reasonable cause of section 47 enquiries, None of other decisions; audited before it is opened."""
    permissions.require_can_read_reasons(actor)
    row = Section47.objects.filter(hub_id=actor.hub_id, decision_id=_decision(decision_id, actor).id).first()
    if row is None:
        return None
    enquiry_id = enquiry_queries.enquiry_of_subject(row.decision.subject_id, actor=actor)
    model = enquiry_queries.model_for(enquiry_id, actor=actor)
    return Section47View(
        cause=sealed_queries.sealed_text(row.cause_id, actor=actor, at=at),
        consent_given=row.consent == rules.GIVEN,
        because=model.consent.reason(row.because).label if row.because else "",
    )


def why_again(decision_id: UUID, *, actor: Actor, at: datetime) -> str | None:
    """Why a decision was, or is, to be made again; None if it holds. Audited before it is opened."""
    permissions.require_can_read_reasons(actor)
    row = Revisit.objects.filter(hub_id=actor.hub_id, decision_id=_decision(decision_id, actor).id).first()
    return None if row is None else sealed_queries.sealed_text(row.why_id, actor=actor, at=at)


def knew(decision_id: UUID, *, actor: Actor) -> KnewView:
    """What was known when a decision was made, in numbers and names of agencies; nothing of what they said."""
    permissions.require_can_see_decisions(actor)
    row = _decision(decision_id, actor)
    names = {str(agency.id): agency.short_name for agency in agency_queries.agencies(actor.hub_id)}
    outstanding = row.knew["outstanding"]
    return KnewView(
        items=sealed_queries.known_of([version for version, _ in row.knew["items"]], actor=actor),
        answered=tuple(names[each["agency"]] for each in row.knew["answered"]),
        outstanding=tuple(names[each["agency"]] for each in outstanding),
        late=tuple(names[each["agency"]] for each in outstanding if each["late"]),
        sha256=row.knew_sha256,
        intact=rules.fingerprint(row.knew) == row.knew_sha256,
    )


def analysis(enquiry_id: UUID, *, actor: Actor, at: datetime) -> AnalysisView | None:
    """The analysis that holds now; None if there is none yet. Audited before it is opened."""
    permissions.require_can_read_reasons(actor)
    enquiry_queries.require_enquiry(enquiry_id, actor=actor)
    row = Analysis.objects.filter(hub_id=actor.hub_id, enquiry_id=enquiry_id).order_by("-number").first()
    if row is None:
        return None
    words = json.loads(sealed_queries.sealed_text(row.words_id, actor=actor, at=at))
    return AnalysisView(row.id, row.number, rules.AnalysisTold(**words), row.written_at, row.written_by_name)


def analysed(enquiry_id: UUID, *, actor: Actor) -> tuple[datetime, str] | None:
    """When the analysis was last written and by whom, without opening it."""
    permissions.require_can_see_decisions(actor)
    row = Analysis.objects.filter(hub_id=actor.hub_id, enquiry_id=enquiry_id).order_by("-number").first()
    return (row.written_at, row.written_by_name) if row else None


def feedback_of(enquiry_id: UUID, *, actor: Actor) -> list[FeedbackView]:
    """Who was told what came of an enquiry, the oldest first."""
    permissions.require_can_see_decisions(actor)
    enquiry_queries.require_enquiry(enquiry_id, actor=actor)
    rows = Feedback.objects.filter(hub_id=actor.hub_id, enquiry_id=enquiry_id).select_related("agency")
    return [
        FeedbackView(
            id=row.id,
            contact_id=row.contact_id,
            agency_id=row.agency_id,
            agency_name=row.agency.name if row.agency else "",
            said=row.said,
            told_at=row.told_at,
            told_by_name=row.told_by_name,
        )
        for row in rows.order_by("told_at", "id")
    ]


@dataclass(frozen=True)
class LetterView:
    """A letter to a referrer as it stands. ``text`` is the whole letter, as it is printed or sent."""

    id: UUID
    enquiry_id: UUID
    contact_id: UUID
    state: str
    said: str
    text: str
    written_at: datetime
    written_by: UUID
    written_by_name: str
    seen_at: datetime | None
    seen_by_name: str
    why_returned: str

    @property
    def waits(self) -> bool:
        """Whether a second person has still to see it."""
        return self.state == LetterState.WRITTEN


def letters_of(enquiry_id: UUID, *, actor: Actor) -> list[LetterView]:
    """Every letter of an enquiry, the oldest first; raises NotFound, Refused."""
    require(permissions.can_tell(actor))
    enquiry_queries.require_enquiry(enquiry_id, actor=actor)
    rows = list(Letter.objects.filter(hub_id=actor.hub_id, enquiry_id=enquiry_id).order_by("written_at", "id"))
    return _letters(rows, actor)


def letter(letter_id: UUID, *, actor: Actor) -> LetterView:
    """One letter; raises NotFound, Refused, KeptOut."""
    require(permissions.can_tell(actor))
    row = Letter.objects.filter(hub_id=actor.hub_id, id=letter_id).first()
    if row is None:
        raise LetterNotFound
    enquiry_queries.require_not_kept_out(row.enquiry_id, actor=actor)
    return _letters([row], actor)[0]


def _letters(rows: list[Letter], actor: Actor) -> list[LetterView]:
    if not rows:
        return []
    hub = hub_queries.hub(actor.hub_id)
    rule = enquiry_queries.model_for(rows[0].enquiry_id, actor=actor).referrer_letters
    contacts = contact_queries.contacts({row.contact_id for row in rows}, actor=actor)
    return [
        LetterView(
            id=row.id,
            enquiry_id=row.enquiry_id,
            contact_id=row.contact_id,
            state=row.state,
            said=row.said,
            text=rules.letter_text(
                hub=hub.name,
                telephone=hub.telephone,
                to=_whom(contacts[row.contact_id]),
                reference=contacts[row.contact_id].reference,
                on=timezone.localdate(row.seen_at or row.written_at),
                said=row.said,
                closing=rule.closing if rule else "",
            ),
            written_at=row.written_at,
            written_by=row.written_by,
            written_by_name=row.written_by_name,
            seen_at=row.seen_at,
            seen_by_name=row.seen_by_name,
            why_returned=row.why_returned,
        )
        for row in rows
    ]


def _whom(contact: contact_queries.ContactHead) -> tuple[str, ...]:
    return contact.referrer_name, contact.referrer_role, contact.referrer_organisation


def outcomes(enquiry_ids: Iterable[UUID], *, hub_id: UUID) -> list[tuple[UUID, UUID, str]]:
    """What came of enquiries, for the schedules of retention: (enquiry, subject, outcome) of each newest decision."""
    newer = Decision.objects.filter(supersedes_id=OuterRef("pk"))
    held = Decision.objects.filter(~Exists(newer), hub_id=hub_id, subject__enquiry_id__in=list(enquiry_ids))
    return list(held.values_list("subject__enquiry_id", "subject_id", "outcome"))


def ended_without_action(*, hub_id: UUID, since: datetime) -> list[EndingDecision]:
    """Decisions since a time that hold and end the flow; the oldest first. For the hub's own clockwork."""
    recent = _holding(hub_id).filter(decided_at__gte=since).select_related("subject__enquiry").order_by("decided_at")
    found = [row for row in recent if _ends_flow(row)]
    return [
        EndingDecision(
            row.id, row.subject_id, row.subject.enquiry_id, row.decided_at, row.decided_by, row.decided_by_name
        )
        for row in found
    ]


def decided_since(*, hub_id: UUID, since: datetime) -> list[EndingDecision]:
    """Decisions since a time that hold, whatever they came to; the oldest first. For the hub's own clockwork."""
    recent = _holding(hub_id).filter(decided_at__gte=since).select_related("subject").order_by("decided_at")
    return [
        EndingDecision(
            row.id, row.subject_id, row.subject.enquiry_id, row.decided_at, row.decided_by, row.decided_by_name
        )
        for row in recent
    ]


def enquiries_of(decision_ids: Iterable[UUID], *, hub_id: UUID) -> dict[UUID, UUID]:
    """The enquiry of each of these decisions."""
    found = Decision.objects.filter(hub_id=hub_id, id__in=list(decision_ids))
    return dict(found.values_list("id", "subject__enquiry_id"))


def subject_of(decision_id: UUID, *, hub_id: UUID) -> UUID:
    """Whom a decision is about; raises NotFound."""
    row = Decision.objects.filter(hub_id=hub_id, id=decision_id).values_list("subject_id", flat=True).first()
    if row is None:
        raise DecisionNotFound
    return row


def enquiries_without_action(enquiry_ids: Iterable[UUID], *, hub_id: UUID) -> set[UUID]:
    """Of these enquiries, those in which a decision that holds ended the flow for somebody."""
    held = _holding(hub_id).filter(subject__enquiry_id__in=list(enquiry_ids)).select_related("subject__enquiry")
    return {row.subject.enquiry_id for row in held if _ends_flow(row)}


def _holding(hub_id: UUID) -> QuerySet[Decision]:
    newer = Decision.objects.filter(supersedes_id=OuterRef("pk"))
    revisited = Revisit.objects.filter(decision_id=OuterRef("pk"))
    return Decision.objects.filter(~Exists(newer), ~Exists(revisited), hub_id=hub_id)


def _ends_flow(row: Decision) -> bool:
    enquiry = row.subject.enquiry
    model = hub_queries.model(row.hub_id, enquiry.operating_model, enquiry.model_version)
    return model.outcome(row.outcome).ends_flow


def _decision(decision_id: UUID, actor: Actor) -> Decision:
    row = Decision.objects.filter(hub_id=actor.hub_id, id=decision_id).select_related("subject").first()
    if row is None:
        raise DecisionNotFound
    enquiry_queries.require_not_kept_out(row.subject.enquiry_id, actor=actor)
    return row


def _views(rows: QuerySet[Decision], actor: Actor) -> list[DecisionView]:
    superseded = Decision.objects.filter(hub_id=actor.hub_id, supersedes_id=OuterRef("pk"))
    revisited = Revisit.objects.filter(hub_id=actor.hub_id, decision_id=OuterRef("pk"))
    mine = rows.filter(hub_id=actor.hub_id).select_related("team", "subject").order_by("decided_at", "id")
    found = list(mine.annotate(holds=~Exists(superseded) & ~Exists(revisited)))
    models = enquiry_queries.models_for({row.subject.enquiry_id for row in found}, actor=actor)
    return [_view(row, models[row.subject.enquiry_id], holds=row.holds) for row in found]


def _view(row: Decision, model: OperatingModel, *, holds: bool) -> DecisionView:
    outcome = model.outcome(row.outcome)
    return DecisionView(
        id=row.id,
        subject_id=row.subject_id,
        level=row.level,
        level_label=model.level(row.level).label,
        outcome=row.outcome,
        outcome_label=outcome.label,
        ends_flow=outcome.ends_flow,
        told_to_referrer=outcome.told_to_referrer,
        team_id=row.team_id,
        team_name=row.team.name if row.team else "",
        rating=row.rating,
        due_at=row.due_at,
        decided_at=row.decided_at,
        decided_by=row.decided_by,
        decided_by_name=row.decided_by_name,
        on_time=rules.on_time(row.due_at, row.decided_at),
        supersedes=row.supersedes_id,
        holds=holds,
        outstanding_count=len(row.knew["outstanding"]),
    )
