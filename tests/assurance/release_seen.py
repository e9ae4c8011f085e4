"""The tables that ``release_machine`` writes to, as rows: what the invariants compare, read past every service.

A table to which this transaction has written nothing since it was last read is not read again. PostgreSQL counts what
a transaction writes, also what a savepoint took back, so the count only grows.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.db.models import Count, Model

from openmash.audit.models import Event
from openmash.products.models import (
    CopyRecall,
    Product,
    ProductAuthor,
    ReleasedCopy,
    Rendition,
    RenditionVerdict,
    UrgentRelease,
)
from openmash.sealed.models import Item, ItemVersion, LedgerLine, ReleaseRequest

_WRITTEN = """
    SELECT relname, pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_updated(oid)
                    + pg_stat_get_xact_tuples_deleted(oid)
    FROM pg_class WHERE relname = ANY(%s) AND relnamespace = 'public'::regnamespace
"""


@dataclass(frozen=True)
class Seen:
    """The tables as they are after a step, each row by its id unless it says otherwise."""

    items: dict[UUID, Any]
    versions: dict[UUID, Any]
    requests: dict[UUID, Any]
    products: dict[UUID, Any]
    authors: dict[UUID, set[UUID]]  # who worked on it, by product
    renditions: dict[UUID, Any]
    verdicts: list[Any]
    copies: dict[UUID, Any]  # by product
    recalls: dict[UUID, Any]  # by copy
    urgent: dict[UUID, Any]  # by product
    ledger: Counter[str]
    events: Counter[str]


def _by(key: str, *fields: str) -> Callable[[Any], dict[UUID, Any]]:
    def read(rows: Any) -> dict[UUID, Any]:
        return {getattr(row, key): row for row in rows.values_list(*fields, named=True)}

    return read


def _authors(rows: Any) -> dict[UUID, set[UUID]]:
    found: dict[UUID, set[UUID]] = {}
    for product_id, user_id in rows.values_list("product_id", "user_id"):
        found.setdefault(product_id, set()).add(user_id)
    return found


def _verdicts(rows: Any) -> list[Any]:
    return list(rows.order_by("given_at").values_list("id", "rendition_id", "verdict", "given_by", named=True))


def _counted(name: str) -> Callable[[Any], Counter[str]]:
    return lambda rows: Counter(dict(rows.order_by().values_list(name).annotate(Count("pk"))))


STANDS = ("id", "state", "version")
_TABLES: Final[dict[str, tuple[type[Model], Callable[[Any], Any]]]] = {
    "items": (Item, _by("id", *STANDS, "sensitivity", "cleared_at")),
    "versions": (ItemVersion, _by("id", "id", "item_id", "number", "wrapped_key", "ciphertext")),
    "requests": (ReleaseRequest, _by("id", *STANDS, "item_id", "gateway", "asked_by", "answered_by")),
    "products": (Product, _by("id", *STANDS, "enquiry_id", "team_id")),
    "authors": (ProductAuthor, _authors),
    "renditions": (
        Rendition,
        _by("id", "id", "product_id", "number", "copy_id", "pdf_id", "sha256", "sources", "digest", "sent_by"),
    ),
    "verdicts": (RenditionVerdict, _verdicts),
    "copies": (
        ReleasedCopy,
        _by(
            *("product_ref", "product_ref", "id", "sha256", "team_id", "released_by"),
            *("ciphertext", "wrapped_key", "pdf_wrapped_key"),
        ),
    ),
    "recalls": (CopyRecall, _by("copy_id", "copy_id")),
    "urgent": (
        UrgentRelease,
        _by("product_id", "id", "product_id", "ground", "review_due_at", "released_at", "reviewed_by", "released_by"),
    ),
    "ledger": (LedgerLine, _counted("decision")),
    "events": (Event, _counted("name")),
}


@dataclass
class Tables:
    """The tables of a hub within one transaction."""

    hub_id: UUID
    _written: dict[str, int] = field(default_factory=dict)
    _known: dict[str, Any] = field(default_factory=dict)

    def read(self) -> Seen:
        """As they are now. Inside the hub."""
        names = {model._meta.db_table: name for name, (model, _) in _TABLES.items()}
        with connection.cursor() as cursor:
            cursor.execute(_WRITTEN, [list(names)])
            written = {names[table]: count for table, count in cursor.fetchall()}
        assert written.keys() == _TABLES.keys()
        for name, count in written.items():
            if name not in self._known or self._written[name] != count:
                model, read = _TABLES[name]
                self._known[name] = read(model._default_manager.filter(hub_id=self.hub_id))
        self._written = written
        return Seen(**self._known)
