"""Whether two accounts of a person, from two contacts, may name the same person. Plain Python.

Two contacts may be notices of one event; this says whether they may be about the same people. Whom of all the hub knows
somebody may be is asked of the person index, and never of these rules.
"""

import re

from openmash.people.rules.telling import PersonTold, letters_of, sound

_BIRTH_NEAR_EXPECTED_DAYS = 42
_ENOUGH = 5
"""What two things that are alike must weigh together (own choice)."""


def alike(one: PersonTold, other: PersonTold) -> bool:
    """Whether two accounts may name one person, and nothing speaks against it. Nothing is ever linked by this.

    One thing alike is not enough (half a street shares a postcode); an NHS number is.
    """
    if _speaks_against(one, other):
        return False
    if one.nhs_number and one.nhs_number == other.nhs_number:
        return True
    weights = [weight for weight in (*_names(one, other), _birth(one, other), _address(one, other)) if weight]
    return len(weights) > 1 and sum(weights) >= _ENOUGH and not _a_relative(one, other)


def _names(one: PersonTold, other: PersonTold) -> tuple[int, int]:
    """What surname and first name weigh; where they are the other way round, it is one thing."""
    given, family = letters_of(one.given_name), letters_of(one.family_name)
    if given and family and (given, family) == (letters_of(other.family_name), letters_of(other.given_name)):
        return 0, 4
    return _surname(one, other), _first_name(one, other)


def _surname(one: PersonTold, other: PersonTold) -> int:
    family = letters_of(one.family_name)
    if not family:
        return 0
    if family == letters_of(other.family_name):
        return 3
    sounds = sound(one.family_name)
    return 2 if sounds and sounds == sound(other.family_name) else 0


def _first_name(one: PersonTold, other: PersonTold) -> int:
    given, theirs = letters_of(one.given_name), letters_of(other.given_name)
    if not given or not theirs:
        return 0
    return 3 if given == theirs else 2 * _much_the_same(given, theirs)


def _birth(one: PersonTold, other: PersonTold) -> int:
    if one.born_on and other.born_on:
        if one.born_on == other.born_on:
            return 4
        day, turned = one.born_on, other.born_on
        return 3 if (day.year, day.day, day.month) == (turned.year, turned.month, turned.day) else 0
    one_on, other_on = one.born_on or one.expected_on, other.born_on or other.expected_on
    if one_on and other_on:  # one of them at least is not born yet
        return 3 if abs((one_on - other_on).days) <= _BIRTH_NEAR_EXPECTED_DAYS else 0
    return 0


def _address(one: PersonTold, other: PersonTold) -> int:
    if not one.postcode or one.postcode != other.postcode:
        return 0
    lines = _plain(one.address)
    return 3 if lines and lines == _plain(other.address) else 2


def _speaks_against(one: PersonTold, other: PersonTold) -> bool:
    """Another NHS number, another birth date, or born the same day with another first name: perhaps a twin."""
    if one.nhs_number and other.nhs_number and one.nhs_number != other.nhs_number:
        return True
    if one.born_on and one.born_on == other.born_on and one.given_name and other.given_name:
        turned = letters_of(one.given_name) == letters_of(other.family_name)
        return not _first_name(one, other) and not turned
    return bool(one.born_on and other.born_on and not _birth(one, other))


def _a_relative(one: PersonTold, other: PersonTold) -> bool:
    """Another first name and not born the same day: a brother or a mother, whatever else they share."""
    both_named = bool(one.given_name and other.given_name)
    same_day = one.born_on is not None and one.born_on == other.born_on
    return both_named and not same_day and not _names(one, other)[1]


def _much_the_same(a: str, b: str) -> bool:
    """Katie and Kate, Jon and Jonathan, Stephen and Steven; not Jack and John, who may be brothers."""
    short, long = sorted((a, b), key=len)
    return (len(short) >= 3 and long.startswith(short)) or (len(short) >= 5 and sound(a) == sound(b))


def _plain(address: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", address.lower()).strip()
