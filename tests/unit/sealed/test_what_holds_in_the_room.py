"""The sealed room's rules one by one: each refused just beyond its limit, beside its field, and kept just within."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from openmash.sealed import rules
from openmash.sealed.rules import Grading, GrantTold, GuardTold, ItemTold, Terms
from tests.refusals import refused, sentence_of

AT = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
HALF_PAST_MIDNIGHT_IN_JULY = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)  # 1 July already, in the United Kingdom
ADA, DAN, TEAM = uuid4(), uuid4(), uuid4()
LONG = "x" * 20_000

# --- Grading by the police ------------------------------------------------------------------------------------------

WHOLE = Grading("2", "B", "P")
WITH_CONDITIONS = Grading("2", "B", "C")


def graded(grading: Grading, *, kind: str = "police", handling: str = "", prefix: str = "items-1-") -> Any:
    return refused(rules.require_grading, grading, agency_kind=kind, handling=handling, prefix=prefix)


def test_only_the_police_grade_and_what_is_not_graded_asks_nothing() -> None:
    assert graded(WHOLE, kind="health") == ("sealed.only_the_police_grade", "items-1-grading_source")
    assert graded(Grading(), kind="health") is None
    assert graded(WHOLE) is None
    assert refused(rules.require_grading, WHOLE, agency_kind="health", handling="") == (
        "sealed.only_the_police_grade",
        "grading_source",
    )


@pytest.mark.parametrize(
    ("half", "field"),
    [
        (replace(WHOLE, source=""), "grading_source"),
        (replace(WHOLE, source="4"), "grading_source"),
        (replace(WHOLE, information="F"), "grading_information"),
        (replace(WHOLE, handling=""), "grading_handling"),
        (Grading(handling="P"), "grading_source"),
    ],
)
def test_what_is_graded_is_graded_whole(half: Grading, field: str) -> None:
    assert graded(half) == ("sealed.grading_is_whole", f"items-1-{field}")


def test_handling_with_conditions_says_its_conditions() -> None:
    assert graded(WITH_CONDITIONS, handling=" ") == ("sealed.handling_c_says_its_conditions", "items-1-handling")
    assert graded(WITH_CONDITIONS, handling="Not to Mr N.") is None


def test_a_grading_is_written_and_said_as_the_police_do() -> None:
    assert (WHOLE.code, Grading().code, Grading().words) == ("2 B P", "", "")
    assert WHOLE.words == "Untested; known indirectly to the source, and corroborated; lawful sharing permitted"


def test_what_has_conditions_leaves_only_once_it_is_cleared_and_is_cleared_once() -> None:
    waits = SimpleNamespace(grading_handling="C", cleared_at=None)
    cleared, plain = (
        SimpleNamespace(grading_handling="C", cleared_at=AT),
        SimpleNamespace(grading_handling="P", cleared_at=None),
    )

    assert refused(rules.require_cleared, waits) == ("sealed.handling_c_is_cleared", None)
    assert refused(rules.require_cleared, cleared) is None
    assert refused(rules.require_cleared, plain) is None
    assert refused(rules.require_to_be_cleared, waits) is None
    assert refused(rules.require_to_be_cleared, cleared) == ("sealed.cleared_once", None)
    assert refused(rules.require_to_be_cleared, plain) == ("sealed.only_handling_c_is_cleared", None)


# --- Special grants -------------------------------------------------------------------------------------------------

GRANT = GrantTold("legal_requirement", "The court sits at noon.", 4)


def test_a_special_grant_has_a_ground_a_reason_and_an_end_within_hours() -> None:
    assert refused(rules.require_grant, GRANT) is None
    assert refused(rules.require_grant, replace(GRANT, ground="curiosity")) == (
        "sealed.grant_on_one_of_three_grounds",
        "ground",
    )
    assert refused(rules.require_grant, replace(GRANT, why=" ")) == ("sealed.grant_says_why", "why")
    assert refused(rules.require_grant, replace(GRANT, why=LONG + "x")) == ("sealed.item_not_too_long", "why")
    assert refused(rules.require_grant, replace(GRANT, hours=5)) == ("sealed.grant_ends_within_hours", "hours")
    assert GRANT.until(AT) == AT + timedelta(hours=4)


def test_a_grant_is_for_what_is_held_back_and_is_reviewed_by_somebody_else() -> None:
    assert refused(rules.require_held_back, readable=True) == ("sealed.grant_for_what_is_held_back", None)
    assert refused(rules.require_held_back, readable=False) is None
    assert refused(rules.require_reviewed_by_somebody_else, actor_id=ADA, holder_id=ADA) == (
        "sealed.grant_reviewed_by_somebody_else",
        None,
    )
    assert refused(rules.require_reviewed_by_somebody_else, actor_id=ADA, holder_id=DAN) is None


def test_a_review_finds_something_and_says_why() -> None:
    assert refused(rules.require_finding, "justified", "She was in danger.") is None
    assert refused(rules.require_finding, "perhaps", "x") == ("sealed.review_has_a_finding", "finding")
    assert refused(rules.require_finding, "justified", " ") == ("sealed.review_gives_its_reasons", "words")
    assert refused(rules.require_finding, "justified", LONG + "x") == ("sealed.item_not_too_long", "words")


# --- Who must not learn what ----------------------------------------------------------------------------------------

GUARD = GuardTold("safe_address", ADA, against_people=(DAN,), terms=Terms(address=("14 High Street",)))


@pytest.mark.parametrize(
    ("change", "rule", "field"),
    [
        ({"kind": "secret"}, "sealed.guard_says_what", "kind"),
        ({"against_people": ()}, "sealed.guard_says_from_whom", "against"),
        ({"against_people": (DAN, ADA)}, "sealed.guard_not_against_the_protected", "against"),
        ({"terms": Terms(), "kind": "informant"}, "sealed.guard_has_terms", "address"),
        ({"terms": Terms(), "person_id": None}, "sealed.guard_has_terms", "address"),
        ({"terms": Terms(name=("x" * 301,))}, "sealed.guard_fits_the_page", "name"),
        ({"terms": Terms(school=("x!",))}, "sealed.guard_terms_mean_something", "school"),
        ({"terms": Terms(other=("ab",) * 61)}, "sealed.guard_fits_the_page", "other"),
    ],
)
def test_a_protection_that_would_not_protect_is_refused(change: dict[str, Any], rule: str, field: str) -> None:
    assert refused(rules.require_guard, replace(GUARD, **change)) == (rule, field)


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"against_people": (), "against_teams": (TEAM,)},
        {"person_id": None},
        {"terms": Terms()},
        {"terms": Terms(), "kind": "whereabouts"},
        {"terms": Terms(name=("x" * 300,), school=("x2",))},
        {"terms": Terms(other=("ab",) * 60)},
    ],
)
def test_a_protection_that_says_what_from_whom_and_by_which_words_holds(change: dict[str, Any]) -> None:
    assert refused(rules.require_guard, replace(GUARD, **change)) is None


def test_every_term_is_compared_as_what_it_is() -> None:
    terms = Terms(address=("14 High Street", "Mill Cottage"), telephone=("01632 960100",))

    assert terms.pairs() == (
        ("address", "14 High Street"),
        ("address", "Mill Cottage"),
        ("telephone", "01632 960100"),
    )


def test_a_protection_is_about_people_the_hub_knows_and_ends_once_with_a_reason() -> None:
    assert refused(rules.require_people_are_known, [ADA, DAN], [ADA]) == ("sealed.guard_names_known_people", "against")
    assert refused(rules.require_people_are_known, [ADA], [ADA, DAN]) is None
    assert refused(rules.require_people_are_known, [ADA, DAN], [DAN, ADA]) is None
    assert refused(rules.require_reason_for_ending, " ") == ("sealed.guard_ended_with_a_reason", "reason")
    assert refused(rules.require_reason_for_ending, "He died.") is None
    assert refused(rules.require_not_ended, True) == ("sealed.guard_ends_once", None)
    assert refused(rules.require_not_ended, False) is None


# --- Items ----------------------------------------------------------------------------------------------------------

FIT = ItemTold("He was arrested.", professional="PC Trevail")


@pytest.mark.parametrize(
    ("change", "rule", "field"),
    [
        ({"vetting": "top_secret"}, "sealed.item_says_how_it_is_held", "items-2-vetting"),
        ({"readers": (ADA,)}, "sealed.readers_are_named_for_what_is_held_back", "items-2-readers"),
    ],
)
def test_an_item_asks_for_a_known_level_and_names_readers_only_of_what_is_held_back(
    change: dict[str, Any], rule: str, field: str
) -> None:
    assert refused(rules.require_fit_for_the_room, replace(FIT, **change), at=AT, prefix="items-2-") == (rule, field)


@pytest.mark.parametrize(
    "change",
    [
        {"text": LONG},
        {"professional": "x" * 120},
        {"handling": "x" * 1_000},
        {"vetting": "nppv_2"},
        {"readers": (ADA,), "sensitivity": "restricted"},
        {"readers": (ADA,), "sensitivity": "hidden"},
        {"fact_on": date(2026, 11, 18)},
    ],
)
def test_an_item_just_within_its_limits_goes_in(change: dict[str, Any]) -> None:
    assert refused(rules.require_fit_for_the_room, replace(FIT, **change), at=AT) is None


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"text": ""}, "text"),
        ({"professional": ""}, "professional"),
        ({"source_kind": ""}, "source_kind"),
        ({"fact_on": date(2026, 11, 19)}, "fact_on"),
        ({"readers": (ADA,)}, "readers"),
    ],
)
def test_where_a_form_has_one_item_its_fields_have_plain_names(change: dict[str, Any], field: str) -> None:
    found = refused(rules.require_fit_for_the_room, replace(FIT, **change), at=AT)

    assert found is not None
    assert found[1] == field


def test_whoever_writes_too_much_reads_what_it_was_how_much_may_stand_there_and_how_much_it_is() -> None:
    def said(change: dict[str, Any]) -> str:
        return sentence_of(rules.require_fit_for_the_room, replace(FIT, **change), at=AT)

    assert said({"text": LONG + "x"}) == "This must be 20,000 characters or fewer; it has 20,001."
    assert said({"professional": "x" * 121}).startswith("The professional's name must be 120")
    assert said({"handling": "x" * 1_001}).startswith("The handling condition must be 1,000")
    for field, says in (
        ("source_kind", "Choose what kind of information this is."),
        ("sensitivity", "Choose who in the hub may read this."),
        ("leave", "Choose whether this may leave the hub."),
        ("vetting", "Choose a vetting level from the list."),
    ):
        assert said({field: "unheard of"}) == says


def test_an_item_says_of_itself_what_it_was_told_and_is_read_back_as_such() -> None:
    told = replace(
        FIT,
        fact_on=date(2026, 10, 3),
        about=(ADA,),
        readers=(DAN,),
        vetting="sc",
        grading=WHOLE,
        professional=" PC T ",
    )
    facts = rules.facts_of(told)
    plain = rules.facts_of(FIT)

    assert facts == {
        "source_kind": "fact",
        "sensitivity": "hub",
        "leave": "ask",
        "fact_on": "2026-10-03",
        "professional": "PC T",
        "about": [str(ADA)],
        "readers": [str(DAN)],
        "vetting": "sc",
        "grading": ["2", "B", "P"],
    }
    assert ItemTold(told.text, **rules.facts_in(facts)) == replace(told, professional="PC T")
    assert ItemTold(FIT.text, **rules.facts_in(plain)) == FIT


def test_an_answer_has_items_and_none_of_them_is_hidden() -> None:
    assert refused(rules.require_answer_has_items, []) == ("sealed.answer_has_items", "items-0-text")
    assert refused(rules.require_answer_has_items, [FIT]) is None
    hidden = refused(rules.require_not_hidden_in_an_answer, "hidden", prefix="items-3-")
    assert hidden == ("sealed.hidden_is_put_in_by_itself", "items-3-sensitivity")
    assert refused(rules.require_not_hidden_in_an_answer, "hidden") == (hidden[0], "sensitivity")
    assert refused(rules.require_not_hidden_in_an_answer, "restricted") is None


@pytest.mark.parametrize(
    ("before", "after", "broken"),
    [
        ("hub", "hidden", True),
        ("restricted", "hidden", True),
        ("hidden", "hidden", False),
        ("hidden", "hub", False),
        ("hub", "restricted", False),
    ],
)
def test_what_others_know_of_cannot_be_hidden_any_more(before: str, after: str, broken: bool) -> None:
    expected = ("sealed.hidden_from_the_beginning", "sensitivity") if broken else None

    assert refused(rules.require_not_hidden_later, before=before, after=after) == expected


def test_what_is_hidden_is_never_asked_for() -> None:
    assert refused(rules.require_may_be_asked_for, "hidden") == ("sealed.hidden_stays_in_the_room", None)
    assert refused(rules.require_may_be_asked_for, "restricted") is None


def test_readers_work_in_the_room_and_those_it_is_about_are_of_the_enquiry() -> None:
    for rule, name, field in (
        (rules.require_readers_of_the_hub, "sealed.readers_work_in_the_room", "readers"),
        (rules.require_people_of_the_enquiry, "sealed.about_people_of_the_enquiry", "about"),
    ):
        assert refused(rule, [ADA, DAN], [ADA], prefix="items-0-") == (name, f"items-0-{field}")
        assert refused(rule, [DAN], [ADA]) == (name, field)
        assert refused(rule, [ADA], [ADA, DAN]) is None
        assert refused(rule, [ADA, DAN], [ADA, DAN]) is None


def test_words_are_words_and_no_more_than_a_person_reads() -> None:
    assert refused(rules.require_words, " ") == ("sealed.item_has_words", "text")
    assert refused(rules.require_words, LONG + "x", field="why") == ("sealed.item_not_too_long", "why")
    assert refused(rules.require_words, LONG) is None
