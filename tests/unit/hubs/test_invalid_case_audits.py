"""What a model gets wrong of cases that are drawn by lot and graded: each said in its line."""

import pytest

from openmash.hubs.rules import ModelInvalid, Reviewed, in_words, load, parse, source

GOOD = '[[reviews.grades]]\ncode = "good"'


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("each_month = 6\n", "", "key each_month is missing"),
        ("each_month = 6\n", "each_month = 0\n", "1 to 50 cases a month"),
        ("[reviews.clock]", "[reviews.clok]", "a table [reviews.clock]"),
        (GOOD, GOOD.replace("good", "outstanding"), "expected each code once"),
        ("needs_action = true", 'needs_action = "yes"', "true or false"),
        ("[[reviews.grades]]", "[[reviews.marks]]", "key grades is missing"),
        ('of = "closed_case"', 'of = "close_case"', "did you mean closed_case?"),
        ('of = "closed_case"', 'of = "near_miss"', "each_month"),
    ],
)
def test_a_wrong_case_audit_is_said_in_its_line(old: str, new: str, says: str) -> None:
    text = source("london_borough")
    assert text.count(old) >= 1, old
    changed = text.replace(old, new) if "marks" in new else text.replace(old, new, 1)
    with pytest.raises(ModelInvalid) as refused:
        parse(changed, source_name="mine.toml")
    assert all(each.startswith("mine.toml, line ") for each in refused.value.problems)
    assert says in "\n".join(refused.value.problems)


def test_a_borough_grades_six_cases_a_month_in_ofsteds_words() -> None:
    [rule] = load("london_borough").reviews
    assert (rule.of, rule.each_month) == (Reviewed.CLOSED_CASE, 6)
    graded = next(each.words for each in in_words(load("london_borough")) if each.about == "Case audit, graded")
    assert graded.startswith("Outstanding, Good, Requires improvement to be good (with what is to be done)")
