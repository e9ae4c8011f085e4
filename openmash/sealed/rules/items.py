"""What a piece of information must say before it goes into the room."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from openmash.core.errors import RuleBroken

UK = ZoneInfo("Europe/London")
LONGEST_TEXT = 20_000  # characters: about eight pages; longer than that is a document, not an item
LONGEST_NAME = 120
LONGEST_HANDLING = 1_000


class SourceKind(StrEnum):
    """What sort of statement it is (the directors of children's services ask for fact and opinion to be kept apart)."""

    FACT = "fact"
    OPINION = "opinion"
    REPORTED = "reported"


class Sensitivity(StrEnum):
    """Who in the room may read it."""

    HUB = "hub"
    RESTRICTED = "restricted"


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
}
LEAVE_WORDS: dict[str, str] = {
    LeavePolicy.ASK: "Ask us first",
    LeavePolicy.WHOLE: "May go as it stands to the team that takes the case on",
}


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
    """

    text: str
    source_kind: str = SourceKind.FACT
    sensitivity: str = Sensitivity.HUB
    leave: str = LeavePolicy.ASK
    fact_on: date | None = None
    handling: str = ""
    professional: str = ""
    about: tuple[UUID, ...] = ()

    def by(self, name: str) -> "ItemTold":
        """The same, naming who gives it as the professional to speak to where it names none."""
        return self if self.professional.strip() else replace(self, professional=name)


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
