"""What may be seen of enquiries; the number of statements never grows with the number of rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from openmash.access import Actor
from openmash.clocks.wording import joined
from openmash.enquiries import permissions, rules
from openmash.enquiries.errors import NoSuchEnquiry, NoSuchSubject
from openmash.enquiries.models import Enquiry, EnquiryContact, Member, Rating, Subject
from openmash.enquiries.queries.keeping_out import kept_out_of, require_not_kept_out
from openmash.enquiries.queries.working_by import at_hand, began, began_with
from openmash.enquiries.states import EnquiryState, SubjectState
from openmash.people import queries as people_queries
from openmash.people.queries import PersonView

MOST_FOUND = 50


@dataclass(frozen=True)
class RatingView:
    """One rating: who gave it, when, why, and the arithmetic of its deadline in words."""

    rating: str
    reason: str
    rated_at: datetime
    rated_by_name: str
    clock_started_at: datetime
    due_at: datetime
    due_words: str
    rated_by: UUID


@dataclass(frozen=True)
class SubjectView:
    """One child or adult the enquiry is about.

    Args:
        rating: the code that holds now.
        due_at: by when the decision is due.
        paused_at: since when its clock stands still; nobody is late by it meanwhile.
        awaits_review: whether a second manager is to look at the decision before anybody is told of it.
        ratings: every rating, oldest first; the last one holds.
    """

    id: UUID
    person: PersonView
    kind: str
    kind_label: str
    state: str
    rating: str
    due_at: datetime | None
    paused_at: datetime | None
    decided_at: datetime | None
    awaits_review: bool
    version: int
    ratings: tuple[RatingView, ...]

    @property
    def decided(self) -> bool:
        """Whether the decision about them is made."""
        return self.state == SubjectState.DECIDED


@dataclass(frozen=True)
class MemberView:
    """Somebody else in the picture, and the part they play."""

    person: PersonView
    part: str


@dataclass(frozen=True)
class EnquiryView:
    """An enquiry with everybody in it; ``contacts`` are ids, in the order in which they were added."""

    id: UUID
    reference: str
    state: str
    received_at: datetime
    model_name: str
    model_version: str
    opened_at: datetime
    opened_by_name: str
    closed_at: datetime | None
    subjects: tuple[SubjectView, ...]
    members: tuple[MemberView, ...]
    contacts: tuple[UUID, ...]
    version: int

    @property
    def is_open(self) -> bool:
        """Whether anything may still be done in it."""
        return self.state == EnquiryState.OPEN

    @property
    def person_ids(self) -> frozenset[UUID]:
        """Everybody in it."""
        return frozenset({s.person.id for s in self.subjects} | {m.person.id for m in self.members})


@dataclass(frozen=True)
class EnquiryRow:
    """An enquiry as one line of a list.

    Args:
        family: the names of those it is about.
        rating: the most urgent rating of anybody not yet decided about; empty when all are decided.
        due_at: the nearest deadline among them.
    """

    id: UUID
    reference: str
    state: str
    received_at: datetime
    opened_at: datetime
    family: str
    rating: str
    due_at: datetime | None
    undecided: int
    subjects: int
    model_name: str
    model_version: str


@dataclass(frozen=True)
class RunningEnquiry:
    """The open enquiry somebody is in."""

    enquiry_id: UUID
    reference: str


def enquiry(enquiry_id: UUID, *, actor: Actor) -> EnquiryView:
    """One enquiry with its people and ratings.

    Raises:
        Refused: the actor's role does not see enquiries.
        KeptOut: an exclusion keeps them out of it.
        NotFound: there is none of that id in the actor's hub.
    """
    permissions.require_can_see(actor)
    require_not_kept_out(enquiry_id, actor=actor)
    row = Enquiry.objects.filter(hub_id=actor.hub_id, id=enquiry_id).first()
    if row is None:
        raise NoSuchEnquiry
    at_hand(row)
    subjects = list(Subject.objects.filter(hub_id=actor.hub_id, enquiry=row))
    members = list(Member.objects.filter(hub_id=actor.hub_id, enquiry=row))
    decided_about = {s.person_id for s in subjects}
    people = people_queries.persons({*decided_about, *(m.person_id for m in members)}, actor=actor)
    ratings = _ratings(subjects, actor)
    views = [_subject(s, people[s.person_id], ratings.get(s.id, ())) for s in subjects]
    contacts = EnquiryContact.objects.filter(hub_id=actor.hub_id, enquiry=row).order_by("added_at", "id")
    return EnquiryView(
        id=row.id,
        reference=row.reference,
        state=row.state,
        received_at=row.received_at,
        model_name=row.operating_model,
        model_version=row.model_version,
        opened_at=row.opened_at,
        opened_by_name=row.opened_by_name,
        closed_at=row.closed_at,
        subjects=tuple(sorted(views, key=_eldest_first)),
        members=tuple(
            MemberView(people[m.person_id], m.part)
            for m in sorted(members, key=lambda m: (m.part, people[m.person_id].display_name))
            if m.person_id not in decided_about
        ),
        contacts=tuple(contacts.values_list("contact_id", flat=True)),
        version=row.version,
    )


def reference(enquiry_id: UUID, *, actor: Actor) -> str:
    """What people quote of an enquiry; raises as ``enquiry`` does. It never changes, so a page asks for it once."""
    permissions.require_can_see(actor)
    require_not_kept_out(enquiry_id, actor=actor)
    found = began([enquiry_id], hub_id=actor.hub_id)
    if enquiry_id not in found:
        raise NoSuchEnquiry
    return found[enquiry_id].reference


def require_enquiry(enquiry_id: UUID, *, actor: Actor) -> None:
    """For what hangs on an enquiry and needs nothing of it; raises as ``enquiry`` does."""
    reference(enquiry_id, actor=actor)


def enquiry_of_subject(subject_id: UUID, *, actor: Actor) -> UUID:
    """The enquiry that a child or adult is in; raises NotFound."""
    found = Subject.objects.filter(hub_id=actor.hub_id, id=subject_id).values_list("enquiry_id", flat=True).first()
    if found is None:
        raise NoSuchSubject
    return found


def enquiry_of_contact(contact_id: UUID, *, actor: Actor) -> UUID | None:
    """The enquiry that a contact belongs to, if any."""
    rows = EnquiryContact.objects.filter(hub_id=actor.hub_id, contact_id=contact_id)
    return rows.values_list("enquiry_id", flat=True).first()


def open_enquiries(actor: Actor) -> list[EnquiryRow]:
    """Every open enquiry, the nearest deadline first; those without one come first, because nobody is watching them."""
    permissions.require_can_see(actor)
    rows = list(Enquiry.objects.filter(hub_id=actor.hub_id, state=EnquiryState.OPEN).exclude(id__in=kept_out_of(actor)))
    found = _rows(rows, actor)
    return sorted(found, key=lambda r: (r.undecided == 0, r.due_at or r.received_at, r.reference))


def found(words: str, *, actor: Actor) -> list[EnquiryRow]:
    """Enquiries, open and closed, by a reference or by the name of anybody in them; the latest first, at most 50.

    Args:
        words: a reference or the end of one ("hp23"), or names.
        actor: who asks.
    """
    permissions.require_can_see(actor)
    people = people_queries.same_as(people_queries.named(words, actor=actor), hub_id=actor.hub_id)
    as_subject = Subject.objects.filter(hub_id=actor.hub_id, person_id__in=people).values("enquiry_id")
    as_member = Member.objects.filter(hub_id=actor.hub_id, person_id__in=people).values("enquiry_id")
    reference = Q(reference__icontains="-".join(words.split())) if words.strip() else Q(pk=None)
    rows = Enquiry.objects.filter(hub_id=actor.hub_id).filter(reference | Q(id__in=as_subject) | Q(id__in=as_member))
    rows = rows.exclude(id__in=kept_out_of(actor))
    return _rows(list(rows.order_by("-received_at")[:MOST_FOUND]), actor)


def earlier_enquiries(enquiry_id: UUID, people: Iterable[UUID], *, actor: Actor) -> list[EnquiryRow]:
    """Other enquiries that any of these people is or was in, the latest first.

    Args:
        enquiry_id: the enquiry at hand, which is left out.
        people: ids of everybody in it.
        actor: who asks.
    """
    permissions.require_can_see(actor)
    wanted = people_queries.same_as(people, hub_id=actor.hub_id)
    as_subject = Subject.objects.filter(hub_id=actor.hub_id, person_id__in=wanted).values("enquiry_id")
    as_member = Member.objects.filter(hub_id=actor.hub_id, person_id__in=wanted).values("enquiry_id")
    rows = Enquiry.objects.filter(hub_id=actor.hub_id, id__in=as_subject.union(as_member))
    rows = rows.exclude(id__in=kept_out_of(actor) | {enquiry_id})
    return sorted(_rows(list(rows), actor), key=lambda r: r.received_at, reverse=True)


def running_enquiries(people: Iterable[UUID], *, actor: Actor) -> dict[UUID, RunningEnquiry]:
    """The open enquiry of each of these people who is decided about in one; triage offers to add the contact to it."""
    asked = people_queries.one_of(people, hub_id=actor.hub_id)
    rows = Subject.objects.filter(hub_id=actor.hub_id, person_id__in=asked, running=True)
    found = rows.values_list("person_id", "enquiry_id", "enquiry__reference")
    return {asked[person]: RunningEnquiry(enquiry_id, reference) for person, enquiry_id, reference in found}


def references(ids: Iterable[UUID], *, actor: Actor) -> dict[UUID, str]:
    """The references of enquiries, by id."""
    return {each: one.reference for each, one in began(ids, hub_id=actor.hub_id).items()}


def families(ids: Iterable[UUID], *, actor: Actor) -> dict[UUID, str]:
    """Whom each enquiry is about, in words, by the enquiry's id; for lists of requests and the like."""
    subjects = list(Subject.objects.filter(hub_id=actor.hub_id, enquiry_id__in=list(ids)))
    people = people_queries.persons({s.person_id for s in subjects}, actor=actor)
    by_enquiry: dict[UUID, list[PersonView]] = {}
    for subject in subjects:
        by_enquiry.setdefault(subject.enquiry_id, []).append(people[subject.person_id])
    return {enquiry_id: family_words(found) for enquiry_id, found in by_enquiry.items()}


