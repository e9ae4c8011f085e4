"""Households of one neighbourhood, with what makes people hard to tell apart.

Twins, half-siblings, fathers and sons of one name, children in care, adopted children with an old and a new identity,
unborn children, people who share a house and nothing else.
"""

from bisect import bisect
from collections.abc import Callable, Sequence
from itertools import accumulate, pairwise
from random import Random

from openmash.matching.invented.names import ORIGINS, first_names, surnames
from openmash.matching.invented.people import Home, Person, phone
from openmash.matching.invented.places import TREES, Dwelling, Neighbourhood, dwelling, neighbourhood, school
from openmash.matching.invented.profiles import Profile

YEAR = 365.25
_EACH = 25_000  # numbers of people kept for each neighbourhood
_KINDS = ("parents", "alone", "couple", "single", "old", "three generations", "foster", "sharers", "adopters")
_SHARES = tuple(accumulate((0.28, 0.13, 0.18, 0.2, 0.08, 0.06, 0.012, 0.03, 0.004)))
_WOMENS_LAST_NAMES = ("BEGUM", "BIBI", "AKHTAR", "KAUSAR", "KHATUN", "PARVEEN")
_ENGLISH_NAMES = ("GRACE", "JASON", "KEVIN", "AMY", "TONY", "MICHAEL", "SARAH", "DAVID", "LISA", "ANDY")


