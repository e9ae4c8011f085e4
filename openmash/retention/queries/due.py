"""What is due for erasure, what a hold keeps, what its owner must look at first. References and counts, no names."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from openmash.access import Actor, require
from openmash.agencies import queries as agency_queries
from openmash.agencies.queries import AgencyView
from openmash.allegations import queries as allegation_queries
from openmash.allegations.queries import EndedAllegation
from openmash.allegations.rules import KEPT_YEARS, KEPT_YEARS_SUBSTANTIATED
from openmash.clocks.months import add_months
from openmash.contacts import queries as contact_queries
from openmash.contacts.queries import Ended
from openmash.decisions import queries as decision_queries
from openmash.enquiries import queries as enquiry_queries
from openmash.enquiries.queries import Closed
from openmash.hubs import queries as hub_queries
from openmash.hubs.rules import OperatingModel
from openmash.retention import permissions, rules
from openmash.retention.models import OwnerReview
from openmash.retention.queries import schedules
from openmash.retention.queries.holds import standing
from openmash.sealed import queries as sealed_queries

HUB, AGENCIES, CONTACT, ALLEGATION = "hub", "agencies", "contact", "allegation"
PART_WORDS = {
    HUB: "The hub's own records of the enquiry, and the names of people whom nothing else keeps",
    AGENCIES: "What agencies put in the sealed room",
    CONTACT: "A contact that became no enquiry",
    ALLEGATION: "An allegation against somebody who works with children",
}


@dataclass(frozen=True)
class DueLine:
    """One part of one enquiry, or one contact, whose time is over.

    Args:
        about_id: the enquiry, contact or allegation.
        part: whose it is: ``HUB``, ``AGENCIES``, ``CONTACT`` or ``ALLEGATION``.
        agency_ids: the owners that it covers; whether each holds anything is not said here.
        under: the line of the schedule, for the ledger.
        why: the schedule and the arithmetic, in words.
        counted: what would go, as far as everybody in the room may know.
        held_by: the holds that keep it, in words; empty where nothing does.
    """

    about_id: UUID
    reference: str
    part: str
    agency_ids: tuple[UUID, ...]
    under: str
    why: str
    due_on: date
    counted: str
    held_by: tuple[str, ...] = ()

    @property
    def part_words(self) -> str:
        """Whose it is, in words."""
        return PART_WORDS[self.part]


@dataclass(frozen=True)
class ToReview:
    """What an owner must look at, because its schedule says so, before it can be erased."""

    enquiry_id: UUID
    reference: str
    agency_id: UUID
    agency_name: str
    why: str
    due_on: date


@dataclass(frozen=True)
class DueList:
    """What is due by a day: what may be erased, what holds keep, what owners must review."""

    by: date
    lines: tuple[DueLine, ...]
    held: tuple[DueLine, ...]
    to_review: tuple[ToReview, ...]


def due(*, by: date, actor: Actor, at: datetime) -> DueList:
    """All whose time is over by a day; the number of statements does not depend on how much there is.

    Args:
        by: the last day that counts, mostly the last of this month.
        actor: who looks.
        at: now.

    Raises:
        Refused: the actor neither manages records nor approves erasures.
    """
    require(permissions.can_see(actor))
    return _Counting(actor.hub_id, by, at).result()


def to_review(*, actor: Actor, at: datetime) -> list[ToReview]:
    """What the actor's own agency must look at now; empty for whoever speaks for none."""
    if actor.agency_id is None or not permissions.can_review(actor, agency_id=actor.agency_id):
        return []
    found = _Counting(actor.hub_id, at.date(), at).result().to_review
    return [each for each in found if each.agency_id == actor.agency_id]


