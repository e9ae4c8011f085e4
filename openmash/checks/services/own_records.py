"""An agency's own records: whom its index may know, looked up after asking, and which of them its people say it is.

Nobody but that agency's people learns anything of either: not whoever asked, not the hub, not the log's readers.
"""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db import transaction

from openmash.access import Actor
from openmash.accounts import queries as account_queries
from openmash.agencies import queries as agency_queries
from openmash.audit import services as audit
from openmash.checks import permissions, rules
from openmash.checks.errors import NoSuchCheck
from openmash.checks.models import Check, OwnRecord
from openmash.checks.services.rows import lock
from openmash.checks.states import CheckState
from openmash.core import hub_context
from openmash.enquiries import queries as enquiry_queries
from openmash.matching.records import Birth, Name, Place, Record
from openmash.people import queries as people_queries
from openmash.people.queries import PersonView
from openmash.person_index import queries as index_queries
from openmash.person_index import services as index_services


@transaction.atomic
def look_up_asked(*, hub_id: UUID, at: datetime) -> int:
    """Look up whom open requests ask about in the indexes of the agencies asked; one enquiry at a time.

    The clockwork calls it, not whoever asks: so asking takes as long whatever an index knows, and never fails with it.

    Returns:
        How many requests were looked up; none when nothing waits.
    """
    waiting = Check.objects.select_for_update(skip_locked=True).filter(
        hub_id=hub_id, state=CheckState.ASKED, looked_up_at=None
    )
    first = waiting.order_by("asked_at", "id").first()
    if first is None:
        return 0
    rows = list(waiting.filter(enquiry_id=first.enquiry_id))
    clockwork = account_queries.system_actor(hub_id)
    people = enquiry_queries.people_of(first.enquiry_id, hub_id=hub_id)
    known = people_queries.persons(people, actor=clockwork)
    index_services.look_up_for_agencies(
        checks={row.id: row.agency_id for row in rows},
        people={each.id: _record_of(each) for each in known.values()},
        actor=clockwork,
        at=at,
        enquiry_id=first.enquiry_id,
    )
    return waiting.filter(id__in=[row.id for row in rows]).update(looked_up_at=at)


@transaction.atomic
def say_own_record(*, check_id: UUID, person_id: UUID, reference: str, actor: Actor, at: datetime) -> UUID:
    """Say that somebody asked about is a certain record of the actor's own agency. Said twice, the first stands.

    Args:
        check_id: the request.
        person_id: who is asked about.
        reference: the agency's own, of that record.
        actor: somebody who answers for that agency.
        at: when.

    Raises:
        NotFound: there is no such request, or it does not ask about such a person.
        Refused: the actor is not of the agency asked.
        RuleBroken: ``checks.own_record_has_a_reference``, ``checks.own_reference_is_short``,
            ``checks.found_or_not_found``.
    """
    rules.require_own_reference(reference)
    return _say(check_id, person_id, reference.strip(), actor, at)


@transaction.atomic
def say_none_of_these(*, check_id: UUID, person_id: UUID, actor: Actor, at: datetime) -> UUID:
    """Say that somebody asked about is none of the records that were found; as ``say_own_record`` else."""
    return _say(check_id, person_id, "", actor, at)


@transaction.atomic
def take_back_own_record(*, own_record_id: UUID, actor: Actor, at: datetime) -> UUID:
    """Take back what was said of an own record; that it was said is kept. Returns the request.

    Raises:
        NotFound: there is nothing said, it was taken back, or it is another agency's.
        Refused: the actor does not answer for the agency.
    """
    with hub_context.as_person(actor.id):
        rows = OwnRecord.objects.select_for_update().filter(hub_id=actor.hub_id, agency_id=actor.agency_id or actor.id)
        row = rows.filter(id=own_record_id, taken_back_at=None).first()
        if row is None:
            raise NoSuchCheck
        _require_may_say(lock(row.request_id, actor), actor)
        row.taken_back_at, row.taken_back_by = at, actor.id
        row.save(update_fields=["taken_back_at", "taken_back_by"])
    _record("check.own_record_taken_back", row, actor, at)
    return row.request_id


def _say(check_id: UUID, person_id: UUID, reference: str, actor: Actor, at: datetime) -> UUID:
    check = lock(check_id, actor)
    _require_may_say(check, actor)
    if person_id not in enquiry_queries.people_of(check.enquiry_id, hub_id=actor.hub_id):
        raise NoSuchCheck
    with hub_context.as_person(actor.id):
        said = OwnRecord.objects.filter(hub_id=actor.hub_id, request=check, person_ref=person_id, taken_back_at=None)
        before = {row.reference: row.id for row in said}
        if reference in before:
            return before[reference]
        rules.require_not_both(some=bool(reference or any(before)), none="" in before or not reference)
        row = OwnRecord(hub_id=actor.hub_id, request=check, agency_id=check.agency_id, person_ref=person_id)
        row.reference, row.said_at, row.said_by, row.said_by_name = reference, at, actor.id, actor.name
        row.model_version = index_queries.model().version
        row.evidence = _evidence(check_id, person_id, reference, actor)
        row.save(force_insert=True)
    _record("check.own_record_told", row, actor, at)
    return row.id


def _evidence(check_id: UUID, person_id: UUID, reference: str, actor: Actor) -> list[dict[str, object]]:
    """What was before whoever said it; nothing of a record that the index did not find."""
    hits = index_queries.hits_of_checks([check_id], actor=actor).get(check_id, ())
    of_it = [each for each in hits if each.person_id == person_id and each.reference == reference]
    return [asdict(step) for each in of_it for step in each.evidence]


def _require_may_say(check: Check, actor: Actor) -> None:
    agency = agency_queries.agency(check.agency_id, actor.hub_id)
    permissions.require_can_answer(actor, agency.id, agency.name)
    enquiry_queries.require_not_kept_out(check.enquiry_id, actor=actor)


def _record_of(person: PersonView) -> Record:
    """What the agency is asked about somebody, as its index is asked."""
    names = [Name(person.given_name, "", person.family_name)]
    names += [Name(given.strip(), "", family, "alias") for given, _, family in _parted(person.other_names)]
    birth = Birth(person.born_on) if person.born_on else None
    if person.expected_on:
        birth = Birth(person.expected_on, "expected")
    return Record(
        names=tuple(names),
        birth=birth,
        sex=person.sex if person.sex in ("F", "M") else "U",  # type: ignore[arg-type]  # it is one of the three
        places=tuple(Place(each.postcode, "", each.lines) for each in person.addresses),
        nhs_number=person.nhs_number,
        reference=str(person.id),
    )


def _parted(names: tuple[str, ...]) -> list[tuple[str, str, str]]:
    return [each.rpartition(" ") for each in names]


def _record(name: str, row: OwnRecord, actor: Actor, at: datetime) -> None:
    """One name for "this is them" and "none of these", and nothing of which it was: others may read the log."""
    about = ("own_record", row.id)
    detail: dict[str, audit.Plain] = {"model": row.model_version}
    audit.record(name, actor=actor, at=at, about=about, owner=row.agency_id, detail=detail)
