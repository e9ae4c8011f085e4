"""What a version of the operating model would have done to the last month's cases: counts, and nobody's name."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from openmash.access import Actor, Permission, has, require
from openmash.clocks.deadlines import Deadline, rating_deadline
from openmash.contacts.models import Contact
from openmash.enquiries import queries as enquiry_queries
from openmash.enquiries.models import Rating
from openmash.hubs import queries as hub_queries
from openmash.hubs.rules import AGENCY_KINDS, OperatingModel

MONTH = timedelta(days=31)


@dataclass(frozen=True)
class RatingWhatIf:
    """What would have been otherwise for one rating.

    Args:
        label: as it is called in the version in force then.
        given: how often it was given last month as a first rating.
        earlier, later, same: how many deadlines would have been so.
        unknown: how many could not have been given: the version has no such rating.
        late_before: how many decisions were late.
        late_after: how many would have been, had they been made when they were.
        more: kinds of agency asked by default that were not.
        fewer: kinds no longer asked by default.
    """

    label: str
    given: int
    earlier: int
    later: int
    same: int
    unknown: int
    late_before: int
    late_after: int
    more: tuple[str, ...]
    fewer: tuple[str, ...]


@dataclass(frozen=True)
class WhatIf:
    """All of it.

    Args:
        since: the first moment that was looked at.
        ratings: one line for each rating that was given.
        refused: how many of the month's contacts would be refused if they came on the version's first day, by the
            area or type that is not switched on then.
        contacts: how many contacts there were.
        requests_before, requests_after: how many requests the month's first ratings sent out by default, and would.
    """

    since: datetime
    ratings: tuple[RatingWhatIf, ...]
    refused: tuple[tuple[str, int], ...]
    contacts: int
    requests_before: int
    requests_after: int

    @property
    def changed(self) -> int:
        """How many deadlines would have been otherwise."""
        return sum(each.earlier + each.later + each.unknown for each in self.ratings)


@dataclass(frozen=True)
class _Given:
    label: str
    old: OperatingModel
    code: str
    issues: frozenset[str]
    before: datetime
    after: Deadline | None
    decided_at: datetime | None

    def asked(self, model: OperatingModel) -> tuple[str, ...]:
        """Whom a version asks by default: for the rating, and for what the case raises."""
        return model.agencies_asked(self.code, issues=self.issues)


def what_if(model: OperatingModel, *, first_day: date, actor: Actor, at: datetime) -> WhatIf:
    """What a version would have done to the cases of the 31 days before now; five queries, however many there are.

    First ratings alone are counted again: a re-rating hangs on what was decided meanwhile, which nobody can know.

    Args:
        model: the version.
        first_day: the day from which it is to hold; areas and types are looked at as of then.
        actor: who prepares or approves it.
        at: now.

    Raises:
        Refused: the actor sees no versions.
    """
    require(has(actor, Permission.SEE_OPERATING_MODEL))
    since = at - MONTH
    contacts = Contact.objects.filter(hub_id=actor.hub_id, received_at__gte=since, received_at__lte=at)
    named = list(contacts.values_list("area", "referral_type"))
    given = _first_ratings(model, actor, since, at)
    grouped: dict[tuple[str, str], list[_Given]] = {}
    for each in given:
        grouped.setdefault((each.code, each.label), []).append(each)
    return WhatIf(
        since=since,
        ratings=tuple(_line(each, model) for each in grouped.values()),
        refused=_refused(model, named, first_day),
        contacts=len(named),
        requests_before=sum(len(each.asked(each.old)) for each in given),
        requests_after=sum(len(each.asked(model)) for each in given if each.after),
    )


def _first_ratings(model: OperatingModel, actor: Actor, since: datetime, at: datetime) -> list[_Given]:
    rows = Rating.objects.filter(hub_id=actor.hub_id, subject__enquiry__received_at__gte=since, rated_at__lte=at)
    first: dict[object, Rating] = {}
    for row in rows.select_related("subject__enquiry").order_by("rated_at", "id"):
        first.setdefault(row.subject_id, row)
    raised = enquiry_queries.issues_raised({row.subject.enquiry_id for row in first.values()}, hub_id=actor.hub_id)
    return [_given(row, model, raised[row.subject.enquiry_id]) for row in first.values()]


def _given(row: Rating, model: OperatingModel, issues: frozenset[str]) -> _Given:
    enquiry = row.subject.enquiry
    old = hub_queries.model(row.hub_id, enquiry.operating_model, enquiry.model_version)
    known = row.rating in {rule.code for rule in model.ratings}
    return _Given(
        label=old.rating(row.rating).label,
        old=old,
        code=row.rating,
        issues=issues,
        before=row.due_at,
        after=rating_deadline(model, row.rating, row.clock_started_at) if known else None,
        decided_at=row.subject.decided_at,
    )


def _line(given: Sequence[_Given], model: OperatingModel) -> RatingWhatIf:
    first = given[0]
    told = [(each, each.after) for each in given if each.after is not None]
    before = {kind for each in given for kind in each.asked(each.old)}
    after = {kind for each, _ in told for kind in each.asked(model)}
    return RatingWhatIf(
        label=first.label,
        given=len(given),
        earlier=sum(due.due_at < each.before for each, due in told),
        later=sum(due.due_at > each.before for each, due in told),
        same=sum(due.due_at == each.before for each, due in told),
        unknown=len(given) - len(told),
        late_before=sum(each.decided_at > each.before for each in given if each.decided_at),
        late_after=sum(each.decided_at > due.due_at for each, due in told if each.decided_at),
        more=tuple(kind for kind in AGENCY_KINDS if kind in after - before),
        fewer=tuple(kind for kind in AGENCY_KINDS if kind in before - after),
    )


def _refused(model: OperatingModel, named: Iterable[tuple[str, str]], first_day: date) -> tuple[tuple[str, int], ...]:
    """A code that the version does not know is counted under the code itself."""
    rules = {rule.code: rule for rule in (*model.areas, *model.referral_types)}
    counted: Counter[str] = Counter()
    for codes in named:
        for code in filter(None, codes):
            rule = rules.get(code)
            if rule is None or not rule.in_force(first_day):
                counted[rule.label if rule else code] += 1
                break
    return tuple(sorted(counted.items(), key=lambda each: (-each[1], each[0])))
