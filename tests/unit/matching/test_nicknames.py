"""Names that are one name."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openmash.matching.nicknames import canonical, heard, long_forms, one_spelling, rows

CAPITALS = st.text(alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("short", "names"),
    [
        ("PEGGY", ("MARGARET",)),
        ("ALEX", ("ALEXANDER", "ALEXANDRA", "ALEXANDRU")),
        ("KATE", ("CATHERINE",)),
        ("KATHRYN", ("CATHERINE",)),
        ("JAMES", ("JAMES",)),
        ("NOBODYSNAME", ("NOBODYSNAME",)),
    ],
)
def test_what_a_name_may_be_short_for(short: str, names: tuple[str, ...]) -> None:
    assert long_forms(short) == names


def test_names_of_the_package_stand_where_our_table_says_nothing() -> None:
    assert "AUGUSTUS" in long_forms("GUS")


def test_a_surname_and_a_given_name_of_one_spelling_are_two_names() -> None:
    assert one_spelling("MIA") == "MIA"
    assert one_spelling("MIYA", "family") == "MIAH"
    assert one_spelling("MIYA") == "MIA"


@given(CAPITALS)
def test_no_name_is_another_form_of_itself(name: str) -> None:
    assert name not in canonical(name)
    assert one_spelling(one_spelling(name)) == one_spelling(name)
    assert long_forms(name)
    assert heard(heard(name)) == heard(name)


@pytest.mark.parametrize("of", ["given", "family"])
def test_every_spelling_stands_for_one_name_only(of: str) -> None:
    told = [row for row in rows("spellings.csv") if row["of"] in (of, "any")]
    names = Counter(row["name"] for row in told)
    spellings = Counter(spelling for row in told for spelling in row["spellings"].split())
    assert [name for name, count in (names + spellings).items() if count > 1] == []


@pytest.mark.parametrize(("table", "column"), [("spellings.csv", "spellings"), ("short_forms.csv", "short")])
def test_the_tables_hold_names_in_capitals(table: str, column: str) -> None:
    for row in rows(table):
        for name in (row["name"], *row[column].split()):
            assert name.isascii()
            assert name.isalpha()
            assert name.isupper()


def test_the_long_forms_of_our_table_are_the_spelling_that_stands_for_all() -> None:
    assert [row["name"] for row in rows("short_forms.csv") if one_spelling(row["name"]) != row["name"]] == []
