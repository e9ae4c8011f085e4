"""The three-part test, mental capacity and what an adult wants: what must be said, just within and just beyond."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from openmash.access import Actor, Permission, Role
from openmash.adults import permissions, rules
from openmash.adults.rules import CapacityTold, ResultTold, Standing, ThreePartsTold, WishesTold
from openmash.decisions import rules as decision_rules
from openmash.hubs.rules import Serves, load
from tests.refusals import refused, sentence_of

KENT, DEVON = load("kent"), load("devon")
CATEGORIES = rules.abuse_categories(KENT)
TODAY = date(2026, 11, 18)
MET = ThreePartsTold(
    needs=True,
    needs_why="He cannot wash or cook without help.",
    at_risk=True,
    at_risk_why="His nephew has his bank card.",
    cannot_protect=True,
    cannot_protect_why="He cannot get to the bank, nor see what is taken.",
    abuse=("adult_financial",),
)
ASSUMED = CapacityTold(decision="who keeps his bank card", doubted=False, why="He says clearly what he wants.")
LACKS = CapacityTold(
    decision="who keeps his bank card",
    doubted=True,
    why="He could not say what had been taken, nor keep it in mind.",
    retain=False,
    impaired=True,
    because=True,
    assessed_by="Dr Nye, memory clinic",
    assessed_on=TODAY,
    spoken_for=rules.SpokenFor.ADVOCATE,
    best_interests="That the card is kept by the council's deputy.",
)
SAID = WishesTold(
    asked=rules.Asked.EXPRESSED, wanted="To have my card back, and my nephew still to visit.", agrees="yes"
)


def test_abuse_of_adults_is_named_as_the_hub_names_it() -> None:
    assert [each.code for each in CATEGORIES] == [
        *("domestic_abuse", "adult_neglect", "adult_physical", "adult_sexual", "adult_institutional"),
        *("adult_financial", "adult_emotional", "adult_discriminatory"),
    ]
    assert rules.abuse_categories(DEVON) == ()


def test_the_test_is_met_where_all_three_parts_are() -> None:
    assert MET.met
    for part in ("needs", "at_risk", "cannot_protect"):
        assert not replace(MET, **{part: False}).met
    assert refused(rules.require_whole_test, MET, CATEGORIES) is None


@pytest.mark.parametrize("part", ["needs_why", "at_risk_why", "cannot_protect_why"])
def test_each_part_has_reasons_of_its_own(part: str) -> None:
    told = replace(MET, **{part: " "})
    assert refused(rules.require_whole_test, told, CATEGORIES) == ("adults.each_part_has_its_reasons", part)
    assert refused(rules.require_whole_test, replace(MET, **{part: "x" * 4000}), CATEGORIES) is None
    assert refused(rules.require_whole_test, replace(MET, **{part: "x" * 4001}), CATEGORIES) == (
        "adults.words_fit",
        part,
    )


@pytest.mark.parametrize(
    ("changes", "rule", "field"),
    [
        ({"abuse": ()}, "adults.abuse_is_named", "abuse"),
        ({"abuse": ("adult_modern_slavery",)}, "adults.abuse_is_the_hubs", "abuse"),
        ({"at_risk": False}, "adults.abuse_means_at_risk", "at_risk"),
        ({"needs": False}, "adults.because_of_those_needs", "cannot_protect"),
    ],
)
def test_a_test_that_contradicts_itself_is_refused(changes: dict[str, object], rule: str, field: str) -> None:
    assert refused(rules.require_whole_test, replace(MET, **changes), CATEGORIES) == (rule, field)


def test_a_hub_without_categories_asks_for_none() -> None:
    assert refused(rules.require_whole_test, replace(MET, abuse=()), ()) is None


def test_capacity_is_assumed_where_nobody_doubts_it() -> None:
    assert ASSUMED.finding is rules.Capacity.ASSUMED
    assert refused(rules.require_whole_capacity, ASSUMED, on=TODAY) is None


@pytest.mark.parametrize("ability", ["understand", "retain", "weigh", "communicate"])
def test_one_of_the_four_and_an_impairment_that_causes_it_make_a_lack_of_capacity(ability: str) -> None:
    all_four = replace(LACKS, retain=True)
    assert all_four.finding is rules.Capacity.HAS
    assert replace(all_four, **{ability: False}).finding is rules.Capacity.LACKS
    assert replace(all_four, **{ability: False}, because=False).finding is rules.Capacity.HAS
    assert replace(all_four, **{ability: False}, impaired=False).finding is rules.Capacity.HAS
    assert replace(all_four, **{ability: False}, doubted=False).finding is rules.Capacity.ASSUMED


@pytest.mark.parametrize(
    ("changes", "rule", "field"),
    [
        ({"decision": ""}, "adults.capacity_is_for_a_decision", "decision"),
        ({"why": " "}, "adults.capacity_has_reasons", "why"),
        ({"spoken_for": "the cat"}, "adults.known_answers", "spoken_for"),
        ({"assessed_by": ""}, "adults.assessed_by_somebody", "assessed_by"),
        ({"assessed_by": "x" * 121}, "adults.words_fit", "assessed_by"),
        ({"assessed_on": None}, "adults.assessed_before_now", "assessed_on"),
        ({"assessed_on": date(2026, 11, 19)}, "adults.assessed_before_now", "assessed_on"),
        ({"impaired": False}, "adults.both_stages", "because"),
        ({"retain": True}, "adults.both_stages", "because"),
        ({"best_interests": ""}, "adults.best_interests_are_given", "best_interests"),
        ({"spoken_for": "nobody_needed"}, "adults.somebody_speaks_for_them", "spoken_for"),
    ],
)
def test_whoever_is_found_to_lack_capacity_was_assessed_whole(
    changes: dict[str, object], rule: str, field: str
) -> None:
    assert refused(rules.require_whole_capacity, LACKS, on=TODAY) is None
    assert refused(rules.require_whole_capacity, replace(LACKS, **changes), on=TODAY) == (rule, field)


def test_whoever_has_capacity_needs_neither_best_interests_nor_somebody_to_speak_for_them() -> None:
    has = replace(LACKS, retain=True, because=False, best_interests="", spoken_for="nobody_needed")
    assert refused(rules.require_whole_capacity, has, on=TODAY) is None
    assert refused(rules.require_whole_capacity, replace(LACKS, assessed_by="x" * 120), on=TODAY) is None


@pytest.mark.parametrize(
    ("changes", "rule", "field"),
    [
        ({"asked": "maybe"}, "adults.known_answers", "asked"),
        ({"agrees": "maybe"}, "adults.known_answers", "agrees"),
        ({"wanted": ""}, "adults.wishes_are_written", "wanted"),
        ({"asked": "not_asked"}, "adults.agreement_was_asked_for", "agrees"),
        ({"agrees": "no_overridden"}, "adults.not_asked_for_a_reason", "reason"),
        ({"asked": "not_asked", "agrees": "not_asked"}, "adults.not_asked_for_a_reason", "reason"),
    ],
)
def test_what_the_adult_wants_is_asked_or_the_reason_is_on_record(
    changes: dict[str, object], rule: str, field: str
) -> None:
    assert refused(rules.require_whole_wishes, SAID) is None
    assert refused(rules.require_whole_wishes, replace(SAID, **changes)) == (rule, field)
    if rule == "adults.not_asked_for_a_reason":
        told = replace(SAID, **changes, reason="Asking would tell her son.")
        assert refused(rules.require_whole_wishes, told) is None


@pytest.mark.parametrize(
    ("changes", "rule", "field"),
    [
        ({"achieved": "mostly"}, "adults.known_answers", "achieved"),
        ({"risk": "gone"}, "adults.known_answers", "risk"),
        ({"said": ""}, "adults.result_is_in_their_words", "said"),
    ],
)
def test_whether_it_came_about_is_said_by_whoever_said_what_they_want(
    changes: dict[str, object], rule: str, field: str
) -> None:
    told = ResultTold(achieved="partly", risk="reduced", said="He has his card; his nephew stays away.")
    assert refused(rules.require_whole_result, told, asked="expressed") is None
    assert refused(rules.require_whole_result, replace(told, **changes), asked="expressed") == (rule, field)
    for asked in ("not_expressed", "not_asked", ""):
        assert refused(rules.require_whole_result, told, asked=asked) == ("adults.wanted_before_achieved", None)


def test_these_questions_are_asked_of_adults_alone() -> None:
    assert refused(rules.require_adult, "adult") is None
    for kind in ("child", "unborn"):
        assert refused(rules.require_adult, kind) == ("adults.asked_of_adults", None)


def test_nothing_is_decided_before_all_three_are_on_record() -> None:
    whole = Standing(test_met=False, capacity="assumed", asked="not_asked")
    assert refused(decision_rules.require_what_the_law_asks, whole) is None
    for lacking in (replace(whole, test_met=None), replace(whole, capacity=""), replace(whole, asked="")):
        assert refused(decision_rules.require_what_the_law_asks, lacking) == (
            "decisions.adult_is_asked_about_first",
            None,
        )
    assert sentence_of(decision_rules.require_what_the_law_asks, Standing()) == (
        "Record this first: the three-part test of section 42, mental capacity and what the adult wants."
    )
    assert sentence_of(decision_rules.require_what_the_law_asks, replace(whole, capacity="")) == (
        "Record this first: mental capacity."
    )


def test_where_all_three_parts_are_met_the_council_enquires_and_otherwise_it_may_not_under_section_42() -> None:
    met, not_met = (Standing(test_met=each, capacity="has", asked="expressed") for each in (True, False))
    enquiry, other, nothing = (
        KENT.outcome(each) for each in ("adult_protection", "other_adult_enquiry", "no_further_action")
    )
    assert refused(decision_rules.require_section_42, KENT, enquiry, met) is None
    for outcome in (other, nothing):
        assert refused(decision_rules.require_section_42, KENT, outcome, not_met) is None
        assert refused(decision_rules.require_section_42, KENT, outcome, met) == (
            "decisions.section_42_must_be_enquired_into",
            "outcome",
        )
    assert refused(decision_rules.require_section_42, KENT, enquiry, not_met) == (
        "decisions.section_42_needs_all_three_parts",
        "outcome",
    )


def test_what_is_for_adults_is_not_decided_about_a_child_nor_the_other_way_round() -> None:
    child_level, adult_level = KENT.level("level_3"), KENT.level("adult_enquiry")
    social_care, adult_protection = KENT.outcome("social_care"), KENT.outcome("adult_protection")
    fits = decision_rules.require_for_whom
    assert refused(fits, KENT, Serves.CHILD, child_level, social_care) is None
    assert refused(fits, KENT, Serves.ADULT, adult_level, adult_protection) is None
    assert refused(fits, KENT, Serves.CHILD, adult_level, adult_protection) == ("decisions.level_is_for_them", "level")
    assert refused(fits, KENT, Serves.ADULT, adult_level, social_care) == ("decisions.outcome_is_for_them", "outcome")
    nothing = KENT.outcome("no_further_action")
    assert refused(fits, KENT, Serves.ADULT, KENT.level("adult_concern"), nothing) is None
    assert refused(fits, KENT, Serves.UNBORN, KENT.level("level_1"), nothing) is None


def test_an_adult_outcome_fits_the_adults_levels_whatever_there_is_for_children() -> None:
    fits = decision_rules.require_outcome_fits_level
    assert refused(fits, KENT, KENT.level("adult_enquiry"), KENT.outcome("adult_protection")) is None
    assert refused(fits, KENT, KENT.level("adult_enquiry"), KENT.outcome("other_adult_enquiry")) is not None
    assert refused(fits, KENT, KENT.level("level_4"), KENT.outcome("social_care")) is None


@pytest.mark.parametrize("role", Role)
def test_who_records_and_who_reads(role: Role) -> None:
    actor = Actor(id=uuid4(), name="Pat", hub_id=uuid4(), role=role)
    assert bool(permissions.can_record(actor)) == (Permission.ANALYSE in actor.permissions)
    assert bool(permissions.can_see(actor)) == (Permission.SEE_ENQUIRIES in actor.permissions)
    assert bool(permissions.can_read_words(actor)) == (Permission.ENTER_SEALED_ROOM in actor.permissions)
