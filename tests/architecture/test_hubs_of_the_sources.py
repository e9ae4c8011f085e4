"""Every hub of the source documents has a model, particulars of its own, and a scenario that proves them."""

from collections import Counter

import pytest

from config.docs import hubs
from config.docs.particulars import PARTICULARS
from openmash.hubs.rules import available
from openmash.scenarios import loading
from tests.architecture.sources import ROOT

# The rows of the hubs that the founders wrote down from the source documents, by the model that ships for each.
ROWS = {
    "Devon": "devon",
    "Bexley": "bexley",
    "Birmingham": "birmingham",
    "London boroughs": "london_borough",
    "Durham": "durham",
    "Cornwall": "cornwall",
    "Hampshire": "hampshire",
    "Bradford": "bradford",
    "Kent": "kent",
    "Bury": "bury",
    "Blackburn with Darwen": "blackburn",
    "Camden": "camden",
    "Northamptonshire": "northamptonshire",
    "Sandwell": "sandwell",
    "Wiltshire and Swindon": "wiltshire",
    "Merton": "merton",
    "Nottinghamshire": "nottinghamshire",
    "Ealing": "ealing",
    "Manchester": "manchester",
    "Westminster": "westminster",
    "Dartford and Gravesend": "dartford_gravesend",
    "Open Door / First Response": "first_response",
    "MARAC link": "marac_link",
}
SCENARIOS = frozenset(loading.available())


def scenarios_of(model: str) -> list[str]:
    """The scenarios named as proof of this hub's particulars."""
    return sorted({proof for each in PARTICULARS[model] for proof in each.proofs if proof in SCENARIOS})


def test_every_row_has_a_model_that_ships_and_every_model_a_row() -> None:
    assert sorted(ROWS.values()) == sorted(available())


def test_every_model_says_what_is_particular_to_it_and_what_is_not_yet_built() -> None:
    assert set(PARTICULARS) == set(hubs.NOT_YET) == set(available())


@pytest.mark.parametrize("model", ROWS.values(), ids=ROWS.keys())
def test_every_row_is_proven_by_a_scenario_that_plays_its_own_model(model: str) -> None:
    played = {name: loading.load(name).head.hub.operating_model for name in scenarios_of(model)}
    assert played, "no scenario proves this row"
    assert set(played.values()) == {model}


def test_every_proof_is_a_scenario_that_ships_or_a_test_that_is_there() -> None:
    proofs = {proof for particulars in PARTICULARS.values() for each in particulars for proof in each.proofs}
    assert [proof for proof in sorted(proofs - SCENARIOS) if not (ROOT / proof).is_file()] == []


def test_every_particular_is_proven_by_something() -> None:
    bare = [each.words for particulars in PARTICULARS.values() for each in particulars if not each.proofs]
    assert bare == []


def test_every_scenario_that_ships_proves_something_particular() -> None:
    assert SCENARIOS - {name for model in PARTICULARS for name in scenarios_of(model)} == set()


def test_no_row_is_another_by_a_new_name() -> None:
    words = Counter(each.words for particulars in PARTICULARS.values() for each in particulars)
    assert [said for said, times in words.items() if times > 1] == []


def test_nothing_is_both_proven_and_not_yet_built() -> None:
    proven = {each.words.lower() for particulars in PARTICULARS.values() for each in particulars}
    assert proven & {words.lower() for not_yet in hubs.NOT_YET.values() for words in not_yet} == set()
