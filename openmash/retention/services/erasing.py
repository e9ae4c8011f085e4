"""From a list of what is due, by way of a second person, to keys that are gone; and the same again after a restore."""

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from uuid import UUID, uuid4

from django.db import transaction

from openmash.access import Actor, Role, require
from openmash.allegations import services as allegation_services
from openmash.audit import services as audit
from openmash.checks import services as check_services
from openmash.contacts import queries as contact_queries
from openmash.contacts import services as contact_services
from openmash.core import hub_context, ids
from openmash.core.errors import RuleBroken, Stale
from openmash.cover import services as cover_services
from openmash.decisions import services as decision_services
from openmash.differences import services as difference_services
from openmash.enquiries import queries as enquiry_queries
from openmash.enquiries import services as enquiry_services
from openmash.groups import services as group_services
from openmash.meetings import services as meeting_services
from openmash.oversight import services as oversight_services
from openmash.people import services as people_services
from openmash.products import services as product_services
from openmash.retention import permissions, queries, rules
from openmash.retention.errors import NoSuchBatch
from openmash.retention.models import Batch, BatchLine, Erasure
from openmash.retention.queries import AGENCIES, ALLEGATION, CONTACT, HUB, DueLine, Entry
from openmash.retention.services import ledger
from openmash.retention.states import BATCH, BatchState
from openmash.screening import services as screening_services
from openmash.sealed import services as sealed_services


@transaction.atomic
def prepare(*, by: date, actor: Actor, at: datetime) -> UUID:
    """Put all that is due by a day, and that no hold keeps, on a list for a second person. Nothing is erased yet.

    Raises:
        RuleBroken: ``erasure.one_list_at_a_time`` or ``erasure.something_is_due``.
    """
    require(permissions.can_manage(actor))
    if Batch.objects.filter(hub_id=actor.hub_id, state=BatchState.PREPARED).exists():
        raise RuleBroken("erasure.one_list_at_a_time", "A list is waiting for a second person already.")
    due = queries.due(by=by, actor=actor, at=at)
    if not due.lines:
        raise RuleBroken("erasure.something_is_due", "Nothing is due for erasure by that day.")
    batch = Batch.objects.create(
        hub_id=actor.hub_id,
        reference=ids.new_reference("ERA"),
        state=BATCH.initial,
        due_by=by,
        prepared_at=at,
        prepared_by=actor.id,
        prepared_by_name=actor.name,
    )
    BatchLine.objects.bulk_create(_line(line, batch) for line in due.lines)
    audit.record(
        "erasure.list_prepared", actor=actor, at=at, about=("erasure_list", batch.id), detail={"lines": len(due.lines)}
    )
    return batch.id


@transaction.atomic
def approve(*, batch_id: UUID, actor: Actor, at: datetime, version: int | None = None) -> int:
    """Approve a list that somebody else prepared, and erase at once everything that stands on it.

    Args:
        batch_id: the list.
        actor: the second person.
        at: when.
        version: of the list as they saw it; None not to ask.

    Returns:
        How many lines were erased.

    Raises:
        RuleBroken: ``erasure.second_person``; or ``erasure.still_due``: a hold was placed since, an enquiry was
            reopened, or a schedule changed. Then nothing of it is erased.
        LedgerUnreadable: the file outside the database cannot be written. Then nothing is erased.
    """
    batch = _lock(batch_id, actor, version)
    require(permissions.can_approve(actor))
    rules.require_second_person(batch.prepared_by, actor.id)
    lines = queries.batch(batch_id, actor=actor).lines
    _require_still_due(lines, queries.due(by=batch.due_by, actor=actor, at=at).lines)
    batch.state = BATCH.move(batch.state, "erase")
    _decided(batch, actor, at)
    entries = [_entry(line, batch, actor, at) for line in lines]
    eraser = _eraser(actor.hub_id, actor.id)
    for entry in entries:
        _carry_out(entry, actor=eraser, at=at)
    audit.record_each("record.erased", actor=actor, at=at, about=[("erasure", e.id, _detail(e)) for e in entries])
    audit.record(
        "erasure.carried_out", actor=actor, at=at, about=("erasure_list", batch.id), detail={"lines": len(entries)}
    )
    ledger.write(entries, path=queries.file())
    return len(entries)


