"""What a model gets wrong of going straight on, and of handing on at the door: each said in its line."""

import pytest

from openmash.hubs.rules import Happening, ModelInvalid, in_words, load, parse, source

RED = 'ratings = ["red"]\nteam_kinds = ["assessment"]'
ROUTED = 'team_kinds = ["service", "early_help"]\nwith_agreement = true'


def problems(model: str, old: str, new: str) -> str:
    text = source(model)
    assert text.count(old) >= 1, old
    with pytest.raises(ModelInvalid) as refused:
        parse(text.replace(old, new, 1), source_name="mine.toml")
    assert all(each.startswith("mine.toml, line ") for each in refused.value.problems)
    return "\n".join(refused.value.problems)


@pytest.mark.parametrize(
    ("model", "old", "new", "says"),
    [
        ("merton", RED, RED.replace("red", "crimson"), "expected ratings out of red, amber, green, blue"),
        ("merton", RED, RED.replace('["red"]', "[]"), "at least one rating"),
        ("merton", RED, RED.replace("assessment", "assesment"), "did you mean assessment?"),
        ("merton", RED, RED.replace('["assessment"]', "[]"), "at least one of assessment"),
        ("merton", 'also_starts_on = ["straight_on"]', 'also_starts_on = ["straigth_on"]', "straight_on"),
        ("merton", 'also_starts_on = ["straight_on"]', 'also_starts_on = ["decided"]', "something else than starts_on"),
        (
            "merton",
            'also_starts_on = ["straight_on"]',
            'also_starts_on = ["assessment_completed"]',
            "something else than it starts with (assessment_completed)",
        ),
        ("first_response", ROUTED, ROUTED.replace("service", "services"), "did you mean service?"),
        ("first_response", ROUTED, ROUTED.replace('["service", "early_help"]', "[]"), "at least one of assessment"),
        ("first_response", ROUTED, ROUTED.replace("true", '"yes"'), "true or false"),
        (
            "first_response",
            '[[routes]]\ncode = "adult_services"',
            '[[routes]]\ncode = "support"',
            "expected each code once",
        ),
    ],
)
def test_a_wrong_way_on_is_said_in_its_line(model: str, old: str, new: str, says: str) -> None:
    assert says in problems(model, old, new)


def test_one_rating_goes_one_way() -> None:
    text = source("merton")
    first = text.index("[[straight_on]]")
    table = text[first : text.index("# Clocks that do not hang")]
    doubled = text.replace(table, table + table.replace('"allocation"', '"another"'), 1)
    with pytest.raises(ModelInvalid) as refused:
        parse(doubled, source_name="mine.toml")
    assert "expected one way straight on for rating red" in "\n".join(refused.value.problems)


def test_merton_lets_red_go_on_and_a_clock_begin_with_it() -> None:
    model = load("merton")
    assert [rule.ratings for rule in model.straight_on] == [("red",)]
    assert model.clock("assessment").starts_with(Happening.STRAIGHT_ON)
    assert not load("devon").clock("assessment").starts_with(Happening.STRAIGHT_ON)
    said = [each.words for each in in_words(model) if each.heading == "Straight on, before the decision"]
    assert said == ["rated Red: straight to a worker of a team for assessment; the decision follows"]
    assert not load("devon").straight_on


def test_first_response_says_who_is_only_told_with_agreement() -> None:
    said = [each.words for each in in_words(load("first_response")) if each.heading == "Handed on at the door"]
    assert [words.endswith("only with the agreement of whoever it is about") for words in said] == [True, False]
    assert not load("devon").routes
