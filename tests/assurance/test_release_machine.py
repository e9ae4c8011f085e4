"""Sealing, agreeing, composing, approving, releasing and calling back, in every order that a machine thinks of.

Ten thousand steps every day and half a million in fifty parts of ``make test-long``, the same ones each time. That it
can fail is tried with rules taken out of the services, one after the other.
"""

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

import pytest
from django.db.models import Q
from hypothesis import HealthCheck, Phase, seed, settings, stateful

from openmash.audit.models import Event
from openmash.hubs import services as hub_services
from openmash.products import rules as product_rules
from openmash.sealed import rules as sealed_rules
from openmash.sealed.queries import room
from tests.assurance import figures
from tests.assurance.release_invariants import CheckedReleaseMachine
from tests.assurance.release_leaving import LeavingMachine
from tests.assurance.release_machine import Ground
from tests.handed_on import decide
from tests.nights import at_night
from tests.rooms import open_case
from tests.world import devon

STEPS = 10_000  # things that somebody tried; a rule that finds nothing to do is no step, and some try several things
PARTS = 50  # all but the first of `make test-long`, one by one or together
RULES_AN_EXAMPLE = 100
STEPS_AN_EXAMPLE = 70  # about; whatever is missing in the end is run besides
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def machine() -> type[CheckedReleaseMachine]:
    """The machine on a hub of its own, committed once; every example begins there and is rolled back."""
    world = devon()
    cases = [open_case(world, family="Wren"), open_case(world, family="Finch")]
    with world.inside():
        decisions = [decide(case) for case in cases]
        actors = {handle: world.actor(handle) for handle in world.people}
        events = Counter(Event.objects.filter(hub_id=world.hub_id).values_list("name", flat=True))
    ground = Ground(world, cases, decisions, actors, events, hub_services.keys_of(world.hub_id))
    return type("Machine", (CheckedReleaseMachine,), {"ground": ground, "tally": Counter()})


def run(machine: type[CheckedReleaseMachine], part: int, steps: int) -> Counter[str]:
    """Run at least so many steps, the same ones for the same part; what was done, with "steps" and "refused"."""
    for more in count():
        if machine.tally["steps"] >= steps:
            return machine.tally
        examples = max(1, (steps - machine.tally["steps"]) // STEPS_AN_EXAMPLE)
        stateful.run_state_machine_as_test(
            seed(part * 1_000 + more)(machine),
            settings=settings(
                max_examples=examples,
                stateful_step_count=RULES_AN_EXAMPLE,
                database=None,
                phases=[Phase.generate],  # add Phase.shrink for the shortest way to a failure: it takes minutes
                suppress_health_check=list(HealthCheck),
            ),
        )
    raise AssertionError


@pytest.mark.parametrize("part", [0, *at_night(*range(1, PARTS))])
def test_whatever_people_do_in_whatever_order_nothing_leaves_that_may_not(
    machine: type[CheckedReleaseMachine], part: int
) -> None:
    began = time.monotonic()
    done = run(machine, part, STEPS)
    took = time.monotonic() - began
    print(f"\n{done['steps']} steps in {took:.0f} s ({done['steps'] / took:.0f} a second): {dict(done)}")
    assert done["steps"] >= STEPS
    for name in ("product.released", "product.released_urgently", "product.recalled", "release.refused"):
        assert done[name], f"no example came to {name}"
    released = done["product.released"] + done["product.released_urgently"]
    figures.note_part(
        "Release workflow, random steps",
        part=part,
        parts=PARTS,
        counted={"steps": done["steps"], "refused": done["refused"], "products released": released},
        target=f"{STEPS:,} steps every day, {PARTS * STEPS:,} in parts of as many; no invariant broken",
        command="make assurance TESTS=tests/assurance/test_release_machine.py ARGS=\"-m 'long or not long'\"",
    )


def test_there_are_enough_rules_and_invariants() -> None:
    everything = [getattr(CheckedReleaseMachine, name) for name in dir(CheckedReleaseMachine)]
    assert sum(hasattr(each, stateful.RULE_MARKER) for each in everything) >= 25
    assert sum(hasattr(each, stateful.INVARIANT_MARKER) for each in everything) >= 15


def _nothing(*_: Any, **__: Any) -> None:
    """A rule that lets everything pass."""


def _ready(run: CheckedReleaseMachine) -> None:
    run.begin("hub", "health", whole=True)


def _an_author_approves(run: CheckedReleaseMachine) -> None:
    _ready(run)
    run.bring_to_approval()
    run.approve(0, "manager")


def _a_change_after_it_was_frozen(run: CheckedReleaseMachine) -> None:
    _ready(run)
    run.bring_to_approval()
    run.refuse(1, "health")
    run.agree(2, "health", edited=True)
    run.approve(0, "second_manager")


def _nobody_agreed(run: CheckedReleaseMachine) -> None:
    run.begin("hub", "health", whole=False)
    run.send_for_approval(0, "manager")


def _something_hidden(run: CheckedReleaseMachine) -> None:
    run.begin("hidden", "health", whole=True)
    run.sees_what_is_theirs("health", 0)


def _lapsed_vetting(run: CheckedReleaseMachine) -> None:
    _ready(run)
    run.let_vetting_lapse("education", 0)
    run.sees_what_is_theirs("education", 0)


DONE = "done, though it must be refused"
# What is taken out of the services, the way on which the machine notices it, and what it says then.
FAULTS: dict[str, tuple[Any, str, Callable[..., Any], Callable[[CheckedReleaseMachine], None], str]] = {
    "authors approve": (product_rules, "require_approved_by_somebody_else", _nothing, _an_author_approves, DONE),
    "a change does not void": (
        *(product_rules, "require_still_as_frozen", _nothing),
        *(_a_change_after_it_was_frozen, DONE),
    ),
    "not agreed leaves": (product_rules, "require_every_item_may_leave", _nothing, _nobody_agreed, DONE),
    "hidden is known": (sys.modules[room.__module__], "may_know", lambda *_: Q(), _something_hidden, "learns of more"),
    "lapsed vetting reads": (sealed_rules, "require_may_enter_now", _nothing, _lapsed_vetting, "the room is open"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_rule_taken_out_of_the_services_is_noticed(
    machine: type[CheckedReleaseMachine], fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    where, name, instead, way, said = FAULTS[fault]
    with _one(machine) as whole:
        way(whole)  # the positive control: with the rule in its place the way is gone to its end

    monkeypatch.setattr(where, name, instead)
    with _one(machine) as broken, pytest.raises(AssertionError, match=said):
        way(broken)


@contextmanager
def _one(machine: type[CheckedReleaseMachine]) -> Iterator[CheckedReleaseMachine]:
    """A single example, whose steps the test takes itself."""
    example = machine()
    try:
        yield example
    finally:
        LeavingMachine.teardown(example)
