"""Every referral of some months: what it held, and where it went."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from uuid import UUID

from openmash.access import Actor
from openmash.contacts.models import Consent, Contact, ContactPerson, Kind
from openmash.contacts.rules import ABOUT, SOURCES
from openmash.contacts.states import ContactState
from openmash.decisions.models import Decision
from openmash.enquiries import queries as enquiry_queries
from openmash.enquiries.models import EnquiryContact, Subject
from openmash.hubs import queries as hub_queries
from openmash.hubs.rules import OutcomeRule
from openmash.reporting.queries.zone import zone_of
from openmash.reporting.rules import Holds, Period, ReferralFigures, Went

_STATUTORY = frozenset({"assessment", "adults", "police"})
_AT_THE_DOOR = {
    ContactState.RECEIVED: Went.OPEN,
    ContactState.ADVISED: Went.TURNED,
    ContactState.SIGNPOSTED: Went.TURNED,
    ContactState.ROUTED: Went.HANDED_ON,
    ContactState.PASSED_ON: Went.WORKER,
}


def referrals(actor: Actor, period: Period) -> list[ReferralFigures]:
    """One line for each contact that came in during a period, in that order; raises Refused.

    Who only asked for advice, further notices of the same event, and what was erased are not counted; nor is what the
    actor is kept out of.

    Args:
        actor: who reads it.
        period: when it was received.
    """
    zone = zone_of(actor)
    rows = Contact.objects.filter(
        hub_id=actor.hub_id,
        received_at__gte=period.begins(zone),
        received_at__lt=period.ends(zone),
        erased_at=None,
    ).exclude(kind=Kind.ADVICE)
    kept = enquiry_queries.contacts_kept_from(actor)
    counted = rows.exclude(state=ContactState.JOINED).exclude(id__in=kept).order_by("received_at", "id")
    found = list(counted)
    people: dict[UUID, list[ContactPerson]] = defaultdict(list)
    named = ContactPerson.objects.filter(hub_id=actor.hub_id, contact__in=found, involvement__in=ABOUT)
    for person in named:
        people[person.contact_id].append(person)
    became = _became({row.id for row in found if row.state == ContactState.ENQUIRY}, actor)
    return [
        ReferralFigures(
            month=row.received_at.astimezone(zone).date().replace(day=1),
            source=SOURCES.get(row.source, row.source),
            holds=_holds(row, people[row.id]),
            went=_AT_THE_DOOR.get(ContactState(row.state)) or became.get(row.id, Went.OPEN),
        )
        for row in found
    ]


def _holds(row: Contact, people: Collection[ContactPerson]) -> frozenset[Holds]:
    said = {
        Holds.BORN: bool(people) and all(each.born_on or each.expected_on for each in people),
        Holds.LIVES: any(each.address or each.postcode for each in people),
        Holds.SAID: bool(row.child_said.strip()),
        Holds.ASKED: row.consent != Consent.NOT_SOUGHT,
        Holds.REACHED: bool(row.referrer_telephone or row.referrer_email),
    }
    return frozenset(each for each, held in said.items() if held)


def _became(contact_ids: Collection[UUID], actor: Actor) -> dict[UUID, Went]:
    """Where what became an enquiry went: the furthest of what was decided, open while anybody is undecided."""
    links = EnquiryContact.objects.filter(hub_id=actor.hub_id, contact_id__in=contact_ids)
    enquiry_of = dict(links.values_list("contact_id", "enquiry_id"))
    subjects: dict[UUID, list[Subject]] = defaultdict(list)
    for subject in Subject.objects.filter(hub_id=actor.hub_id, enquiry_id__in=enquiry_of.values()).select_related(
        "enquiry"
    ):
        subjects[subject.enquiry_id].append(subject)
    rows = Decision.objects.filter(hub_id=actor.hub_id, subject__enquiry_id__in=enquiry_of.values())
    newest = dict(rows.order_by("decided_at", "id").values_list("subject_id", "outcome"))
    went = {enquiry_id: _of(_outcomes(those, newest, actor)) for enquiry_id, those in subjects.items()}
    return {contact_id: went[enquiry_id] for contact_id, enquiry_id in enquiry_of.items() if enquiry_id in went}


def _outcomes(those: Iterable[Subject], newest: dict[UUID, str], actor: Actor) -> list[OutcomeRule | None]:
    found: list[OutcomeRule | None] = []
    for each in those:
        code = newest.get(each.id)
        model = hub_queries.model(actor.hub_id, each.enquiry.operating_model, each.enquiry.model_version)
        found.append(model.outcome(code) if code and each.decided_at else None)
    return found


def _of(outcomes: Collection[OutcomeRule | None]) -> Went:
    kinds = {kind for each in outcomes if each for kind in each.team_kinds}
    if kinds & _STATUTORY:
        return Went.STATUTORY
    if None in outcomes:
        return Went.OPEN
    return Went.HELP if kinds else Went.NOTHING