class Families:
    """Makes the people of one neighbourhood.

    Args:
        seed: of the whole population.
        number: of the neighbourhood.
        of: how many neighbourhoods there are.
        profile: how people are mixed and how often they move.
        today: day ordinal from which ages are counted.
    """

    def __init__(self, seed: int, number: int, *, of: int, profile: Profile, today: int) -> None:
        self.seed, self.of, self.profile, self.today = seed, of, profile, today
        self.rng = Random(f"{seed} families {number} {profile.name}")  # noqa: S311 (invented people, no secret)
        self.chance: Callable[[], float] = self.rng.random
        self.here: Neighbourhood = neighbourhood(seed, number)
        mix = profile.quarters[number % len(profile.quarters)]
        self.mix = tuple(accumulate(mix))
        self.people: list[Person] = []

    def populate(self, count: int) -> list[Person]:
        """About `count` people, household by household."""
        makers: dict[str, Callable[[], object]] = {
            "parents": lambda: self._parents(together=True),
            "alone": lambda: self._parents(together=False),
            "couple": self._couple,
            "single": lambda: self._adult(self._origin(), 18, 75),
            "old": lambda: self._adult(self._origin(), 65, 97),
            "three generations": self._three_generations,
            "foster": self._foster,
            "sharers": self._sharers,
            "adopters": self._adopters,
        }
        while len(self.people) < count:
            start = len(self.people)
            makers[_KINDS[bisect(_SHARES, self.chance() * _SHARES[-1], 0, len(_KINDS) - 1)]]()
            self._settle(self.people[start:])
        return self.people

    # Who they are.

    def _origin(self) -> str:
        return ORIGINS[bisect(self.mix, self.chance() * self.mix[-1], 0, len(ORIGINS) - 1)]

    def _person(self, origin: str, sex: str, born: int) -> Person:
        person = Person(self.here.number * _EACH + len(self.people), origin, sex, born)
        self.people.append(person)
        return person

    def _adult(self, origin: str, youngest: float, oldest: float, sex: str = "", family: str = "") -> Person:
        chance = self.chance
        born = self.today - int((youngest + chance() * (oldest - youngest)) * YEAR)
        person = self._person(origin, sex or ("M" if chance() < 0.5 else "F"), born)
        self._first_names(person)
        person.family = _by_sex(family or surnames(origin).pick(chance), origin, person.sex)
        if person.sex == "F" and origin == "south_asian_muslim" and chance() < 0.5:
            person.family = self._one(_WOMENS_LAST_NAMES)
        elif chance() < 0.03:
            person.former = surnames(origin).pick(chance)
        if chance() < 0.8:
            person.phones.append(phone(self.rng.getrandbits(40)))
        return person

    def _first_names(self, person: Person, father: Person | None = None) -> None:
        chance = self.chance
        names = first_names(person.origin, person.sex, 1970 + int((person.born - 719_163) / YEAR))
        person.given = [names.pick(chance)]
        if person.origin == "somali_arab" and father is not None:
            person.given.append(father.given[0])
        elif person.origin == "chinese":
            person.given[0] += names.pick(chance) if chance() < 0.5 else ""
        elif chance() < 0.6:
            person.given.append(names.pick(chance))
        if person.origin == "south_asian_muslim" and person.sex == "M" and chance() < 0.3:
            person.known_as = person.given[0]
            person.given.insert(0, "MOHAMMED" if chance() < 0.6 else "MUHAMMAD")
        elif person.origin in ("chinese", "west_african") and chance() < 0.3:
            person.known_as = self._one(_ENGLISH_NAMES)

    def _one(self, of: Sequence[str]) -> str:
        return of[int(self.chance() * len(of))]

    # Who lives together.

    def _couple(self, youngest: float = 20, oldest: float = 70) -> tuple[Person, Person]:
        """A woman and a man, married or not."""
        chance = self.chance
        origin = self._origin()
        his = origin if chance() < 0.93 else self._origin()
        mother = self._adult(origin, youngest, oldest, "F")
        age = (self.today - mother.born) / YEAR
        father = self._adult(his, max(18.0, age - 2), age + 7, "M")
        if chance() < (0.1 if origin in ("south_asian_muslim", "somali_arab", "chinese") else 0.65):
            mother.former, mother.family = mother.family, _by_sex(father.family, his, "F")
        return mother, father

    def _parents(self, *, together: bool) -> list[Person]:
        """Mother and children; with the father, a stepfather, or alone."""
        chance = self.chance
        if together:
            mother, father = self._couple(19, 52)
        else:
            mother = self._adult(self._origin(), 17, 50, "F")
            father = self._elsewhere(mother)
        step = together and chance() < 0.2
        first = self._elsewhere(mother) if step else father
        children = self._children(mother, first)
        if step:
            children += self._children(mother, father, more=True)
            for child in children:
                child.marks.append("half_sibling")
        elif not together and len(children) > 1 and chance() < 0.4:
            other = self._elsewhere(mother)
            for child in children[1:]:
                child.family = self._of_child(mother, other, child.sex)
            for child in children:
                child.marks.append("half_sibling")
        if chance() < 0.05:
            self._unborn(mother, father)
        return children

    def _elsewhere(self, mother: Person) -> Person:
        """A father who does not live here and is not in any file: only his name is needed."""
        father = Person(-1, mother.origin, "M", mother.born)
        self._first_names(father)
        father.family = _by_sex(surnames(mother.origin).pick(self.chance), mother.origin, "M")
        return father

    def _children(self, mother: Person, father: Person, *, more: bool = False) -> list[Person]:
        chance = self.chance
        number = 1 + int(chance() * chance() * (5.5 if mother.origin.startswith(("south", "som")) else 3.8))
        age = (self.today - mother.born) / YEAR
        oldest = min(17.9, age - 16.5) * (0.4 if more else 1)
        children: list[Person] = []
        for _ in range(number):
            born = self.today - int(chance() * max(0.05, oldest) * YEAR)
            if any(abs(born - child.born) < 280 for child in children):
                continue
            children.append(self._child(mother, father, born))
            if chance() < 0.03:
                children.append(self._child(mother, father, born))
                for twin, other in (children[-2:], children[:-3:-1]):
                    twin.twin = other
                    twin.marks.append("twin")
        for child, other in pairwise(children):
            child.sibling_born, other.sibling_born = other.born, child.born
        self._namesake(children, father)
        return children

    def _child(self, mother: Person, father: Person, born: int) -> Person:
        person = self._person(father.origin, "M" if self.chance() < 0.512 else "F", born)
        self._first_names(person, father)
        person.family = self._of_child(mother, father, person.sex)
        person.mother = mother.family
        person.phones = mother.phones[:1]
        return person

    def _of_child(self, mother: Person, father: Person, sex: str) -> str:
        """The surname that a child is given."""
        chance = self.chance
        if father.origin == "somali_arab":
            return father.given[1] if len(father.given) > 1 else father.family
        if father.origin == "south_asian_muslim" and sex == "F" and chance() < 0.15:
            return self._one(_WOMENS_LAST_NAMES)
        if father.origin == "british" and mother.family != father.family and chance() < 0.2:
            return f"{mother.family}-{father.family}"
        if father.number < 0 and chance() < 0.55:
            return _by_sex(mother.family, father.origin, sex)
        return _by_sex(father.family, father.origin, sex)

    def _namesake(self, children: list[Person], father: Person) -> None:
        """Some sons have their father's name."""
        if father.number >= 0 and self.chance() < 0.05:
            for child in children:
                if child.sex == "M":
                    child.given[0], child.family = father.given[0], father.family
                    child.marks.append("namesake")
                    father.marks.append("namesake")
                    return

    def _unborn(self, mother: Person, father: Person) -> None:
        child = self._person(mother.origin, "U", self.today + int(self.chance() * 210))
        child.family = child.mother = mother.family if self.chance() < 0.7 else father.family
        child.marks.append("unborn")

    def _three_generations(self) -> None:
        children = self._parents(together=True)
        family = children[0].family if children else ""
        old = self._adult(children[0].origin if children else self._origin(), 62, 92, family=family)
        if children and children[0].sex == old.sex and self.chance() < 0.15:
            children[0].given[0] = old.given[0]
            children[0].marks.append("namesake")
            old.marks.append("namesake")

    def _foster(self) -> None:
        """A child who was placed with carers; mother and siblings stayed where they were."""
        start = len(self.people)
        children = self._parents(together=self.chance() < 0.3)
        family_home = self._home()
        placed_on = self.today - int(self.chance() * 700)
        for person in self.people[start:]:
            person.homes = [family_home]
        start = len(self.people)
        carers = self._home()
        for carer in self._couple(35, 65):
            carer.homes = [carers]
        for child in children[: 1 + int(self.chance() * 2)]:
            since = max(child.born, placed_on)
            child.homes = [Home(carers.dwelling, since), Home(family_home.dwelling, 0, since)]
            child.marks.append("care")

    def _adopters(self) -> None:
        """An adopted child twice: as before, and as after. The two are one human and must not be joined."""
        self._parents(together=False)
        before = self.people[-1]
        if self.today - before.born > 12 * YEAR or "unborn" in before.marks:
            return
        old_home = self._home()
        adopted_on = before.born + int(self.chance() * max(1, self.today - before.born))
        mother, father = self._couple(30, 52)
        after = self._person(before.origin, before.sex, before.born)
        after.given = list(before.given) if self.chance() < 0.6 else []
        if not after.given:
            self._first_names(after)
        after.family = after.mother = father.family
        new_home = Home(self._dwelling_after_a_move(), adopted_on)
        before.homes = [Home(old_home.dwelling, 0, adopted_on)]
        after.homes = [new_home]
        mother.homes = [new_home]
        father.homes = [new_home]
        before.marks.append("adopted")
        after.marks.append("adopted")

    def _sharers(self) -> None:
        for _ in range(3 + int(self.chance() * 5)):
            self._adult(self._origin(), 18, 60)

    # Where they live.

    def _home(self) -> Home:
        return Home(dwelling(self.here, self.rng))

    def _dwelling_after_a_move(self) -> Dwelling:
        """Mostly round the corner, sometimes the next postcode district, seldom far away."""
        chance = self.chance()
        number, nearby = self.here.number, self.profile.nearby
        if chance > nearby + (1 - nearby) * 0.6:
            number = int(self.chance() * self.of)
        elif chance > nearby:
            number = (number + (1 if self.chance() < 0.5 else -1)) % self.of
        return dwelling(neighbourhood(self.seed, number), self.rng)

    def _settle(self, household: list[Person]) -> None:
        """Homes, one for the household unless they have one; schools for the children."""
        chance = self.chance
        now = self._home()
        moved = 0
        if chance() < self.profile.moved:
            moved = self.today - int(chance() * 6 * YEAR)
        together = [Home(now.dwelling)]
        if moved:
            together = [Home(self._dwelling_after_a_move(), moved), Home(now.dwelling, 0, moved)]
        school = self._one(TREES)
        for person in household:
            if not person.homes:
                person.homes = together
                if 17 < (self.today - person.born) / YEAR < 30 and chance() < 0.3:
                    left = self.today - int(chance() * 3 * YEAR)
                    person.homes = [Home(self._dwelling_after_a_move(), left), Home(together[0].dwelling, 0, left)]
            self._at_school(person, school)

    def _at_school(self, person: Person, siblings_school: str) -> None:
        age = (self.today - person.born) / YEAR
        if 4 <= age < 16.5:
            tree = siblings_school if self.chance() < 0.85 else self._one(TREES)
            person.school = school(self.here.outward, TREES.index(tree), "Primary" if age < 11 else "High")
            person.school_place = self.here.schools[TREES.index(tree)]


def _by_sex(family: str, origin: str, sex: str) -> str:
    """The form that a surname takes for a woman or a man."""
    if origin == "south_asian_other" and family in ("SINGH", "KAUR"):
        return "SINGH" if sex == "M" else "KAUR"
    if origin == "eastern_european":
        if sex == "F" and family.endswith(("SKI", "CKI")):
            return family[:-1] + "A"
        if sex == "M" and family.endswith(("SKA", "CKA")):
            return family[:-1] + "I"
    return family
