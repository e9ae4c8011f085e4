"""What must hold of sealing, agreeing and releasing, said a second time and without one line of the services' code.

The machine in ``release_machine`` keeps this beside the real database and compares the two after every step. Roles and
moves are written out here on purpose: copied from the code, a mistake there would be a mistake here.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

ENTERS_ROOM = frozenset(
    {"evaluator", "police", "health", "education", "social_worker", "manager", "second_manager", "operations_manager"}
)
OWNERS_PEOPLE = frozenset({"evaluator", "police", "health", "education", "social_worker"})
MANAGERS = frozenset({"manager", "second_manager", "operations_manager"})
COMPOSERS = MANAGERS | {"social_worker"}
TAKES_GRANTS = frozenset({"evaluator", "social_worker"})
MANAGES_EXCLUSIONS = MANAGERS | {"governance"}
REVIEWERS = frozenset({"operations_manager", "governance"})
AGENCY_OF = {"police": "police", "evaluator": "police", "health": "health", "education": "education"}
OUTSIDE = {"assessor": "assessment", "early_helper": "early_response"}
LEVELS = ("", "bpss", "nppv_2", "sc")
HELD = "nppv_2"  # what everybody of the world is vetted to

PRODUCT_MOVES = frozenset(
    {
        ("draft", "for_approval"),
        ("for_approval", "approved"),
        ("for_approval", "draft"),
        ("approved", "draft"),
        ("approved", "released"),
        ("for_approval", "released"),
        ("draft", "released"),
        ("draft", "abandoned"),
        ("for_approval", "abandoned"),
        ("approved", "abandoned"),
        ("released", "recalled"),
        ("released", "corrected"),
        ("recalled", "corrected"),
    }
)
REQUEST_MOVES = frozenset(
    {
        ("asked", "consented"),
        ("refused", "consented"),
        ("asked", "refused"),
        ("consented", "refused"),
        ("asked", "lawful_basis"),
        ("refused", "lawful_basis"),
        ("asked", "urgent"),
        ("refused", "urgent"),
    }
)
ITEM_MOVES = frozenset({("sealed", "withdrawn")})
OPEN = ("draft", "for_approval", "approved")
LETS_GO = ("consented", "lawful_basis", "urgent")


def agency_of(who: str) -> str:
    """The agency that employs somebody of the world."""
    return AGENCY_OF.get(who, "council")


@dataclass
class Item:
    """An item as its owner last said it. ``words``: a word that stands in no other text, by version."""

    id: UUID
    case: int
    owner: str
    sensitivity: str
    leave: str
    words: dict[int, str]
    version: int = 1
    withdrawn: bool = False
    readers: frozenset[str] = frozenset()
    vetting: str = ""
    conditions: bool = False
    cleared: bool = False
    erased: bool = False

    @property
    def word(self) -> str:
        """The word of the version that stands."""
        return self.words[self.version]


def speaks_for(item: Item) -> str:
    """Somebody of the agency whose an item is."""
    return {"council": "social_worker"}.get(item.owner, item.owner)


@dataclass
class Request:
    """What was asked about one version of one item for one team."""

    id: UUID
    item: Item
    version: int
    team: str
    asked_by: str
    state: str = "asked"
    edited: str = ""
    answers: int = 1

    @property
    def fresh(self) -> bool:
        """Whether it is about the words as they stand."""
        return not self.item.withdrawn and self.version == self.item.version

    @property
    def may_leave(self) -> bool:
        """The heart of it: agreed, lawful or urgent, for the words as they stand, and cleared where graded C."""
        held_by_police = self.item.conditions and not self.item.cleared
        return self.fresh and self.state in LETS_GO and not held_by_police and self.item.sensitivity != "hidden"

    @property
    def leaving_word(self) -> str:
        """The one word that a copy may hold of it."""
        return self.edited or self.item.words[self.version]


@dataclass
class Decision:
    """A decision about the one child of a case."""

    id: UUID
    case: int
    team: str
    holds: bool = True


@dataclass
class Product:
    """A product, who worked on it, and what it was frozen from."""

    id: UUID
    case: int
    team: str
    decisions: list[Decision]
    authors: set[str]
    state: str = "draft"
    chosen: list[Request] = field(default_factory=list)
    why_said: bool = False
    guided: bool = False
    quotes: str = ""
    frozen_from: tuple[object, ...] = ()
    corrects: "Product | None" = None
    urgent_by: str = ""
    released_words: frozenset[str] = frozenset()
    copy_id: UUID | None = None

    @property
    def sources(self) -> tuple[object, ...]:
        """What a change of voids an approval."""
        made_from = [(r.id, 0 if r.item.withdrawn else r.item.version, r.answers) for r in self.chosen]
        return (frozenset(made_from), frozenset(d.id for d in self.decisions if d.holds))

    @property
    def decisions_hold(self) -> bool:
        """Whether nobody decided anew."""
        return all(d.holds for d in self.decisions)


@dataclass
class Grant:
    """Hours in which somebody may open one restricted item."""

    id: UUID
    item: Item
    holder: str
    until: datetime
    reviewed: bool = False


@dataclass
class Model:
    """Everything that the machine knows without asking the database."""

    items: list[Item] = field(default_factory=list)
    requests: dict[UUID, Request] = field(default_factory=dict)
    products: list[Product] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    grants: list[Grant] = field(default_factory=list)
    exclusions: dict[tuple[str, int], UUID] = field(default_factory=dict)
    lapsed: set[str] = field(default_factory=set)
    erased_hub_words: set[int] = field(default_factory=set)
    erased_words: set[str] = field(default_factory=set)
    ledger: Counter[str] = field(default_factory=Counter)
    events: Counter[str] = field(default_factory=Counter)

    def excluded(self, who: str, case: int) -> bool:
        """Whether somebody is kept out of a case."""
        return (who, case) in self.exclusions

    def enters(self, who: str, case: int) -> bool:
        """Whether the sealed room of a case opens to somebody."""
        return who in ENTERS_ROOM and who not in self.lapsed and not self.excluded(who, case)

    def knows_of(self, who: str, item: Item) -> bool:
        """Whether somebody may learn that an item is there."""
        if item.sensitivity != "hidden":
            return True
        return who in ENTERS_ROOM and (agency_of(who) == item.owner or who in item.readers)

    def reads(self, who: str, item: Item, at: datetime) -> bool:
        """Whether the words of an item are for somebody who has entered the room."""
        if agency_of(who) == item.owner:
            return True
        if not self.knows_of(who, item) or LEVELS.index(item.vetting) > LEVELS.index(HELD):
            return False
        granted = any(g.item is item and g.holder == who and at < g.until for g in self.grants)
        return item.sensitivity != "restricted" or who in MANAGERS or who in item.readers or granted

    def asked(self, item: Item, team: str) -> Request | None:
        """The request about an item as it stands."""
        of_it = (r for r in self.requests.values() if r.item is item and r.team == team)
        return next((r for r in of_it if r.version == item.version), None)

    def controls(self, who: str, item: Item) -> bool:
        """Whether an item is somebody's agency's to correct, to take out and to let go."""
        return who in OWNERS_PEOPLE and agency_of(who) == item.owner and not self.excluded(who, item.case)
