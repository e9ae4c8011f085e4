"""What is told about a person, and how it is said again. Plain Python."""

import unicodedata
from dataclasses import dataclass
from datetime import date

from nhs_number.validate import is_valid

from openmash.core.errors import RuleBroken

# Russell and Odell's Soundex (US patent 1,261,167), as the US National Archives describe it.
_SOUNDS = {c: d for d, letters in enumerate(("BFPV", "CGJKQSXZ", "DT", "L", "MN", "R"), 1) for c in letters}
SEXES = ("F", "M", "U")
ERASED = "Erased"
"""In the place of a name that is kept no longer."""


@dataclass(frozen=True)
class PersonTold:
    """A person as somebody told of them.

    Args:
        given_name: first name; empty if not known.
        family_name: surname; empty if not known.
        born_on: birth date, for somebody who is born.
        expected_on: expected date of birth, for an unborn child.
        sex: F, M, or U where not known or not yet born (children in need census, rule 8750).
        nhs_number: ten digits, or empty.
        address: house and street, as told.
        postcode: in capitals with one space, or empty.
    """

    given_name: str = ""
    family_name: str = ""
    born_on: date | None = None
    expected_on: date | None = None
    sex: str = "U"
    nhs_number: str = ""
    address: str = ""
    postcode: str = ""


def require_person_told(told: PersonTold) -> None:
    """The unborn have an expected date and no birth date, everybody else the reverse; codes and numbers are real.

    Nothing else is needed: "the father, name not known" is somebody a hub must be able to keep.

    Source: children in need census, rules 8750 (sex) and N00097/98 (birth or expected date, never both).
    """
    if told.born_on and told.expected_on:
        raise RuleBroken(
            "people.born_or_expected",
            "Give a birth date or an expected date of birth, not both.",
            field="expected_on",
        )
    if told.sex not in SEXES:
        raise RuleBroken("people.sex_is_f_m_or_u", "Sex must be female, male or not known.", field="sex")
    if told.nhs_number and not is_valid(told.nhs_number):
        raise RuleBroken(
            "people.nhs_number_is_real",
            "That is not a real NHS number: a digit may be wrong or two may be swapped.",
            field="nhs_number",
        )


def require_not_themselves(person_id: object, other_id: object) -> None:
    """Nobody is their own relative."""
    if person_id == other_id:
        raise RuleBroken("people.not_related_to_self", "A person cannot be related to themselves.")


def sound(name: str) -> str:
    """How a surname sounds: its Soundex code, so that Smith and Smyth, Clark and Clarke are found together.

    Args:
        name: as it is written; accents, hyphens and apostrophes do not matter.

    Returns:
        A letter and three digits, ``"S530"``; empty for a name without letters of the Latin alphabet.
    """
    letters = letters_of(name)
    if not letters:
        return ""
    digits, before = "", _SOUNDS.get(letters[0])
    for letter in letters[1:]:
        digit = _SOUNDS.get(letter)
        if digit and digit != before:
            digits += str(digit)
        if letter not in "HW":  # the two letters that do not part equal sounds
            before = digit
    return (letters[0] + digits + "000")[:4]


def age_words(born_on: date | None, expected_on: date | None, *, on: date) -> str:
    """How old somebody is on a day, as people say it: "8 years", "5 months", "not born, expected 3 January 2027"."""
    if expected_on:
        return f"not born, expected {expected_on.day} {expected_on:%B %Y}"
    if born_on is None:
        return "age not known"
    years = on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))
    if years >= 2:
        return f"{years} years"
    months = (on.year - born_on.year) * 12 + on.month - born_on.month - (on.day < born_on.day)
    if months >= 1:
        return f"{months} month{'s' if months != 1 else ''}"
    days = max((on - born_on).days, 0)
    return f"{days} day{'s' if days != 1 else ''}"


def display_name(given_name: str, family_name: str, *, unborn: bool) -> str:
    """A person's name as it is shown; never empty."""
    name = f"{given_name} {family_name}".strip()
    if unborn and not given_name:
        return f"Unborn child {family_name}".strip()
    return name or "Name not known"


def letters_of(name: str) -> str:
    """A name in capitals without accents, spaces, hyphens and apostrophes, as two of them are compared."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return "".join(c for c in plain.upper() if c.isalpha())
