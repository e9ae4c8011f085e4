"""The meetings of an operating model: what each says, every fault in one line, and what holds where it says nothing."""

import pytest

from openmash.hubs.rules import MeetingKind, ModelInvalid, available, in_words, load, parse, source
from openmash.meetings.rules import meetings_of, results_of

SANDWELL = source("sandwell")
BIRMINGHAM = source("birmingham")


def problem(text: str) -> str:
    """The one fault of a model."""
    with pytest.raises(ModelInvalid) as refused:
        parse(text, source_name="mine.toml")
    [only] = refused.value.problems
    return only


# What is replaced by what in Sandwell's meetings, and what is said of it.
@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('kind = "mash"', 'kind = "mesh"', "key kind: expected one of daily, briefing"),
        ('kind = "mash"', 'kind = "daily"', "expected a meeting about one case, because second_rating = true"),
        ('code = "mash_meeting"', 'code = "MASH"', "key code: expected a code of small letters"),
        ('code = "mash_meeting"', 'code = "strategy_discussion"', "expected each code once"),
        ('label = "MASH meeting"', 'lable = "MASH meeting"', "key label is missing"),
        ('ratings = ["red", "amber"]', 'ratings = ["red", "blue"]', "expected ratings to be one of red, amber, green"),
        ('chairs = ["social_worker", "practice_manager"]', "chairs = []", "expected at least one of coordinator"),
        ('chairs = ["social_worker", "practice_manager"]', 'chairs = ["chairman"]', "key chairs"),
        ("responsible_chairs = true", 'responsible_chairs = "yes"', "expected true or false, without quotes"),
        ('ways = ["room"]', 'ways = ["carrier_pigeon"]', "key ways"),
        ('agency_kinds = ["social_care", "police"]\nat_least = 3', 'agency_kinds = ["navy"]\nat_least = 3', "navy"),
        (
            'agency_kinds = ["social_care", "police"]\nat_least = 3',
            'agency_kinds = ["social_care", "police"]\nat_least = 1',
            "expected a number from 2: as many as the kinds named; found 1",
        ),
        ('counted_from = "rated"', 'counted_from = "lunch"', "key counted_from: expected one of received, rated"),
        ('rating = "red"\ncounted_from', 'rating = "purple"\ncounted_from', "expected rating to be one of red"),
        ('rating = "amber"\ncounted_from', 'rating = "red"\ncounted_from', "expected each rating once; red is already"),
        (
            'rating = "green"\noutcome = "early_help"',
            'rating = "green"\noutcome = "hope"',
            "expected outcome to be one of section_47",
        ),
        ("second_rating = true", "second_rating = false", "expected second_rating = true, because leads_to says where"),
        ('purpose = "Held face to face', 'form_asks = "Why?"\npurpose = "Held face to face', "expected form, the name"),
    ],
)
def test_each_fault_is_one_clear_line(old: str, new: str, says: str) -> None:
    assert old in SANDWELL
    at = SANDWELL.index("[[meetings]]")
    text = SANDWELL[:at] + SANDWELL[at:].replace(old, new, 1)

    assert says in problem(text)


def test_a_criterion_is_of_a_kind_of_agency_and_has_a_code_of_its_own() -> None:
    assert "key agency_kind" in problem(
        BIRMINGHAM.replace('activity"\nagency_kind = "police"', 'activity"\nagency_kind = "navy"', 1)
    )
    twice = BIRMINGHAM.replace('code = "criminal_activity"', 'code = "previous_involvement"', 1)
    assert "expected each code once; previous_involvement is already that of number 1" in problem(twice)


def test_a_meeting_over_the_day_counts_from_no_strategy_discussion() -> None:
    text = source("bury")
    wrong = text.replace('counted_from = "received"', 'counted_from = "strategy_discussion"', 1)
    assert "expected counted_from to be received or rated" in problem(wrong)


def test_a_meeting_over_the_day_names_issues_of_its_model_alone() -> None:
    text = source("wiltshire")
    calls = 'kind = "domestic_abuse_call"\nissues = ["domestic_abuse"]'
    wrong = text.replace(calls, calls.replace('["domestic_abuse"]', '["arson"]'), 1)
    assert "expected issues to be one of child_concern, domestic_abuse" in problem(wrong)
    about_one = text.replace('kind = "strategy_discussion"', 'kind = "strategy_discussion"\nissues = ["missing"]', 1)
    assert "expected no issues: a meeting about one case" in problem(about_one)


def test_the_daily_call_of_wiltshire_is_about_domestic_abuse() -> None:
    said = {each.about: each.words for each in in_words(load("wiltshire"))}
    assert said["Daily domestic abuse conference call, issues"] == "only cases that raise: domestic abuse"


def test_what_sandwell_says_of_its_meeting_is_in_words() -> None:
    said = {each.about: each.words for each in in_words(load("sandwell")) if each.heading == "Meetings"}
    assert said["MASH meeting, chair"] == "whoever holds the enquiry; otherwise duty social worker and practice manager"
    assert said["MASH meeting, by when, Red"] == "within 4 hours, day and night, counted from when the rating was given"
    assert said["MASH meeting, at its end"].endswith("Green points to Early Help")
    assert said["Strategy discussion, taking part"] == "in the room"


def test_birmingham_s_criteria_are_said_with_whose_they_are() -> None:
    said = {each.about: each.words for each in in_words(load("birmingham"))}
    assert said["Initial child protection conference, criteria for attending"] == (
        "police: The police were involved with the family before; police: Potential or actual criminal activity"
    )


@pytest.mark.parametrize("name", available())
def test_every_hub_for_children_has_a_strategy_discussion_and_a_conference(name: str) -> None:
    rules = meetings_of(load(name))
    kinds = [rule.kind for rule in rules]
    assert MeetingKind.STRATEGY_DISCUSSION in kinds
    assert MeetingKind.CONFERENCE in kinds
    assert len({rule.code for rule in rules}) == len(rules)
    assert all(results_of(rule) for rule in rules)


def test_a_model_s_own_meeting_stands_in_the_place_of_the_statutory_one() -> None:
    [own] = [rule for rule in meetings_of(load("wiltshire")) if rule.kind is MeetingKind.STRATEGY_DISCUSSION]
    assert [each.code for each in own.results] == ["section_47_joint", "single_agency", "no_section_47"]
