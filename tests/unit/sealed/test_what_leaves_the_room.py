"""Leaving, the ledger, files and who may enter today: each refused just beyond its limit and kept just within."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from openmash.sealed import rules
from openmash.sealed.rules import Balance, Sharing
from tests.refusals import refused, sentence_of

AT = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
HALF_PAST_MIDNIGHT_IN_JULY = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)  # 1 July already, in the United Kingdom
ADA, DAN, TEAM = uuid4(), uuid4(), uuid4()
LONG = "x" * 20_000

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


FILE = uuid4()

# --- Files ----------------------------------------------------------------------------------------------------------


def test_a_label_is_read_as_it_was_written_and_only_an_items_own_files_come_off() -> None:
    label = rules.FileLabel("scan.pdf", "application/pdf", 12, ("Two pages",))
    on_it: set[object] = {FILE}

    assert rules.read_label(label.as_bytes()) == label
    assert refused(rules.require_the_items_own, {FILE, ADA}, on_it) == ("sealed.takes_off_its_own_files", "take_off")
    assert refused(rules.require_the_items_own, on_it, {FILE, ADA}) is None
    assert refused(rules.require_the_items_own, on_it, on_it) is None


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
