"""Bringing somebody to a panel beside the hub, and keeping both forums in step."""

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from openmash.access import Actor, require
from openmash.audit import services as audit
from openmash.core.errors import RuleBroken, Stale
from openmash.enquiries import queries as enquiry_queries
from openmash.hubs.rules import PanelRule
from openmash.screening import permissions
from openmash.screening.errors import NotInThisHub
from openmash.screening.models import PanelPerson, PanelReferral, PanelWord
from openmash.screening.rules import panels as rules
from openmash.screening.services.rows import open_case, seal
from openmash.screening.states import PANEL

_LONDON = ZoneInfo("Europe/London")  # panels meet on English days
TOLD, HEARD_FROM, PLAN, TURNED_AWAY = "told", "heard_from", "plan", "turned_away"


@transaction.atomic
def refer(*, enquiry_id: UUID, person_id: UUID, panel: str, told: rules.PanelTold, actor: Actor, at: datetime) -> UUID:
    """Bring somebody of a case to a panel: a victim to a domestic-abuse conference, a young person to a gang unit.

    Args:
        enquiry_id: the case.
        person_id: who is brought: anybody in it.
        panel: the panel, as the hub's operating model calls it.
        told: why, on which grounds, whether they agree, how they are reached safely, who else is at risk.
        actor: who brings them; somebody who works in the sealed room.
        at: when.

    Raises:
        NotFound, Refused, UnknownCode, RuleBroken (``screening.…``).
    """
    enquiry = open_case(enquiry_id, actor)
    require(permissions.can_work(actor))
    rule = enquiry_queries.model_for(enquiry_id, actor=actor).panel(panel)
    rules.require_nobody_twice(person_id, told.at_risk, enquiry.person_ids)
    people = (*(each.person for each in enquiry.subjects), *(each.person for each in enquiry.members))
    born_on = next(person.born_on for person in people if person.id == person_id)
    rules.require_old_enough(rule, born_on, on=at.astimezone(_LONDON).date())
    rules.require_whole(rule, told)
    row = _new(enquiry_id, person_id, panel, told, actor, at)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:  # the database keeps it, so that two at once cannot both
        raise RuleBroken(
            "screening.one_referral_a_panel", "They are brought to this panel already, and it has not met yet."
        ) from error
    PanelPerson.objects.bulk_create(
        PanelPerson(hub_id=actor.hub_id, referral=row, person_id=other) for other in dict.fromkeys(told.at_risk)
    )
    detail: dict[str, audit.Plain] = {"panel": panel, "grounds": list(told.grounds), "at_risk": len(told.at_risk)}
    _record("panel.referred", row, actor, at, detail)
    return row.id


@transaction.atomic
def list_for(*, referral_id: UUID, meets_on: date, actor: Actor, at: datetime, version: int | None = None) -> None:
    """Note on which day the panel meets about them; a later day may take its place."""
    row, _ = _fetch(referral_id, actor, version)
    rules.require_ahead(meets_on, on=at.astimezone(_LONDON).date())
    row.meets_on = meets_on
    _move(row, "list")
    _record("panel.listed", row, actor, at, {"meets_on": meets_on.isoformat()})


@transaction.atomic
def hear(*, referral_id: UUID, plan: str, actor: Actor, at: datetime, version: int | None = None) -> None:
    """Record that the panel met, and its plan; the plan is sealed."""
    row, _ = _fetch(referral_id, actor, version)
    rules.require_words(plan, field="words")
    _move(row, "hear")
    _write(row, PLAN, plan, actor, at, safe=True)
    _record("panel.heard", row, actor, at, {"panel": row.panel})


@transaction.atomic
def turn_away(*, referral_id: UUID, why: str, actor: Actor, at: datetime, version: int | None = None) -> None:
    """Record that the panel does not take it, and why."""
    row, _ = _fetch(referral_id, actor, version)
    rules.require_words(why, field="words")
    _move(row, "turn_away")
    _write(row, TURNED_AWAY, why, actor, at, safe=True)
    _record("panel.not_taken", row, actor, at, {"panel": row.panel})


@transaction.atomic
def keep_in_step(*, referral_id: UUID, words: str, to_panel: bool, checked: bool, actor: Actor, at: datetime) -> UUID:
    """Tell the panel how the children's plans go on, or write down what it told: one family, both forums in step.

    Args:
        referral_id: the referral.
        words: what was told; sealed.
        to_panel: whether the hub told the panel; otherwise the panel told the hub.
        checked: for what the hub tells: whether somebody read how they are reached safely and found that it is safe.
        actor: who writes it down.
        at: when.

    Raises:
        NotFound, Refused, RuleBroken (``screening.safe_before_it_is_told``, ``screening.words_are_written``).
    """
    row, rule = _fetch(referral_id, actor, None)
    rules.require_words(words)
    if to_panel:
        rules.require_safe(rule, checked=checked)
    word = _write(row, TOLD if to_panel else HEARD_FROM, words, actor, at, safe=checked)
    _record("panel.kept_in_step", row, actor, at, {"to_panel": to_panel, "checked": checked})
    return word.id


def _new(
    enquiry_id: UUID, person_id: UUID, panel: str, told: rules.PanelTold, actor: Actor, at: datetime
) -> PanelReferral:
    words = {"why": told.why.strip(), "why_not_asked": told.why_not_asked.strip()}
    safe = {"safe_contact": told.safe_contact.strip()}
    return PanelReferral(
        hub_id=actor.hub_id,
        enquiry_id=enquiry_id,
        person_id=person_id,
        panel=panel,
        state=PANEL.initial,
        grounds=list(told.grounds),
        agrees=told.agrees,
        words_id=seal(words, "panel referral", enquiry_id=enquiry_id, actor=actor, at=at),
        safe_contact_id=seal(safe, "safe contact", enquiry_id=enquiry_id, actor=actor, at=at)
        if told.safe_contact.strip()
        else None,
        referred_at=at,
        referred_by=actor.id,
        referred_by_name=actor.name,
    )


def _fetch(referral_id: UUID, actor: Actor, version: int | None) -> tuple[PanelReferral, PanelRule]:
    row = PanelReferral.objects.select_for_update().filter(hub_id=actor.hub_id, id=referral_id).first()
    if row is None:
        raise NotInThisHub
    enquiry_queries.require_enquiry(row.enquiry_id, actor=actor)
    require(permissions.can_work(actor))
    if version not in (None, row.version):
        raise Stale("this referral")
    return row, enquiry_queries.model_for(row.enquiry_id, actor=actor).panel(row.panel)


def _move(row: PanelReferral, name: str) -> None:
    row.state = PANEL.move(row.state, name)
    row.version += 1
    row.save(update_fields=["state", "meets_on", "version"])


def _write(row: PanelReferral, kind: str, words: str, actor: Actor, at: datetime, *, safe: bool) -> PanelWord:
    sealed = seal({"words": words.strip()}, f"panel {kind}", enquiry_id=row.enquiry_id, actor=actor, at=at)
    return PanelWord.objects.create(
        hub_id=actor.hub_id,
        referral=row,
        kind=kind,
        words_id=sealed,
        safe=safe,
        written_at=at,
        written_by=actor.id,
        written_by_name=actor.name,
    )


def _record(name: str, row: PanelReferral, actor: Actor, at: datetime, detail: dict[str, audit.Plain]) -> None:
    audit.record(name, actor=actor, at=at, about=("referral", row.id), enquiry_id=row.enquiry_id, detail=detail)
