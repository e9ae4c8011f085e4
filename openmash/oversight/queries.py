"""What counters of cumulative harm come to, and which endings wait for a second manager."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from openmash.access import Actor, require
from openmash.contacts import queries as contact_queries
from openmash.decisions import queries as decision_queries
from openmash.enquiries import queries as enquiry_queries
from openmash.hubs import queries as hub_queries
from openmash.hubs.rules import GradeRule, OperatingModel
from openmash.oversight import permissions, rules
from openmash.oversight.errors import NoSuchReview
from openmash.oversight.models import Ending, RequiredReview
from openmash.oversight.states import ENDING, EndingState, RequiredReviewState


@dataclass(frozen=True)
class CountView:
    """What one counter comes to, with the references of what was counted, the oldest first."""

    label: str
    number: int
    reaches: int
    within_months: int
    references: tuple[str, ...]

    @property
    def reached(self) -> bool:
        """Whether an ending without further action goes to a second manager."""
        return self.number >= self.reaches


@dataclass(frozen=True)
class ReachedView:
    """A counter that an ending reached, as it was counted then."""

    label: str
    references: tuple[str, ...]


@dataclass(frozen=True)
class EndingView:
    """An ending without further action that a second manager looks at, or looked at; ``title``: about whom it is."""

    id: UUID
    contact_id: UUID | None
    enquiry_id: UUID | None
    reference: str
    title: str
    state: str
    state_words: str
    ended_at: datetime
    ended_by: UUID
    ended_by_name: str
    reached: tuple[ReachedView, ...]
    review_due_at: datetime | None
    reviewed_at: datetime | None
    reviewed_by_name: str
    words: str

    @property
    def waits(self) -> bool:
        """Whether nobody has reviewed it yet."""
        return self.state == EndingState.WAITING


@dataclass(frozen=True)
class RequiredReviewView:
    """A review that the hub requires, of a decision or of a near miss.

    Args:
        label: what the operating model calls it.
        asks: what whoever reviews it answers.
        of_whom: who made the decision, or noted the near miss.
        what: the near miss in words; empty of a decision.
    """

    id: UUID
    enquiry_id: UUID
    reference: str
    code: str
    label: str
    asks: str
    of_decision: bool
    of_whom: UUID
    of_whom_name: str
    due_at: datetime
    asked_at: datetime
    what: str
    found: str
    done_at: datetime | None
    done_by_name: str
    month: date | None = None
    grades: tuple[GradeRule, ...] = ()
    grade: str = ""
    action: str = ""

    @property
    def grade_label(self) -> str:
        """The grade in words; empty where there is none."""
        return next((each.label for each in self.grades if each.code == self.grade), "")


@dataclass(frozen=True)
class Audited:
    """A case that was drawn and graded: in which month it closed, the grade, and what is to be done.

    Args:
        action: empty as well for whoever reads the numbers alone.
    """

    month: date
    review: str
    grade: str
    action: str


def audited(actor: Actor, *, first: date, last: date) -> list[Audited]:
    """Cases that closed in these months and were drawn and graded, by month; not those the actor is kept out of."""
    require(permissions.can_see_audits(actor))
    rows = RequiredReview.objects.filter(hub_id=actor.hub_id, month__gte=first, month__lte=last).exclude(grade="")
    kept = list(rows.exclude(enquiry_id__in=enquiry_queries.kept_out_of(actor)).order_by("month", "done_at", "id"))
    models = enquiry_queries.models_for({row.enquiry_id for row in kept}, actor=actor)
    reads = bool(permissions.can_read_what_is_to_be_done(actor))
    found = []
    for row in kept:
        rule = models[row.enquiry_id].review(row.code)
        grade = rule.grade(row.grade)
        if row.month and grade:
            found.append(Audited(row.month, rule.label, grade.label, row.action if reads else ""))
    return found


def required_reviews(
    actor: Actor, *, due_before: datetime | None = None, enquiry_id: UUID | None = None, also_done: bool = False
) -> list[RequiredReviewView]:
    """Reviews that are required, soonest first, without those the actor is kept out of.

    Args:
        actor: a manager.
        due_before: only those that are due by then.
        enquiry_id: only those of one enquiry.
        also_done: those that are done as well.
    """
    require(permissions.can_do_required_review(actor))
    if not hub_queries.ever(actor.hub_id, lambda model: model.reviews):
        return []
    found = RequiredReview.objects.filter(hub_id=actor.hub_id).exclude(
        enquiry_id__in=enquiry_queries.kept_out_of(actor)
    )
    found = found if also_done else found.filter(state=RequiredReviewState.WAITING)
    found = found.filter(due_at__lte=due_before) if due_before else found
    found = found.filter(enquiry_id=enquiry_id) if enquiry_id else found
    return _required(list(found.order_by("due_at", "code", "id")), actor)


def required_review(required_id: UUID, *, actor: Actor) -> RequiredReviewView:
    """One of them; raises NotFound, Refused, KeptOut."""
    require(permissions.can_do_required_review(actor))
    row = RequiredReview.objects.filter(hub_id=actor.hub_id, id=required_id).first()
    if row is None:
        raise NoSuchReview
    enquiry_queries.require_not_kept_out(row.enquiry_id, actor=actor)
    return _required([row], actor)[0]


def _required(rows: list[RequiredReview], actor: Actor) -> list[RequiredReviewView]:
    if not rows:
        return []
    enquiries = {row.enquiry_id for row in rows}
    references = enquiry_queries.references(enquiries, actor=actor)
    models = enquiry_queries.models_for(enquiries, actor=actor)
    return [
        RequiredReviewView(
            id=row.id,
            enquiry_id=row.enquiry_id,
            reference=references[row.enquiry_id],
            code=row.code,
            label=models[row.enquiry_id].review(row.code).label,
            asks=models[row.enquiry_id].review(row.code).asks,
            of_decision=row.decision_id is not None,
            of_whom=row.of_whom,
            of_whom_name=row.of_whom_name,
            due_at=row.due_at,
            asked_at=row.asked_at,
            what=row.what,
            found=row.found,
            done_at=row.done_at,
            done_by_name=row.done_by_name,
            month=row.month,
            grades=models[row.enquiry_id].review(row.code).grades,
            grade=row.grade,
            action=row.action,
        )
        for row in rows
    ]


def counts_for(contact_ids: Collection[UUID], model: OperatingModel, *, actor: Actor) -> list[CountView]:
    """Each of the hub's counters over these contacts and those before them, as if these ended now without action.

    Args:
        contact_ids: a contact, or those of an enquiry.
        model: whose counters.
        actor: who looks; contacts that they are kept out of are not counted for them.
    """
    require(permissions.can_see_counts(actor))
    if not model.counters or not contact_ids:
        return []
    kept = enquiry_queries.contacts_kept_from(actor)
    found = [one for one in contact_queries.related(contact_ids, hub_id=actor.hub_id) if one.id not in kept]
    at_hand = [one.received_at for one in found if one.id in contact_ids]
    if not at_hand:
        return []
    references = {one.id: one.reference for one in found}
    counted = countings(found, hub_id=actor.hub_id, ending=contact_ids)
    return [
        CountView(
            label=each.counter.label,
            number=each.number,
            reaches=each.counter.reaches,
            within_months=each.counter.within_months,
            references=tuple(references[one] for one in each.contacts),
        )
        for each in rules.counts(model, counted, received_at=max(at_hand))
    ]


def countings(
    found: Collection[contact_queries.Related], *, hub_id: UUID, ending: Collection[UUID] = ()
) -> list[rules.Counting]:
    """Related contacts as the rules count them: whether each came to nothing, at the door or by a decision.

    Args:
        found: the contacts.
        hub_id: the hub.
        ending: contacts that are counted as if they came to nothing now.
    """
    enquiries = enquiry_queries.enquiries_of_contacts([one.id for one in found], hub_id=hub_id)
    nothing = decision_queries.enquiries_without_action(set(enquiries.values()), hub_id=hub_id)
    return [
        rules.Counting(
            one.id,
            one.received_at,
            one.shares,
            one.id in ending or one.ended_at_the_door or enquiries.get(one.id) in nothing,
        )
        for one in found
    ]


def waiting(actor: Actor) -> list[EndingView]:
    """Endings that wait for a second manager, the most overdue first; without those the actor is kept out of."""
    require(permissions.can_review(actor))
    if not _ever_counts(actor):
        return []
    rows = Ending.objects.filter(hub_id=actor.hub_id, state=EndingState.WAITING).order_by("review_due_at")
    return _views(list(rows), actor)


def of_enquiry(enquiry_id: UUID, *, actor: Actor) -> list[EndingView]:
    """Endings of an enquiry that a second manager looks at or looked at, the newest first."""
    enquiry_queries.require_enquiry(enquiry_id, actor=actor)
    if not _ever_counts(actor):
        return []
    rows = Ending.objects.filter(hub_id=actor.hub_id, decision__subject__enquiry_id=enquiry_id)
    return _views(list(rows.exclude(state=EndingState.LOOKED_AT).order_by("-ended_at")), actor)


def of_contact(contact_id: UUID, *, actor: Actor) -> list[EndingView]:
    """Endings of a contact that a second manager looks at or looked at, the newest first."""
    require(permissions.can_see_counts(actor))
    if not _ever_counts(actor):
        return []
    rows = Ending.objects.filter(hub_id=actor.hub_id, contact_id=contact_id).exclude(state=EndingState.LOOKED_AT)
    return _views(list(rows.order_by("-ended_at")), actor)


def ending(ending_id: UUID, *, actor: Actor) -> EndingView:
    """One ending; raises NotFound, Refused, or KeptOut where the actor is kept out of the case or the contact."""
    require(permissions.can_review(actor))
    rows = Ending.objects.filter(hub_id=actor.hub_id, id=ending_id).exclude(state=EndingState.LOOKED_AT)
    row = rows.select_related("decision__subject").first()
    if row is None:
        raise NoSuchReview
    if row.contact_id:
        enquiry_queries.require_contact_not_kept(row.contact_id, actor=actor)
    if row.decision:
        enquiry_queries.require_not_kept_out(row.decision.subject.enquiry_id, actor=actor)
    return _views([row], actor)[0]


def _ever_counts(actor: Actor) -> bool:
    return hub_queries.ever(actor.hub_id, lambda model: model.counters)


def _views(rows: list[Ending], actor: Actor) -> list[EndingView]:
    enquiries = decision_queries.enquiries_of([row.decision_id for row in rows if row.decision_id], hub_id=actor.hub_id)
    contacts = {row.contact_id for row in rows if row.contact_id}
    counted = {UUID(one) for row in rows for each in row.reached for one in each["contacts"]}
    references = contact_queries.references({*contacts, *counted}, hub_id=actor.hub_id)
    references |= enquiry_queries.references(set(enquiries.values()), actor=actor)
    out = {*enquiry_queries.contacts_kept_from(actor), *enquiry_queries.kept_out_of(actor)}
    enquiry_of = {row.id: enquiries[row.decision_id] for row in rows if row.decision_id}
    about = {row.id: row.contact_id or enquiry_of[row.id] for row in rows}
    titles = contact_queries.names_in(contacts, hub_id=actor.hub_id)
    titles |= enquiry_queries.families(set(enquiry_of.values()), actor=actor)
    return [
        EndingView(
            id=row.id,
            contact_id=row.contact_id,
            enquiry_id=enquiry_of.get(row.id),
            reference=references[about[row.id]],
            title=titles.get(about[row.id], ""),
            state=row.state,
            state_words=ENDING.states[EndingState(row.state)],
            ended_at=row.ended_at,
            ended_by=row.ended_by,
            ended_by_name=row.ended_by_name,
            reached=tuple(_reached(each, references, out) for each in row.reached),
            review_due_at=row.review_due_at,
            reviewed_at=row.reviewed_at,
            reviewed_by_name=row.reviewed_by_name,
            words=row.words,
        )
        for row in rows
        if about[row.id] not in out
    ]


def _reached(kept: dict[str, Any], references: dict[UUID, str], out: Collection[UUID]) -> ReachedView:
    counted = [UUID(one) for one in kept["contacts"]]
    return ReachedView(kept["label"], tuple(references[one] for one in counted if one not in out))
