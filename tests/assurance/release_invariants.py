"""What must be true after every step of ``release_machine``, read from the database and not from the services."""

import hashlib
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis.stateful import invariant

from openmash.core.errors import OpenMashError
from openmash.core.keys import Erased
from openmash.products import queries as product_queries
from openmash.products import rules as product_rules
from openmash.products import services as product_services
from openmash.products.models import ReleasedCopy
from openmash.sealed import queries as sealed_queries
from openmash.sealed.models import ItemVersion
from openmash.sealed.queries.room import open_text
from tests.assurance import release_model as m
from tests.assurance.release_leaving import LeavingMachine
from tests.assurance.release_seen import Seen, Tables
from tests.databases import role

READERS = sorted(m.ENTERS_ROOM)
SEES_EVERY = 10  # steps; what one reader sees is many queries
COUNTED = (
    "decision.made",
    "decision.revisited",
    "exclusion.declared",
    "exclusion.ended",
    "grant.given",
    "grant.reviewed",
    "item.cleared",
    "item.corrected",
    "item.left_out",
    "item.sealed",
    "item.withdrawn",
    "product.abandoned",
    "product.approval_voided",
    "product.approved",
    "product.corrected",
    "product.correction_begun",
    "product.gone_on_with",
    "product.guidance_written",
    "product.items_chosen",
    "product.reasons_given",
    "product.recalled",
    "product.released",
    "product.released_urgently",
    "product.returned",
    "product.sent_for_approval",
    "product.started",
    "product.taken_back",
    "product.urgency_reviewed",
    "release.asked",
    "release.consented",
    "release.lawful_basis_recorded",
    "release.refused",
    "release.urgency_recorded",
)
NEVER_CHANGE = ("copy_id", "pdf_id", "sha256", "sources", "digest", "sent_by")


