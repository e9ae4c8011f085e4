"""What may leave, what exactly leaves, and what may be reported back."""

from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openmash.access import Actor, Role
from openmash.core.errors import Refused, RuleBroken
from openmash.products import permissions, rules
from openmash.products.errors import BrokenReport
from openmash.products.rules import AgencyWords, GuidanceTold, HandsOn, SubjectInCopy, WantsToLeave
from openmash.sealed.rules import Sharing
from openmash.sealed.states import ReleaseState

NOW = datetime(2026, 11, 18, 23, 30, tzinfo=UTC)
TEAM, OTHER_TEAM = uuid4(), uuid4()
TOLD = GuidanceTold(recommendations="See Ada alone.")
MAY = WantsToLeave("NHS Devon", "Agreed, whole", may_leave=True)
MAY_NOT = WantsToLeave("Devon and Cornwall Police", "Waiting for the owner", may_leave=False)
ADA = SubjectInCopy(
    name="Ada Wren",
    kind="Child",
    born_on="2018-03-04",
    expected_on="",
    address="4 Mill Lane, EX1 1AA",
    level="Tier 3",
    outcome="Social care",
    decided_at="2026-11-18T10:00:00+00:00",
    decided_by="Pat Holloway",
)
WORDS = AgencyWords("NHS Devon", "Dr Lowen", "Fact", "2026-10-03", "A burn.", "Agreed", "")


def decision(*, team_id: UUID | None = TEAM, holds: bool = True) -> HandsOn:
    return HandsOn(uuid4(), team_id, holds)


def broken(rule: Callable[[], object]) -> str:
    with pytest.raises(RuleBroken) as found:
        rule()
    return found.value.rule


def copy(guidance: GuidanceTold = TOLD, *, words: tuple[AgencyWords, ...] = (WORDS,)) -> rules.Copy:
    return rules.typeset(
        reference="DEV-1111-2222",
        hub="Devon MASH",
        team="Exeter assessment team",
        subjects=[ADA],
        guidance=guidance,
        words=words,
    )


def test_only_a_draft_changes() -> None:
    assert broken(lambda: rules.require_open(False)) == "products.only_a_draft_changes"
    rules.require_open(True)


def test_a_product_hands_on_a_decision_that_names_its_team_and_still_holds() -> None:
    ours, theirs, nobodys = decision(), decision(team_id=OTHER_TEAM), decision(team_id=None)
    assert broken(lambda: rules.require_hands_on_a_decision([])) == "products.hands_on_a_decision"
    for wrong in ([theirs], [nobodys], [ours, theirs]):
        ids = [each.decision_id for each in wrong]
        assert (
            broken(lambda w=wrong, i=ids: rules.require_decisions_name_the_team(w, team_id=TEAM, wanted=i))  # type: ignore[misc]
            == "products.decision_names_the_team"
        )
    unknown = [ours.decision_id, uuid4()]
    assert broken(lambda: rules.require_decisions_name_the_team([ours], team_id=TEAM, wanted=unknown))
    assert (
        broken(lambda: rules.require_decisions_hold([ours, decision(holds=False)])) == "products.decisions_still_hold"
    )
    rules.require_hands_on_a_decision([ours])
    rules.require_decisions_name_the_team([ours], team_id=TEAM, wanted=[ours.decision_id])
    rules.require_decisions_hold([ours])


def test_a_product_says_what_to_do() -> None:
    for told in (None, GuidanceTold(), GuidanceTold(recommendations=" ", summary="Bruises")):
        assert broken(lambda t=told: rules.require_recommendations(t)) == "products.says_what_to_do"  # type: ignore[misc]
    rules.require_recommendations(TOLD)


def test_guidance_fits_the_page() -> None:
    too_long = replace(TOLD, speak_to="x" * 20_001)
    assert broken(lambda: rules.require_fits_the_page(too_long)) == "products.guidance_fits_the_page"
    rules.require_fits_the_page(replace(TOLD, speak_to="x" * 20_000))


def test_only_items_of_this_room() -> None:
    ours = uuid4()
    assert broken(lambda: rules.require_items_of_the_room([ours, uuid4()], [ours])) == "products.items_of_this_room"
    rules.require_items_of_the_room([ours], [ours, uuid4()])


def test_every_item_may_leave_and_those_that_may_not_are_named() -> None:
    with pytest.raises(RuleBroken) as found:
        rules.require_every_item_may_leave([MAY, MAY_NOT])

    assert found.value.rule == "products.every_item_may_leave"
    assert "Devon and Cornwall Police: waiting for the owner" in found.value.sentence
    assert "NHS Devon" not in found.value.sentence
    rules.require_every_item_may_leave([MAY])
    rules.require_every_item_may_leave([])


@pytest.mark.parametrize(
    ("state", "edited", "current", "words"),
    [
        (ReleaseState.CONSENTED, False, True, "Agreed, whole"),
        (ReleaseState.CONSENTED, True, True, "Agreed, in the owner's own words"),
        (ReleaseState.ASKED, False, True, "Waiting for the owner"),
        (ReleaseState.REFUSED, False, True, "The owner does not agree"),
        (ReleaseState.LAWFUL_BASIS, False, True, "May go on a lawful basis"),
        (ReleaseState.CONSENTED, False, False, "Its owner changed or withdrew it after it was asked for"),
    ],
)
def test_how_an_items_leaving_stands_is_said_in_words(state: str, edited: bool, current: bool, words: str) -> None:
    assert rules.leaving_words(state, edited=edited, current=current) == words


