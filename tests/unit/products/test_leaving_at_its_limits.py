"""Approval, release, recall, urgent release and reports: each rule just within and just beyond its limit."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from openmash.products import rules
from openmash.products.errors import BrokenReport
from openmash.products.rules import (
    AgencyWords,
    Bound,
    Comparable,
    GuidanceTold,
    HandsOn,
    Recipient,
    Source,
    StayingText,
    WantsToLeave,
    approvals,
    recalls,
    release,
    reports,
    urgent,
)
from openmash.sealed.rules import Sharing
from tests.refusals import refused, sentence_of

ADA, DAN, TEAM = UUID(int=1), UUID(int=2), UUID(int=3)
AT = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)  # 1 July already, in the United Kingdom
TODAY = date(2026, 7, 1)

# --- Approval -------------------------------------------------------------------------------------------------------

BOUND = Bound(
    Recipient(TEAM, "Exeter", "team@exeter.example", (DAN, ADA)),
    (Source(DAN, 3, UUID(int=12), 4), Source(ADA, 1, UUID(int=11), 2)),
    (UUID(int=22), UUID(int=21)),
)


def by_hand(parts: Sequence[bytes]) -> bytes:
    """Each part after its length in eight bytes, the highest first."""
    return b"".join(bytes(7) + bytes([len(part)]) + part for part in parts)


def test_what_was_approved_yesterday_has_the_same_digest_tomorrow() -> None:
    said = [
        [str(TEAM), "Exeter", "team@exeter.example", str(ADA), str(DAN)],
        [str(ADA), "1", str(UUID(int=11)), "2"],
        [str(DAN), "3", str(UUID(int=12)), "4"],
        ["decisions", str(UUID(int=21)), str(UUID(int=22))],
    ]
    lines = [by_hand([part.encode() for part in line]) for line in said]

    # A line is longer than 255 bytes only where a team has many members: these lengths fit one byte.
    assert all(len(line) < 256 for line in lines)
    assert rules.sources_digest(BOUND) == hashlib.sha256(by_hand(lines)).hexdigest()
    whole = hashlib.sha256(by_hand([b"copy", b"pdf", *lines])).hexdigest()
    assert rules.binding_digest(copy=b"copy", pdf=b"pdf", bound=BOUND) == whole


@pytest.mark.parametrize(
    ("rule", "name"),
    [
        (approvals.require_reason_for_returning, "products.returned_with_a_reason"),
        (recalls.require_reason_for_recall, "products.recalled_with_a_reason"),
    ],
)
def test_a_reason_is_given_and_fits_the_page(rule: Any, name: str) -> None:
    most = approvals.LONGEST_REASON if rule is approvals.require_reason_for_returning else recalls.LONGEST_REASON
    beyond = "products.recall_fits_the_page" if "recall" in name else name

    assert refused(rule, " ") == (name, "reason")
    assert refused(rule, "x" * most) is None
    assert refused(rule, "x" * (most + 1)) == (beyond, "reason")
    assert f"{most:,} characters" in sentence_of(rule, "x" * (most + 1))


@pytest.mark.parametrize(
    ("rule", "kept", "broken", "name"),
    [
        (approvals.require_still_as_frozen, True, False, "products.still_as_frozen"),
        (recalls.require_had_left, True, False, "products.corrects_what_had_left"),
        (recalls.require_no_other_product, True, False, "products.correction_is_a_product_of_its_own"),
        (urgent.require_not_reviewed_yet, False, True, "products.urgent_reviewed_once"),
        (release.require_open, True, False, "products.only_a_draft_changes"),
    ],
)
def test_what_must_stand_as_it_did(rule: Any, kept: bool, broken: bool, name: str) -> None:
    assert refused(rule, kept) is None
    assert refused(rule, broken) == (name, None)


def test_nobody_approves_or_reviews_their_own() -> None:
    assert refused(approvals.require_approved_by_somebody_else, actor_id=ADA, authors=[DAN, ADA]) == (
        "products.approved_by_somebody_else",
        None,
    )
    assert refused(approvals.require_approved_by_somebody_else, actor_id=ADA, authors=[DAN]) is None
    assert refused(urgent.require_reviewed_by_somebody_else, actor_id=ADA, released_by=ADA) == (
        "products.urgent_reviewed_by_somebody_else",
        None,
    )
    assert refused(urgent.require_reviewed_by_somebody_else, actor_id=ADA, released_by=DAN) is None


def test_a_review_of_an_urgent_release_finds_something_and_says_why() -> None:
    rule = "products.urgent_review_says_what_it_found"

    assert refused(urgent.require_review, "wrong", "x" * 4_000) is None
    assert refused(urgent.require_review, "perhaps", "x") == (rule, "finding")
    assert refused(urgent.require_review, "right", " ") == (rule, "words")
    assert refused(urgent.require_review, "right", "x" * 4_001) == (rule, "words")


# --- Release --------------------------------------------------------------------------------------------------------

TOLD = GuidanceTold(recommendations="See Ada alone.")
DECISION = HandsOn(UUID(int=21), TEAM, holds=True)
MAY = WantsToLeave("NHS Devon", "Agreed, whole", may_leave=True)
WAITS = WantsToLeave("Police", "Waiting for the owner", may_leave=False)
WHOLE = Sharing("section_17", "given")


def test_what_a_product_hands_on_is_refused_beside_its_field() -> None:
    other = replace(DECISION, decision_id=UUID(int=22), team_id=DAN)

    assert refused(release.require_hands_on_a_decision, []) == ("products.hands_on_a_decision", "decisions")
    assert refused(
        release.require_decisions_name_the_team, [DECISION, other], team_id=TEAM, wanted=[UUID(int=21), UUID(int=22)]
    ) == ("products.decision_names_the_team", "decisions")
    assert refused(release.require_decisions_hold, [DECISION, replace(DECISION, holds=False)]) == (
        "products.decisions_still_hold",
        "decisions",
    )
    assert refused(release.require_recommendations, None) == ("products.says_what_to_do", "recommendations")
    assert refused(release.require_items_of_the_room, [ADA, DAN], [ADA]) == ("products.items_of_this_room", "items")
    assert refused(release.require_items_of_the_room, [ADA], [ADA]) is None


@pytest.mark.parametrize("part", ["summary", "recommendations", "speak_to", "staff_safety"])
def test_no_part_of_the_guidance_is_longer_than_a_person_reads(part: str) -> None:
    within: dict[str, Any] = {part: "x" * 20_000}
    beyond: dict[str, Any] = {part: "x" * 20_001}

    assert refused(release.require_fits_the_page, replace(TOLD, **within)) is None
    assert refused(release.require_fits_the_page, replace(TOLD, **beyond)) == ("products.guidance_fits_the_page", part)
    assert "20,001" in sentence_of(release.require_fits_the_page, replace(TOLD, **beyond))


def test_what_may_not_leave_yet_is_counted_and_named() -> None:
    assert refused(release.require_every_item_may_leave, [WAITS]) == ("products.every_item_may_leave", "items")
    assert sentence_of(release.require_every_item_may_leave, [MAY, WAITS]).startswith("1 item may not leave")
    two = sentence_of(release.require_every_item_may_leave, [WAITS, replace(WAITS, agency_name="Housing")])
    assert two.startswith("2 items may not leave")
    assert "Police: waiting for the owner; Housing: waiting for the owner." in two


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"decisions": []}, "at least one decision"),
        ({"decisions": [replace(DECISION, holds=False)]}, "no longer holds"),
        ({"told": None}, "recommend"),
        ({"sharing": Sharing()}, "what it is for"),
        ({"items": [WAITS]}, "may not leave"),
    ],
)
def test_each_thing_that_stops_a_release_is_said_by_itself(change: dict[str, Any], says: str) -> None:
    ready: dict[str, Any] = {"decisions": [DECISION], "told": TOLD, "items": [MAY], "sharing": WHOLE}

    assert release.what_stops(**ready) == ()
    [found] = release.what_stops(**ready | change)
    assert says in found


def test_what_went_urgently_says_so() -> None:
    assert release.leaving_words("urgent", edited=False, current=True).startswith("Went urgently")
    assert release.leaving_words("refused", edited=True, current=True) == "The owner does not agree"


# --- Reports --------------------------------------------------------------------------------------------------------

REPORT = reports.ReportTold("plan", TODAY, "")


def test_a_report_is_refused_beside_its_field() -> None:
    assert refused(reports.require_report, REPORT, at=AT) is None
    assert refused(reports.require_report, replace(REPORT, words="x" * 4_000), at=AT) is None
    for change, rule, field in (
        ({"kind": "holiday"}, "products.report_says_what_happened", "kind"),
        ({"happened_on": TODAY + timedelta(days=1)}, "products.report_not_of_the_future", "happened_on"),
        ({"words": "x" * 4_001}, "products.report_fits_the_page", "words"),
    ):
        assert refused(reports.require_report, replace(REPORT, **change), at=AT) == (rule, field)


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"kind": "holiday"}, "what came of it"),
        ({"kind": 7}, "what came of it"),
        ({"words": 7}, "in your own words"),
        ({"words": "x" * 4_001}, "in your own words"),
        ({"words": "\x00"}, "in your own words"),
        ({"happened_on": "soon"}, "the date it happened"),
    ],
)
def test_a_broken_report_names_its_part(change: dict[str, Any], part: str) -> None:
    with pytest.raises(BrokenReport) as found:
        rules.read_letter(rules.as_letter(REPORT) | change)
    assert f"“{part}”" in found.value.sentence
    with pytest.raises(BrokenReport, match="“what came of it”"):
        rules.read_letter(["plan"])


def test_a_report_as_long_as_the_form_takes_is_read_and_its_place_is_its_own() -> None:
    assert rules.read_letter(rules.as_letter(replace(REPORT, words="x" * 4_000))).words == "x" * 4_000
    assert reports.letter_place(ADA, DAN) == f"products_teamreport|{ADA}|{DAN}|ciphertext"


# --- Who must not learn what ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "term", "text"),
    [
        ("telephone", "960123", "ring 960 123"),
        ("telephone", "+44 1632 960123", "01632 960123"),
        ("postcode", "W1 1AA", "at W1 1AA."),
        ("postcode", "EX10 1IL", "EXIO ILI"),
        ("postcode", "EX1 1AB", "at EX1 1AB's gate"),
        ("name", "Wren Ann Marie", "Marie Wren Ann"),
        ("name", "Madonna", "seen with madonna"),
        ("school", "Ashe Primary School", "goes to Ashe"),
        ("school", "Saint Anne Hill Primary", "at St Anne Hill"),
        ("address", "14", "at 14"),
        ("address", "Exeter, 14 High Street", "14 High St"),
        ("address", "Mill View; Exeter", "mill view"),
        ("address", "Room 3 Floor 2 Unit 9 14 High Street", "14 High Street"),
        ("address", "Exeter, 14, High Street", "14 high street"),
        ("address", "St Mary's House, Exeter", "Saint Mary House"),
    ],
)
def test_what_is_protected_is_found_at_its_shortest_and_turned_round(kind: str, term: str, text: str) -> None:
    assert Comparable(text).says_any([(kind, term)])


@pytest.mark.parametrize(
    ("kind", "term", "text"),
    [
        ("telephone", "60123", "ring 60123"),
        ("postcode", "W1 1", "at W1 1."),
        ("school", "Ash Primary School", "an ash tree"),
        ("school", "A B Primary School", "in row A B"),
        ("address", "Mill Lane 14, South Devon", "in South Devon"),
        ("address", "Cottage, Exeter", "the house in Exeter"),
        ("name", "Dan Oakes Wren", "Oakes Wren"),
    ],
)
def test_what_is_too_short_or_too_common_to_mean_it_is_left_alone(kind: str, term: str, text: str) -> None:
    assert not Comparable(text).says_any([(kind, term)])


def test_two_addresses_are_compared_both_ways_and_as_addresses() -> None:
    assert rules.same_place("Flat 2, 14 High St, Exeter", "14 High Street")
    assert rules.same_place("14 High Street", "Flat 2, 14 High St, Exeter")
    assert not rules.same_place("12 High Street", "14 High Street")


# --- Copied out by hand ---------------------------------------------------------------------------------------------

SEALED = "He told PC Trevail that he keeps a machete under the bed in the back room."
WORDS = AgencyWords("NHS Devon", "Dr Lowen", "Fact", "2026-10-03", "A burn.", "Agreed", "")


def copy(*, summary: str = "", words: Sequence[str] = ()) -> rules.Copy:
    return rules.typeset(
        reference="DEV-1111-2222",
        hub="Devon MASH",
        team="Exeter assessment team",
        subjects=[],
        guidance=replace(TOLD, summary=summary),
        words=[replace(WORDS, text=text) for text in words],
    )


def test_what_goes_with_it_may_be_repeated_though_the_whole_item_stays() -> None:
    item = StayingText(uuid4(), f"{SEALED} And there is more of it that nobody outside may ever read at all.")

    assert rules.copied_out(copy(summary=SEALED, words=[SEALED]), [item]) == ()
    [found] = rules.copied_out(copy(summary=SEALED), [item])
    assert "from “He told PC Trevail that he keeps a …”" in found.sentence


def test_both_the_hubs_words_and_an_owners_edited_ones_are_named_at_once() -> None:
    another = "She said on Tuesday that nobody at all had fed the baby since the morning."
    own = StayingText(uuid4(), "Quite other words of his.", let_go=SEALED, edited=True)

    found = rules.copied_out(
        copy(summary=another, words=[SEALED, "A burn."]),
        [own, StayingText(ADA, SEALED), StayingText(DAN, another)],
    )

    assert [each.where for each in found] == ["Summary of the analysis", "Information that goes with it"]
    assert rules.copied_out(copy(words=[SEALED, f"So it is. {SEALED}"]), [own, StayingText(uuid4(), SEALED)]) == ()


def test_a_copy_says_what_it_is_and_holds_all_that_was_handed_in() -> None:
    warning = rules.WarningInCopy("Dan Wren", "Keeps a dog that bites.", "2026-01-02", "Kit Marlow")
    part = rules.PartInCopy("NHS Devon", "Dr Lowen", "Seen twice.", "It adds up.", "Tier 3")
    subject = rules.SubjectInCopy("Ada", "Child", "", "", "", "Tier 3", "Assessment", "", "Kim Ward")
    made = rules.typeset(
        reference="DEV-1111-2222",
        hub="Devon MASH",
        team="Exeter assessment team",
        subjects=[subject],
        guidance=GuidanceTold("Two bruises.", "See Ada alone.", "Ms Sparrow", "Go in pairs."),
        words=[WORDS],
        warnings=[warning],
        parts=[part],
    )
    assert made == rules.Copy(
        format=3,
        marking="OFFICIAL-SENSITIVE",
        reference="DEV-1111-2222",
        hub="Devon MASH",
        team="Exeter assessment team",
        subjects=(subject,),
        summary="Two bruises.",
        recommendations="See Ada alone.",
        speak_to="Ms Sparrow",
        staff_safety="Go in pairs.",
        words=(WORDS,),
        warnings=(warning,),
        parts=(part,),
    )


def test_an_address_that_is_left_out_leaves_nothing_in_its_place() -> None:
    subject = rules.SubjectInCopy("Ada", "Child", "", "", "4 Mill Lane", "", "", "", "")
    made = rules.typeset(reference="", hub="", team="", subjects=[subject], guidance=TOLD, words=[])

    assert made.subjects == (replace(subject, address=""),)


def test_a_copy_writes_a_day_as_calendars_do_and_nothing_where_there_is_none() -> None:
    assert rules.copies.day(date(2026, 7, 1)) == "2026-07-01"
    assert rules.copies.day(None) == ""
