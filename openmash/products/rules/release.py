"""What must hold before a product leaves the hub."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from openmash.core.errors import RuleBroken
from openmash.products.rules.parts import require_every_part
from openmash.sealed.rules import Sharing, require_sharing
from openmash.sealed.states import ReleaseState

LONGEST = 20_000  # characters of one part of the guidance: about eight pages


@dataclass(frozen=True)
class GuidanceTold:
    """What the hub itself says to the receiving team.

    Args:
        summary: the analysis, as the author wants this team to read it.
        recommendations: what the hub recommends that they do.
        speak_to: the professionals to speak to, and how to reach them.
        staff_safety: danger to staff who will visit.
        with_addresses: whether the copy says where the children and adults live; off unless the author ticks it.
    """

    summary: str = ""
    recommendations: str = ""
    speak_to: str = ""
    staff_safety: str = ""
    with_addresses: bool = False


@dataclass(frozen=True)
class HandsOn:
    """A decision as the rules see it.

    Args:
        decision_id: which.
        team_id: the team it names.
        holds: nobody has decided anew or said that it is to be decided again.
    """

    decision_id: UUID
    team_id: UUID | None
    holds: bool


@dataclass(frozen=True)
class WantsToLeave:
    """An item that the author put in, as the rules see it; never its words.

    Args:
        agency_name: who owns it.
        words: how its leaving stands (``leaving_words``).
        may_leave: its owner agrees or a lawful basis is recorded, for the words as they stand now.
    """

    agency_name: str
    words: str
    may_leave: bool


def require_open(is_open: bool) -> None:
    """What was released or put aside is not changed any more.

    Source: mission, step 10 (a product is frozen); security reference D7 (final states are terminal).
    """
    if not is_open:
        raise RuleBroken(
            "products.only_a_draft_changes",
            "This product can no longer be changed: it was released or put aside. Start another one.",
        )


def require_hands_on_a_decision(decisions: Sequence[HandsOn]) -> None:
    """A product hands on at least one decision.

    Source: Devon case study, section 1.2 (what is handed on is what was decided); mission, step 10.
    """
    if not decisions:
        raise RuleBroken(
            "products.hands_on_a_decision",
            "Choose at least one decision: a product hands on what was decided about somebody.",
            field="decisions",
        )


def require_decisions_name_the_team(decisions: Sequence[HandsOn], *, team_id: UUID, wanted: Collection[UUID]) -> None:
    """Only decisions of this enquiry that name this team go to it: another child's decision is another team's business.

    Source: information-sharing advice (2024), golden rule 6 (only those who have a role); incidents at Telford (the
    wrong sibling's assessment) and Nottinghamshire (one release per recipient).

    Args:
        decisions: the decisions that were found.
        team_id: the team the product is for.
        wanted: the ids that were asked for; one that was not found breaks the rule.
    """
    found = {each.decision_id for each in decisions if each.team_id == team_id}
    if found != set(wanted):
        raise RuleBroken(
            "products.decision_names_the_team",
            "A decision goes only to the team that it names. Choose decisions that name this team.",
            field="decisions",
        )


def require_decisions_hold(decisions: Sequence[HandsOn]) -> None:
    """A decision that is to be made again, or was made anew, is not handed on.

    Source: mission, step 9 (a decision can be revisited when something new comes in).
    """
    if not all(each.holds for each in decisions):
        raise RuleBroken(
            "products.decisions_still_hold",
            "A decision in this product no longer holds: it was, or is to be, made again. Put this product aside and "
            "start another from the new decision.",
            field="decisions",
        )


def require_recommendations(told: GuidanceTold | None) -> None:
    """A product says what the hub recommends.

    Source: seeds 004 (Durham): a summary, an overall level of need and clear recommendations; Devon case study:
    release gives guidance and names the professionals to speak to.
    """
    if told is None or not told.recommendations.strip():
        raise RuleBroken(
            "products.says_what_to_do", "Enter what you recommend that the team does.", field="recommendations"
        )


def require_fits_the_page(told: GuidanceTold) -> None:
    """Each part of the guidance is no longer than a person reads in one sitting.

    Source: Devon case study (release gives guidance; the detail stays sealed).
    """
    for name in ("summary", "recommendations", "speak_to", "staff_safety"):
        text = getattr(told, name)
        if len(text) > LONGEST:
            raise RuleBroken(
                "products.guidance_fits_the_page",
                f"This must be {LONGEST:,} characters or fewer; it has {len(text):,}.",
                field=name,
            )


def require_items_of_the_room(asked: Collection[UUID], of_this_enquiry: Collection[UUID]) -> None:
    """Only items of this enquiry's own room are put in.

    Source: incident at Birmingham Children's Trust (a statement about one family in another family's plan).

    Args:
        asked: the release requests that the author's choice came to.
        of_this_enquiry: every release request about this enquiry.
    """
    if not set(asked) <= set(of_this_enquiry):
        raise RuleBroken("products.items_of_this_room", "Choose only information about this family.", field="items")


def require_every_item_may_leave(items: Sequence[WantsToLeave]) -> None:
    """Nothing leaves unless its owner agrees, whole or in their own words, or a second person recorded a lawful basis.

    Source: London's five core elements, 3 ("not passed outside without the consent of the agency that owns it");
    Metropolitan Police Authority, 7 July 2011; Devon case study, section 1.3.
    """
    staying = [each for each in items if not each.may_leave]
    if staying:
        named = "; ".join(f"{each.agency_name}: {each.words[:1].lower()}{each.words[1:]}" for each in staying)
        many = "1 item" if len(staying) == 1 else f"{len(staying)} items"
        raise RuleBroken(
            "products.every_item_may_leave",
            f"{many} may not leave the hub yet. {named}. Wait for the owner, record a lawful basis, or leave it out.",
            field="items",
        )


def what_stops(
    *,
    decisions: Sequence[HandsOn],
    told: GuidanceTold | None,
    items: Sequence[WantsToLeave],
    sharing: Sharing,
    parts_missing: Sequence[str] = (),
) -> tuple[str, ...]:
    """Everything that stands in the way of release, as sentences; nothing when it may go."""
    asked: tuple[Callable[[], None], ...] = (
        lambda: require_hands_on_a_decision(decisions),
        lambda: require_decisions_hold(decisions),
        lambda: require_recommendations(told),
        lambda: require_sharing(sharing),
        lambda: require_every_item_may_leave(items),
        lambda: require_every_part(parts_missing),
    )
    found: list[str] = []
    for rule in asked:
        try:
            rule()
        except RuleBroken as broken:
            found.append(broken.sentence)
    return tuple(found)


def leaving_words(state: str, *, edited: bool, current: bool) -> str:
    """How an item's leaving stands, in a few words for the author.

    Args:
        state: of its release request.
        edited: the owner agreed to words of their own.
        current: the owner has neither corrected nor withdrawn it since it was asked for.
    """
    if not current:
        return "Its owner changed or withdrew it after it was asked for"
    if state == ReleaseState.CONSENTED:
        return "Agreed, in the owner's own words" if edited else "Agreed, whole"
    words = {
        ReleaseState.ASKED: "Waiting for the owner",
        ReleaseState.REFUSED: "The owner does not agree",
        ReleaseState.LAWFUL_BASIS: "May go on a lawful basis",
        ReleaseState.URGENT: "Went urgently, without waiting for the owner",
    }
    return words[ReleaseState(state)]
