"""One person in JSON: what is good is read as it is meant, what is not is refused field by field; nothing breaks."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openmash.api import people
from openmash.api.answers import Wrong
from openmash.api.people import SHAPE
from openmash.matching.records import Birth, Name, Place, Record

TODAY = date(2026, 11, 18)
WHOLE: dict[str, Any] = {
    "names": [{"given": "Ada", "middle": "M", "family": "Wren"}, {"family": "Lark", "use": "birth"}],
    "birth": {"on": "2018-03-04"},
    "other_births": [{"on": "2018-04-03", "accuracy": "day"}],
    "sex": "F",
    "places": [{"postcode": "EX1 1AA", "uprn": "100040", "lines": "1 High Street", "since": "2020-01-01"}],
    "phones": ["01632 960001"],
    "nhs_number": "999 000 0018",
    "school": "113520",
}


def read(sent: object, reference: str = "P1") -> tuple[Record | None, list[Wrong]]:
    return people.read(json.dumps(sent).encode(), reference=reference, today=TODAY)


def faults(sent: object) -> dict[str, str]:
    record, wrong = read(sent)
    assert record is None
    return {each.field: each.sentence for each in wrong}


def test_a_whole_person_is_read_as_it_is_meant() -> None:
    record, wrong = read(WHOLE)
    assert wrong == []
    assert record == Record(
        names=(Name("Ada", "M", "Wren", "usual"), Name("", "", "Lark", "birth")),
        birth=Birth(date(2018, 3, 4), "day"),
        other_births=(Birth(date(2018, 4, 3), "day"),),
        sex="F",
        places=(Place("EX1 1AA", "100040", "1 High Street", date(2020, 1, 1)),),
        phones=("01632 960001",),
        nhs_number="999 000 0018",
        school="113520",
        reference="P1",
    )


def test_a_first_name_and_a_school_are_enough() -> None:
    record, wrong = read({"names": [{"given": "Ada"}], "school": "113520"})
    assert record is not None
    assert wrong == []


@pytest.mark.parametrize(
    ("sent", "field", "says"),
    [
        ({"school": "113520"}, "names", "neither a name nor a number"),
        ({"name": "Ada"}, "name", "no field of that name"),
        ({"names": "Ada"}, "names", "as a list"),
        ({"names": ["Ada"]}, "names[0]", "as an object"),
        ({"names": [{"given": 7}]}, "names[0].given", "as text"),
        ({"names": [{"given": "x" * 101}]}, "names[0].given", "100 characters"),
        ({"names": [{"given": "A\0da"}]}, "names[0].given", "no part of any text"),
        ({"names": [{"given": "\ud800"}]}, "names[0].given", "no part of any text"),
        ({"names": [{"given": "Ada", "use": "pet"}]}, "names[0].use", "one of: usual"),
        ({"names": [{"given": "Ada"}] * 21}, "names", "20 at most"),
        ({"names": [{"given": "Ada"}], "sex": "f"}, "sex", "one of: F, M, U"),
        ({"names": [{"given": "Ada"}], "birth": {}}, "birth.on", "missing"),
        ({"names": [{"given": "Ada"}], "birth": {"on": "4.3.2018"}}, "birth.on", "YYYY-MM-DD"),
        ({"names": [{"given": "Ada"}], "birth": {"on": "2018-02-30"}}, "birth.on", "no such day"),
        ({"names": [{"given": "Ada"}], "birth": {"on": "2026-11-19"}}, "birth.on", "in the future"),
        ({"names": [{"given": "Ada"}], "birth": {"on": "1895-01-01"}}, "birth.on", "130 years ago"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(sent: object, field: str, says: str) -> None:
    assert says in faults(sent)[field]


def test_an_unborn_child_is_expected_in_the_future() -> None:
    record, wrong = read({"names": [{"family": "Wren"}], "birth": {"on": "2027-03-01", "accuracy": "expected"}})
    assert (record is not None, wrong) == (True, [])


def test_everything_that_is_wrong_is_said_at_once() -> None:
    assert set(faults({"names": [{"given": 7}], "sex": "x", "pet": ""})) == {"names[0].given", "sex", "pet"}


def test_a_number_that_cannot_be_one_is_left_out_and_the_person_is_taken() -> None:
    record, wrong = read(WHOLE | {"nhs_number": "1234567890", "phones": ["1", "01632 960001"]})
    assert record is not None
    assert (record.nhs_number, record.phones) == ("", ("01632 960001",))
    assert [each.field for each in wrong] == ["nhs_number", "phones"]


@pytest.mark.parametrize("body", [b"", b"\xff", b"{", b"[" * 100_000, b"[]", b"null", b'{"names": NaN}', b"9" * 5000])
def test_what_is_no_person_at_all_is_refused_in_a_sentence(body: bytes) -> None:
    record, wrong = people.read(body, reference="P1", today=TODAY)
    assert record is None
    assert wrong[0].sentence.endswith(".")


def test_more_than_one_person_can_be_is_not_read() -> None:
    record, wrong = people.read(b" " * (people.MOST_BYTES + 1), reference="P1", today=TODAY)
    assert record is None
    assert "64 kilobytes" in wrong[0].sentence


@pytest.mark.parametrize("reference", ["", " ", "x" * 101, "a\0b", "a\nb"])
def test_a_reference_is_printable_and_short(reference: str) -> None:
    record, wrong = read(WHOLE, reference)
    assert record is None
    assert [each.field for each in wrong] == ["reference"]


_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
_NEARLY = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(SHAPE, _ANYTHING),
        "names": st.lists(st.fixed_dictionaries({}, optional=dict.fromkeys(["given", "family", "use"], st.text()))),
        "birth": st.fixed_dictionaries({"on": st.dates().map(str) | st.text()}, optional={"accuracy": st.text()}),
        "places": st.lists(st.fixed_dictionaries({}, optional=dict.fromkeys(["postcode", "uprn", "since"], st.text()))),
        "phones": st.lists(st.text()),
        "nhs_number": st.text(),
    },
)


@given(sent=_ANYTHING | _NEARLY, reference=st.text(max_size=120))
def test_whatever_is_sent_is_a_person_or_sentences(sent: object, reference: str) -> None:
    record, wrong = people.read(json.dumps(sent).encode(), reference=reference, today=TODAY)
    assert (record is not None) or wrong
    assert all(each.sentence.endswith(".") for each in wrong)


@given(body=st.binary(max_size=300))
def test_whatever_bytes_are_sent_nothing_breaks(body: bytes) -> None:
    record, wrong = people.read(body, reference="P1", today=TODAY)
    assert (record is not None) or wrong
