"""Recording what the law asks about an adult at risk. Nothing is changed: whoever records again adds another record."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from openmash.access import Actor, require
from openmash.adults import permissions, queries, rules
from openmash.adults.errors import NoSuchAdult
from openmash.adults.models import AdultRecord, CapacityFinding, ThreePartTest, Wishes, WishesResult
from openmash.audit import services as audit
from openmash.core.errors import Stale
from openmash.enquiries import queries as enquiry_queries
from openmash.enquiries import rules as enquiry_rules
from openmash.sealed import services as sealed_services

_LONDON = ZoneInfo("Europe/London")  # the day of an assessment is a day on an English calendar
_Record = TypeVar("_Record", bound=AdultRecord)


@transaction.atomic
def record_test(
    *, subject_id: UUID, told: rules.ThreePartsTold, actor: Actor, at: datetime, version: int | None = None
) -> UUID:
    """Answer the three parts of section 42 about one adult.

    Args:
        subject_id: the adult.
        told: each part with its reasons, which are sealed, and the categories of abuse.
        actor: who answers.
        at: when.
        version: how many tests there were when the actor looked (0: none); None skips the comparison.

    Raises:
        NotFound, Refused, Stale.
        RuleBroken: ``adults.…``, ``enquiries.enquiry_is_open``.
    """
    enquiry_id = _open_for(subject_id, actor)
    rules.require_whole_test(told, rules.abuse_categories(enquiry_queries.model_for(enquiry_id, actor=actor)))
    words = {part: getattr(told, f"{part}_why").strip() for part in ("needs", "at_risk", "cannot_protect")}
    row = _add(
        lambda: ThreePartTest(
            needs=told.needs, at_risk=told.at_risk, cannot_protect=told.cannot_protect, abuse=list(told.abuse)
        ),
        words,
        enquiry_id=enquiry_id,
        subject_id=subject_id,
        actor=actor,
        at=at,
        version=version,
    )
    detail: dict[str, audit.Plain] = {"met": told.met, "number": row.number}
    about = ("subject", subject_id)
    audit.record("adult.test_recorded", actor=actor, at=at, about=about, enquiry_id=enquiry_id, detail=detail)
    return row.id


@transaction.atomic
def record_capacity(
    *, subject_id: UUID, told: rules.CapacityTold, actor: Actor, at: datetime, version: int | None = None
) -> UUID:
    """Record what was found of an adult's capacity for one decision; arguments and errors as of ``record_test``."""
    enquiry_id = _open_for(subject_id, actor)
    rules.require_whole_capacity(told, on=at.astimezone(_LONDON).date())
    words = {
        "decision": told.decision.strip(),
        "why": told.why.strip(),
        "assessed_by": told.assessed_by.strip() if told.doubted else "",
        "best_interests": told.best_interests.strip() if told.finding is rules.Capacity.LACKS else "",
    }
    row = _add(
        lambda: _finding(told),
        words,
        enquiry_id=enquiry_id,
        subject_id=subject_id,
        actor=actor,
        at=at,
        version=version,
    )
    detail: dict[str, audit.Plain] = {"finding": row.finding, "number": row.number}
    about = ("subject", subject_id)
    audit.record("adult.capacity_recorded", actor=actor, at=at, about=about, enquiry_id=enquiry_id, detail=detail)
    return row.id


@transaction.atomic
def record_wishes(
    *, subject_id: UUID, told: rules.WishesTold, actor: Actor, at: datetime, version: int | None = None
) -> UUID:
    """Record what an adult wants, and whether they agree; arguments and errors as of ``record_test``."""
    enquiry_id = _open_for(subject_id, actor)
    rules.require_whole_wishes(told)
    row = _add(
        lambda: Wishes(asked=told.asked, agrees=told.agrees),
        {"wanted": told.wanted.strip(), "reason": told.reason.strip()},
        enquiry_id=enquiry_id,
        subject_id=subject_id,
        actor=actor,
        at=at,
        version=version,
    )
    detail: dict[str, audit.Plain] = {"asked": row.asked, "agrees": row.agrees, "number": row.number}
    about = ("subject", subject_id)
    audit.record("adult.wishes_recorded", actor=actor, at=at, about=about, enquiry_id=enquiry_id, detail=detail)
    return row.id


