"""Meetings: which a hub holds, over which cases, who chairs, who must be there, by when, and what each can come to."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from openmash.access import Role
from openmash.hubs.rules.clock_specs import ClockSpec
from openmash.hubs.rules.kinds import AGENCY_KINDS
from openmash.hubs.rules.lines import Disagreement, repeated
from openmash.hubs.rules.pieces import clock_spec, coded_values, each_of, one_of
from openmash.hubs.rules.rule import CodedRule
from openmash.hubs.rules.said import Said, joined, kinds_in_words, roles_in_words
from openmash.hubs.rules.tables import Table

if TYPE_CHECKING:
    from openmash.hubs.rules.operating_model import OperatingModel


class MeetingKind(StrEnum):
    """What sort of meeting it is."""

    DAILY = "daily"
    BRIEFING = "briefing"
    DOMESTIC_ABUSE_CALL = "domestic_abuse_call"
    MASH = "mash"
    STRATEGY_DISCUSSION = "strategy_discussion"
    STRATEGY_MEETING = "strategy_meeting"
    CONFERENCE = "conference"

    @property
    def has_agenda(self) -> bool:
        """Whether it goes through the cases of the day; the others are about one enquiry."""
        return self in (MeetingKind.DAILY, MeetingKind.BRIEFING, MeetingKind.DOMESTIC_ABUSE_CALL)

    @property
    def is_strategy(self) -> bool:
        """Whether section 47 hangs on it, and the conference counts from it."""
        return self in (MeetingKind.STRATEGY_DISCUSSION, MeetingKind.STRATEGY_MEETING)


class CountedFrom(StrEnum):
    """From what moment a meeting's time is counted."""

    RECEIVED = "received"  # when the concern came in
    RATED = "rated"  # when the rating that holds was given
    STRATEGY_DISCUSSION = "strategy_discussion"  # when the last strategy discussion or meeting was held

    @property
    def words(self) -> str:
        """As it follows "counted from"."""
        return _COUNTED[self]


class Way(StrEnum):
    """How somebody can take part."""

    ROOM = "room"
    PHONE = "phone"
    VIDEO = "video"


_COUNTED = {
    CountedFrom.RECEIVED: "when the concern came in",
    CountedFrom.RATED: "when the rating was given",
    CountedFrom.STRATEGY_DISCUSSION: "the strategy discussion",
}
_WAYS = {Way.ROOM: "in the room", Way.PHONE: "by telephone", Way.VIDEO: "by video"}


@dataclass(frozen=True)
class Quorum:
    """Who must take part, or the meeting is held without its quorum: kinds of agency, and how many agencies in all."""

    agency_kinds: tuple[str, ...]
    at_least: int


@dataclass(frozen=True)
class MeetingDue:
    """By when it is held: for one rating, or (``rating`` None) for every one."""

    rating: str | None
    counted_from: CountedFrom
    clock: ClockSpec


@dataclass(frozen=True)
class MeetingResult:
    """Something that a meeting can come to about one case."""

    code: str
    label: str


@dataclass(frozen=True)
class Criterion:
    """A reason for which one kind of agency attends; an invitation either meets one of its criteria or none."""

    code: str
    label: str
    agency_kind: str


@dataclass(frozen=True)
class LeadsTo:
    """Where a second rating points: the outcome of the model in which the child's needs would be best met."""

    rating: str
    outcome: str


