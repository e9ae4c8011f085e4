"""The case page: what a manager needs to read in two minutes, gathered from each package's queries."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from openmash.access import Actor, Permission
from openmash.accounts import queries as account_queries
from openmash.agencies import queries as agency_queries
from openmash.audit import queries as audit_queries
from openmash.checks import permissions as check_permissions
from openmash.checks import queries as check_queries
from openmash.contacts import permissions as contact_permissions
from openmash.contacts import queries as contact_queries
from openmash.contacts.queries import ContactHead
from openmash.decisions import permissions as decision_permissions
from openmash.decisions import queries as decision_queries
from openmash.decisions.queries import DecisionView
from openmash.enquiries import permissions, queries, rules
from openmash.enquiries.queries import EnquiryRow, EnquiryView, StraightOnView, SubjectView
from openmash.hubs import queries as hub_queries
from openmash.hubs.rules import Act, OperatingModel, Reviewed, Serves
from openmash.meetings import permissions as meeting_permissions
from openmash.people import queries as people_queries
from openmash.products import permissions as product_permissions
from openmash.products import queries as product_queries
from openmash.products.queries import ProductView
from openmash.sealed import permissions as sealed_permissions
from openmash.sealed import queries as sealed_queries
from openmash.web.inside.enquiries.pages import asked, clocks, holding, specialist, story
from openmash.web.inside.enquiries.pages.ratings import RatingTag, tag
from openmash.web.shared import guard_panel, meetings_panel, open_cases_panel, standing_panel
from openmash.web.shared.pieces import Link, TimelineEntry
from openmash.web.shared.templatetags import case_work


@dataclass(frozen=True)
class SubjectBox:
    """One child or adult: how urgent, by when and why then, and what was decided."""

    id: UUID
    name: str
    words: str
    rating: RatingTag
    due_at: datetime | None
    paused: bool
    due_words: str
    rated_words: str
    decided_at: datetime | None
    decision: str
    decision_words: str
    changes: int
    straight_on: tuple[str, ...]
    actions: tuple[Link, ...]


@dataclass(frozen=True)
class ContactBox:
    """One contact of the case: who told, what, and whether the family knows."""

    reference: str
    url: str
    heading: str
    concern: str
    child_said: str
    consent: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ListedEnquiry:
    """An enquiry as one line."""

    row: EnquiryRow
    rating: RatingTag
    url: str
    words: str


@dataclass(frozen=True)
class CasePage:
    """Everything on the page."""

    reference: str
    family: str
    state: str
    is_open: bool
    rating: RatingTag
    due_at: datetime | None
    holding: holding.Holding
    subjects: tuple[SubjectBox, ...]
    clocks: clocks.ClockPanel
    household: tuple[tuple[str, ...], ...]
    relationships: tuple[str, ...]
    contacts: tuple[ContactBox, ...]
    checks: tuple[asked.CheckLine, ...]
    answered: int
    late: int
    sealed: tuple[tuple[str, str], ...]
    room_url: str
    know_url: str
    hold_url: str
    ledger_url: str
    groups_url: str
    network_url: str
    products: tuple[tuple[str, str, str], ...]
    timeline: tuple[TimelineEntry, ...]
    earlier: tuple[ListedEnquiry, ...]
    actions: tuple[Link, ...]
    guard: guard_panel.Panel
    standing: standing_panel.Panel
    open_cases: tuple[open_cases_panel.Line, ...]
    meetings: tuple[meetings_panel.Line, ...]
    specialist: tuple[specialist.Line, ...]


def build(enquiry_id: UUID, *, actor: Actor, at: datetime) -> CasePage:
    """Gather the page. The number of statements does not grow with what is in the case.

    Args:
        enquiry_id: the case.
        actor: who reads; the buttons are those they may press.
        at: now.
    """
    enquiry = queries.enquiry(enquiry_id, actor=actor)
    facts = _facts(enquiry, actor)
    model = facts.model
    waiting = [s for s in enquiry.subjects if not s.decided]
    checks = facts.checks
    return CasePage(
        reference=enquiry.reference,
        family=queries.family_words(s.person for s in enquiry.subjects),
        state="Open" if enquiry.is_open else "Closed",
        is_open=enquiry.is_open,
        rating=tag(rules.most_urgent((s.rating for s in waiting), model), model),
        due_at=min((s.due_at for s in waiting if s.due_at and not s.paused_at), default=None),
        holding=holding.of(enquiry, actor=actor, at=at),
        subjects=_subjects(enquiry, facts, actor),
        clocks=clocks.build(enquiry, model, actor=actor, at=at),
        household=tuple(_member(m.person, m.part) for m in enquiry.members),
        relationships=_relationships(enquiry, actor),
        contacts=tuple(_contact(c, model) for c in facts.contacts),
        checks=asked.lines(checks, actor=actor, at=at, is_open=enquiry.is_open),
        answered=sum(1 for c in checks if c.answered_at),
        late=sum(1 for c in checks if c.waiting and c.late_at(at)),
        sealed=_in_the_room(enquiry_id, actor),
        know_url=reverse("exclusions:declare", args=[enquiry_id]),
        hold_url=reverse("retention:hold_case", args=[enquiry_id]) if Permission.DECIDE in actor.permissions else "",
        room_url=reverse("sealed:room", args=[enquiry_id]) if sealed_permissions.can_enter_room(actor) else "",
        ledger_url=reverse("ledger:of_enquiry", args=[enquiry_id]) if sealed_permissions.can_enter_room(actor) else "",
        groups_url=reverse("groups:of_case", args=[enquiry_id]) if sealed_permissions.can_enter_room(actor) else "",
        network_url=reverse("network:of_case", args=[enquiry_id]) if sealed_permissions.can_enter_room(actor) else "",
        products=tuple(_product(p, facts, actor) for p in facts.products),
        timeline=tuple(story.tell(audit_queries.of_enquiry(enquiry_id, actor=actor), facts)),
        earlier=_earlier(enquiry, actor),
        actions=_actions(enquiry, facts, actor),
        guard=guard_panel.panel(enquiry, actor=actor, at=at),
        standing=standing_panel.panel(enquiry, model, actor=actor),
        open_cases=open_cases_panel.lines(enquiry.person_ids, actor=actor),
        meetings=meetings_panel.lines(enquiry, actor=actor),
        specialist=specialist.lines(enquiry, model, actor=actor),
    )


def _subjects(enquiry: EnquiryView, facts: story.Facts, actor: Actor) -> tuple[SubjectBox, ...]:
    gone = queries.straight_on_of(enquiry.id, actor=actor) if facts.model.straight_on else ()
    return tuple(
        subject_box(each, enquiry, facts.model, actor=actor, decisions=facts.decisions, gone=gone)
        for each in enquiry.subjects
    )


def _in_the_room(enquiry_id: UUID, actor: Actor) -> tuple[tuple[str, str], ...]:
    counts = sealed_queries.outline(enquiry_id, actor=actor)
    return tuple((count.agency_name, story.items_words(count.items).split(",")[0]) for count in counts)


def _earlier(enquiry: EnquiryView, actor: Actor) -> tuple[ListedEnquiry, ...]:
    rows = queries.earlier_enquiries(enquiry.id, enquiry.person_ids, actor=actor)
    return tuple(listed(row, actor.hub_id) for row in rows)


def listed(row: EnquiryRow, hub_id: UUID) -> ListedEnquiry:
    """An enquiry for a list."""
    if row.state == "closed":
        words = "Closed"
    elif row.undecided:
        words = f"{row.undecided} of {row.subjects} to decide"
    else:
        words = "All decided, to hand on or close"
    model = hub_queries.model(hub_id, row.model_name, row.model_version)
    return ListedEnquiry(row, tag(row.rating, model), reverse("enquiries:case", args=[row.id]), words)


def subject_box(
    subject: SubjectView,
    enquiry: EnquiryView,
    model: OperatingModel,
    *,
    actor: Actor,
    decisions: tuple[DecisionView, ...] = (),
    gone: tuple[StraightOnView, ...] = (),
) -> SubjectBox:
    """One child or adult as the page shows them."""
    last = subject.ratings[-1] if subject.ratings else None
    made = next((d for d in reversed(decisions) if d.subject_id == subject.id), None)
    held = made if made and made.holds else None
    return SubjectBox(
        id=subject.id,
        name=subject.person.display_name,
        words=", ".join(filter(None, (subject.kind_label, subject.person.age_words))),
        rating=tag(subject.rating, model),
        due_at=subject.due_at,
        paused=subject.paused_at is not None,
        due_words=last.due_words if last else "",
        rated_words=f"{last.rated_by_name}: {last.reason}" if last else "",
        decided_at=subject.decided_at,
        decision=held.outcome_label if held else "",
        decision_words=_decision_words(held),
        changes=max(len(subject.ratings) - 1, 0),
        straight_on=tuple(
            f"With {each.team_name} since {case_work.date_time(each.gone_at)}, before the decision. "
            f"{each.gone_by_name}: {each.spoke}"
            for each in gone
            if each.subject_id == subject.id
        ),
        actions=_subject_actions(subject, enquiry, model, actor),
    )


def _decision_words(held: DecisionView | None) -> str:
    if held is None:
        return ""
    to = f", to {held.team_name}" if held.team_name else ""
    return f"{held.level_label}{to}. {held.decided_by_name}, {'in time' if held.on_time else 'late'}."


def _facts(enquiry: EnquiryView, actor: Actor) -> story.Facts:
    sees_contacts = contact_permissions.can_see(actor)
    contacts = contact_queries.contacts(enquiry.contacts, actor=actor) if sees_contacts else {}
    return story.Facts(
        enquiry=enquiry,
        contacts=tuple(contacts[c] for c in enquiry.contacts if c in contacts),
        checks=tuple(check_queries.checks_of(enquiry.id, actor=actor)),
        decisions=tuple(decision_queries.history(enquiry.id, actor=actor)),
        products=tuple(product_queries.products_of(enquiry.id, actor=actor)),
        people={c.user_id: c.name for c in account_queries.people_of(actor.hub_id)},
        agencies={a.id: a.name for a in agency_queries.agencies(actor.hub_id)},
        model=hub_queries.model(actor.hub_id, enquiry.model_name, enquiry.model_version),
        hidden=sealed_queries.hidden_from(enquiry.id, actor=actor),
    )


def _subject_actions(
    subject: SubjectView, enquiry: EnquiryView, model: OperatingModel, actor: Actor
) -> tuple[Link, ...]:
    if not enquiry.is_open:
        return ()
    whom = Serves(subject.kind)
    may_decide = decision_permissions.can_decide(actor, model.who_may(Act.DECIDE, whom))
    found = []
    if whom is Serves.ADULT and sealed_permissions.can_enter_room(actor):
        found.append(Link("What the law asks", reverse("adults:show", args=[subject.id])))
    if not subject.decided and may_decide:
        found.append(Link("Decide", reverse("decisions:decide", args=[enquiry.id, subject.id]), is_next=True))
    if not subject.decided and permissions.can_rate(actor, whom, model):
        found.append(Link("Change the rating", reverse("enquiries:rate", args=[subject.id])))
        if any(subject.rating in rule.ratings for rule in model.straight_on):
            found.append(Link("Straight to a worker", reverse("enquiries:straight_on", args=[subject.id])))
    if subject.decided and may_decide:
        found.append(Link("Decide again", reverse("decisions:revisit", args=[enquiry.id, subject.id])))
    return tuple(found)


def _actions(enquiry: EnquiryView, facts: story.Facts, actor: Actor) -> tuple[Link, ...]:
    decided = any(s.decided for s in enquiry.subjects)
    if not enquiry.is_open:
        return (_to("Reopen", "enquiries:reopen", enquiry.id),) if permissions.can_reopen(actor) else ()
    found = []
    if check_permissions.can_ask(actor):
        found.append(_to("Ask agencies", "checks:ask", enquiry.id))
    if meeting_permissions.can_convene(actor):
        found.append(_to("Call a meeting", "meetings:convene", enquiry.id))
    if _has_specialist_work(facts.model):
        found.append(_to("Issues, checklists and panels", "screening:case", enquiry.id))
    if any(rule.of is Reviewed.NEAR_MISS for rule in facts.model.reviews):
        found.append(_to("Something nearly went wrong", "oversight:near_miss", enquiry.id))
    if decision_permissions.can_analyse(actor):
        found.append(_to("Write the analysis", "decisions:analysis", enquiry.id))
    if decided and product_permissions.can_compose(actor):
        found.append(_to("Hand on to a team", "decisions:decided", enquiry.id))
    if decided and decision_permissions.can_tell(actor):
        found.append(_to("Tell the referrer and the agencies", "decisions:feedback", enquiry.id))
    if permissions.can_close(actor) and all(s.decided for s in enquiry.subjects):
        found.append(_to("Close", "enquiries:close", enquiry.id))
    return tuple(found)


def _has_specialist_work(model: OperatingModel) -> bool:
    """Whether the hub's model has issues, checklists, panels or return interviews at all."""
    return bool(model.issues or model.checklists or model.panels or model.return_interviews)


