"""The page that everything is measured against: whoever opens it is signed in, and it runs three indexed queries."""

from uuid import UUID

from django.db import connection
from django.http import HttpResponse

from openmash.web.shared.screen import READ, SIGNED_IN, HubRequest, screen

QUERIES = (
    "SELECT reference, state, opened_at FROM enquiries_enquiry WHERE hub_id = %s AND id = %s",
    "SELECT person_id, state, due_at FROM enquiries_subject WHERE hub_id = %s AND enquiry_id = %s",
    "SELECT agency_id, state, due_at FROM checks_check WHERE hub_id = %s AND enquiry_id = %s",
)


@screen(permission=SIGNED_IN, kind=READ)
def yardstick(request: HubRequest, enquiry_id: UUID) -> HttpResponse:
    """An enquiry, whom it is about and whom was asked, as plain text: no page could do with less."""
    lines: list[str] = []
    with connection.cursor() as cursor:
        for query in QUERIES:
            cursor.execute(query, [request.actor.hub_id, enquiry_id])
            lines += [" ".join(str(value) for value in row) for row in cursor.fetchall()]
    return HttpResponse("\n".join(lines), content_type="text/plain")
