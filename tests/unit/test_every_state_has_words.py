"""A page that meets a state it has no words for would fail in front of whoever reads it."""

from openmash.products.rules import leaving_words
from openmash.sealed.states import ReleaseState
from openmash.web.inside.products.pages import COLOURS
from openmash.web.inside.sealed import pages


def test_the_room_says_how_every_request_stands() -> None:
    assert set(pages.SAID) == set(ReleaseState)


def test_composing_says_how_every_request_stands() -> None:
    assert set(COLOURS) == {state.value for state in ReleaseState}
    assert all(leaving_words(state, edited=False, current=True) for state in ReleaseState)