def _to(label: str, name: str, enquiry_id: UUID) -> Link:
    return Link(label, reverse(name, args=[enquiry_id]))


def _member(person: people_queries.PersonView, part: str) -> tuple[str, ...]:
    address = person.addresses[0].words if person.addresses else ""
    return person.display_name, part[:1].upper() + part[1:], person.age_words, address


def _relationships(enquiry: EnquiryView, actor: Actor) -> tuple[str, ...]:
    names = {
        p.id: p.display_name for p in (*(s.person for s in enquiry.subjects), *(m.person for m in enquiry.members))
    }
    found = people_queries.relationships(names, actor=actor)
    return tuple(
        f"{names[r.person_id]} is {r.kind} of {names[r.other_id]}"
        for r in found
        if r.person_id in names and r.other_id in names
    )


def _contact(c: ContactHead, model: OperatingModel) -> ContactBox:
    referrer = ", ".join(filter(None, (c.referrer_name, c.referrer_role, c.referrer_organisation)))
    reach = ", ".join(filter(None, (c.referrer_telephone, c.referrer_email)))
    reasons = {reason.code: reason.label for reason in model.consent.reasons_not_sought}
    consent = ". ".join(filter(None, (c.consent_label, reasons.get(c.consent_reason, c.consent_reason))))
    return ContactBox(
        reference=c.reference,
        url=reverse("contacts:detail", args=[c.id]),
        heading=f"{c.kind_label} by {c.channel_label.lower()}",
        concern=c.concern,
        child_said=c.child_said,
        consent=consent,
        rows=(("Who told us", referrer or c.source_label), ("How to reach them", reach), ("Consent", consent)),
    )


