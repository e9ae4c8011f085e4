"""What the schedules of retention ask of enquiries: when they closed, whom they are about, what is erased of them.

Ids and dates alone, never a name: whoever manages records does not read cases. The retention package asks who may.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from openmash.enquiries.models import Enquiry, EnquiryContact, EnquiryErasure, Member, Subject, SubjectKind
from openmash.enquiries.states import EnquiryState
from openmash.people import queries as people_queries


@dataclass(frozen=True)
class Closed:
    """An enquiry that is closed.

    Args:
        subject_ids: whom it is about, with whether each is a child, by the subject's id.
        births: birth dates, or expected ones, of the children it is about.
        last_decision_at: when somebody was last decided about.
        person_ids: everybody in it.
    """

    id: UUID
    reference: str
    closed_at: datetime
    subject_ids: dict[UUID, bool]
    births: tuple[date, ...]
    last_decision_at: datetime | None
    person_ids: frozenset[UUID]
    contact_ids: tuple[UUID, ...]
    model_name: str
    model_version: str


@dataclass(frozen=True)
class ErasedPart:
    """A part of an enquiry that was erased; ``agency_id`` is None for the hub's own words."""

    enquiry_id: UUID
    agency_id: UUID | None
    under: str
    erased_at: datetime


def closed(hub_id: UUID, *, before: datetime) -> list[Closed]:
    """Every closed enquiry of the hub, the one that closed first at the head; five statements, however many."""
    rows = list(
        Enquiry.objects.filter(hub_id=hub_id, state=EnquiryState.CLOSED, closed_at__lt=before).order_by(
            "closed_at", "id"
        )
    )
    ids = [row.id for row in rows]
    subjects: dict[UUID, list[Subject]] = defaultdict(list)
    for subject in Subject.objects.filter(hub_id=hub_id, enquiry_id__in=ids).select_related("person"):
        subjects[subject.enquiry_id].append(subject)
    people: dict[UUID, set[UUID]] = defaultdict(set)
    for enquiry_id, person_id in Member.objects.filter(hub_id=hub_id, enquiry_id__in=ids).values_list(
        "enquiry_id", "person_id"
    ):
        people[enquiry_id].add(person_id)
    contacts: dict[UUID, tuple[UUID, ...]] = defaultdict(tuple)
    for enquiry_id, contact_id in EnquiryContact.objects.filter(hub_id=hub_id, enquiry_id__in=ids).values_list(
        "enquiry_id", "contact_id"
    ):
        contacts[enquiry_id] += (contact_id,)
    return [_closed(row, subjects[row.id], people[row.id], contacts[row.id]) for row in rows]


def erased_parts(enquiry_ids: Collection[UUID], *, hub_id: UUID) -> list[ErasedPart]:
    """What was erased of these enquiries."""
    rows = EnquiryErasure.objects.filter(hub_id=hub_id, enquiry_id__in=enquiry_ids).order_by("erased_at", "id")
    return [ErasedPart(row.enquiry_id, row.agency_id, row.under, row.erased_at) for row in rows]


def people_of(enquiry_id: UUID, *, hub_id: UUID) -> frozenset[UUID]:
    """Everybody in one enquiry; empty where there is none."""
    of_it = {"hub_id": hub_id, "enquiry_id": enquiry_id}
    subjects = Subject.objects.filter(**of_it).values_list("person_id", flat=True)
    return frozenset(subjects) | frozenset(Member.objects.filter(**of_it).values_list("person_id", flat=True))


def contacts_of(enquiry_id: UUID, *, hub_id: UUID) -> tuple[UUID, ...]:
    """The contacts an enquiry is about; empty where there is none."""
    found = EnquiryContact.objects.filter(hub_id=hub_id, enquiry_id=enquiry_id).order_by("added_at", "id")
    return tuple(found.values_list("contact_id", flat=True))


def enquiries_of_contacts(contact_ids: Collection[UUID], *, hub_id: UUID) -> dict[UUID, UUID]:
    """The enquiry that each of these contacts is in; contacts without one are left out."""
    found = EnquiryContact.objects.filter(hub_id=hub_id, contact_id__in=list(contact_ids))
    return dict(found.values_list("contact_id", "enquiry_id"))


def enquiries_about(person_id: UUID, *, hub_id: UUID) -> tuple[UUID, ...]:
    """Every enquiry that somebody is in, whatever their part and by any record of theirs, the oldest first."""
    of_them = {"hub_id": hub_id, "person_id__in": people_queries.same_as([person_id], hub_id=hub_id)}
    ids = {*Subject.objects.filter(**of_them).values_list("enquiry_id", flat=True)}
    ids |= {*Member.objects.filter(**of_them).values_list("enquiry_id", flat=True)}
    return tuple(Enquiry.objects.filter(hub_id=hub_id, id__in=ids).order_by("opened_at").values_list("id", flat=True))


def by_reference(reference: str, *, hub_id: UUID) -> UUID | None:
    """The enquiry with a reference as people type it; None where there is none."""
    found = Enquiry.objects.filter(hub_id=hub_id, reference__iexact=reference.strip())
    return found.values_list("id", flat=True).first()


def references_of(enquiry_ids: Collection[UUID], *, hub_id: UUID) -> dict[UUID, str]:
    """What people quote of these enquiries."""
    return dict(Enquiry.objects.filter(hub_id=hub_id, id__in=enquiry_ids).values_list("id", "reference"))


def still_kept(person_ids: Collection[UUID], *, hub_id: UUID) -> frozenset[UUID]:
    """Those of these people who are in an enquiry whose own part is not erased: they keep their names.

    Whoever is recorded more than once is kept as long as any of their records is.
    """
    erased = EnquiryErasure.objects.filter(hub_id=hub_id, agency=None).values("enquiry_id")
    of_them = {"hub_id": hub_id, "person_id__in": people_queries.same_as(person_ids, hub_id=hub_id)}
    kept = set(Subject.objects.filter(**of_them).exclude(enquiry_id__in=erased).values_list("person_id", flat=True))
    kept |= set(Member.objects.filter(**of_them).exclude(enquiry_id__in=erased).values_list("person_id", flat=True))
    return people_queries.same_as(kept, hub_id=hub_id) & frozenset(person_ids)


def _closed(row: Enquiry, subjects: list[Subject], members: set[UUID], contacts: tuple[UUID, ...]) -> Closed:
    children = [each for each in subjects if each.kind != SubjectKind.ADULT]
    births = (each.person.born_on or each.person.expected_on for each in children)
    return Closed(
        id=row.id,
        reference=row.reference,
        closed_at=row.closed_at or row.opened_at,
        subject_ids={each.id: each in children for each in subjects},
        births=tuple(day for day in births if day),
        last_decision_at=max((each.decided_at for each in subjects if each.decided_at), default=None),
        person_ids=frozenset(each.person_id for each in subjects) | frozenset(members),
        contact_ids=contacts,
        model_name=row.operating_model,
        model_version=row.model_version,
    )
