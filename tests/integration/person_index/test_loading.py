"""An agency's whole file: taken in, loaded in the background, answered from."""

import pytest

from openmash.person_index import queries
from tests.indexed import ADA, BEN, as_, ask, load, references
from tests.world import devon

pytestmark = pytest.mark.django_db


def test_whoever_is_in_the_file_is_found_after_it_was_loaded() -> None:
    world = devon()
    load(world, "police", ADA, BEN)
    answer = ask(world, "police")
    assert references(answer) == ["P-1"]
    assert answer.answers
    with as_(world, "police"):
        state = queries.state(world.agencies["police"], actor=world.actor("police"))
    assert (state.answers, state.people, state.loads[0].state, state.loads[0].loaded) == (True, 2, "done", 2)
