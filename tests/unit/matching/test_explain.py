"""Why somebody is a candidate: in words, without a bare score, and without anything of the records themselves."""

from datetime import date

import pytest

from openmash.matching import comparisons, explain
from openmash.matching.cleaning import clean
from openmash.matching.model import Model
from openmash.matching.records import Birth, Name, Place, Record

ASKED = Record(
    names=(Name("Sam", "", "Threlkeld"),), birth=Birth(date(2012, 3, 4)), sex="M", places=(Place("M14 5AA"),)
)
KNOWN = ASKED._replace(
    names=(Name("Samuel", "", "Threlkeld"),), birth=Birth(date(2012, 4, 3)), places=(Place("BS1 4DJ"),)
)


@pytest.fixture(scope="module")
def model() -> Model:
    return Model.made_of(comparisons.settings())


def test_each_comparison_is_said_in_words_with_how_much_it_says(model: Model) -> None:
    levels = model.compare(clean(ASKED)._asdict(), clean(KNOWN)._asdict())
    evidence = {each.about: each for each in explain.waterfall(model, levels, (0.004, 0.00001))}
    assert evidence["surname"].words == "surname the same, a rare one"
    assert evidence["surname"].strength == "strong"
    assert evidence["born"].words == "born the same day with day and month swapped"
    assert evidence["home"].words == "address different"
    assert evidence["home"].strength == "against"
    assert "nhs" not in evidence
    assert explain.untold(model, levels) == ("middle name", "NHS number", "pupil number", "school")


def test_what_is_said_adds_up_to_the_weight(model: Model) -> None:
    levels = model.compare(clean(ASKED)._asdict(), clean(KNOWN)._asdict())
    frequencies = (0.004, 0.00001)
    said = sum(each.bits for each in explain.waterfall(model, levels, frequencies))
    known = dict(zip(model.rarities, frequencies, strict=True))
    weight = model.weight(levels, known, people=250_000)
    assert said + model.prior(250_000) == pytest.approx(weight, abs=1e-9)


@pytest.mark.parametrize(("frequency", "words"), [(0.02, ", a common one"), (0.0004, ""), (1e-6, ", a rare one")])
def test_how_rare_a_name_is_stands_beside_it(model: Model, frequency: float, words: str) -> None:
    levels = model.compare(clean(ASKED)._asdict(), clean(ASKED)._asdict())
    evidence = explain.waterfall(model, levels, (None, frequency))
    assert evidence[0].words == "forename the same"
    assert evidence[1].words == "surname the same" + words


@pytest.mark.parametrize(
    ("bits", "word"),
    [(7.0, "strong"), (6.99, "some"), (2.5, "some"), (2.49, "weak"), (-0.99, "weak"), (-1.0, "against")],
)
def test_a_weight_is_a_word(bits: float, word: str) -> None:
    assert explain.strength(bits) == word


def test_every_level_of_the_families_has_words_and_every_comparison_a_name() -> None:
    for name, steps in comparisons.FAMILIES.items():
        assert name in explain.ABOUT
        for step in steps:
            assert step.m == 0 or step.label in explain.WORDS[name], f"{name}: {step.label}"
