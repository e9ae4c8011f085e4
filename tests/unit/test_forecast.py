"""What stands in the way of a decision: just within and just beyond each limit, and a sentence somebody can act on."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from openmash.worklists.rules import A_DECISION_TAKES, AGES, Ahead, what_stands_in_the_way

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
DUE = NOW + timedelta(hours=2)
LONDON = ZoneInfo("Europe/London")
MINUTE = timedelta(minutes=1)
SOUND: dict[str, Any] = {
    "due_at": DUE,
    "holder": "Kit Marlow",
    "before_it": 0,
    "late": (),
    "later": (),
    "asked": 3,
    "closes_at": None,
}


def reasons(at: datetime = NOW, **but: Any) -> tuple[str, ...]:
    return what_stands_in_the_way(Ahead(**(SOUND | but)), at=at, zone=LONDON)


def test_a_decision_with_somebody_on_it_and_every_answer_on_its_way_is_not_forecast_to_be_late() -> None:
    assert reasons() == ()


def test_what_nobody_holds_is_made_by_nobody() -> None:
    assert reasons(holder="") == ("Nobody holds it.",)


def test_where_nobody_holds_it_nobody_has_others_to_decide_before_it() -> None:
    assert reasons(holder="", before_it=9) == ("Nobody holds it.",)


def test_whoever_has_too_many_to_decide_before_it_is_named_with_the_arithmetic() -> None:
    assert reasons(before_it=4) == (
        "Kit Marlow has 4 to decide before it: at 30 minutes each, it is decided at 12:30 at the earliest.",
    )


def test_decided_at_the_last_minute_is_still_in_time() -> None:
    assert DUE == NOW + 4 * A_DECISION_TAKES
    assert reasons(before_it=3) == ()
    assert reasons(NOW + MINUTE, before_it=3) != ()


def test_one_alone_is_no_matter_of_load_however_near_it_is() -> None:
    assert reasons(DUE - MINUTE) == ()
    assert reasons(DUE - MINUTE, before_it=1) != ()


def test_where_no_agency_has_been_asked_there_is_nothing_to_decide_on() -> None:
    assert reasons(asked=0) == ("No agency has been asked yet.",)


def test_late_agencies_are_named() -> None:
    assert reasons(late=("Health",)) == ("Health is late with an answer.",)
    assert reasons(late=("Health", "Police", "Housing")) == ("Health, Police and Housing are late with an answer.",)


def test_an_answer_that_is_due_only_afterwards_is_named_with_its_time() -> None:
    later = (("Housing", DUE + timedelta(hours=1)), ("Probation", DUE + timedelta(hours=2)))
    [said] = reasons(later=later)
    assert said == "An answer is due only after the decision: Housing (13:00) and Probation (14:00)."


def test_a_hub_that_closes_before_it_is_due_says_when() -> None:
    assert reasons(closes_at=DUE - MINUTE) == ("The hub closes at 11:59, before it is due.",)


def test_times_are_told_by_the_hub_s_own_wall_clock() -> None:
    summer = datetime(2026, 7, 1, 10, 0, tzinfo=UTC)
    [said] = what_stands_in_the_way(Ahead(**(SOUND | {"before_it": 9, "due_at": summer})), at=summer, zone=LONDON)
    assert "decided at 16:00 at the earliest" in said


def test_several_reasons_stand_beside_each_other() -> None:
    assert len(reasons(holder="", asked=3, late=("Health",), closes_at=DUE)) == 3


def test_every_age_falls_into_one_of_the_stretches() -> None:
    limits = [below for _, below in AGES]
    assert limits == sorted(limits)
    assert limits[-1] == timedelta.max
