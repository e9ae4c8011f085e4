"""At sending a check: whom an agency's index may know. Only that agency's people ever see what came of it."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db import transaction

from openmash.access import Actor
from openmash.audit import services as audit
from openmash.core import hub_context
from openmash.matching.records import Record
from openmash.person_index import queries, rules
from openmash.person_index.errors import MustBeReloaded
from openmash.person_index.models import Hit, Index
from openmash.person_index.queries.looking import Candidate, Question, answer_of, question_of

MOST_A_PERSON = 5


@transaction.atomic
def look_up_for_agencies(
    *,
    checks: Mapping[UUID, UUID],
    people: Mapping[UUID, Record],
    actor: Actor,
    at: datetime,
    enquiry_id: UUID | None = None,
) -> None:
    """Look up the people whom checks ask about in the index of each agency that is asked, and keep what came of it.

    Nothing comes back: whoever sends a check must not learn from it whom an agency knows. The agency's own people
    find it with ``queries.hits_of_checks``.

    Args:
        checks: the id of each check, and the agency that is asked.
        people: the hub's people whom they ask about, by id.
        actor: who sends the checks; they may not read an index, and do not.
        at: when.
        enquiry_id: the enquiry that the checks belong to.

    Raises:
        NotWritten: the log could not be written, so nothing was looked up.
    """
    rows = Index.objects.filter(hub_id=actor.hub_id, id__in=set(checks.values()), withdrawn_at=None)
    there = set(rows.values_list("id", flat=True))
    asked = {check: agency for check, agency in checks.items() if agency in there}
    audit.record_each(  # that it was asked, and for which check; never how many were found
        "index.asked_for_check",
        actor=actor,
        at=at,
        about=[("index", agency, {"check": str(check)}) for check, agency in asked.items()],
        enquiry_id=enquiry_id,
        owners={agency: agency for agency in asked.values()},
    )
    questions = {person_id: question_of(record, actor.hub_id) for person_id, record in people.items()} if asked else {}
    for check_id, agency_id in asked.items():
        with hub_context.as_person(agency_id):  # as the index itself, which PostgreSQL lets read its own rows
            found = _found(questions, agency_id)
            Hit.objects.filter(hub_id=actor.hub_id, index_id=agency_id, check_ref=check_id).delete()
            Hit.objects.bulk_create(_hit(actor.hub_id, agency_id, check_id, person, each, at) for person, each in found)


def forget_hits(*, hub_id: UUID, at: datetime) -> int:
    """Delete what was found for checks ``rules.HITS_KEPT`` ago; returns how many. The clockwork calls it."""
    forgotten = 0
    for agency_id in Index.objects.filter(hub_id=hub_id, agency__isnull=False).values_list("id", flat=True):
        with hub_context.as_person(agency_id):
            old = Hit.objects.filter(hub_id=hub_id, index_id=agency_id, found_at__lt=at - rules.HITS_KEPT)
            forgotten += old.delete()[0]
    return forgotten


def _found(questions: Mapping[UUID, Question | None], agency_id: UUID) -> list[tuple[UUID, Candidate]]:
    found = []
    for person_id, question in questions.items():
        try:
            answer = answer_of(question, index_id=agency_id, who=agency_id, most=MOST_A_PERSON)
        except MustBeReloaded:
            return []  # whoever keeps the index sees that it has to be loaded anew; a check is sent all the same
        found += [(person_id, each) for each in answer.candidates]
    return found


def _hit(hub_id: UUID, index_id: UUID, check_id: UUID, person_id: UUID, found: Candidate, at: datetime) -> Hit:
    return Hit(
        hub_id=hub_id,
        index_id=index_id,
        check_ref=check_id,
        person_ref=person_id,
        reference=found.reference,
        weight=found.weight,
        evidence=[asdict(each) for each in found.evidence],
        guard=found.guard,
        model_version=queries.model().version,
        found_at=at,
    )