@transaction.atomic
def decline(*, batch_id: UUID, because: str, actor: Actor, at: datetime, version: int | None = None) -> None:
    """Say no to a list, also to one's own: nothing is erased by that, and a wrong list must not stand in the way.

    Raises:
        RuleBroken: ``erasure.declined_with_a_reason``.
    """
    batch = _lock(batch_id, actor, version)
    require(permissions.can_approve(actor))
    if not because.strip():
        raise RuleBroken("erasure.declined_with_a_reason", "Enter the reason.", field="because")
    batch.state = BATCH.move(batch.state, "decline")
    batch.declined_because = because.strip()
    _decided(batch, actor, at)
    audit.record("erasure.declined", actor=actor, at=at, about=("erasure_list", batch.id))


def replay(path: Path, *, at: datetime) -> int:
    """Erase again what a restored database brought back, as its ledger outside says; safe to repeat.

    Each hub in a transaction of its own. What was approved then is not approved again: the log says that it was
    carried out anew, in the name of who approved it.

    Args:
        path: the ledger's file.
        at: now.

    Returns:
        How many erasures were carried out again.
    """
    missing = queries.behind(path)
    for hub_id in dict.fromkeys(each.hub for each in missing):
        with hub_context.enter(hub_id=hub_id):
            of_hub = [each for each in missing if each.hub == hub_id]
            for entry in of_hub:
                _carry_out(entry, actor=_eraser(hub_id, entry.by), at=at)
                _record_replay(entry, at)
    return len(missing)


def rewrite(path: Path) -> int:
    """Write into the ledger's file what the database knows and the file does not; returns how many entries."""
    unwritten = queries.compared(path).unwritten
    if unwritten:
        ledger.write(unwritten, path=path)
    return len(unwritten)


def _carry_out(entry: Entry, *, actor: Actor, at: datetime) -> None:
    """Erase what an entry speaks of. What is not there (any more, or not yet) is passed over."""
    Erasure.objects.create(
        id=entry.id,
        hub_id=entry.hub,
        batch_ref=entry.batch,
        about_ref=entry.about,
        part=entry.part,
        agency_refs=[str(each) for each in entry.agencies],
        under=entry.under,
        erased_at=entry.at,
        erased_by=entry.by,
        prepared_by=entry.prepared_by,
    )
    if entry.part == CONTACT:
        _erase_contacts([entry.about], actor=actor, at=entry.at)
    elif entry.part == AGENCIES:
        sealed_services.erase_items(enquiry_id=entry.about, agency_ids=entry.agencies, actor=actor, at=entry.at)
        check_services.erase_answers(enquiry_id=entry.about, agency_ids=entry.agencies, actor=actor, at=entry.at)
        enquiry_services.erase(
            enquiry_id=entry.about, agency_ids=entry.agencies, under=entry.under, actor=actor, at=entry.at
        )
    elif entry.part == ALLEGATION:
        allegation_services.erase(allegation_id=entry.about, actor=actor, at=entry.at)
    elif entry.part == HUB:
        _erase_hubs_own(entry, actor=actor)


def _erase_hubs_own(entry: Entry, *, actor: Actor) -> None:
    """The hub's own words, the copies it released, the contacts, then the people whom nothing else keeps."""
    enquiry_id, at = entry.about, entry.at
    sealed_services.erase_texts(enquiry_id=enquiry_id, actor=actor, at=at)
    product_services.erase(enquiry_id=enquiry_id, actor=actor, at=at)
    check_services.erase_questions(enquiry_id=enquiry_id, actor=actor, at=at)
    decision_services.erase_feedback(enquiry_id=enquiry_id, actor=actor, at=at)
    cover_services.erase(enquiry_id=enquiry_id, actor=actor, at=at)
    meeting_services.erase(enquiry_id=enquiry_id, actor=actor, at=at)
    group_services.erase(enquiry_id=enquiry_id, actor=actor, at=at)
    difference_services.erase(enquiry_id=enquiry_id, actor=actor, at=at)
    enquiry_services.erase(enquiry_id=enquiry_id, agency_ids=None, under=entry.under, actor=actor, at=at)
    people = enquiry_queries.people_of(enquiry_id, hub_id=actor.hub_id)
    contacts = enquiry_queries.contacts_of(enquiry_id, hub_id=actor.hub_id)
    oversight_services.erase(contact_ids=(), enquiry_ids=[enquiry_id], actor=actor)
    _erase_contacts(contacts, actor=actor, at=at, people=people)


