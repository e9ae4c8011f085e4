"""The calls that keep an index: how an index stands, one person put in or taken out, and many changes at once."""

import io
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.utils import timezone

from openmash.access import Permission
from openmash.access.declared import Kind
from openmash.api import people
from openmash.api.answers import Wrong, faults, wrong
from openmash.api.door import CallRequest, call
from openmash.api_keys import services as key_services
from openmash.core.errors import RuleBroken
from openmash.person_index import queries, services


def state(request: CallRequest, agency_id: UUID) -> HttpResponse:
    """How the index stands; nothing of what is in it."""
    key_services.note_state_read(actor=request.actor, at=request.at)
    found = queries.state(agency_id, actor=request.actor)
    return JsonResponse(
        {
            "answers": found.answers,
            "people": found.people,
            "current_at": found.current_at.isoformat() if found.current_at else None,
            "must_be_reloaded": found.must_be_reloaded,
        }
    )


def put(request: CallRequest, agency_id: UUID, reference: str) -> HttpResponse:
    """Put one person in, in the place of what stood under this reference."""
    record, told = people.read(request.body, reference=reference, today=timezone.localdate(request.at))
    if record is None:
        return wrong(400, *told)
    services.put(agency_id=agency_id, record=record, actor=request.actor, at=request.at)
    return JsonResponse({"left_out": faults(told)})


def remove(request: CallRequest, agency_id: UUID, reference: str) -> HttpResponse:
    """Take one person out; that nobody stands under this reference is no error, and is not told."""
    if not people.is_reference(reference):
        return wrong(400, Wrong(people.NO_REFERENCE, field="reference"))
    services.remove(agency_id=agency_id, reference=reference, actor=request.actor, at=request.at)
    return HttpResponse(status=204)


def changes(request: CallRequest, agency_id: UUID) -> HttpResponse:
    """Take a file of changes: every good line of it, and the reason for each of the others."""
    try:
        done = services.apply_delta(
            agency_id=agency_id, file=io.BytesIO(request.body), actor=request.actor, at=request.at
        )
    except RuleBroken as broken:
        if broken.rule != "index.file_can_be_read":
            raise
        return wrong(400, Wrong(broken.sentence, line=1))
    told = [Wrong(each.sentence, each.column, each.line) for each in done.faults]
    return JsonResponse(
        {"put": done.put, "removed": done.removed, "refused": done.refused, "wrong": faults(told)},
        status=200,
    )


index = call(kind=Kind.DISCLOSE, permission=Permission.KEEP_INDEX, get=state)
person = call(kind=Kind.WRITE, permission=Permission.KEEP_INDEX, put=put, delete=remove)
many = call(kind=Kind.WRITE, permission=Permission.KEEP_INDEX, post=changes)
