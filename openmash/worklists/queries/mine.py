"""What needs somebody now, soonest deadline first. Reads other packages' tables; writes nothing."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q

from openmash.access import Actor, Permission
from openmash.allegations import queries as allegation_queries
from openmash.checks import queries as check_queries
from openmash.checks.models import Check, LateEffect
from openmash.checks.states import CheckState
from openmash.contacts.models import Contact, ContactPerson, Submission
from openmash.contacts.states import ContactState
from openmash.cover import queries as cover_queries
from openmash.decisions.models import Decision, Letter, Revisit
from openmash.decisions.states import LetterState
from openmash.differences.models import Challenge
from openmash.enquiries import queries as enquiry_queries
from openmash.enquiries.models import EnquiryContact, Subject
from openmash.enquiries.rules import most_urgent
from openmash.enquiries.states import EnquiryState, SubjectState
from openmash.hubs import queries as hub_queries
from openmash.hubs.rules import OperatingModel
from openmash.notifications.models import Message
from openmash.people import queries as people_queries
from openmash.person_index import queries as index_queries
from openmash.products.models import (
    TeamReport,
)
from openmash.worklists.queries import (
    direct,
    disputes,
    interviews,
    leaving,
    letters,
    nights,
    products,
    records,
    same_person,
    second_reviews,
    waiting_versions,
)
from openmash.worklists.queries.rows import Source, WorkRow, by_working_day
from openmash.worklists.rules import HAND_ON, TELL, UNDELIVERED_AFTER

P = Permission


def needs_me(actor: Actor, *, at: datetime) -> list[WorkRow]:
    """Everything that the actor may and should do now, soonest deadline first.

    Args:
        actor: whose work.
        at: now.

    The number of queries does not depend on how much there is.
    """
    model = hub_queries.model_of(actor.hub_id)
    permitted = [source for permission, source in _SOURCES if permission in actor.permissions]
    kept_out = enquiry_queries.kept_out_of(actor)
    found = [row for source in permitted for row in source(actor, model, at)]
    rows = [row for row in found if row.enquiry_id not in kept_out]
    families = _families({row.enquiry_id for row in rows if row.enquiry_id}, actor)
    named = [families[row.enquiry_id].named(row) if row.enquiry_id else row for row in rows]
    return sorted(named, key=lambda row: (row.due_at is None, row.due_at or at, row.reference))


def _triage(actor: Actor, model: OperatingModel, at: datetime) -> Iterator[WorkRow]:
    waiting = Contact.objects.filter(hub_id=actor.hub_id, state=ContactState.RECEIVED).order_by("decide_by")
    contacts = list(waiting.exclude(id__in=enquiry_queries.contacts_kept_from(actor)))
    people = ContactPerson.objects.filter(hub_id=actor.hub_id, contact__in=contacts).order_by("position")
    named: dict[UUID, list[str]] = defaultdict(list)
    for person in people.filter(involvement__in=["child", "unborn", "adult_at_risk"]):
        named[person.contact_id].append(f"{person.given_name} {person.family_name}".strip() or "Unborn child")
    for contact in contacts:
        yield WorkRow(
            kind="triage",
            action="Triage",
            title=_together(named[contact.id]),
            reference=contact.reference,
            words=f"{contact.get_kind_display()}, {contact.get_channel_display().lower()}"
            + ("; said to be in immediate danger" if contact.immediate_danger else ""),
            due_at=contact.decide_by,
            opens=("contact", contact.id),
        )


def _checks_to_answer(actor: Actor, model: OperatingModel, at: datetime) -> Iterator[WorkRow]:
    if actor.agency_id is None:
        return
    asked = Check.objects.filter(hub_id=actor.hub_id, agency_id=actor.agency_id, state=CheckState.ASKED)
    checks = list(asked.select_related("enquiry"))
    hits = index_queries.hits_of_checks([check.id for check in checks], actor=actor)
    for check in checks:
        known = len({each.person_id for each in hits.get(check.id, ())})
        yield WorkRow(
            kind="check",
            action=f"Answer for {actor.agency_name}",
            enquiry_id=check.enquiry_id,
            reference=check.enquiry.reference,
            words=". ".join(filter(None, (_known_words(known), "Chased" if check.chased_at else ""))),
            due_at=check.due_at,
            opens=("check", check.id),
        )


def _known_words(people: int) -> str:
    """What their own index found, for the agency's people alone."""
    if not people:
        return ""
    return f"Your index may know {'one' if people == 1 else people} of these people"


