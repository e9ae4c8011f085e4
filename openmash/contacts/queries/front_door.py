"""What the front door holds, for those who may see it."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, F, Q, QuerySet, When

from openmash.access import Actor, require
from openmash.contacts import permissions, rules
from openmash.contacts.errors import ContactNotFound
from openmash.contacts.models import Advice, Channel, Consent, Contact, ContactPerson, Involvement, Kind, Submission
from openmash.contacts.states import CONTACT, ContactState
from openmash.people import queries as people_queries
from openmash.people import rules as people_rules
from openmash.people.queries import PersonView

PER_PAGE = 25


@dataclass(frozen=True)
class ContactPersonView:
    """Somebody named in a contact, as named; ``person`` once the hub has said who that is."""

    id: UUID
    involvement: str
    involvement_label: str
    given_name: str
    family_name: str
    born_on: date | None
    expected_on: date | None
    sex: str
    nhs_number: str
    relationship: str
    address: str
    postcode: str
    school: str
    display_name: str
    person: PersonView | None

    @property
    def is_about(self) -> bool:
        """Whether the contact is about them, rather than naming them."""
        return self.involvement in rules.ABOUT


@dataclass(frozen=True)
class AdviceView:
    """Advice that was given."""

    text: str
    given_at: datetime
    given_by_name: str


@dataclass(frozen=True)
class ContactRow:
    """A contact on one line.

    Args:
        from_words: who told of it: organisation or name and role.
        about_words: names of the children and adults it is about.
    """

    id: UUID
    reference: str
    channel: str
    channel_label: str
    kind: str
    kind_label: str
    state: str
    state_label: str
    received_at: datetime
    decide_by: datetime
    triaged_at: datetime | None
    immediate_danger: bool
    from_words: str
    about_words: str

    @property
    def waits(self) -> bool:
        """Whether it waits for triage."""
        return self.state == ContactState.RECEIVED


@dataclass(frozen=True)
class ContactHead:
    """A contact as it stands, by itself: who told, what they said, what became of it.

    Args:
        state_words: the state as a sentence.
    """

    id: UUID
    reference: str
    channel: str
    channel_label: str
    kind: str
    kind_label: str
    state: str
    state_words: str
    received_at: datetime
    decide_by: datetime
    decide_by_words: str
    recorded_at: datetime
    recorded_by_name: str
    referrer_name: str
    referrer_role: str
    referrer_organisation: str
    referrer_telephone: str
    referrer_email: str
    source: str
    source_label: str
    concern: str
    child_said: str
    area: str
    referral_type: str
    immediate_danger: bool
    consent: str
    consent_label: str
    consent_reason: str
    has_receipt: bool
    closing_reason: str
    filter_code: str
    triaged_at: datetime | None
    triaged_by_name: str
    feedback_given_at: datetime | None
    feedback_said: str
    version: int

    @property
    def waits(self) -> bool:
        """Whether it waits for triage."""
        return self.state == ContactState.RECEIVED


@dataclass(frozen=True)
class ContactView(ContactHead):
    """A contact with everything that hangs on it.

    Args:
        joined_to: the contact it was joined to, if it was.
        joined_here: contacts that were joined to this one.
    """

    people: tuple[ContactPersonView, ...]
    advice: tuple[AdviceView, ...]
    joined_to: ContactRow | None
    joined_here: tuple[ContactRow, ...]


@dataclass(frozen=True)
class ContactPage:
    """One page of a list of contacts."""

    rows: tuple[ContactRow, ...]
    total: int
    number: int
    per_page: int = PER_PAGE


@dataclass(frozen=True)
class FailedSubmission:
    """A public form that could not be taken in; it is kept, and tried again."""

    id: UUID
    sent_at: datetime
    failed_because: str


def contact(contact_id: UUID, *, actor: Actor) -> ContactView:
    """One contact; a screen calls ``services.look_at`` first.

    Raises:
        NotFound, Refused.
    """
    require(permissions.can_see(actor))
    row = _of(actor).filter(id=contact_id).first()
    if row is None:
        raise ContactNotFound
    near = _rows(_of(actor).filter(Q(id=row.joined_to_id) | Q(joined_to_id=row.id)).order_by("received_at"), actor)
    return ContactView(
        **_head(row),
        people=tuple(_people(row.id, actor)),
        advice=tuple(_advice(row.id, actor)),
        joined_to=next((n for n in near if n.id == row.joined_to_id), None),
        joined_here=tuple(n for n in near if n.id != row.joined_to_id),
    )


def contacts(ids: Iterable[UUID], *, actor: Actor) -> dict[UUID, ContactHead]:
    """Contacts by id without what hangs on them, in one query; those not here are left out.

    Raises:
        Refused: the actor may not see contacts.
    """
    require(permissions.can_see(actor))
    return {row.id: ContactHead(**_head(row)) for row in _of(actor).filter(id__in=set(ids))}


def waiting(actor: Actor) -> list[ContactRow]:
    """Contacts that wait for triage, soonest deadline first; two queries."""
    require(permissions.can_see(actor))
    return _rows(_of(actor).filter(state=ContactState.RECEIVED).order_by("decide_by", "received_at"), actor)


def recent(
    actor: Actor,
    *,
    page: int = 1,
    per_page: int = PER_PAGE,
    only_waiting: bool = False,
    without: Collection[UUID] = (),
) -> ContactPage:
    """Contacts page by page: those that wait first, soonest deadline first; then the others, newest first.

    Three queries, however many contacts there are. A page beyond the last one is the last one; ``without`` names
    contacts that the actor is kept out of.
    """
    require(permissions.can_see(actor))
    found = _of(actor).exclude(id__in=without)
    found = found.filter(state=ContactState.RECEIVED) if only_waiting else found
    waits = Q(state=ContactState.RECEIVED)
    total = found.count()
    number = max(1, min(page, -(-total // per_page)))
    ordered = found.order_by(
        Case(When(waits, then=0), default=1),
        Case(When(waits, then=F("decide_by"))),
        F("received_at").desc(),
        "id",
    )
    rows = _rows(ordered[(number - 1) * per_page : number * per_page], actor)
    return ContactPage(tuple(rows), total, number, per_page)


def rows(ids: Iterable[UUID], *, actor: Actor) -> dict[UUID, ContactRow]:
    """Contacts by id, each on one line; two queries."""
    require(permissions.can_see(actor))
    return {row.id: row for row in _rows(_of(actor).filter(id__in=set(ids)), actor)}


def similar(
    contact_id: UUID, *, actor: Actor, without: Collection[UUID] = ()
) -> list[tuple[ContactRow, tuple[str, ...]]]:
    """Contacts that may be notices of the same event, each with why; the nearest in time first.

    Args:
        contact_id: the contact at hand.
        actor: who asks.
        without: contacts that the actor is kept out of.

    Raises:
        NotFound, Refused.
    """
    require(permissions.can_see(actor))
    one = _of(actor).filter(id=contact_id).first()
    if one is None:
        raise ContactNotFound
    week = timedelta(days=7)
    near = _of(actor).filter(received_at__range=(one.received_at - week, one.received_at + week))
    mine = list(_named(actor).filter(contact_id=one.id).order_by("position"))
    near = near.filter(joined_to=None).exclude(id__in=[one.id, *without])
    near = near.exclude(id__in=naming_those_kept_apart(mine, actor.hub_id))
    theirs = (
        _named(actor).filter(alike(mine), contact__in=near).select_related("contact").order_by("contact", "position")
    )
    named: dict[UUID, list[ContactPerson]] = {}
    for person in theirs:
        named.setdefault(person.contact_id, []).append(person)
    reasons = {other: _why(one, mine, people) for other, people in named.items()}
    found = _rows(_of(actor).filter(id__in=[other for other, why in reasons.items() if why]), actor)
    found.sort(key=lambda row: (abs(row.received_at - one.received_at), row.reference))
    return [(row, reasons[row.id]) for row in found]


def failed_submissions(actor: Actor) -> list[FailedSubmission]:
    """Public forms that could not be taken in, oldest first."""
    require(permissions.can_see(actor))
    failed = Submission.objects.filter(hub_id=actor.hub_id, taken_in_at=None).exclude(failed_because="")
    return [FailedSubmission(row.id, row.sent_at, row.failed_because) for row in failed.order_by("sent_at")]


def contact_of_receipt(receipt_hash: str, *, hub_id: UUID) -> UUID | None:
    """The contact whose receipt has that hash; None where there is none any more. For the clockwork, which shows it
    to nobody."""
    rows = Contact.objects.filter(hub_id=hub_id, receipt_hash=receipt_hash)
    return rows.values_list("id", flat=True).first() if receipt_hash else None


def involved(row: ContactPerson) -> rules.PersonInvolved:
    """Somebody named in a contact, as they were told of."""
    return rules.PersonInvolved(**{f.name: getattr(row, f.name) for f in fields(rules.PersonInvolved)})


def _of(actor: Actor) -> QuerySet[Contact]:
    return Contact.objects.filter(hub_id=actor.hub_id)


def _named(actor: Actor) -> QuerySet[ContactPerson]:
    return ContactPerson.objects.filter(hub_id=actor.hub_id)


def alike(people: Collection[ContactPerson]) -> Q:
    """Whoever may be one of these people; more than are, so that Python need look at few."""
    found = Q(id__in=[])
    for person in people:
        if person.person_id:
            found |= Q(person_id__in=people_queries.same_as([person.person_id], hub_id=person.hub_id))
        if person.nhs_number:
            found |= Q(nhs_number=person.nhs_number)
        if person.born_on:
            found |= Q(born_on=person.born_on)
        if person.family_name:
            found |= Q(family_name__iexact=person.family_name)
    return found


def naming_those_kept_apart(people: Collection[ContactPerson], hub_id: UUID) -> QuerySet[ContactPerson, UUID]:
    """The contacts that name somebody from whom one of these is kept apart, as ids for a wider query."""
    apart = people_queries.kept_apart_from([each.person_id for each in people if each.person_id], hub_id=hub_id)
    return ContactPerson.objects.filter(hub_id=hub_id, person_id__in=apart).values_list("contact_id", flat=True)


def _why(one: Contact, mine: list[ContactPerson], theirs: list[ContactPerson]) -> tuple[str, ...]:
    known = people_queries.same_as([each.person_id for each in mine if each.person_id], hub_id=one.hub_id)
    same = [_display_name(person) for person in theirs if person.person_id in known]
    return rules.same_event(
        [involved(person) for person in mine],
        [involved(person) for person in theirs],
        apart=theirs[0].contact.received_at - one.received_at,
        same_person=same,
    )


def _rows(found: QuerySet[Contact], actor: Actor) -> list[ContactRow]:
    contacts = list(found)
    about: dict[UUID, list[str]] = {}
    named = _named(actor).filter(contact_id__in=[c.id for c in contacts], involvement__in=rules.ABOUT)
    for person in named.order_by("position"):
        about.setdefault(person.contact_id, []).append(_display_name(person))
    return [_row(c, about.get(c.id, [])) for c in contacts]


def _row(row: Contact, about: list[str]) -> ContactRow:
    who = row.referrer_name or row.referrer_role or rules.SOURCES.get(row.source, "")
    return ContactRow(
        id=row.id,
        reference=row.reference,
        channel=row.channel,
        channel_label=Channel(row.channel).label,
        kind=row.kind,
        kind_label=Kind(row.kind).label,
        state=row.state,
        state_label=row.state.replace("_", " ").capitalize(),
        received_at=row.received_at,
        decide_by=row.decide_by,
        triaged_at=row.triaged_at,
        immediate_danger=row.immediate_danger,
        from_words=", ".join(part for part in (who, row.referrer_organisation) if part),
        about_words=", ".join(about) or "Nobody named",
    )


def _head(row: Contact) -> dict[str, Any]:
    """The fields of ``ContactHead``."""
    taken = {f.name for f in fields(ContactHead)} & {f.name for f in Contact._meta.fields}
    return {name: getattr(row, name) for name in taken} | {
        "channel_label": Channel(row.channel).label,
        "kind_label": Kind(row.kind).label,
        "state_words": CONTACT.states[ContactState(row.state)],
        "source_label": rules.SOURCES.get(row.source, row.source),
        "consent_label": Consent(row.consent).label,
        "has_receipt": bool(row.receipt_hash),
    }


def _people(contact_id: UUID, actor: Actor) -> Iterator[ContactPersonView]:
    named = list(_named(actor).filter(contact_id=contact_id).order_by("position"))
    known = people_queries.persons([p.person_id for p in named if p.person_id], actor=actor)
    plain = {f.name for f in fields(ContactPersonView)} & {f.name for f in ContactPerson._meta.fields} - {"person"}
    for p in named:
        yield ContactPersonView(
            **{name: getattr(p, name) for name in plain},
            involvement_label=Involvement(p.involvement).label,
            display_name=_display_name(p),
            person=known.get(p.person_id) if p.person_id else None,
        )


def _advice(contact_id: UUID, actor: Actor) -> Iterator[AdviceView]:
    for a in Advice.objects.filter(hub_id=actor.hub_id, contact_id=contact_id).order_by("given_at"):
        yield AdviceView(a.text, a.given_at, a.given_by_name)


def _display_name(person: ContactPerson) -> str:
    unborn = person.involvement == Involvement.UNBORN
    return people_rules.display_name(person.given_name, person.family_name, unborn=unborn)
