"""What a model gets wrong of its surveys: each said in its line."""

import pytest

from openmash.hubs.rules import ModelInvalid, in_words, load, parse, source

FIRST = '[[surveys.questions]]\ncode = "reached"'
ANSWERS = (
    'answers = [{ code = "yes", label = "Yes" }, { code = "partly", label = "In part" }, { code = "no", label = "No" }]'
)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (FIRST, FIRST.replace("reached", "helped"), "expected each code once"),
        (ANSWERS, 'answers = [{ code = "yes", label = "Yes" }]', "at least one table"),
        (ANSWERS, 'answers = [{ code = "yes", label = "Yes" }, { code = "yes", label = "No" }]', "each code once"),
        (ANSWERS, 'answers = [{ code = "yes" }, { code = "no", label = "No" }]', "key label is missing"),
        ("asks = ", "ask = ", "key asks is missing"),
        ('intro = "You asked', 'introduction = "You asked', "key intro is missing"),
    ],
)
def test_a_wrong_survey_is_said_in_its_line(old: str, new: str, says: str) -> None:
    text = source("cornwall")
    place = text.index("[[surveys]]")
    assert old in text[place:], old
    with pytest.raises(ModelInvalid) as refused:
        parse(text[:place] + text[place:].replace(old, new, 1), source_name="mine.toml")
    assert all(each.startswith("mine.toml, line ") for each in refused.value.problems)
    assert says in "\n".join(refused.value.problems)


def test_cornwall_asks_three_questions_and_says_so() -> None:
    [rule] = load("cornwall").surveys
    assert [each.code for each in rule.questions] == ["reached", "helped", "told"]
    said = [each.words for each in in_words(load("cornwall")) if each.about.endswith("Were you told what came of it?")]
    assert said == ["Yes / In part / No"]
    assert not load("devon").surveys
