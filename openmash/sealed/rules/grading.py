"""The police grading of intelligence: source, information, handling (3x5x2).

Codes and short titles: College of Policing, authorised professional practice on information management, intelligence
report. Only the police grade: another agency's information has no such source behind it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from openmash.core.errors import RuleBroken

POLICE = "police"  # the kind of agency, as in agencies.AgencyKind
WITH_CONDITIONS = "C"

GRADED_SOURCE: dict[str, str] = {"1": "Reliable", "2": "Untested", "3": "Not reliable"}
GRADED_INFORMATION: dict[str, str] = {
    "A": "Known directly to the source",
    "B": "Known indirectly to the source, and corroborated",
    "C": "Known indirectly to the source",
    "D": "Not known",
    "E": "Suspected to be false",
}
GRADED_HANDLING: dict[str, str] = {
    "P": "Lawful sharing permitted",
    WITH_CONDITIONS: "Lawful sharing permitted with conditions",
}


@dataclass(frozen=True)
class Grading:
    """How the police grade one piece of intelligence; each a code of its list, all empty where it is not graded."""

    source: str = ""
    information: str = ""
    handling: str = ""

    def __bool__(self) -> bool:
        return any((self.source, self.information, self.handling))

    @property
    def code(self) -> str:
        """As it is written: "2 B P"; empty where it is not graded."""
        return f"{self.source} {self.information} {self.handling}" if self else ""

    @property
    def words(self) -> str:
        """In words: "Untested; known indirectly to the source, and corroborated; lawful sharing permitted"."""
        if not self:
            return ""
        parts = (GRADED_SOURCE[self.source], GRADED_INFORMATION[self.information], GRADED_HANDLING[self.handling])
        return "; ".join((parts[0], *(f"{part[0].lower()}{part[1:]}" for part in parts[1:])))


class Graded(Protocol):
    """What is known of an item's handling: the code, and when its owner cleared it."""

    grading_handling: str
    cleared_at: datetime | None


def require_grading(grading: Grading, *, agency_kind: str, handling: str, prefix: str = "") -> None:
    """Only the police grade, and what they grade is graded whole; handling C says its conditions.

    Args:
        grading: as it was chosen.
        agency_kind: of the agency whose information it is.
        handling: the conditions in words.
        prefix: of the form's fields.
    """
    if not grading:
        return
    if agency_kind != POLICE:
        raise RuleBroken(
            "sealed.only_the_police_grade",
            "Only the police grade information. Leave the grading empty.",
            field=f"{prefix}grading_source",
        )
    for name, code, listed, words in (
        ("grading_source", grading.source, GRADED_SOURCE, "how reliable the source is"),
        ("grading_information", grading.information, GRADED_INFORMATION, "how the source knows"),
        ("grading_handling", grading.handling, GRADED_HANDLING, "how it may be shared"),
    ):
        if code not in listed:
            raise RuleBroken("sealed.grading_is_whole", f"Choose {words}.", field=f"{prefix}{name}")
    if grading.handling == WITH_CONDITIONS and not handling.strip():
        raise RuleBroken(
            "sealed.handling_c_says_its_conditions",
            "Enter the conditions on which it may be shared: that is what handling code C means.",
            field=f"{prefix}handling",
        )


def require_cleared(item: Graded) -> None:
    """What the police share with conditions (handling code C) does not leave until they have cleared these words."""
    if item.grading_handling == WITH_CONDITIONS and item.cleared_at is None:
        raise RuleBroken(
            "sealed.handling_c_is_cleared",
            "This may not leave the hub: the police graded it for handling with conditions (code C) and have not "
            "cleared it. Ask them to clear it in the sealed room.",
        )


def require_to_be_cleared(item: Graded) -> None:
    """Only what has handling code C, and was not cleared yet, is cleared."""
    if item.grading_handling != WITH_CONDITIONS:
        raise RuleBroken(
            "sealed.only_handling_c_is_cleared", "This has no handling code C, so nothing has to be cleared."
        )
    if item.cleared_at is not None:
        raise RuleBroken("sealed.cleared_once", "This was cleared already.")
