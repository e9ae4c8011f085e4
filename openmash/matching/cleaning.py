"""How an account of a person is written down once, so that two accounts can be compared.

The same function cleans the question, the single record and the ten millionth row of a file. Nothing here raises for
any text: what cannot be made sense of is left out.
"""

import csv
import re
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from anyascii import anyascii
from nhs_number.validate import is_valid

from openmash.matching.nicknames import canonical
from openmash.matching.records import Birth, Name, Record

CLEANING_VERSION = "2026-11"
LONGEST_NAME = 200  # characters; what is longer is no name
CACHED = 1 << 17


class Clean(NamedTuple):
    """One record as it is stored and compared. Field names are column names in every engine.

    Names are A–Z only. Scalars are None, arrays empty, where nothing is known.
    `born` is YYYY-MM-DD, the first day where only month or year is known. `born_accuracy` is day, month, year,
    expected, or "weak": the first of January, which people are given who do not know their day.
    """

    forename: str | None
    middle: str | None
    surname: str | None
    fores: tuple[str, ...]
    surs: tuple[str, ...]
    born: str | None
    borns: tuple[str, ...]
    born_accuracy: str | None
    sex: str | None
    postcodes: tuple[str, ...]
    outcodes: tuple[str, ...]
    uprns: tuple[str, ...]
    phones: tuple[str, ...]
    nhs: str | None
    upn: str | None
    school: str | None


COLUMNS = Clean._fields


