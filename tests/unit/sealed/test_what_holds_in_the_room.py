"""The sealed room's rules one by one: each refused just beyond its limit, beside its field, and kept just within."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from openmash.sealed import rules
from openmash.sealed.errors import BrokenLetter
from openmash.sealed.rules import Balance, Grading, GrantTold, GuardTold, ItemTold, ReplyTold, Sharing, Terms
from openmash.sealed.rules.letters import MOST_FILES, MOST_ITEMS
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


# --- Leaving --------------------------------------------------------------------------------------------------------


def test_an_owner_gives_the_edited_words_or_says_why_not() -> None:
    for rule, name, field in (
        (rules.require_edited_words, "sealed.edited_words_are_given", "edited_text"),
        (rules.require_reason_for_not_agreeing, "sealed.refusal_gives_its_reason", "reason"),
    ):
        assert refused(rule, " ") == (name, field)
        assert refused(rule, LONG + "x") == ("sealed.item_not_too_long", field)
        assert refused(rule, "He is known.") is None


def test_what_was_taken_out_or_corrected_does_not_leave_and_each_is_said() -> None:
    leaves: dict[str, Any] = {"state": "consented", "item_state": "sealed", "asked_for": 2, "stands_at": 2}

    assert refused(rules.require_may_leave, **leaves) is None
    assert refused(rules.require_may_leave, **leaves | {"item_state": "withdrawn"}) == (
        "sealed.item_not_withdrawn",
        None,
    )
    assert refused(rules.require_may_leave, **leaves | {"stands_at": 3}) == (
        "sealed.request_is_for_the_words_as_they_stand",
        None,
    )
    assert refused(rules.require_may_leave, **leaves | {"state": "asked"}) == (
        "sealed.owner_agreed_or_lawful_basis",
        None,
    )


def test_whoever_asked_never_records_the_lawful_basis_too() -> None:
    assert refused(rules.require_second_person, actor_id=ADA, asked_by=ADA) == (
        "sealed.lawful_basis_by_a_second_person",
        None,
    )
    assert refused(rules.require_second_person, actor_id=ADA, asked_by=DAN) is None


def test_a_lawful_basis_is_listed_and_in_force_to_the_end_of_its_last_day() -> None:
    day = date(2026, 11, 18)
    found = rules.require_gateway("children_act_1989_s47", on=day)
    limited = replace(found, effective_from=day, effective_until=day)

    assert found.code == "children_act_1989_s47"
    assert refused(rules.require_gateway, "because", on=day) == ("sealed.gateway_is_listed", "gateway")
    assert refused(rules.require_gateway, "children_act_2004_s16la", on=date(2026, 9, 29)) == (
        "sealed.gateway_is_in_force",
        "gateway",
    )
    assert [limited.in_force(day + timedelta(days=n)) for n in (-1, 0, 1)] == [False, True, False]
    assert found.in_force(day)
    assert not replace(found, effective_until=day).in_force(day + timedelta(days=1))
    assert rules.gateway("because") is None


# --- The ledger -----------------------------------------------------------------------------------------------------

PURPOSE = next(iter(rules.PURPOSE_WORDS))
GIVEN = next(each for each in rules.FAMILY_WORDS if each not in rules.REASONS_OF_FAMILY)
NOT_ASKED = next(iter(rules.REASONS_OF_FAMILY))
REASON = next(iter(rules.REASONS_OF_FAMILY[NOT_ASKED]))
PURPOSE_RULE, FAMILY_RULE = "sealed.ledger_says_the_purpose", "sealed.ledger_says_what_the_family_knows"


@pytest.mark.parametrize(
    ("told", "when_sent", "as_draft"),
    [
        (Sharing(PURPOSE, GIVEN), None, None),
        (Sharing(PURPOSE, NOT_ASKED, REASON), None, None),
        (Sharing(PURPOSE, NOT_ASKED), (FAMILY_RULE, "family_reason"), None),
        (Sharing("", GIVEN), (PURPOSE_RULE, "purpose"), None),
        (Sharing(PURPOSE), (FAMILY_RULE, "family"), None),
        (Sharing(), (PURPOSE_RULE, "purpose"), None),
        (Sharing("gossip", GIVEN), (PURPOSE_RULE, "purpose"), (PURPOSE_RULE, "purpose")),
        (Sharing(PURPOSE, "shrugged"), (FAMILY_RULE, "family"), (FAMILY_RULE, "family")),
        (Sharing(PURPOSE, GIVEN, REASON), (FAMILY_RULE, "family_reason"), (FAMILY_RULE, "family_reason")),
        (Sharing(PURPOSE, NOT_ASKED, "busy"), (FAMILY_RULE, "family_reason"), (FAMILY_RULE, "family_reason")),
    ],
)
def test_nothing_goes_without_its_purpose_and_what_the_family_said_but_a_draft_may_be_half_finished(
    told: Sharing, when_sent: Any, as_draft: Any
) -> None:
    assert refused(rules.require_sharing, told) == when_sent
    assert refused(rules.require_known_sharing, told) == as_draft


def test_what_the_family_said_is_told_with_its_reason() -> None:
    why = rules.REASONS_OF_FAMILY[NOT_ASKED][REASON]
    told = Sharing(PURPOSE, NOT_ASKED, REASON)

    assert told.purpose_words == rules.PURPOSE_WORDS[PURPOSE]
    assert told.family_words == f"{rules.FAMILY_WORDS[NOT_ASKED]}: {why[0].lower()}{why[1:]}"
    assert Sharing(PURPOSE, GIVEN).family_words == rules.FAMILY_WORDS[GIVEN]
    assert Sharing(PURPOSE, NOT_ASKED).family_words == rules.FAMILY_WORDS[NOT_ASKED]
    assert (Sharing().purpose_words, Sharing().family_words) == ("", "")


@pytest.mark.parametrize("name", ["necessary", "proportionate", "relevant"])
def test_going_without_agreement_is_weighed_in_three_ways(name: str) -> None:
    whole = Balance("They visit today.", "No names.", "It is about the child.")
    rule = "sealed.going_without_agreement_is_weighed"
    limit = rules.ledger.LONGEST

    assert refused(rules.require_balance, whole) is None
    assert refused(rules.require_balance, replace(whole, **{name: " "})) == (rule, name)
    assert refused(rules.require_balance, replace(whole, **{name: "x" * limit})) is None
    assert refused(rules.require_balance, replace(whole, **{name: "x" * (limit + 1)})) == (rule, name)


def test_the_three_are_sealed_together_each_under_its_name() -> None:
    text = Balance(" They visit today. ", " No names. ", " About her. ").as_text()

    assert text == "Necessary: They visit today.\n\nProportionate: No names.\n\nRelevant: About her."


def test_what_is_left_out_or_goes_urgently_gives_its_reason() -> None:
    limit = rules.ledger.LONGEST
    left_out, urgent = "sealed.left_out_with_a_reason", "sealed.urgent_says_why"

    assert refused(rules.require_reason_for_leaving_out, "not_sure", "x" * limit) is None
    assert refused(rules.require_reason_for_leaving_out, "tired", "") == (left_out, "why")
    assert refused(rules.require_reason_for_leaving_out, "not_sure", "x" * (limit + 1)) == (left_out, "words")
    assert refused(rules.require_ground, "express_consent") is None
    assert refused(rules.require_ground, "hurry") == ("sealed.urgent_on_one_of_three_grounds", "ground")
    assert refused(rules.require_reason_for_urgency, "x" * limit) is None
    assert refused(rules.require_reason_for_urgency, " ") == (urgent, "reason")
    assert refused(rules.require_reason_for_urgency, "x" * (limit + 1)) == (urgent, "reason")


# --- A virtual partner's letter -------------------------------------------------------------------------------------

FILE = uuid4()
ITEM: dict[str, Any] = {
    "text": " Absent since May. ",
    "source_kind": "opinion",
    "sensitivity": "restricted",
    "leave": "whole",
    "fact_on": "2026-11-02",
    "handling": " Not to Mr N. ",
    "professional": " Ms Lowen ",
    "files": [str(FILE)],
}
LETTER: dict[str, Any] = {
    "name": " Gwen Amery ",
    "role": " Head ",
    "items": [ITEM],
    "nil_return": "",
    "searched": " SIMS ",
    "explanation": " Two systems ",
    "late_effect": "yes",
    "late_effect_why": " Exams ",
}


def letter_refused(letter: Any) -> str:
    try:
        rules.read_letter(letter)
    except BrokenLetter as broken:
        sentence = broken.sentence
    else:
        return ""
    assert sentence.endswith("take the answer down.")
    return sentence


def test_a_letter_is_read_part_by_part() -> None:
    item = ItemTold(
        "Absent since May.",
        source_kind="opinion",
        sensitivity="restricted",
        leave="whole",
        fact_on=date(2026, 11, 2),
        handling="Not to Mr N.",
        professional="Ms Lowen",
    )

    assert rules.read_letter(LETTER) == ReplyTold(
        name="Gwen Amery, Head",
        items=(item,),
        files=((FILE,),),
        nil_return="",
        searched="SIMS",
        explanation="Two systems",
        late_effect="yes",
        late_effect_why="Exams",
    )


def test_what_a_letter_leaves_out_is_taken_as_the_form_offers_it() -> None:
    told = rules.read_letter({"name": "Gwen Amery", "items": [{"text": "Absent."}]})

    assert told == ReplyTold("Gwen Amery", (ItemTold("Absent.", professional="Gwen Amery"),), ((),), "", "", "", "", "")
    assert rules.read_letter({"name": "Gwen", "items": None, "nil_return": "nothing_known"}) == ReplyTold(
        "Gwen", (), (), "nothing_known", "", "", "", ""
    )


@pytest.mark.parametrize(
    ("part", "most"),
    [
        *(("name", 120), ("role", 120), ("nil_return", 20), ("searched", 20_000), ("explanation", 20_000)),
        *(("late_effect", 10), ("late_effect_why", 20_000)),
    ],
)
def test_no_part_of_a_letter_is_longer_than_a_person_types(part: str, most: int) -> None:
    assert letter_refused(LETTER | {part: "x" * most}) == ""
    for wrong in ("x" * (most + 1), 5, None, "a\x00b"):
        assert f"“{part}”" in letter_refused(LETTER | {part: wrong})


@pytest.mark.parametrize(
    ("part", "most"),
    [
        *(("text", 20_000), ("source_kind", 20), ("sensitivity", 20), ("leave", 20), ("handling", 20_000)),
        ("professional", 120),
    ],
)
def test_no_part_of_an_item_in_a_letter_is_either(part: str, most: int) -> None:
    assert letter_refused(LETTER | {"items": [ITEM | {part: "x" * most}]}) == ""
    for wrong in ("x" * (most + 1), 5):
        assert f"“{part}”" in letter_refused(LETTER | {"items": [ITEM | {part: wrong}]})


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"items": "many"}, "items"),
        ({"items": {"0": ITEM}}, "items"),
        ({"items": ["Absent."]}, "items"),
        ({"items": [ITEM] * (MOST_ITEMS + 1)}, "items"),
        ({"items": [ITEM | {"fact_on": "in May"}]}, "fact_on"),
        ({"items": [ITEM | {"fact_on": "2026-11-022"}]}, "fact_on"),
        ({"items": [ITEM | {"files": "file"}]}, "files"),
        ({"items": [ITEM | {"files": ["no id"]}]}, "files"),
        ({"items": [ITEM | {"files": [str(FILE), str(FILE)]}]}, "files"),
        ({"items": [ITEM | {"files": [str(uuid4()) for _ in range(MOST_FILES + 1)]}]}, "files"),
    ],
)
def test_what_is_no_list_no_day_and_no_file_is_named_and_never_quoted(change: dict[str, Any], part: str) -> None:
    assert f"“{part}”" in letter_refused(LETTER | change)


def test_a_letter_has_as_many_items_and_files_as_the_form_takes_and_somebody_who_signs() -> None:
    assert letter_refused(LETTER | {"items": [ITEM] * MOST_ITEMS}) == ""
    files: list[str] = [str(uuid4()) for _ in range(MOST_FILES)]
    assert letter_refused(LETTER | {"items": [ITEM | {"files": files}]}) == ""
    assert "who answered" in letter_refused(LETTER | {"name": " "})
    assert "form that can be read" in letter_refused([LETTER])
    assert len(rules.read_letter(LETTER | {"name": "x" * 120}).name) == 120


# --- Files ----------------------------------------------------------------------------------------------------------


def test_a_label_is_read_as_it_was_written_and_only_an_items_own_files_come_off() -> None:
    label = rules.FileLabel("scan.pdf", "application/pdf", 12, ("Two pages",))
    on_it: set[object] = {FILE}

    assert rules.read_label(label.as_bytes()) == label
    assert refused(rules.require_the_items_own, {FILE, ADA}, on_it) == ("sealed.takes_off_its_own_files", "take_off")
    assert refused(rules.require_the_items_own, on_it, {FILE, ADA}) is None


# --- Who may enter today --------------------------------------------------------------------------------------------

TODAY = date(2026, 7, 1)


@pytest.mark.parametrize(
    ("rule", "name", "named"),
    [
        (rules.require_vetting_is_current, "sealed.vetting_is_current", {}),
        (rules.require_agreement_is_current, "sealed.agreement_is_current", {"agency": "NHS Devon"}),
    ],
)
def test_the_last_day_counts_as_it_is_in_the_united_kingdom(rule: Any, name: str, named: dict[str, str]) -> None:
    assert refused(rule, TODAY, at=HALF_PAST_MIDNIGHT_IN_JULY, **named) is None
    for gone in (TODAY - timedelta(days=1), None):
        assert refused(rule, gone, at=HALF_PAST_MIDNIGHT_IN_JULY, **named) == (name, None)
    assert "30 June 2026" in sentence_of(rule, TODAY - timedelta(days=1), at=HALF_PAST_MIDNIGHT_IN_JULY, **named)


def test_whose_agreement_is_missing_is_named_and_your_agency_where_there_is_no_name() -> None:
    assert "NHS Devon has signed" in sentence_of(rules.require_agreement_is_current, None, agency="NHS Devon", at=AT)
    assert "your agency has signed" in sentence_of(rules.require_agreement_is_current, None, agency="", at=AT)


def test_a_vetting_level_reaches_whatever_asks_for_no_more() -> None:
    why = rules.why_vetting_does_not_reach

    assert why(held="nppv_2", required="nppv_2") == why(held="sc", required="bpss") == why(held="", required="") == ""
    assert why(held="", required="bpss").endswith("for you no vetting level is recorded.")
    assert "NPPV level 3" in why(held="nppv_2", required="nppv_3")
