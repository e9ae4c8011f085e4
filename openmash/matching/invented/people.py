"""An invented person as they are, before anybody writes anything down about them."""

from openmash.matching.invented.places import Dwelling

_NHS_NUMBERS = 1_000_000  # those from 999 000 0000 to 999 999 9999 are never given to a patient
_STRIDE = 610_639  # no common factor with a million, so that no number comes twice
_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"


class Home:
    """A dwelling and the days between which somebody lives there, as day ordinals; 0 where it is open."""

    __slots__ = ("dwelling", "since", "until")

    def __init__(self, dwelling: Dwelling, since: int = 0, until: int = 0) -> None:
        self.dwelling = dwelling
        self.since = since
        self.until = until


class Person:
    """One person. Days are day ordinals, as of datetime.date.

    Attributes:
        number: of nobody else in the whole population.
        origin: where the family's names come from, one of names.ORIGINS.
        given: first name, then middle names.
        family: surname today; former: another one they had, or "".
        known_as: a first name they also go by, or "".
        born: day of birth, or when the birth is expected.
        mother: the surname that an unborn child is written under.
        homes: the newest first.
        school: name of the school, or ""; school_place its postcode.
        sibling_born: when another child of the house was born, or 0.
        twin: the twin sister or brother, or None.
        marks: what makes them hard to tell apart; names of slices of the evaluation.
    """

    __slots__ = (
        "born",
        "family",
        "former",
        "given",
        "homes",
        "known_as",
        "marks",
        "mother",
        "number",
        "origin",
        "phones",
        "school",
        "school_place",
        "sex",
        "sibling_born",
        "twin",
    )

    def __init__(self, number: int, origin: str, sex: str, born: int) -> None:
        self.number = number
        self.origin = origin
        self.sex = sex
        self.born = born
        self.given: list[str] = []
        self.family = self.former = self.known_as = self.mother = ""
        self.homes: list[Home] = []
        self.phones: list[str] = []
        self.school = self.school_place = ""
        self.sibling_born = 0
        self.twin: Person | None = None
        self.marks: list[str] = []


def nhs_number(person: int, seed: int) -> str:
    """The NHS number of a person, or "": there are fewer invented ones than people."""
    if person >= _NHS_NUMBERS:
        return ""
    digits = f"999{(person * _STRIDE + seed * 7919) % _NHS_NUMBERS:06}"
    check = 11 - sum(int(digit) * (10 - place) for place, digit in enumerate(digits)) % 11
    return "" if check == 10 else f"{digits}{check % 11}"


def upn(person: int) -> str:
    """The Unique Pupil Number of a person: of a local authority 999, which there is not, with its check letter."""
    digits = f"999{person % 1_000_000_000:09}"
    return _UPN_LETTERS[sum(int(digit) * weight for weight, digit in enumerate(digits, 2)) % 23] + digits


def phone(number: int) -> str:
    """A telephone number that nobody has: no number in the United Kingdom begins with 06."""
    return f"06{number % 1_000_000_000:09}"
