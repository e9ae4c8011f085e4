"""How an account of a person is written down once."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from openmash.matching import cleaning
from openmash.matching.cleaning import COLUMNS, Clean, clean, family_name, given_names
from openmash.matching.nicknames import heard
from openmash.matching.records import Accuracy, Birth, Name, Place, Record

text = st.text(max_size=60)
names = st.builds(Name, text, text, text)
records = st.builds(
    Record,
    names=st.lists(names, max_size=3).map(tuple),
    birth=st.none() | st.builds(Birth, st.dates(), st.sampled_from(["day", "month", "year", "expected"])),
    sex=st.sampled_from(["F", "M", "U"]),
    places=st.lists(st.builds(Place, text, text), max_size=3).map(tuple),
    phones=st.lists(text, max_size=2).map(tuple),
    nhs_number=text,
    upn=text,
    school=text,
)


def of(given_name: str = "", family: str = "", middle: str = "") -> Clean:
    """A record with one name, cleaned."""
    return clean(Record(names=(Name(given_name, middle, family),)))


@pytest.mark.parametrize(
    ("told", "forename", "middle"),
    [
        ("Zoë", "ZOE", None),
        ("Łukasz", "LUKASZ", None),
        ("محمد", "MHMD", None),
        ("D’Andre", "DANDRE", None),
        ("D'Andre", "DANDRE", None),
        ("Anne-Marie Jane", "ANNEMARIE", "JANE"),
        ("John Paul", "JOHN", "PAUL"),
        ("Mr John", "JOHN", None),
        ("Dr. Mohammed Imran", "MOHAMMED", "IMRAN"),
        ("Maria del Carmen", "MARIA", "CARMEN"),
        ("Baby", None, None),
        ("UNBORN", None, None),
        ("Unknown", None, None),
        ("NK", None, None),
        ("Test", None, None),
        ("Baby girl", None, None),
        ("B/O Sarah", None, None),
        ("Baby of Sarah", None, None),
        ("?", None, None),
    ],
)
def test_a_given_name(told: str, forename: str | None, middle: str | None) -> None:
    found = of(told)
    assert (found.forename, found.middle) == (forename, middle)


@pytest.mark.parametrize(
    ("told", "forms"),
    [
        ("O'Neill", {"ONEILL"}),
        ("O Neill", {"ONEILL", "NEILL"}),
        ("MacDonald", {"MACDONALD", "MCDONALD"}),
        ("Mc Donald", {"MCDONALD", "DONALD"}),
        ("Mackay", {"MACKAY", "MCKAY"}),
        ("de Souza-Lima", {"DESOUZALIMA", "SOUZA", "LIMA"}),
        ("van der Berg", {"VANDERBERG", "BERG"}),
        ("Al-Hassan", {"ALHASSAN", "HASSAN"}),
        ("Kowalska", {"KOWALSKA", "KOWALSKI"}),
        ("Chaudhry", {"CHAUDHRY", "CHOWDHURY"}),
        ("Cheung", {"CHEUNG", "ZHANG"}),
        ("Unknown", set()),
    ],
)
def test_a_surname_is_kept_whole_and_in_every_form_it_may_be_met(told: str, forms: set[str]) -> None:
    assert set(of("", told).surs) == forms | {heard(form) for form in forms}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mohammed", "Muhammad"),
        ("محمد", "Mohamed"),
        ("Yusuf", "Yousef"),
        ("Peggy", "Margaret"),
        ("Katie", "Kathryn"),
        ("Steve", "Stephen"),
        ("Kasia", "Katarzyna"),
        ("Abdul Rahman", "Abdur-Rahman"),
        ("Caasha", "Aisha"),
        ("Anne-Marie", "Anne"),
        ("Mohammed Imran", "Imran"),
        ("Bob", "Rob"),
        ("Mei Ling", "Meiling"),
        ("Krzysztof", "Christopher"),
        ("Olena", "Elena"),
        ("Ameet", "Amit"),
        ("Sukhwinder", "Sukhvinder"),
    ],
)
def test_given_names_that_are_one_overlap(one: str, other: str) -> None:
    assert set(of(one).fores) & set(of(other).fores)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Yusuf", "Joseph"),
        ("Ali", "Alexander"),
        ("John", "Paul"),
        ("Mia", "Amelia"),
        ("Hassan", "Hussain"),
        ("Zara", "Sara"),
    ],
)
def test_given_names_that_are_not_one_do_not(one: str, other: str) -> None:
    assert not set(of(one).fores) & set(of(other).fores)


def test_a_name_that_many_share_among_the_given_names_may_also_be_the_surname() -> None:
    assert set(of("Harpreet Kaur", "Gill").surs) & set(of("Harpreet", "Kaur").surs) == {"KAUR"}
    assert of("Harpreet Kaur", "Gill").surname == "GILL"


def test_a_whole_name_in_one_field_is_taken_apart() -> None:
    for one_field in (of("Ivy Pearson", ""), of("", "Ivy Pearson")):
        assert "IVY" in one_field.fores
        assert "PEARSON" in one_field.surs


def test_an_initial_alone_is_no_surname() -> None:
    assert of("Aisha K").surs == ()


def test_other_names_and_days_are_kept_beside_the_first() -> None:
    record = Record(
        names=(Name("Ann", "", "Lee"), Name("Annie", "", "Jones", "birth")),
        birth=Birth(date(1990, 5, 3)),
        other_births=(Birth(date(1990, 3, 5)), Birth(date(1990, 5, 3)), Birth(date(1991, 1, 1), "year")),
    )
    found = clean(record)
    assert (found.forename, found.surname, found.born) == ("ANN", "LEE", "1990-05-03")
    assert set(found.surs) == {"LEE", "LI", "JONES"}
    assert found.borns == ("1990-05-03", "1990-03-05")


@pytest.mark.parametrize(
    ("day", "accuracy", "born", "borns", "kept_as"),
    [
        (date(1990, 5, 3), "day", "1990-05-03", ("1990-05-03",), "day"),
        (date(1990, 1, 1), "day", "1990-01-01", ("1990-01-01",), "weak"),
        (date(1990, 1, 1), "year", "1990-01-01", (), "year"),
        (date(1990, 5, 1), "month", "1990-05-01", (), "month"),
        (date(2027, 2, 9), "expected", "2027-02-09", (), "expected"),
        (date(1900, 1, 1), "day", None, (), None),
        (date(1899, 12, 30), "day", None, (), None),
    ],
)
def test_a_birth_date_is_believed_as_far_as_it_can_be(
    day: date, accuracy: Accuracy, born: str | None, borns: tuple[str, ...], kept_as: str | None
) -> None:
    found = clean(Record(birth=Birth(day, accuracy)))
    assert (found.born, found.borns, found.born_accuracy) == (born, borns, kept_as)


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("m14 5aa", ("M145AA", "M14")),
        ("SW1A1AA", ("SW1A1AA", "SW1A")),
        (" M14 ", (None, "M14")),
        ("GIR 0AA", ("GIR0AA", "GIR")),
        ("M14 5A", (None, None)),
        ("M14 5CA", (None, None)),
        ("NFA", (None, None)),
        ("", (None, None)),
    ],
)
def test_a_postcode(told: str, found: tuple[str | None, str | None]) -> None:
    assert cleaning.postcode(told) == found


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("07700 900123", "447700900123"),
        ("+44 (0)7700 900123", "447700900123"),
        ("0044 7700 900123", "447700900123"),
        ("7700900123", "447700900123"),
        ("+48 22 123 45 67", "48221234567"),
        ("0161 496 0000", "441614960000"),
        ("12", None),
        ("ex-directory", None),
    ],
)
def test_a_telephone_number(told: str, found: str | None) -> None:
    assert cleaning.phone(told) == found


def test_numbers_are_kept_only_if_their_checks_are_right() -> None:
    assert (cleaning.nhs("999 000 0018"), cleaning.nhs("999 000 0019")) == ("9990000018", None)
    assert (cleaning.upn("a123456789012"), cleaning.upn("B123456789012")) == ("A123456789012", None)
    assert (cleaning.uprn("000100023336956"), cleaning.uprn("1234567890123")) == ("100023336956", None)


@given(st.integers(0, 9), st.integers(0, 9), st.integers(1, 11))
def test_one_wrong_digit_in_a_pupil_number_is_noticed(old: int, new: int, at: int) -> None:
    number = f"A{old}23456789012"
    letter = next(c for c in "ABCDEFGHJKLMNPQRTUVWXYZ" if cleaning.upn(c + number[1:]))
    wrong = f"{letter}{number[1:at]}{new}{number[at + 1 :]}"
    assert cleaning.upn(letter + number[1:])
    assert (cleaning.upn(wrong) is None) == (wrong != letter + number[1:])


def test_a_temporary_pupil_number_ends_with_a_letter() -> None:
    assert sum(cleaning.upn(f"{c}12345678901A") is not None for c in "ABCDEFGHJKLMNPQRTUVWXYZ") == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("St. Mary's CE School", "St Marys School, The"), ("The Oak Academy", "oak academy"), ("123456", " 123456")],
)
def test_a_school_in_two_ways(one: str, other: str) -> None:
    assert cleaning.school(one) == cleaning.school(other) is not None


@given(records)
@example(Record(names=(Name("x" * 1_000_000, "\0", "\ud800"),)))
def test_nothing_that_is_told_makes_it_stop(record: Record) -> None:
    found = clean(record)
    for name, value in zip(COLUMNS, found, strict=True):
        assert value != "", name
        if isinstance(value, tuple):
            assert all(value), name
            assert len(set(value)) == len(value), name
    for name in (*found.fores, *found.surs, found.forename or "A", found.surname or "A"):
        assert name.isascii()
        assert name.isalpha()
        assert name.isupper()
        assert len(name) <= cleaning.LONGEST_NAME * 8


@given(records)
def test_what_is_clean_is_not_changed_by_cleaning_it_again(record: Record) -> None:
    once = clean(record)
    for value in once.postcodes:
        assert cleaning.postcode(value)[0] == value
    for value in once.outcodes:
        assert cleaning.postcode(value)[1] == value
    for value in once.phones:
        assert cleaning.phone(value) == value
    for value in once.uprns:
        assert cleaning.uprn(value) == value
    for value, again in ((once.nhs, cleaning.nhs), (once.upn, cleaning.upn), (once.school, cleaning.school)):
        assert value is None or again(value) == value
    if once.surname:
        assert family_name(once.surname).whole == once.surname


@given(text)
def test_the_words_of_a_name_are_those_of_its_words(told: str) -> None:
    once = cleaning.words(told)
    assert cleaning.words(" ".join(once))[:20] == once[:20] or len(" ".join(once)) > cleaning.LONGEST_NAME


@given(text)
def test_case_and_spaces_about_a_name_make_no_difference(told: str) -> None:
    if told.isascii():
        assert given_names(f"  {told.upper()} ") == given_names(told.upper())
        assert family_name(told.lower()) == family_name(told.upper())
