"""One person as an agency's system sends them: JSON read field by field, every fault a sentence with its field.

As in a file, a number that cannot be one is left out and said, and the rest of the person is taken.

``SHAPE`` is the one table of what may be sent; the reader below and the published description are both made of it.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast, get_args

from openmash.api.answers import Wrong
from openmash.matching import cleaning
from openmash.matching.csv_records import OLDEST
from openmash.matching.records import Accuracy, Birth, Name, NameUse, Place, Record, Sex
from openmash.person_index.rules import LONGEST_REFERENCE

MOST_BYTES = 64 * 1024
NO_REFERENCE = f"A reference has at most {LONGEST_REFERENCE} characters, all of them printable."
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
# What no text holds: control characters, and halves of characters that no database stores.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True)
class Text:
    """A text of at most so many characters; with ``choices``, one of these words."""

    words: str
    most: int = 100
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Day:
    """A day, as YYYY-MM-DD."""

    words: str


@dataclass(frozen=True)
class Group:
    """Fields that belong together."""

    words: str
    fields: Mapping[str, "Text | Day"]
    needed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Several:
    """A list of at most so many."""

    of: Group | Text
    words: str
    most: int = 20


Sort = Text | Day | Group | Several

_BIRTH: dict[str, Text | Day] = {
    "on": Day("The day, or the first day of the month or year that is known"),
    "accuracy": Text("What of the day is known; “expected” for an unborn child", choices=get_args(Accuracy)),
}

SHAPE: dict[str, Sort] = {
    "names": Several(
        Group(
            "One name",
            {
                "given": Text("First name or names"),
                "middle": Text("Middle names or initials"),
                "family": Text("Surname, double names as written"),
                "use": Text("What the name is to the person", choices=get_args(NameUse)),
            },
        ),
        "Every name the person is known by, the usual one first",
    ),
    "birth": Group("When they were born, or are expected to be", _BIRTH, needed=("on",)),
    "other_births": Several(Group("Another day that was told", _BIRTH, needed=("on",)), "Other days of birth told"),
    "sex": Text("F, M, or U where it is not known", choices=get_args(Sex)),
    "places": Several(
        Group(
            "One address",
            {
                "postcode": Text("Whole, or its first half", most=10),
                "uprn": Text("Unique Property Reference Number, up to twelve digits", most=12),
                "lines": Text("House and street", most=300),
                "since": Day("From when they lived there"),
                "until": Day("Until when they lived there"),
            },
        ),
        "Where they live and lived, the newest first",
    ),
    "phones": Several(Text("As it is rung", most=30), "Telephone numbers"),
    "nhs_number": Text("Ten digits", most=14),
    "upn": Text("Unique Pupil Number: 13 characters", most=16),
    "school": Text("Its number (URN) or name", most=120),
}


@dataclass
class _Reading:
    """What was wrong so far."""

    faults: list[Wrong] = field(default_factory=list)

    def fault(self, where: str, sentence: str) -> None:
        self.faults.append(Wrong(sentence, field=where))


def read(body: bytes, *, reference: str, today: date) -> tuple[Record | None, list[Wrong]]:
    """A person as they were sent, with what was left out of it; or None, and everything that is wrong with it.

    Args:
        body: JSON in UTF-8.
        reference: the agency's own, as the address names it.
        today: nobody is born after it, unless they are expected.
    """
    reading = _Reading()
    if not is_reference(reference):
        reading.fault("reference", NO_REFERENCE)
    sent = _json(body, reading)
    if not isinstance(sent, dict):
        return None, reading.faults or [Wrong("Send one person as a JSON object.")]
    told = _fields(sent, SHAPE, "", reading)
    if not reading.faults:
        _require_something(told, reading)
        _require_possible(told, reading, today)
    if reading.faults:
        return None, reading.faults
    _leave_out(told, reading)
    return _record(told, reference.strip()), reading.faults


def is_reference(reference: str) -> bool:
    """Whether this can be an agency's own reference of a person."""
    return len(reference) <= LONGEST_REFERENCE and reference.isprintable() and bool(reference.strip())


def _json(body: bytes, reading: _Reading) -> object:
    if len(body) > MOST_BYTES:
        reading.fault("", f"One person is {MOST_BYTES // 1024} kilobytes of JSON at most.")
        return None
    try:
        return json.loads(body.decode("utf-8"))
    except UnicodeDecodeError:
        reading.fault("", "What was sent is not UTF-8.")
    except (json.JSONDecodeError, RecursionError):
        reading.fault("", "What was sent is not JSON.")
    except ValueError:  # a whole number of more digits than Python reads
        reading.fault("", "What was sent holds a number that is too long. Send numbers as text, in quotes.")
    return None


def _fields(sent: Mapping[str, object], shape: Mapping[str, Sort], before: str, reading: _Reading) -> dict[str, Any]:
    """The fields of an object; what is not known of is refused, so that a misspelt name is not lost."""
    for name in sorted(set(sent) - set(shape)):
        shown = name if name.isprintable() and len(name) <= 40 else "…"
        reading.fault(f"{before}{shown}", f"There is no field of that name. There are: {', '.join(shape)}.")
    return {name: _one(sent[name], sort, f"{before}{name}", reading) for name, sort in shape.items() if name in sent}