class CheckedReleaseMachine(LeavingMachine):
    """The machine with everything that is looked at after each of its steps."""

    def __init__(self) -> None:
        super().__init__()
        self.tables = Tables(self.ground.world.hub_id)
        self.looked = -1
        self.checked = -1
        self.sees_next = 1
        self.seen: Seen = None  # type: ignore[assignment]
        self.before: Seen | None = None
        self.copies_checked: set[UUID] = set()

    def teardown(self) -> None:
        try:
            if self.step and sys.exc_info()[0] is None:
                self.at_the_end()
        finally:
            super().teardown()

    def between(self) -> None:
        if self.looked != self.step:
            self.what_was_refused_changed_nothing()
            self.states_change_only_by_listed_moves()

    def check_invariants(self, *told: Any) -> None:
        """Hypothesis calls it after each rule; after one that found nothing to do there is nothing new to look at."""
        if self.checked != self.step:
            self.checked = self.step
            super().check_invariants(*told)

    def look(self) -> Seen:
        """The tables, read once a step; nothing is read again after a step that did nothing."""
        if self.looked != self.step:
            self.before, self.looked = self.seen, self.step
            self.seen = self.tables.read()
        return self.seen

    @contextmanager
    def looking(self) -> Iterator[None]:
        """Inside the hub, and whatever it writes on the log of the looking is taken back."""
        with transaction.atomic():
            with self.ground.world.inside():
                yield
            transaction.set_rollback(True)

    def urgent_id_of(self, product: m.Product) -> UUID:
        return self.look().urgent[product.id].id  # type: ignore[no-any-return]

    # 1-4: the model and the database say the same

    @invariant()
    def items_stand_as_the_model_says(self) -> None:
        now = self.look().items
        assert {
            (i.id, i.version, i.sensitivity, "withdrawn" if i.withdrawn else "sealed", i.cleared)
            for i in self.model.items
        } == {(r.id, r.version, r.sensitivity, r.state, r.cleared_at is not None) for r in now.values()}

    @invariant()
    def requests_stand_as_the_model_says(self) -> None:
        now = self.look().requests
        assert {(r.id, r.state, r.answers) for r in self.model.requests.values()} == {
            (r.id, r.state, r.version) for r in now.values()
        }

    @invariant()
    def products_stand_as_the_model_says(self) -> None:
        now = self.look().products
        assert {(p.id, p.state) for p in self.model.products} == {(p.id, p.state) for p in now.values()}

    @invariant()
    def authors_are_all_who_worked_on_it(self) -> None:
        people = self.ground.world.people
        now = self.look().authors
        for product in self.model.products:
            assert now[product.id] == {people[each] for each in product.authors}

    # 5-7: what moves, and how

    @invariant()
    def states_change_only_by_listed_moves(self) -> None:
        now = self.look()
        if self.before is None:
            return
        for rows, old, moves in (
            (now.products, self.before.products, self._product_moves()),
            (now.requests, self.before.requests, m.REQUEST_MOVES),
            (now.items, self.before.items, m.ITEM_MOVES),
        ):
            for key, row in old.items():
                assert rows[key].state == row.state or (row.state, rows[key].state) in moves, (row, rows[key].state)

    @staticmethod
    def _product_moves() -> frozenset[tuple[str, str]]:
        return m.PRODUCT_MOVES

    @invariant()
    def versions_only_grow(self) -> None:
        now = self.look()
        if self.before is None:
            return
        for rows, old in (
            (now.items, self.before.items),
            (now.requests, self.before.requests),
            (now.products, self.before.products),
        ):
            for key, row in old.items():
                assert rows[key].version >= row.version
                if rows[key].state != row.state and rows is not now.items:
                    assert rows[key].version > row.version or row.version == 1 or rows is now.requests

    @invariant()
    def no_words_are_ever_overwritten(self) -> None:
        now = self.look()
        for old, rows, fields in (
            (self.before.versions if self.before else {}, now.versions, ("item_id", "number", "ciphertext")),
            (self.before.renditions if self.before else {}, now.renditions, NEVER_CHANGE),
            (self.before.copies if self.before else {}, now.copies, ("ciphertext", "sha256", "team_id", "released_by")),
        ):
            for key, row in old.items():
                for name in fields:
                    assert getattr(rows[key], name) == getattr(row, name), name
        numbers = defaultdict(list)
        for each in now.versions.values():
            numbers[each.item_id].append(each.number)
        for item_id, row in now.items.items():
            assert sorted(numbers[item_id]) == list(range(1, row.version + 1))

    # 8-9: nothing unrecorded, and nothing recorded that was not

    @invariant()
    def the_ledger_has_a_line_for_every_decision(self) -> None:
        assert self.look().ledger == +self.model.ledger

    @invariant()
    def the_log_has_an_event_for_every_action(self) -> None:
        now = self.look().events
        # Readings and sealed words come with what the services do on their way; every act of a person is counted.
        for name in COUNTED:
            assert now[name] == self.model.events[name], (name, now[name], self.model.events[name])

    @invariant()
    def what_was_refused_changed_nothing(self) -> None:
        now = self.look()
        if not self.refused or self.before is None:
            return
        assert now.events == self.before.events
        for name in ("items", "requests", "products", "renditions", "copies", "urgent"):
            rows, old = getattr(now, name), getattr(self.before, name)
            assert set(rows) == set(old), name
            assert all(getattr(rows[key], "version", 0) == getattr(old[key], "version", 0) for key in rows), name

    # 10-16: what left

    @invariant()
    def who_approves_did_not_write(self) -> None:
        now = self.look()
        for verdict in now.verdicts:
            if verdict.verdict == "approved":
                rendition = now.renditions[verdict.rendition_id]
                before = self.before.authors.get(rendition.product_id, set()) if self.before else set()
                if verdict.id not in {each.id for each in self.before.verdicts} if self.before else True:
                    assert verdict.given_by not in now.authors[rendition.product_id] | before
                assert verdict.given_by != rendition.sent_by

    @invariant()
    def what_left_has_one_copy_and_nothing_else_has(self) -> None:
        now = self.look()
        left = {p.id for p in now.products.values() if p.state in ("released", "recalled", "corrected")}
        assert set(now.copies) == left

    @invariant()
    def released_bytes_are_the_approved_ones(self) -> None:
        now = self.look()
        for product_id, copy in now.copies.items():
            if product_id in now.urgent:
                continue
            mine = [r for r in now.renditions.values() if r.product_id == product_id]
            newest = max(mine, key=lambda each: each.number)
            said = [v.verdict for v in now.verdicts if v.rendition_id == newest.id]
            assert said == ["approved"]
            assert copy.sha256 == newest.sha256

    @invariant()
    def a_copy_says_what_may_leave_and_nothing_else(self) -> None:
        """Withdrawn, hidden, uncleared, not agreed, of another family, edited away: not one word of it."""
        now = self.look()
        for product in self.model.products:
            if product.copy_id is None or product.copy_id in self.copies_checked:
                continue
            self.copies_checked.add(product.copy_id)
            row = ReleasedCopy.objects.get(pk=now.copies[product.id].id)
            raw = product_rules.to_bytes(product_queries.opened(row))
            assert hashlib.sha256(raw).hexdigest() == row.sha256
            said = {f"marker{part[:6]}" for part in raw.decode().split("marker")[1:]}
            assert said <= product.released_words, "words left that may not leave"
            assert product.released_words <= said | {product.quotes}, "words that were agreed to are not in the copy"

    @invariant()
    def an_approved_product_has_its_approval(self) -> None:
        now = self.look()
        approved = {p.id for p in now.products.values() if p.state == "approved"}
        for product_id in approved:
            newest = max((r for r in now.renditions.values() if r.product_id == product_id), key=lambda r: r.number)
            assert [v.verdict for v in now.verdicts if v.rendition_id == newest.id] == ["approved"]

    @invariant()
    def what_went_urgently_waits_for_its_review(self) -> None:
        now = self.look()
        urgent = {p.id for p in self.model.products if p.urgent_by}
        assert set(now.urgent) == urgent
        for row in now.urgent.values():
            assert row.ground
            assert row.review_due_at > row.released_at
            assert row.reviewed_by != row.released_by

    @invariant()
    def without_agreement_only_by_a_second_person(self) -> None:
        for row in self.look().requests.values():
            if row.state == "lawful_basis":
                assert row.gateway
                assert row.answered_by != row.asked_by

    # 17-18: what may stand beside what

    @invariant()
    def one_open_product_for_a_team(self) -> None:
        rows = self.look().products.values()
        places = Counter((r.enquiry_id, r.team_id) for r in rows if r.state in m.OPEN)
        assert not places or max(places.values()) == 1

    @invariant()
    def nothing_hidden_is_ever_asked_for(self) -> None:
        now = self.look()
        for row in now.requests.values():
            assert now.items[row.item_id].sensitivity != "hidden"

    @invariant()
    def what_was_called_back_has_lost_its_key(self) -> None:
        now = self.look()
        for product in now.products.values():
            if product.state in ("recalled", "corrected"):
                copy = now.copies[product.id]
                assert (copy.wrapped_key, copy.pdf_wrapped_key) == ("", "")
                assert copy.id in now.recalls

    # 19-20: who reads what, as one person a step sees it (and everybody at the end)

    @invariant()
    def one_reader_sees_what_is_theirs(self) -> None:
        if self.step >= self.sees_next:
            self.sees_next = self.step + SEES_EVERY
            self.sees_what_is_theirs(READERS[self.step % len(READERS)], self.step // len(READERS) % 2)

    def sees_what_is_theirs(self, who: str, case: int) -> None:
        """The room of a case is, for one reader, exactly what the model says it is."""
        enquiry_id, at, actor = self.case_id(case), self.at, self.actor(who)
        here = [i for i in self.model.items if i.case == case and not i.withdrawn]
        known = {i.id for i in here if self.model.knows_of(who, i)}
        with self.looking():
            try:
                room = sealed_queries.room(enquiry_id, actor=actor, at=at)
            except OpenMashError:
                assert not self.model.enters(who, case), f"the room is shut to {who}"
                return
            assert self.model.enters(who, case), f"the room is open to {who}, who is kept out"
            assert {each.id for each in room.items} == known, f"{who} learns of more or of less"
            readable = {each.id: each.text for each in room.items if each.readable}
            assert set(readable) == {i.id for i in here if self.model.reads(who, i, at)}, f"{who} reads more or less"
            for item in here:
                if item.id in readable:
                    assert (item.word in readable[item.id]) != item.erased, "erased words are read, or others are not"
            outline = sealed_queries.outline(enquiry_id, actor=actor)
            assert sum(each.items for each in outline) == len(known)

    def at_the_end(self) -> None:
        """What costs too much for every step."""
        for case in range(len(self.ground.cases)):
            who = READERS[(self.step + 3 * case) % len(READERS)]
            self.sees_what_is_theirs(who, case)
            self._lists_nothing_unknown(who, case)
        self._teams_read_their_own_until_it_is_called_back()
        self._erased_is_erased()

    def _lists_nothing_unknown(self, who: str, case: int) -> None:
        actor = self.actor(who)
        with self.looking():
            try:
                lines = sealed_queries.ledger_of(self.case_id(case), actor=actor, at=self.at)
                asked = sealed_queries.requests_of(self.case_id(case), actor=actor)
            except OpenMashError:
                assert not self.model.enters(who, case)
                return
            unknown = {i.id for i in self.model.items if not self.model.knows_of(who, i)}
            assert not unknown & {each.item_id for each in [*lines, *asked]}

    def _teams_read_their_own_until_it_is_called_back(self) -> None:
        for product in self.model.products:
            if product.copy_id is None:
                continue
            for who, team in m.OUTSIDE.items():
                self._team_reads(product, who, own=team == product.team)

    def _team_reads(self, product: m.Product, who: str, *, own: bool) -> None:
        erased = product.case in self.model.erased_hub_words
        with self.looking(), role("openmash_outside"):
            try:
                view = product_services.open_copy(copy_id=product.copy_id, actor=self.actor(who), at=self.at)  # type: ignore[arg-type]
            except OpenMashError:
                assert not own or erased, f"{who} cannot read what went to their team"
                return
            assert own, f"{who} reads what went to another team"
            assert (view.copy is None) == (product.state != "released"), "what was called back is still read"

    def _erased_is_erased(self) -> None:
        gone = {i.id: i for i in self.model.items if i.erased}
        with self.looking():
            for row in ItemVersion.objects.filter(item_id__in=gone):
                assert row.wrapped_key == ""
                with pytest.raises(Erased):
                    open_text(row, self.ground.world.agencies[gone[row.item_id].owner])
