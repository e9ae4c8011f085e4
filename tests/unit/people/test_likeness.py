"""In which words two accounts of a person are alike."""

from datetime import date

import pytest

from openmash.people.rules import ANOTHER_BIRTH_DATE, OTHER_NHS_NUMBER, TWIN, Known, PersonTold, likeness

JACK = PersonTold(
    given_name="Jack",
    family_name="Harlow",
    born_on=date(2018, 5, 1),
    nhs_number="9990000018",
    address="12 Mill Lane",
    postcode="EX1 1AA",
)


def like(told: PersonTold, known: PersonTold = JACK, **more: object) -> tuple[tuple[str, ...], str, str]:
    found = likeness(told, Known(told=known, **more))  # type: ignore[arg-type]
    return found.reasons, found.strength, found.warning


def test_the_same_name_and_birth_date_are_a_strong_likeness_told_in_words() -> None:
    told = PersonTold(given_name="Jack", family_name="Harlow", born_on=date(2018, 5, 1))
    assert like(told) == (("born the same day", "same surname", "same first name"), "strong", "")


def test_a_surname_that_sounds_the_same_is_found() -> None:
    told = PersonTold(given_name="Jack", family_name="Harlowe", born_on=date(2018, 5, 1))
    reasons, strength, _ = like(told)
    assert "surname sounds the same" in reasons
    assert strength == "strong"


def test_the_same_nhs_number_is_enough_by_itself() -> None:
    assert like(PersonTold(nhs_number="9990000018")) == (("same NHS number",), "strong", "")


def test_a_shared_postcode_is_not_enough_by_itself() -> None:
    assert like(PersonTold(given_name="Mia", family_name="Underhill", postcode="EX1 1AA")) == ((), "", "")


def test_a_twin_is_offered_with_a_warning_and_never_strongly() -> None:
    told = PersonTold(
        given_name="Lily", family_name="Harlow", born_on=date(2018, 5, 1), address="12 Mill Lane", postcode="EX1 1AA"
    )
    reasons, strength, warning = like(told)
    assert {"same surname", "born the same day", "same address"} <= set(reasons)
    assert (strength, warning) == ("some", TWIN)


def test_the_same_child_is_not_taken_for_a_twin() -> None:
    told = PersonTold(given_name="JACK", family_name="harlow", born_on=date(2018, 5, 1), postcode="EX1 1AA")
    assert like(told)[1:] == ("strong", "")


def test_another_nhs_number_is_never_more_than_some() -> None:
    told = PersonTold(given_name="Jack", family_name="Harlow", born_on=date(2018, 5, 1), nhs_number="9990000026")
    assert like(told)[1:] == ("some", OTHER_NHS_NUMBER)


def test_a_brother_at_the_same_address_is_not_offered() -> None:
    told = PersonTold(
        given_name="Tom", family_name="Harlow", born_on=date(2015, 2, 3), address="12 Mill Lane", postcode="EX1 1AA"
    )
    assert like(told) == ((), "", "")


def test_the_same_name_with_another_birth_date_is_offered_with_a_warning() -> None:
    told = PersonTold(given_name="Jack", family_name="Harlow", born_on=date(2017, 9, 9))
    assert like(told)[1:] == ("some", ANOTHER_BIRTH_DATE)


def test_day_and_month_the_other_way_round_are_seen() -> None:
    told = PersonTold(given_name="Jack", family_name="Harlow", born_on=date(2018, 1, 5))
    reasons, _, warning = like(told)
    assert "birth date is the same with day and month the other way round" in reasons
    assert warning == ""


def test_first_name_and_surname_the_other_way_round_are_seen() -> None:
    told = PersonTold(given_name="Harlow", family_name="Jack", born_on=date(2018, 5, 1))
    reasons, strength, warning = like(told)
    assert "first name and surname are the other way round" in reasons
    assert (strength, warning) == ("strong", "")


def test_an_earlier_address_is_named_as_such() -> None:
    told = PersonTold(given_name="Jack", family_name="Harlow", address="3 Quay Street", postcode="EX2 2BB")
    reasons, _, _ = like(told, earlier_addresses=(("3, Quay Street", "EX2 2BB"),))
    assert "an earlier address is the same" in reasons


def test_another_name_they_are_known_by_is_found() -> None:
    told = PersonTold(given_name="Jack", family_name="Pascoe", born_on=date(2018, 5, 1))
    reasons, _, _ = like(told, other_names=(("Jack", "Pascoe"),))
    assert "another surname they are known by is the same" in reasons


@pytest.mark.parametrize(("days", "offered"), [(20, True), (90, False)])
def test_a_born_child_may_be_the_unborn_child_of_before(days: int, offered: bool) -> None:
    unborn = PersonTold(family_name="Harlow", expected_on=date(2026, 6, 1))
    told = PersonTold(
        given_name="Ivy", family_name="Harlow", born_on=date.fromordinal(date(2026, 6, 1).toordinal() - days)
    )
    reasons, strength, _ = like(told, unborn)
    assert ("born about when the unborn child was expected" in reasons) is offered
    assert bool(strength) is offered


def test_nobody_is_told_a_number() -> None:
    reasons, _, _ = like(JACK)
    assert not any(character.isdigit() for reason in reasons for character in reason)