def _words(kind: str) -> frozenset[str]:
    """The words of one kind in data/words.csv."""
    told = files("openmash.matching").joinpath("data/words.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in told.splitlines() if not line.startswith("#"))
    return frozenset(word for row in rows if row["kind"] == kind for word in row["words"].split())


_HONORIFICS = _words("honorific")
_NO_NAMES = _words("no name")
_PARTICLES = _words("particle")
_APOSTROPHES = re.compile(r"[\u0027\u0060\u00b4\u2018\u2019\u02bb\u02bc]")
_LETTERS = re.compile(r"[A-Z]+")
_POSTCODE = re.compile(r"(GIR|[A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][ABD-HJLNP-UW-Z]{2})?")
_UPN = re.compile(r"([A-HJ-NP-RT-Z])([0-9]{11})([0-9A-HJ-NP-RT-Z])")
_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_DEFAULT_DAYS = frozenset({"1900-01-01", "1901-01-01", "1800-01-01", "1970-01-01", "9999-12-31"})


@lru_cache(CACHED)
def words(text: str) -> tuple[str, ...]:
    """The words of a name in capitals A–Z; apostrophes join, everything else that is no letter parts."""
    latin = anyascii(_APOSTROPHES.sub("", text[:LONGEST_NAME])).upper()
    found = _LETTERS.findall(latin.replace("'", ""))
    return tuple(word for word in found if word not in _HONORIFICS and word not in _NO_NAMES)


@lru_cache(CACHED)
def family_names(text: str) -> tuple[str, ...]:
    """A surname whole, then its parts without particles: "de Souza-Lima" → DESOUZALIMA, SOUZA, LIMA."""
    parts = words(text)
    whole = "".join(parts)
    if not whole:
        return ()
    found = dict.fromkeys((whole, *(part for part in parts if part not in _PARTICLES and len(part) > 1)))
    return tuple(found)


@lru_cache(CACHED)
def given_names(text: str) -> tuple[str, tuple[str, ...], str]:
    """The first given name, every form it may take, and the names after it, with spaces between them."""
    chunks = [words(chunk) for chunk in text[:LONGEST_NAME].split()]
    parts = [chunk for chunk in chunks if chunk]
    if not parts:
        return "", (), ""
    first = "".join(parts[0])
    forms = dict.fromkeys((first, *(parts[0] if len(parts[0]) > 1 else ())))
    for form in tuple(forms):
        forms.update(dict.fromkeys(canonical(form)))
    return first, tuple(forms), " ".join("".join(part) for part in parts[1:])


@lru_cache(CACHED)
def postcode(text: str) -> tuple[str | None, str | None]:
    """(whole postcode, outward code) without a space; None where not told or no postcode."""
    match = _POSTCODE.fullmatch("".join(text[:20].upper().split()))
    if match is None:
        return None, None
    return (match[0] if match[2] else None), match[1]


def _digits(text: str) -> str:
    return "".join(c for c in text[:40] if c in "0123456789")


@lru_cache(CACHED)
def phone(text: str) -> str | None:
    """A telephone number as country and number, in digits: 07700 900123 → 447700900123."""
    plain = text.strip()[:40]
    digits = _digits(plain.replace("(0)", ""))
    if plain.startswith("+"):
        pass
    elif digits.startswith("00"):
        digits = digits[2:]
    elif digits.startswith("0"):
        digits = "44" + digits[1:]
    return digits if 8 <= len(digits) <= 15 else None


def nhs(text: str) -> str | None:
    """Ten digits whose check digit is right, or None."""
    digits = _digits(text)
    return digits if len(digits) == 10 and is_valid(digits) else None


def upn(text: str) -> str | None:
    """A Unique Pupil Number whose check letter is right, or None."""
    found = _UPN.fullmatch("".join(text[:40].upper().split()))
    if found is None:
        return None
    last = found[3] if found[3].isdigit() else str(_UPN_LETTERS.index(found[3]))
    total = sum(int(d) * weight for weight, d in enumerate(found[2], 2)) + (int(last) * 13 if len(last) == 1 else 0)
    return found[0] if _UPN_LETTERS[total % 23] == found[1] else None


@lru_cache(CACHED)
def uprn(text: str) -> str | None:
    digits = _digits(text).lstrip("0")
    return digits if 1 <= len(digits) <= 12 else None


@lru_cache(CACHED)
def _born(birth: Birth) -> tuple[str, str] | None:
    day = birth.day.isoformat()
    if day in _DEFAULT_DAYS:
        return None
    weak = birth.accuracy == "day" and day.endswith("-01-01")
    return day, ("weak" if weak else birth.accuracy)


@lru_cache(CACHED)
def _school(text: str) -> str | None:
    plain = re.sub(r"[^A-Z0-9]+", " ", anyascii(text[:LONGEST_NAME]).upper()).strip()
    return plain or None


def _names(names: tuple[Name, ...]) -> tuple[str, str, str, tuple[str, ...], tuple[str, ...]]:
    forename, middle, surname = "", "", ""
    fores: dict[str, None] = {}
    surs: dict[str, None] = {}
    for name in names:
        first, forms, more = given_names(name.given)
        family = family_names(name.family)
        forename = forename or first
        surname = surname or (family[0] if family else "")
        middle = middle or " ".join(filter(None, (more, *words(name.middle))))
        fores.update(dict.fromkeys(forms))
        surs.update(dict.fromkeys(family))
    return forename, middle, surname, tuple(fores), tuple(surs)


def _told(values: list[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))


def clean(record: Record) -> Clean:
    """`record` as it is stored and compared. Never raises; what makes no sense is left out."""
    forename, middle, surname, fores, surs = _names(record.names)
    births = [_born(birth) for birth in ((record.birth,) if record.birth else ()) + record.other_births]
    born = births[0] if births else None
    codes = [postcode(place.postcode) for place in record.places]
    return Clean(
        forename or None,
        middle or None,
        surname or None,
        fores,
        surs,
        born[0] if born else None,
        _told([b[0] for b in births if b and b[1] in ("day", "weak")]),
        born[1] if born else None,
        record.sex if record.sex in ("F", "M") else None,
        _told([code[0] for code in codes]),
        _told([code[1] for code in codes]),
        _told([uprn(place.uprn) for place in record.places]),
        _told([phone(number) for number in record.phones]),
        nhs(record.nhs_number),
        upn(record.upn),
        _school(record.school),
    )


def born_on(clean_record: Clean) -> date | None:
    """`born` as a date."""
    return date.fromisoformat(clean_record.born) if clean_record.born else None
