"""The calls of an agency's receiving system: what waits, one file, and that it was taken in."""

import base64
import json
from uuid import UUID

from django.http import HttpResponse, JsonResponse

from openmash.access import Permission
from openmash.access.declared import Kind
from openmash.api.answers import Wrong, wrong
from openmash.api.door import CallRequest, call
from openmash.contacts import queries, services
from openmash.contacts.queries import WaitingView
from openmash.contacts.rules import sha256

MOST_BYTES = 4 * 1024
_ONE = 'Send one JSON object with one field: {"reference": "…"}.'


def waiting(request: CallRequest, agency_id: UUID) -> HttpResponse:
    """What waits for the agency, the oldest first; nothing of what is in it."""
    found = services.list_waiting(actor=request.actor, at=request.at)
    return JsonResponse({"waiting": [_line(each) for each in found]})


def file(request: CallRequest, agency_id: UUID, direct_id: UUID) -> HttpResponse:
    """One file, byte for byte as it was made, with its SHA-256 (RFC 9530)."""
    content = services.fetch_direct(direct_id=direct_id, actor=request.actor, at=request.at)
    answer = HttpResponse(content, content_type="application/json")
    digest = base64.b64encode(bytes.fromhex(sha256(content))).decode()
    answer["Repr-Digest"] = f"sha-256=:{digest}:"
    return answer


def taken_in(request: CallRequest, agency_id: UUID, direct_id: UUID) -> HttpResponse:
    """Their system took it in, by its own reference; the same said again is no error."""
    queries.require_made_for_its_agency(direct_id, actor=request.actor)
    reference = _reference(request.body)
    if isinstance(reference, Wrong):
        return wrong(400, reference)
    services.acknowledge_direct(direct_id=direct_id, reference=reference, actor=request.actor, at=request.at)
    return HttpResponse(status=204)


def _line(each: WaitingView) -> dict[str, object]:
    return {
        "id": str(each.id),
        "portal": each.portal,
        "sha256": each.sha256,
        "made_at": each.made_at.isoformat(),
        "due_at": each.due_at.isoformat() if each.due_at else None,
        "fetched_at": each.fetched_at.isoformat() if each.fetched_at else None,
    }


def _reference(body: bytes) -> str | Wrong:
    if len(body) > MOST_BYTES:
        return Wrong(f"This is {MOST_BYTES // 1024} kilobytes of JSON at most.")
    try:
        sent = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):  # neither UTF-8 nor JSON, or a number of more digits than Python reads
        return Wrong(_ONE)
    if not isinstance(sent, dict) or set(sent) != {"reference"}:
        return Wrong(_ONE)
    reference = sent["reference"]
    if not isinstance(reference, str) or not reference.isprintable():
        return Wrong("Send the reference as text, in quotes, of characters that can be printed.", field="reference")
    return reference


direct = call(kind=Kind.DISCLOSE, permission=Permission.TAKE_IN_REFERRALS, get=waiting)
direct_file = call(kind=Kind.DISCLOSE, permission=Permission.TAKE_IN_REFERRALS, get=file)
direct_taken_in = call(kind=Kind.WRITE, permission=Permission.TAKE_IN_REFERRALS, put=taken_in)
