"""Keys: two records are compared only if they share one.

They are numbers made with the hub's secret, so that nobody without it can tell what a key stands for or make one. Every
value is hashed once with the secret (cached: names, days and postcodes repeat) into four numbers, one for each kind of
key it takes part in; a key is the exclusive-or of its parts' numbers, which costs next to nothing. They hide values
from somebody who has the keys alone; that two rows share a value they do not hide.

| kind | what must be alike | what may differ |
| --- | --- | --- |
| number | NHS number, UPN, telephone or UPRN | everything else |
| day, sound | birth date; sound of any one name | the other name, place |
| sounds, year | sounds of given name and surname; birth year | day, month, place |
| sounds, day of the year | sounds of both names; day and month | year, place |
| sounds, district | sounds of both names; postcode district | birth date |
| beginnings, district | how both names begin; postcode district | birth date, what follows |
| postcode, sound | postcode; sound of any one name | the other name, birth date |
| postcode, year | postcode; birth year | both names |
| sounds | sounds of both names, where the question has no birth date | everything else |
| bare, weak | sounds or beginnings of both names, where the record found has no birth date | everything else |
| school | school; sound of the given name | everything else |
| unborn | sound of the surname; expected month, a month about | everything else |

A given name takes part as the names it may be short for, so that Peggy meets Margaret; names are unordered, so that
Ali Hassan meets Hassan Ali; each as it sounds, so that Kayleigh meets Cayleigh. A question also asks for its day and
month swapped, for its given name as written, and, without a birth date, for its middle name.

A weak key is worth following where few share it (``HOT_IF_WEAK``): names alone say who somebody is only if they are
rare. Its lowest bit is 1, that of the others 0: whoever counts a key knows which it is, and not what it stands for.

Chosen on invented people of the city by what each kind finds among ten million that no other does, and how many others
it leads to (`python -m bench matching`, "limits"). Birth month and sound of the surname led to a third of everybody
weighed, and of 4,000 right people to three whom nothing else found; it is no key any more.
"""

from collections.abc import Callable
from functools import lru_cache
from hashlib import blake2b
from struct import Struct
from typing import NamedTuple

from jellyfish import soundex

from openmash.matching.cleaning import CACHED, Clean
from openmash.matching.nicknames import heard, long_forms

KEY_SCHEME = "2026-11c"
# A key that more people share says little and costs much: it is not followed unless nothing else is left.
HOT = 200
HOT_IF_WEAK = 40
SHORTEST_SECRET = 16  # bytes
_FOUR = Struct("<4q")

Numbers = tuple[int, int, int, int]


class _Sounds(NamedTuple):
    """Some names, as keys see them: numbers of their sounds, of their sounds in rarer kinds, of their beginnings."""

    sounds: tuple[Numbers, ...]
    rarer: tuple[Numbers, ...]
    beginnings: tuple[Numbers, ...]


class _Dates(NamedTuple):
    """Birth dates, as keys see them: numbers of days, of years, and of all that stands beside a pair of sounds."""

    days: tuple[Numbers, ...]
    years: tuple[Numbers, ...]
    beside: tuple[int, ...]


def keys_of(clean: Clean, *, secret: bytes, asking: bool = False) -> tuple[int, ...]:
    """The keys of a record: signed 64-bit numbers, sorted.

    Args:
        clean: the record.
        secret: the hub's own, 16 to 64 bytes.
        asking: whether this record is the question: it also looks where mistakes and gaps would have put the answer.

    Raises:
        ValueError: the secret is too short or too long.
    """
    return _scheme(secret)(clean, asking)


@lru_cache(8)
def _scheme(secret: bytes) -> Callable[[Clean, bool], tuple[int, ...]]:
    """What makes keys with one secret."""
    if not SHORTEST_SECRET <= len(secret) <= 64:
        raise ValueError(f"A secret for keys has {SHORTEST_SECRET} to 64 bytes.")
    return _Scheme(secret).keys


