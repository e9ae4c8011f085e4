"""Twins, namesakes and households: shown, and never suggested; one person with a slip of the pen still is."""

from datetime import date

import pytest

from openmash.matching import guards
from openmash.matching.cleaning import clean
from openmash.matching.model import Model
from openmash.matching.records import Birth, Name, Place, Record

CAROL = Record(
    names=(Name("Carol", "", "Fernsby"),),
    birth=Birth(date(2015, 5, 9)),
    sex="F",
    places=(Place("M14 5AA", "10001234567"),),
)


def like_carol(**other: object) -> Record:
    return CAROL._replace(**other)


@pytest.fixture(scope="module")
def model() -> Model:
    return Model.load("families")


def weighed(model: Model, one: Record, other: Record) -> tuple[str | None, float, float]:
    """Which guard stands, the weight before guards and after."""
    levels = model.compare(clean(one)._asdict(), clean(other)._asdict())
    weight = model.weight(levels, {"forename": 0.0001, "surname": 0.00001}, people=100_000)
    guard = guards.found(model, levels)
    return (guard.name if guard else None), weight, guards.capped(model, levels, weight)


@pytest.mark.parametrize(
    ("other", "guard"),
    [
        (like_carol(names=(Name("Peter", "", "Fernsby"),), sex="M"), "twin"),
        (like_carol(names=(Name("Ursula", "", "Fernsby"),)), "twin"),
        (like_carol(names=(Name("Chloe", "", "Fernsby"),)), "twin"),
        (like_carol(names=(Name("Caron", "", "Fernsby"),), sex="M"), "twin of the other sex"),
        (like_carol(names=(Name("Fernsby", "", "Peter"),), sex="M"), "twin of the other sex"),
        (like_carol(names=(Name("Peter", "", "Threlkeld"),)), "birthday and address"),
        (like_carol(names=()), "birthday and address"),
        (like_carol(birth=Birth(date(1988, 2, 3))), "namesake"),
        (like_carol(names=(Name("Peter", "", "Fernsby"),), birth=Birth(date(1988, 2, 3))), "household"),
        (like_carol(names=(Name("Peter", "", "Fernsby"),), birth=Birth(date(2013, 8, 1))), "household"),
    ],
)
def test_somebody_else_of_the_family_is_never_suggested(model: Model, other: Record, guard: str) -> None:
    found, weight, after = weighed(model, CAROL, other)
    assert found == guard
    assert after == min(weight, model.thresholds["suggest"].bits - guards.BELOW)
    assert after < model.thresholds["suggest"].bits


@pytest.mark.parametrize(
    "other",
    [
        CAROL,
        like_carol(names=(Name("Carole", "", "Fernsby"),)),
        like_carol(names=(Name("Carol", "", "Fernsbie"),)),
        like_carol(birth=Birth(date(2015, 9, 5))),
        like_carol(names=(Name("Fernsby", "", "Carol"),)),
    ],
)
def test_the_same_child_with_a_slip_of_the_pen_is_still_suggested(model: Model, other: Record) -> None:
    found, weight, after = weighed(model, CAROL, other)
    assert found is None
    assert after == weight > model.thresholds["suggest"].bits


def test_a_number_that_only_one_person_has_outdoes_every_guard(model: Model) -> None:
    other = like_carol(names=(Name("Peter", "", "Fernsby"),), sex="M")
    assert weighed(model, CAROL, other)[0] == "twin"
    numbered = {"nhs_number": "999 000 0018"}
    found, weight, after = weighed(model, CAROL._replace(**numbered), other._replace(**numbered))
    assert found is None
    assert after == weight


def test_a_guard_that_the_model_cannot_tell_does_not_stand(model: Model) -> None:
    raw = dict(model.raw)
    raw["comparisons"] = [each for each in raw["comparisons"] if each["output_column_name"] not in ("home", "sex")]
    without_home = Model.made_of(raw, {"thresholds": {"suggest": {"bits": 6.0}}})
    assert [guard.name for guard in guards.fitting(without_home)] == ["household"]
    assert guards.sql(without_home, "w", {each.name: each.name for each in without_home.comparisons}) != "w"


def test_a_model_that_suggests_nothing_caps_nothing(model: Model) -> None:
    plain = Model.made_of(model.raw)
    levels = plain.compare(clean(CAROL)._asdict(), clean(like_carol(names=(Name("Zoe", "", "Fernsby"),)))._asdict())
    assert guards.found(plain, levels) is not None
    assert guards.capped(plain, levels, 50.0) == 50.0
    assert guards.sql(plain, "w", {}) == "w"