def _checks_to_chase(actor: Actor, model: OperatingModel, at: datetime) -> Iterator[WorkRow]:
    """Late answers. Who decides is bothered only with those that a decision still waits for; others chase the rest."""
    late = Check.objects.filter(hub_id=actor.hub_id, state=CheckState.ASKED, due_at__lt=at)
    if P.DECIDE in actor.permissions:
        undecided = Subject.objects.filter(enquiry_id=OuterRef("enquiry_id"), state=SubjectState.GATHERING)
        late = late.filter(Exists(undecided))
    checks = [check for check in late.select_related("enquiry", "agency") if check.agency_id != actor.agency_id]
    for check in checks:
        yield WorkRow(
            kind="chase",
            action=f"Chase {check.agency.name}",
            enquiry_id=check.enquiry_id,
            reference=check.enquiry.reference,
            words="Chased once already" if check.chased_at else "Late, not yet chased",
            due_at=check.due_at,
            opens=("enquiry", check.enquiry_id),
        )


def _answers_to_ring_about(actor: Actor, model: OperatingModel, at: datetime) -> Iterator[WorkRow]:
    """Agencies whose answer could not be read in, until there is one: nobody else knows that they tried."""
    not_read = check_queries.answers_not_read(actor=actor)
    waiting = Check.objects.filter(hub_id=actor.hub_id, id__in=not_read)
    for check in waiting.select_related("enquiry", "agency"):
        yield WorkRow(
            kind="ring",
            action=f"Ring {check.agency.name}",
            enquiry_id=check.enquiry_id,
            reference=check.enquiry.reference,
            words=not_read[check.id][-1].because,
            due_at=check.due_at,
            opens=("check", check.id),
        )


def _decisions(actor: Actor, model: OperatingModel, at: datetime) -> Iterator[WorkRow]:
    open_subjects = Subject.objects.filter(
        hub_id=actor.hub_id, state=SubjectState.GATHERING, enquiry__state=EnquiryState.OPEN
    ).values_list("enquiry_id", "enquiry__reference", "due_at", "paused_at")
    soonest: dict[UUID, tuple[str, datetime | None]] = {}
    # While a decision's clock stands still nothing runs; a child beside them whose clock runs comes first.
    standing_last = (F("paused_at").asc(nulls_first=True), F("due_at").asc(nulls_last=True))
    for enquiry_id, reference, due_at, paused_at in open_subjects.order_by(*standing_last):
        soonest.setdefault(enquiry_id, (reference, None if paused_at else due_at))
    waiting_for = _agencies_awaited(soonest, actor)
    cover = cover_queries.cover(actor.hub_id, at=at)
    for enquiry_id, (reference, due_at) in soonest.items():
        awaited = waiting_for.get(enquiry_id, 0)
        standing = "its clock stands still" if due_at is None else nights.owner_in_words(cover, due_at)
        yield WorkRow(
            kind="decide",
            action="Decide",
            enquiry_id=enquiry_id,
            reference=reference,
            words="; ".join(filter(None, (_awaited_words(awaited), standing))),
            due_at=due_at,
            opens=("enquiry", enquiry_id),
        )


def _late_answers_that_matter(actor: Actor, model: OperatingModel, at: datetime) -> Iterator[WorkRow]:
    """Answers after a decision that would or might have changed it, until somebody revisits or decides again."""
    newer = Decision.objects.filter(subject__enquiry_id=OuterRef("enquiry_id"), decided_at__gt=OuterRef("answered_at"))
    revisits = Revisit.objects.filter(
        decision__subject__enquiry_id=OuterRef("enquiry_id"), revisited_at__gt=OuterRef("answered_at")
    )
    matters = Check.objects.filter(hub_id=actor.hub_id, late_effect__in=[LateEffect.YES, LateEffect.UNSURE])
    checks = list(matters.filter(~Exists(newer), ~Exists(revisits)).select_related("enquiry", "agency"))
    for check in checks:
        yield WorkRow(
            kind="revisit",
            action="Look at the decision again",
            enquiry_id=check.enquiry_id,
            reference=check.enquiry.reference,
            words=f"{check.agency.name} answered late: {check.get_late_effect_display().lower()}",
            due_at=by_working_day(HAND_ON, check.answered_at or at, model),
            opens=("enquiry", check.enquiry_id),
        )


