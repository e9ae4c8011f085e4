"""A machine that seals, asks, agrees, composes, approves, releases and calls back in any order, on the real services.

Every step is one thing somebody tries to do. Whatever the services do not allow they say with an OpenMashError; any
other exception, and any step that goes otherwise than ``release_model`` knows it must, stops the run.
"""

import sys
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar, TypeVar
from uuid import UUID

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from openmash.access import Actor
from openmash.core.errors import OpenMashError
from openmash.core.wrapping import Key
from openmash.products.rules import GuidanceTold
from openmash.sealed import services as sealed_services
from openmash.sealed.rules import Grading, ItemTold
from tests.assurance import release_model as m
from tests.assurance.release_model import Decision, Item, Model, Request
from tests.handed_on import BALANCE, SHARING
from tests.rooms import Case
from tests.world import World

T = TypeVar("T")
PLAIN = "These are words about the family that nobody else has written down anywhere before: "
GUIDANCE = GuidanceTold(summary="Two bruises.", recommendations="See the child alone.", speak_to="The head teacher.")
OUTCOMES = {"assessment": ("tier_3", "social_care"), "early_response": ("tier_2", "early_response")}
GATEWAY = "children_act_1989_s47"
GROUND = "overriding_public_interest"

MOST_ITEMS = 8  # with more of them the same things happen, dearer
ANY = st.integers(0, 999)
INSIDE = st.sampled_from(sorted(m.ENTERS_ROOM | {"governance", "coordinator"}))
OWNER = st.sampled_from(sorted(m.OWNERS_PEOPLE | {"manager"}))
MANAGER = st.sampled_from([*sorted(m.MANAGERS), "social_worker", "governance"])
COMPOSER = st.sampled_from([*sorted(m.COMPOSERS), "health"])
TEAM = st.sampled_from(sorted(OUTCOMES))
TIER = st.sampled_from(["hub", "hub", "restricted", "hidden"])
CASE = st.sampled_from([0, 0, 0, 1])


@dataclass
class Ground:
    """What a run stands on: a committed hub with two families, each with a decision for the assessment team."""

    world: World
    cases: list[Case]
    decisions: list[UUID]
    actors: dict[str, Actor]
    events: Counter[str]
    keys: list[Key]


