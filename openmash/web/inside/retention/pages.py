"""The pages of keeping and erasing, as plain values."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from openmash.access import Actor, Permission
from openmash.accounts import queries as account_queries
from openmash.enquiries import queries as enquiry_queries
from openmash.retention import queries
from openmash.retention.queries import PART_WORDS
from openmash.web.shared.screen import HubRequest

BACKUPS = (
    "A backup made before today still holds the keys that are destroyed here. What is erased is gone from the hub at "
    "once, and gone altogether when the last such backup is overwritten. If one is restored before that, the ledger "
    "erases it again before anybody can sign in."
)


@dataclass(frozen=True)
class Place:
    """One part of these pages."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class LedgerRow:
    """One entry of the ledger, as far as it can be told: whose, when, under what, by whom."""

    reference: str
    part_words: str
    under: str
    erased_at: datetime
    erased_by: str
    prepared_by: str


def places(request: HubRequest) -> tuple[Place, ...]:
    """The parts that the actor may open."""
    manages = Permission.MANAGE_RECORDS in request.actor.permissions
    named = [("Due for erasure", "retention:overview"), ("Schedule", "retention:schedule")]
    named += [("Holds", "retention:holds")] if manages else []
    named += [("What was erased", "retention:erased")]
    return tuple(Place(label, reverse(name), request.path == reverse(name)) for label, name in named)


def ledger(actor: Actor) -> list[LedgerRow]:
    """The newest entries first."""
    entries = queries.entries(actor.hub_id)
    references = enquiry_queries.references_of([each.about for each in entries], hub_id=actor.hub_id)
    names = {each.user_id: each.name for each in account_queries.people_of(actor.hub_id)}
    lines = {row.line.code: row.kind_words for row in queries.schedule(actor=actor, on=date.max)}
    return [
        LedgerRow(
            reference=references.get(each.about, str(each.about)[:8].upper()),
            part_words=PART_WORDS[each.part],
            under=lines.get(each.under, each.under),
            erased_at=each.at,
            erased_by=names.get(each.by, "Somebody who has left"),
            prepared_by=names.get(each.prepared_by, "Somebody who has left"),
        )
        for each in entries
    ]
