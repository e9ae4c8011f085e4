"""What one agency says of one person, before anything is made of it."""

from datetime import date
from typing import Literal, NamedTuple

NameUse = Literal["usual", "birth", "married", "alias", "preferred"]
Accuracy = Literal["day", "month", "year", "expected"]
Sex = Literal["F", "M", "U"]


class Name(NamedTuple):
    """One name of a person, as told; any script.

    Args:
        given: first name or names.
        middle: middle names or initials.
        family: surname, double names as written.
        use: what the name is to the person.
    """

    given: str = ""
    middle: str = ""
    family: str = ""
    use: NameUse = "usual"


class Birth(NamedTuple):
    """When somebody was, or is expected to be, born.

    Args:
        day: the day; where only month or year is known, its first day.
        accuracy: what of `day` is known; "expected" for an unborn child.
    """

    day: date
    accuracy: Accuracy = "day"


class Place(NamedTuple):
    """Where somebody lives or lived.

    Args:
        postcode: as told, whole or outward half.
        uprn: Unique Property Reference Number, up to twelve digits.
        lines: house and street.
        since, until: when they lived there, where known.
    """

    postcode: str = ""
    uprn: str = ""
    lines: str = ""
    since: date | None = None
    until: date | None = None


class Record(NamedTuple):
    """One person as one agency knows them. Everything may be missing.

    Args:
        names: the usual name first.
        birth: the birth date held to be right.
        other_births: other days that were told.
        sex: F, M, or U where not known.
        places: the newest first.
        phones: as told.
        nhs_number: ten digits, as told.
        upn: Unique Pupil Number (13 characters; Department for Education), as told.
        reference: the agency's own.
        school: its number (URN) or name, as told.
    """

    names: tuple[Name, ...] = ()
    birth: Birth | None = None
    sex: Sex = "U"
    places: tuple[Place, ...] = ()
    phones: tuple[str, ...] = ()
    nhs_number: str = ""
    upn: str = ""
    reference: str = ""
    school: str = ""
    other_births: tuple[Birth, ...] = ()