class _Counting:
    """One pass over everything that is closed, with all that it needs read beforehand."""

    def __init__(self, hub_id: UUID, by: date, at: datetime) -> None:
        self.hub_id, self.by = hub_id, by
        self.zone = ZoneInfo(hub_queries.model_of(hub_id, at).office.time_zone)
        self.today = at.astimezone(self.zone).date()
        before = datetime.combine(add_months(by, 1), time(), tzinfo=self.zone)
        self.lines = schedules.lines(hub_id)
        self.holds = standing(hub_id)
        self.agencies = {agency.id: agency for agency in agency_queries.agencies(hub_id)}
        self.enquiries = enquiry_queries.closed(hub_id, before=before)
        self.contacts = contact_queries.ended(hub_id, before=before)
        self.allegations = allegation_queries.ended(hub_id, by=by)
        ids = [each.id for each in self.enquiries]
        self.erased = {(p.enquiry_id, p.agency_id) for p in enquiry_queries.erased_parts(ids, hub_id=hub_id)}
        self.counts = sealed_queries.held_by(ids, hub_id=hub_id)
        self.reviews = _reviews(ids, hub_id)
        self.came: dict[UUID, list[tuple[UUID, str]]] = defaultdict(list)
        for enquiry_id, subject_id, outcome in decision_queries.outcomes(ids, hub_id=hub_id):
            self.came[enquiry_id].append((subject_id, outcome))

    def result(self) -> DueList:
        """Everything, soonest first."""
        lines: list[DueLine] = [line for each in self.contacts for line in self._of_contact(each)]
        lines += [_of_allegation(each) for each in self.allegations]
        reviews: list[ToReview] = []
        for enquiry in self.enquiries:
            kind = rules.class_of(_came(enquiry, self.came[enquiry.id], self._model(enquiry)))
            lines += self._of_hub(enquiry, kind)
            lines += self._of_agencies(enquiry, kind, reviews)
        lines.sort(key=lambda line: (line.due_on, line.reference, line.part))
        return DueList(
            self.by,
            tuple(line for line in lines if not line.held_by),
            tuple(line for line in lines if line.held_by),
            tuple(sorted(reviews, key=lambda each: (each.due_on, each.reference, each.agency_name))),
        )

    def _model(self, enquiry: Closed) -> OperatingModel:
        return hub_queries.model(self.hub_id, enquiry.model_name, enquiry.model_version)

    def _of_contact(self, contact: Ended) -> Iterator[DueLine]:
        line = self._line(rules.RecordClass.ADVICE, None)
        if line is None:
            return
        start = contact.ended_at.astimezone(self.zone).date()
        when = rules.due_on(line, start)
        if when <= self.by:
            held = self._held(None, contact.person_ids, ())
            counted = "1 contact: what was told, by whom, about whom"
            why = _why(line, start)
            yield DueLine(contact.id, contact.reference, CONTACT, (), line.code, why, when, counted, held)

    def _of_hub(self, enquiry: Closed, kind: str) -> Iterator[DueLine]:
        found = self._due(enquiry, kind, None)
        if found is None or (enquiry.id, None) in self.erased:
            return
        line, start, when = found
        people, contacts = len(enquiry.person_ids), len(enquiry.contact_ids)
        counted = f"The case, {people} {'person' if people == 1 else 'people'}, "
        counted += f"{contacts} contact{'' if contacts == 1 else 's'}"
        held = self._held(enquiry.id, enquiry.person_ids, ())
        yield DueLine(enquiry.id, enquiry.reference, HUB, (), line.code, _why(line, start), when, counted, held)

    def _of_agencies(self, enquiry: Closed, kind: str, reviews: list[ToReview]) -> Iterator[DueLine]:
        together: dict[tuple[str, date, date, tuple[str, ...]], list[AgencyView]] = defaultdict(list)
        lines: dict[str, rules.Line] = {}
        for agency in self.agencies.values():
            found = self._due(enquiry, kind, agency)
            if found is None or (enquiry.id, agency.id) in self.erased:
                continue
            line, start, when = found
            if line.then == rules.Then.REVIEW and not self._let_go(enquiry, agency, line, start, when, reviews):
                continue
            lines[line.code] = line
            held = self._held(enquiry.id, enquiry.person_ids, (agency.id,))
            together[line.code, start, when, held].append(agency)
        for (code, start, when, held), owners in together.items():
            ids = tuple(sorted(owner.id for owner in owners))
            why, counted = _why(lines[code], start), self._counted(enquiry.id, owners)
            yield DueLine(enquiry.id, enquiry.reference, AGENCIES, ids, code, why, when, counted, held)

    def _let_go(
        self, enquiry: Closed, agency: AgencyView, line: rules.Line, start: date, when: date, reviews: list[ToReview]
    ) -> bool:
        """Whether the owner said that it is no longer needed. Where nobody said anything yet, it is to be reviewed.

        Every owner with such a line is asked about every enquiry, so that being asked tells nobody what it holds.
        """
        said = self.reviews.get((enquiry.id, agency.id))
        if said is not None and said.no_longer_needed:
            return True
        if said is None or (said.keep_until and said.keep_until <= self.by):
            asked_on = said.keep_until if said and said.keep_until else when
            why = _why(line, start)
            reviews.append(ToReview(enquiry.id, enquiry.reference, agency.id, agency.name, why, asked_on))
        return False

    def _due(self, enquiry: Closed, kind: str, agency: AgencyView | None) -> tuple[rules.Line, date, date] | None:
        line = self._line(kind, agency)
        if line is None:
            return None
        decided = enquiry.last_decision_at
        start = rules.starts_on(
            line,
            closed_on=enquiry.closed_at.astimezone(self.zone).date(),
            last_decision_on=decided.astimezone(self.zone).date() if decided else None,
            births=enquiry.births,
        )
        when = rules.due_on(line, start)
        return (line, start, when) if when <= self.by else None

    def _line(self, kind: str, agency: AgencyView | None) -> rules.Line | None:
        return rules.line_for(
            self.lines,
            record_class=kind,
            agency_id=agency.id if agency else None,
            agency_kind=agency.kind if agency else "",
            on=self.today,
        )

    def _held(self, enquiry_id: UUID | None, people: frozenset[UUID], agency_ids: tuple[UUID, ...]) -> tuple[str, ...]:
        found = rules.holds_on(
            self.holds, hub_id=self.hub_id, enquiry_id=enquiry_id, people=people, agency_ids=agency_ids
        )
        return tuple(sorted({each.words for each in found}))

    def _counted(self, enquiry_id: UUID, owners: list[AgencyView]) -> str:
        held = [(o.name, self.counts[enquiry_id, o.id]) for o in owners if self.counts.get((enquiry_id, o.id))]
        total = sum(count for _, count in held)
        if not total:
            return "No item that everybody in the room knows of"
        return f"{total} item{'' if total == 1 else 's'}: " + ", ".join(f"{name} {count}" for name, count in held)