def _one(value: object, sort: Sort, where: str, reading: _Reading) -> Any:
    match sort:
        case Text():
            return _text(value, sort, where, reading)
        case Day():
            return _day(value, where, reading)
        case Several():
            return _several(value, sort, where, reading)
        case Group():
            return _group(value, sort, where, reading)


def _text(value: object, sort: Text, where: str, reading: _Reading) -> str:
    if not isinstance(value, str):
        reading.fault(where, "Send this as text, in quotes.")
    elif len(value) > sort.most:
        reading.fault(where, f"Send {sort.most} characters or fewer.")
    elif _UNPRINTABLE.search(value):
        reading.fault(where, "This holds a character that is no part of any text.")
    elif sort.choices and value not in sort.choices:
        reading.fault(where, f"Send one of: {', '.join(sort.choices)}.")
    else:
        return value.strip()
    return ""


def _day(value: object, where: str, reading: _Reading) -> date | None:
    if value is None or value == "":
        return None
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            reading.fault(where, "There is no such day.")
            return None
    reading.fault(where, "Send a day as YYYY-MM-DD, like 2018-03-04.")
    return None


def _several(value: object, sort: Several, where: str, reading: _Reading) -> list[Any]:
    if not isinstance(value, list):
        reading.fault(where, "Send this as a list.")
        return []
    if len(value) > sort.most:
        reading.fault(where, f"Send {sort.most} at most.")
        return []
    return [_one(each, sort.of, f"{where}[{number}]", reading) for number, each in enumerate(value)]


def _group(value: object, sort: Group, where: str, reading: _Reading) -> dict[str, Any]:
    if not isinstance(value, dict):
        reading.fault(where, "Send this as an object.")
        return {}
    for name in sort.needed:
        if not value.get(name):
            reading.fault(f"{where}.{name}", "This is missing.")
    return _fields(value, sort.fields, f"{where}.", reading)


def _require_something(told: Mapping[str, Any], reading: _Reading) -> None:
    """Whoever is to be found has a name, or a number that is theirs."""
    named = any(each.get("given") or each.get("family") for each in told.get("names", ()))
    if not (named or any(told.get(name) for name in ("nhs_number", "upn", "phones"))):
        reading.fault("names", "There is neither a name nor a number to find this person by.")


def _require_possible(told: Mapping[str, Any], reading: _Reading, today: date) -> None:
    """Nobody is born tomorrow, unless they are expected; nor was anybody before the oldest of the living."""
    births = [("birth", told["birth"])] if "birth" in told else []
    births += [(f"other_births[{number}]", each) for number, each in enumerate(told.get("other_births", ()))]
    for where, each in births:
        day = each["on"]
        if day > today and each.get("accuracy") != "expected":
            reading.fault(f"{where}.on", "The day is in the future. For an unborn child, accuracy is expected.")
        elif not today.year - OLDEST <= day.year <= today.year + 1:
            reading.fault(f"{where}.on", f"The day is more than {OLDEST} years ago, or more than a year ahead.")


def _leave_out(told: dict[str, Any], reading: _Reading) -> None:
    """What cannot be the number it is said to be; a fault each, and the person is taken without it."""
    numbers = (("nhs_number", cleaning.nhs, "NHS number"), ("upn", cleaning.upn, "UPN"))
    for name, check, what in numbers:
        if told.get(name) and check(told[name]) is None:
            told[name] = ""
            reading.fault(name, f"This is no {what}: it is too short or too long, or its check is wrong.")
    phones = told.get("phones", [])
    told["phones"] = [each for each in phones if cleaning.phone(each) is not None]
    if len(told["phones"]) < len(phones):
        reading.fault("phones", "Something in this list is no telephone number.")
    for number, place in enumerate(told.get("places", ())):
        if place.get("postcode") and cleaning.postcode(place["postcode"]) == (None, None):
            place["postcode"] = ""
            reading.fault(f"places[{number}].postcode", "This is no postcode of the United Kingdom.")
        if place.get("uprn") and cleaning.uprn(place["uprn"]) is None:
            place["uprn"] = ""
            reading.fault(f"places[{number}].uprn", "A UPRN has at most twelve digits.")


def _record(told: Mapping[str, Any], reference: str) -> Record:
    return Record(
        names=tuple(Name(**each) for each in told.get("names", ())),
        birth=_birth(told["birth"]) if "birth" in told else None,
        other_births=tuple(_birth(each) for each in told.get("other_births", ())),
        sex=cast(Sex, told.get("sex", "U")),
        places=tuple(Place(**each) for each in told.get("places", ())),
        phones=tuple(told.get("phones", ())),
        nhs_number=told.get("nhs_number", ""),
        upn=told.get("upn", ""),
        school=told.get("school", ""),
        reference=reference,
    )


def _birth(told: Mapping[str, Any]) -> Birth:
    return Birth(told["on"], told.get("accuracy", "day"))
