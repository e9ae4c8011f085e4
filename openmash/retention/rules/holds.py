"""What stops an erasure, whatever a schedule says."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from openmash.core.errors import RuleBroken


class Ground(StrEnum):
    """Why something must be kept for now."""

    INQUIRY = "inquiry"
    COURT = "court"
    COMPLAINT = "complaint"
    SUBJECT_ACCESS = "subject_access"
    REVIEW = "safeguarding_review"
    OTHER = "other"


GROUND_WORDS: dict[str, str] = {
    Ground.INQUIRY: "A public inquiry has told us to keep it",
    Ground.COURT: "Proceedings in court are running or expected",
    Ground.COMPLAINT: "A complaint is being looked into",
    Ground.SUBJECT_ACCESS: "Somebody has asked for their records",
    Ground.REVIEW: "A safeguarding practice review or a domestic homicide review is running",
    Ground.OTHER: "Another duty to keep it; say which",
}


class HoldOn(StrEnum):
    """What a hold is on."""

    ENQUIRY = "enquiry"
    PERSON = "person"
    AGENCY = "agency"
    HUB = "hub"


HOLD_ON_WORDS: dict[str, str] = {
    HoldOn.ENQUIRY: "One enquiry",
    HoldOn.PERSON: "Everything about one person",
    HoldOn.AGENCY: "Everything an agency put in",
    HoldOn.HUB: "Everything in the hub",
}


@dataclass(frozen=True)
class Held:
    """A hold that is in force.

    Args:
        on: what kind of thing it is on.
        about_id: that thing's id.
        words: why, for the list of what may not be erased.
    """

    on: str
    about_id: UUID
    words: str


def holds_on(
    holds: Iterable[Held],
    *,
    hub_id: UUID,
    enquiry_id: UUID | None,
    people: Collection[UUID],
    agency_ids: Collection[UUID] = (),
) -> list[Held]:
    """The holds that stop an erasure: anywhere on the enquiry, anybody in it, the owner, or the whole hub.

    Source: the Independent Inquiry into Child Sexual Abuse's instruction to keep records, which overrode every
    schedule; UK GDPR article 18(2) keeps what a person needs for a legal claim.
    """
    stops: dict[str, set[UUID | None]] = {
        HoldOn.ENQUIRY: {enquiry_id},
        HoldOn.PERSON: set(people),
        HoldOn.AGENCY: set(agency_ids),
        HoldOn.HUB: {hub_id},
    }
    return [each for each in holds if each.about_id in stops[each.on]]


def require_reason(words: str) -> None:
    """A hold that nobody can explain cannot be lifted by anybody either.

    Raises:
        RuleBroken: ``hold.has_a_reason``.
    """
    if not words.strip():
        raise RuleBroken(
            "hold.has_a_reason", "Enter the reason, with the reference of the court or inquiry.", field="reason"
        )


def require_second_person(first: UUID, second: UUID) -> None:
    """Whoever prepared a list does not approve it, nor decline it.

    Raises:
        RuleBroken: ``erasure.second_person``.
    """
    if first == second:
        raise RuleBroken("erasure.second_person", "You prepared this. Somebody else must look at it and decide.")
