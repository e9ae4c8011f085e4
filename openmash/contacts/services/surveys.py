"""Asking those who used the service what they thought: a link that works once, and an answer that names nobody.

Nothing ties an answer to the contact, the link or the minute: the link is deleted as the answer is written, and of
when it was written only the month is kept.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.db import transaction

from openmash.access import Actor, Role, require
from openmash.audit import services as audit
from openmash.contacts import permissions, queries, rules
from openmash.contacts.models import SurveyAnswer, SurveyLink
from openmash.contacts.services.triage import fetch
from openmash.contacts.states import ContactState
from openmash.core.ids import code_hash, new_code
from openmash.hubs import queries as hub_queries
from openmash.hubs.rules import SurveyRule
from openmash.notifications import services as notifications

_PURPOSE = "survey-link"


@transaction.atomic
def invite_to_survey(*, contact_id: UUID, survey: str, actor: Actor, at: datetime) -> str:
    """Ask whoever raised a contact what they thought of the hub; where they left an e-mail address, it is sent there.

    Args:
        contact_id: a contact that triage is done with.
        survey: a code of the operating model's ``[[surveys]]``.
        actor: who asks; whoever may tell a referrer.
        at: when.

    Returns:
        The code in the link. Only its hash is kept, so this is the one time that it can be shown.

    Raises:
        NotFound, Refused, RuleBroken (``contacts.survey…``).
    """
    row = fetch(contact_id, actor)
    require(permissions.can_tell_referrer(actor))
    rule = rules.survey_named(hub_queries.model_of(actor.hub_id, at=at), survey)
    rules.require_settled(waits=row.state == ContactState.RECEIVED)
    rules.require_not_asked(asked=queries.is_surveyed(row.id, since=row.received_at, actor=actor))
    code = new_code()
    SurveyLink.objects.create(
        hub_id=actor.hub_id,
        survey=rule.code,
        code_hash=code_hash(code, purpose=_PURPOSE),
        expires_at=at + rules.SURVEY_LASTS,
    )
    audit.record("survey.invited", actor=actor, at=at, about=("contact", row.id), detail={"survey": rule.code})
    hub = hub_queries.hub(actor.hub_id)
    notifications.queue(
        "survey_link",
        hub_id=actor.hub_id,
        to=[row.referrer_email],
        about_id=row.id,
        at=at,
        path=f"/{hub.slug}/survey/{code}/",
        door="outside",
    )
    return code


def survey_at(*, hub_id: UUID, code: str, at: datetime) -> SurveyRule:
    """What a link asks; raises RuleBroken ``contacts.survey_link_works_once``."""
    row = SurveyLink.objects.filter(
        hub_id=hub_id, code_hash=code_hash(code, purpose=_PURPOSE), expires_at__gt=at
    ).first()
    rules.require_link(there=row is not None)
    return rules.survey_named(hub_queries.model_of(hub_id, at=at), row.survey if row else "")


@transaction.atomic
def answer_survey(*, hub_id: UUID, code: str, answers: Mapping[str, str], at: datetime) -> None:
    """Take in what somebody chose, once, without a trace of who they are.

    Args:
        hub_id: the hub.
        code: of the link.
        answers: by question the answer chosen; a question left open is left out.
        at: when; only its month is kept.

    Raises:
        RuleBroken: ``contacts.survey…``.
    """
    rule = survey_at(hub_id=hub_id, code=code, at=at)
    chosen = rules.require_answers(rule, answers)
    gone, _ = SurveyLink.objects.filter(hub_id=hub_id, code_hash=code_hash(code, purpose=_PURPOSE)).delete()
    rules.require_link(there=gone == 1)  # two presses in one moment: the second finds it gone
    zone = ZoneInfo(hub_queries.model_of(hub_id, at=at).office.time_zone)
    month = at.astimezone(zone).date().replace(day=1)
    row = SurveyAnswer(hub_id=hub_id, survey=rule.code, month=month, answers=chosen)
    row.save(force_insert=True)
    somebody = Actor(id=uuid4(), name="Somebody who used the service", hub_id=hub_id, role=Role.REFERRER)
    audit.record("survey.answered", actor=somebody, at=at, about=("hub", hub_id))


def forget_survey_links(*, hub_id: UUID, at: datetime) -> int:
    """Delete links whose time is over; the worker calls it."""
    return SurveyLink.objects.filter(hub_id=hub_id, expires_at__lte=at).delete()[0]
