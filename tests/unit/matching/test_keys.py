"""Two records of one person share a key, whichever of these mistakes lies between them."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from jellyfish import soundex

from openmash.matching.cleaning import clean, words
from openmash.matching.keys import keys_of
from openmash.matching.records import Birth, Name, Place, Record

SECRET = b"a secret that a test may know"
letters = st.text(alphabet="ABCDEFGHIKLMNOPRSTUVWY", min_size=4, max_size=10).filter(words)  # NULL is no name
days = st.dates(date(1930, 1, 2), date(2026, 1, 1)).filter(lambda day: (day.month, day.day) != (1, 1))
postcodes = st.builds(
    "{}{} {}{}".format,
    st.sampled_from(["M", "SK", "OL", "EX"]),
    st.integers(1, 20),
    st.integers(0, 9),
    st.sampled_from(["AA", "BD", "XY"]),
)
people = st.builds(
    lambda first, family, day, postcode: Record(
        names=(Name(first, "", family),), birth=Birth(day), places=(Place(postcode),)
    ),
    letters,
    letters,
    days,
    postcodes,
)


def keys(record: Record, *, asking: bool = False, secret: bytes = SECRET) -> set[int]:
    """The keys of a record."""
    return set(keys_of(clean(record), secret=secret, asking=asking))


def meet(asked: Record, kept: Record) -> bool:
    """Whether a question finds a record."""
    return bool(keys(asked, asking=True) & keys(kept))


def named(record: Record, first: str | None = None, family: str | None = None) -> Record:
    """The record with another name."""
    [name] = record.names
    told = (name.given if first is None else first, name.family if family is None else family)
    return record._replace(names=(Name(told[0], "", told[1]),))


def moved(record: Record) -> Record:
    """The record of somebody who moved far away."""
    return record._replace(places=(Place("ZE3 9JU"),))


def born(record: Record, **changed: Any) -> Record:
    """The record with part of the birth date changed, where that is a day."""
    assert record.birth is not None
    try:
        return record._replace(birth=Birth(record.birth.day.replace(**changed)))
    except ValueError:
        assume(False)
        raise


def typo(name: str, at: int) -> str:
    """A name with a letter doubled, as fingers do."""
    at = at % (len(name) - 1) + 1
    return name[:at] + name[at - 1 :]


def _swapped(record: Record) -> Record:
    assert record.birth is not None
    assume(record.birth.day.day <= 12)
    return born(record, day=record.birth.day.month, month=record.birth.day.day)


FAULTS: dict[str, Callable[[Record, int], Record]] = {
    "nothing": lambda r, n: r,
    "moved, and another surname": lambda r, n: moved(named(r, family="VERVERKA")),
    "moved, and another given name": lambda r, n: moved(named(r, first="VERVERKA")),
    "a letter doubled in both names, and moved": lambda r, n: moved(
        named(r, typo(r.names[0].given, n), typo(r.names[0].family, n))
    ),
    "names in the wrong order, and moved": lambda r, n: moved(named(r, r.names[0].family, r.names[0].given)),
    "another day of the month, and moved": lambda r, n: moved(born(r, day=n % 28 + 1)),
    "another month, and moved": lambda r, n: moved(born(r, month=n % 12 + 1)),
    "another year, and moved": lambda r, n: moved(born(r, year=1930 + n % 90)),
    "day and month swapped, another surname, and moved": lambda r, n: moved(named(_swapped(r), family="VERVERKA")),
    "day and month wrong, a letter doubled, moved": lambda r, n: moved(
        named(born(r, day=n % 28 + 1, month=n % 12 + 1), typo(r.names[0].given, n))
    ),
    "no birth date, another place": lambda r, n: moved(r._replace(birth=None)),
    "no birth date, another surname": lambda r, n: named(r._replace(birth=None), family="VERVERKA"),
    "no place, another surname": lambda r, n: named(r._replace(places=()), family="VERVERKA"),
    "both names different": lambda r, n: named(r, "VERVERKA", "OPPELOM"),
    "given name, day and month different": lambda r, n: named(born(r, day=n % 28 + 1, month=n % 12 + 1), "VERVERKA"),
    "only the year is known, and moved": lambda r, n: moved(
        r._replace(birth=Birth(date(r.birth.day.year, 1, 1), "year") if r.birth else None)
    ),
    "the first of January instead, and moved": lambda r, n: moved(born(r, day=1, month=1)),
    "a place in the same district, no birth date": lambda r, n: r._replace(
        birth=None, places=(Place(r.places[0].postcode[:-3] + "1ZZ"),)
    ),
    "the whole name in one field": lambda r, n: named(r, f"{r.names[0].given} {r.names[0].family}", ""),
}


@pytest.mark.parametrize("fault", FAULTS)
@settings(max_examples=40)
@given(person=people, number=st.integers(0, 10_000))
def test_two_records_meet_in_spite_of(fault: str, person: Record, number: int) -> None:
    wrong = FAULTS[fault](person, number)
    assert meet(wrong, person)
    assert meet(person, wrong)


@pytest.mark.parametrize(
    "number",
    [
        Record(nhs_number="9990000018"),
        Record(upn="A123456789012"),
        Record(phones=("07700 900123",)),
        Record(places=(Place("", "100023336956"),)),
    ],
)
@given(one=people, other=people)
def test_a_number_alone_is_enough(number: Record, one: Record, other: Record) -> None:
    given_too = [
        person._replace(
            nhs_number=number.nhs_number, upn=number.upn, phones=number.phones, places=number.places or person.places
        )
        for person in (one, moved(other))
    ]
    if number.places:
        given_too[1] = given_too[1]._replace(places=number.places)
    assert meet(*given_too)


def test_a_first_name_and_a_school_are_enough() -> None:
    known = Record(names=(Name("Margaret", "", "Lee"),), birth=Birth(date(2015, 5, 3)), school="Oak Primary School")
    assert meet(Record(names=(Name("Peggy"),), school="OAK PRIMARY"), known)
    assert not meet(Record(names=(Name("Peggy"),), school="ASH PRIMARY"), known)


def test_a_name_alone_is_enough_and_spelt_otherwise_too() -> None:
    known = Record(names=(Name("Yusuf", "", "Chowdhury"),), birth=Birth(date(2015, 5, 3)), places=(Place("M14 5AA"),))
    assert meet(Record(names=(Name("Yousef", "", "Choudhury"),)), known)
    bare = Record(names=(Name("Yusuf", "", "Chowdhury"),))
    assert meet(known, bare)


@pytest.mark.parametrize("weeks", [-4, 0, 4])
def test_an_unborn_child_is_met_by_its_surname_and_about_when_it_is_expected(weeks: int) -> None:
    expected = date(2026, 12, 20)
    kept = Record(names=(Name("Baby", "", "Smith"),), birth=Birth(expected, "expected"), places=(Place("M14 5AA"),))
    other = Birth(expected + timedelta(weeks=weeks))
    assert meet(Record(names=(Name("Unborn", "", "Smyth"),), birth=other, places=(Place("OL1 1AA"),)), kept)


@given(one=people, other=people)
def test_people_who_have_nothing_in_common_do_not_meet(one: Record, other: Record) -> None:
    far = moved(other)
    assume(one.birth != other.birth)
    for kind in (soundex, lambda name: name[:3]):
        forms = [{kind(form) for form in (*clean(record).fores, *clean(record).surs)} for record in (one, far)]
        assume(not forms[0] & forms[1])
    assert not meet(far, one)


@given(person=people, seed=st.integers(0, 1000))
def test_the_order_in_which_things_are_told_makes_no_difference(person: Record, seed: int) -> None:
    full = person._replace(
        names=(*person.names, Name("Ann", "", "Lee-Smith", "birth"), Name("Peg", "", "O'Neill")),
        places=(*person.places, Place("M14 5AA", "100"), Place("OL1")),
        phones=("07700 900123", "0161 496 0000"),
    )
    mixed = full
    for field in ("names", "places", "phones"):
        values = list(getattr(full, field))
        Random(seed).shuffle(values)  # noqa: S311 (no secret)
        mixed = mixed._replace(**{field: tuple(values)})
    for asking in (False, True):
        assert keys(mixed, asking=asking) == keys(full, asking=asking)


@given(people)
def test_keys_are_sorted_distinct_and_fit_a_bigint(person: Record) -> None:
    for asking in (False, True):
        found = keys_of(clean(person), secret=SECRET, asking=asking)
        assert list(found) == sorted(set(found))
        assert all(-(2**63) <= key < 2**63 for key in found)
        assert 8 <= len(found) <= 40


@given(people)
def test_weak_keys_are_odd_and_a_record_has_them_only_where_its_birth_date_is_not_known(person: Record) -> None:
    undated = person._replace(birth=None)
    assert not [key for key in keys(person) if key % 2]
    assert {key for key in keys(undated, asking=True) if key % 2} == {key for key in keys(undated) if key % 2} != set()
    assert [key for key in keys(person, asking=True) if key % 2]


@given(people)
def test_keys_of_one_hub_say_nothing_at_another(person: Record) -> None:
    assert not keys(person) & keys(person, secret=b"the secret of some other hub")


def test_nothing_told_has_no_keys() -> None:
    assert keys(Record()) == set()
    assert keys(Record(), asking=True) == set()


@pytest.mark.parametrize("secret", [b"", b"short", b"x" * 65])
def test_a_secret_that_is_none_is_refused(secret: bytes) -> None:
    with pytest.raises(ValueError, match="16 to 64 bytes"):
        keys_of(clean(Record()), secret=secret)


def test_two_people_with_the_same_two_names_are_told_apart_from_others_of_that_kind() -> None:
    alike = [Record(names=(Name(name, "", name),), birth=Birth(date(1990, 5, 3))) for name in ("Ali", "Gordon")]
    only_the_year = [record._replace(birth=Birth(date(1990, 1, 1), "year")) for record in alike]
    assert not keys(only_the_year[0]) & keys(only_the_year[1])
