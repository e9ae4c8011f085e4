"""What somebody writes down about an invented person: one account, with what goes wrong in accounts."""

from collections.abc import Callable
from datetime import date
from random import Random
from typing import NamedTuple

from openmash.matching.invented.faults import misspelt, respelt, slipped, with_apostrophe
from openmash.matching.invented.names import spellings
from openmash.matching.invented.people import Home, Person, nhs_number, phone, upn
from openmash.matching.invented.places import TREES, neighbourhood, school
from openmash.matching.invented.profiles import Profile

_DEFAULT_DAYS = ("1900-01-01", "1900-01-01", "1970-01-01", "1901-01-01")
_KEPT_FOR = 8 * 365  # days that an index's row may be old


class Account(NamedTuple):
    """One row in the form of the index file, apart from its reference."""

    given_names: str = ""
    family_name: str = ""
    other_names: str = ""
    born_on: str = ""
    born_accuracy: str = ""
    sex: str = ""
    nhs_number: str = ""
    upn: str = ""
    postcodes: str = ""
    phones: str = ""
    school: str = ""


class Writer:
    """Writes accounts of people of one neighbourhood.

    Args:
        seed: of the whole population.
        number: of the neighbourhood.
        profile: how often things go wrong.
        today: day ordinal of the questions.
    """

    def __init__(self, seed: int, number: int, *, profile: Profile, today: int) -> None:
        self.seed, self.profile, self.today = seed, profile, today
        self.rng = Random(f"{seed} accounts {number} {profile.name}")  # noqa: S311 (invented, no secret)
        self.chance: Callable[[], float] = self.rng.random
        self.here = neighbourhood(seed, number)
        self.spellings = spellings()

    def row_of_index(self, person: Person) -> Account:
        """As an agency wrote it down some time in the last eight years, or before the birth."""
        on = self.today - int(self.chance() ** 1.5 * _KEPT_FOR)
        if on < person.born and self.chance() < 0.92:
            on = min(self.today, person.born + int(self.chance() * max(1, self.today - person.born)))
        return self._account(person, on, self.profile.in_index)

    def question(self, person: Person) -> Account:
        """As somebody who is worried about them says it today."""
        if person.school and self.chance() < self.profile.first_name_and_school:
            return Account(given_names=self._called(person), school=person.school)
        return self._account(person, self.today, self.profile.in_question)

    def _called(self, person: Person) -> str:
        first = person.known_as or person.given[0]
        short = self.spellings.short.get(first)
        return short[0] if short and self.chance() < 0.3 else first

    def _account(self, person: Person, on: int, level: float) -> Account:
        chance = self.chance
        profile = self.profile
        unborn = on < person.born
        if unborn or not person.given:
            given, family, others = self._unborn_names(person)
        else:
            given, family, others = self._names(person, level)
        born, accuracy = self._birth(person, unborn=unborn, level=level)
        wrong = chance() < profile.sex_wrong * level
        sex = person.sex if not wrong else ("M" if person.sex == "F" else "F")
        child = 4 * 365 <= on - person.born < 19 * 365
        whose = person.number + (chance() < profile.anothers_number * level)
        number = nhs_number(whose, self.seed) if not unborn and chance() < profile.nhs else ""
        pupil = upn(whose) if child and chance() < profile.upn else ""
        return Account(
            given,
            family,
            others,
            born,
            accuracy,
            "U" if unborn or chance() < profile.no_sex * level else sex,
            number,
            pupil,
            self._places(person, on, level),
            self._phone(person, level) if person.phones and chance() < profile.phone else "",
            self._school(person, level) if person.school and chance() < 0.6 else "",
        )

    def _phone(self, person: Person, level: float) -> str:
        if self.chance() < self.profile.another_phone * level:
            return phone(int(person.phones[0]) * 7 + int(self.chance() * 2))
        return person.phones[0]

    def _school(self, person: Person, level: float) -> str:
        if self.chance() < self.profile.another_school * level:
            return school(self.here.outward, int(self.chance() * len(TREES)), "Primary")
        return person.school

    # Names.

    def _unborn_names(self, person: Person) -> tuple[str, str, str]:
        chance = self.chance()
        given = "" if chance < 0.3 else ("UNBORN" if chance < 0.65 else ("BABY" if chance < 0.9 else "BABY OF"))
        return given, person.mother or person.family, ""

    def _names(self, person: Person, level: float) -> tuple[str, str, str]:
        chance, profile = self.chance, self.profile
        first, *more = person.given
        family = person.family
        others: list[str] = []
        if person.known_as and chance() < 0.6:
            first = self._either(first, person.known_as, "alias", others)
        short = self.spellings.short.get(first)
        if short and chance() < profile.short * level:
            first = self._either(first, short[int(chance() * len(short))], "preferred", others)
        if person.former and chance() < profile.former * level:
            if chance() < 0.5:
                others.append(f"{first}/{person.former}/birth")
            else:
                family = person.former
        if more and chance() < profile.middle_first * level:
            first, more = more[0], [first, *more[1:]]
        first = self._written(first, person.origin, level)
        family = self._written(self._hyphens(family, level), person.origin, level)
        if more:
            drawn = chance()
            more = [] if drawn < 0.4 else ([more[0][0]] if drawn < 0.6 else more)
        if chance() < profile.no_family * level:
            family = ""
        return *self._ordered(first, more, family, person.origin, level), "|".join(others)

    def _either(self, first: str, other: str, use: str, others: list[str]) -> str:
        """The name that is written as the first name; now and then the other stands beside it."""
        if self.chance() < 0.35:
            others.append(f"{other}//{use}")
            return first
        return other

    def _written(self, name: str, origin: str, level: float) -> str:
        chance, profile = self.chance, self.profile
        likely = profile.other_spelling * level
        known = self.spellings.other.get(name)
        if known and chance() < likely:
            name = known[int(chance() * len(known))]
        elif chance() < likely * (0.12 if origin == "british" else 0.3):
            name = respelt(name, chance)
        if chance() < profile.misspelt * level:
            name = misspelt(name, chance)
        return with_apostrophe(name) if chance() < 0.6 else name

    def _hyphens(self, family: str, level: float) -> str:
        if "-" not in family or self.chance() > self.profile.hyphen_lost * level:
            return family
        drawn = self.chance()
        if drawn < 0.4:
            return family.replace("-", " ")
        if drawn < 0.5:
            return family.replace("-", "")
        return family.split("-")[0 if drawn < 0.75 else 1]

    def _ordered(self, first: str, more: list[str], family: str, origin: str, level: float) -> tuple[str, str]:
        chance, profile = self.chance, self.profile
        given = " ".join((first, *more))
        if chance() < profile.swapped * level * (5 if origin == "chinese" else 1):
            given, family = family, given
        elif chance() < profile.one_field * level:
            given, family = (f"{given} {family}", "") if chance() < 0.5 else ("", f"{given} {family}")
        return (given.title(), family.title()) if chance() < 0.5 else (given, family)

    # Day of birth.

    def _birth(self, person: Person, *, unborn: bool, level: float) -> tuple[str, str]:
        chance, profile = self.chance, self.profile
        day = date.fromordinal(person.born)
        if unborn:
            return date.fromordinal(person.born + int((chance() - 0.5) * 40)).isoformat(), "expected"
        drawn = chance() / level
        for share, wrong in (
            (profile.no_day, ("", "")),
            (profile.default_day, (_DEFAULT_DAYS[int(chance() * 4)], "day")),
            (profile.first_of_january, (f"{day.year}-01-01", "day")),
            (profile.only_year, (f"{day.year}-01-01", "year")),
            (profile.of_a_sibling if person.sibling_born else 0.0, (_iso(person.sibling_born or 1), "day")),
        ):
            if drawn < share:
                return wrong
            drawn -= share
        told = self._slipped(day, drawn)
        if chance() < profile.two_days * level:
            other = self._slipped(day, chance() * 0.06)
            told = f"{other}|{told}" if chance() < 0.5 else f"{told}|{other}"
        return told, "day"

    def _slipped(self, day: date, drawn: float) -> str:
        told = slipped(day, drawn, self.profile, self.chance)
        return (told if told.toordinal() <= self.today else day).isoformat()  # no system takes a day to come

    # Where they live.

    def _places(self, person: Person, on: int, level: float) -> str:
        chance, profile = self.chance, self.profile
        if chance() < profile.no_place * level:
            return ""
        then = [home for home in person.homes if home.since <= on] or person.homes[-1:]
        told = then[:1]
        if len(then) > 1:
            drawn = chance()
            if drawn < profile.old_place * level:
                told = then[1:2]
            elif drawn < 0.6:
                told = then[:2]
        if chance() < profile.institution * level:
            return self._institution(person, on)
        return "|".join(self._place(home, level) for home in told)

    def _place(self, home: Home, level: float) -> str:
        chance = self.chance
        postcode = home.dwelling.postcode
        if chance() < self.profile.postcode_typo * level:
            postcode = misspelt(postcode, chance) if chance() < 0.7 else postcode.split()[0]
        if chance() < 0.5:
            return postcode
        uprn = home.dwelling.uprn if chance() < 0.7 else ""
        since = _iso(home.since) if home.since else ""
        until = _iso(home.until) if home.until else ""
        return f"{postcode}:{uprn}:{since}:{until}"

    def _institution(self, person: Person, on: int) -> str:
        """Hospital for the newly born, school for pupils, else a hostel, a children's home or the council's office."""
        if on - person.born < 400:
            return self.here.institutions[0]
        if person.school_place and self.chance() < 0.6:
            return person.school_place
        return self.here.institutions[1 + int(self.chance() * 3)]


def _iso(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()