def _product(p: ProductView, facts: story.Facts, actor: Actor) -> tuple[str, str, str]:
    if p.is_draft:
        back = "Returned to be changed. " if p.last_verdict == "returned" else ""
        words = f"{back}Being put together, {len(p.items)} items chosen, {sum(i.may_leave for i in p.items)} may leave"
    elif p.is_frozen:
        words = "Waiting for somebody who did not work on it to approve it"
    elif p.acknowledged_at:
        came_of_it = "; ".join(outcome.kind_label for outcome in p.outcomes)
        words = came_of_it or f"Acknowledged by {p.acknowledged_by_name}, not reported back yet"
    elif p.released_at:
        words = "Opened, not acknowledged yet" if p.opened_at else "Released, not opened yet"
    else:
        words = "Abandoned"
    may_open = product_permissions.can_compose(actor) or product_permissions.can_release(actor)
    url = reverse("products:compose", args=[p.id]) if may_open else ""
    if not may_open and p.is_draft and _writes_for_the_team(facts, actor):
        words = "Your agency is asked for its summary report and analysis"
        url = reverse("products:part", args=[p.id])
    return f"{p.team_name} ({p.reference})", words, url


def _writes_for_the_team(facts: story.Facts, actor: Actor) -> bool:
    """Whether the hub's products hold what each agency writes, and the reader's agency was asked."""
    asked_them = any(c.agency_id == actor.agency_id and c.answered_at for c in facts.checks)
    return facts.model.product_parts is not None and asked_them and bool(product_permissions.can_write_part(actor))
