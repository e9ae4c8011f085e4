"""When a referrer may say that they do not agree, and what is done with it: each rule broken once and kept once."""

from dataclasses import replace
from uuid import uuid4

import pytest

from openmash.access import Actor, Role
from openmash.differences import permissions, rules
from openmash.hubs.rules import About, load
from tests.refusals import refused

DEVON, NOTTINGHAMSHIRE, DURHAM = load("devon"), load("nottinghamshire"), load("durham")


def test_referrers_are_heard_where_a_ladder_about_decisions_is_for_them() -> None:
    assert rules.referrers_may_challenge(DEVON)
    assert refused(rules.require_open_to_referrers, DEVON) is None
    for model in (NOTTINGHAMSHIRE, DURHAM):
        assert not rules.referrers_may_challenge(model)
        assert refused(rules.require_open_to_referrers, model) == ("differences.challenged_by_telephone", "why")


def test_a_ladder_about_ratings_alone_or_for_agencies_alone_is_not_theirs() -> None:
    [ladder] = [each for each in DEVON.ladders if each.by_referrers and About.DECISION in each.about]
    for other in (replace(ladder, about=(About.RATING,)), replace(ladder, by_referrers=False)):
        assert not rules.referrers_may_challenge(replace(DEVON, ladders=(other,)))


def test_an_outcome_is_challenged_once_there_is_one() -> None:
    assert refused(rules.require_something_said, is_news=True) is None
    assert refused(rules.require_something_said, is_news=False) == ("differences.challenged_once_told", None)


def test_they_say_why_and_it_fits() -> None:
    assert refused(rules.require_challenge, "Because") is None
    assert refused(rules.require_challenge, " ") == ("differences.challenge_says_why", "why")
    assert refused(rules.require_challenge, "x" * rules.LONGEST) is None
    assert refused(rules.require_challenge, "x" * (rules.LONGEST + 1)) == ("differences.words_fit", "why")


def test_they_are_told_and_it_fits() -> None:
    assert refused(rules.require_answered, "It stands.") is None
    assert refused(rules.require_answered, "\n") == ("differences.challenger_is_told", "said")
    assert refused(rules.require_answered, "x" * rules.LONGEST) is None
    assert refused(rules.require_answered, "x" * (rules.LONGEST + 1)) == ("differences.words_fit", "said")


def test_one_person_deals_with_it() -> None:
    assert refused(rules.require_not_dealt_with, False) is None
    assert refused(rules.require_not_dealt_with, True) == ("differences.challenge_dealt_with_once", None)


@pytest.mark.parametrize("role", list(Role))
def test_managers_and_business_support_deal_with_it(role: Role) -> None:
    actor = Actor(id=uuid4(), name="Pat", hub_id=uuid4(), role=role)
    theirs = {Role.PRACTICE_MANAGER, Role.OPERATIONS_MANAGER, Role.BUSINESS_SUPPORT}
    assert bool(permissions.can_deal_with_challenges(actor)) == (role in theirs)
