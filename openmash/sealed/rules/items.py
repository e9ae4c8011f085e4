"""What a piece of information must say before it goes into the room."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from openmash.access import vetting
from openmash.core.errors import RuleBroken
from openmash.sealed.rules.grading import Grading
from openmash.uploads import Checked

UK = ZoneInfo("Europe/London")
LONGEST_TEXT = 20_000  # characters: about eight pages; longer than that is a document, not an item
LONGEST_NAME = 120
LONGEST_HANDLING = 1_000
NOT_GRADED = Grading()


class SourceKind(StrEnum):
    """What sort of statement it is (the directors of children's services ask for fact and opinion to be kept apart)."""

    FACT = "fact"
    OPINION = "opinion"
    REPORTED = "reported"


class Sensitivity(StrEnum):
    """Who in the room may read it."""

    HUB = "hub"
    RESTRICTED = "restricted"
    HIDDEN = "hidden"


class LeavePolicy(StrEnum):
    """What its owner said about leaving the hub, when they put it in."""

    ASK = "ask"
    WHOLE = "whole"


SOURCE_WORDS: dict[str, str] = {
    SourceKind.FACT: "Fact we recorded",
    SourceKind.OPINION: "Professional opinion",
    SourceKind.REPORTED: "Reported to us by somebody else",
}
SENSITIVITY_WORDS: dict[str, str] = {
    Sensitivity.HUB: "Vetted members of the hub",
    Sensitivity.RESTRICTED: "Our agency and the decision makers; others see that something is held",
    Sensitivity.HIDDEN: "Our agency and those we name; nobody else learns that it is there",
}
LEAVE_WORDS: dict[str, str] = {
    LeavePolicy.ASK: "Ask us first",
    LeavePolicy.WHOLE: "May go as it stands to the team that takes the case on",
}


_VETTING = tuple(level.code for level in vetting.LEVELS)


@dataclass(frozen=True)
class ItemTold:
    """One piece of information as its agency tells it.

    Args:
        text: the words; never shown outside the room unless their owner agrees or the law allows.
        source_kind: a code of ``SOURCE_WORDS``.
        sensitivity: a code of ``SENSITIVITY_WORDS``.
        leave: a code of ``LEAVE_WORDS``.
        fact_on: the day it happened or was observed; None where nobody knows.
        handling: conditions its owner puts on it ("do not tell Mr N. that we know"); encrypted like the words.
        professional: whom to speak to about it.
        about: ids of the people of the enquiry whom it is about; empty for the whole family.
        readers: ids of members of the hub who may read it besides, where it is restricted or hidden.
        vetting: the level that readers of other agencies need, a code of ``access.LEVELS``; empty for any.
        grading: how the police grade it; empty for every other agency.
        files: what is attached to it, checked already.
    """

    text: str
    source_kind: str = SourceKind.FACT
    sensitivity: str = Sensitivity.HUB
    leave: str = LeavePolicy.ASK
    fact_on: date | None = None
    handling: str = ""
    professional: str = ""
    about: tuple[UUID, ...] = ()
    readers: tuple[UUID, ...] = ()
    vetting: str = ""
    grading: Grading = NOT_GRADED
    files: tuple[Checked, ...] = ()

    def by(self, name: str) -> "ItemTold":
        """The same, naming who gives it as the professional to speak to where it names none."""
        return self if self.professional.strip() else replace(self, professional=name)


def facts_of(told: ItemTold) -> dict[str, Any]:
    """What an item says of itself beside its words and its condition, in plain values, as each version seals it."""
    return {
        "source_kind": str(told.source_kind),
        "sensitivity": str(told.sensitivity),
        "leave": str(told.leave),
        "fact_on": told.fact_on.isoformat() if told.fact_on else None,
        "professional": told.professional.strip(),
        "about": [str(each) for each in told.about],
        "readers": [str(each) for each in told.readers],
        "vetting": told.vetting,
        "grading": [told.grading.source, told.grading.information, told.grading.handling],
    }


def facts_in(facts: dict[str, Any]) -> dict[str, Any]:
    """What ``facts_of`` wrote, as the fields of ``ItemTold``."""
    return {
        **facts,
        "fact_on": date.fromisoformat(facts["fact_on"]) if facts["fact_on"] else None,
        "about": tuple(UUID(each) for each in facts["about"]),
        "readers": tuple(UUID(each) for each in facts["readers"]),
        "grading": Grading(*facts["grading"]),
    }


def require_answer_has_items(items: Collection[ItemTold]) -> None:
    """An answer with information has at least one item; "nothing known" is a signed nil return."""
    if not items:
        raise RuleBroken(
            "sealed.answer_has_items",
            "Add at least one piece of information, or say that nothing is known.",
            field="items-0-text",
        )


def require_fit_for_the_room(told: ItemTold, *, at: datetime, prefix: str = "") -> None:
    """An item says what is known, of what kind it is, who may read it and whom to speak to.

    Args:
        told: the item.
        at: when it is put in; nothing in the room happened after that.
        prefix: of the form's fields, ``"items-0-"``.
    """
    require_words(told.text, field=f"{prefix}text")
    if not told.professional.strip():
        raise RuleBroken(
            "sealed.item_names_its_professional",
            "Enter the name of the professional to speak to about this.",
            field=f"{prefix}professional",
        )
    _require_short(told.professional, LONGEST_NAME, "The professional's name", f"{prefix}professional")
    _require_short(told.handling, LONGEST_HANDLING, "The handling condition", f"{prefix}handling")
    _require_code(told.source_kind, SOURCE_WORDS, "what kind of information this is", f"{prefix}source_kind")
    _require_code(told.sensitivity, SENSITIVITY_WORDS, "who in the hub may read this", f"{prefix}sensitivity")
    _require_code(told.leave, LEAVE_WORDS, "whether this may leave the hub", f"{prefix}leave")
    _require_code(told.vetting, ("", *_VETTING), "a vetting level from the list", f"{prefix}vetting")
    if told.readers and told.sensitivity == Sensitivity.HUB:
        raise RuleBroken(
            "sealed.readers_are_named_for_what_is_held_back",
            "Vetted members of the hub read this anyway. Name nobody, or choose who may read it.",
            field=f"{prefix}readers",
        )
    if told.fact_on and told.fact_on > at.astimezone(UK).date():
        raise RuleBroken(
            "sealed.fact_not_in_the_future",
            "The date of the fact must be today or in the past.",
            field=f"{prefix}fact_on",
        )


def require_words(text: str, *, field: str = "text") -> None:
    """An item has words, and no more than a person reads in one sitting."""
    if not text.strip():
        raise RuleBroken("sealed.item_has_words", "Enter what your agency knows.", field=field)
    _require_short(text, LONGEST_TEXT, "This", field)


def require_not_hidden_in_an_answer(sensitivity: str, *, prefix: str = "") -> None:
    """How many items an answer brought is known to everybody; what nobody may know of is put in by itself."""
    if sensitivity == Sensitivity.HIDDEN:
        raise RuleBroken(
            "sealed.hidden_is_put_in_by_itself",
            "An answer says how many items it brings, so it cannot bring one that nobody may know of. Leave it out "
            "here and add it in the sealed room afterwards.",
            field=f"{prefix}sensitivity",
        )


def require_not_hidden_later(*, before: str, after: str) -> None:
    """What others have known of cannot be made unknown; taking it out and putting it in anew is honest."""
    if after == Sensitivity.HIDDEN != before:
        raise RuleBroken(
            "sealed.hidden_from_the_beginning",
            "Others know already that this is here. Take it out of the room, and add what must be hidden anew.",
            field="sensitivity",
        )


def require_may_be_asked_for(sensitivity: str) -> None:
    """What is hidden does not leave: a request, a product and a list of them would tell others that it is there."""
    if sensitivity == Sensitivity.HIDDEN:
        raise RuleBroken(
            "sealed.hidden_stays_in_the_room",
            "Its owner keeps this hidden, so it cannot leave. The owner has to change that first.",
        )


def require_readers_of_the_hub(readers: Collection[UUID], people: Collection[UUID], *, prefix: str = "") -> None:
    """Whoever is named to read something works in the sealed room of this hub."""
    if not set(readers) <= set(people):
        raise RuleBroken(
            "sealed.readers_work_in_the_room",
            "Choose only people who work in the sealed room.",
            field=f"{prefix}readers",
        )


def require_people_of_the_enquiry(about: Collection[UUID], people: Collection[UUID], *, prefix: str = "") -> None:
    """An item is about people of its own enquiry: what concerns somebody else belongs in another room."""
    if not set(about) <= set(people):
        raise RuleBroken(
            "sealed.about_people_of_the_enquiry",
            "Choose only people who are part of this enquiry.",
            field=f"{prefix}about",
        )


def _require_code(code: str, known: Collection[str], words: str, field: str) -> None:
    if code not in known:
        raise RuleBroken("sealed.item_says_how_it_is_held", f"Choose {words}.", field=field)


def _require_short(text: str, most: int, what: str, field: str) -> None:
    if len(text) > most:
        raise RuleBroken(
            "sealed.item_not_too_long",
            f"{what} must be {most:,} characters or fewer; it has {len(text):,}.",
            field=field,
        )
