"""Giving a view on a gate, and going on to the stage that an enquiry has reached."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from openmash.access import Actor
from openmash.agencies import queries as agency_queries
from openmash.audit import services as audit
from openmash.clocks.calendar import calendar_for
from openmash.clocks.deadlines import deadline
from openmash.enquiries import permissions, queries, rules
from openmash.enquiries.models import Because, Enquiry, GateView, How, StageEntry, Subject
from openmash.enquiries.rules import GateTold
from openmash.enquiries.services.rows import lock
from openmash.enquiries.states import EnquiryState, SubjectState
from openmash.hubs.rules import OperatingModel


@transaction.atomic
def give_view(
    *, enquiry_id: UUID, gate: str, told: GateTold, actor: Actor, at: datetime, agency_id: UUID | None = None
) -> UUID:
    """Say whether what a gate waits for is found; with the last view that it waits for, the enquiry goes on.

    Args:
        enquiry_id: an open enquiry.
        gate: a code of the operating model.
        told: the view with its reason.
        actor: who gives it, or takes it down.
        at: when.
        agency_id: an agency that joins from elsewhere, whose view is taken down; left out, the actor's own.

    Raises:
        Refused: the gate is not for their role.
        RuleBroken: ``enquiries.gate_…``, ``enquiries.agency_speaks_for_itself``,
            ``enquiries.view_from_elsewhere_…``, ``enquiries.enquiry_is_open``.
    """
    enquiry = lock(enquiry_id, actor)
    model = queries.working_by.began_with(enquiry)
    rule = rules.gate_named(model, gate)
    permissions.require_can_view_gate(actor, rule)
    rules.require_open(is_open=enquiry.state == EnquiryState.OPEN, reference=enquiry.reference)
    agency = agency_queries.agency(rules.whose_view(agency_id, actor.agency_id), actor.hub_id)
    own = agency.id == actor.agency_id
    rules.require_gate_view(rule, told, agency_kind=agency.kind, agency=agency.name)
    rules.require_speaks_for(told, own=own, co_located=agency.co_located, agency=agency.name)
    row = GateView(hub_id=actor.hub_id, enquiry=enquiry, gate=gate, met=told.met, reason=told.reason.strip())
    row.agency_id, row.how = agency.id, told.how or How.IN_THE_HUB
    row.said_by_name = "" if own else told.said_by.strip()
    row.given_at, row.given_by, row.given_by_name = at, actor.id, actor.name
    row.save(force_insert=True)
    detail: dict[str, audit.Plain] = {"gate": gate, "met": told.met, "agency": str(agency.id), "how": row.how}
    about = ("gate_view", row.id)
    audit.record("gate.view_given", actor=actor, at=at, about=about, enquiry_id=enquiry.id, detail=detail)
    follow_stage(enquiry, model, actor=actor, at=at)
    return row.id


def follow_stage(enquiry: Enquiry, model: OperatingModel, *, actor: Actor, at: datetime) -> None:
    """Enter the stage that the enquiry has reached, if it is further on than where it is; never back.

    Called in the transaction of whatever opened, rated or found something. Where the hub works in one stage, nothing.
    """
    if not model.stages:
        return
    waiting = Subject.objects.filter(hub_id=actor.hub_id, enquiry=enquiry, state=SubjectState.GATHERING)
    found = queries.open_gates(enquiry.id, model, actor=actor)
    place = rules.stage_reached(model, ratings=waiting.values_list("rating", flat=True), open_gates=found)
    here = queries.stages_of([enquiry.id], actor=actor).get(enquiry.id)
    if here is not None and here.number > place:
        return
    stage = model.stages[place]
    because = Because.OPENED if not place else Because.GATE if stage.gate in found else Because.RATING
    row = StageEntry(hub_id=actor.hub_id, enquiry=enquiry, stage=stage.code, because=because)
    row.entered_at, row.entered_by, row.entered_by_name = at, actor.id, actor.name
    if stage.clock:
        calendar = calendar_for(model.office)
        due = deadline(stage.clock, at, calendar, heading=f"{stage.label}:", began="Entered")
        row.due_at, row.due_words = due.due_at, due.words
    row.save(force_insert=True)
    detail: dict[str, audit.Plain] = {"stage": stage.code, "because": because.value}
    about = ("enquiry", enquiry.id)
    audit.record("enquiry.stage_entered", actor=actor, at=at, about=about, enquiry_id=enquiry.id, detail=detail)
