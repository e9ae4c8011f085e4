"""The sealed room: what is put in, and what may leave."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from openmash.scenarios.keys import Says
from openmash.scenarios.steps.base import OfEnquiry, PersonsDeed
from openmash.scenarios.steps.checks import ItemSays
from openmash.scenarios.steps.product import FAMILY_REASONS
from openmash.sealed.rules import FAMILY_WORDS, PURPOSE_WORDS


@dataclass(frozen=True, kw_only=True)
class AddItem(OfEnquiry, PersonsDeed):
    """Somebody puts in what they learned without having been asked."""

    VERB: ClassVar[str] = "add_item"
    item: Annotated[ItemSays, Says("What.")]


@dataclass(frozen=True, kw_only=True)
class CorrectItem(PersonsDeed):
    """The owner corrects an item; what was there before is kept."""

    VERB: ClassVar[str] = "correct_item"
    item: Annotated[str, Says("Which.", names="item")]
    text: Annotated[str, Says("The words that hold from now on.")]
    handling: Annotated[str, Says("How it is to be handled.")] = ""


@dataclass(frozen=True, kw_only=True)
class WithdrawItem(PersonsDeed):
    """The owner takes an item out of the room."""

    VERB: ClassVar[str] = "withdraw_item"
    item: Annotated[str, Says("Which.", names="item")]


@dataclass(frozen=True, kw_only=True)
class OfRelease:
    """Something about one item's leaving for one team."""

    item: Annotated[str, Says("Which item.", names="item")]
    product: Annotated[str, Says("For which product; left out: the newest.", names="product")] = ""


@dataclass(frozen=True, kw_only=True)
class Consent(OfRelease, PersonsDeed):
    """The owner agrees that an item leaves, as it stands or in words of the owner's own."""

    VERB: ClassVar[str] = "consent"
    edited_text: Annotated[str, Says("The owner's own words, in place of the item's.")] = ""


@dataclass(frozen=True, kw_only=True)
class Refuse(OfRelease, PersonsDeed):
    """The owner does not agree."""

    VERB: ClassVar[str] = "refuse"
    reason: Annotated[str, Says("Why.")]


@dataclass(frozen=True, kw_only=True)
class RecordLawfulBasis(OfRelease, PersonsDeed):
    """A second person records the lawful basis on which an item leaves without its owner's agreement."""

    VERB: ClassVar[str] = "record_lawful_basis"
    gateway: Annotated[str, Says("The legal gateway's code.")]
    necessary: Annotated[str, Says("Why the team needs it.")]
    proportionate: Annotated[str, Says("Why it is no more than the team needs.")]
    relevant: Annotated[str, Says("How it bears on what it is for.")]
    purpose: Annotated[str, Says("What the team needs it for.", choices=tuple(PURPOSE_WORDS))] = "section_47"
    family: Annotated[str, Says("What the family has said of its going there.", choices=tuple(FAMILY_WORDS))]
    family_reason: Annotated[str, Says("Why the family was not asked.", choices=FAMILY_REASONS)] = ""