def _to_tell(actor: Actor, model: OperatingModel, at: datetime) -> Iterator[WorkRow]:
    """Referrers of decided enquiries who have not been told, and to whom no letter is on its way."""
    written = Letter.objects.filter(contact_id=OuterRef("contact_id"), state=LetterState.WRITTEN)
    undecided = Subject.objects.filter(enquiry_id=OuterRef("enquiry_id"), state=SubjectState.GATHERING)
    links = EnquiryContact.objects.filter(hub_id=actor.hub_id, contact__feedback_given_at=None).filter(
        ~Exists(undecided), ~Exists(written), enquiry__state=EnquiryState.OPEN
    )
    rows = list(links.select_related("enquiry", "contact"))
    decided = dict(
        Subject.objects.filter(hub_id=actor.hub_id, enquiry_id__in=[r.enquiry_id for r in rows])
        .order_by("decided_at")
        .values_list("enquiry_id", "decided_at")
    )
    for row in rows:
        yield WorkRow(
            kind="tell",
            action="Tell the referrer",
            enquiry_id=row.enquiry_id,
            reference=row.enquiry.reference,
            words=row.contact.referrer_organisation or row.contact.referrer_name or "Referrer gave no name",
            due_at=by_working_day(TELL, decided.get(row.enquiry_id) or at, model),
            opens=("feedback", row.enquiry_id),
        )


def _allegations(actor: Actor, model: OperatingModel, at: datetime) -> Iterator[WorkRow]:
    """What waits for the designated officer; nobody else's list has it."""
    for each in allegation_queries.waiting(actor):
        yield WorkRow(
            kind="allegation",
            action="Manage it" if each.considered_at else "Consider it",
            title="Allegation against somebody who works with children",
            reference=each.reference,
            words=f"Raised by {each.raised_by_name}",
            due_at=None if each.considered_at else each.due_at,
            opens=("allegation", each.id),
        )


def _not_taken_in(actor: Actor, model: OperatingModel, at: datetime) -> Iterator[WorkRow]:
    """What arrived at the outside door and could not be taken in: it must not be lost."""
    waiting: list[tuple[str, Submission | TeamReport | Challenge]] = []
    waiting += [("A referral", row) for row in Submission.objects.filter(_failed(actor))]
    waiting += [("A team's report", row) for row in TeamReport.objects.filter(_failed(actor))]
    waiting += [("What a referrer says", row) for row in Challenge.objects.filter(_failed(actor))]
    for what, row in waiting:
        yield WorkRow(
            kind="not_taken_in",
            action="Tell the administrator",
            title=f"{what} could not be taken in",
            reference=str(row.id)[:8].upper(),
            words=row.failed_because,
            due_at=row.sent_at,
            opens=("not_taken_in", row.id),
        )


def _not_delivered(actor: Actor, model: OperatingModel, at: datetime) -> Iterator[WorkRow]:
    """Messages that have been waiting for a day: somebody should telephone instead."""
    stuck = Message.objects.filter(hub_id=actor.hub_id, sent_at=None, queued_at__lt=at - UNDELIVERED_AFTER)
    for message in stuck:
        yield WorkRow(
            kind="not_delivered",
            action="Telephone instead",
            title=f"A message to {message.to_address} was not delivered",
            reference=str(message.about_id)[:8].upper(),
            words=f"Tried {message.attempts} times",
            due_at=message.queued_at,
            opens=("not_delivered", message.id),
        )


def _failed(actor: Actor) -> Q:
    return Q(hub_id=actor.hub_id, taken_in_at=None) & ~Q(failed_because="")


