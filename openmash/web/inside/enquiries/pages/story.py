"""The one timeline of a case: what the log, the ratings, the answers and the decisions say, in people's words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from openmash.access import ROLES, Role
from openmash.audit.queries import EventView
from openmash.checks.queries import CheckView
from openmash.clocks.wording import joined
from openmash.contacts.queries import ContactHead
from openmash.decisions.queries import DecisionView
from openmash.enquiries.queries import EnquiryView
from openmash.hubs.rules import Chased, CodedRule, OperatingModel
from openmash.meetings.rules import meetings_of
from openmash.products.queries import ProductView
from openmash.web.inside.enquiries.pages.ratings import tag
from openmash.web.shared.pieces import TimelineEntry

# Event to title. {name} is whom or what it is about, {agency} the agency asked, {employer} the agency of whoever did
# it. The order is the one in which things happen that are written down in the same moment.
SENTENCES: Mapping[str, str] = {
    "enquiry.opened_from_contact": "Enquiry opened",
    "enquiry.reopened": "Enquiry reopened",
    "enquiry.allocated": "Given to {holder}",
    "enquiry.contact_added": "Another contact added: {name}",
    "subject.rated": "{name} rated",
    "subject.gone_straight_on": "{name} given straight to a worker, before the decision",
    "clock.paused": "Clock let stand still: {clock}",
    "clock.resumed": "Clock runs on: {clock}",
    "gate.view_given": "{agency} gave its view: {gate}",
    "enquiry.stage_entered": "Stage entered: {stage}",
    "check.asked": "{agency} asked what it knows",
    "check.chased": "{agency} chased",
    "check.reminded": "{agency} reminded of its answer",
    "check.link_sent": "One-time link sent to {agency}",
    "check.link_opened": "{agency} opened the link",
    "check.reply_sent": "{agency} sent its answer",
    "check.reply_not_readable": "The answer of {agency} could not be read: please ring them",
    "check.mail_put_aside": "An e-mail of {agency} could not be read in: please ring them",
    "check.answered": "{agency} answered",
    "check.withdrawn": "Answer of {agency} no longer needed",
    "item.sealed": "{employer} put information in the sealed room",
    "item.corrected": "{employer} corrected information in the sealed room",
    "item.cleared": "{employer} cleared information for release",
    "item.withdrawn": "{employer} took information out of the sealed room",
    "hold.placed": "Held: nothing of it is erased for now",
    "hold.lifted": "No longer held: its schedule holds again",
    "grant.given": "Restricted information opened by a special grant",
    "grant.reviewed": "A special grant reviewed",
    "meeting.convened": "{meeting} called",
    "meeting.cancelled": "{meeting} called off",
    "meeting.recorded": "{meeting}: what it came to was written down",
    "meeting.second_rating_given": "{meeting}: second rating given",
    "meeting.action_given": "{meeting}: {agency} given something to do",
    "meeting.action_completed": "{meeting}: {agency} has done what was asked",
    "meeting.held": "{meeting} held",
    "adult.test_recorded": "Section 42: the three-part test answered about {name}",
    "adult.capacity_recorded": "Mental capacity of {name} recorded",
    "adult.wishes_recorded": "What {name} wants recorded",
    "adult.result_recorded": "Whether what {name} wants came about recorded",
    "checklist.completed": "Risk checklist completed",
    "interview.noted": "Missing child found: a return interview is due",
    "interview.held": "Return interview held",
    "interview.declined": "Return interview: the child did not want to speak",
    "interview.not_held": "Return interview could not be held",
    "interview.held_after_all": "Return interview held after all",
    "network.looked_at": "Somebody looked at the network across cases",
    "panel.referred": "Somebody brought to a panel",
    "panel.listed": "The panel said when it meets",
    "panel.heard": "The panel met and made a plan",
    "panel.not_taken": "The panel did not take it",
    "panel.kept_in_step": "Hub and panel told each other how it goes on",
    "analysis.written": "Shared analysis written",
    "decision.revisited": "Decision about {name} to be made again",
    "decision.made": "Decision about {name}",
    "ending.review_asked": "A second manager asked to look at how it ended",
    "ending.agreed": "A second manager agreed that nothing more is done",
    "ending.sent_back": "A second manager did not agree: it is open again",
    "required_review.asked": "A review of how it went has come up",
    "required_review.finished": "How it went reviewed",
    "near_miss.noted": "Near miss noted",
    "difference.raised": "Disputed: the {disputed}",
    "difference.settled": "Dispute about the {disputed} settled",
    "difference.moved_up": "Dispute about the {disputed} moved up by itself: nobody settled it in time",
    "difference.taken_further": "Dispute about the {disputed} taken to the next step",
    "difference.withdrawn": "Dispute about the {disputed} taken back",
    "difference.safety_action_recorded": "What keeps them safe meanwhile recorded",
    "product.started": "Product started for {team}",
    "product.gone_on_with": "Product for {team} taken up again",
    "product.items_chosen": "Information chosen for the product for {team}",
    "product.guidance_written": "Guidance written for {team}",
    "release.asked": "The agency that owns it asked whether information may leave the hub",
    "release.consented": "The agency agreed that information may leave the hub",
    "release.refused": "The agency did not agree that information leaves the hub",
    "release.lawful_basis_recorded": "Lawful basis recorded for information to leave the hub",
    "release.urgency_recorded": "Information let go urgently, without waiting for the agency that owns it",
    "item.left_out": "Information left out of what goes to a team",
    "product.part_written": "An agency wrote its report and analysis for {team}",
    "product.gone_without_part": "Product for {team} goes without an agency's report and analysis",
    "product.reasons_given": "What the product for {team} is for was recorded",
    "product.sent_for_approval": "Product for {team} sent for approval",
    "product.returned": "Product for {team} returned to its authors",
    "product.taken_back": "Product for {team} taken back to be changed",
    "product.approval_voided": "Product for {team} has changed: its approval no longer holds",
    "product.approved": "Product for {team} approved",
    "product.abandoned": "Product for {team} abandoned",
    "product.recalled": "Product for {team} called back",
    "product.correction_begun": "Correction of the product for {team} begun",
    "product.corrected": "Product for {team} replaced by a corrected one",
    "protection.recorded": "Protection recorded: who must not learn what",
    "protection.ended": "Protection ended",
    "product.released": "Product released to {team}",
    "product.released_urgently": "Product released urgently to {team}",
    "product.urgency_reviewed": "Urgent release to {team} reviewed",
    "letter.written": "Letter to the referrer written",
    "letter.returned": "Letter to the referrer returned to be changed",
    "feedback.referrer_told": "Referrer told what came of it",
    "feedback.agency_told": "{name} told what came of it",
    "report.taken_in": "{team} reported what came of it",
    "enquiry.closed": "Enquiry closed",
}
# What somebody looked at is for the audit page; what another line says already is not said twice.
LEFT_OUT = frozenset(
    {
        "enquiry.opened",
        "enquiry.looked_for",
        "meeting.opened",
        "meeting.case_added",
        "meeting.agency_invited",
        "meeting.attendance_noted",
        "meeting.view_given",
        "clock.started",
        "clock.ended",
        "room.opened",
        "protection.read",
        "product.compared",
        "words.compared",
        "letter.sent",
        "product.pdf_read",
        "product.copy_read",
        "item.read",
        "grant.used",
        "attachment.sealed",
        "attachment.taken_off",
        "attachment.opened",
        "exclusion.declared",
        "exclusion.ended",
        "item.read_for_release",
        "text.read",
        "text.sealed",
        "ledger.read",
        "subject.decided",
        "subject.revisited",
    }
)
_ORDER = {name: number for number, name in enumerate(SENTENCES)}
_ONE_LINE_A_MOMENT = frozenset({"item.sealed", "release.asked"})


@dataclass(frozen=True)
class Facts:
    """What the words of the timeline are taken from.

    Args:
        people: names by user id, of those who work here.
        agencies: names by agency id.
        hidden: the items that the reader may not know of; nothing about them is told.
    """

    enquiry: EnquiryView
    contacts: tuple[ContactHead, ...]
    checks: tuple[CheckView, ...]
    decisions: tuple[DecisionView, ...]
    products: tuple[ProductView, ...]
    people: Mapping[UUID, str]
    agencies: Mapping[UUID, str]
    model: OperatingModel
    hidden: frozenset[UUID] = frozenset()


def tell(events: Iterable[EventView], facts: Facts) -> list[TimelineEntry]:
    """What happened, the latest first."""
    worth = _worth_telling(events, facts)
    told = [(e.at, _ORDER[e.name], _entry(e, facts)) for e in worth if e.name != "check.asked"]
    told += [(entry.at, _ORDER["check.asked"], entry) for entry in _asked_together(worth, facts)]
    told += [(entry.at, order, entry) for order, entry in _beside_the_log(facts)]
    told.sort(key=lambda each: (each[0], each[1]), reverse=True)
    return [entry for _, _, entry in told]


def _worth_telling(events: Iterable[EventView], facts: Facts) -> list[EventView]:
    """Without what is only looking, and with one line for several things done by one agency in one moment."""
    events = [e for e in events if e.about_id not in facts.hidden and _id(e.detail.get("item")) not in facts.hidden]
    answered = {(c.answered_at, c.agency_id) for c in facts.checks}
    beforehand = {e.about_id for e in events if e.name == "release.consented" and e.detail.get("beforehand")}
    seen: set[tuple[datetime, str, UUID | None]] = set()
    opened: set[tuple[str, UUID]] = set()
    kept = []
    for event in events:
        if event.name in LEFT_OUT or event.name not in SENTENCES:
            continue
        if event.about_id in beforehand:  # nobody asked and nobody answered: the owner had said so when it came in
            continue
        if event.name == "item.sealed" and (event.at, event.agency_id) in answered:
            continue
        if event.name == "check.link_opened" and (event.name, event.about_id) in opened:
            continue
        opened.add((event.name, event.about_id))
        if event.name == "check.link_sent" and _asked_or_chased_then(event, facts):
            continue
        moment = (event.at, event.name, event.agency_id)
        if event.name in _ONE_LINE_A_MOMENT and moment in seen:
            continue
        seen.add(moment)
        kept.append(event)
    return kept


def _asked_together(events: Iterable[EventView], facts: Facts) -> list[TimelineEntry]:
    """One line for the agencies that were asked in one go."""
    by_moment: dict[tuple[datetime, UUID], list[EventView]] = {}
    for event in events:
        if event.name == "check.asked":
            by_moment.setdefault((event.at, event.actor_id), []).append(event)
    entries = []
    for together in by_moment.values():
        asked = joined(sorted(_names(event, facts)["agency"] for event in together))
        title = SENTENCES["check.asked"] if len(together) == 1 else "{agency} asked what they know"
        entries.append(TimelineEntry(at=together[0].at, title=title.format(agency=asked), by=_by(together[0], facts)))
    return entries


def _asked_or_chased_then(event: EventView, facts: Facts) -> bool:
    return any(c.id == event.about_id and event.at in (c.asked_at, c.chased_at) for c in facts.checks)


def _entry(event: EventView, facts: Facts) -> TimelineEntry:
    names = _names(event, facts)
    detailed = _DETAILS.get(event.name)
    entry = TimelineEntry(at=event.at, title=SENTENCES[event.name].format(**names), by=_by(event, facts))
    return detailed(event, entry, facts) if detailed else entry


def _names(event: EventView, facts: Facts) -> dict[str, str]:
    asked = _id(event.detail.get("agency"))
    given = _id(event.detail.get("to")) if event.name == "enquiry.allocated" else None
    return {
        "name": _name(event, facts),
        "agency": facts.agencies.get(asked, "The agency") if asked else "The agency",
        "employer": facts.agencies.get(event.agency_id, "An agency") if event.agency_id else "An agency",
        "holder": facts.people.get(given, "a colleague who has left") if given else "",
        "clock": _clock(event, facts),
        "disputed": str(event.detail.get("about", "")),
        "meeting": _called(event.detail.get("meeting"), meetings_of(facts.model)) or "Meeting",
        "gate": _called(event.detail.get("gate"), facts.model.gates),
        "stage": _called(event.detail.get("stage"), facts.model.stages),
        "team": next((p.team_name for p in facts.products if p.id == event.about_id), "the team"),
    }


def _called(code: object, rules: Sequence[CodedRule]) -> str:
    return next((rule.label for rule in rules if rule.code == code), "")


def _name(event: EventView, facts: Facts) -> str:
    for subject in facts.enquiry.subjects:
        decided = {d.id for d in facts.decisions if d.subject_id == subject.id}
        if event.about_id == subject.id or event.about_id in decided:
            return subject.person.display_name
    if event.about_id in facts.agencies:
        return facts.agencies[event.about_id]
    added = _id(event.detail.get("contact"))
    return next((c.reference for c in facts.contacts if c.id == added), "")


def _clock(event: EventView, facts: Facts) -> str:
    labels = {clock.code: clock.label for clock in facts.model.clocks}
    code = str(event.detail.get("clock", ""))
    return labels.get(code, code) or f"decision about {_name(event, facts)}"


def _by(event: EventView, facts: Facts) -> str:
    if event.actor_role == Role.VIRTUAL_PARTNER or event.actor_id not in facts.people:
        return facts.agencies.get(event.agency_id, "") if event.agency_id else ROLES[Role(event.actor_role)].title
    return f"{facts.people[event.actor_id]}, {ROLES[Role(event.actor_role)].title}"


def _rated(event: EventView, entry: TimelineEntry, facts: Facts) -> TimelineEntry:
    shown = tag(str(event.detail["to"]), facts.model)
    before = tag(str(event.detail["from"]), facts.model).label
    given = [r for s in facts.enquiry.subjects if s.id == event.about_id for r in s.ratings if r.rated_at == event.at]
    why = given[0].reason if given else ""
    return replace(entry, text=f"Was {before}. {why}" if before else why, rating=shown.colour, rating_word=shown.label)


def _answered(event: EventView, entry: TimelineEntry, facts: Facts) -> TimelineEntry:
    check = next((c for c in facts.checks if c.id == event.about_id), None)
    if check is None:
        return entry
    said = check.nil_label or items_words(check.item_count)
    late = {"yes": "would have changed", "unsure": "might have changed", "no": "would not have changed"}
    effect = (
        f"They say that it {late[check.late_effect]} the decision. {check.late_effect_why}" if check.late_effect else ""
    )
    lateness = ("Late", "red") if check.late_at(event.at) else ("", "")
    return replace(
        entry,
        text=". ".join(filter(None, (said, effect))),
        tag=lateness[0],
        tag_colour=lateness[1],
        by=check.answered_by_name,
    )


def _decided(event: EventView, entry: TimelineEntry, facts: Facts) -> TimelineEntry:
    decision = next((d for d in facts.decisions if d.id == event.about_id), None)
    if decision is None:
        return entry
    team = f", to {decision.team_name}" if decision.team_name else ""
    text = f"{decision.level_label}. {decision.outcome_label}{team}."
    return replace(entry, text=text, tag="" if decision.on_time else "Late", tag_colour="red")


def _reported(event: EventView, entry: TimelineEntry, facts: Facts) -> TimelineEntry:
    kind = event.detail.get("kind")
    told = [o for p in facts.products if p.id == event.about_id for o in p.outcomes if o.kind == kind]
    if not told:
        return entry
    words = f"{told[-1].kind_label}. {told[-1].words}".strip()
    return replace(entry, text=words, by=told[-1].reported_by_name)


def _viewed(event: EventView, entry: TimelineEntry, facts: Facts) -> TimelineEntry:
    return replace(entry, text="Yes." if event.detail.get("met") else "No, or not yet.")


# Whom a step of the ladder rings, where it is not the agency's own people.
_REMINDED = {
    Chased.MANAGER: "Manager at {agency} told that it has not answered",
    Chased.HUB: "Those who chase told that {agency} has not answered",
}


def _reminded(event: EventView, entry: TimelineEntry, facts: Facts) -> TimelineEntry:
    title = _REMINDED.get(Chased(str(event.detail["to"])))
    return replace(entry, title=title.format(**_names(event, facts))) if title else entry


_DETAILS = {
    "gate.view_given": _viewed,
    "subject.rated": _rated,
    "check.reminded": _reminded,
    "check.answered": _answered,
    "decision.made": _decided,
    "report.taken_in": _reported,
}


def _beside_the_log(facts: Facts) -> list[tuple[int, TimelineEntry]]:
    """What happened before the enquiry was, and at the outside door."""
    found = [(-1, _received(c)) for c in facts.contacts]
    for product in facts.products:
        for at, who, words in (
            (product.opened_at, product.opened_by_name, "opened the product"),
            (product.acknowledged_at, product.acknowledged_by_name, "acknowledged the product"),
        ):
            if at:
                found.append((len(_ORDER), TimelineEntry(at=at, title=f"{product.team_name} {words}", by=who)))
    return found


def _received(contact: ContactHead) -> TimelineEntry:
    who = contact.referrer_organisation or contact.referrer_name or contact.source_label
    title = f"{contact.kind_label} received: {contact.channel_label.lower()}, {who}"
    return TimelineEntry(at=contact.received_at, title=title, text=contact.concern, by=contact.referrer_name)


def items_words(count: int) -> str:
    """How much information was put in the sealed room, never what it says."""
    return f"{count} item{'' if count == 1 else 's'} of information, in the sealed room"


def _id(value: object) -> UUID | None:
    return UUID(str(value)) if value else None
