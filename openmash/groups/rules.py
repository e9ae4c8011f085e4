"""When people and places may be linked as a group, and for how long without somebody looking at it again.

A hub sees across cases that several children are victims of the same people or in the same place, and agencies then
protect them together (Home Office, 2014, Camden: risks to groups of victims, from specific perpetrators, at locations).
To be named as somebody who poses risk follows a person; so every link stands on a case and has its reason, the whole
has a lawful ground and a day by which it is looked at again (UK GDPR, article 5(1)(b), (c) and (e)).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from openmash.core.errors import RuleBroken
from openmash.sealed.rules import gateway, gateways_on

UK = ZoneInfo("Europe/London")
LONGEST_NAME = 80
LONGEST_PLACE = 120
LONGEST_POSTCODE = 8
LONGEST_WORDS = 2000
LONGEST_UNTIL_REVIEW = timedelta(days=184)
"""Half a year at most until somebody looks at a group again. Own choice: a list of suspects grows old quickly."""


class Part(StrEnum):
    """What somebody or something is in a group."""

    VICTIM = "victim"
    POSES_RISK = "poses_risk"
    PLACE = "place"


PART_WORDS: dict[str, str] = {
    Part.VICTIM: "Victim, or at risk of becoming one",
    Part.POSES_RISK: "Poses risk",
    Part.PLACE: "Place of exploitation",
}


class Sees(StrEnum):
    """Who may see a group."""

    ROOM = "room"
    NAMED = "named"


SEES_WORDS: dict[str, str] = {
    Sees.ROOM: "Everybody who works in the sealed room",
    Sees.NAMED: "Only the colleagues named here, and whoever keeps the group",
}


@dataclass(frozen=True)
class GroupTold:
    """A group as it is begun.

    Args:
        name: what colleagues call it: a street or a word, and no family's name.
        why: what links them; sealed.
        ground: the code of a lawful basis, one of ``lawful_grounds``.
        review_on: by when somebody looks at it again.
        sees: a code of ``SEES_WORDS``.
        readers: user ids, where only those named see it.
    """

    name: str
    why: str
    ground: str
    review_on: date
    sees: str = Sees.ROOM
    readers: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class LinkTold:
    """Somebody or some place that is linked with a group.

    Args:
        part: a code of ``PART_WORDS``.
        why: what is known that links them; sealed.
        person_id: who; None for a place.
        place: what the place is, in words; empty for a person.
        postcode: of the place, where it has one.
    """

    part: str
    why: str
    person_id: UUID | None = None
    place: str = ""
    postcode: str = ""


def lawful_grounds(*, at: datetime) -> list[tuple[str, str]]:
    """The lawful bases on which a group may be kept that are in force on a day: code and title."""
    return [(each.code, each.title) for each in gateways_on(at.astimezone(UK).date())]


def ground_title(code: str) -> str:
    """What a lawful basis is called; the code itself where the list no longer has it."""
    found = gateway(code)
    return found.title if found else code


def require_group(told: GroupTold, *, at: datetime) -> None:
    """A group has a name, the reason that links them, a lawful ground, a day of review and those who see it."""
    if not told.name.strip() or len(told.name) > LONGEST_NAME:
        sentence = f"Enter what the group is called, in {LONGEST_NAME} characters or fewer."
        raise RuleBroken("groups.group_has_a_name", sentence, field="name")
    require_why(told.why)
    if told.ground not in dict(lawful_grounds(at=at)):
        raise RuleBroken("groups.group_has_a_lawful_ground", "Select the lawful ground.", field="ground")
    require_review_on(told.review_on, at=at)
    require_sees(told.sees)


def require_why(why: str) -> None:
    """Nobody is linked without a reason that can be looked at again."""
    if not why.strip() or len(why) > LONGEST_WORDS:
        sentence = f"Enter the reason, in {LONGEST_WORDS:,} characters or fewer."
        raise RuleBroken("groups.reason_is_given", sentence, field="why")


def require_review_on(review_on: date, *, at: datetime) -> None:
    """Somebody looks at a group again within half a year (own choice, ``LONGEST_UNTIL_REVIEW``)."""
    today = at.astimezone(UK).date()
    if not today < review_on <= today + LONGEST_UNTIL_REVIEW:
        raise RuleBroken(
            "groups.looked_at_again_in_half_a_year",
            "The day of review must be after today and within six months.",
            field="review_on",
        )


def require_sees(sees: str) -> None:
    """Who may see a group is said when it is begun."""
    if sees not in SEES_WORDS:
        raise RuleBroken("groups.who_sees_it_is_said", "Select who may see it.", field="sees")


def require_readers(readers: Collection[UUID], offered: Collection[UUID]) -> None:
    """Only colleagues who work in the sealed room are named to see a group."""
    if not set(readers) <= set(offered):
        raise RuleBroken(
            "groups.readers_work_in_the_room",
            "Select only colleagues who work in the sealed room.",
            field="readers",
        )


def require_link(told: LinkTold, in_the_case: Collection[UUID]) -> None:
    """Whoever is linked is in the case on which the link stands; a place is said in words.

    Args:
        told: the link.
        in_the_case: everybody in that case.
    """
    if told.part not in PART_WORDS:
        raise RuleBroken("groups.part_is_given", "Select what they are in this group.", field="part")
    require_why(told.why)
    if told.part == Part.PLACE:
        if not told.place.strip() or len(told.place) > LONGEST_PLACE:
            sentence = f"Enter what the place is, in {LONGEST_PLACE} characters or fewer."
            raise RuleBroken("groups.place_in_words", sentence, field="place")
        if len(told.postcode.strip()) > LONGEST_POSTCODE:
            raise RuleBroken("groups.postcode_is_one", "Enter a whole postcode, or none.", field="postcode")
    elif told.person_id not in in_the_case:
        raise RuleBroken("groups.person_of_the_case", "Select somebody in this case.", field="whom")


def require_not_linked_yet(*, linked: bool) -> None:
    """Nobody stands in the same part of a group twice on the ground of the same case."""
    if linked:
        raise RuleBroken("groups.linked_once", "They are in this group already, from this case.", field="whom")


def require_still_linked(*, linked: bool) -> None:
    """What was taken out is taken out once."""
    if not linked:
        raise RuleBroken("groups.taken_out_once", "This was taken out already.")


def require_kept(*, kept: bool) -> None:
    """Nothing is added to a group that is closed."""
    if not kept:
        raise RuleBroken("groups.group_is_kept", "This group is closed. Begin another from the case.")


def review_is_late(review_on: date, *, at: datetime) -> bool:
    """Whether the day of review has passed."""
    return at.astimezone(UK).date() > review_on
