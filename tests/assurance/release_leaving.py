"""Composing, approving, releasing, calling back, and what is done about readers and keys: the other rules."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from config.wrapped_columns import EVERYWHERE
from openmash.access import Actor
from openmash.accounts import queries as account_queries
from openmash.core.keys import FileKeyRing, ring
from openmash.decisions import services as decision_services
from openmash.exclusions import services as exclusion_services
from openmash.hubs import services as hub_services
from openmash.products import queries as product_queries
from openmash.products import services as product_services
from openmash.sealed import queries as sealed_queries
from openmash.sealed import services as sealed_services
from openmash.sealed.rules import GrantTold
from tests.assurance import release_model as m
from tests.assurance.release_machine import (
    ANY,
    CASE,
    COMPOSER,
    GROUND,
    GUIDANCE,
    INSIDE,
    MANAGER,
    OUTCOMES,
    PLAIN,
    TEAM,
    TIER,
    ReleaseMachine,
)
from tests.assurance.release_model import Decision, Grant, Item, Product
from tests.handed_on import SHARING, subject

# Who is asked to let a product go: mostly somebody else than its author.
APPROVER = st.sampled_from(["second_manager", "second_manager", "operations_manager", "manager"])


class LeavingMachine(ReleaseMachine):
    """The machine with everything that people do to what may leave."""

    # Where every example begins, and a short way to where it becomes interesting

    @initialize(tier=TIER, who=st.sampled_from(["police", "health", "social_worker"]), whole=st.booleans())
    def begin(self, tier: str, who: str, whole: bool) -> None:
        """Two items, and a product with one of them, by one manager."""
        self.seal(who, 0, "hub", whole, False, "")
        self.seal("police", 0, tier, False, True, "")
        self.start("manager", 0, "assessment")
        self.choose(0, "manager", [1])
        self.write_guidance(0, "manager", 1, 0)
        self.say_why(0, "manager")

    @rule(who=APPROVER, really=st.integers(0, 2))
    def bring_to_an_end(self, who: str, really: int) -> None:
        """Everything that still waits is answered, and the newest product goes to whoever is to approve it."""
        product = None if really else self.bring_to_approval()
        if product is not None and product.state == "for_approval":
            self._approve_and_release(product, who)
        elif product is not None and product.state == "approved":
            self._release(product, who)

    @rule(really=st.integers(0, 2))
    def bring_newest_to_approval(self, really: int) -> None:
        """The newest product is made ready and sent for approval by its author."""
        if not really:
            self.bring_to_approval()

    @rule(who=APPROVER, really=st.integers(0, 2))
    def bring_to_an_end_alone(self, who: str, really: int) -> None:
        """The newest product goes without waiting for anybody."""
        product = None if really else self._newest()
        if product is not None:
            if product.state == "draft":
                self._write(product)
            self._release_urgently(product, who, GROUND)

    def bring_to_approval(self) -> Product | None:
        """What is still missing in the newest draft is done, and no more; then its author sends it for approval."""
        product = self._newest()
        if product is None or product.state != "draft":
            return product
        for request in [r for r in product.chosen if r.state == "asked" and r.fresh]:
            who = m.speaks_for(request.item)
            self._agree(request, who, self.model.controls(who, request.item), "")
        for item in [r.item for r in product.chosen if r.item.conditions and not r.item.cleared]:
            self._clear(item, m.speaks_for(item))
        stays = [r for r in product.chosen if not r.may_leave]
        if stays:
            self._choose(product, "manager", [r.item for r in product.chosen if r not in stays])
        self._write(product)
        self._send_for_approval(product, "manager")
        return product

    def _newest(self) -> Product | None:
        """The newest product that can still leave; where there is none, one is begun with what may be asked for."""
        not_gone = [p for p in self.model.products if p.state in m.OPEN]
        for product in [each for each in not_gone if not each.decisions_hold]:
            self._abandon(product, "manager")
        if not any(p.decisions_hold for p in not_gone):
            case, team = next(((d.case, d.team) for d in self.model.decisions if d.holds), (0, "assessment"))
            self.start("manager", case, team)
            if not self.refused:
                askable = [i for i in self.model.items if i.case == case and self._may_ask("manager", i)]
                self._choose(self.model.products[-1], "manager", askable[-2:])
        return self.one([p for p in self.model.products if p.state in m.OPEN and p.decisions_hold], 0)

    def _write(self, product: Product) -> None:
        if not product.guided or product.quotes:
            self._write_guidance(product, "manager", "")
        if not product.why_said:
            self._say_why(product, "manager")

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
            product_services.start,
            who,
            must=self._composes(who, case) and bool(handed),
            enquiry_id=self.case_id(case),
            team_id=self.ground.world.teams[team],
            decision_ids=[d.id for d in handed],
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
        """One of the products in these states, if there is any; one of five times any at all."""
        fitting = [p for p in self.model.products if p.state in states]
        return self.one(self.model.products if number % 5 == 1 else fitting, number)

    @rule(number=ANY, who=COMPOSER, some=st.lists(ANY, max_size=3))
    def choose(self, number: int, who: str, some: list[int]) -> None:
        product = self._product(number, *m.OPEN)
        if product is None:
            return
        here = [i for i in self.model.items if i.case == product.case] if number % 7 else self.model.items
        self._choose(
            product, who, list({item.id: item for n in some if (item := self.one(here, n)) is not None}.values())
        )

    def _choose(self, product: Product, who: str, wanted: list[Item]) -> None:
        may = self._may_write(product, who)
        of_here = all(i.case == product.case for i in wanted)
        asked_for = all(self._may_ask(who, i) for i in wanted)
        self.try_(
            product_services.choose_items,
            who,
            must=may and of_here and asked_for,
            product_id=product.id,
            item_ids=[i.id for i in wanted],
        )
        if self.refused:
            return
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
        may = self._may_write(product, who) and item.case == product.case
        reads = self.model.reads(who, item, self.then)
        must = None if item.withdrawn or who in self.model.lapsed else may and reads and item.sensitivity != "hidden"
        told = {"item_id": item.id, "why": "not_sure", "words": ""}
        self.try_(product_services.leave_out, who, must=must, product_id=product.id, **told)
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
        known = item is not None and (item.case == product.case or self._finds(who, item))
        self._write_guidance(product, who, item.word if item and known else "")

    def _finds(self, who: str, item: Item) -> bool:
        """Whether somebody finds the words of an item in the other family's room, which they open for it.

        Nobody copies what they never saw. Its own family's room is compared with a product whoever has read it.
        """
        told = {"enquiry_id": self.case_id(item.case)}
        room = self.try_(sealed_queries.room, who, must=self.model.enters(who, item.case), **told)
        return room is not None and any(each.id == item.id and item.word in each.text for each in room.items)

    def _may_write(self, product: Product, who: str) -> bool:
        return self._composes(who, product.case) and product.state in m.OPEN

    def _write_guidance(self, product: Product, who: str, quoted: str) -> None:
        told = replace(GUIDANCE, summary=PLAIN + quoted) if quoted else GUIDANCE
        must = self._may_write(product, who)
        self.try_(product_services.write_guidance, who, must=must, product_id=product.id, told=told)
        if not self.refused:
            product.guided, product.quotes = True, quoted
            self._touched(product, who)
            self.happened("product.guidance_written")

    @rule(number=ANY, who=COMPOSER)
    def say_why(self, number: int, who: str) -> None:
        product = self._product(number, *m.OPEN)
        if product is not None:
            self._say_why(product, who)

    def _say_why(self, product: Product, who: str) -> None:
        must = self._may_write(product, who)
        self.try_(product_services.say_why, who, must=must, product_id=product.id, told=SHARING)
        if not self.refused:
            product.why_said = True
            self._touched(product, who)
            self.happened("product.reasons_given")

    @rule(number=ANY, who=COMPOSER, really=st.integers(0, 3))
    def abandon(self, number: int, who: str, really: int) -> None:
        product = self._product(number, *m.OPEN)
        if product is not None and not really:
            self._abandon(product, who)

    def _abandon(self, product: Product, who: str) -> None:
        self.try_(product_services.abandon, who, must=self._may_write(product, who), product_id=product.id)
        if not self.refused:
            product.state = "abandoned"
            self.happened("product.abandoned")

    # A second person

    def _stops(self, product: Product, who: str) -> bool | None:
        """Whether the content of a product must stop it; None where the guard has its own say."""
        if not product.decisions_hold or not product.guided or not all(r.may_leave for r in product.chosen):
            return True
        if not self.model.enters(who, product.case):
            return True
        if not all(self.model.reads(who, r.item, self.then) for r in product.chosen):
            return None
        gone = product.case in self.model.erased_hub_words or any(r.item.erased for r in product.chosen)
        return None if product.quotes or gone else False

    @staticmethod
    def _must(may: bool, stops: bool | None) -> bool | None:
        return False if not may or stops else (None if stops is None else True)

    @rule(number=ANY, who=COMPOSER)
    def send_for_approval(self, number: int, who: str) -> None:
        product = self._product(number, "draft")
        if product is not None:
            self._send_for_approval(product, who)

    def _send_for_approval(self, product: Product, who: str) -> None:
        already = product.state == "for_approval"
        may = self._composes(who, product.case) and product.state == "draft" and product.why_said
        must = self._must(may, self._stops(product, who))
        if already:
            must = self._composes(who, product.case)
        self.try_(product_services.send_for_approval, who, must=must, product_id=product.id)
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
        must = self._composes(who, product.case) and product.state in ("for_approval", "approved")
        self.try_(product_services.take_back, who, must=must, product_id=product.id)
        if not self.refused:
            self._touched(product, who)

    @rule(number=ANY, who=MANAGER)
    def send_back(self, number: int, who: str) -> None:
        product = self._product(number, "for_approval")
        if product is None or number % 3:
            return
        may = who in m.MANAGERS and who not in product.authors and not self.model.excluded(who, product.case)
        must = may and product.state == "for_approval"
        self.try_(product_services.send_back, who, must=must, product_id=product.id, reason="Say more.")
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
        was = self.try_(product_services.void_if_changed, who, must=must, product_id=product.id)
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
        self.try_(product_services.approve, who, must=self._may_approve(product, who), product_id=product.id)
        if not self.refused:
            product.state = "approved"
            self.happened("product.approved")

    def _left(self, product: Product, copy_id: UUID, event: str) -> None:
        """A product has gone: what its copy may say is settled from the model, before anybody looks at the copy."""
        product.state, product.copy_id = "released", copy_id
        # What was erased is nowhere any more, so nothing can be compared with it: who copied it before, copied it.
        copied = {product.quotes} & self.model.erased_words
        product.released_words = frozenset(r.leaving_word for r in product.chosen) | copied
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
        if product is not None:
            self._release(product, who)

    def _release(self, product: Product, who: str) -> None:
        already = product.copy_id
        must = self._may_hand_over(self._release_must(product, who), product)
        copy = self.try_(product_services.release, who, must=must, product_id=product.id)
        if copy is not None:
            assert already in (None, copy), "a second copy of one product"
            if already is None:
                self._left(product, copy, "product.released")

    @rule(number=ANY, who=MANAGER)
    def approve_and_release(self, number: int, who: str) -> None:
        product = self._product(number, "for_approval")
        if product is not None:
            self._approve_and_release(product, who)

    def _approve_and_release(self, product: Product, who: str) -> None:
        already = product.copy_id
        must = self._release_must(product, who) if already else self._may_approve(product, who)
        must = self._may_hand_over(must, product)
        copy = self.try_(product_services.approve_and_release, who, must=must, product_id=product.id)
        if copy is not None and already is None:
            self.happened("product.approved")
            self._left(product, copy, "product.released")

    @rule(number=ANY, who=MANAGER, ground=st.sampled_from([GROUND, GROUND, GROUND, "because"]))
    def release_urgently(self, number: int, who: str, ground: str) -> None:
        product = self._product(number, *m.OPEN)
        if product is not None and number % 2 == 0:
            self._release_urgently(product, who, ground)

    def _release_urgently(self, product: Product, who: str, ground: str) -> None:
        already = product.copy_id
        go = [r for r in product.chosen if r.state in ("asked", "refused")]
        cleared = all(r.item.cleared or not r.item.conditions for r in product.chosen)
        fresh = all(r.fresh for r in product.chosen)
        reads = all(self.model.reads(who, r.item, self.then) for r in product.chosen)
        gone = product.case in self.model.erased_hub_words or any(r.item.erased for r in product.chosen)
        may = who in m.MANAGERS and product.state in m.OPEN and ground == GROUND and cleared and fresh
        may = may and product.decisions_hold and product.guided and self.model.enters(who, product.case)
        must = self._must(may, None if not reads or product.quotes or gone else False)
        if already:
            must = self._release_must(product, who)
        must = self._may_hand_over(must, product)
        told = {"ground": ground, "reason": "He is at the door."}
        copy = self.try_(product_services.release_urgently, who, must=must, product_id=product.id, **told)
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
        told = {"urgent_id": self.urgent_id_of(product), "finding": "right", "words": "It could not wait."}
        self.try_(product_services.review_urgent_release, who, must=may, **told)
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
        told = {"product_id": product.id, "reason": "It was about another child."}
        self.try_(product_services.recall, who, must=None if may and erased else may, **told)
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
        must = False if not may else (True if asks and not gone else None)
        told = {"product_id": old.id, "reason": "The name was wrong."}
        made = self.try_(product_services.start_correction, who, must=must, **told)
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
        told = {"user_id": self.ground.world.people[who], "enquiry_id": self.case_id(case), "ground": "relative"}
        made = self.try_(exclusion_services.declare, by, must=may, **told)
        if made is not None and (who, case) not in self.model.exclusions:
            self.model.exclusions[who, case] = made
            self.happened("exclusion.declared")

    @rule(number=ANY, by=MANAGER)
    def end_exclusion(self, number: int, by: str) -> None:
        key = self.one(list(self.model.exclusions), number)
        if key is None:
            return
        must = by in m.MANAGES_EXCLUSIONS and by != key[0]
        self.try_(exclusion_services.end, by, must=must, exclusion_id=self.model.exclusions[key])
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
        may = who in m.TAKES_GRANTS and self.model.enters(who, item.case) and item.sensitivity == "restricted"
        low = m.LEVELS.index(item.vetting) > m.LEVELS.index(m.HELD)
        may = may and not self.model.reads(who, item, self.then) and not low and not item.withdrawn and hours != 48
        told = GrantTold(GROUND, "He is on his way.", hours)
        made = self.try_(sealed_services.take_grant, who, must=may, item_id=item.id, told=told)
        if made is not None:
            self.model.grants.append(Grant(made, item, who, self.at + timedelta(hours=hours)))
            self.happened("grant.given")

    @rule(number=ANY, who=INSIDE)
    def review_grant(self, number: int, who: str) -> None:
        grant = self.one(self.model.grants, number)
        if grant is None:
            return
        may = who in m.REVIEWERS and not grant.reviewed and not self.model.excluded(who, grant.item.case)
        told = {"grant_id": grant.id, "finding": "justified", "words": "He was."}
        self.try_(sealed_services.review_grant, who, must=may, **told)
        if not self.refused:
            grant.reviewed = True
            self.happened("grant.reviewed")

    @rule(case=CASE, team=TEAM, who=MANAGER, really=st.integers(0, 3))
    def decide_again(self, case: int, team: str, who: str, really: int) -> None:
        if really:
            return
        level, outcome = OUTCOMES[team]

        def again(actor: Actor, at: datetime) -> UUID:
            of: dict[str, Any] = {"subject_id": subject(self.ground.cases[case]), "actor": actor, "at": at}
            goes = {"level": level, "outcome": outcome, "team_id": self.ground.world.teams[team]}
            with transaction.atomic():
                decision_services.revisit(**of, why="Something new came in.")
                return decision_services.decide(**of, **goes, reasons="Now it is clearer.")

        # ``subject`` looks with the manager's eyes; kept out, the manager sees nothing.
        must = None if self.model.excluded("manager", case) else self._decides(who, case)
        made = self.try_(again, who, must=must)
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
        told = {"enquiry_id": self.case_id(case), "agency_ids": [self.ground.world.agencies[agency]]}
        who = "governance" if number % 4 else "manager"
        self.try_(sealed_services.erase_items, who, must=who == "governance", **told)
        if not self.refused:
            self.tally["erased items"] += len(gone)
            for item in gone:
                item.erased = True
                self.model.erased_words.add(item.word)

    @rule(number=ANY, case=CASE)
    def erase_hub_words(self, number: int, case: int) -> None:
        if number % 9:
            return

        def erase(**of: Any) -> None:
            product_services.erase(**of)
            sealed_services.erase_texts(**of)

        self.try_(erase, "governance", must=True, enquiry_id=self.case_id(case))
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

        def turn(actor: Actor, at: datetime) -> Any:
            del actor  # the system turns keys
            system = account_queries.system_actor(self.ground.world.hub_id)
            said = {"hand_over": None, "told": lambda _column, _rows: None}
            return hub_services.turn_key(key, columns=EVERYWHERE, actors=(system,), at=at, **said)

        turned = self.try_(turn, "manager", must=True)
        assert turned is not None
        assert not turned.faults, turned.faults
        self.tally["keys turned"] += 1
