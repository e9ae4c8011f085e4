"""What whoever calls a meeting needs to know: which there are, who may chair, which cases come to it."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Max

from openmash.access import ROLES, Actor, Permission
from openmash.accounts import queries as account_queries
from openmash.accounts.queries import Colleague
from openmash.contacts import queries as contact_queries
from openmash.enquiries import queries as enquiry_queries
from openmash.enquiries.queries import Urgency
from openmash.hubs import queries as hub_queries
from openmash.hubs.rules import MeetingKind, MeetingRule
from openmash.meetings import permissions, rules
from openmash.meetings.models import CaseRecord, MeetingCase
from openmash.meetings.states import MeetingState

_STRATEGY = [kind for kind in MeetingKind if kind.is_strategy]


def meetings_for(enquiry_id: UUID, *, actor: Actor) -> list[MeetingRule]:
    """The meetings to which one enquiry comes as it is rated now, in the order of the hub's model."""
    permissions.require_can_see(actor)
    enquiry_queries.require_enquiry(enquiry_id, actor=actor)
    [urgency] = enquiry_queries.urgencies(actor.hub_id, enquiry_ids=[enquiry_id])
    model = enquiry_queries.model_for(enquiry_id, actor=actor)
    about_one = [rule for rule in rules.meetings_of(model) if not rule.kind.has_agenda]
    return [rule for rule in about_one if not rule.ratings or urgency.rating in rule.ratings]


def meetings_over_the_day(*, actor: Actor) -> list[MeetingRule]:
    """The meetings of the hub that go through the cases of the day."""
    permissions.require_can_see(actor)
    model = hub_queries.model_of(actor.hub_id)
    return [rule for rule in rules.meetings_of(model) if rule.kind.has_agenda]


def chairs(rule: MeetingRule, enquiry_id: UUID | None, *, actor: Actor) -> list[Colleague]:
    """The colleagues who may chair a meeting, by name; only those who enter the sealed room.

    Args:
        rule: the meeting.
        enquiry_id: what it is about; None where it goes through the cases of the day.
        actor: who asks.
    """
    held = enquiry_queries.holders([enquiry_id], actor=actor) if enquiry_id else {}
    holders = {each.holder_id for each in held.values()}
    return [
        each
        for each in account_queries.people_of(actor.hub_id)
        if Permission.ENTER_SEALED_ROOM in ROLES[each.role].permissions
        and permissions.may_chair(each.role, each.user_id, rule, holders)
    ]


def comes_to(rule: MeetingRule, hub_id: UUID) -> list[Urgency]:
    """The open cases with somebody to decide about that come to a meeting by rating and issue; whoever asks."""
    cases = [case for case in enquiry_queries.urgencies(hub_id) if case.rating]
    cases = [case for case in cases if not rule.ratings or case.rating in rule.ratings]
    if not rule.issues or not cases:
        return cases
    since = min(case.received_at for case in cases)
    raising = contact_queries.raising(rule.issues, hub_id=hub_id, since=since)
    raised_in = set(enquiry_queries.enquiries_of_contacts(raising, hub_id=hub_id).values())
    return [case for case in cases if case.enquiry_id in raised_in]


def spoken_of(code: str, enquiry_ids: Collection[UUID], *, hub_id: UUID) -> set[UUID]:
    """Those of these enquiries that an earlier meeting of this code came to: its clock for them is over."""
    held = CaseRecord.objects.filter(
        hub_id=hub_id,
        case__enquiry_id__in=enquiry_ids,
        case__meeting__code=code,
        case__meeting__state=MeetingState.HELD,
    )
    return set(held.exclude(result=rules.NOT_REACHED.code).values_list("case__enquiry_id", flat=True))


def discussed(enquiry_ids: Collection[UUID], *, hub_id: UUID) -> dict[UUID, datetime]:
    """When the last strategy discussion or meeting about each of these enquiries was held; others are left out."""
    held = MeetingCase.objects.filter(
        hub_id=hub_id,
        enquiry_id__in=enquiry_ids,
        meeting__kind__in=_STRATEGY,
        meeting__state=MeetingState.HELD,
    )
    last = held.values("enquiry_id").annotate(last=Max("meeting__starts_at"))
    return {row["enquiry_id"]: row["last"] for row in last}
