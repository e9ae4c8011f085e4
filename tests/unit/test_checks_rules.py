"""The rules of asking and answering, and of ratings, that need no database to be shown."""

from datetime import date
from uuid import uuid4

import pytest

from openmash.access import Actor, Role
from openmash.checks import rules
from openmash.checks.rules import ItemInReply, LateTold, NilTold, ReplyTold
from openmash.core.errors import RuleBroken
from openmash.enquiries import permissions
from openmash.enquiries import rules as enquiry_rules
from openmash.hubs.rules import Serves, load

DEVON = load("devon")


def actor(role: Role) -> Actor:
    return Actor(id=uuid4(), name="Robin Amery", hub_id=uuid4(), role=role)


def test_agencies_are_asked_only_once_somebody_is_rated() -> None:
    with pytest.raises(RuleBroken, check=lambda error: error.rule == "checks.rated_first"):
        rules.require_rated("")
    rules.require_rated("amber")


def test_the_question_names_whom_it_is_about_a_line_each() -> None:
    question = rules.default_question(["Ada Wren, born 3 March 2018"], ["Mary Wren"])
    assert question.splitlines()[1:4] == [
        "- Ada Wren, born 3 March 2018",
        "and of these people around them:",
        "- Mary Wren",
    ]
    assert "around them" not in rules.default_question(["Ada Wren"], [])


@pytest.mark.parametrize(
    "told",
    [
        ReplyTold("Gwen", "Head", NilTold("withheld", "All", "Ring me"), "All", late=LateTold("yes", "It does")),
        ReplyTold("Gwen", "Head", None, "All", (ItemInReply("Absent.", "fact", "ask", date(2026, 11, 2)),)),
    ],
)
def test_a_reply_comes_out_of_its_letter_as_it_went_in(told: ReplyTold) -> None:
    assert rules.told_in(rules.letter_of(told)) == told


def test_a_rating_is_for_the_roles_that_the_hubs_model_names() -> None:
    assert permissions.can_rate(actor(Role.COORDINATOR), Serves.CHILD, DEVON)
    assert not permissions.can_rate(actor(Role.AGENCY_REPRESENTATIVE), Serves.CHILD, DEVON)
    assert not permissions.can_rate(actor(Role.ADMINISTRATOR), Serves.CHILD, DEVON)


def test_the_most_urgent_rating_leads_and_nobody_rated_is_nothing() -> None:
    assert enquiry_rules.most_urgent(["green", "red", "amber"], DEVON) == "red"
    assert enquiry_rules.most_urgent(["", ""], DEVON) == ""


def test_a_hub_for_children_does_not_decide_about_adults() -> None:
    assert enquiry_rules.serves("unborn", DEVON) is Serves.UNBORN
    assert enquiry_rules.serves("adult_at_risk", DEVON) is None
    assert enquiry_rules.serves("household", DEVON) is None
