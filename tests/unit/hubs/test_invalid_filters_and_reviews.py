"""Filters and reviews that a model gets wrong, each said in its line; and the shipped ones, which are right."""

import pytest

from openmash.hubs.rules import ModelInvalid, Reviewed, Then, in_words, load, parse, source

SINGLE = 'then = "close"\nfilter = "one_agency"'
FIRST = 'code = "no_harm_indicated"\nlabel'


def problems(model: str, old: str, new: str) -> str:
    text = source(model)
    assert text.count(old) >= 1, old
    with pytest.raises(ModelInvalid) as refused:
        parse(text.replace(old, new, 1), source_name="mine.toml")
    assert all(each.startswith("mine.toml, line ") for each in refused.value.problems)
    return "\n".join(refused.value.problems)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (FIRST, 'code = "one_agency"\nlabel', "expected each code once; one_agency is already that of number 1"),
        (SINGLE, 'then = "close"', "expected a filter, because this outcome closes"),
        (SINGLE, 'then = "close"\nfilter = "one_agncy"', "one of this model's [[filters]]; found “one_agncy”"),
        ('then = "enquire"', 'then = "enquire"\nfilter = "one_agency"', "expected no filter"),
        ('belongs = "Nobody follows', 'belonging = "Nobody follows', "belongs"),
        ('label = "One agency by itself can follow it up"', 'label = ""', "a text in quotes that is not empty"),
    ],
)
def test_a_wrong_filter_is_said_in_its_line(old: str, new: str, says: str) -> None:
    assert says in problems("birmingham", old, new)


def test_birmingham_filters_out_for_reasons_that_its_screening_uses_too() -> None:
    model = load("birmingham")
    codes = {rule.code for rule in model.filters}
    closing = {each.filter for rule in model.screenings for each in rule.outcomes if each.then is Then.CLOSE}
    assert codes == {"no_harm_indicated", "one_agency", "assessment_outside", "outside_area"}
    assert closing == {"no_harm_indicated", "one_agency"}
    said = [each.about for each in in_words(model) if each.heading == "Filtered out before an enquiry"]
    assert "The child does not live in the south of the city" in said
    assert load("devon").filters == ()


@pytest.mark.parametrize(
    ("model", "old", "new", "says"),
    [
        ("sandwell", 'code = "after_6_months"', 'code = "after_3_months"', "expected each code once"),
        ("sandwell", "months = 12\n", "months = 61\n", "1 to 60 months"),
        ("sandwell", "months = 3\n", "", "months"),
        ("sandwell", 'of = "decision"', 'of = "decisions"', "did you mean decision?"),
        ("blackburn", "[reviews.clock]", "[reviews.clok]", "a table [reviews.clock]"),
        ("blackburn", 'of = "near_miss"', 'of = "near_miss"\nmonths = 3', "months"),
    ],
)
def test_a_wrong_review_is_said_in_its_line(model: str, old: str, new: str, says: str) -> None:
    assert says in problems(model, old, new)


def test_sandwell_looks_again_after_three_six_and_twelve_months_and_blackburn_at_near_misses() -> None:
    assert [rule.months for rule in load("sandwell").reviews] == [3, 6, 12]
    [near_miss] = load("blackburn").reviews
    assert near_miss.of is Reviewed.NEAR_MISS
    said = {
        each.about: each.words for each in in_words(load("sandwell")) if each.heading == "Reviews that are required"
    }
    assert said["Evaluation after 3 months"].startswith("every decision, 3 months after it: ")
