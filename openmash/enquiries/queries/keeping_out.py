"""Whom a tie to the family keeps out of its case."""

from uuid import UUID

from openmash.access import Actor
from openmash.enquiries.models import Member, Subject
from openmash.exclusions import queries as exclusion_queries


def kept_out_of(actor: Actor) -> frozenset[UUID]:
    """The enquiries that the actor is kept out of, by their own exclusion or by that of somebody in them.

    Lists leave these out; at their address the reason is said, since only somebody who was sent there has it.
    """
    out = exclusion_queries.kept_out_of(actor)
    if not out.people:
        return frozenset(out.enquiries)
    as_subject = Subject.objects.filter(hub_id=actor.hub_id, person_id__in=out.people).values_list("enquiry_id")
    as_member = Member.objects.filter(hub_id=actor.hub_id, person_id__in=out.people).values_list("enquiry_id")
    return frozenset(out.enquiries) | {enquiry_id for (enquiry_id,) in as_subject.union(as_member)}


def require_not_kept_out(enquiry_id: UUID, *, actor: Actor) -> None:
    """Whatever their role and vetting, a colleague with a tie to the family does not open its case.

    Raises:
        KeptOut: with the recorded reason.
    """
    out = exclusion_queries.kept_out_of(actor)
    if out and enquiry_id in kept_out_of(actor):
        raise exclusion_queries.refusal(out.ground(enquiry_id, _people_in(enquiry_id, actor)) or "other")


def _people_in(enquiry_id: UUID, actor: Actor) -> list[UUID]:
    which = {"hub_id": actor.hub_id, "enquiry_id": enquiry_id}
    subjects = Subject.objects.filter(**which).values_list("person_id", flat=True)
    return [*subjects, *Member.objects.filter(**which).values_list("person_id", flat=True)]