def test_everything_that_stops_a_release_is_said_at_once() -> None:
    found = rules.what_stops(decisions=[decision(holds=False)], told=None, items=[MAY_NOT], sharing=Sharing())
    assert len(found) == 4
    whole = Sharing("section_17", "given")
    assert rules.what_stops(decisions=[decision()], told=TOLD, items=[MAY], sharing=whole) == ()


def test_the_address_is_left_out_unless_the_author_asked_for_it() -> None:
    assert b"Mill Lane" not in rules.to_bytes(copy())
    assert b"Mill Lane" in rules.to_bytes(copy(replace(TOLD, with_addresses=True)))


def test_the_copy_has_the_positive_list_of_fields_and_no_other() -> None:
    assert set(asdict(copy())) == {
        *("format", "marking", "reference", "hub", "team", "subjects"),
        *("summary", "recommendations", "speak_to", "staff_safety", "words", "warnings", "parts"),
    }
    assert set(asdict(WORDS)) == {"agency", "professional", "kind", "fact_on", "text", "basis", "handling"}
    assert set(asdict(ADA)) == {
        *("name", "kind", "born_on", "expected_on", "address", "level", "outcome", "decided_at", "decided_by"),
    }


typed = st.text(st.characters(codec="utf-8"))


@given(typed, typed, st.lists(typed, max_size=3))
def test_what_is_frozen_is_read_again_exactly_and_the_same_copy_has_the_same_fingerprint(
    summary: str, staff_safety: str, texts: list[str]
) -> None:
    said = replace(TOLD, summary=summary, staff_safety=staff_safety)
    made = copy(said, words=tuple(replace(WORDS, text=text) for text in texts))

    raw = rules.to_bytes(made)

    assert rules.from_bytes(raw) == made
    assert rules.to_bytes(rules.from_bytes(raw)) == raw
    assert rules.sha256_of(raw) != rules.sha256_of(raw + b" ")


def test_a_report_says_a_known_thing_that_has_happened() -> None:
    today = date(2026, 11, 18)
    whole = rules.ReportTold("assessment", today, "")
    assert (
        broken(lambda: rules.require_report(replace(whole, kind="holiday"), at=NOW))
        == "products.report_says_what_happened"
    )
    tomorrow = replace(whole, happened_on=today + timedelta(days=1))
    assert broken(lambda: rules.require_report(tomorrow, at=NOW)) == "products.report_not_of_the_future"
    assert (
        broken(lambda: rules.require_report(replace(whole, words="x" * 4001), at=NOW))
        == "products.report_fits_the_page"
    )
    rules.require_report(whole, at=NOW)


def test_today_is_the_day_in_the_uk() -> None:
    half_past_midnight_in_july = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    rules.require_report(rules.ReportTold("plan", date(2026, 7, 2), ""), at=half_past_midnight_in_july)


@pytest.mark.parametrize(
    "letter",
    [
        None,
        [],
        "report",
        {},
        {"kind": "holiday", "happened_on": "2026-11-18", "words": ""},
        {"kind": "plan", "happened_on": "yesterday", "words": ""},
        {"kind": "plan", "happened_on": None, "words": ""},
        {"kind": "plan", "happened_on": "2026-11-18", "words": 5},
        {"kind": "plan", "happened_on": "2026-11-18", "words": "x" * 4001},
        {"kind": "plan", "happened_on": "2026-11-18", "words": "\x00"},
        {"kind": "plan", "happened_on": "2026-11-18", "words": "\ud800"},
        {"kind": ["plan"], "happened_on": "2026-11-18", "words": ""},
    ],
)
def test_a_letter_that_is_no_report_is_refused_and_never_quoted(letter: Any) -> None:
    with pytest.raises(BrokenReport) as found:
        rules.read_letter(letter)
    assert "holiday" not in found.value.sentence


def test_a_letter_is_read_as_it_was_written() -> None:
    told = rules.ReportTold("plan", date(2026, 11, 18), "A plan under neglect.")
    assert rules.read_letter(rules.as_letter(told)) == told


def test_whoever_is_in_no_team_has_no_inbox() -> None:
    nobody = Actor(id=uuid4(), name="Frankie", hub_id=uuid4(), role=Role.RECEIVING_TEAM)
    with pytest.raises(Refused, match="not in a receiving team"):
        permissions.require_can_receive(nobody)
    assert permissions.require_can_receive(replace(nobody, team_id=TEAM)) == TEAM


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.RECEIVING_TEAM])
def test_no_other_role_receives_products(role: Role) -> None:
    with pytest.raises(Refused):
        permissions.require_can_receive(Actor(id=uuid4(), name="x", hub_id=uuid4(), role=role, team_id=TEAM))


@pytest.mark.parametrize(("known", "written"), [(date(2026, 3, 7), "2026-03-07"), (None, "")])
def test_a_copy_writes_a_day_in_one_way_only_and_nothing_for_a_day_that_is_not_known(
    known: date | None, written: str
) -> None:
    assert rules.day(known) == written
