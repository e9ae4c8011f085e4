"""Loading a checklist that the hub is licensed for, and completing one about somebody."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from openmash.access import Actor, require
from openmash.audit import services as audit
from openmash.core.errors import RuleBroken, Stale
from openmash.enquiries import queries as enquiry_queries
from openmash.screening import permissions
from openmash.screening.models import Checklist, ChecklistText
from openmash.screening.rules import checklists as rules
from openmash.screening.rules import panels as panel_rules
from openmash.screening.services.rows import open_case, seal


@transaction.atomic
def load_text(*, text: str, actor: Actor, at: datetime) -> UUID:
    """Load a checklist; one of the same code that is there already stays, for whatever was completed by it.

    Raises:
        Refused: the actor does not administer the hub.
        RuleBroken: ``screening.checklist_is_readable``.
        Stale: somebody loaded the same at this moment.
    """
    require(permissions.can_load_texts(actor))
    return _load(text, actor, at).id


@transaction.atomic
def complete(
    *, enquiry_id: UUID, person_id: UUID, code: str, told: rules.ChecklistTold, actor: Actor, at: datetime
) -> UUID:
    """Complete a checklist about somebody in a case: with them, or by what is known of them.

    Args:
        enquiry_id: the case.
        person_id: whom it is about: a child, an adult or anybody else in it.
        code: the checklist, as the hub's operating model calls it.
        told: answers, judgement and reasons; answers and reasons are sealed.
        actor: who completes it; somebody who works in the sealed room.
        at: when.

    Raises:
        NotFound, Refused, RuleBroken (``screening.…``), UnknownCode.
    """
    enquiry = open_case(enquiry_id, actor)
    require(permissions.can_work(actor))
    panel_rules.require_nobody_twice(person_id, (), enquiry.person_ids)
    rule = enquiry_queries.model_for(enquiry_id, actor=actor).checklist(code)
    row = _text_row(rule.text, actor, at)
    text = rules.read_text(row.text)
    rules.require_whole(told, text, rule)
    words = {"answers": dict(told.answers), "why": told.why.strip()}
    done = Checklist.objects.create(
        hub_id=actor.hub_id,
        enquiry_id=enquiry_id,
        person_id=person_id,
        code=code,
        text=row,
        score=text.score(told.answers),
        most=text.most,
        judgement=told.judgement,
        with_them=told.with_them,
        words_id=seal(words, "checklist", enquiry_id=enquiry_id, actor=actor, at=at),
        completed_at=at,
        completed_by=actor.id,
        completed_by_name=actor.name,
    )
    detail: dict[str, audit.Plain] = {"checklist": code, "judgement": told.judgement, "score": done.score}
    about = ("checklist", done.id)
    audit.record("checklist.completed", actor=actor, at=at, about=about, enquiry_id=enquiry_id, detail=detail)
    return done.id


def _text_row(code: str, actor: Actor, at: datetime) -> ChecklistText:
    """The newest version of a text; the example that ships is loaded when it is first asked for."""
    row = ChecklistText.objects.filter(hub_id=actor.hub_id, code=code).order_by("-number").first()
    if row is not None:
        return row
    if code != rules.EXAMPLE:
        raise RuleBroken(
            "screening.text_is_loaded",
            "This hub has not loaded the text of this checklist. Ask the administrator to load the one it is licensed "
            "for.",
        )
    return _load(rules.example_source(), actor, at)


def _load(raw: str, actor: Actor, at: datetime) -> ChecklistText:
    text = rules.read_text(raw)
    newest = ChecklistText.objects.filter(hub_id=actor.hub_id, code=text.code).order_by("-number").first()
    row = ChecklistText(
        hub_id=actor.hub_id,
        code=text.code,
        number=newest.number + 1 if newest else 1,
        title=text.title[:200],
        licence=text.licence[:400],
        text=raw,
        loaded_at=at,
        loaded_by=actor.id,
        loaded_by_name=actor.name,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:  # somebody else loaded the same in the same moment
        raise Stale("this checklist") from error
    detail: dict[str, audit.Plain] = {"checklist": row.code, "number": row.number}
    audit.record("checklist.text_loaded", actor=actor, at=at, about=("checklist_text", row.id), detail=detail)
    return row
