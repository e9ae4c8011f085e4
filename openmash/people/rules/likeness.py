"""In which words two accounts of a person, from two contacts, are alike. Plain Python.

Two contacts may be notices of one event; this says whether they may name the same person. Whom of all the hub knows
somebody may be is asked of the person index, and never of these rules.
"""

import re
from dataclasses import dataclass

from openmash.people.rules.telling import PersonTold, letters_of, sound

_BIRTH_NEAR_EXPECTED_DAYS = 42


@dataclass(frozen=True)
class Known:
    """A person the hub knows, as a search compares them.

    Args:
        told: what the hub holds now, with the newest address.
        other_names: (given, family) names they are or were also known by.
        earlier_addresses: (lines, postcode) before the newest one.
    """

    told: PersonTold
    other_names: tuple[tuple[str, str], ...] = ()
    earlier_addresses: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Likeness:
    """In which words two accounts are alike.

    Args:
        reasons: sentences' parts, the weightiest first; empty when there is nothing worth offering.
        strength: "strong" or "some"; empty when there is nothing worth offering.
        warning: what speaks against it, as a sentence; empty if nothing does.
        order: larger first; orders a list and is never shown, because a number would be believed.
    """

    reasons: tuple[str, ...] = ()
    strength: str = ""
    warning: str = ""
    order: int = 0


TWIN = (
    "Born the same day with another first name: this may be a twin. "
    "Do not say it is the same person unless you have made sure."
)
OTHER_NHS_NUMBER = "The NHS numbers differ. One of them may be wrong, or these are two people."
ANOTHER_BIRTH_DATE = "The birth dates differ. Make sure before you say it is the same person."


def likeness(told: PersonTold, known: Known) -> Likeness:
    """In which words a person told of is like one the hub knows.

    One thing alike is not enough (half a street shares a postcode); an NHS number is. Twins and people with
    another NHS number are never more than "some". Nothing is ever linked by this: a person decides.
    """
    found = [*_number(told, known), *_names(told, known), *_birth(told, known), *_addresses(told, known)]
    reasons = tuple(words for _, words in sorted(found, key=lambda pair: -pair[0]))
    order = sum(weight for weight, _ in found)
    warning = _warning(told, known)
    same_number = "same NHS number" in reasons
    if not same_number and (len(reasons) < 2 or order < 5 or _a_relative(told, known)):
        return Likeness()
    strong = same_number or ("born the same day" in reasons and any("name" in r for r in reasons) and order >= 8)
    strength = "strong" if strong and not warning else "some"
    return Likeness(reasons, strength, warning, order)


def _number(told: PersonTold, known: Known) -> list[tuple[int, str]]:
    same = told.nhs_number and told.nhs_number == known.told.nhs_number
    return [(10, "same NHS number")] if same else []


def _names(told: PersonTold, known: Known) -> list[tuple[int, str]]:
    theirs = known.told
    given, family = letters_of(told.given_name), letters_of(told.family_name)
    if given and family and (given, family) == (letters_of(theirs.family_name), letters_of(theirs.given_name)):
        return [(4, "first name and surname are the other way round")]
    return [*_surname(told, known), *_first_name(told, known)]


def _surname(told: PersonTold, known: Known) -> list[tuple[int, str]]:
    family = letters_of(told.family_name)
    if not family:
        return []
    if family == letters_of(known.told.family_name):
        return [(3, "same surname")]
    if any(family == letters_of(other) for _, other in known.other_names):
        return [(3, "another surname they are known by is the same")]
    sounds = sound(told.family_name)
    if sounds and sounds == sound(known.told.family_name):
        return [(2, "surname sounds the same")]
    if sounds and any(sounds == sound(other) for _, other in known.other_names):
        return [(2, "another surname they are known by sounds the same")]
    return []


def _first_name(told: PersonTold, known: Known) -> list[tuple[int, str]]:
    given = letters_of(told.given_name)
    if not given:
        return []
    theirs = [letters_of(known.told.given_name), *(letters_of(other) for other, _ in known.other_names)]
    if given == theirs[0]:
        return [(3, "same first name")]
    if given in theirs[1:]:
        return [(3, "another first name they are known by is the same")]
    return [(2, "first name is much the same")] if any(_much_the_same(given, other) for other in theirs) else []


def _birth(told: PersonTold, known: Known) -> list[tuple[int, str]]:
    a, b = told, known.told
    if a.born_on and b.born_on:
        if a.born_on == b.born_on:
            return [(4, "born the same day")]
        swapped = (a.born_on.year, a.born_on.day, a.born_on.month) == (b.born_on.year, b.born_on.month, b.born_on.day)
        return [(3, "birth date is the same with day and month the other way round")] if swapped else []
    if a.expected_on and b.expected_on:
        near = abs((a.expected_on - b.expected_on).days) <= _BIRTH_NEAR_EXPECTED_DAYS
        return [(3, "expected about the same time")] if near else []
    born, expected = a.born_on or b.born_on, a.expected_on or b.expected_on
    if born and expected and abs((born - expected).days) <= _BIRTH_NEAR_EXPECTED_DAYS:
        return [(3, "born about when the unborn child was expected")]
    return []


def _addresses(told: PersonTold, known: Known) -> list[tuple[int, str]]:
    if not told.postcode:
        return []
    told_lines = _plain(told.address)
    now = (_plain(known.told.address), known.told.postcode)
    if now[1] == told.postcode:
        return [(3, "same address")] if told_lines and told_lines == now[0] else [(2, "same postcode")]
    for lines, postcode in known.earlier_addresses:
        if postcode == told.postcode and told_lines and told_lines == _plain(lines):
            return [(3, "an earlier address is the same")]
    earlier = any(postcode == told.postcode for _, postcode in known.earlier_addresses)
    return [(2, "an earlier postcode is the same")] if earlier else []


def _warning(told: PersonTold, known: Known) -> str:
    theirs = known.told
    if told.nhs_number and theirs.nhs_number and told.nhs_number != theirs.nhs_number:
        return OTHER_NHS_NUMBER
    if told.born_on and told.born_on == theirs.born_on and told.given_name and theirs.given_name:
        swapped = letters_of(told.given_name) == letters_of(theirs.family_name)
        if not _first_name(told, known) and not swapped:
            return TWIN
    if told.born_on and theirs.born_on and not _birth(told, known):
        return ANOTHER_BIRTH_DATE
    return ""


def _a_relative(told: PersonTold, known: Known) -> bool:
    """Another first name and not born the same day: a brother or a mother, whatever else they share."""
    both_named = bool(told.given_name and known.told.given_name)
    same_day = told.born_on is not None and told.born_on == known.told.born_on
    return both_named and not same_day and not any("first name" in words for _, words in _names(told, known))


def _much_the_same(a: str, b: str) -> bool:
    """Katie and Kate, Jon and Jonathan, Stephen and Steven; not Jack and John, who may be brothers."""
    if not a or not b:
        return False
    short, long = sorted((a, b), key=len)
    return (len(short) >= 3 and long.startswith(short)) or (len(short) >= 5 and sound(a) == sound(b))


def _plain(address: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", address.lower()).strip()
