"""The file of an index: every line is read, or refused with its reason; the rest is taken."""

import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openmash.matching.csv_records import (
    COLUMNS,
    LONGEST_LINE,
    Fault,
    References,
    Removal,
    Row,
    lines_of,
    number_of,
    read,
)
from openmash.matching.records import Birth, Name, Place, Record

TODAY = date(2026, 11, 21)
HEADER = ",".join(COLUMNS)
GOOD = "A1,Ann,Lee,,1990-05-03,,F,,,M14 5AA,,"


def rows(*lines: str | bytes, header: str | bytes = HEADER, delta: bool = False) -> list[tuple[int, Row]]:
    """What is read of a file with these lines."""
    told = [line if isinstance(line, bytes) else line.encode() for line in (header, *lines)]
    return list(read([line + b"\n" for line in told], today=TODAY, delta=delta))


def refusal(line: str | bytes, *, delta: bool = False, header: str = HEADER) -> Fault:
    """Why this line is refused, although those around it are taken."""
    around = GOOD + (",put" if delta else "")
    first, second, third = rows(around, line, around.replace("A1", "A3"), delta=delta, header=header)
    assert isinstance(first[1], Record)
    assert isinstance(third[1], Record)
    assert isinstance(second[1], Fault)
    assert second[0] == second[1].line == 3
    assert not second[1].kept
    return second[1]


def test_a_line_says_everything_an_index_may_know() -> None:
    line = (
        'R 7,Ann Marie,"Lee-Smith",Annie/Jones/birth|/Brown,1990-05-03|1990-03-05,,F,999 000 0018,A123456789012,'
        "M14 5AA:100023336956:2020-01-01:2021-01-01|OL1,07700 900123|+44 7700 900124,123456"
    )
    [(number, record)] = rows(line.replace("A123456789012", ""))
    assert number == 2
    assert record == Record(
        names=(Name("Ann Marie", "", "Lee-Smith"), Name("Annie", "", "Jones", "birth"), Name("", "", "Brown", "alias")),
        birth=Birth(date(1990, 5, 3)),
        sex="F",
        places=(Place("M14 5AA", "100023336956", "", date(2020, 1, 1), date(2021, 1, 1)), Place("OL1")),
        phones=("07700 900123", "+44 7700 900124"),
        nhs_number="999 000 0018",
        reference="R 7",
        school="123456",
        other_births=(Birth(date(1990, 3, 5)),),
    )


def test_columns_may_stand_in_any_order_and_most_may_be_missing() -> None:
    assert rows("Lee,A1", header="family_name,reference") == [(2, Record((Name("", "", "Lee"),), reference="A1"))]


def test_the_mark_that_some_programs_write_before_the_first_column_does_no_harm() -> None:
    assert rows("A1,Lee", header=b"\xef\xbb\xbfreference,family_name")[0][1] == Record(
        (Name("", "", "Lee"),), reference="A1"
    )


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("reference;family_name", "parted by commas"),
        ("reference\tfamily_name", "parted by commas"),
        ("reference,surname", "There is no column “surname”"),
        ("reference,school,school", "twice"),
        ("family_name", "“reference” is missing"),
        ("", "There is no column"),
        ("reference,family_name".encode("utf-16"), "not UTF-8"),
        (b"reference\0", "NUL"),
    ],
)
def test_a_file_whose_first_line_is_wrong_is_refused_as_a_whole(header: str | bytes, words: str) -> None:
    [(number, fault)] = rows(GOOD, header=header)
    assert number == 1
    assert isinstance(fault, Fault)
    assert fault.whole_file
    assert words in fault.sentence


def test_an_empty_file_is_refused() -> None:
    [(_, fault)] = read([], today=TODAY)
    assert isinstance(fault, Fault)
    assert fault.whole_file


@pytest.mark.parametrize(
    ("line", "column", "words"),
    [
        ("A2,Ann", "", "2 columns instead of 12"),
        (GOOD.replace("A1", "A2") + ",more", "", "13 columns instead of 12"),
        ("A2,Zoë,Lee,,,,,,,,,".encode("latin-1"), "", "not UTF-8"),
        ("A2,An\0n,Lee,,,,,,,,,", "", "NUL"),
        ('A2,"Ann,Lee,,,,,,,,,', "", "quotation mark"),
        (f"A2,{'N' * 1_000_000},Lee,,,,,,,,,", "", "longer than 65,536 bytes"),
        (f"A2,{'N' * 201},Lee,,,,,,,,,", "given_names", "Longer than 200"),
        (f"A2,Ann,Lee,{'N' * 201}/Lee,,,,,,,,", "other_names", "Longer than 200"),
        (f"A2,Ann,Lee,{'|'.join(['a/b'] * 21)},,,,,,,,", "other_names", "more than 20"),
        ("A2,Ann,Lee,a/b/nom de guerre,,,,,,,,", "other_names", "one of usual"),
        ("A2,Ann,Lee,a/b/c/d,,,,,,,,", "other_names", "given/family/use"),
        (",Ann,Lee,,,,,,,,,", "reference", "missing"),
        (f"{'r' * 101},Ann,Lee,,,,,,,,,", "reference", "100 characters"),
        ("a\x07,Ann,Lee,,,,,,,,,", "reference", "printable"),
        ("A1,Ann,Lee,,,,,,,,,", "reference", "earlier line"),
        ("A2,Ann,Lee,,2019-02-29,,,,,,,", "born_on", "no such day"),
        ("A2,Ann,Lee,,2019-13,,,,,,,", "born_on", "no such day"),
        ("A2,Ann,Lee,,03/05/1990,,,,,,,", "born_on", "year-month-day"),
        ("A2,Ann,Lee,,2026-11-22,,,,,,,", "born_on", "in the future"),
        ("A2,Ann,Lee,,2028-01-01,expected,,,,,,", "born_on", "a year ahead"),
        ("A2,Ann,Lee,,1850-01-01,,,,,,,", "born_on", "130 years ago"),
        ("A2,Ann,Lee,,1990-05-03,roughly,,,,,,", "born_accuracy", "one of day"),
        ("A2,Ann,Lee,,,,X,,,,,", "sex", "F, M, U"),
        ("A2,Ann,Lee,,,,,,,M14 5AA:1:soon,,", "postcodes", "Since and until"),
        ("A2,Ann,Lee,,,,,,,M14 5AA:1:::,,", "postcodes", "postcode:uprn:since:until"),
        ("A2,,,,,,,,,M14 5AA,,", "", "neither a name nor a number"),
    ],
)
def test_a_line_that_cannot_be_read_is_refused_and_the_rest_is_taken(
    line: str | bytes, column: str, words: str
) -> None:
    fault = refusal(line)
    assert fault.column == column
    assert words in fault.sentence


