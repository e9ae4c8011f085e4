"""How an account of a person is written down once, so that two accounts can be compared.

The same function cleans the question, the single record and the ten millionth row of a file. Nothing here raises for
any text: what cannot be made sense of is left out.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from anyascii import anyascii
from nhs_number.validate import is_valid

from openmash.matching.nicknames import canonical, heard, one_spelling, rows
from openmash.matching.records import Birth, Name, Record

CLEANING_VERSION = "2026-11b"
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


_WORDS = {row["kind"]: frozenset(row["words"].split()) for row in rows("words.csv")}
_NO_PART = _WORDS["honorific"] | _WORDS["no name"]
_PARTICLES, _WEAK, _BEFORE, _SERVANT = (_WORDS[kind] for kind in ("particle", "weak", "before", "servant"))
_SPECIAL = _PARTICLES | _SERVANT
_BABY_OF = re.compile(r"\s*(?:B\s*/\s*O|BABY\s+OF|TWIN\s+OF|UNBORN\s+OF)\b", re.IGNORECASE)
_APOSTROPHES = re.compile("['`\u00b4\u02bb\u02bc\u2018\u2019\u2032]")
_LETTERS = re.compile(r"[A-Z]+")
_NOT_SCHOOL = re.compile(r"[^A-Z0-9]+")
_MAC = re.compile(r"MAC(?=[^EIK][A-Z]{3})")  # MacDonald, but neither Mackay (its own name) nor Macey
_POLISH = re.compile(r"([SCZ]K)A$")
# One character of a Chinese name, or a part of a Vietnamese or Korean one, as it is written in Latin letters.
_SYLLABLE = re.compile(
    r"(?:[BCDFGHJKLMNPQRSTVWXYZ]|[CGKNPSTZ]H|NG|T[RSZ]|KW|HS|GW)?[AEIOU]{1,3}(?:N|NG|NH|M|K|T|P|H|CH)?"
)
_POSTCODE = re.compile(r"(GIR|[A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][ABD-HJLNP-UW-Z]{2})?")
_UPN = re.compile(r"([A-HJ-NP-RT-Z])([0-9]{11})([0-9A-HJ-NP-RT-Z])")
_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
# What systems write where no date is known.
_DEFAULT_DAYS = frozenset({"1800-01-01", "1899-12-30", "1899-12-31", "1900-01-01", "1901-01-01", "1970-01-01"})
_OF_A_DAY = frozenset({"day", "weak"})
_EVERY_SCHOOL = frozenset("THE SCHOOL ACADEMY COLLEGE CE COFE RC VA VC".split())  # noqa: SIM905 (words)


def latin(text: str) -> str:
    """`text` in Latin capitals, without apostrophes; of what is too long for a name, the beginning."""
    plain = _APOSTROPHES.sub("", text[:LONGEST_NAME])
    if plain.isascii():
        return plain.upper()
    return anyascii(plain).upper().replace("'", "")[:LONGEST_NAME]


@lru_cache(CACHED)
def words(text: str) -> tuple[str, ...]:
    """The words of a name in capitals A–Z, without titles and without what is written where no name is known."""
    return tuple(word for word in _LETTERS.findall(latin(text)) if word not in _NO_PART)


class Family(NamedTuple):
    """A surname: whole, and every form under which it may be met (the whole first)."""

    whole: str
    forms: tuple[str, ...]


class Given(NamedTuple):
    """Given names: the first, every form it may take, what follows it, and what of that may be a surname."""

    first: str
    forms: tuple[str, ...]
    middle: tuple[str, ...]
    surnames: tuple[str, ...]


@lru_cache(CACHED)
def family_name(text: str) -> Family:
    """A surname with its parts: "de Souza-Lima" is DESOUZALIMA, SOUZA and LIMA; "MacDonald" is also MCDONALD."""
    parts = words(text)
    whole = "".join(parts)
    if not whole:
        return Family("", ())
    forms = {whole: None}
    if len(parts) > 1:
        forms.update(dict.fromkeys(part for part in parts if len(part) > 1 and part not in _PARTICLES))
    for form in tuple(forms):
        one = one_spelling(_POLISH.sub(r"\1I", _MAC.sub("MC", form)), "family")
        forms[one] = None
    forms.update(dict.fromkeys([heard(form) for form in forms]))
    return Family(whole, tuple(forms))


def _joined(parts: tuple[str, ...]) -> tuple[str, ...]:
    """Abdul Rahman as one name; particles left out."""
    found: list[str] = []
    servant = False
    for part in parts:
        if servant and part in ("AL", "EL", "UR", "UL"):
            continue
        if servant:
            found[-1] = f"ABDUL{part}"
        elif part not in _PARTICLES:
            found.append(part)
        servant = not servant and part in _SERVANT
    return tuple(found)


@lru_cache(CACHED)
def given_names(text: str) -> Given:
    """Given names. Parts of a hyphened name are forms of it; after a Mohammed, so is the name they are called by."""
    if _BABY_OF.match(text):
        return Given("", (), (), ())
    chunks = [words(chunk) for chunk in text[:LONGEST_NAME].split()]
    together = tuple(part for chunk in chunks for part in chunk)
    if not _SPECIAL.isdisjoint(together):
        together = _joined(together) or together  # Le and Al are particles, and names
    if not together:
        return Given("", (), (), ())
    hyphened = chunks[0] if len(chunks[0]) > 1 and together[: len(chunks[0])] == chunks[0] else ()
    after = together[len(hyphened) or 1 :]
    first = "".join(hyphened) or together[0]
    if not hyphened and len(together) == 2 and _SYLLABLE.fullmatch(first) and _SYLLABLE.fullmatch(after[0]):
        hyphened = (first + after[0],)  # Mei Ling is Meiling, too
    called = after[:1] if after and len(after[0]) > 1 and one_spelling(first) in _BEFORE else ()
    return Given(first, _forms((first, *hyphened, *called)), after, tuple(part for part in after if part in _WEAK))


@lru_cache(CACHED)
def _forms(names: tuple[str, ...]) -> tuple[str, ...]:
    """Given names with all that they are short for, and as they sound."""
    forms = [form for name in names for form in (name, *canonical(name))]
    return tuple(dict.fromkeys((*forms, *(heard(form) for form in forms))))


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
    """A telephone number as country and number, in digits: 07700 900123 → 447700900123.

    A leading 0 that a spreadsheet ate is put back: ten digits that begin with 1, 2, 3 or 7 are a British number.
    """
    plain = text.strip()[:40]
    digits = _digits(plain)
    if not plain.startswith("+"):
        if digits.startswith("00"):
            digits = digits[2:]
        elif digits.startswith("0"):
            digits = "44" + digits[1:]
        elif len(digits) == 10 and digits[0] in "1237":
            digits = "44" + digits
    if digits.startswith("440"):
        digits = "44" + digits[3:]
    return digits if 8 <= len(digits) <= 15 else None


@lru_cache(CACHED)
def nhs(text: str) -> str | None:
    """Ten digits whose check digit is right, or None."""
    digits = _digits(text)
    return digits if len(digits) == 10 and is_valid(digits) else None


@lru_cache(CACHED)
def upn(text: str) -> str | None:
    """A Unique Pupil Number whose check letter is right, or None (DfE, "Unique pupil numbers", annex on check letters).

    The numbers in positions 2 to 13 are multiplied by their positions and added; the remainder by 23 is the letter's
    place among those used. The letter that ends a temporary number counts as its own place.
    """
    found = _UPN.fullmatch("".join(text[:40].upper().split()))
    if found is None:
        return None
    numbers = [int(c) if c.isdigit() else _UPN_LETTERS.index(c) for c in found[2] + found[3]]
    total = sum(number * position for position, number in enumerate(numbers, 2))
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
def school(text: str) -> str | None:
    """A school's number or name, without the words that every school has."""
    plain = _NOT_SCHOOL.sub(" ", latin(text)).split()
    return " ".join(word for word in plain if word not in _EVERY_SCHOOL) or " ".join(plain) or None


