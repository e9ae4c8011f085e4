"""When two records may be said to be one person, and what an old identity may be led to by. Plain Python."""

from collections.abc import Set
from datetime import date
from uuid import UUID

from openmash.core.errors import RuleBroken
from openmash.people.rules.telling import letters_of, sound

LONGEST_REASON = 2_000

Facts = frozenset[tuple[str, str]]
"""What is said of somebody, each with its kind: ``("family", "WREN")``."""


def facts_of(
    *,
    names: Set[tuple[str, str]],
    postcodes: Set[str],
    nhs_number: str = "",
    born_on: date | None = None,
) -> Facts:
    """What is said of somebody, as far as it can tell two identities apart.

    Args:
        names: (given, family) names they are or were known by.
        postcodes: of where they live or lived.
        nhs_number: ten digits, or empty.
        born_on: birth date.
    """
    found = {("given", letters_of(given)) for given, _ in names} | {
        ("family", letters_of(family)) for _, family in names
    }
    found |= {("sound", sound(family)) for _, family in names}
    found |= {("postcode", "".join(code.split()).upper()) for code in postcodes}
    found |= {("nhs", nhs_number), ("born", born_on.isoformat() if born_on else "")}
    return frozenset(fact for fact in found if fact[1])


def leads_to_the_new(told: Facts, old: Facts, new: Facts) -> bool:
    """Whether what was told may lead to a new identity that is kept apart from an old one.

    Only by what is true of the new one alone, and by nothing that is true of the old one alone: a first name and a
    birth date that both have lead to the old identity, and a call that says the old surname never leads to the new
    one, whatever else it says. Where it leads to the new one it does not lead to the old one.

    Source: Adoption and Children Act 2002, sections 56 to 65 (what is kept of an adoption, and who may know it).
    """
    return bool(told & (new - old)) and not told & (old - new)


def require_reason(reason: str, *, field: str = "reason") -> None:
    """Whoever says that two records are one person, or that they are not, says why."""
    if not reason.strip():
        raise RuleBroken("people.identity_with_a_reason", "Enter the reason.", field=field)
    if len(reason) > LONGEST_REASON:
        raise RuleBroken(
            "people.identity_reason_is_short", f"This must be {LONGEST_REASON:,} characters or fewer.", field=field
        )


def require_two_people(person_id: UUID, into_id: UUID, same: Set[UUID]) -> None:
    """Only two records that are not one person already are said to be one."""
    if person_id == into_id or into_id in same:
        raise RuleBroken("people.merge_of_two", "These two are one person already.", field="other")


def require_proposed_once(already: bool) -> None:
    """What waits for a second person is not proposed again."""
    if already:
        raise RuleBroken(
            "people.merge_proposed_once", "This has been proposed already and waits for a second person.", field="other"
        )


def require_second_person(*, proposed_by: UUID, actor_id: UUID) -> None:
    """Whoever proposes that two records are one person never answers it: two people look."""
    if proposed_by == actor_id:
        raise RuleBroken(
            "people.merge_by_a_second_person", "You proposed this. Somebody else has to look at it and answer."
        )


def require_stands_as_proposed(stands: bool) -> None:
    """What was proposed of two records is agreed to as long as neither was made one with a third meanwhile."""
    if not stands:
        raise RuleBroken(
            "people.merge_stands_as_proposed",
            "One of them was made one with another record meanwhile. Refuse this, and propose it of that record.",
        )


def require_whoever_proposed(*, proposed_by: UUID, actor_id: UUID) -> None:
    """A proposal is taken back by whoever made it; everybody else answers it."""
    if proposed_by != actor_id:
        raise RuleBroken("people.merge_taken_back_by_its_author", "Only whoever proposed this can take it back.")


def require_not_kept_apart(kept_apart: bool) -> None:
    """An old identity must not lead to the new one: they are never made one, whoever says so.

    Source: Adoption and Children Act 2002, sections 56 to 65.
    """
    if kept_apart:
        raise RuleBroken(
            "people.kept_apart_are_never_one",
            "These two identities are kept apart, so they cannot be made one. See “Identities kept apart”.",
        )


def require_may_be_kept_apart(*, same: bool, already: bool) -> None:
    """Two identities are kept apart once, and never while they count as one person."""
    if same:
        raise RuleBroken(
            "people.kept_apart_are_two",
            "These two count as one person. Undo that first, then keep them apart.",
            field="other",
        )
    if already:
        raise RuleBroken("people.kept_apart_once", "These two are kept apart already.", field="other")


def require_kept_apart_still(ended: bool) -> None:
    """What has ended is not ended again."""
    if ended:
        raise RuleBroken("people.kept_apart_ends_once", "This has ended already.")
