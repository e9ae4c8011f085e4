"""When an index may be filled: each rule just within and just beyond its limit."""

from datetime import date

import pytest

from openmash.person_index import rules
from openmash.person_index.states import LOAD, LoadState
from tests.refusals import refused

TODAY = date(2026, 11, 18)


@pytest.mark.parametrize("until", [date(2026, 11, 17), None])
def test_without_an_agreement_that_holds_there_is_no_index(until: date | None) -> None:
    assert refused(rules.require_agreement, until, today=TODAY) == ("index.agreement_holds", "file")


def test_an_agreement_holds_on_its_last_day() -> None:
    assert refused(rules.require_agreement, TODAY, today=TODAY) is None


def test_a_file_has_something_in_it_and_is_not_longer_than_a_page_takes() -> None:
    assert refused(rules.require_a_file, 0) == ("index.file_is_not_empty", "file")
    assert refused(rules.require_a_file, 1) is None
    assert refused(rules.require_a_file, rules.MOST_BYTES_OF_A_FILE) is None
    too_long = refused(rules.require_a_file, rules.MOST_BYTES_OF_A_FILE + 1)
    assert too_long == ("index.file_is_not_too_long", "file")


def test_one_load_of_an_index_at_a_time() -> None:
    assert refused(rules.require_no_other_load, False) is None
    assert refused(rules.require_no_other_load, True) == ("index.one_load_at_a_time", "file")


@pytest.mark.parametrize(
    ("before", "after", "missing"),
    [
        (rules.ENOUGH_TO_TELL, rules.ENOUGH_TO_TELL // 2, False),
        (rules.ENOUGH_TO_TELL, rules.ENOUGH_TO_TELL // 2 - 1, True),
        (rules.ENOUGH_TO_TELL - 1, 1, False),
    ],
)
def test_a_file_that_leaves_fewer_than_half_of_many_people_looks_broken_off(
    before: int, after: int, missing: bool
) -> None:
    assert rules.is_most_missing(before, after) is missing


def test_every_row_has_a_short_reference() -> None:
    assert refused(rules.require_a_reference, "  ") == ("index.row_has_a_reference", "reference")
    assert refused(rules.require_a_reference, "x" * rules.LONGEST_REFERENCE) is None
    longer = refused(rules.require_a_reference, "x" * (rules.LONGEST_REFERENCE + 1))
    assert longer == ("index.reference_is_short", "reference")


def test_a_row_is_put_only_beside_rows_with_the_same_keys() -> None:
    assert refused(rules.require_current_keys, True) is None
    assert refused(rules.require_current_keys, False) == ("index.keys_are_current", None)


def test_everything_that_ends_a_load_and_every_purpose_has_words() -> None:
    assert set(rules.ENDED_WORDS) == set(rules.Ended)
    assert set(rules.PURPOSE_WORDS) == set(rules.Purpose)


def test_a_load_that_is_done_or_stopped_stays_so() -> None:
    assert LOAD.final_states() == {LoadState.DONE, LoadState.STOPPED}


@pytest.mark.parametrize("state", list(LoadState))
def test_a_load_begins_once(state: LoadState) -> None:
    begun = refused(LOAD.move, state, "begin")
    assert begun == (None if state is LoadState.WAITING else ("load.begin", None))