class _Scheme:
    """Makes keys with one secret; remembers the numbers of what it met."""

    def __init__(self, secret: bytes) -> None:
        def once(value: str) -> Numbers:
            return _FOUR.unpack(blake2b(value.encode(), key=secret, digest_size=32).digest())

        self.once = once  # for values that hardly anybody shares
        self.numbers = lru_cache(CACHED * 2)(once)
        self.bare = once("bare")
        self.given = lru_cache(CACHED)(self._given)
        self.family = lru_cache(CACHED)(self._family)
        self.dates = lru_cache(CACHED)(self._dates)

    def _given(self, fores: tuple[str, ...], asked: tuple[str, ...]) -> _Sounds:
        return self._sounds({*asked, *(long_form for name in fores for long_form in long_forms(name))})

    def _family(self, surs: tuple[str, ...]) -> _Sounds:
        return self._sounds(set(surs))

    def _sounds(self, names: set[str]) -> _Sounds:
        names = {heard(name) for name in names}
        sounds = sorted({soundex(name) for name in names})
        return _Sounds(
            tuple(self.numbers(f"sound {sound}") for sound in sounds),
            tuple(self.numbers(f"rarer {sound}") for sound in sounds),
            tuple(self.numbers(f"start {start}") for start in sorted({name[:3] for name in names})),
        )

    def _dates(self, borns: tuple[str, ...], born: str | None, unsure: bool, asking: bool) -> _Dates:
        """The days told, and swapped ones for a question; their years, and those about them if it is not sure."""
        days = list(borns)
        if asking:
            days += [f"{day[:4]}-{day[8:]}-{day[5:7]}" for day in borns if day[8:] <= "12"]
        told = {day[:4] for day in (*borns, *([born] if born else []))}
        if asking and unsure:
            told |= {f"{int(year) + by:04}" for year in told for by in (-1, 1)}
        years = tuple(self.numbers(f"year {year}") for year in sorted(told))
        beside = [year[0] for year in years]
        beside += [self.numbers(f"month and day {each}")[0] for each in sorted({day[5:] for day in days})]
        return _Dates(tuple(self.numbers(f"day {day}") for day in dict.fromkeys(days)), years, tuple(beside))

    def keys(self, clean: Clean, asking: bool) -> tuple[int, ...]:
        """The keys of a record; see `keys_of`."""
        family = self.family(clean.surs)
        given = self.given(clean.fores, _also_asked(clean) if asking else ())
        days, years, beside = self.dates(clean.borns, clean.born, clean.born_accuracy != "day", asking)
        sounds = given.sounds + family.sounds
        found = [day[0] ^ sound[0] for day in days for sound in sounds]
        for value in clean.postcodes:
            postcode = self.numbers(f"postcode {value}")
            found += [postcode[0] ^ sound[1] for sound in sounds]
            found += [postcode[1] ^ year[1] for year in years]
        pairs = _pairs(given.sounds, family.sounds, 2)
        beginnings = _pairs(given.beginnings, family.beginnings, 0)
        found += [pair ^ other for pair in pairs for other in beside]
        for value in clean.outcodes:
            district = self.numbers(f"district {value}")[0]
            found += [district ^ pair for pair in pairs]
            found += [district ^ pair for pair in beginnings]
        if not (asking and days):
            found += pairs
        weak: list[int] = []
        if asking or not days:
            weak += [pair ^ self.bare[0] for pair in beginnings]
            weak += [pair ^ self.bare[1] for pair in pairs]
        self._of_numbers(found, clean)
        if clean.school:
            school = self.numbers(f"school {clean.school}")[0]
            found += [school ^ sound[0] for sound in given.rarer]
        if clean.born and (asking or clean.born_accuracy == "expected"):
            self._of_unborn(found, clean.born, family, asking)
        return tuple(sorted({*(key & ~1 for key in found), *(key | 1 for key in weak)}))

    def _of_numbers(self, found: list[int], clean: Clean) -> None:
        if clean.phones:
            found += [self.once(f"phone {number}")[0] for number in clean.phones]
        if clean.uprns:
            found += [self.once(f"uprn {number}")[0] for number in clean.uprns]
        if clean.nhs:
            found.append(self.once(f"nhs {clean.nhs}")[0])
        if clean.upn:
            found.append(self.once(f"upn {clean.upn}")[0])

    def _of_unborn(self, found: list[int], born: str, family: _Sounds, asking: bool) -> None:
        month = int(born[:4]) * 12 + int(born[5:7])
        for at in (month - 1, month, month + 1) if asking else (month,):
            expected = self.numbers(f"expected {at}")[0]
            found += [expected ^ sound[1] for sound in family.rarer]


def _also_asked(clean: Clean) -> tuple[str, ...]:
    """Names by which a question asks beside the long forms: as written, and by its middle name if little else is told.

    Whoever mistypes Georgia hides that it may be short for Georgina.
    """
    middle = clean.middle.split()[0] if clean.middle and not clean.borns else ""
    return (*clean.fores, middle) if len(middle) > 1 else clean.fores


def _pairs(some: tuple[Numbers, ...], others: tuple[Numbers, ...], kind: int) -> list[int]:
    """One number for each pair, whichever comes first; of a pair of the same (Ali Ali), another of its own."""
    return [one[kind] ^ other[kind] if one != other else one[kind ^ 1] for one in some for other in others]
