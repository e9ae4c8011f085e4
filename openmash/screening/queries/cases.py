"""Checklists, return interviews and panel referrals of cases, without their sealed words; and those words, audited."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import QuerySet

from openmash.access import Actor, require
from openmash.core.errors import RuleBroken
from openmash.enquiries import queries as enquiry_queries
from openmash.hubs import queries as hub_queries
from openmash.hubs.rules import CodedRule, OperatingModel
from openmash.people import queries as people_queries
from openmash.screening import permissions
from openmash.screening.errors import NotInThisHub
from openmash.screening.models import (
    Checklist,
    ChecklistText,
    PanelPerson,
    PanelReferral,
    PanelWord,
    ReturnInterview,
)
from openmash.screening.rules import checklists as checklist_rules
from openmash.screening.states import InterviewState, PanelState
from openmash.sealed import queries as sealed_queries


@dataclass(frozen=True)
class ChecklistView:
    """A completed checklist; ``score`` of ``most`` is shown beside the judgement and decides nothing."""

    id: UUID
    person_id: UUID
    name: str
    label: str
    title: str
    score: int
    most: int
    judgement: str
    judgement_label: str
    panel: str
    with_them: bool
    completed_at: datetime
    completed_by_name: str


@dataclass(frozen=True)
class InterviewView:
    """A return interview that is due, or how it ended; ``late`` is worked out for the moment that was asked about."""

    id: UUID
    enquiry_id: UUID
    person_id: UUID
    name: str
    state: str
    missing_from: datetime | None
    found_at: datetime
    due_at: datetime
    due_words: str
    ended_at: datetime | None
    ended_by_name: str
    independent: bool
    themes: tuple[str, ...]

    def late_at(self, at: datetime) -> bool:
        """Whether it was ended late, or is late now."""
        return (self.ended_at or at) > self.due_at


@dataclass(frozen=True)
class PanelWordView:
    """Something that went between the hub and a panel, without its words; ``kind``: told, heard_from, plan, …"""

    id: UUID
    kind: str
    safe: bool
    written_at: datetime
    written_by_name: str


@dataclass(frozen=True)
class PanelView:
    """Somebody who was brought to a panel.

    Args:
        at_risk: names of others in danger with them.
        has_safe_contact: whether it is on record how they are reached safely.
        words: what went between the hub and the panel, the oldest first.
    """

    id: UUID
    enquiry_id: UUID
    person_id: UUID
    name: str
    panel: str
    label: str
    kept_in_step: str
    has_safe_contact: bool
    state: str
    grounds: tuple[str, ...]
    agrees: bool
    at_risk: tuple[str, ...]
    meets_on: date | None
    referred_at: datetime
    referred_by_name: str
    words: tuple[PanelWordView, ...]
    version: int

    @property
    def is_live(self) -> bool:
        """Whether the panel has still to meet, or to say that it does not take it."""
        return self.state in (PanelState.REFERRED, PanelState.LISTED)


def checklists_of(enquiry_id: UUID, *, actor: Actor) -> list[ChecklistView]:
    """The completed checklists of a case, the newest first; raises NotFound, Refused, KeptOut."""
    require(permissions.can_see(actor))
    enquiry_queries.require_enquiry(enquiry_id, actor=actor)
    rows = list(
        Checklist.objects.filter(hub_id=actor.hub_id, enquiry_id=enquiry_id)
        .select_related("text")
        .order_by("-completed_at", "id")
    )
    names = people_queries.names({row.person_id for row in rows}, actor=actor)
    model = enquiry_queries.model_for(enquiry_id, actor=actor)
    return [_checklist(row, names[row.person_id], model) for row in rows]


def interviews_of(enquiry_id: UUID, *, actor: Actor) -> list[InterviewView]:
    """The return interviews of a case, the newest first; raises NotFound, Refused, KeptOut."""
    require(permissions.can_see(actor))
    enquiry_queries.require_enquiry(enquiry_id, actor=actor)
    rows = ReturnInterview.objects.filter(hub_id=actor.hub_id, enquiry_id=enquiry_id)
    return _interviews(rows.order_by("-found_on", "id"), actor)


def interviews_due(actor: Actor) -> list[InterviewView]:
    """Every interview of the hub that is due, the soonest first; those of cases the actor is kept out of left out."""
    require(permissions.can_see(actor))
    rows = ReturnInterview.objects.filter(hub_id=actor.hub_id, state=InterviewState.DUE)
    return _interviews(rows.exclude(enquiry_id__in=enquiry_queries.kept_out_of(actor)).order_by("due_by", "id"), actor)


def themes_of(actor: Actor, *, since: datetime) -> list[tuple[str, int]]:
    """What return interviews brought to light and how often, the most frequent first; counts, no names.

    Those of cases that the actor is kept out of are not counted: one theme in a quiet month is about one child.
    """
    require(permissions.can_see(actor))
    held = ReturnInterview.objects.filter(hub_id=actor.hub_id, state=InterviewState.HELD, ended_at__gte=since)
    held = held.exclude(enquiry_id__in=enquiry_queries.kept_out_of(actor))
    found = Counter(theme for themes in held.values_list("themes", flat=True) for theme in themes)
    return sorted(found.items(), key=lambda each: (-each[1], each[0]))


def panels_of(enquiry_id: UUID, *, actor: Actor) -> list[PanelView]:
    """Who of a case was brought to which panel, the newest first; raises NotFound, Refused, KeptOut."""
    require(permissions.can_see(actor))
    enquiry_queries.require_enquiry(enquiry_id, actor=actor)
    rows = list(PanelReferral.objects.filter(hub_id=actor.hub_id, enquiry_id=enquiry_id).order_by("-referred_at", "id"))
    others = list(PanelPerson.objects.filter(hub_id=actor.hub_id, referral__in=rows))
    words = list(PanelWord.objects.filter(hub_id=actor.hub_id, referral__in=rows).order_by("written_at", "id"))
    people = {row.person_id for row in rows} | {other.person_id for other in others}
    names = people_queries.names(people, actor=actor)
    model = enquiry_queries.model_for(enquiry_id, actor=actor)
    return [
        _panel(
            row,
            model,
            names,
            at_risk=tuple(names[other.person_id] for other in others if other.referral_id == row.id),
            words=tuple(
                PanelWordView(word.id, word.kind, word.safe, word.written_at, word.written_by_name)
                for word in words
                if word.referral_id == row.id
            ),
        )
        for row in rows
    ]


def safety_first(enquiry_id: UUID, *, actor: Actor) -> tuple[str, ...]:
    """Names of those in a case whose safety is to be thought of before anybody outside is told anything.

    They were brought to a panel that asks how they are reached safely. The caller has asked who may see the case.
    """
    if not hub_queries.ever(actor.hub_id, lambda model: model.panels):
        return ()
    rows = PanelReferral.objects.filter(hub_id=actor.hub_id, enquiry_id=enquiry_id, safe_contact__isnull=False)
    people = set(rows.exclude(state=PanelState.NOT_TAKEN).values_list("person_id", flat=True))
    return tuple(sorted(people_queries.names(people, actor=actor).values())) if people else ()


def texts(actor: Actor) -> list[tuple[checklist_rules.Text, datetime, str]]:
    """The newest version of every checklist that the hub loaded, with when and by whom."""
    require(permissions.can_load_texts(actor))
    newest: dict[str, ChecklistText] = {}
    for row in ChecklistText.objects.filter(hub_id=actor.hub_id).order_by("code", "number"):
        newest[row.code] = row
    return [(checklist_rules.read_text(row.text), row.loaded_at, row.loaded_by_name) for row in newest.values()]


def text_of(code: str, *, actor: Actor) -> checklist_rules.Text:
    """The questions of a checklist as they are asked now.

    Raises:
        RuleBroken: ``screening.text_is_loaded``: the hub has not loaded it.
    """
    require(permissions.can_see(actor))
    row = ChecklistText.objects.filter(hub_id=actor.hub_id, code=code).order_by("-number").first()
    if row is not None:
        return checklist_rules.read_text(row.text)
    if code == checklist_rules.EXAMPLE:
        return checklist_rules.example()
    raise RuleBroken(
        "screening.text_is_loaded",
        "This hub has not loaded the text of this checklist. Ask the administrator to load the one it is licensed for.",
    )


def enquiry_of_checklist(checklist_id: UUID, *, actor: Actor) -> UUID:
    """The case of a completed checklist; raises NotFound, Refused, KeptOut."""
    return _case(Checklist.objects.filter(hub_id=actor.hub_id, id=checklist_id), actor)


def enquiry_of_interview(interview_id: UUID, *, actor: Actor) -> UUID:
    """The case of a return interview; raises NotFound, Refused, KeptOut."""
    return _case(ReturnInterview.objects.filter(hub_id=actor.hub_id, id=interview_id), actor)


def enquiry_of_panel(referral_id: UUID, *, actor: Actor) -> UUID:
    """The case of a referral to a panel; raises NotFound, Refused, KeptOut."""
    return _case(PanelReferral.objects.filter(hub_id=actor.hub_id, id=referral_id), actor)


def words_of_checklist(checklist_id: UUID, *, actor: Actor, at: datetime) -> tuple[list[tuple[str, str]], str]:
    """The answers of a completed checklist, question by question, and the reasons; the reading is on the log first."""
    require(permissions.can_read_words(actor))
    row = Checklist.objects.filter(hub_id=actor.hub_id, id=checklist_id).select_related("text").first()
    if row is None:
        raise NotInThisHub
    enquiry_queries.require_enquiry(row.enquiry_id, actor=actor)
    words = json.loads(sealed_queries.sealed_text(row.words_id, actor=actor, at=at))
    text = checklist_rules.read_text(row.text.text)
    answers = [(each.text, checklist_rules.ANSWER_WORDS[words["answers"][each.code]]) for each in text.questions]
    return answers, words["why"]


def words_of_interview(interview_id: UUID, *, actor: Actor, at: datetime) -> dict[str, str]:
    """What a child said, or why they did not; the reading is on the log first. Empty while it is due."""
    require(permissions.can_read_words(actor))
    row = ReturnInterview.objects.filter(hub_id=actor.hub_id, id=interview_id).first()
    if row is None:
        raise NotInThisHub
    enquiry_queries.require_enquiry(row.enquiry_id, actor=actor)
    return _opened(row.words_id, actor, at) if row.words_id else {}


def words_of_panel(referral_id: UUID, *, actor: Actor, at: datetime) -> tuple[dict[str, str], dict[UUID, str]]:
    """Why somebody was brought, with how they are reached safely; and what went between, by its id. Audited first."""
    require(permissions.can_read_words(actor))
    row = PanelReferral.objects.filter(hub_id=actor.hub_id, id=referral_id).first()
    if row is None:
        raise NotInThisHub
    enquiry_queries.require_enquiry(row.enquiry_id, actor=actor)
    said = _opened(row.words_id, actor, at)
    if row.safe_contact_id:
        said |= _opened(row.safe_contact_id, actor, at)
    between = PanelWord.objects.filter(hub_id=actor.hub_id, referral=row).order_by("written_at", "id")
    return said, {word.id: _opened(word.words_id, actor, at)["words"] for word in between}


def _case(rows: QuerySet[Any], actor: Actor) -> UUID:
    require(permissions.can_see(actor))
    enquiry_id: UUID | None = rows.values_list("enquiry_id", flat=True).first()
    if enquiry_id is None:
        raise NotInThisHub
    enquiry_queries.require_enquiry(enquiry_id, actor=actor)
    return enquiry_id


def _opened(words_id: UUID, actor: Actor, at: datetime) -> dict[str, str]:
    opened: dict[str, str] = json.loads(sealed_queries.sealed_text(words_id, actor=actor, at=at))
    return opened


def _checklist(row: Checklist, name: str, model: OperatingModel) -> ChecklistView:
    rule = _of(model.checklists, row.code)
    judged = _of(rule.judgements, row.judgement) if rule else None
    return ChecklistView(
        id=row.id,
        person_id=row.person_id,
        name=name,
        label=rule.label if rule else row.text.title,
        title=row.text.title,
        score=row.score,
        most=row.most,
        judgement=row.judgement,
        judgement_label=judged.label if judged else row.judgement,
        panel=judged.panel if judged else "",
        with_them=row.with_them,
        completed_at=row.completed_at,
        completed_by_name=row.completed_by_name,
    )


def _interviews(rows: Iterable[ReturnInterview], actor: Actor) -> list[InterviewView]:
    found = list(rows)
    names = people_queries.names({row.person_id for row in found}, actor=actor)
    return [
        InterviewView(
            id=row.id,
            enquiry_id=row.enquiry_id,
            person_id=row.person_id,
            name=names[row.person_id],
            state=row.state,
            missing_from=row.missing_from,
            found_at=row.found_on,
            due_at=row.due_by,
            due_words=row.due_words,
            ended_at=row.ended_at,
            ended_by_name=row.ended_by_name,
            independent=row.independent,
            themes=tuple(row.themes),
        )
        for row in found
    ]


def _panel(
    row: PanelReferral,
    model: OperatingModel,
    names: dict[UUID, str],
    *,
    at_risk: tuple[str, ...],
    words: tuple[PanelWordView, ...],
) -> PanelView:
    rule = model.panel(row.panel)  # the version that the enquiry began with, so it is there
    return PanelView(
        id=row.id,
        enquiry_id=row.enquiry_id,
        person_id=row.person_id,
        name=names[row.person_id],
        panel=row.panel,
        label=rule.label,
        kept_in_step=rule.kept_in_step,
        has_safe_contact=row.safe_contact_id is not None,
        state=row.state,
        grounds=tuple(rule.ground(code).label for code in row.grounds),
        agrees=row.agrees,
        at_risk=at_risk,
        meets_on=row.meets_on,
        referred_at=row.referred_at,
        referred_by_name=row.referred_by_name,
        words=words,
        version=row.version,
    )


_Coded = TypeVar("_Coded", bound=CodedRule)


def _of(rules: Iterable[_Coded], code: str) -> _Coded | None:
    return next((rule for rule in rules if rule.code == code), None)
