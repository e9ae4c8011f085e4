"""How long what is kept, what stops an erasure, and what somebody is given of their records."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from openmash.clocks.months import add_months
from openmash.retention.rules import access, holds, schedules
from openmash.retention.rules.access import Stretch
from openmash.retention.rules.holds import Held
from openmash.retention.rules.schedules import SHIPPED, Came, Line
from tests.refusals import refused, sentence_of

HUB, ENQUIRY, ADA, HEALTH, POLICE = (uuid4() for _ in range(5))
DAY = date(2026, 11, 18)

# --- How long -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 15), 1, date(2026, 2, 15)),
        (date(2026, 1, 31), 1, date(2026, 3, 1)),
        (date(2024, 2, 29), 12, date(2025, 3, 1)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
        (date(2026, 12, 31), 2, date(2027, 3, 1)),
        (date(2026, 12, 1), 0, date(2026, 12, 1)),
        (date(2026, 10, 31), 1, date(2026, 12, 1)),
        (date(2026, 12, 15), 25, date(2029, 1, 15)),
    ],
)
def test_months_are_added_as_the_calendar_has_them(day: date, months: int, later: date) -> None:
    assert add_months(day, months) == later


def test_the_last_day_of_a_month_is_told_in_leap_years_and_in_december() -> None:
    days = [date(2024, 2, 10), date(2026, 2, 28), date(2026, 12, 31)]

    assert [schedules.last_day_of_month(day).day for day in days] == [29, 28, 31]


@pytest.mark.parametrize(
    ("months", "words"),
    [(0, "Nothing further"), (1, "1 month"), (6, "6 months"), (12, "1 year"), (13, "13 months"), (72, "6 years")],
)
def test_a_period_is_said_as_people_say_it(months: int, words: str) -> None:
    assert schedules.period_words(months) == words


def test_a_line_is_said_in_one_sentence() -> None:
    advice = SHIPPED[0]

    assert advice.words.startswith("6 years from the day on which the enquiry")
    assert advice.words.endswith("; then put on the list of what is due for erasure")


def came(*kinds: str, child: bool = True, ends: bool = False) -> Came:
    return Came(ends, kinds, child)


@pytest.mark.parametrize(
    ("outcomes", "found"),
    [
        ([], "not_progressed"),
        ([came("social_care", ends=True)], "not_progressed"),
        ([came("early_help")], "early_help"),
        ([came("early_help"), came("social_care")], "child_passed_on"),
        ([came("early_help", "social_care")], "child_passed_on"),
        ([came("social_care", child=False)], "adult_passed_on"),
        ([came("early_help", child=True), came("social_care", child=False)], "adult_passed_on"),
        ([came("social_care", ends=True), came("early_help")], "early_help"),
    ],
)
def test_an_enquiry_is_kept_by_the_gravest_of_what_came_of_it(outcomes: list[Came], found: str) -> None:
    assert schedules.class_of(outcomes) == found


OURS = Line("own:1", "early_help", 12, "closed", "Our board")


def holding(*lines: Line, agency_id: UUID | None = HEALTH, agency_kind: str = "health", on: date = DAY) -> str:
    """The code of the line that holds; empty if none does."""
    line = schedules.line_for(lines, record_class="early_help", agency_id=agency_id, agency_kind=agency_kind, on=on)
    return line.code if line else ""


def test_the_owners_own_line_goes_before_its_kinds_and_its_kinds_before_the_general_one() -> None:
    kinds = replace(OURS, code="kind", agency_kind="health")
    owners = replace(OURS, code="owner", agency_id=HEALTH)

    assert holding(OURS, kinds, owners) == holding(owners, kinds, OURS) == "owner"
    assert holding(OURS, kinds) == holding(kinds, OURS) == "kind"
    assert holding(owners, kinds, OURS, agency_id=POLICE, agency_kind="police") == "own:1"
    assert holding(owners, kinds, agency_id=POLICE, agency_kind="police") == ""
    assert holding(owners, OURS, agency_id=None, agency_kind="") == "own:1"


def test_a_hubs_own_line_goes_before_a_shipped_one_and_a_later_one_before_an_earlier() -> None:
    shipped = replace(OURS, code="shipped:x", from_on=date(2026, 10, 1))
    later = replace(OURS, code="own:2", from_on=date(2026, 11, 18))

    assert holding(OURS, shipped) == holding(shipped, OURS) == "own:1"
    assert holding(OURS, later) == holding(later, OURS) == "own:2"
    assert holding(OURS, later, on=date(2026, 11, 17)) == "own:1"
    assert holding(replace(OURS, record_class="advice")) == ""


@pytest.mark.parametrize("kind", ["", "police"])
@pytest.mark.parametrize("record_class", [each for each in schedules.CLASS_WORDS if each != "advice"])
def test_what_ships_has_a_line_for_every_record_and_the_police_review_before_they_erase(
    record_class: str, kind: str
) -> None:
    line = schedules.line_for(SHIPPED, record_class=record_class, agency_id=None, agency_kind=kind, on=DAY)

    assert line is not None
    assert line.then == ("review" if kind else "erase")


def test_a_clock_starts_at_the_closing_the_last_decision_or_a_birthday() -> None:
    def starts(what: str, *, decided: date | None = None, births: tuple[date, ...] = ()) -> date:
        line = replace(OURS, starts=what)
        return schedules.starts_on(line, closed_on=DAY, last_decision_on=decided, births=births)

    earlier, young, old = date(2026, 11, 1), date(2020, 5, 4), date(2010, 5, 4)
    assert starts("closed", decided=earlier, births=(young,)) == DAY
    assert starts("last_decision", decided=earlier) == earlier
    assert starts("last_decision") == DAY
    assert starts("youngest_18", births=(old, young)) == date(2038, 5, 4)
    assert starts("youngest_25", births=(young, old)) == date(2045, 5, 4)
    assert starts("youngest_25") == DAY
    assert starts("youngest_18", births=(date(1990, 1, 1),)) == DAY
    assert schedules.due_on(replace(OURS, months=6), DAY) == date(2027, 5, 18)


LINE: dict[str, Any] = {
    "record_class": "early_help",
    "months": 12,
    "starts": "closed",
    "then": "erase",
    "source": "Our board",
    "from_on": DAY,
    "on": DAY,
}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, None),
        ({"months": 1}, None),
        ({"months": 1200}, None),
        ({"months": 0, "starts": "youngest_18"}, None),
        ({"from_on": DAY + timedelta(days=1)}, None),
        ({"record_class": "gossip"}, ("retention.line_is_known", None)),
        ({"starts": "full_moon"}, ("retention.line_is_known", None)),
        ({"then": "forget"}, ("retention.line_is_known", None)),
        ({"months": 0}, ("retention.period", "months")),
        ({"months": -1}, ("retention.period", "months")),
        ({"months": -1, "starts": "youngest_18"}, ("retention.period", "months")),
        ({"months": 1201}, ("retention.period", "months")),
        ({"source": " "}, ("retention.source", "source")),
        ({"from_on": DAY - timedelta(days=1)}, ("retention.from_today", "from_on")),
    ],
)
def test_a_line_that_a_hub_adopts_is_whole_and_never_of_days_that_have_passed(
    change: dict[str, Any], expected: Any
) -> None:
    assert refused(schedules.require_line_can_hold, **LINE | change) == expected


# --- What stops it --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "about_id", "stops"),
    [
        ("enquiry", ENQUIRY, True),
        ("person", ADA, True),
        ("agency", HEALTH, True),
        ("hub", HUB, True),
        ("enquiry", uuid4(), False),
        ("person", uuid4(), False),
        ("agency", POLICE, False),
        ("hub", uuid4(), False),
        ("person", ENQUIRY, False),
        ("agency", ADA, False),
    ],
)
def test_a_hold_on_the_case_on_anybody_in_it_on_the_owner_or_on_the_hub_stops_it(
    on: str, about_id: UUID, stops: bool
) -> None:
    hold = Held(on, about_id, "Inquiry")

    found = holds.holds_on([hold], hub_id=HUB, enquiry_id=ENQUIRY, people=[ADA], agency_ids=[HEALTH])

    assert found == ([hold] if stops else [])


def test_a_hold_has_a_reason_and_a_list_is_approved_by_a_second_person() -> None:
    assert refused(holds.require_reason, " ") == ("hold.has_a_reason", "reason")
    assert refused(holds.require_reason, "Inquiry 4/26") is None
    assert refused(holds.require_second_person, ADA, ADA) == ("erasure.second_person", None)
    assert refused(holds.require_second_person, ADA, HUB) is None
    assert refused(access.require_preparer_is_not_approver, ADA, ADA) == ("access.second_person", None)
    assert refused(access.require_preparer_is_not_approver, ADA, HUB) is None


# --- Somebody asks for their records --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("received", "due", "longest"),
    [
        (date(2026, 9, 3), date(2026, 10, 3), date(2026, 12, 3)),
        (date(2026, 1, 31), date(2026, 2, 28), date(2026, 4, 30)),
        (date(2026, 11, 30), date(2026, 12, 30), date(2027, 2, 28)),
    ],
)
def test_an_answer_is_due_within_a_month_or_three_to_the_last_day_of_a_shorter_one(
    received: date, due: date, longest: date
) -> None:
    assert (access.due_on(received), access.longest_on(received)) == (due, longest)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, None),
        ({"already": True}, ("access.extended_once", None)),
        ({"on": date(2026, 10, 4)}, ("access.extended_in_time", None)),
        ({"reason": " "}, ("access.extended_with_a_reason", "reason")),
    ],
)
def test_the_time_is_extended_once_within_the_first_month_and_with_a_reason(
    change: dict[str, Any], expected: Any
) -> None:
    told = {"received_on": date(2026, 9, 3), "already": False, "reason": "Two boxes.", "on": date(2026, 10, 3)}

    assert refused(access.require_can_be_extended, **told | change) == expected


KEPT: dict[str, Any] = {
    "words": "",
    "exemptions": ["crime"],
    "why": "He is sought.",
    "said_by": "",
    "for_another": False,
}
GIVEN: dict[str, Any] = {"words": "", "exemptions": [], "why": "", "said_by": "", "for_another": False}


@pytest.mark.parametrize(
    ("answer", "told", "expected"),
    [
        ("disclose", GIVEN, None),
        ("withhold", KEPT, None),
        ("redact", KEPT | {"words": "He […]."}, None),
        ("withhold", KEPT | {"exemptions": ["crime", "third_party"]}, None),
        ("disclose", GIVEN | {"for_another": True, "said_by": "Dr Lowen, today"}, None),
        ("perhaps", GIVEN, ("access.answer_is_known", "answer")),
        ("withhold", KEPT | {"exemptions": []}, ("access.ground", "exemptions")),
        ("redact", KEPT | {"words": "x", "exemptions": ["crime", "shame"]}, ("access.ground", "exemptions")),
        ("redact", KEPT | {"words": " "}, ("access.words", "words")),
        ("withhold", KEPT | {"why": " "}, ("access.why", "why")),
        ("redact", KEPT | {"words": "x", "why": ""}, ("access.why", "why")),
        ("disclose", GIVEN | {"for_another": True, "said_by": " "}, ("access.said_by", "said_by")),
    ],
)
def test_whatever_is_kept_back_names_its_ground_and_whoever_answers_for_another_says_who_said_so(
    answer: str, told: dict[str, Any], expected: Any
) -> None:
    assert refused(access.require_answer, answer, **told) == expected


ORIGINAL = "Mr N. shouted at Ada.\nAda ran to Mrs Pike next door, and Ada slept there."


@pytest.mark.parametrize(
    "redacted",
    [
        ORIGINAL,
        "Mr N. shouted at Ada. […] Ada slept there.",
        "[…] shouted at Ada. Ada ran […]",
        "[…]",
        "Mr N.   shouted […] Ada […] Ada […] Ada slept there.",
    ],
)
def test_a_redaction_that_only_takes_out_is_kept(redacted: str) -> None:
    assert refused(access.require_only_taken_out, ORIGINAL, redacted) is None


@pytest.mark.parametrize(
    "redacted",
    [
        "Mr N. whispered to Ada.",
        "Ada slept there. […] Mr N. shouted",
        "Mr N. shouted at Ada. […] Mr N. shouted at Ada.",
        "Ada […] Ada […] Ada […] Ada",
        "shouted […] outed",
    ],
)
def test_a_redaction_that_rewrites_or_turns_round_is_refused(redacted: str) -> None:
    assert refused(access.require_only_taken_out, ORIGINAL, redacted) == ("access.only_taken_out", "words")


def test_a_long_rewriting_is_quoted_by_its_beginning() -> None:
    sentence = sentence_of(access.require_only_taken_out, ORIGINAL, "y" * 70)

    assert f"“{'y' * 60}”" in sentence
    assert access.TAKEN_OUT in sentence


def test_grounds_that_would_tell_are_not_told_and_the_others_once_in_their_order() -> None:
    told = access.told_exemptions(["third_party", "crime", "serious_harm", "neither", "third_party"])

    assert [each.code for each in told] == ["serious_harm", "third_party"]
    assert not {"crime", "adoption", "neither"} & {each.code for each in access.told_exemptions(access._CODES)}


def test_other_peoples_names_are_pointed_out_and_nothing_is_taken_out() -> None:
    text = "Told PIKE and Jo Pike; spike, Pikes and Dan Oakes stay. Ed too"

    found = access.with_names(text, ["Jo Pike", "Dan Oakes", "Ed"])

    assert [(each.text, each.name) for each in found if each.name] == [
        ("PIKE", "Jo Pike"),
        ("Jo Pike", "Jo Pike"),
        ("Dan Oakes", "Dan Oakes"),
    ]
    assert "".join(each.text for each in found) == text
    assert access.with_names("Dan", ["Dan"]) == (Stretch("Dan", "Dan"),)
    assert access.with_names("Jo", ["Jo"]) == access.with_names("Jo", []) == (Stretch("Jo"),)
    assert access.with_names("a.b, axb", ["a.b"]) == (Stretch("a.b", "a.b"), Stretch(", axb"))