def _erase_contacts(
    contact_ids: Iterable[UUID], *, actor: Actor, at: datetime, people: frozenset[UUID] = frozenset()
) -> None:
    together = contact_queries.with_those_joined(list(contact_ids), hub_id=actor.hub_id)
    named = people | contact_queries.people_in(together, hub_id=actor.hub_id)
    contact_services.erase(contact_ids=together, actor=actor, at=at)
    difference_services.erase_challenges(contact_ids=together, actor=actor, at=at)
    oversight_services.erase(contact_ids=together, enquiry_ids=(), actor=actor)
    screening_services.erase(contact_ids=together, actor=actor, at=at)
    kept = enquiry_queries.still_kept(named, hub_id=actor.hub_id)
    kept |= contact_queries.still_told_of(named, hub_id=actor.hub_id)
    people_services.erase(person_ids=named - kept, actor=actor, at=at)


def _eraser(hub_id: UUID, approved_by: UUID) -> Actor:
    """Whoever approved it, as the packages that erase see them: somebody who manages records."""
    return Actor(id=approved_by, name="", hub_id=hub_id, role=Role.INFORMATION_GOVERNANCE)


def _require_still_due(wanted: Iterable[DueLine], due: Iterable[DueLine]) -> None:
    now = {(line.about_id, line.part, line.under, line.agency_ids) for line in due}
    changed = [line for line in wanted if (line.about_id, line.part, line.under, line.agency_ids) not in now]
    if changed:
        named = ", ".join(dict.fromkeys(line.reference for line in changed))
        raise RuleBroken(
            "erasure.still_due",
            f"Since this list was prepared something changed about {named}: a hold, a schedule or the case itself. "
            "Nothing was erased. Decline this list and have it prepared again.",
        )


def _lock(batch_id: UUID, actor: Actor, version: int | None) -> Batch:
    require(permissions.can_see(actor))
    row = Batch.objects.select_for_update().filter(hub_id=actor.hub_id, id=batch_id).first()
    if row is None:
        raise NoSuchBatch
    if version not in (None, row.version):
        raise Stale("this list")
    return row


def _decided(batch: Batch, actor: Actor, at: datetime) -> None:
    batch.decided_at, batch.decided_by, batch.decided_by_name = at, actor.id, actor.name
    batch.version += 1
    batch.save()


def _line(line: DueLine, batch: Batch) -> BatchLine:
    return BatchLine(
        hub_id=batch.hub_id,
        batch=batch,
        about_id=line.about_id,
        reference=line.reference,
        part=line.part,
        agency_ids=[str(each) for each in line.agency_ids],
        under=line.under,
        why=line.why,
        due_on=line.due_on,
        counted=line.counted[:200],
    )


def _entry(line: DueLine, batch: Batch, actor: Actor, at: datetime) -> Entry:
    return Entry(
        id=uuid4(),
        hub=batch.hub_id,
        batch=batch.id,
        about=line.about_id,
        part=line.part,
        agencies=line.agency_ids,
        under=line.under,
        at=at,
        by=actor.id,
        prepared_by=batch.prepared_by,
    )


def _detail(entry: Entry) -> dict[str, audit.Plain]:
    return {"part": entry.part, "about": str(entry.about), "under": entry.under}


def _record_replay(entry: Entry, at: datetime) -> None:
    audit.record(
        "erasure.replayed",
        actor=_eraser(entry.hub, entry.by),
        at=at,
        about=("erasure", entry.id),
        detail=_detail(entry),
    )
