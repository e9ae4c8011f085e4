"""What somebody who looks for a person typed, taken apart: names, a postcode, a year, a number. Plain Python."""

import re
from dataclasses import dataclass
from datetime import date

from openmash.core.errors import RuleBroken

LONGEST_SEARCH = 120
MOST_A_MINUTE = 60
"""Searches of one person; searching as one types asks once for each pause in typing."""
_MOST_WORDS = 8
_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_YEAR = re.compile(r"(19|20)\d\d")
_OUTWARD = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?")  # ILR and PAF: the first half of a postcode
_WHOLE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}")
_INWARD = re.compile(r"\d[A-Z]{0,2}")
_REFERENCE = re.compile(r"[A-Z]{2,8}-[0-9A-Z]{4}-[0-9A-Z]{4}")


@dataclass(frozen=True)
class Looked:
    """What was typed, by kind; everything of it has to be so of whoever is found.

    Args:
        words: of names, each the beginning of one or sounding like a surname.
        postcodes: their beginnings, without spaces.
        years: of birth.
        dates: of birth.
        nhs_numbers: ten digits.
        references: of a contact or an enquiry somebody is in.
    """

    words: tuple[str, ...] = ()
    postcodes: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    dates: tuple[date, ...] = ()
    nhs_numbers: tuple[str, ...] = ()
    references: tuple[str, ...] = ()

    @property
    def kinds(self) -> list[str]:
        """Which kinds of things were typed, for the log, which holds no word of it."""
        held = (
            ("name", self.words),
            ("postcode", self.postcodes),
            ("year", self.years),
            ("birth date", self.dates),
            ("NHS number", self.nhs_numbers),
            ("reference", self.references),
        )
        return [kind for kind, found in held if found]

    def __bool__(self) -> bool:
        return bool(self.kinds)


def looked_for(typed: str) -> Looked:
    """Take apart what was typed, in any order: ``"wren ada 2018 EX1"``, ``"999 000 0018"``, ``"DEV-7K3M-2QXA"``."""
    text, numbers = _numbers(typed.replace(",", " "))
    found: dict[str, list[str]] = {"words": [], "postcodes": [], "years": [], "references": []}
    days: list[date] = []
    pieces = text.split()[:_MOST_WORDS]
    for place, piece in enumerate(pieces):
        big = piece.upper()
        day = _day(piece)
        if day:
            days.append(day)
        elif _YEAR.fullmatch(piece):
            found["years"].append(piece)
        elif _REFERENCE.fullmatch(big):
            found["references"].append(big)
        elif _WHOLE.fullmatch(big) or _OUTWARD.fullmatch(big):
            found["postcodes"].append(big)
        elif (
            _INWARD.fullmatch(big)
            and place
            and found["postcodes"]
            and pieces[place - 1].upper() == found["postcodes"][-1]
        ):
            found["postcodes"][-1] += big
        elif any(letter.isalpha() for letter in piece):
            found["words"].append(piece)
    return Looked(
        words=tuple(found["words"]),
        postcodes=tuple(found["postcodes"]),
        years=tuple(int(year) for year in found["years"]),
        dates=tuple(days),
        nhs_numbers=numbers,
        references=tuple(found["references"]),
    )


def require_search(typed: str, found: Looked) -> None:
    """A search says something, and not more than a name, a date and a number take; one letter is nothing."""
    if not typed.strip():
        raise RuleBroken(
            "people.search_says_something", "Enter a name, postcode, year of birth or number.", field="words"
        )
    if len(typed) > LONGEST_SEARCH:
        raise RuleBroken("people.search_is_short", f"This must be {LONGEST_SEARCH} characters or fewer.", field="words")
    if not found or (found.kinds == ["name"] and all(len(word) < 2 for word in found.words)):
        raise RuleBroken(
            "people.search_says_enough",
            "Enter at least two letters of a name, the first half of a postcode, a year of birth or a whole number.",
            field="words",
        )


def require_not_too_often(lately: int) -> None:
    """Nobody who works types as fast as this: whoever reads a register name by name does."""
    if lately >= MOST_A_MINUTE:
        raise RuleBroken(
            "people.searched_too_often",
            "You have searched very often in the last minute. Wait a minute.",
            field="words",
        )


def _numbers(typed: str) -> tuple[str, tuple[str, ...]]:
    """Without its NHS numbers, and those: ten digits, however they are spaced."""
    of_ten = re.compile(r"(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)")
    numbers = tuple(re.sub(r"\D", "", each) for each in of_ten.findall(typed))
    return of_ten.sub(" ", typed), numbers


def _day(piece: str) -> date | None:
    british, iso = _DATE.fullmatch(piece), _ISO.fullmatch(piece)
    if british:
        day, month, year = (int(part) for part in british.groups())
    elif iso:
        year, month, day = (int(part) for part in iso.groups())
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
