"""How the law's questions about adults stand, and, audited, the words of the answers."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypedDict, TypeVar
from uuid import UUID

from django.db.models import QuerySet

from openmash.access import Actor, require
from openmash.adults import permissions, rules
from openmash.adults.models import AdultRecord, CapacityFinding, ThreePartTest, Wishes, WishesResult
from openmash.enquiries import queries as enquiry_queries
from openmash.hubs import queries as hub_queries
from openmash.hubs.rules import UnknownCode
from openmash.sealed import queries as sealed_queries

_Record = TypeVar("_Record", bound=AdultRecord)


@dataclass(frozen=True)
class Recorded:
    """One record, without its words: which, by whom, when; ``number`` counts them."""

    id: UUID
    number: int
    recorded_at: datetime
    recorded_by_name: str


@dataclass(frozen=True)
class ThreePartsView(Recorded):
    """The three parts as they stand; ``abuse`` are the labels of the hub's categories."""

    needs: bool
    at_risk: bool
    cannot_protect: bool
    met: bool
    abuse: tuple[str, ...]
    abuse_codes: tuple[str, ...]


@dataclass(frozen=True)
class CapacityView(Recorded):
    """What was found of capacity, as it stands."""

    finding: str
    finding_words: str
    understand: bool
    retain: bool
    weigh: bool
    communicate: bool
    impaired: bool
    because: bool
    assessed_on: date | None
    spoken_for: str
    spoken_for_words: str


@dataclass(frozen=True)
class WishesView(Recorded):
    """Whether the adult was asked what they want, and agrees, as it stands."""

    asked: str
    asked_words: str
    agrees: str
    agrees_words: str


@dataclass(frozen=True)
class ResultView(Recorded):
    """Whether what the adult wanted came about, as it stands."""

    achieved: str
    achieved_words: str
    risk: str
    risk_words: str


@dataclass(frozen=True)
class AdultView:
    """How the questions about one adult stand; None where one was not answered yet."""

    subject_id: UUID
    test: ThreePartsView | None
    capacity: CapacityView | None
    wishes: WishesView | None
    result: ResultView | None

    @property
    def standing(self) -> rules.Standing:
        """For a decision."""
        return rules.Standing(
            test_met=self.test.met if self.test else None,
            capacity=self.capacity.finding if self.capacity else "",
            asked=self.wishes.asked if self.wishes else "",
        )


@dataclass(frozen=True)
class AdultWords:
    """The words of what stands about one adult, opened; each by its name, empty where nothing is recorded."""

    test: dict[str, str]
    capacity: dict[str, str]
    wishes: dict[str, str]
    result: dict[str, str]


def adult(subject_id: UUID, *, actor: Actor) -> AdultView:
    """How the questions about one adult stand.

    Raises:
        NotFound, Refused, KeptOut.
        RuleBroken: ``adults.asked_of_adults``: the subject is a child.
    """
    require(permissions.can_see(actor))
    enquiry_id = enquiry_queries.enquiry_of_subject(subject_id, actor=actor)
    enquiry = enquiry_queries.enquiry(enquiry_id, actor=actor)
    rules.require_adult(next(each.kind for each in enquiry.subjects if each.id == subject_id))
    return adults([subject_id], actor=actor)[subject_id]


def adults(subject_ids: Collection[UUID], *, actor: Actor) -> dict[UUID, AdultView]:
    """The same of several, whoever of them is an adult; four statements, however many.

    The caller has asked whether the actor may see their enquiry.
    """
    require(permissions.can_see(actor))
    tests = _newest(ThreePartTest, subject_ids, actor)
    capacities = _newest(CapacityFinding, subject_ids, actor)
    wishes = _newest(Wishes, subject_ids, actor)
    results = _newest(WishesResult, subject_ids, actor)
    return {
        each: AdultView(
            each,
            _test(tests[each], actor) if each in tests else None,
            _capacity(capacities[each]) if each in capacities else None,
            _wishes(wishes[each]) if each in wishes else None,
            _result(results[each]) if each in results else None,
        )
        for each in subject_ids
    }


def standing(subject_id: UUID, *, actor: Actor) -> rules.Standing:
    """What a decision about one adult needs to know; the caller has asked whether the actor may see their enquiry."""
    return adults([subject_id], actor=actor)[subject_id].standing


def words(subject_id: UUID, *, actor: Actor, at: datetime) -> AdultWords:
    """The words of what stands about one adult; each reading is on the log before it is opened.

    Raises:
        NotFound, Refused, KeptOut.
    """
    require(permissions.can_read_words(actor))
    view = adult(subject_id, actor=actor)

    def opened(record: Recorded | None, rows: QuerySet[Any]) -> dict[str, str]:
        return _opened(rows, record.id, actor, at) if record else {}

    return AdultWords(
        test=opened(view.test, ThreePartTest.objects.all()),
        capacity=opened(view.capacity, CapacityFinding.objects.all()),
        wishes=opened(view.wishes, Wishes.objects.all()),
        result=opened(view.result, WishesResult.objects.all()),
    )


def _opened(rows: QuerySet[Any], record_id: UUID, actor: Actor, at: datetime) -> dict[str, str]:
    words_id = rows.values_list("words_id", flat=True).get(hub_id=actor.hub_id, id=record_id)
    opened: dict[str, str] = json.loads(sealed_queries.sealed_text(words_id, actor=actor, at=at))
    return opened


def _newest(kind: type[_Record], subject_ids: Collection[UUID], actor: Actor) -> dict[UUID, _Record]:
    rows = kind._default_manager.filter(hub_id=actor.hub_id, subject_id__in=subject_ids).order_by("number")
    return {row.subject_id: row for row in rows}


def _test(row: ThreePartTest, actor: Actor) -> ThreePartsView:
    return ThreePartsView(
        **_recorded(row),
        needs=row.needs,
        at_risk=row.at_risk,
        cannot_protect=row.cannot_protect,
        met=row.needs and row.at_risk and row.cannot_protect,
        abuse=tuple(_label(code, actor) for code in row.abuse),
        abuse_codes=tuple(row.abuse),
    )


def _label(code: str, actor: Actor) -> str:
    """A category as the hub calls it; one that its model has no longer is shown by its code."""
    try:
        return hub_queries.model_of(actor.hub_id).issue(code).label
    except UnknownCode:
        return code.replace("_", " ").capitalize()


def _capacity(row: CapacityFinding) -> CapacityView:
    return CapacityView(
        **_recorded(row),
        finding=row.finding,
        finding_words=row.get_finding_display(),
        understand=row.understand,
        retain=row.retain,
        weigh=row.weigh,
        communicate=row.communicate,
        impaired=row.impaired,
        because=row.because,
        assessed_on=row.assessed_on,
        spoken_for=row.spoken_for,
        spoken_for_words=row.get_spoken_for_display(),
    )


def _wishes(row: Wishes) -> WishesView:
    return WishesView(
        **_recorded(row),
        asked=row.asked,
        asked_words=row.get_asked_display(),
        agrees=row.agrees,
        agrees_words=row.get_agrees_display(),
    )


def _result(row: WishesResult) -> ResultView:
    return ResultView(
        **_recorded(row),
        achieved=row.achieved,
        achieved_words=row.get_achieved_display(),
        risk=row.risk,
        risk_words=row.get_risk_display(),
    )


class _Who(TypedDict):
    id: UUID
    number: int
    recorded_at: datetime
    recorded_by_name: str


def _recorded(row: AdultRecord) -> _Who:
    return _Who(id=row.id, number=row.number, recorded_at=row.recorded_at, recorded_by_name=row.recorded_by_name)
