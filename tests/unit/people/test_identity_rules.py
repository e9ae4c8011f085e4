"""When two records may be said to be one person, and what an old identity may be led to by."""

from datetime import date
from uuid import uuid4

import pytest

from openmash.people.rules import identity as rules
from tests.refusals import refused

ONE, OTHER, THIRD = uuid4(), uuid4(), uuid4()
BORN = date(2018, 3, 4)
OLD = rules.facts_of(names={("Ada", "Wren")}, postcodes={"EX1 1AA"}, nhs_number="9990000018", born_on=BORN)
NEW = rules.facts_of(names={("Ada", "Thornbury")}, postcodes={"EX4 9ZZ"}, born_on=BORN)


def test_the_facts_of_somebody_are_compared_as_they_are_meant_and_not_as_they_are_spelt() -> None:
    assert {
        *(("given", "ADA"), ("family", "WREN"), ("sound", "W650")),
        *(("postcode", "EX11AA"), ("nhs", "9990000018"), ("born", "2018-03-04")),
    } == OLD
    spelt = rules.facts_of(names={("ada", "Wrén")}, postcodes={"ex11aa"}, nhs_number="9990000018", born_on=BORN)
    assert spelt == OLD


def test_what_is_not_known_is_no_fact() -> None:
    assert rules.facts_of(names={("", "")}, postcodes=set()) == frozenset()


def test_what_is_true_of_the_new_one_alone_leads_there() -> None:
    assert rules.leads_to_the_new(rules.facts_of(names={("", "Thornbury")}, postcodes=set()), OLD, NEW)
    assert rules.leads_to_the_new(rules.facts_of(names=set(), postcodes={"EX4 9ZZ"}, born_on=BORN), OLD, NEW)


@pytest.mark.parametrize(
    "told",
    [
        rules.facts_of(names={("Ada", "")}, postcodes=set(), born_on=BORN),  # true of both
        rules.facts_of(names={("", "Wren")}, postcodes={"EX4 9ZZ"}),  # the old surname at the new address
        rules.facts_of(names={("", "Thornbury")}, postcodes={"EX1 1AA"}),
        rules.facts_of(names=set(), postcodes=set()),  # nothing
    ],
)
def test_what_is_true_of_both_or_of_the_old_one_never_does(told: rules.Facts) -> None:
    assert not rules.leads_to_the_new(told, OLD, NEW)


def test_whoever_says_so_says_why() -> None:
    assert refused(rules.require_reason, " ") == ("people.identity_with_a_reason", "reason")
    assert refused(rules.require_reason, "", field="answer") == ("people.identity_with_a_reason", "answer")
    long = "x" * (rules.LONGEST_REASON + 1)
    assert refused(rules.require_reason, long) == ("people.identity_reason_is_short", "reason")
    assert refused(rules.require_reason, long, field="answer") == ("people.identity_reason_is_short", "answer")
    assert refused(rules.require_reason, long[1:]) is None


def test_two_records_are_made_one_and_one_is_not() -> None:
    assert refused(rules.require_two_people, ONE, ONE, frozenset()) == ("people.merge_of_two", "other")
    assert refused(rules.require_two_people, ONE, OTHER, {OTHER}) == ("people.merge_of_two", "other")
    assert refused(rules.require_two_people, ONE, OTHER, {THIRD}) is None


def test_what_waits_is_not_proposed_again() -> None:
    assert refused(rules.require_proposed_once, True) == ("people.merge_proposed_once", "other")
    assert refused(rules.require_proposed_once, False) is None


def test_whoever_proposes_takes_back_and_somebody_else_answers() -> None:
    own = refused(rules.require_second_person, proposed_by=ONE, actor_id=ONE)
    assert own == ("people.merge_by_a_second_person", None)
    assert refused(rules.require_second_person, proposed_by=ONE, actor_id=OTHER) is None
    theirs = refused(rules.require_whoever_proposed, proposed_by=ONE, actor_id=OTHER)
    assert theirs == ("people.merge_taken_back_by_its_author", None)
    assert refused(rules.require_whoever_proposed, proposed_by=ONE, actor_id=ONE) is None


def test_what_was_proposed_is_agreed_to_while_it_stands() -> None:
    assert refused(rules.require_stands_as_proposed, False) == ("people.merge_stands_as_proposed", None)
    assert refused(rules.require_stands_as_proposed, True) is None


def test_an_old_identity_is_never_made_one_with_the_new_one() -> None:
    assert refused(rules.require_not_kept_apart, True) == ("people.kept_apart_are_never_one", None)
    assert refused(rules.require_not_kept_apart, False) is None


def test_two_people_are_kept_apart_once_and_that_ends_once() -> None:
    assert refused(rules.require_may_be_kept_apart, same=True, already=False) == ("people.kept_apart_are_two", "other")
    assert refused(rules.require_may_be_kept_apart, same=False, already=True) == ("people.kept_apart_once", "other")
    assert refused(rules.require_may_be_kept_apart, same=False, already=False) is None
    assert refused(rules.require_kept_apart_still, True) == ("people.kept_apart_ends_once", None)
    assert refused(rules.require_kept_apart_still, False) is None
