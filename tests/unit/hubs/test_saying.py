"""A model in words, and two models side by side."""

import pytest

from openmash.hubs.rules import Difference, available, differences, in_words, load, parse, source


@pytest.mark.parametrize("name", available())
def test_each_fact_is_said_once_and_in_words(name: str) -> None:
    said = in_words(load(name))
    assert len({(each.heading, each.about) for each in said}) == len(said)
    assert all(each.words.strip() and each.source for each in said)
    assert not any("_" in each.words for each in said)


def test_durhams_red_in_words() -> None:
    said = {each.about: each.words for each in in_words(load("durham")) if each.heading == "Ratings"}
    assert said["Red, decision"] == "within 4 working hours"
    assert said["Red, answer"] == "within 2 working hours"
    assert said["Amber level 3, asked"] == "social care, police, health and education"
    assert said["Rated up"] == "the clock starts when the new rating is given"


def test_nobody_asked_is_said_as_well() -> None:
    said = {each.about: each.words for each in in_words(load("merton"))}
    assert said["Red, asked"] == "nobody"


def test_a_model_does_not_differ_from_itself() -> None:
    assert differences(load("kent"), load("kent")) == ()


def test_what_was_changed_is_the_only_difference() -> None:
    changed = source("sandwell").replace("amount = 24", "amount = 20", 1).replace("version = 1", "version = 2")
    assert differences(load("sandwell"), parse(changed, source_name="mine.toml")) == (
        Difference("Ratings", "Amber, decision", "within 24 hours, day and night", "within 20 hours, day and night"),
    )


def test_a_new_source_or_another_order_of_agencies_is_no_difference() -> None:
    text = source("wiltshire")
    changed = text.replace('["police", "social_care", "health"]', '["health", "police", "social_care"]')
    changed = changed.replace("Local choice", "Decided by our board")
    assert changed != text
    assert differences(load("wiltshire"), parse(changed, source_name="mine.toml")) == ()


def test_what_one_of_them_does_not_have_is_said() -> None:
    found = differences(load("devon"), load("merton"))
    blue = next(each for each in found if each.about == "Blue, decision")
    assert (blue.first, blue.second) == (None, "by the end of the fifth working day")
    assert next(each for each in found if each.about == "Letter").second is None


def test_a_reason_for_not_asking_stands_in_words_and_not_as_a_code() -> None:
    said = [each.about for each in in_words(load("devon")) if each.heading == "Consent"]
    reasons = load("devon").consent.reasons_not_sought
    assert reasons
    for rule in reasons:
        assert f"Need not be sought: {rule.label}" in said
        assert not [about for about in said if rule.code in about]