class ReleaseMachine(RuleBasedStateMachine):
    """The rules; the invariants are in ``release_invariants``."""

    ground: ClassVar[Ground]
    tally: ClassVar[Counter[str]]

    def __init__(self) -> None:
        super().__init__()
        self.model = Model(events=Counter(self.ground.events))
        self.model.decisions = [Decision(each, n, "assessment") for n, each in enumerate(self.ground.decisions)]
        self.at = max(case.at for case in self.ground.cases)
        self.words = 0
        self.step = 0
        self.refused = False
        self.turned: dict[Path, bytes] = {}
        self.stack = ExitStack()
        self.stack.enter_context(transaction.atomic())
        self.stack.callback(transaction.set_rollback, True)
        self.stack.enter_context(self.ground.world.inside())  # for looking; each act enters for itself

    def teardown(self) -> None:
        self.stack.__exit__(*sys.exc_info())
        for path, content in self.turned.items():
            path.write_bytes(content)

    # What every rule uses

    def actor(self, who: str) -> Actor:
        """Somebody as they are now: their vetting may have lapsed."""
        actor = self.ground.actors[who]
        return replace(actor, vetted_until=self.at.date() - timedelta(days=1)) if who in self.model.lapsed else actor

    @property
    def then(self) -> datetime:
        """When the next thing will be done."""
        return self.at + timedelta(minutes=1)

    def try_(self, service: Callable[..., T], who: str, *, must: bool | None, **told: Any) -> T | None:
        """Somebody does something at the next minute; None where it was refused (and ``self.refused``).

        Args:
            service: what is called, with ``told``, the actor and the moment.
            who: the handle of whoever does it.
            must: True where it has to be done, False where it has to be refused, None where either is right.
        """
        self.between()
        self.step += 1
        self.at = self.then
        self.tally["steps"] += 1
        self.refused = False
        try:
            with self.ground.world.inside():
                done = service(**told, actor=self.actor(who), at=self.at)
        except OpenMashError as said:
            refusal = said
        else:
            assert must is not False, "done, though it must be refused"
            return done
        self.refused = True
        self.tally["refused"] += 1
        assert must is not True, f"refused, though it must be done: {type(refusal).__name__}: {refusal}"
        return None

    def between(self) -> None:
        """Before each act, also of a rule that does several: what there is now is looked at."""

    def happened(self, *names: str) -> None:
        """The log has one more of each of these."""
        self.model.events.update(names)
        self.tally.update(names)

    def new_word(self) -> str:
        self.words += 1
        return f"marker{self.words:05d}x"

    def one(self, found: list[T], number: int) -> T | None:
        """One of what is there; the newest are the likeliest."""
        return found[-1 - (number % min(len(found), 6))] if found else None

    def case_id(self, number: int) -> UUID:
        return self.ground.cases[number].enquiry_id

    def told(self, item: Item, word: str, **other: Any) -> ItemTold:
        """All that an item says, for restating it."""
        people = self.ground.world.people
        said: dict[str, Any] = {
            "text": PLAIN + word,
            "sensitivity": item.sensitivity,
            "leave": item.leave,
            "readers": tuple(people[each] for each in sorted(item.readers)),
            "vetting": item.vetting,
            "grading": Grading("1", "A", "C") if item.conditions else Grading(),
            "handling": "Speak to us first." if item.conditions else "",
        }
        return ItemTold(**(said | other))

    # Owners

    @rule(
        who=OWNER,
        case=CASE,
        tier=TIER,
        whole=st.booleans(),
        graded=st.booleans(),
        vetting=st.sampled_from(["", "", "", "bpss", "sc"]),
    )
    def seal(self, who: str, case: int, tier: str, whole: bool, graded: bool, vetting: str) -> None:
        if len(self.model.items) == MOST_ITEMS:
            return
        word = self.new_word()
        of_police = m.agency_of(who) == "police"
        item = Item(
            id=UUID(int=0),
            case=case,
            owner=m.agency_of(who),
            sensitivity=tier,
            leave="whole" if whole else "ask",
            words={1: word},
            vetting=vetting if tier != "hub" else "",
            conditions=graded and of_police,
        )
        told = self.told(item, word)
        may = who in m.OWNERS_PEOPLE and not self.model.excluded(who, case)
        made = self.try_(sealed_services.add_item, who, must=may, enquiry_id=self.case_id(case), item=told)
        if made is not None:
            item.id = made
            self.model.items.append(item)
            self.happened("item.sealed")

    def _own(self, number: int, who: str) -> tuple[Item | None, str, bool]:
        """An item, somebody (mostly of its owner), and whether they may change it."""
        item = self.one(self.model.items, number)
        if item is None:
            return None, who, False
        if number % 4:  # three of four times somebody whose it is
            who = m.speaks_for(item)
        return item, who, self.model.controls(who, item) and not item.withdrawn

    def _new_version(self, item: Item, word: str) -> None:
        item.version += 1
        item.words[item.version] = word
        item.cleared = False
        item.erased = False  # of the words that stand; the versions before stay unreadable
        self.happened("item.corrected")

    @rule(number=ANY, who=OWNER)
    def correct(self, number: int, who: str) -> None:
        item, who, may = self._own(number, who)
        if item is None:
            return
        word = self.new_word()
        handling = "Speak to us first." if item.conditions else ""
        # A correction says the text anew and keeps the rest; of an erased item there is no rest: it is restated whole.
        must = may and not item.erased
        self.try_(sealed_services.correct, who, must=must, item_id=item.id, text=PLAIN + word, handling=handling)
        if not self.refused:
            self._new_version(item, word)

    @rule(number=ANY, who=OWNER, tier=TIER)
    def restate_tier(self, number: int, who: str, tier: str) -> None:
        item, who, may = self._own(number, who)
        if item is None:
            return
        word = self.new_word()
        keeps = tier != "hub"
        told = self.told(item, word, sensitivity=tier, **({} if keeps else {"readers": (), "vetting": ""}))
        allowed = tier != "hidden" or item.sensitivity == "hidden"
        self.try_(sealed_services.restate, who, must=may and allowed, item_id=item.id, item=told)
        if not self.refused:
            item.sensitivity = tier
            item.readers, item.vetting = (item.readers, item.vetting) if keeps else (frozenset(), "")
            self._new_version(item, word)

    @rule(number=ANY, who=OWNER, reader=INSIDE)
    def name_reader(self, number: int, who: str, reader: str) -> None:
        item, who, may = self._own(number, who)
        if item is None:
            return
        word = self.new_word()
        readers = item.readers | {reader}
        told = self.told(item, word, readers=tuple(self.ground.world.people[each] for each in sorted(readers)))
        allowed = reader in m.ENTERS_ROOM
        must = (None if item.sensitivity == "hub" else True) if may and allowed else False
        self.try_(sealed_services.restate, who, must=must, item_id=item.id, item=told)
        if not self.refused:
            item.readers = readers
            self._new_version(item, word)

    @rule(number=ANY, who=OWNER)
    def clear(self, number: int, who: str) -> None:
        item, who, _ = self._own(number, who)
        if item is not None:
            self._clear(item, who)

    def _clear(self, item: Item, who: str) -> None:
        may = self.model.controls(who, item) and not item.withdrawn and item.conditions and not item.cleared
        self.try_(sealed_services.clear, who, must=may, item_id=item.id)
        if not self.refused:
            item.cleared = True
            self.happened("item.cleared")

    @rule(number=ANY, who=OWNER, really=st.integers(0, 2))
    def withdraw(self, number: int, who: str, really: int) -> None:
        item, who, may = self._own(number, who)
        if item is None or really:
            return
        self.try_(sealed_services.withdraw, who, must=may, item_id=item.id)
        if not self.refused:
            item.withdrawn = True
            self.happened("item.withdrawn")

    # Asking and answering

    def _may_ask(self, who: str, item: Item) -> bool:
        reads = self.model.enters(who, item.case) and self.model.reads(who, item, self.then)
        return who in m.COMPOSERS and reads and item.sensitivity != "hidden" and not item.withdrawn

    def _was_asked(self, item: Item, team: str, who: str, request_id: UUID) -> Request:
        known = self.model.asked(item, team)
        if known is not None:
            assert known.id == request_id, "asked twice about the same words, and the first question does not stand"
            return known
        made = Request(request_id, item, item.version, team, who)
        self.model.requests[made.id] = made
        self.happened("release.asked")
        if item.leave == "whole":
            made.state = "consented"
            self.model.ledger["agreed_beforehand"] += 1
            self.happened("release.consented")
        return made

    @rule(number=ANY, who=COMPOSER, team=TEAM)
    def ask(self, number: int, who: str, team: str) -> None:
        item = self.one(self.model.items, number)
        if item is None:
            return
        of = {"item_id": item.id, "team_id": self.ground.world.teams[team]}
        asked = self.try_(sealed_services.ask_release, who, must=self._may_ask(who, item), **of)
        if asked is not None:
            self._was_asked(item, team, who, asked)

    def _to_answer(self, number: int, who: str) -> tuple[Request | None, str, bool]:
        waiting = [r for r in self.model.requests.values() if r.state in ("asked", "refused") and r.fresh]
        request = self.one(list(self.model.requests.values()) if number % 5 == 1 else waiting, number)
        if request is None:
            return None, who, False
        if number % 4:
            who = m.speaks_for(request.item)
        return request, who, self.model.controls(who, request.item) and request.fresh

    def _answered(self, request: Request, state: str, edited: str, line: str, event: str) -> None:
        request.state, request.edited = state, edited
        request.answers += 1
        self.model.ledger[line] += 1
        self.happened(event)

    @rule(number=ANY, who=OWNER, edited=st.booleans())
    def agree(self, number: int, who: str, edited: bool) -> None:
        request, who, may = self._to_answer(number, who)
        if request is not None:
            self._agree(request, who, may, self.new_word() if edited else "")

    def _agree(self, request: Request, who: str, may: bool, edited: str) -> None:
        must = may and request.state in ("asked", "refused")
        text = f"Only this: {edited}" if edited else None
        self.try_(sealed_services.consent, who, must=must, request_id=request.id, edited_text=text)
        if not self.refused:
            self._answered(request, "consented", edited, "agreed_edited" if edited else "agreed", "release.consented")

    @rule(number=ANY, who=OWNER)
    def refuse(self, number: int, who: str) -> None:
        request, who, may = self._to_answer(number, who)
        if request is None:
            return
        must = may and request.state in ("asked", "consented")
        self.try_(sealed_services.refuse, who, must=must, request_id=request.id, reason="Not yet.")
        if not self.refused:
            self._answered(request, "refused", "", "not_agreed", "release.refused")

    @rule(number=ANY, who=MANAGER)
    def record_lawful_basis(self, number: int, who: str) -> None:
        request, _, _ = self._to_answer(number, who)
        if request is None:
            return
        item = request.item
        may = who in m.MANAGERS and self.model.enters(who, item.case) and request.fresh and who != request.asked_by
        reads = self.model.reads(who, item, self.then)
        must = may and reads and request.state in ("asked", "refused")
        told = {"gateway": GATEWAY, "balance": BALANCE, "sharing": SHARING}
        self.try_(sealed_services.record_lawful_basis, who, must=must, request_id=request.id, **told)
        if not self.refused:
            self._answered(request, "lawful_basis", "", "lawful_basis", "release.lawful_basis_recorded")
