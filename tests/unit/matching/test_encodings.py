"""Encodings in place of names: alike for people who are alike, and saying little without the secret."""

import base64
import json
import subprocess
import sys
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openmash.matching.cleaning import Clean, clean
from openmash.matching.csv_records import Fault
from openmash.matching.encodings import Encoded, Encoder, bits, dice, encode_lines, read_encoded, schema, secret_of
from openmash.matching.keys import keys_of
from openmash.matching.records import Birth, Name, Place, Record

TODAY = date(2026, 11, 21)
SECRET = b"a secret of thirty-two bytes, or more"
ENCODER = Encoder(SECRET)
FILE = b"""reference,given_names,family_name,born_on,postcodes
A1,Ann,O'Neill,1990-05-03,M14 5AA
A2,Bo,Lee,2030-01-01,
"A,3",Zed,Okafor,1990,OL1 1AA
"""


def person(given_name: str, family: str, day: date = date(1990, 5, 3), postcode: str = "M14 5AA") -> Clean:
    """A cleaned record."""
    return clean(Record(names=(Name(given_name, "", family),), birth=Birth(day), places=(Place(postcode),)))


def alike(one: Clean, other: Clean) -> float:
    """How alike two people's encodings are."""
    return dice(ENCODER.encode(one), ENCODER.encode(other))


def test_the_same_person_is_entirely_alike() -> None:
    assert alike(person("Ann", "O'Neill"), person("ANN", "ONEILL")) == 1.0


def test_spellings_and_short_forms_that_are_one_name_are_entirely_alike() -> None:
    assert alike(person("Peggy", "Chaudhry"), person("Margaret", "Chowdhury")) == 1.0


def test_the_more_differs_the_less_alike_they_are() -> None:
    known = person("Jonathan", "Farridge")
    typo = alike(known, person("Jonathan", "Faridge"))
    day = alike(known, person("Jonathan", "Farridge", date(1990, 5, 4)))
    sister = alike(known, person("Wendy", "Farridge", date(1992, 8, 17)))
    nobody = alike(known, person("Wendy", "Okafor", date(1961, 12, 28), "EX4 7QW"))
    assert 1 > typo > 0.9
    assert 1 > day > 0.9
    assert typo > sister > nobody
    assert nobody < 0.6  # half of all bits are set, so that half agree by accident


def test_who_has_another_secret_sees_nothing_alike() -> None:
    told = person("Jonathan", "Farridge")
    other = Encoder(b"another secret of thirty-two bytes or more")
    assert dice(ENCODER.encode(told), other.encode(told)) < 0.65
    assert not set(ENCODER.keys(told)) & set(other.keys(told))


def test_the_keys_are_none_of_the_open_indexs_and_people_meet_under_them_all_the_same() -> None:
    known, asked = person("Jonathan", "Farridge"), person("Jon", "Farridge", date(1990, 5, 4))
    assert not set(ENCODER.keys(known)) & set(keys_of(known, secret=SECRET))
    assert set(ENCODER.keys(known)) & set(ENCODER.keys(asked, asking=True))


def test_sums_of_keys_do_not_show_what_two_people_share() -> None:
    """Two postcodes, two people each: among open keys, the difference of two names is the same in both."""
    secret = b"a secret that a test may know"
    several = [person(name, "Farridge", postcode=code) for code in ("M14 5AA", "EX4 7QW") for name in ("Jo", "Wendy")]

    def differences(keys: list[tuple[int, ...]]) -> set[int]:
        first, second = ({a ^ b for a in keys[at] for b in keys[at + 1] if a != b} for at in (0, 2))
        return first & second

    without_day = [each._replace(born=None, borns=()) for each in several]
    assert differences([keys_of(each, secret=secret) for each in without_day])
    hidden = [tuple(set(ENCODER.keys(each)) - set(ENCODER.keys(without_day[0]))) for each in without_day]
    assert not differences(hidden)


def test_about_half_of_the_bits_are_set_so_that_none_says_much() -> None:
    set_bits = bits(ENCODER.encode(person("Jonathan", "Farridge"))).count("1")
    assert 350 < set_bits < 650


def test_a_long_name_sets_no_more_bits_than_a_short_one() -> None:
    nothing_else = Record(names=(Name("Jo"),))
    short, long = (
        bits(ENCODER.encode(clean(nothing_else._replace(names=(Name(name),))))).count("1")
        for name in ("Io", "Bartholomewina")
    )
    assert abs(short - long) < 40


def test_nothing_told_sets_no_bit_and_is_like_nobody() -> None:
    nobody = clean(Record())
    assert ENCODER.encode(nobody) == bytes(128)
    assert alike(nobody, nobody) == 0.0
    assert ENCODER.keys(nobody) == ()