def _parts(name: Name) -> tuple[Given, Family]:
    """A name's two halves. Of a whole name in one field, the first word is the given name, the last the surname.

    The field itself is kept as a form too: it may be a double surname.
    """
    given, family = given_names(name.given), family_name(name.family)
    if not given.forms and len(family.forms) > 1 and len(words(name.family)) > 1:
        return given_names(name.family), family
    if not family.forms and given.middle and len(given.middle[-1]) > 1:
        return given, family_name(given.middle[-1])
    return given, family


def _names(names: tuple[Name, ...]) -> tuple[str, str, str, tuple[str, ...], tuple[str, ...]]:
    """First given name, middle names, surname; then every form of the given names and of the surnames."""
    if len(names) == 1:
        given, family = _parts(names[0])
        more = given.middle + words(names[0].middle) if names[0].middle else given.middle
        every = family.forms if not given.surnames else tuple(dict.fromkeys(family.forms + given.surnames))
        return given.first, " ".join(more), family.whole, given.forms, every
    forename, middle, surname = "", "", ""
    fores: dict[str, None] = {}
    surs: dict[str, None] = {}
    for name in names:
        given, family = _parts(name)
        more = given.middle + words(name.middle) if name.middle else given.middle
        forename = forename or given.first
        surname = surname or family.whole
        middle = middle or " ".join(more)
        fores.update(dict.fromkeys(given.forms))
        surs.update(dict.fromkeys(family.forms))
        surs.update(dict.fromkeys(given.surnames))
    return forename, middle, surname, tuple(fores), tuple(surs)


def _told(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, values)))


def clean(record: Record) -> Clean:
    """`record` as it is stored and compared. Never raises; what makes no sense is left out."""
    forename, middle, surname, fores, surs = _names(record.names)
    born = _born(record.birth) if record.birth else None
    borns: tuple[str, ...] = (born[0],) if born and born[1] in _OF_A_DAY else ()
    if record.other_births:
        others = [_born(birth) for birth in record.other_births]
        borns = _told((*borns, *(other[0] for other in others if other and other[1] in _OF_A_DAY)))
    codes = [postcode(place.postcode) for place in record.places]
    return Clean(
        forename or None,
        middle or None,
        surname or None,
        fores,
        surs,
        born[0] if born else None,
        borns,
        born[1] if born else None,
        record.sex if record.sex in ("F", "M") else None,
        _told([code[0] for code in codes]),
        _told([code[1] for code in codes]),
        _told([uprn(place.uprn) for place in record.places if place.uprn]),
        _told([phone(number) for number in record.phones]) if record.phones else (),
        nhs(record.nhs_number) if record.nhs_number else None,
        upn(record.upn) if record.upn else None,
        school(record.school) if record.school else None,
    )
