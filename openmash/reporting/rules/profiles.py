"""The profile of a person or a place over cases: what came in, how it was rated, what came of it, month by month.

The analyst of a hub examines profiles to see harm coming (Home Office, 2014, Nottinghamshire). It is about somebody by
name, so each is opened for a purpose of a short list, on record; it counts, and quotes nobody.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from openmash.core.errors import RuleBroken
from openmash.people.rules import Looked

MOST_MONTHS_SHOWN = 36
"""A timeline of more months than these is drawn by year."""
LONGEST_PLACE = 120


class Of(StrEnum):
    """What a profile is of."""

    PERSON = "person"
    POSTCODE = "postcode"
    SCHOOL = "school"


class Event(StrEnum):
    """What a line of the timeline counts."""

    CONTACT = "contact"
    RATING = "rating"
    OUTCOME = "outcome"


PURPOSES: dict[str, str] = {
    "harm_adds_up": "To see whether harm adds up over several contacts",
    "protect_earlier": "To protect others earlier: what comes up about the same place or person",
    "exploitation": "To understand exploitation, or children who go missing",
    "look_back": "To look back at how the hub worked: an audit or a review",
}


@dataclass(frozen=True)
class Happening:
    """One thing that happened, by day, and what it is called in this hub: a kind of contact, a rating, an outcome."""

    day: date
    event: Event
    label: str


@dataclass(frozen=True)
class Profile:
    """What is counted.

    Args:
        cases: in how many enquiries.
        happenings: in the order in which they happened.
        issues: what each contact raised, once for each.
    """

    cases: int
    happenings: tuple[Happening, ...]
    issues: tuple[str, ...]


@dataclass(frozen=True)
class Stretch:
    """A month or a year of the timeline."""

    label: str
    contacts: int
    ratings: int
    outcomes: int


def require_purpose(purpose: str) -> None:
    """A profile is opened for a purpose, which stands on the log (UK GDPR, article 5(1)(b))."""
    if purpose not in PURPOSES:
        raise RuleBroken("reporting.profile_has_a_purpose", "Select what you open it for.", field="purpose")


def require_by_name(looked: Looked) -> None:
    """Somebody is found by who they are: by where they live a name would be read from an address that is kept back."""
    if looked.postcodes or looked.references:
        raise RuleBroken(
            "reporting.somebody_is_found_by_name",
            "Enter a name, a date or year of birth or an NHS number. A postcode or a school has a profile of its own.",
            field="words",
        )


def require_place(of: str, words: str) -> None:
    """A place is a whole postcode or the name of a school."""
    if of not in (Of.POSTCODE, Of.SCHOOL):
        raise RuleBroken("reporting.profile_of_a_place", "Select a postcode or a school.", field="of")
    if not words.strip() or len(words) > LONGEST_PLACE:
        raise RuleBroken("reporting.place_is_named", "Enter the postcode or the school.", field="words")


def counts(profile: Profile, event: Event) -> list[tuple[str, int]]:
    """How often each happened, the most frequent first."""
    return often(each.label for each in profile.happenings if each.event is event)


def often(labels: Iterable[str]) -> list[tuple[str, int]]:
    """How often each stands there, the most frequent first."""
    return sorted(Counter(labels).items(), key=lambda each: (-each[1], each[0]))


def timeline(profile: Profile) -> list[Stretch]:
    """Every month from the first to the last, the empty ones too; by year where that would be too many."""
    if not profile.happenings:
        return []
    days = [each.day for each in profile.happenings]
    first, last = min(days), max(days)
    months = [date(n // 12, n % 12 + 1, 1) for n in range(_number(first), _number(last) + 1)]
    by_year = len(months) > MOST_MONTHS_SHOWN
    labels = [f"{month.year}" if by_year else f"{month:%B %Y}" for month in months]
    found = Counter((f"{each.day.year}" if by_year else f"{each.day:%B %Y}", each.event) for each in profile.happenings)
    return [
        Stretch(label, found[label, Event.CONTACT], found[label, Event.RATING], found[label, Event.OUTCOME])
        for label in dict.fromkeys(labels)
    ]


def _number(day: date) -> int:
    return day.year * 12 + day.month - 1