def any_decided(enquiry_id: UUID, *, actor: Actor) -> bool:
    """Whether there is a decision about anybody in the enquiry that still stands."""
    rows = Subject.objects.filter(hub_id=actor.hub_id, enquiry_id=enquiry_id, state=SubjectState.DECIDED)
    return rows.exists()


def deciders(enquiry_id: UUID, *, actor: Actor) -> list[UUID]:
    """Who made the decisions that stand in an enquiry; they are told when something late might change them."""
    rows = Subject.objects.filter(hub_id=actor.hub_id, enquiry_id=enquiry_id, decided_by__isnull=False)
    return [user_id for user_id in rows.values_list("decided_by", flat=True).distinct() if user_id]


def how_to_find(person: PersonView, *, with_address: bool = True) -> str:
    """What an agency needs to find somebody in its own records: "Ada Wren, born 3 March 2020, EX1 1AA".

    Args:
        person: whom to find.
        with_address: whether it says where they live: not at the outside door, and not of whoever lives in safety.
    """
    born = f"born {_day(person.born_on)}" if person.born_on else ""
    expected = f"expected {_day(person.expected_on)}" if person.expected_on else ""
    also = f"also known as {', '.join(person.other_names)}" if person.other_names else ""
    address = person.addresses[0].words if with_address and person.addresses else ""
    digits = person.nhs_number
    number = f"NHS number {digits[:3]} {digits[3:6]} {digits[6:]}" if digits else ""
    return ", ".join(part for part in (person.display_name, also, born, expected, address, number) if part)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def family_words(people: Iterable[PersonView]) -> str:
    """A family in a few words, the eldest child first: "Ada, Bo and unborn child Wren", "Ada Wren and Cy Marsh"."""
    by_surname: dict[str, list[str]] = {}
    for person in sorted(people, key=_age_order):
        given = person.given_name or ("unborn child" if person.expected_on else "child, name not known")
        by_surname.setdefault(person.family_name, []).append(given)
    words = " and ".join(f"{joined(given)} {name}".strip() for name, given in by_surname.items())
    return words[:1].upper() + words[1:]


