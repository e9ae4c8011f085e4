"""What is told about a person, and in which words two accounts of a person are alike. Plain Python."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from nhs_number.validate import is_valid

from openmash.core.errors import RuleBroken

# Russell and Odell's Soundex (US patent 1,261,167), as the US National Archives describe it.
_SOUNDS = {c: d for d, letters in enumerate(("BFPV", "CGJKQSXZ", "DT", "L", "MN", "R"), 1) for c in letters}
_BIRTH_NEAR_EXPECTED_DAYS = 42
SEXES = ("F", "M", "U")


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


@dataclass(frozen=True)
class Known:
    """A person the hub knows, as a search compares them.

    Args:
        told: what the hub holds now, with the newest address.
        other_names: (given, family) names they are or were also known by.
        earlier_addresses: (lines, postcode) before the newest one.
    """

    told: PersonTold
    other_names: tuple[tuple[str, str], ...] = ()
    earlier_addresses: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Likeness:
    """In which words two accounts are alike.

    Args:
        reasons: sentences' parts, the weightiest first; empty when there is nothing worth offering.
        strength: "strong" or "some"; empty when there is nothing worth offering.
        warning: what speaks against it, as a sentence; empty if nothing does.
        order: larger first; orders a list and is never shown, because a number would be believed.
    """

    reasons: tuple[str, ...] = ()
    strength: str = ""
    warning: str = ""
    order: int = 0


TWIN = (
    "Born the same day with another first name: this may be a twin. "
    "Do not say it is the same person unless you have made sure."
)
OTHER_NHS_NUMBER = "The NHS numbers differ. One of them may be wrong, or these are two people."
ANOTHER_BIRTH_DATE = "The birth dates differ. Make sure before you say it is the same person."


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
    letters = _letters(name)
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


def likeness(told: PersonTold, known: Known) -> Likeness:
    """In which words a person told of is like one the hub knows.

    One thing alike is not enough (half a street shares a postcode); an NHS number is. Twins and people with
    another NHS number are never more than "some". Nothing is ever linked by this: a person decides.
    """
    found = [*_number(told, known), *_names(told, known), *_birth(told, known), *_addresses(told, known)]
    reasons = tuple(words for _, words in sorted(found, key=lambda pair: -pair[0]))
    order = sum(weight for weight, _ in found)
    warning = _warning(told, known)
    same_number = "same NHS number" in reasons
    if not same_number and (len(reasons) < 2 or order < 5 or _a_relative(told, known)):
        return Likeness()
    strong = same_number or ("born the same day" in reasons and any("name" in r for r in reasons) and order >= 8)
    strength = "strong" if strong and not warning else "some"
    return Likeness(reasons, strength, warning, order)


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


def _number(told: PersonTold, known: Known) -> list[tuple[int, str]]:
    same = told.nhs_number and told.nhs_number == known.told.nhs_number
    return [(10, "same NHS number")] if same else []


def _names(told: PersonTold, known: Known) -> list[tuple[int, str]]:
    theirs = known.told
    given, family = _letters(told.given_name), _letters(told.family_name)
    if given and family and (given, family) == (_letters(theirs.family_name), _letters(theirs.given_name)):
        return [(4, "first name and surname are the other way round")]
    return [*_surname(told, known), *_first_name(told, known)]


def _surname(told: PersonTold, known: Known) -> list[tuple[int, str]]:
    family = _letters(told.family_name)
    if not family:
        return []
    if family == _letters(known.told.family_name):
        return [(3, "same surname")]
    if any(family == _letters(other) for _, other in known.other_names):
        return [(3, "another surname they are known by is the same")]
    sounds = sound(told.family_name)
    if sounds and sounds == sound(known.told.family_name):
        return [(2, "surname sounds the same")]
    if sounds and any(sounds == sound(other) for _, other in known.other_names):
        return [(2, "another surname they are known by sounds the same")]
    return []


def _first_name(told: PersonTold, known: Known) -> list[tuple[int, str]]:
    given = _letters(told.given_name)
    if not given:
        return []
    theirs = [_letters(known.told.given_name), *(_letters(other) for other, _ in known.other_names)]
    if given == theirs[0]:
        return [(3, "same first name")]
    if given in theirs[1:]:
        return [(3, "another first name they are known by is the same")]
    return [(2, "first name is much the same")] if any(_much_the_same(given, other) for other in theirs) else []


def _birth(told: PersonTold, known: Known) -> list[tuple[int, str]]:
    a, b = told, known.told
    if a.born_on and b.born_on:
        if a.born_on == b.born_on:
            return [(4, "born the same day")]
        swapped = (a.born_on.year, a.born_on.day, a.born_on.month) == (b.born_on.year, b.born_on.month, b.born_on.day)
        return [(3, "birth date is the same with day and month the other way round")] if swapped else []
    if a.expected_on and b.expected_on:
        near = abs((a.expected_on - b.expected_on).days) <= _BIRTH_NEAR_EXPECTED_DAYS
        return [(3, "expected about the same time")] if near else []
    born, expected = a.born_on or b.born_on, a.expected_on or b.expected_on
    if born and expected and abs((born - expected).days) <= _BIRTH_NEAR_EXPECTED_DAYS:
        return [(3, "born about when the unborn child was expected")]
    return []


def _addresses(told: PersonTold, known: Known) -> list[tuple[int, str]]:
    if not told.postcode:
        return []
    told_lines = _plain(told.address)
    now = (_plain(known.told.address), known.told.postcode)
    if now[1] == told.postcode:
        return [(3, "same address")] if told_lines and told_lines == now[0] else [(2, "same postcode")]
    for lines, postcode in known.earlier_addresses:
        if postcode == told.postcode and told_lines and told_lines == _plain(lines):
            return [(3, "an earlier address is the same")]
    earlier = any(postcode == told.postcode for _, postcode in known.earlier_addresses)
    return [(2, "an earlier postcode is the same")] if earlier else []


def _warning(told: PersonTold, known: Known) -> str:
    theirs = known.told
    if told.nhs_number and theirs.nhs_number and told.nhs_number != theirs.nhs_number:
        return OTHER_NHS_NUMBER
    if told.born_on and told.born_on == theirs.born_on and told.given_name and theirs.given_name:
        swapped = _letters(told.given_name) == _letters(theirs.family_name)
        if not _first_name(told, known) and not swapped:
            return TWIN
    if told.born_on and theirs.born_on and not _birth(told, known):
        return ANOTHER_BIRTH_DATE
    return ""


def _a_relative(told: PersonTold, known: Known) -> bool:
    """Another first name and not born the same day: a brother or a mother, whatever else they share."""
    both_named = bool(told.given_name and known.told.given_name)
    same_day = told.born_on is not None and told.born_on == known.told.born_on
    return both_named and not same_day and not any("first name" in words for _, words in _names(told, known))


def _much_the_same(a: str, b: str) -> bool:
    """Katie and Kate, Jon and Jonathan, Stephen and Steven; not Jack and John, who may be brothers."""
    if not a or not b:
        return False
    short, long = sorted((a, b), key=len)
    return (len(short) >= 3 and long.startswith(short)) or (len(short) >= 5 and sound(a) == sound(b))


@dataclass(frozen=True)
class WarningTold:
    """A danger to staff as it is recorded.

    Args:
        words: what it is and what to do about it.
        since: the day since when it is known.
        review_on: when somebody asks whether it still holds.
    """

    words: str
    since: date
    review_on: date


def require_warning(told: WarningTold, *, today: date) -> None:
    """A warning says what the danger is, since when, and when it is looked at again, a year from now at the latest.

    Source: information-sharing advice (2024); Nottingham City reviews its warnings and locks every 90 days.
    """
    if not told.words.strip():
        raise RuleBroken("people.warning_says_what", "Enter what the danger is.", field="words")
    if len(told.words) > LONGEST_WARNING:
        raise RuleBroken(
            "people.warning_is_short", f"This must be {LONGEST_WARNING} characters or fewer.", field="words"
        )
    if told.since > today:
        raise RuleBroken("people.warning_since", "The date must be today or in the past.", field="since")
    if not today < told.review_on <= today + MOST_BEFORE_REVIEW:
        raise RuleBroken(
            "people.warning_is_reviewed",
            "Enter a day after today, a year from now at the latest, on which somebody asks whether it still holds.",
            field="review_on",
        )


def require_reason_for_ending_a_warning(reason: str) -> None:
    """Whoever says that a danger is over says why."""
    if not reason.strip():
        raise RuleBroken("people.warning_ended_with_a_reason", "Enter why it no longer holds.", field="reason")
    if len(reason) > LONGEST_WARNING:
        raise RuleBroken(
            "people.warning_is_short", f"This must be {LONGEST_WARNING} characters or fewer.", field="reason"
        )


def require_warning_holds(ended: bool) -> None:
    """A warning ends once."""
    if ended:
        raise RuleBroken("people.warning_ends_once", "This warning has already been ended.")


LONGEST_WARNING = 500
MOST_BEFORE_REVIEW = timedelta(days=366)


def _letters(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return "".join(c for c in plain.upper() if c.isalpha())


def _plain(address: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", address.lower()).strip()


@dataclass(frozen=True)
class OpenCaseTold:
    """To whom a case is open already.

    Args:
        team_id: the worker's team, one of the hub's receiving teams.
        worker: the worker's name.
        since: the day since when.
    """

    team_id: UUID
    worker: str
    since: date


def require_open_case(told: OpenCaseTold, *, open_to: Collection[UUID], today: date) -> None:
    """An open case names its worker and begins today or before; a team has a case about somebody once.

    Args:
        told: what is recorded.
        open_to: the teams that have a case about them that has not ended.
        today: the day on which it is recorded.
    """
    if not told.worker.strip():
        raise RuleBroken("people.open_case_has_a_worker", "Enter the worker's name.", field="worker")
    if told.since > today:
        raise RuleBroken("people.open_case_since", "The date must be today or in the past.", field="since")
    if told.team_id in open_to:
        raise RuleBroken(
            "people.open_once_a_team",
            "Their case is open to this team already. End that first, then record the new worker.",
            field="team",
        )


def require_open_case_holds(ended: bool) -> None:
    """What has ended is not ended again."""
    if ended:
        raise RuleBroken("people.open_case_holds", "This has ended already.")


def require_ended_after_it_began(*, since: date, until: date, today: date) -> None:
    """A case ends on the day it began or later, and not in the future."""
    if not since <= until <= today:
        raise RuleBroken(
            "people.open_case_until", "The date must be today or in the past, and not before it began.", field="until"
        )