@pytest.mark.parametrize(
    ("line", "column", "words"),
    [
        ("A2,Ann,Lee,,,,,999 000 0019,,,,", "nhs_number", "no NHS number"),
        ("A2,Ann,Lee,,,,,,Z12,,,", "upn", "no UPN"),
        ("A2,Ann,Lee,,,,,,,No fixed abode,,", "postcodes", "no postcode"),
        ("A2,Ann,Lee,,,,,,,M14 5AA:1234567890123,,", "postcodes", "twelve digits"),
        ("A2,Ann,Lee,,,,,,,,12,", "phones", "no telephone number"),
    ],
)
def test_a_number_that_is_none_is_said_and_the_person_is_kept(line: str, column: str, words: str) -> None:
    (_, fault), (_, record) = rows(line)
    assert isinstance(fault, Fault)
    assert fault.kept
    assert fault.column == column
    assert words in fault.sentence
    assert isinstance(record, Record)
    assert record.names == (Name("Ann", "", "Lee"),)


@pytest.mark.parametrize(
    ("written", "accuracy", "birth"),
    [
        ("1990-05-03", "", Birth(date(1990, 5, 3))),
        ("1990-05", "", Birth(date(1990, 5, 1), "month")),
        ("1990", "", Birth(date(1990, 1, 1), "year")),
        ("1990-05-03", "year", Birth(date(1990, 5, 3), "year")),
        ("2027-02-01", "expected", Birth(date(2027, 2, 1), "expected")),
    ],
)
def test_a_birth_date_says_how_much_of_it_is_known(written: str, accuracy: str, birth: Birth) -> None:
    [(_, record)] = rows(f"A2,Ann,Lee,,{written},{accuracy},,,,,,")
    assert isinstance(record, Record)
    assert record.birth == birth


def test_a_delta_says_of_every_person_whether_they_stay() -> None:
    header = "reference,family_name,change"
    assert rows("A1,Lee,put", "A2,,remove", header=header, delta=True) == [
        (2, Record((Name("", "", "Lee"),), reference="A1")),
        (3, Removal("A2")),
    ]
    fault = refusal(GOOD.replace("A1", "A2") + ",perhaps", delta=True, header=HEADER + ",change")
    assert fault.sentence == "Must be put or remove."


def test_a_delta_without_the_column_that_says_so_is_no_delta() -> None:
    [(_, fault)] = rows(GOOD, delta=True)
    assert isinstance(fault, Fault)
    assert "“change” is missing" in fault.sentence


def test_empty_lines_are_no_fault() -> None:
    assert [number for number, _ in rows("", GOOD, "", GOOD.replace("A1", "A2"))] == [3, 5]


def test_a_line_without_an_end_is_never_held_whole() -> None:
    file = io.BytesIO(HEADER.encode() + b"\n" + b"x" * (LONGEST_LINE * 20) + b"\n" + GOOD.encode())
    lines = list(lines_of(file))
    assert len(lines) == 3
    assert max(map(len, lines)) <= LONGEST_LINE + 2
    assert lines[2] == GOOD.encode()


@given(st.lists(st.text(max_size=3), max_size=300))
def test_a_reference_is_met_exactly_from_its_second_time_on(references: list[str]) -> None:
    seen, expected = References(), set[str]()
    for reference in references:
        assert seen.met(number_of(reference)) == (reference in expected)
        expected.add(reference)


def test_very_many_references_are_told_apart() -> None:
    seen = References()
    assert not any(seen.met(number_of(str(number))) for number in range(20_000))
    assert all(seen.met(number_of(str(number))) for number in range(0, 20_000, 97))


@given(st.lists(st.binary(max_size=80), max_size=8))
def test_no_bytes_make_it_stop(lines: list[bytes]) -> None:
    told = [HEADER.encode() + b"\n", *(line + b"\n" for line in lines), GOOD.encode()]
    *_, (_, last) = read(told, today=TODAY)
    assert isinstance(last, Record) or (isinstance(last, Fault) and last.column == "reference")


@given(st.lists(st.text(alphabet=st.characters(exclude_characters=',\n\r"'), max_size=30), min_size=12, max_size=12))
def test_no_cells_make_it_stop(cells: list[str]) -> None:
    for number, row in rows(",".join(cells).encode("utf-8", "replace")):
        assert number == 2
        assert isinstance(row, Record | Fault)
