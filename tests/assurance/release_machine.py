"""A machine that seals, asks, agrees, composes, approves, releases and calls back in any order, on the real services.

Every step is one thing somebody tries to do. Whatever the services do not allow they say with an OpenMashError; any
other exception, and any step that goes otherwise than ``release_model`` knows it must, stops the run.
"""

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
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from config.wrapped_columns import EVERYWHERE
from openmash.access import Actor
from openmash.accounts import queries as account_queries
from openmash.core.errors import OpenMashError
from openmash.core.keys import FileKeyRing, ring
from openmash.core.wrapping import Key
from openmash.decisions import services as decision_services
from openmash.exclusions import services as exclusion_services
from openmash.hubs import services as hub_services
from openmash.products import queries as product_queries
from openmash.products import services as product_services
from openmash.products.rules import GuidanceTold
from openmash.sealed import services as sealed_services
from openmash.sealed.rules import Grading, GrantTold, ItemTold
from tests.assurance import release_model as m
from tests.assurance.release_model import Decision, Grant, Item, Model, Product, Request
from tests.handed_on import BALANCE, SHARING, subject
from tests.rooms import Case
from tests.world import World

T = TypeVar("T")
PLAIN = "These are words about the family that nobody else has written down anywhere before: "
GUIDANCE = GuidanceTold(summary="Two bruises.", recommendations="See the child alone.", speak_to="The head teacher.")
OUTCOMES = {"assessment": ("tier_3", "social_care"), "early_response": ("tier_2", "early_response")}
GATEWAY = "children_act_1989_s47"
GROUND = "overriding_public_interest"

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

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.stack.close()
        for path, content in self.turned.items():
            path.write_bytes(content)

    # What every rule uses

    def actor(self, who: str) -> Actor:
        """Somebody as they are now: their vetting may have lapsed."""
        actor = self.ground.actors[who]
        return replace(actor, vetted_until=self.at.date() - timedelta(days=1)) if who in self.model.lapsed else actor

    def try_(self, act: Callable[[datetime], T], *, must: bool | None) -> T | None:
        """Do something at the next minute; None where it was refused.

        Args:
            act: the service, given the moment.
            must: True where it has to be done, False where it has to be refused, None where either is right.
        """
        self.between()
        self.step += 1
        self.at += timedelta(minutes=1)
        self.tally["steps"] += 1
        self.refused = False
        try:
            with self.ground.world.inside():
                done = act(self.at)
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

    # Where every example begins, and a short way to where it becomes interesting

    @initialize(tier=TIER, who=st.sampled_from(["police", "health", "social_worker"]), whole=st.booleans())
    def begin(self, tier: str, who: str, whole: bool) -> None:
        """Two items, and a product with one of them, by one manager."""
        self.seal(who, 0, "hub", whole, False, "")
        self.seal("police", 0, tier, False, True, "")
        self.start("manager", 0, "assessment")
        self.choose(1, "manager", [1])
        self.write_guidance(1, "manager", 1, 0)
        self.say_why(1, "manager")

    @rule(number=ANY, who=MANAGER, alone=st.booleans())
    def bring_to_an_end(self, number: int, who: str, alone: bool) -> None:
        """Everything that still waits is answered, and the product goes on its way."""
        for _ in [r for r in self.model.requests.values() if r.state == "asked" and r.fresh]:
            self.agree(1, "police")
        self.clear(1, "police")
        self.write_guidance(1, "manager", 1, 0)
        self.say_why(1, "manager")
        if alone:
            self.release_urgently(2, who, GROUND)
        else:
            self.send_for_approval(1, "manager")
            self.approve_and_release(1, who)

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
        made = self.try_(
            lambda at: sealed_services.add_item(enquiry_id=self.case_id(case), item=told, actor=self.actor(who), at=at),
            must=may,
        )
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
            who = {"council": "social_worker"}.get(item.owner, item.owner)
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
        done = self.try_(
            lambda at: sealed_services.correct(
                item_id=item.id, text=PLAIN + word, handling=handling, actor=self.actor(who), at=at
            ),
            must=may,
        )
        if done is not None:
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
        done = self.try_(
            lambda at: sealed_services.restate(item_id=item.id, item=told, actor=self.actor(who), at=at),
            must=may and allowed,
        )
        if done is not None:
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
        done = self.try_(
            lambda at: sealed_services.restate(item_id=item.id, item=told, actor=self.actor(who), at=at),
            must=False if not (may and allowed) else (None if item.sensitivity == "hub" else True),
        )
        if done is not None:
            item.readers = readers
            self._new_version(item, word)

    @rule(number=ANY, who=OWNER)
    def clear(self, number: int, who: str) -> None:
        item, who, may = self._own(number, who)
        if item is None:
            return
        done = self.try_(
            lambda at: sealed_services.clear(item_id=item.id, actor=self.actor(who), at=at),
            must=may and item.conditions and not item.cleared,
        )
        if not self.refused and done is None:
            item.cleared = True
            self.happened("item.cleared")

    @rule(number=ANY, who=OWNER, really=st.integers(0, 2))
    def withdraw(self, number: int, who: str, really: int) -> None:
        item, who, may = self._own(number, who)
        if item is None or really:
            return
        self.try_(lambda at: sealed_services.withdraw(item_id=item.id, actor=self.actor(who), at=at), must=may)
        if not self.refused:
            item.withdrawn = True
            self.happened("item.withdrawn")

    # Asking and answering

    def _may_ask(self, who: str, item: Item) -> bool:
        reads = self.model.enters(who, item.case) and self.model.reads(who, item, self.at + timedelta(minutes=1))
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
        asked = self.try_(
            lambda at: sealed_services.ask_release(
                item_id=item.id, team_id=self.ground.world.teams[team], actor=self.actor(who), at=at
            ),
            must=self._may_ask(who, item),
        )
        if asked is not None:
            self._was_asked(item, team, who, asked)

    def _to_answer(self, number: int, who: str) -> tuple[Request | None, str, bool]:
        waiting = [r for r in self.model.requests.values() if r.state in ("asked", "refused") and r.fresh]
        request = self.one(waiting if number % 5 else list(self.model.requests.values()), number)
        if request is None:
            return None, who, False
        if number % 4:
            who = {"council": "social_worker"}.get(request.item.owner, request.item.owner)
        return request, who, self.model.controls(who, request.item) and request.fresh

    def _answered(self, request: Request, state: str, edited: str, line: str, event: str) -> None:
        request.state, request.edited = state, edited
        request.answers += 1
        self.model.ledger[line] += 1
        self.happened(event)

    @rule(number=ANY, who=OWNER)
    def agree(self, number: int, who: str) -> None:
        request, who, may = self._to_answer(number, who)
        if request is None:
            return
        self.try_(
            lambda at: sealed_services.consent(request_id=request.id, edited_text=None, actor=self.actor(who), at=at),
            must=may and request.state in ("asked", "refused"),
        )
        if not self.refused:
            self._answered(request, "consented", "", "agreed", "release.consented")

    @rule(number=ANY, who=OWNER)
    def agree_edited(self, number: int, who: str) -> None:
        request, who, may = self._to_answer(number, who)
        if request is None:
            return
        word = self.new_word()
        self.try_(
            lambda at: sealed_services.consent(
                request_id=request.id, edited_text=f"Only this: {word}", actor=self.actor(who), at=at
            ),
            must=may and request.state in ("asked", "refused"),
        )
        if not self.refused:
            self._answered(request, "consented", word, "agreed_edited", "release.consented")

    @rule(number=ANY, who=OWNER)
    def refuse(self, number: int, who: str) -> None:
        request, who, may = self._to_answer(number, who)
        if request is None:
            return
        self.try_(
            lambda at: sealed_services.refuse(request_id=request.id, reason="Not yet.", actor=self.actor(who), at=at),
            must=may and request.state in ("asked", "consented"),
        )
        if not self.refused:
            self._answered(request, "refused", "", "not_agreed", "release.refused")

    @rule(number=ANY, who=MANAGER)
    def record_lawful_basis(self, number: int, who: str) -> None:
        request, _, _ = self._to_answer(number, who)
        if request is None:
            return
        item = request.item
        may = who in m.MANAGERS and self.model.enters(who, item.case) and request.fresh and who != request.asked_by
        reads = self.model.reads(who, item, self.at + timedelta(minutes=1))
        self.try_(
            lambda at: sealed_services.record_lawful_basis(
                request_id=request.id,
                gateway=GATEWAY,
                balance=BALANCE,
                sharing=SHARING,
                actor=self.actor(who),
                at=at,
            ),
            must=may and reads and request.state in ("asked", "refused"),
        )
        if not self.refused:
            self._answered(request, "lawful_basis", "", "lawful_basis", "release.lawful_basis_recorded")

    # Composing

    def _composes(self, who: str, case: int) -> bool:
        return who in m.COMPOSERS and not self.model.excluded(who, case)

    def _touched(self, product: Product, who: str) -> None:
        product.authors.add(who)
        if product.state in ("for_approval", "approved"):
            product.state = "draft"
            self.happened("product.taken_back")

    @rule(who=COMPOSER, case=CASE, team=TEAM)
    def start(self, who: str, case: int, team: str) -> None:
        handed = [d for d in self.model.decisions if d.case == case and d.team == team and d.holds]
        made = self.try_(
            lambda at: product_services.start(
                enquiry_id=self.case_id(case),
                team_id=self.ground.world.teams[team],
                decision_ids=[d.id for d in handed],
                actor=self.actor(who),
                at=at,
            ),
            must=self._composes(who, case) and bool(handed),
        )
        if made is None:
            return
        there = next((p for p in self.model.products if p.id == made), None)
        if there is None:
            self.model.products.append(Product(made, case, team, handed, {who}))
            self.happened("product.started")
            return
        new = [d for d in handed if d not in there.decisions]
        there.decisions += new
        there.authors.add(who)
        if new:
            self._touched(there, who)
        self.happened("product.gone_on_with")

    def _product(self, number: int, *states: str) -> Product | None:
        """One of the products, four of five times one in these states."""
        fitting = [p for p in self.model.products if p.state in states]
        return self.one(fitting if fitting and number % 5 else self.model.products, number)

    @rule(number=ANY, who=COMPOSER, some=st.lists(ANY, max_size=3))
    def choose(self, number: int, who: str, some: list[int]) -> None:
        product = self._product(number, *m.OPEN)
        if product is None:
            return
        here = [i for i in self.model.items if i.case == product.case] if number % 7 else self.model.items
        wanted = list({item.id: item for n in some if (item := self.one(here, n)) is not None}.values())
        may = self._composes(who, product.case) and product.state in m.OPEN
        of_here = all(i.case == product.case for i in wanted)
        asked_for = all(self._may_ask(who, i) for i in wanted)
        before = set(self.model.requests)
        self.try_(
            lambda at: product_services.choose_items(
                product_id=product.id, item_ids=[i.id for i in wanted], actor=self.actor(who), at=at
            ),
            must=may and of_here and asked_for,
        )
        if self.refused:
            return
        del before
        with self.ground.world.inside():
            view = product_queries.product(product.id, actor=self.actor(who))
        asked = {each.item_id: each.request_id for each in view.items}
        assert set(asked) == {i.id for i in wanted}, "a product holds other items than were chosen"
        chosen = [self._was_asked(i, product.team, who, asked[i.id]) for i in wanted]
        self.model.ledger["left_out"] += len([r for r in product.chosen if r not in chosen])
        product.chosen = chosen
        self._touched(product, who)
        self.happened("product.items_chosen")

    @rule(number=ANY, who=COMPOSER, item_number=ANY)
    def leave_out(self, number: int, who: str, item_number: int) -> None:
        product = self._product(number, *m.OPEN)
        item = self.one(self.model.items, item_number)
        if product is None or item is None:
            return
        may = self._composes(who, product.case) and product.state in m.OPEN and item.case == product.case
        reads = self.model.reads(who, item, self.at + timedelta(minutes=1))
        must = None if item.withdrawn or who in self.model.lapsed else may and reads and item.sensitivity != "hidden"
        self.try_(
            lambda at: product_services.leave_out(
                product_id=product.id, item_id=item.id, why="not_sure", words="", actor=self.actor(who), at=at
            ),
            must=must,
        )
        if self.refused:
            return
        self.model.ledger["left_out"] += 1
        self.happened("item.left_out")
        if any(r.item is item for r in product.chosen):
            product.chosen = [r for r in product.chosen if r.item is not item]
            self._touched(product, who)

    @rule(number=ANY, who=COMPOSER, quote=st.integers(0, 4), item_number=ANY)
    def write_guidance(self, number: int, who: str, quote: int, item_number: int) -> None:
        product = self._product(number, *m.OPEN)
        if product is None:
            return
        item = self.one(self.model.items, item_number) if quote == 0 else None
        quoted = item.word if item else ""
        told = replace(GUIDANCE, summary=PLAIN + quoted) if quoted else GUIDANCE
        self.try_(
            lambda at: product_services.write_guidance(product_id=product.id, told=told, actor=self.actor(who), at=at),
            must=self._composes(who, product.case) and product.state in m.OPEN,
        )
        if not self.refused:
            product.guided, product.quotes = True, quoted
            self._touched(product, who)
            self.happened("product.guidance_written")

    @rule(number=ANY, who=COMPOSER)
    def say_why(self, number: int, who: str) -> None:
        product = self._product(number, *m.OPEN)
        if product is None:
            return
        self.try_(
            lambda at: product_services.say_why(product_id=product.id, told=SHARING, actor=self.actor(who), at=at),
            must=self._composes(who, product.case) and product.state in m.OPEN,
        )
        if not self.refused:
            product.why_said = True
            self._touched(product, who)
            self.happened("product.reasons_given")

    @rule(number=ANY, who=COMPOSER, really=st.integers(0, 3))
    def abandon(self, number: int, who: str, really: int) -> None:
        product = self._product(number, *m.OPEN)
        if product is None or really:
            return
        self.try_(
            lambda at: product_services.abandon(product_id=product.id, actor=self.actor(who), at=at),
            must=self._composes(who, product.case) and product.state in m.OPEN,
        )
        if not self.refused:
            product.state = "abandoned"
            self.happened("product.abandoned")

    # A second person

    def _stops(self, product: Product, who: str) -> bool | None:
        """Whether the content of a product must stop it; None where the guard has its own say."""
        at = self.at + timedelta(minutes=1)
        if not product.decisions_hold or not product.guided or not all(r.may_leave for r in product.chosen):
            return True
        if not self.model.enters(who, product.case):
            return True
        if not all(self.model.reads(who, r.item, at) for r in product.chosen):
            return None
        gone = product.case in self.model.erased_hub_words or any(r.item.erased for r in product.chosen)
        return None if product.quotes or gone else False

    @staticmethod
    def _must(may: bool, stops: bool | None) -> bool | None:
        return False if not may or stops else (None if stops is None else True)

    @rule(number=ANY, who=COMPOSER)
    def send_for_approval(self, number: int, who: str) -> None:
        product = self._product(number, "draft")
        if product is None:
            return
        already = product.state == "for_approval"
        may = self._composes(who, product.case) and product.state == "draft" and product.why_said
        must = self._must(may, self._stops(product, who))
        if already:
            must = self._composes(who, product.case)
        self.try_(
            lambda at: product_services.send_for_approval(product_id=product.id, actor=self.actor(who), at=at),
            must=must,
        )
        if self.refused or already:
            return
        product.state, product.frozen_from = "for_approval", product.sources
        product.authors.add(who)
        self.happened("product.sent_for_approval")

    @rule(number=ANY, who=COMPOSER)
    def take_back(self, number: int, who: str) -> None:
        product = self._product(number, "for_approval", "approved")
        if product is None or number % 3:
            return
        self.try_(
            lambda at: product_services.take_back(product_id=product.id, actor=self.actor(who), at=at),
            must=self._composes(who, product.case) and product.state in ("for_approval", "approved"),
        )
        if not self.refused:
            self._touched(product, who)

    @rule(number=ANY, who=MANAGER)
    def send_back(self, number: int, who: str) -> None:
        product = self._product(number, "for_approval")
        if product is None or number % 3:
            return
        may = who in m.MANAGERS and who not in product.authors and not self.model.excluded(who, product.case)
        self.try_(
            lambda at: product_services.send_back(
                product_id=product.id, reason="Say more.", actor=self.actor(who), at=at
            ),
            must=may and product.state == "for_approval",
        )
        if not self.refused:
            product.state = "draft"
            self.happened("product.returned")

    @rule(number=ANY, who=MANAGER)
    def void_if_changed(self, number: int, who: str) -> None:
        product = self._product(number, "for_approval", "approved")
        if product is None:
            return
        frozen = product.state in ("for_approval", "approved")
        must = None if self.model.excluded(who, product.case) or who not in m.ENTERS_ROOM else True
        was = self.try_(
            lambda at: product_services.void_if_changed(product_id=product.id, actor=self.actor(who), at=at), must=must
        )
        if was is None:
            return
        assert was == (frozen and product.sources != product.frozen_from), "an approval outlived what it was given to"
        if was:
            product.state = "draft"
            self.happened("product.approval_voided")

    def _may_approve(self, product: Product, who: str) -> bool | None:
        may = who in m.MANAGERS and who not in product.authors and not self.model.excluded(who, product.case)
        same = product.sources == product.frozen_from
        return self._must(may and same and product.state == "for_approval", self._stops(product, who))

    @rule(number=ANY, who=MANAGER)
    def approve(self, number: int, who: str) -> None:
        product = self._product(number, "for_approval")
        if product is None:
            return
        self.try_(
            lambda at: product_services.approve(product_id=product.id, actor=self.actor(who), at=at),
            must=self._may_approve(product, who),
        )
        if not self.refused:
            product.state = "approved"
            self.happened("product.approved")

    def _left(self, product: Product, copy_id: UUID, event: str) -> None:
        """A product has gone: what its copy may say is settled from the model, before anybody looks at the copy."""
        product.state, product.copy_id = "released", copy_id
        product.released_words = frozenset(r.leaving_word for r in product.chosen)
        stays = [r for r in product.chosen if not r.may_leave]
        assert not stays, "something left without a live agreement, a lawful basis or an urgent ground"
        assert product.decisions_hold, "a decision was handed on that no longer holds"
        self.model.ledger["released"] += len(product.chosen)
        self.happened(event)
        if product.corrects is not None:
            was_recalled = product.corrects.state == "recalled"
            product.corrects.state = "corrected"
            self.happened("product.corrected")
            if not was_recalled:
                self.model.ledger["recalled"] += len(product.corrects.chosen)

    def _release_must(self, product: Product, who: str) -> bool | None:
        if product.copy_id is not None:
            return who in m.MANAGERS and not self.model.excluded(who, product.case)
        may = who in m.MANAGERS and not self.model.excluded(who, product.case) and product.state == "approved"
        return self._must(may and product.sources == product.frozen_from, self._stops(product, who))

    def _may_hand_over(self, must: bool | None, product: Product) -> bool | None:
        """Taking the place of an erased product's copy needs words that nobody can read any more."""
        old = product.corrects
        return None if must and old is not None and old.case in self.model.erased_hub_words else must

    @rule(number=ANY, who=MANAGER)
    def release(self, number: int, who: str) -> None:
        product = self._product(number, "approved")
        if product is None:
            return
        already = product.copy_id
        copy = self.try_(
            lambda at: product_services.release(product_id=product.id, actor=self.actor(who), at=at),
            must=self._may_hand_over(self._release_must(product, who), product),
        )
        if copy is not None:
            assert already in (None, copy), "a second copy of one product"
            if already is None:
                self._left(product, copy, "product.released")

    @rule(number=ANY, who=MANAGER)
    def approve_and_release(self, number: int, who: str) -> None:
        product = self._product(number, "for_approval")
        if product is None:
            return
        already = product.copy_id
        must = self._release_must(product, who) if already else self._may_approve(product, who)
        copy = self.try_(
            lambda at: product_services.approve_and_release(product_id=product.id, actor=self.actor(who), at=at),
            must=self._may_hand_over(must, product),
        )
        if copy is not None and already is None:
            self.happened("product.approved")
            self._left(product, copy, "product.released")

    @rule(number=ANY, who=MANAGER, ground=st.sampled_from([GROUND, GROUND, GROUND, "because"]))
    def release_urgently(self, number: int, who: str, ground: str) -> None:
        product = self._product(number, *m.OPEN)
        if product is None or number % 2:
            return
        already = product.copy_id
        go = [r for r in product.chosen if r.state in ("asked", "refused")]
        cleared = all(r.item.cleared or not r.item.conditions for r in product.chosen)
        fresh = all(r.fresh for r in product.chosen)
        at = self.at + timedelta(minutes=1)
        reads = all(self.model.reads(who, r.item, at) for r in product.chosen)
        gone = product.case in self.model.erased_hub_words or any(r.item.erased for r in product.chosen)
        may = who in m.MANAGERS and product.state in m.OPEN and ground == GROUND and cleared and fresh
        may = may and product.decisions_hold and product.guided and self.model.enters(who, product.case)
        must = self._must(may, None if not reads or product.quotes or gone else False)
        if already:
            must = self._release_must(product, who)
        copy = self.try_(
            lambda at: product_services.release_urgently(
                product_id=product.id, ground=ground, reason="He is at the door.", actor=self.actor(who), at=at
            ),
            must=self._may_hand_over(must, product),
        )
        if copy is None or already is not None:
            return
        for request in go:
            self._answered(request, "urgent", "", "urgent", "release.urgency_recorded")
        product.urgent_by = who
        self._left(product, copy, "product.released_urgently")

    @rule(number=ANY, who=INSIDE)
    def review_urgent(self, number: int, who: str) -> None:
        gone = [p for p in self.model.products if p.urgent_by and p.urgent_by != "reviewed"]
        product = self.one(gone, number)
        if product is None:
            return
        may = who in m.REVIEWERS and not self.model.excluded(who, product.case) and who != product.urgent_by
        urgent_id = self.urgent_id_of(product)
        self.try_(
            lambda at: product_services.review_urgent_release(
                urgent_id=urgent_id, finding="right", words="It could not wait.", actor=self.actor(who), at=at
            ),
            must=may,
        )
        if not self.refused:
            product.urgent_by = "reviewed"
            self.happened("product.urgency_reviewed")

    def urgent_id_of(self, product: Product) -> UUID:
        """The row that waits for its review."""
        raise NotImplementedError

    # After it has left

    @rule(number=ANY, who=MANAGER)
    def recall(self, number: int, who: str) -> None:
        product = self._product(number, "released")
        if product is None:
            return
        may = who in m.MANAGERS and product.state == "released" and not self.model.excluded(who, product.case)
        erased = product.case in self.model.erased_hub_words
        self.try_(
            lambda at: product_services.recall(
                product_id=product.id, reason="It was about another child.", actor=self.actor(who), at=at
            ),
            must=None if may and erased else may,
        )
        if not self.refused:
            product.state = "recalled"
            self.model.ledger["recalled"] += len(product.chosen)
            self.happened("product.recalled")

    @rule(number=ANY, who=COMPOSER)
    def start_correction(self, number: int, who: str) -> None:
        old = self._product(number, "released", "recalled")
        if old is None:
            return
        other = [p for p in self.model.products if (p.case, p.team) == (old.case, old.team) and p.state in m.OPEN]
        handed = [d for d in self.model.decisions if (d.case, d.team) == (old.case, old.team) and d.holds]
        had_left = old.state in ("released", "recalled")
        still = [r for r in old.chosen if r.may_leave]
        may = self._composes(who, old.case) and had_left and not other and bool(handed)
        asks = all(self._may_ask(who, r.item) for r in still) and self.model.enters(who, old.case)
        gone = old.case in self.model.erased_hub_words
        made = self.try_(
            lambda at: product_services.start_correction(
                product_id=old.id, reason="The name was wrong.", actor=self.actor(who), at=at
            ),
            must=False if not may else (True if asks and not gone else None),
        )
        if made is None:
            return
        new = Product(made, old.case, old.team, handed, {who}, chosen=still, corrects=old)
        new.guided, new.quotes, new.why_said = old.guided, old.quotes, old.why_said
        self.model.products.append(new)
        self.happened("product.started", "product.items_chosen", "product.reasons_given", "product.correction_begun")
        if old.guided:
            self.happened("product.guidance_written")

    # Who may read what, and deciding again

    @rule(number=ANY, who=INSIDE, by=MANAGER, case=CASE)
    def exclude(self, number: int, who: str, by: str, case: int) -> None:
        if number % 3:
            return
        may = who == by or by in m.MANAGES_EXCLUSIONS
        made = self.try_(
            lambda at: exclusion_services.declare(
                user_id=self.ground.world.people[who],
                enquiry_id=self.case_id(case),
                ground="relative",
                actor=self.actor(by),
                at=at,
            ),
            must=may,
        )
        if made is not None and (who, case) not in self.model.exclusions:
            self.model.exclusions[who, case] = made
            self.happened("exclusion.declared")

    @rule(number=ANY, by=MANAGER)
    def end_exclusion(self, number: int, by: str) -> None:
        key = self.one(list(self.model.exclusions), number)
        if key is None:
            return
        self.try_(
            lambda at: exclusion_services.end(exclusion_id=self.model.exclusions[key], actor=self.actor(by), at=at),
            must=by in m.MANAGES_EXCLUSIONS and by != key[0],
        )
        if not self.refused:
            del self.model.exclusions[key]
            self.happened("exclusion.ended")

    @rule(who=st.sampled_from(sorted(m.ENTERS_ROOM)), really=st.integers(0, 2))
    def let_vetting_lapse(self, who: str, really: int) -> None:
        if really == 0:
            self.model.lapsed.add(who)

    @rule(number=ANY)
    def renew_vetting(self, number: int) -> None:
        who = self.one(sorted(self.model.lapsed), number)
        if who is not None:
            self.model.lapsed.discard(who)

    @rule(number=ANY, who=INSIDE, hours=st.sampled_from([1, 4, 24, 48]))
    def take_grant(self, number: int, who: str, hours: int) -> None:
        held_back = [i for i in self.model.items if i.sensitivity != "hub"]
        item = self.one(held_back if number % 5 else self.model.items, number)
        if item is None:
            return
        who = sorted(m.TAKES_GRANTS)[number % 2] if number % 3 else who
        at_then = self.at + timedelta(minutes=1)
        may = who in m.TAKES_GRANTS and self.model.enters(who, item.case) and item.sensitivity == "restricted"
        low = m.LEVELS.index(item.vetting) > m.LEVELS.index(m.HELD)
        may = may and not self.model.reads(who, item, at_then) and not low and not item.withdrawn and hours != 48
        made = self.try_(
            lambda at: sealed_services.take_grant(
                item_id=item.id, told=GrantTold(GROUND, "He is on his way.", hours), actor=self.actor(who), at=at
            ),
            must=may,
        )
        if made is not None:
            self.model.grants.append(Grant(made, item, who, self.at + timedelta(hours=hours)))
            self.happened("grant.given")

    @rule(number=ANY, who=INSIDE)
    def review_grant(self, number: int, who: str) -> None:
        grant = self.one(self.model.grants, number)
        if grant is None:
            return
        may = who in m.REVIEWERS and not grant.reviewed and not self.model.excluded(who, grant.item.case)
        self.try_(
            lambda at: sealed_services.review_grant(
                grant_id=grant.id, finding="justified", words="He was.", actor=self.actor(who), at=at
            ),
            must=may,
        )
        if not self.refused:
            grant.reviewed = True
            self.happened("grant.reviewed")

    @rule(case=CASE, team=TEAM, who=MANAGER)
    def decide_again(self, case: int, team: str, who: str) -> None:
        level, outcome = OUTCOMES[team]

        def act(at: datetime) -> UUID:
            of = {"subject_id": subject(self.ground.cases[case])}
            decision_services.revisit(**of, why="Something new came in.", actor=self.actor(who), at=at)
            return decision_services.decide(
                **of,
                level=level,
                outcome=outcome,
                team_id=self.ground.world.teams[team],
                reasons="Now it is clearer.",
                actor=self.actor(who),
                at=at,
            )

        def whole(at: datetime) -> UUID:
            with transaction.atomic():
                return act(at)

        # ``subject`` looks with the manager's eyes; kept out, the manager sees nothing.
        must = None if self.model.excluded("manager", case) else self._decides(who, case)
        made = self.try_(whole, must=must)
        if made is not None:
            for each in self.model.decisions:
                each.holds = each.holds and each.case != case
            self.model.decisions.append(Decision(made, case, team))
            self.happened("decision.made", "decision.revisited")

    def _decides(self, who: str, case: int) -> bool:
        return who in m.MANAGERS and not self.model.excluded(who, case)

    # Keys

    @rule(number=ANY, agency=st.sampled_from(["police", "health", "education", "council"]), case=CASE)
    def erase_items(self, number: int, agency: str, case: int) -> None:
        if number % 6:
            return
        gone = [i for i in self.model.items if i.case == case and i.owner == agency]
        self.try_(
            lambda at: sealed_services.erase_items(
                enquiry_id=self.case_id(case),
                agency_ids=[self.ground.world.agencies[agency]],
                actor=self.actor("governance" if number % 4 else "manager"),
                at=at,
            ),
            must=bool(number % 4),
        )
        if not self.refused:
            self.tally["erased items"] += len(gone)
            for item in gone:
                item.erased = True

    @rule(number=ANY, case=CASE)
    def erase_hub_words(self, number: int, case: int) -> None:
        if number % 9:
            return

        def act(at: datetime) -> None:
            of = {"enquiry_id": self.case_id(case), "actor": self.actor("governance"), "at": at}
            product_services.erase(**of)
            sealed_services.erase_texts(**of)

        self.try_(act, must=True)
        self.model.erased_hub_words.add(case)

    @rule(number=ANY)
    def rotate_key(self, number: int) -> None:
        if number % 4:
            return
        key = self.ground.keys[number % len(self.ground.keys)]
        keys = ring()
        assert isinstance(keys, FileKeyRing)
        for path in keys.folder.glob("*.json"):
            self.turned.setdefault(path, path.read_bytes())
        system = account_queries.system_actor(self.ground.world.hub_id)
        turned = self.try_(
            lambda at: hub_services.turn_key(
                key,
                columns=EVERYWHERE,
                actors=(system,),
                at=at,
                hand_over=None,
                told=lambda _column, _rows: None,
            ),
            must=True,
        )
        assert turned is not None
        assert not turned.faults, turned.faults
        self.tally["keys turned"] += 1