@dataclass(frozen=True, kw_only=True)
class MeetingRule(CodedRule):
    """One meeting that a hub holds.

    Args:
        kind: what sort of meeting.
        purpose: what it is for, in a sentence for whoever is new.
        ratings: the ratings that bring a case to it; empty for any.
        issues: of a meeting over the day, the issues of which a case must raise one; empty for any case.
        chairs: the roles that chair it.
        responsible_chairs: whether whoever holds the enquiry chairs it, where somebody holds it.
        invites: kinds of agency invited by default; empty for those that are asked for the case's rating.
        quorum: who must take part; None where nobody must.
        ways: how people may take part.
        due: by when it is held, by rating; empty where it has no clock.
        results: what it can come to; empty for those usual for its kind.
        criteria: for which reasons a kind of agency attends.
        second_rating: whether every child and adult not yet decided about is rated again at its end.
        leads_to: where each second rating points.
        form: what its record is called where the hub has a form for it; empty for plain minutes.
        form_asks: what that form asks for, in a sentence.
    """

    kind: MeetingKind
    purpose: str
    ratings: tuple[str, ...] = ()
    issues: tuple[str, ...] = ()
    chairs: tuple[Role, ...]
    responsible_chairs: bool = False
    invites: tuple[str, ...] = ()
    quorum: Quorum | None = None
    ways: tuple[Way, ...] = tuple(Way)
    due: tuple[MeetingDue, ...] = ()
    results: tuple[MeetingResult, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    second_rating: bool = False
    leads_to: tuple[LeadsTo, ...] = ()
    form: str = ""
    form_asks: str = ""

    def due_for(self, rating: str) -> MeetingDue | None:
        """The clock of a case with this rating, if it has one; one named for the rating before one for all."""
        fitting = [due for due in self.due if due.rating in (rating, None)]
        return next((due for due in fitting if due.rating), fitting[0] if fitting else None)

    def criteria_of(self, agency_kind: str) -> tuple[Criterion, ...]:
        """The criteria by which a kind of agency attends."""
        return tuple(each for each in self.criteria if each.agency_kind == agency_kind)

    def outcome_of(self, rating: str) -> str:
        """The outcome that a second rating points to; empty where it points to none."""
        return next((each.outcome for each in self.leads_to if each.rating == rating), "")


def read(table: Table) -> MeetingRule:
    """One table of ``[[meetings]]``."""
    at = table.values
    return MeetingRule(
        **coded_values(table),
        kind=table.choice("kind", MeetingKind),
        purpose=table.text("purpose"),
        ratings=table.codes("ratings") if "ratings" in at else (),
        issues=table.codes("issues") if "issues" in at else (),
        chairs=table.choices("chairs", Role),
        responsible_chairs=table.flag("responsible_chairs") if "responsible_chairs" in at else False,
        invites=table.codes("invites", known=AGENCY_KINDS) if "invites" in at else (),
        quorum=one_of(table, "quorum", _quorum) if "quorum" in at else None,
        ways=table.choices("ways", Way) if "ways" in at else tuple(Way),
        due=each_of(table, "due", _due, at_least=0),
        results=each_of(table, "results", _result, at_least=0),
        criteria=each_of(table, "criteria", _criterion, at_least=0),
        second_rating=table.flag("second_rating") if "second_rating" in at else False,
        leads_to=each_of(table, "leads_to", _leads_to, at_least=0),
        form=table.text("form") if "form" in at else "",
        form_asks=table.text("form_asks") if "form_asks" in at else "",
    )


def _quorum(table: Table) -> Quorum:
    kinds, at_least = table.codes("agency_kinds", known=AGENCY_KINDS), table.whole("at_least")
    if at_least < max(1, len(kinds)):
        raise table.wrong("at_least", f"a number from {max(1, len(kinds))}: as many as the kinds named", at_least)
    return Quorum(kinds, at_least)


def _due(table: Table) -> MeetingDue:
    return MeetingDue(
        rating=table.code("rating") if "rating" in table.values else None,
        counted_from=table.choice("counted_from", CountedFrom),
        clock=one_of(table, "clock", clock_spec),
    )


def _result(table: Table) -> MeetingResult:
    return MeetingResult(code=table.code("code"), label=table.text("label"))


def _criterion(table: Table) -> Criterion:
    kind = table.code("agency_kind", known=AGENCY_KINDS)
    return Criterion(code=table.code("code"), label=table.text("label"), agency_kind=kind)


def _leads_to(table: Table) -> LeadsTo:
    return LeadsTo(rating=table.code("rating"), outcome=table.code("outcome"))


def say(rules: tuple[MeetingRule, ...], model: "OperatingModel") -> Iterator[Said]:
    """Each fact of the meetings, in words; ``model`` for the labels of ratings and outcomes."""
    labels = {each.code: each.label for each in model.ratings}
    for rule in rules:
        about = rule.label
        yield Said("Meetings", about, f"{rule.purpose} {_cases_in_words(rule, labels)}", rule.source)
        if rule.issues:
            raised = [issue.label.lower() for issue in model.issues if issue.code in rule.issues]
            yield Said("Meetings", f"{about}, issues", f"only cases that raise: {joined(raised)}", rule.source)
        yield Said("Meetings", f"{about}, chair", _chair_in_words(rule), rule.source)
        if rule.invites:
            yield Said("Meetings", f"{about}, invited", kinds_in_words(rule.invites), rule.source)
        if rule.quorum:
            yield Said("Meetings", f"{about}, quorum", quorum_in_words(rule.quorum), rule.source)
        if set(rule.ways) != set(Way):
            yield Said("Meetings", f"{about}, taking part", joined([_WAYS[way] for way in rule.ways]), rule.source)
        for due in rule.due:
            for_whom = f"by when, {labels[due.rating]}" if due.rating else "by when"
            words = f"{due.clock.words}, counted from {due.counted_from.words}"
            yield Said("Meetings", f"{about}, {for_whom}", words, due.clock.source)
        yield from _say_ends(rule, model)


def _say_ends(rule: MeetingRule, model: "OperatingModel") -> Iterator[Said]:
    if rule.results:
        results = "; ".join(each.label for each in rule.results)
        yield Said("Meetings", f"{rule.label}, can come to", results, rule.source)
    if rule.form:
        yield Said("Meetings", f"{rule.label}, record", f"{rule.form}: {rule.form_asks}".rstrip(": "), rule.source)
    if rule.criteria:
        words = "; ".join(f"{kinds_in_words((each.agency_kind,))}: {each.label}" for each in rule.criteria)
        yield Said("Meetings", f"{rule.label}, criteria for attending", words, rule.source)
    if rule.second_rating:
        where = "".join(
            f"; {model.rating(each.rating).label} points to {model.outcome(each.outcome).label}"
            for each in rule.leads_to
        )
        words = f"every child and adult not yet decided about is rated a second time{where}"
        yield Said("Meetings", f"{rule.label}, at its end", words, rule.source)


def quorum_in_words(quorum: Quorum) -> str:
    """Like "police, health and social care; at least 3 agencies in all"."""
    count = f"at least {quorum.at_least} {'agency' if quorum.at_least == 1 else 'agencies'} in all"
    return f"{kinds_in_words(quorum.agency_kinds)}; {count}" if quorum.agency_kinds else count


def _cases_in_words(rule: MeetingRule, labels: dict[str, str]) -> str:
    which = f"rated {joined([labels[each] for each in rule.ratings])}" if rule.ratings else "of any rating"
    return f"Goes through every open case {which}." if rule.kind.has_agenda else f"About one case, {which}."


def _chair_in_words(rule: MeetingRule) -> str:
    first = "whoever holds the enquiry; otherwise " if rule.responsible_chairs else ""
    return f"{first}{roles_in_words(rule.chairs)}"


def disagreements(rules: tuple[MeetingRule, ...], model: "OperatingModel") -> Iterator[Disagreement]:
    """Where the meetings contradict the ratings and outcomes of the model, or themselves."""
    yield from repeated(("meetings",), "code", [rule.code for rule in rules])
    ratings = [rating.code for rating in model.ratings]
    outcomes = [outcome.code for outcome in model.outcomes]
    for number, rule in enumerate(rules):
        here = ("meetings", number)
        yield from _unknown(here, "ratings", rule.ratings, ratings)
        yield from _unknown(here, "issues", rule.issues, [issue.code for issue in model.issues])
        if rule.issues and not rule.kind.has_agenda:
            yield here, "expected no issues: a meeting about one case is called whatever the case raises"
        yield from _unknown((*here, "due"), "rating", [each.rating for each in rule.due if each.rating], ratings)
        yield from _unknown((*here, "leads_to"), "rating", [each.rating for each in rule.leads_to], ratings)
        yield from _unknown((*here, "leads_to"), "outcome", [each.outcome for each in rule.leads_to], outcomes)
        yield from repeated((*here, "due"), "rating", [each.rating or "(every rating)" for each in rule.due])
        yield from repeated((*here, "results"), "code", [each.code for each in rule.results])
        yield from repeated((*here, "criteria"), "code", [each.code for each in rule.criteria])
        if rule.form_asks and not rule.form:
            yield here, "expected form, the name of the form whose questions form_asks holds"
        if rule.leads_to and not rule.second_rating:
            yield here, "expected second_rating = true, because leads_to says where a second rating points"
        if rule.second_rating and rule.kind.has_agenda:
            yield here, "expected a meeting about one case, because second_rating = true rates each child of it again"
        if rule.kind.has_agenda and any(each.counted_from is CountedFrom.STRATEGY_DISCUSSION for each in rule.due):
            yield here, "expected counted_from to be received or rated: its cases have had no strategy discussion"


def _unknown(
    path: tuple[str | int, ...], key: str, found: "tuple[str, ...] | list[str]", known: list[str]
) -> Iterator[Disagreement]:
    for each in found:
        if each not in known:
            yield path, f"expected {key} to be one of {', '.join(known)}; found “{each}”"
