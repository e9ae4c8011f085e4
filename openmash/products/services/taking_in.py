"""Taking in, inside, what receiving teams did at the outside door. Run by the worker."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from openmash.access import Actor
from openmash.accounts import queries as account_queries
from openmash.audit import services as audit
from openmash.core import envelopes, letters
from openmash.hubs import services as hub_services
from openmash.notifications import services as notifications
from openmash.products import rules
from openmash.products.models import CopyRecall, Product, ReleasedCopy, TeamOutcome, TeamReport

_CANNOT_BE_KEPT = "Something in the report cannot be kept. Ring the team and take it down."


@transaction.atomic
def take_in_reports(*, hub_id: UUID, at: datetime) -> int:
    """Take in every report that waits, and tell the hub's people of new acknowledgements.

    A report that cannot be read keeps the reason and shows on the worklist; it never holds up the others.

    Args:
        hub_id: the hub.
        at: when.

    Returns:
        How many reports were taken in.
    """
    actor = account_queries.system_actor(hub_id)
    waiting = TeamReport.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        hub_id=hub_id, taken_in_at=None, failed_because=""
    )
    taken_in = sum(_take_in(row, actor, at) for row in waiting.select_related("copy").order_by("sent_at", "id"))
    tell_of_acknowledgements(hub_id=hub_id, at=at)
    return taken_in


@transaction.atomic
def tell_of_acknowledgements(*, hub_id: UUID, at: datetime) -> int:
    """Ring the doorbell of whoever released a product once its team has acknowledged it; returns how many rang.

    The outside door cannot do it: it does not know the addresses of the hub's people.
    """
    rows = ReleasedCopy.objects.select_for_update(skip_locked=True).filter(
        hub_id=hub_id, acknowledged_at__isnull=False, hub_told_at=None
    )
    told = _tell_of_recalls(hub_id, at)
    for copy in rows.defer("ciphertext", "wrapped_key", "pdf_ciphertext", "pdf_wrapped_key"):
        copy.hub_told_at = at
        copy.save(update_fields=["hub_told_at"])
        _ring("product_acknowledged", copy, _product_of(copy), at)
        told += 1
    return told


def _tell_of_recalls(hub_id: UUID, at: datetime) -> int:
    rows = CopyRecall.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        hub_id=hub_id, acknowledged_at__isnull=False, hub_told_at=None
    )
    told = 0
    for recall in rows.select_related("copy"):
        recall.hub_told_at = at
        recall.save(update_fields=["hub_told_at"])
        _ring("recall_acknowledged", recall.copy, _product_of(recall.copy), at, also=recall.recalled_by)
        told += 1
    return told


def _take_in(row: TeamReport, actor: Actor, at: datetime) -> int:
    because = letters.failure_of(lambda: _write(row, actor, at), letter_id=row.id, otherwise=_CANNOT_BE_KEPT)
    row.taken_in_at, row.failed_because = None if because else at, because
    row.save(update_fields=["taken_in_at", "failed_because"])
    if because:
        audit.record("report.not_taken_in", actor=actor, at=at, about=("report", row.id))
    return 0 if because else 1


def _write(row: TeamReport, actor: Actor, at: datetime) -> None:
    told, product = _read(row), _product_of(row.copy)
    TeamOutcome.objects.create(
        hub_id=row.hub_id,
        enquiry_id=product.enquiry_id,
        product=product,
        kind=told.kind,
        happened_on=told.happened_on,
        words=told.words,
        reported_at=row.sent_at,
        reported_by=row.sent_by,
        reported_by_name=row.sent_by_name,
    )
    about, detail = ("product", product.id), {"report": str(row.id), "kind": told.kind}
    audit.record("report.taken_in", actor=actor, at=at, about=about, enquiry_id=product.enquiry_id, detail={**detail})
    _ring("team_reported", row.copy, product, at)


def _read(row: TeamReport) -> rules.ReportTold:
    letter = envelopes.take_in(
        bytes(row.ciphertext),
        private_key=hub_services.intake_private_key(row.hub_id),
        context=rules.letter_place(row.hub_id, row.id),
    )
    return rules.read_letter(letter)


def _product_of(copy: ReleasedCopy) -> Product:
    return Product.objects.get(hub_id=copy.hub_id, id=copy.product_ref)


def _ring(kind: str, copy: ReleasedCopy, product: Product, at: datetime, *, also: UUID | None = None) -> None:
    """To whoever put it together and whoever let it go, and to who called it back."""
    to = [
        address
        for user_id in dict.fromkeys(filter(None, (copy.released_by, product.started_by, also)))
        for address in account_queries.addresses(copy.hub_id, user_id=user_id)
    ]
    notifications.queue(
        kind,
        hub_id=copy.hub_id,
        to=to,
        about_id=copy.id,
        at=at,
        reference=copy.reference,
        path=f"/products/{product.id}/",
    )