_SOURCES: tuple[tuple[Permission, Source], ...] = (
    (P.TRIAGE, _triage),
    (P.TRIAGE, direct.not_taken_in),
    (P.ANSWER_CHECKS, _checks_to_answer),
    (P.CHASE, _checks_to_chase),
    (P.CHASE, _answers_to_ring_about),
    (P.DECIDE, _decisions),
    (P.DECIDE, _late_answers_that_matter),
    (P.DECIDE, second_reviews.to_review),
    (P.DECIDE, same_person.to_answer),
    (P.ALLOCATE, leaving.with_work),
    (P.DECIDE, second_reviews.required),
    (P.ENTER_SEALED_ROOM, disputes.to_settle),
    (P.SEE_ENQUIRIES, waiting_versions.meetings_to_chair),
    (P.APPROVE_OPERATING_MODEL, waiting_versions.to_approve),
    (P.ANALYSE, interviews.to_hold),
    (P.SEE_ENQUIRIES, nights.out_of_hours),
    (P.CHASE, nights.clocks_running_out),
    (P.CONTROL_OWN_ITEMS, products.owners_questions),
    (P.RELEASE_PRODUCT, products.to_approve),
    (P.REVIEW_EXCEPTIONS, products.grants_to_review),
    (P.REVIEW_EXCEPTIONS, products.urgent_to_review),
    (P.RELEASE_PRODUCT, products.to_hand_on),
    (P.RELEASE_PRODUCT, products.unacknowledged),
    (P.RELEASE_PRODUCT, products.recalls),
    (P.GIVE_FEEDBACK, _to_tell),
    (P.GIVE_FEEDBACK, letters.to_see),
    (P.GIVE_FEEDBACK, disputes.challenged),
    (P.SEE_CONTACTS, _allegations),
    (P.RECORD_CONTACT, _not_taken_in),
    (P.CHASE, _not_delivered),
    (P.MANAGE_RECORDS, records.to_manage),
    (P.DECIDE, records.to_prepare),
    (P.CONTROL_OWN_ITEMS, records.to_answer),
    (P.REVIEW_EXCEPTIONS, records.to_approve),
    (P.CONTROL_OWN_ITEMS, records.to_review),
)


@dataclass(frozen=True)
class _Family:
    names: str
    rating: str

    def named(self, row: WorkRow) -> WorkRow:
        return replace(row, title=self.names, rating=self.rating)


def _families(enquiry_ids: Collection[UUID], actor: Actor) -> dict[UUID, _Family]:
    """Whom each enquiry is about, and the most urgent rating among those not yet decided about."""
    if not enquiry_ids:
        return {}
    found = Subject.objects.filter(hub_id=actor.hub_id, enquiry_id__in=enquiry_ids).order_by("id")
    subjects = list(found.select_related("enquiry"))
    names = people_queries.names([s.person_id for s in subjects], actor=actor)
    grouped: dict[UUID, list[Subject]] = defaultdict(list)
    for subject in subjects:
        grouped[subject.enquiry_id].append(subject)
    return {
        enquiry_id: _Family(
            names=_together([names[s.person_id] for s in members]),
            rating=most_urgent((s.rating for s in members if s.state == SubjectState.GATHERING), _model(members[0])),
        )
        for enquiry_id, members in grouped.items()
    }


def _model(subject: Subject) -> OperatingModel:
    """The version that their enquiry began with."""
    return hub_queries.model(subject.hub_id, subject.enquiry.operating_model, subject.enquiry.model_version)


def _agencies_awaited(enquiry_ids: Iterable[UUID], actor: Actor) -> dict[UUID, int]:
    counts: dict[UUID, int] = defaultdict(int)
    asked = Check.objects.filter(hub_id=actor.hub_id, enquiry_id__in=list(enquiry_ids), state=CheckState.ASKED)
    for enquiry_id in asked.values_list("enquiry_id", flat=True):
        counts[enquiry_id] += 1
    return counts


def _awaited_words(awaited: int) -> str:
    if not awaited:
        return "All answers are in"
    return f"Waiting for {awaited} {'agency' if awaited == 1 else 'agencies'}"


def _together(names: list[str]) -> str:
    """ "Ada Moss", "Ada Moss and Ben Moss", "Ada Moss and 2 others"."""
    if len(names) > 2:
        return f"{names[0]} and {len(names) - 1} others"
    return " and ".join(names) or "Nobody named"
