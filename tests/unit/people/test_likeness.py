"""Whether two accounts of a person, from two contacts, may name the same person."""

from datetime import date

import pytest

from openmash.people.rules import PersonTold, alike

BORN = date(2018, 5, 1)
JACK = PersonTold(
    given_name="Jack",
    family_name="Harlow",
    born_on=BORN,
    nhs_number="9990000018",
    address="12 Mill Lane",
    postcode="EX1 1AA",
)


def told(given_name: str = "", family_name: str = "", born_on: date | None = None, **more: str) -> PersonTold:
    return PersonTold(given_name, family_name, born_on, **more)  # type: ignore[arg-type]  # the rest are texts


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(told("Jack", "Harlow", BORN), id="the same name and birth date"),
        pytest.param(told("JACK", "harlow", BORN, postcode="EX1 1AA"), id="however it is written"),
        pytest.param(told("Jack", "Harlowe", BORN), id="a surname that sounds the same"),
        pytest.param(told("Jackie", "Harlow", BORN), id="a first name that begins the same"),
        pytest.param(told("Harlow", "Jack", BORN), id="first name and surname the other way round"),
        pytest.param(told("Jack", "Harlow", date(2018, 1, 5)), id="day and month the other way round"),
        pytest.param(told("Jack", "", postcode="EX1 1AA"), id="a first name and a postcode"),
        pytest.param(told("Jack", "Pascoe", address="12, mill lane", postcode="EX1 1AA"), id="name and address"),
        pytest.param(told(nhs_number="9990000018"), id="an NHS number by itself"),
    ],
)
def test_these_may_be_the_same_child(other: PersonTold) -> None:
    assert alike(other, JACK)
    assert alike(JACK, other)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(told("Mia", "Underhill", postcode="EX1 1AA"), id="half a street shares a postcode"),
        pytest.param(told("Jack"), id="one thing alike"),
        pytest.param(told("", "Harlowe", postcode="EX1 1AA"), id="two that weigh little"),
        pytest.param(told("Lily", "Harlow", BORN, address="12 Mill Lane", postcode="EX1 1AA"), id="a twin"),
        pytest.param(
            told("Tom", "Harlow", date(2015, 2, 3), address="12 Mill Lane", postcode="EX1 1AA"), id="a brother"
        ),
        pytest.param(told("Tom", "Harlow", address="12 Mill Lane", postcode="EX1 1AA"), id="a relative, age not told"),
        pytest.param(told("Jack", "Harlow", BORN, nhs_number="9990000026"), id="another NHS number"),
        pytest.param(told("Jack", "Harlow", date(2017, 9, 9)), id="another birth date"),
        pytest.param(told("Jack", "Harlow", date(2017, 9, 9), nhs_number="9990000018"), id="another one, same number"),
        pytest.param(told("John", "Pascoe", BORN), id="another name, born the same day"),
    ],
)
def test_these_are_not_taken_for_the_same_child(other: PersonTold) -> None:
    assert not alike(other, JACK)
    assert not alike(JACK, other)


@pytest.mark.parametrize(("days", "may_be"), [(42, True), (43, False)])
def test_a_born_child_may_be_the_unborn_child_of_before(days: int, may_be: bool) -> None:
    expected = date(2026, 6, 1)
    unborn = PersonTold(family_name="Harlow", expected_on=expected)
    born = PersonTold(given_name="Ivy", family_name="Harlow", born_on=date.fromordinal(expected.toordinal() - days))
    assert alike(born, unborn) is may_be
    assert alike(unborn, PersonTold(family_name="Harlow", expected_on=born.born_on)) is may_be