def _of_allegation(each: EndedAllegation) -> DueLine:
    """By its own period, which the hub's schedule does not shorten: the statutory officer's records."""
    years = KEPT_YEARS_SUBSTANTIATED if each.substantiated else KEPT_YEARS
    return DueLine(
        about_id=each.id,
        reference=each.reference,
        part=ALLEGATION,
        agency_ids=(),
        under=f"shipped:allegation:{years}:1",
        why=f"{PART_WORDS[ALLEGATION]}: {years} years from its end, {each.ended_at.day} {each.ended_at:%B %Y}.",
        due_on=each.keep_until,
        counted="1 allegation: whom it is about, what was alleged, what was done",
    )


def _came(enquiry: Closed, decided: list[tuple[UUID, str]], model: OperatingModel) -> list[rules.Came]:
    known = {outcome.code: outcome for outcome in model.outcomes}
    came = []
    for subject_id, code in decided:
        outcome = known.get(code)
        child = enquiry.subject_ids.get(subject_id, True)
        # An outcome that the hub no longer has counts as the gravest: what cannot be told is kept the longest.
        came.append(
            rules.Came(outcome.ends_flow, outcome.team_kinds, child) if outcome else rules.Came(False, (), child)
        )
    return came


def _why(line: rules.Line, start: date) -> str:
    return f"{rules.CLASS_WORDS[line.record_class]}: {line.words}. Counted from {start.day} {start:%B %Y}."


def _reviews(enquiry_ids: list[UUID], hub_id: UUID) -> Mapping[tuple[UUID, UUID], OwnerReview]:
    rows = OwnerReview.objects.filter(hub_id=hub_id, enquiry_id__in=enquiry_ids).order_by("reviewed_at", "id")
    return {(row.enquiry_id, row.agency_id): row for row in rows}
