"""What an approval is bound to: any change of any part is another digest."""

from collections.abc import Callable
from dataclasses import replace
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openmash.core.errors import RuleBroken
from openmash.products import rules
from openmash.products.rules import Bound, Recipient, Source

TEAM = Recipient(uuid4(), "Exeter assessment team", "assessment@team.example", (uuid4(), uuid4()))
ITEM = Source(uuid4(), 1, uuid4(), 2)
BOUND = Bound(TEAM, (ITEM, Source(uuid4(), 3, uuid4(), 1)), (uuid4(),))


def digest(copy: bytes = b"copy", pdf: bytes = b"pdf", bound: Bound = BOUND) -> str:
    return rules.binding_digest(copy=copy, pdf=pdf, bound=bound)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(digest(copy=b"copy "), id="the page"),
        pytest.param(digest(pdf=b"pdf "), id="the PDF"),
        pytest.param(digest(copy=b"copyp", pdf=b"df"), id="where the page ends and the PDF begins"),
        pytest.param(digest(bound=replace(BOUND, recipient=replace(TEAM, team_id=uuid4()))), id="the team"),
        pytest.param(digest(bound=replace(BOUND, recipient=replace(TEAM, name="Another team"))), id="the team's name"),
        pytest.param(
            digest(bound=replace(BOUND, recipient=replace(TEAM, email="other@team.example"))), id="the team's address"
        ),
        pytest.param(
            digest(bound=replace(BOUND, recipient=replace(TEAM, members=(*TEAM.members, uuid4())))),
            id="who is in the team",
        ),
        pytest.param(digest(bound=replace(BOUND, sources=BOUND.sources[:1])), id="one source fewer"),
        pytest.param(
            digest(bound=replace(BOUND, sources=(replace(ITEM, item_version=2), *BOUND.sources[1:]))), id="a newer item"
        ),
        pytest.param(
            digest(bound=replace(BOUND, sources=(replace(ITEM, request_version=3), *BOUND.sources[1:]))),
            id="a newer request",
        ),
        pytest.param(
            digest(bound=replace(BOUND, sources=(replace(ITEM, request_id=uuid4()), *BOUND.sources[1:]))),
            id="another request",
        ),
        pytest.param(digest(bound=replace(BOUND, decisions=())), id="no decision"),
        pytest.param(digest(bound=replace(BOUND, decisions=(*BOUND.decisions, uuid4()))), id="one decision more"),
    ],
)
def test_any_change_of_any_part_is_another_digest(other: str) -> None:
    assert other != digest()


def test_the_order_in_which_things_are_found_is_no_change() -> None:
    members = tuple(reversed(TEAM.members))
    shuffled = Bound(replace(TEAM, members=members), tuple(reversed(BOUND.sources)), BOUND.decisions)
    assert digest(bound=shuffled) == digest()
    assert rules.sources_digest(shuffled) == rules.sources_digest(BOUND)


@given(st.text(), st.text(), st.text(), st.text())
def test_no_two_recipients_are_the_same_by_being_cut_otherwise(a: str, b: str, c: str, d: str) -> None:
    one, two = (replace(BOUND, recipient=replace(TEAM, name=n, email=e)) for n, e in ((a, b), (c, d)))
    assert (rules.sources_digest(one) == rules.sources_digest(two)) == ((a, b) == (c, d))


def test_an_author_never_approves_and_others_may() -> None:
    author, other = uuid4(), uuid4()
    with pytest.raises(RuleBroken, match="Another manager has to approve it"):
        rules.require_approved_by_somebody_else(actor_id=author, authors={author})
    rules.require_approved_by_somebody_else(actor_id=other, authors={author})


@pytest.mark.parametrize("reason", ["", "  ", "x" * 4_001])
def test_a_product_is_returned_with_a_reason_of_bearable_length(reason: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        rules.require_reason_for_returning(reason)
    assert broken.value.field == "reason"
    rules.require_reason_for_returning("Say who does what.")


def test_a_review_is_by_somebody_else_once_and_says_what_it_found() -> None:
    one, other = uuid4(), uuid4()
    attempts: tuple[Callable[[], None], ...] = (
        lambda: rules.require_reviewed_by_somebody_else(actor_id=one, released_by=one),
        lambda: rules.require_not_reviewed_yet(True),
        lambda: rules.require_review("maybe", "x"),
        lambda: rules.require_review("right", " "),
        lambda: rules.require_review("right", "x" * 4_001),
    )
    for attempt in attempts:
        with pytest.raises(RuleBroken):
            attempt()
    rules.require_reviewed_by_somebody_else(actor_id=other, released_by=one)
    rules.require_not_reviewed_yet(False)
    rules.require_review("right", "It could not wait.")
