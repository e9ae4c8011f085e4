"""Who must not learn what: what must be said when a protection is recorded, and when it is ended."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from enum import StrEnum
from uuid import UUID

from openmash.core.errors import RuleBroken

LONGEST_TERM = 300
MOST_TERMS = 60


class GuardKind(StrEnum):
    """What kind of thing is protected."""

    SAFE_ADDRESS = "safe_address"
    WHEREABOUTS = "whereabouts"
    OTHER_HOUSEHOLD = "other_household"
    INFORMANT = "informant"
    OTHER = "other"


GUARD_WORDS: dict[str, str] = {
    GuardKind.SAFE_ADDRESS: "a safe address",
    GuardKind.WHEREABOUTS: "where somebody is",
    GuardKind.OTHER_HOUSEHOLD: "another household",
    GuardKind.INFORMANT: "who gave information",
    GuardKind.OTHER: "something else that is protected",
}

KEEPS_ADDRESSES_BACK = frozenset({GuardKind.SAFE_ADDRESS, GuardKind.WHEREABOUTS})
"""Where one of these protects somebody, their recorded address never enters a copy, whoever it is for."""


@dataclass(frozen=True)
class Terms:
    """The words that must not reach whoever the protection is against, one entry a line.

    Args:
        address: "14 High Street, Exeter"; parts of it are recognised.
        postcode: "EX1 1AA".
        telephone: "01632 960100".
        name: of a person, a refuge, a new surname.
        school: of a school, nursery or surgery that gives the place away.
        other: anything else: an employer, a car, a town.
    """

    address: tuple[str, ...] = ()
    postcode: tuple[str, ...] = ()
    telephone: tuple[str, ...] = ()
    name: tuple[str, ...] = ()
    school: tuple[str, ...] = ()
    other: tuple[str, ...] = ()

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Every term with its kind."""
        return tuple((each.name, term) for each in fields(self) for term in getattr(self, each.name))


@dataclass(frozen=True)
class GuardTold:
    """A protection as it is recorded.

    Args:
        kind: a code of ``GUARD_WORDS``.
        person_id: who is protected; None for somebody who is not recorded as a person, a referrer for example.
        against_people: ids of those who must not learn it.
        against_teams: ids of receiving teams that must not learn it.
        terms: what must not appear.
    """

    kind: str
    person_id: UUID | None
    against_people: tuple[UUID, ...] = ()
    against_teams: tuple[UUID, ...] = ()
    terms: Terms = Terms()


def require_guard(told: GuardTold) -> None:
    """A protection says what is protected, from whom, and by which words it would be given away.

    Source: ICO (September 2023), four safe addresses given to alleged abusers; security reference, section 5.
    """
    if told.kind not in GUARD_WORDS:
        raise RuleBroken("sealed.guard_says_what", "Select what is protected.", field="kind")
    if not told.against_people and not told.against_teams:
        raise RuleBroken("sealed.guard_says_from_whom", "Select who must not learn it.", field="against")
    if told.person_id is not None and told.person_id in told.against_people:
        raise RuleBroken(
            "sealed.guard_not_against_the_protected",
            "The person who is protected cannot also be the one who must not learn it.",
            field="against",
        )
    pairs = told.terms.pairs()
    if not pairs and (told.person_id is None or told.kind not in KEEPS_ADDRESSES_BACK):
        raise RuleBroken(
            "sealed.guard_has_terms",
            "Enter at least one address, telephone number, name or other words that must not appear.",
            field="address",
        )
    _require_they_fit(pairs)


def require_people_are_known(wanted: Collection[UUID], known: Collection[UUID]) -> None:
    """A protection names people whom the hub knows."""
    if not set(wanted) <= set(known):
        raise RuleBroken("sealed.guard_names_known_people", "Choose only people whom the hub knows.", field="against")


def require_reason_for_ending(reason: str) -> None:
    """Why a protection no longer holds is written down: whoever was protected may ask.

    Source: Nottingham City's lock categories, each with its review (security reference, section 5).
    """
    if not reason.strip():
        raise RuleBroken("sealed.guard_ended_with_a_reason", "Enter why it no longer holds.", field="reason")


def require_not_ended(ended: bool) -> None:
    """A protection ends once."""
    if ended:
        raise RuleBroken("sealed.guard_ends_once", "This protection has already been ended.")


def _require_they_fit(pairs: Collection[tuple[str, str]]) -> None:
    if len(pairs) > MOST_TERMS:
        raise RuleBroken("sealed.guard_fits_the_page", f"Enter {MOST_TERMS} lines or fewer.", field="other")
    for kind, term in pairs:
        if len(term) > LONGEST_TERM:
            raise RuleBroken(
                "sealed.guard_fits_the_page", f"Each line must be {LONGEST_TERM} characters or fewer.", field=kind
            )
        if sum(each.isalnum() for each in term) < 2:  # one letter would be found everywhere
            raise RuleBroken(
                "sealed.guard_terms_mean_something", "Each line must have two letters or digits at least.", field=kind
            )
