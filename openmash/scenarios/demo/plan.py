"""The demo's fortnight on paper: which contacts come in when, about which family, and how each will end.

Plain Python and the same every time for the same moment: nothing here touches the database.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import TypeVar

from openmash.clocks.calendar import WorkingCalendar
from openmash.scenarios.demo import words

_Thing = TypeVar("_Thing")
CONTACTS = 200
DAYS = 14
_OUT_OF_HOURS = 10  # of 200
# Case study, section 2.1: 48 % social care, 24 % early response, 26 % no further action, 66 % of the last from police.
_OUTCOMES = (("social_care", 49), ("early_response", 25), ("no_further_action", 26))
_FROM_POLICE = {"social_care": 0.5, "early_response": 0.45, "no_further_action": 0.66}
_RATINGS = {
    "social_care": (("red", 22), ("amber", 53), ("green", 25)),
    "early_response": (("red", 2), ("amber", 28), ("green", 70)),
    "no_further_action": (("red", 3), ("amber", 27), ("green", 70)),
}
_WAYS = (("enquiry", 52), ("advice", 24), ("signpost", 11), ("join", 13))


@dataclass(frozen=True)
class Child:
    """A child of a demo family; an unborn one has an expected date and no name."""

    given_name: str
    sex: str
    born_on: date | None
    expected_on: date | None = None
    nhs_number: str = ""


@dataclass(frozen=True)
class Adult:
    """An adult in the household."""

    given_name: str
    family_name: str
    sex: str
    relationship: str
    born_on: date


@dataclass(frozen=True)
class Family:
    """Who lives together, and where."""

    family_name: str
    children: tuple[Child, ...]
    adults: tuple[Adult, ...]
    address: str
    postcode: str
    town: str

    @property
    def first_child(self) -> str:
        """How a worry speaks of the child."""
        return self.children[0].given_name or "the unborn child"


@dataclass(frozen=True)
class Planned:
    """One contact that will come in.

    Args:
        number: from 0, in order of arrival; the case's own chance is drawn from it.
        received_at: when, aware.
        way: "enquiry", "advice", "signpost" or "join".
        source: "police", "school", "health" or "other".
        by_form: whether it comes by the public form.
        family: about whom.
        worry: what is told.
        outcome: how an enquiry will end.
        ratings: the first rating of each child.
        joins: the number of the enquiry that a second notice is joined to.
    """

    number: int
    received_at: datetime
    way: str
    source: str
    by_form: bool
    family: Family
    worry: str
    outcome: str
    ratings: tuple[str, ...]
    joins: int | None = None


def fortnight(now: datetime, calendar: WorkingCalendar, *, contacts: int = CONTACTS) -> tuple[Planned, ...]:
    """Everything that came in over the last fortnight, ending now.

    Args:
        now: the moment the demo is loaded, aware.
        calendar: the hub's; most contacts come in while it is open, about 20 a working day.
        contacts: how many.
    """
    chance = Random(20260301)  # noqa: S311 - a demo that is the same each time, not a secret
    arrivals = _arrivals(now, calendar, contacts, chance)
    planned: list[Planned] = []
    for number, (at, open_then) in enumerate(arrivals):
        planned.append(_one(number, at, open_then, planned, chance))
    return tuple(planned)


def _arrivals(now: datetime, calendar: WorkingCalendar, contacts: int, chance: Random) -> list[tuple[datetime, bool]]:
    """Evenly over the open time of the fortnight, and a few at night and at the weekend."""
    at_night = _OUT_OF_HOURS * contacts // CONTACTS
    start = now - timedelta(days=DAYS)
    spans = []
    for opens, closes in calendar.open_times(start):
        if opens >= now:
            break
        spans.append((max(opens, start), min(closes, now)))
    total = sum(((end - begin).total_seconds() for begin, end in spans), 0.0)
    inside = [_in_spans(spans, chance.random() * total) for _ in range(contacts - at_night)]
    closed = [now - timedelta(minutes=chance.randrange(20, DAYS * 24 * 60)) for _ in range(at_night)]
    return sorted([(at, True) for at in inside] + [(at, False) for at in closed])


def _in_spans(spans: list[tuple[datetime, datetime]], seconds: float) -> datetime:
    for begin, end in spans:
        length = (end - begin).total_seconds()
        if seconds < length:
            return (begin + timedelta(seconds=seconds)).replace(second=0, microsecond=0)
        seconds -= length
    return spans[-1][1]


def _one(number: int, at: datetime, open_then: bool, before: list[Planned], chance: Random) -> Planned:
    way = _drawn(_WAYS, chance)
    outcome = _drawn(_OUTCOMES, chance)
    source = (
        "police"
        if chance.random() < _FROM_POLICE[outcome]
        else _drawn((("school", 45), ("health", 30), ("other", 25)), chance)
    )
    candidates = [
        each
        for each in before
        if each.way == "enquiry" and timedelta(minutes=20) < at - each.received_at < timedelta(hours=30)
    ]
    if way == "join" and candidates:
        return _second_notice(number, at, chance.choice(candidates), chance)
    if way == "join":
        way = "enquiry"
    if way == "advice":
        source = "school"
    family = (
        _again(before, chance)
        if way == "enquiry" and chance.random() < 0.06 and number > 60
        else _family(at, number, chance)
    )
    return Planned(
        number=number,
        received_at=at,
        way=way,
        source=source if open_then else "other",
        by_form=not open_then or (source in ("school", "other") and way == "enquiry" and chance.random() < 0.4),
        family=family,
        worry=_worry(way, source if open_then else "other", family, chance),
        outcome=outcome,
        ratings=_ratings(outcome, len(family.children), chance),
    )


def _second_notice(number: int, at: datetime, first: Planned, chance: Random) -> Planned:
    source = "school" if first.source == "police" else "police"
    return Planned(
        number=number,
        received_at=at,
        way="join",
        source=source,
        by_form=False,
        family=first.family,
        worry=_worry("enquiry", source, first.family, chance),
        outcome=first.outcome,
        ratings=(),
        joins=first.number,
    )


def _again(before: list[Planned], chance: Random) -> Family:
    """A family that came in earlier: repeat referrals are part of the picture."""
    return chance.choice([each.family for each in before if each.way in ("enquiry", "advice")])


def _worry(way: str, source: str, family: Family, chance: Random) -> str:
    if way == "advice":
        return chance.choice(words.ADVICE_QUESTIONS)
    texts = {
        "police": words.POLICE_WORRIES,
        "school": words.SCHOOL_WORRIES,
        "health": words.HEALTH_WORRIES,
        "other": words.OTHER_WORRIES,
    }[source]
    return chance.choice(texts).replace("{child}", family.first_child)


def _ratings(outcome: str, children: int, chance: Random) -> tuple[str, ...]:
    """The first child's by the outcome; a sibling's is often the same and sometimes one step lower."""
    first = _drawn(_RATINGS[outcome], chance)
    lower = {"red": "amber", "amber": "green", "green": "green"}[first]
    return (first, *(lower if chance.random() < 0.35 else first for _ in range(children - 1)))


def _family(at: datetime, number: int, chance: Random) -> Family:
    name = chance.choice(words.FAMILY_NAMES)
    how_many = _drawn(((1, 50), (2, 32), (3, 14), (4, 4)), chance)
    taken: set[str] = set()
    children = tuple(_child(at, number, place, taken, chance) for place in range(how_many))
    house = chance.randrange(1, 120)
    return Family(
        family_name=name,
        children=children,
        adults=_adults(name, at, chance),
        address=f"{house} {chance.choice(words.STREETS)}",
        postcode=f"EX99 {chance.randrange(1, 10)}{''.join(chance.choices('ABDEFGHJLNPQRSTUWXYZ', k=2))}",
        town=chance.choice(words.TOWNS),
    )


def _child(at: datetime, number: int, place: int, taken: set[str], chance: Random) -> Child:
    if place == 0 and chance.random() < 0.04:
        return Child("", "U", None, expected_on=(at + timedelta(days=chance.randrange(30, 180))).date())
    sex = chance.choice("FM")
    given = chance.choice([n for n in (words.GIRLS if sex == "F" else words.BOYS) if n not in taken])
    taken.add(given)
    born = (at - timedelta(days=chance.randrange(60, 365 * 17))).date()
    nhs = invented_nhs_number(number * 8 + place) if chance.random() < 0.4 else ""
    return Child(given, sex, born, nhs_number=nhs)


def _adults(name: str, at: datetime, chance: Random) -> tuple[Adult, ...]:
    def born() -> date:
        return (at - timedelta(days=chance.randrange(365 * 21, 365 * 48))).date()

    mother = Adult(chance.choice(words.WOMEN), name, "F", "mother", born())
    kind = _drawn((("father", 50), ("mother's partner", 25), ("", 25)), chance)
    if not kind:
        return (mother,)
    other = name if kind == "father" else chance.choice(words.FAMILY_NAMES)
    return (mother, Adult(chance.choice(words.MEN), other, "M", kind, born()))


def invented_nhs_number(sequence: int) -> str:
    """A number from the range that is never issued (999 000 0000 to 999 999 9999), with its check digit.

    Args:
        sequence: any whole number from 0; those that have no check digit are passed over.
    """
    body = 999_000_000 + sequence * 7 % 999_999
    while True:
        weighted = sum(int(digit) * weight for digit, weight in zip(str(body), range(10, 1, -1), strict=True))
        check = (11 - weighted % 11) % 11
        if check != 10:
            return f"{body}{check}"
        body += 1


def _drawn(weighted: tuple[tuple[_Thing, int], ...], chance: Random) -> _Thing:
    return chance.choices([thing for thing, _ in weighted], [weight for _, weight in weighted])[0]
