"""Going straight on to a worker, before the decision: where the operating model lets a rating not wait for it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from openmash.access import Actor
from openmash.agencies import queries as agency_queries
from openmash.audit import services as audit
from openmash.enquiries import permissions, rules
from openmash.enquiries.models import StraightOn
from openmash.enquiries.queries.working_by import began_with
from openmash.enquiries.services.clocks import happened
from openmash.enquiries.services.rows import lock_subject, require_fresh
from openmash.enquiries.states import EnquiryState, SubjectState
from openmash.hubs.rules import Happening, Serves
from openmash.notifications import services as notifications


@transaction.atomic
def go_straight_on(
    *, subject_id: UUID, team_id: UUID, spoke: str, actor: Actor, at: datetime, version: int | None = None
) -> UUID:
    """Give one child or adult to a worker at once; their work begins now, and the decision follows.

    The worker is told by word of mouth, since nothing of the case has left by then: the message that rings the team
    says nothing of it. What is sealed leaves as always, in a product after the decision.

    Args:
        subject_id: who is rated so that the operating model lets them not wait.
        team_id: the team that takes them on.
        spoke: which worker was told, how, and what they do now.
        actor: whoever rates.
        at: when.
        version: of the row the actor looked at; a change in between is refused as Stale.

    Raises:
        NotFound, Refused, KeptOut, Stale, RuleBroken (``enquiries.straight_on_…``, ``enquiries.enquiry_is_open``,
        ``enquiries.rated_before_decision``).
    """
    enquiry, subject = lock_subject(subject_id, actor)
    model = began_with(enquiry)
    permissions.require_can_rate(actor, Serves(subject.kind), model)
    require_fresh(subject, version)
    rules.require_open(is_open=enquiry.state == EnquiryState.OPEN, reference=enquiry.reference)
    rules.require_undecided(decided=subject.state == SubjectState.DECIDED)
    way = rules.way_straight_on(model, subject.rating)
    team = agency_queries.team(team_id, actor.hub_id)
    before = StraightOn.objects.filter(hub_id=actor.hub_id, subject=subject, team_id=team.id)
    rules.require_straight_to(way, team_kind=team.kind, already=before.exists())
    rules.require_spoke(spoke)
    row = StraightOn(hub_id=actor.hub_id, subject=subject, team_id=team.id, rating=subject.rating, spoke=spoke.strip())
    row.gone_at, row.gone_by, row.gone_by_name = at, actor.id, actor.name
    row.save(force_insert=True)
    detail: dict[str, audit.Plain] = {"team": str(team.id), "rating": subject.rating}
    about = ("subject", subject.id)
    audit.record("subject.gone_straight_on", actor=actor, at=at, about=about, enquiry_id=enquiry.id, detail=detail)
    happened(enquiry_id=enquiry.id, happening=Happening.STRAIGHT_ON, actor=actor, at=at, subject_ids=[subject.id])
    notifications.queue(
        "straight_on",
        hub_id=actor.hub_id,
        to=[team.email],
        about_id=enquiry.id,
        at=at,
        reference=enquiry.reference,
        door="outside",
    )
    return row.id