@given(st.binary(min_size=128, max_size=128), st.binary(min_size=128, max_size=128))
def test_likeness_is_the_same_both_ways_and_lies_between_nothing_and_all(one: bytes, other: bytes) -> None:
    assert dice(one, other) == dice(other, one)
    assert 0 <= dice(one, other) <= 1
    assert int(bits(one), 2).to_bytes(128, "big") == one


def test_a_file_of_people_becomes_a_file_of_encodings_that_says_no_name() -> None:
    made = list(encode_lines(FILE.splitlines(keepends=True), secret=SECRET, today=TODAY))
    lines = [line for _, line in made if isinstance(line, str)]
    [fault] = [fault for _, fault in made if isinstance(fault, Fault)]
    assert (fault.line, fault.column) == (3, "born_on")
    told = "\n".join(lines).upper()
    assert not any(word in told for word in ("ANN", "NEILL", "OKAFOR", "1990", "M14"))
    read = [row for _, row in read_encoded([f"{line}\n".encode() for line in lines])]
    first = person("Ann", "O'Neill")
    assert read[0] == Encoded("A1", ENCODER.encode(first), ENCODER.keys(first))
    assert isinstance(read[1], Encoded)
    assert read[1].reference == "A,3"


GOOD = "A1," + "A" * 170 + "A=,1f"


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("A2,AAAA,1f", "encoding"),
        ("A2,not base64!,1f", "encoding"),
        (GOOD.replace("A1,", "A2,").replace(",1f", ",xyz"), "keys"),
        (GOOD.replace("A1,", "A2,").replace(",1f", ","), "keys"),
        (GOOD.replace("A1,", "A2,").replace(",1f", "," + "f" * 17), "keys"),
        (GOOD.replace("A1,", ","), "reference"),
        (GOOD, "reference"),
        ("A2,1f", ""),
    ],
)
def test_a_line_that_is_no_encoding_is_refused_and_the_rest_is_taken(line: str, column: str) -> None:
    last = GOOD.replace("A1,", "A9,")
    read = [
        row for _, row in read_encoded([f"{each}\n".encode() for each in ("reference,encoding,keys", GOOD, line, last)])
    ]
    assert isinstance(read[0], Encoded)
    assert isinstance(read[2], Encoded)
    assert isinstance(read[1], Fault)
    assert read[1].column == column


def test_a_file_of_names_is_no_file_of_encodings() -> None:
    [(_, fault)] = read_encoded(FILE.splitlines(keepends=True))
    assert isinstance(fault, Fault)
    assert fault.whole_file


def test_a_short_secret_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Encoder(b"too short")


@pytest.mark.parametrize(
    ("where", "value"),
    [("version", 2), ("identifier", "religion"), ("comparison", {"type": "numeric"}), ("hash", {"type": "blakeHash"})],
)
def test_a_schema_that_asks_for_what_is_not_done_here_is_refused(where: str, value: object) -> None:
    told = json.loads(files("openmash.matching").joinpath("data/linkage_schema.json").read_text())
    assert schema(json.dumps(told)) == schema()
    if where == "version":
        told[where] = value
    elif where == "identifier":
        told["features"][0][where] = value
    else:
        told["features"][0]["hashing"][where] = value
    with pytest.raises(ValueError, match=r"version 3|not known here"):
        schema(json.dumps(told))


@pytest.mark.parametrize("written", ["", "not base64!", base64.b64encode(b"short").decode(), "x" * 41])
def test_a_secret_that_was_not_handed_over_like_this_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="secret"):
        secret_of(written)
    assert secret_of(f" {base64.b64encode(SECRET).decode()}\n") == SECRET


def test_an_agency_encodes_with_a_script_that_loads_neither_django_nor_a_database(tmp_path: Path) -> None:
    script = Path(__file__).parents[3] / "scripts" / "encode_index"
    (tmp_path / "secret").write_text(base64.b64encode(SECRET).decode())
    watched = (
        "import runpy, sys; sys.argv = sys.argv[1:]\n"
        "try: runpy.run_path(sys.argv[0], run_name='__main__')\n"
        "finally: assert not {'django', 'psycopg'} & set(sys.modules)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", watched, str(script), str(tmp_path / "secret")],
        input=FILE,
        capture_output=True,
        check=False,
        cwd=tmp_path,
    )
    made = [line for _, line in encode_lines(FILE.splitlines(keepends=True), secret=SECRET, today=TODAY)]
    assert ran.stdout.decode().splitlines() == [line for line in made if isinstance(line, str)]
    assert ran.stderr.decode().splitlines()[0].startswith("line 3, born_on: ")
    assert ran.returncode == 1


def test_the_script_says_what_is_wrong_with_a_secret(tmp_path: Path) -> None:
    script = Path(__file__).parents[3] / "scripts" / "encode_index"
    (tmp_path / "secret").write_text("horse")
    ran = subprocess.run(
        [sys.executable, str(script), str(tmp_path / "secret")], input=FILE, capture_output=True, check=False
    )
    assert ran.returncode == 2
    assert b"base64" in ran.stderr
    assert ran.stdout == b""
