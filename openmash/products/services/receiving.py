"""What a receiving team does, at the outside door and with its rights: open, acknowledge, report back."""

from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction

from openmash.access import Actor
from openmash.audit import services as audit
from openmash.core import envelopes
from openmash.hubs import queries as hub_queries
from openmash.products import queries, rules
from openmash.products.errors import CopyCalledBack, CopyNotFound
from openmash.products.models import ReleasedCopy, TeamReport


@transaction.atomic
def open_copy(*, copy_id: UUID, actor: Actor, at: datetime) -> queries.CopyView:
    """Read what was released to the actor's team. Every reading is on the log before a word is shown.

    Args:
        copy_id: the copy.
        actor: a member of the team it was released to.
        at: when; the first reading marks it as opened.

    Raises:
        NotFound: it is not their team's.
        Refused: they receive no products.
        CopyChanged, Unreadable: it is not what was released.
    """
    with queries.as_oneself(actor):
        row = queries.own_copy(copy_id, actor=actor, lock=True)
        audit.record(
            "product.opened",
            actor=actor,
            at=at,
            about=("copy", row.id),
            detail={"product": str(row.product_ref), "first": row.opened_at is None},
        )
        _mark_opened(row, actor, at)
        return queries.copy_as_read(row, queries.recall_of_copy(row, actor=actor))


@transaction.atomic
def open_file(*, copy_id: UUID, actor: Actor, at: datetime) -> queries.CopyFile:
    """The same as a PDF file to keep. Every download is on the log, as a reading, before a byte is handed over.

    Args:
        copy_id: the copy.
        actor: a member of the team it was released to.
        at: when; the first reading marks it as opened.

    Raises:
        NotFound: it is not their team's.
        Refused: they receive no products.
        CopyCalledBack: the hub has called it back.
        CopyChanged, Unreadable: it is not what was released.
    """
    with queries.as_oneself(actor):
        row = queries.own_copy(copy_id, actor=actor, lock=True)
        if queries.recall_of_copy(row, actor=actor) is not None:
            raise CopyCalledBack
        detail: dict[str, audit.Plain] = {"product": str(row.product_ref), "first": row.opened_at is None, "as": "pdf"}
        audit.record("product.opened", actor=actor, at=at, about=("copy", row.id), detail=detail)
        _mark_opened(row, actor, at)
        return queries.pdf_of(row)


@transaction.atomic
def acknowledge_recall(*, copy_id: UUID, actor: Actor, at: datetime) -> None:
    """Say that the team knows that a copy no longer holds; saying it twice changes nothing.

    Args:
        copy_id: the copy that was called back or corrected.
        actor: a member of its team.
        at: when.

    Raises:
        NotFound: it is not their team's, or it was not called back.
        Refused: they receive no products.
    """
    with queries.as_oneself(actor):
        row = queries.own_copy(copy_id, actor=actor)
        recall = queries.recall_of_copy(row, actor=actor, lock=True)
        if recall is None:
            raise CopyNotFound
        if recall.acknowledged_at is not None:
            return
        recall.acknowledged_at, recall.acknowledged_by, recall.acknowledged_by_name = at, actor.id, actor.name
        recall.save(update_fields=["acknowledged_at", "acknowledged_by", "acknowledged_by_name"])
        detail: dict[str, audit.Plain] = {"product": str(row.product_ref)}
        audit.record("product.recall_acknowledged", actor=actor, at=at, about=("copy", row.id), detail=detail)


@transaction.atomic
def acknowledge(*, copy_id: UUID, actor: Actor, at: datetime) -> None:
    """Say that the team has it and takes it on; saying it twice changes nothing.

    Args:
        copy_id: the copy.
        actor: a member of the team.
        at: when.

    Raises:
        NotFound, Refused.
    """
    with queries.as_oneself(actor):
        row = queries.own_copy(copy_id, actor=actor, lock=True)
        if row.acknowledged_at is not None:
            return
        _mark_opened(row, actor, at)
        row.acknowledged_at, row.acknowledged_by, row.acknowledged_by_name = at, actor.id, actor.name
        row.save(update_fields=["acknowledged_at", "acknowledged_by", "acknowledged_by_name"])
        detail: dict[str, audit.Plain] = {"product": str(row.product_ref)}
        audit.record("product.acknowledged", actor=actor, at=at, about=("copy", row.id), detail=detail)


@transaction.atomic
def report(*, copy_id: UUID, kind: str, happened_on: date, words: str, actor: Actor, at: datetime) -> UUID:
    """Tell the hub what came of it; encrypted to the hub, so that this door cannot read it back.

    Args:
        copy_id: the copy it is about.
        kind: a code of ``REPORT_WORDS``.
        happened_on: the day it happened.
        words: anything else; may be empty.
        actor: a member of the team.
        at: when.

    Raises:
        NotFound, Refused, RuleBroken (``products.report_…``).
    """
    row = queries.own_row(copy_id, actor=actor)
    told = rules.ReportTold(kind=kind, happened_on=happened_on, words=words)
    rules.require_report(told, at=at)
    report_id = uuid4()
    ciphertext = envelopes.post(
        rules.as_letter(told),
        public_key=hub_queries.hub(actor.hub_id).intake_public_key,
        context=rules.letter_place(actor.hub_id, report_id),
    )
    TeamReport.objects.create(
        id=report_id,
        hub_id=actor.hub_id,
        copy_id=row.id,
        ciphertext=ciphertext,
        sent_at=at,
        sent_by=actor.id,
        sent_by_name=actor.name,
    )
    detail: dict[str, audit.Plain] = {"report": str(report_id)}
    audit.record("product.reported_on", actor=actor, at=at, about=("copy", row.id), detail=detail)
    return report_id


def _mark_opened(row: ReleasedCopy, actor: Actor, at: datetime) -> None:
    if row.opened_at is None:
        row.opened_at, row.opened_by, row.opened_by_name = at, actor.id, actor.name
        row.save(update_fields=["opened_at", "opened_by", "opened_by_name"])