def _rows(rows: list[Enquiry], actor: Actor) -> list[EnquiryRow]:
    subjects = list(Subject.objects.filter(hub_id=actor.hub_id, enquiry_id__in=[r.id for r in rows]))
    people = people_queries.persons({s.person_id for s in subjects}, actor=actor)
    by_enquiry: dict[UUID, list[Subject]] = {}
    for subject in subjects:
        by_enquiry.setdefault(subject.enquiry_id, []).append(subject)
    found = []
    for row in rows:
        here = by_enquiry.get(row.id, [])
        waiting = [s for s in here if s.state == SubjectState.GATHERING]
        found.append(
            EnquiryRow(
                id=row.id,
                reference=row.reference,
                state=row.state,
                received_at=row.received_at,
                opened_at=row.opened_at,
                family=family_words(people[s.person_id] for s in here),
                rating=rules.most_urgent((s.rating for s in waiting), began_with(row)),
                due_at=min((s.due_at for s in waiting if s.due_at and not s.paused_at), default=None),
                undecided=len(waiting),
                subjects=len(here),
                model_name=row.operating_model,
                model_version=row.model_version,
            )
        )
    return found


def _ratings(subjects: list[Subject], actor: Actor) -> dict[UUID, tuple[RatingView, ...]]:
    found: dict[UUID, tuple[RatingView, ...]] = {}
    for r in Rating.objects.filter(hub_id=actor.hub_id, subject__in=subjects).order_by("rated_at", "id"):
        at, who = r.rated_at, r.rated_by_name
        view = RatingView(r.rating, r.reason, at, who, r.clock_started_at, r.due_at, r.due_words, r.rated_by)
        found[r.subject_id] = (*found.get(r.subject_id, ()), view)
    return found


def _subject(row: Subject, person: PersonView, ratings: tuple[RatingView, ...]) -> SubjectView:
    return SubjectView(
        id=row.id,
        person=person,
        kind=row.kind,
        kind_label=row.get_kind_display(),
        state=row.state,
        rating=row.rating,
        due_at=row.due_at,
        paused_at=row.paused_at,
        decided_at=row.decided_at,
        awaits_review=row.awaits_review,
        version=row.version,
        ratings=ratings,
    )


def _eldest_first(subject: SubjectView) -> tuple[bool, str, str]:
    return (subject.kind == "adult", *_age_order(subject.person))


def _age_order(person: PersonView) -> tuple[str, str]:
    born = person.born_on or person.expected_on
    return (born.isoformat() if born else "9999", person.display_name)
