"""Keys: two records are compared only if they share one.

They are numbers made with the hub's secret, so that nobody without it can tell what a key stands for or make one. Every
value is hashed once with the secret (cached: names, days and postcodes repeat) into four numbers, one for each kind of
key it takes part in; a key is the exclusive-or of its parts' numbers, which costs next to nothing. They hide values
from somebody who has the keys alone; that two rows share a value they do not hide.

| kind | what must be alike | what may differ |
| --- | --- | --- |
| number | NHS number, UPN, telephone or UPRN | everything else |
| day, sound | birth date; sound of any one name | the other name, place |
| day, district | birth date; postcode district | both names |
| sounds, year | sounds of given name and surname; birth year | day, month, place |
| sounds, day of the year | sounds of both names; day and month | year, place |
| sounds, district | sounds of both names; postcode district | birth date |
| postcode, sound | postcode; sound of any one name | the other name, birth date |
| postcode, year | postcode; birth year | both names |
| surname, district, year | sound of the surname; district; birth year | given name, rest of day and postcode |
| beginnings | first three letters of both names, where the question has no birth date | everything else |
| bare | sounds or beginnings of both names, where the record found has no birth date | everything else |
| school | school; sound of the given name | everything else |
| unborn | sound of the surname; expected month, a month about | everything else |

A given name takes part as the names it may be short for, so that Peggy meets Margaret; names are unordered, so that
Ali Hassan meets Hassan Ali. A question also asks for its day and month swapped.
"""

from collections.abc import Callable
from functools import lru_cache
from hashlib import blake2b
from struct import Struct
from typing import NamedTuple

from jellyfish import soundex

from openmash.matching.cleaning import CACHED, Clean
from openmash.matching.nicknames import long_forms

KEY_SCHEME = "2026-11"
SHORTEST_SECRET = 16  # bytes
_FOUR = Struct("<4q")

Numbers = tuple[int, int, int, int]


class _Sounds(NamedTuple):
    """Some names, as keys see them: numbers of their sounds, of their sounds in rarer kinds, of their beginnings."""

    sounds: tuple[Numbers, ...]
    rarer: tuple[Numbers, ...]
    beginnings: tuple[Numbers, ...]


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
        def numbers(value: str) -> Numbers:
            return _FOUR.unpack(blake2b(value.encode(), key=secret, digest_size=32).digest())

        self.numbers = lru_cache(CACHED * 2)(numbers)
        self.bare = numbers("bare")
        self.given = lru_cache(CACHED)(self._given)
        self.family = lru_cache(CACHED)(self._family)

    def _given(self, fores: tuple[str, ...]) -> _Sounds:
        return self._sounds({long_form for name in fores for long_form in long_forms(name)})

    def _family(self, surs: tuple[str, ...]) -> _Sounds:
        return self._sounds(set(surs))

    def _sounds(self, names: set[str]) -> _Sounds:
        sounds = sorted({soundex(name) for name in names})
        return _Sounds(
            tuple(self.numbers(f"sound {sound}") for sound in sounds),
            tuple(self.numbers(f"rarer {sound}") for sound in sounds),
            tuple(self.numbers(f"start {start}") for start in sorted({name[:3] for name in names})),
        )

    def keys(self, clean: Clean, asking: bool) -> tuple[int, ...]:
        """The keys of a record; see `keys_of`."""
        given, family = self.given(clean.fores), self.family(clean.surs)
        found = set(self._of_numbers(clean))
        days, years = self._days(clean, asking), self._years(clean, asking)
        sounds = {*given.sounds, *family.sounds}
        for _, day in days:
            found.update([day[0] ^ sound[0] for sound in sounds])
        for value in clean.postcodes:
            postcode = self.numbers(f"postcode {value}")
            found.update([postcode[0] ^ sound[1] for sound in sounds])
            found.update([postcode[1] ^ year[1] for year in years])
        self._of_both_names(found, clean, _pairs(given.sounds, family.sounds, 2), days, years)
        for value in clean.outcodes:
            district = self.numbers(f"district {value}")
            found.update([district[1] ^ day[1] for _, day in days])
            found.update([district[2] ^ sound[3] ^ year[2] for sound in family.sounds for year in years])
        self._of_gaps(found, given, family, asking=asking, born=bool(days))
        if clean.school:
            school = self.numbers(f"school {clean.school}")[0]
            found.update([school ^ sound[0] for sound in given.rarer])
        if clean.born and (asking or clean.born_accuracy == "expected"):
            self._of_unborn(found, clean.born, family, asking=asking)
        return tuple(sorted(found))

    def _of_numbers(self, clean: Clean) -> list[int]:
        found = [self.numbers(f"phone {number}")[0] for number in clean.phones]
        found += [self.numbers(f"uprn {number}")[0] for number in clean.uprns]
        if clean.nhs:
            found.append(self.numbers(f"nhs {clean.nhs}")[0])
        if clean.upn:
            found.append(self.numbers(f"upn {clean.upn}")[0])
        return found

    def _days(self, clean: Clean, asking: bool) -> list[tuple[str, Numbers]]:
        """The days told, and swapped ones for a question."""
        days = list(clean.borns)
        if asking:
            days += [f"{day[:4]}-{day[8:]}-{day[5:7]}" for day in clean.borns if day[8:] <= "12"]
        return [(day, self.numbers(f"day {day}")) for day in dict.fromkeys(days)]

    def _years(self, clean: Clean, asking: bool) -> list[Numbers]:
        """The years told; for a question that is not sure of the day, the years about it too."""
        years = {day[:4] for day in clean.borns}
        if clean.born:
            years.add(clean.born[:4])
            if asking and clean.born_accuracy != "day":
                year = int(clean.born[:4])
                years.update((f"{year - 1:04}", f"{year + 1:04}"))
        return [self.numbers(f"year {year}") for year in sorted(years)]

    def _of_both_names(
        self, found: set[int], clean: Clean, pairs: list[int], days: list[tuple[str, Numbers]], years: list[Numbers]
    ) -> None:
        beside = [year[0] for year in years]
        beside += [self.numbers(f"month and day {day[5:]}")[0] for day, _ in days]
        beside += [self.numbers(f"district {value}")[0] for value in clean.outcodes]
        for pair in pairs:
            found.update([pair ^ other for other in beside])

    def _of_gaps(self, found: set[int], given: _Sounds, family: _Sounds, *, asking: bool, born: bool) -> None:
        """Keys for records without a birth date: the question's, and the ones in the index (they are "bare")."""
        beginnings = _pairs(given.beginnings, family.beginnings, 0)
        if not asking or not born:
            found.update(beginnings)
        if asking or not born:
            found.update([pair ^ self.bare[0] for pair in beginnings])
            found.update([pair ^ self.bare[1] for pair in _pairs(given.sounds, family.sounds, 2)])

    def _of_unborn(self, found: set[int], born: str, family: _Sounds, *, asking: bool) -> None:
        month = int(born[:4]) * 12 + int(born[5:7])
        for at in (month - 1, month, month + 1) if asking else (month,):
            expected = self.numbers(f"expected {at}")[0]
            found.update([expected ^ sound[1] for sound in family.rarer])


def _pairs(some: tuple[Numbers, ...], others: tuple[Numbers, ...], kind: int) -> list[int]:
    """One number for each pair, whichever comes first; of a pair of the same (Ali Ali), another of its own."""
    return [one[kind] ^ other[kind] if one != other else one[kind ^ 1] for one in some for other in others]