@transaction.atomic
def record_result(
    *, subject_id: UUID, told: rules.ResultTold, actor: Actor, at: datetime, version: int | None = None
) -> UUID:
    """Record whether what an adult wanted came about, before or after the enquiry closed; errors as of ``record_test``.

    Raises:
        RuleBroken: ``adults.wanted_before_achieved`` where they have not said what they want.
    """
    enquiry_id = _adult_in(subject_id, actor)
    rules.require_whole_result(told, asked=queries.standing(subject_id, actor=actor).asked)
    row = _add(
        lambda: WishesResult(achieved=told.achieved, risk=told.risk),
        {"said": told.said.strip()},
        enquiry_id=enquiry_id,
        subject_id=subject_id,
        actor=actor,
        at=at,
        version=version,
    )
    detail: dict[str, audit.Plain] = {"achieved": row.achieved, "risk": row.risk, "number": row.number}
    about = ("subject", subject_id)
    audit.record("adult.result_recorded", actor=actor, at=at, about=about, enquiry_id=enquiry_id, detail=detail)
    return row.id


def _open_for(subject_id: UUID, actor: Actor) -> UUID:
    """The adult's enquiry, which must be open."""
    enquiry_id = _adult_in(subject_id, actor)
    enquiry = enquiry_queries.enquiry(enquiry_id, actor=actor)
    enquiry_rules.require_open(is_open=enquiry.is_open, reference=enquiry.reference)
    return enquiry_id


def _adult_in(subject_id: UUID, actor: Actor) -> UUID:
    """The enquiry that an adult is in; who may record is asked here once for all of them."""
    enquiry_id = enquiry_queries.enquiry_of_subject(subject_id, actor=actor)
    enquiry = enquiry_queries.enquiry(enquiry_id, actor=actor)
    subject = next((each for each in enquiry.subjects if each.id == subject_id), None)
    if subject is None:
        raise NoSuchAdult
    require(permissions.can_record(actor))
    rules.require_adult(subject.kind)
    return enquiry_id


def _finding(told: rules.CapacityTold) -> CapacityFinding:
    """Where nobody doubts it nothing was assessed: each answer is that of somebody who has capacity."""
    doubted = told.doubted
    return CapacityFinding(
        finding=told.finding,
        understand=told.understand or not doubted,
        retain=told.retain or not doubted,
        weigh=told.weigh or not doubted,
        communicate=told.communicate or not doubted,
        impaired=told.impaired and doubted,
        because=told.because and doubted,
        assessed_on=told.assessed_on if doubted else None,
        spoken_for=told.spoken_for,
    )


def _add(
    make: Callable[[], _Record],
    words: dict[str, str],
    *,
    enquiry_id: UUID,
    subject_id: UUID,
    actor: Actor,
    at: datetime,
    version: int | None,
) -> _Record:
    """Add the next record of its kind, its words sealed; raises Stale where somebody else added one meanwhile."""
    row = make()
    newest = type(row)._default_manager.filter(hub_id=actor.hub_id, subject_id=subject_id).order_by("-number").first()
    number = newest.number if newest else 0
    if version not in (None, number):
        raise Stale("what is recorded about this adult")
    row.hub_id, row.subject_id, row.number = actor.hub_id, subject_id, number + 1
    row.words_id = sealed_services.seal_text(
        enquiry_id=enquiry_id, purpose=row._meta.model_name or "", text=json.dumps(words), actor=actor, at=at
    )
    row.recorded_at, row.recorded_by, row.recorded_by_name = at, actor.id, actor.name
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:  # somebody else's record took the number in the same moment
        raise Stale("what is recorded about this adult") from error
    return row
