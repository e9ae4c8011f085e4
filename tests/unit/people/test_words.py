"""How names sound, and how ages and names are shown."""

from datetime import date

import pytest

from openmash.core.errors import RuleBroken
from openmash.people.rules import PersonTold, age_words, display_name, require_person_told, sound


@pytest.mark.parametrize(
    ("name", "code"),
    [
        # the US National Archives' own examples
        ("Washington", "W252"),
        ("Lee", "L000"),
        ("Gutierrez", "G362"),
        ("Pfister", "P236"),
        ("Jackson", "J250"),
        ("Tymczak", "T522"),
        ("Ashcraft", "A261"),
        ("O'Brien", "O165"),
        ("Müller", "M460"),
        ("", ""),
        ("李", ""),
    ],
)
def test_surnames_have_the_published_sound(name: str, code: str) -> None:
    assert sound(name) == code


def test_spellings_of_one_surname_sound_the_same() -> None:
    assert sound("Smith") == sound("Smyth") != sound("Jones")


@pytest.mark.parametrize(
    ("born", "words"),
    [
        (date(2018, 11, 18), "8 years"),
        (date(2018, 11, 19), "7 years"),
        (date(2025, 5, 20), "17 months"),
        (date(2026, 10, 18), "1 month"),
        (date(2026, 11, 17), "1 day"),
        (None, "age not known"),
    ],
)
def test_ages_are_said_as_people_say_them(born: date | None, words: str) -> None:
    assert age_words(born, None, on=date(2026, 11, 18)) == words


def test_an_unborn_child_has_an_expected_date_for_an_age_and_always_a_name() -> None:
    assert age_words(None, date(2027, 1, 3), on=date(2026, 11, 18)) == "not born, expected 3 January 2027"
    assert display_name("", "Harlow", unborn=True) == "Unborn child Harlow"
    assert display_name("", "", unborn=False) == "Name not known"


@pytest.mark.parametrize(
    ("told", "rule"),
    [
        (PersonTold("A", born_on=date(2020, 1, 1), expected_on=date(2027, 1, 1)), "people.born_or_expected"),
        (PersonTold("A", sex="X"), "people.sex_is_f_m_or_u"),
        (PersonTold("A", nhs_number="9990000019"), "people.nhs_number_is_real"),
    ],
)
def test_what_cannot_be_is_refused_by_name(told: PersonTold, rule: str) -> None:
    with pytest.raises(RuleBroken) as caught:
        require_person_told(told)
    assert caught.value.rule == rule


def test_a_father_whose_name_nobody_knows_may_be_kept() -> None:
    require_person_told(PersonTold())
    require_person_told(PersonTold("A", nhs_number="9990000018", sex="F", born_on=date(2020, 1, 1)))
