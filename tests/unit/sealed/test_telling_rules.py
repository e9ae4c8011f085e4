"""What is told outside the room: just within and just beyond what may be said."""

from uuid import uuid4

import pytest

from openmash.sealed.rules import StayingText, require_gives_nothing_away
from tests.refusals import refused, sentence_of

SEALED = StayingText(uuid4(), "Officers found a machete under the bed of the eldest brother in March.")
TERMS = [("postcode", "EX4 9ZZ"), ("telephone", "01632 960100"), ("name", "Rowan House")]
EIGHT = "found a machete under the bed of the"
SEVEN = "found a machete under the bed of"


@pytest.mark.parametrize("said", ["She lives at ex49zz now.", "Ring 01632 960 100.", "They are in Rowan House."])
def test_what_is_protected_is_told_to_nobody_however_it_is_written(said: str) -> None:
    given = {"terms": TERMS, "sealed": [], "field": "said"}
    assert refused(require_gives_nothing_away, said, **given) == ("sealed.told_names_nothing_protected", "said")
    assert refused(require_gives_nothing_away, said, terms=[], sealed=[], field="said") is None


def test_the_sentence_says_neither_what_is_protected_nor_whose_words_are_repeated() -> None:
    told = sentence_of(require_gives_nothing_away, "At EX4 9ZZ.", terms=TERMS, sealed=[], field="said")
    assert "EX4" not in told
    repeated = sentence_of(require_gives_nothing_away, f"They {EIGHT} boy.", terms=[], sealed=[SEALED], field="told")
    assert "eldest" not in repeated


def test_eight_words_running_are_a_copy_and_seven_are_not() -> None:
    given = {"terms": [], "sealed": [SEALED], "field": "told"}
    assert refused(require_gives_nothing_away, f"They {EIGHT} boy.", **given) == (
        "sealed.told_repeats_nothing_sealed",
        "told",
    )
    assert refused(require_gives_nothing_away, f"They {SEVEN} a boy.", **given) is None
