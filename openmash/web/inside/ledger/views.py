"""The release ledger: of one enquiry, for those in the room; of the whole hub, without words, for who watches it."""

from collections.abc import Iterable
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime

from openmash.access import Permission
from openmash.enquiries import queries as enquiry_queries
from openmash.sealed import queries
from openmash.sealed.queries import LedgerRow
from openmash.web.shared import csv_files
from openmash.web.shared.screen import DISCLOSE, HubRequest, screen

PAGE_LENGTH = 50
COLUMNS = (
    "When",
    "Enquiry",
    "Owner",
    "Version",
    "For",
    "Decision",
    "Why",
    "Purpose",
    "Law",
    "The family",
    "Decided by",
)


@screen(permission=Permission.ENTER_SEALED_ROOM, kind=DISCLOSE)
def of_enquiry(request: HubRequest, enquiry_id: UUID) -> HttpResponse:
    """Every decision to share, and not to share, of one enquiry; the latest first."""
    rows = queries.ledger_of(enquiry_id, actor=request.actor, at=request.at)
    context = {
        "rows": rows,
        "caption": enquiry_queries.reference(enquiry_id, actor=request.actor),
        "back_url": reverse("enquiries:case", args=[enquiry_id]),
        "csv_url": reverse("ledger:of_enquiry_csv", args=[enquiry_id]),
        "in_the_room": True,
    }
    return render(request, "ledger/ledger.html", context)


@screen(permission=Permission.ENTER_SEALED_ROOM, kind=DISCLOSE)
def of_enquiry_csv(request: HubRequest, enquiry_id: UUID) -> HttpResponse:
    """The same as a table to keep."""
    return _csv(queries.ledger_of(enquiry_id, actor=request.actor, at=request.at), "ledger.csv")


@screen(permission=Permission.SEE_AUDIT, kind=DISCLOSE)
def of_hub(request: HubRequest) -> HttpResponse:
    """The whole hub's ledger without a word of any case; ``?only=not_shared`` narrows it."""
    rows = queries.ledger_without_words(actor=request.actor, at=request.at)
    only = request.GET.get("only", "")
    shown = [row for row in rows if not row.shares] if only == "not_shared" else rows
    page = Paginator(shown, PAGE_LENGTH).get_page(request.GET.get("page"))
    context = {
        "rows": list(page),
        "page": page,
        "only": only,
        "everything": len(rows),
        "not_shared": sum(not row.shares for row in rows),
        "csv_url": reverse("ledger:of_hub_csv"),
        "in_the_room": False,
    }
    return render(request, "ledger/ledger.html", context)


@screen(permission=Permission.SEE_AUDIT, kind=DISCLOSE)
def of_hub_csv(request: HubRequest) -> HttpResponse:
    """The same as a table to keep."""
    return _csv(queries.ledger_without_words(actor=request.actor, at=request.at), "hub-ledger.csv")


@screen(permission=Permission.ENTER_SEALED_ROOM, kind=DISCLOSE)
def why(request: HubRequest, line_id: UUID) -> HttpResponse:
    """The words of one decision."""
    row, words = queries.ledger_reason(line_id, actor=request.actor, at=request.at)
    context = {"row": row, "words": words, "back_url": reverse("ledger:of_enquiry", args=[row.enquiry_id])}
    return render(request, "ledger/why.html", context)


def _csv(rows: Iterable[LedgerRow], name: str) -> HttpResponse:
    cells = [
        (
            localtime(row.decided_at).isoformat(timespec="minutes"),
            row.enquiry_reference,
            row.agency_name,
            str(row.item_version),
            row.team_name,
            row.decision_words,
            row.why_words,
            row.purpose_words,
            row.law,
            row.family_words,
            row.decided_by_name,
        )
        for row in rows
    ]
    return csv_files.response(name, COLUMNS, cells)
