"""Attacks on the sealed room and on what leaves it, by people who are signed in and may do a part of it."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest

from openmash.core.errors import Refused, RuleBroken
from openmash.exclusions import services as exclusion_services
from openmash.exclusions.errors import KeptOut
from openmash.products import queries as product_queries
from openmash.products import services as product_services
from openmash.products.rules import GuidanceTold
from openmash.sealed import queries as sealed_queries
from openmash.sealed import services as sealed_services
from tests.handed_on import SHARING, composed, decide, for_approval, released
from tests.rooms import Case, open_case
from tests.world import devon

WORDS = "He was arrested in March for an assault on a former partner."
NARROW = "An informant told us where he sleeps, which nobody else must hear."


@pytest.fixture
def case(db: None) -> Iterator[Case]:
    case = open_case(devon())
    with case.world.inside():
        yield case


def keep_out(case: Case, who: str) -> None:
    """A colleague says that they know the family."""
    actor = case.world.actor(who)
    exclusion_services.declare(
        user_id=actor.id, enquiry_id=case.enquiry_id, ground="relative", actor=actor, at=case.later()
    )


def restricted_product(case: Case) -> UUID:
    """A manager's product with something restricted in it to which its owner has agreed."""
    item_id = case.put_in("police", NARROW, sensitivity="restricted")
    product_id = composed(case, [item_id])
    agree(case, product_id)
    return product_id


def agree(case: Case, product_id: UUID) -> None:
    """The police agree to whatever a product asks them for."""
    view = product_queries.product(product_id, actor=case.world.actor("manager"))
    for each in view.items:
        sealed_services.consent(
            request_id=each.request_id, edited_text=None, actor=case.world.actor("police"), at=case.later()
        )


READ_AFTERWARDS: dict[str, Callable[[Case, UUID, str], Any]] = {
    "the copy": lambda c, p, who: product_queries.frozen(p, actor=c.world.actor(who), at=c.later()),
    "its file": lambda c, p, who: product_queries.file_of_product(p, actor=c.world.actor(who), at=c.later()),
}
READ_BEFORE: dict[str, Callable[[Case, UUID, str], Any]] = {
    "the preview": lambda c, p, who: product_queries.preview(p, actor=c.world.actor(who), at=c.later()),
    "what was frozen": lambda c, p, who: product_queries.approval(p, actor=c.world.actor(who), at=c.later()),
}


@pytest.mark.parametrize("what", READ_AFTERWARDS)
def test_what_went_to_a_team_opens_nothing_inside_to_those_from_whom_it_is_held_back(case: Case, what: str) -> None:
    """Restricted words stay restricted inside, although a team outside has them with their owner's agreement."""
    decide(case)
    product_id = restricted_product(case)
    released(case, product_id)
    read = READ_AFTERWARDS[what]

    with pytest.raises(Refused, match="Confidential information is held by Devon and Cornwall Police"):
        read(case, product_id, "social_worker")
    for other in ("health", "education"):
        with pytest.raises(Refused):
            read(case, product_id, other)

    assert read(case, product_id, "second_manager")


@pytest.mark.parametrize("what", READ_AFTERWARDS)
def test_what_was_released_is_read_inside_by_nobody_whose_vetting_has_lapsed(case: Case, what: str) -> None:
    decide(case)
    product_id = composed(case, [case.put_in("police", WORDS, leave="whole")])
    released(case, product_id)

    with pytest.raises((Refused, RuleBroken)):
        READ_AFTERWARDS[what](case, product_id, "lapsed")
    assert READ_AFTERWARDS[what](case, product_id, "social_worker")


@pytest.mark.parametrize("what", READ_BEFORE)
def test_a_colleague_does_not_read_restricted_words_by_way_of_somebody_elses_product(case: Case, what: str) -> None:
    decide(case)
    product_id = restricted_product(case)
    if what == "what was frozen":
        for_approval(case, product_id)

    with pytest.raises(Refused, match="speak to Sam Trevail"):
        READ_BEFORE[what](case, product_id, "social_worker")
    assert READ_BEFORE[what](case, product_id, "second_manager")


def excluded_acts(case: Case, product_id: UUID) -> dict[str, Callable[[], Any]]:
    """Everything a manager who is kept out could try with a product of that case."""
    who, at = case.world.actor("second_manager"), case.later()
    told: dict[str, Any] = {"product_id": product_id, "actor": who, "at": at}
    return {
        "seeing it": lambda: product_queries.product(product_id, actor=who),
        "reading its guidance": lambda: product_queries.guidance(product_id, actor=who, at=at),
        "writing in it": lambda: product_services.write_guidance(told=GuidanceTold(summary="x"), **told),
        "saying why": lambda: product_services.say_why(told=SHARING, **told),
        "taking it back": lambda: product_services.take_back(**told),
        "returning it": lambda: product_services.send_back(reason="No.", **told),
        "approving it": lambda: product_services.approve_and_release(**told),
        "letting it go urgently": lambda: product_services.release_urgently(
            ground="legal_requirement", reason="Now.", **told
        ),
        "putting it aside": lambda: product_services.abandon(**told),
    }


def test_whoever_is_kept_out_neither_sees_nor_moves_a_product_of_that_case(case: Case) -> None:
    decide(case)
    product_id = composed(case)
    for_approval(case, product_id)
    assert product_queries.product(product_id, actor=case.world.actor("second_manager"))
    keep_out(case, "second_manager")

    for act in excluded_acts(case, product_id).values():
        with pytest.raises(KeptOut):
            act()

    assert product_queries.product(product_id, actor=case.world.actor("manager")).is_frozen


def test_whoever_is_kept_out_reads_nothing_of_what_was_released(case: Case) -> None:
    decide(case)
    product_id = composed(case)
    released(case, product_id)
    keep_out(case, "social_worker")
    who, at = case.world.actor("social_worker"), case.later()

    for act in (
        lambda: product_queries.frozen(product_id, actor=who, at=at),
        lambda: product_queries.file_of_product(product_id, actor=who, at=at),
        lambda: product_queries.aftermath(product_id, actor=who, at=at),
    ):
        with pytest.raises(KeptOut):
            act()


def test_an_owners_colleague_who_is_kept_out_answers_for_nothing_of_that_case(case: Case) -> None:
    request_id = case.ask_release(case.put_in("police", WORDS))
    keep_out(case, "police")
    told: dict[str, Any] = {"request_id": request_id, "actor": case.world.actor("police"), "at": case.later()}

    with pytest.raises(KeptOut):
        sealed_services.consent(edited_text=None, **told)
    with pytest.raises(KeptOut):
        sealed_services.refuse(reason="No.", **told)
    sealed_services.consent(edited_text=None, **(told | {"actor": case.world.actor("evaluator")}))


def test_whoever_is_kept_out_does_not_review_an_urgent_release_of_that_case(case: Case) -> None:
    decide(case)
    product_id = composed(case)
    product_services.release_urgently(
        product_id=product_id,
        ground="legal_requirement",
        reason="The child is there tonight.",
        actor=case.world.actor("manager"),
        at=case.later(),
    )
    reviewer, other = case.world.actor("operations_manager"), case.world.actor("governance")
    (urgent,) = product_queries.urgent_releases_to_review(reviewer)
    keep_out(case, "operations_manager")

    assert product_queries.urgent_releases_to_review(reviewer) == []
    with pytest.raises(Refused):
        product_services.review_urgent_release(
            urgent_id=urgent.id, finding="right", words="Fine.", actor=reviewer, at=case.later()
        )
    assert product_queries.urgent_releases_to_review(other)


def test_why_an_owner_does_not_agree_is_read_by_those_who_may_read_what_it_is_about(case: Case) -> None:
    """The reason says much of what the words say: restricted words are not learnt from it."""
    decide(case)
    item_id = case.put_in("police", NARROW, sensitivity="restricted")
    request_id = case.ask_release(item_id, who="manager")
    why = "The informant is his sister, who would be found out."
    sealed_services.refuse(request_id=request_id, reason=why, actor=case.world.actor("police"), at=case.later())
    (line,) = sealed_queries.ledger_of(case.enquiry_id, actor=case.world.actor("health"), at=case.later())

    for who in ("health", "social_worker"):
        told: dict[str, Any] = {"actor": case.world.actor(who), "at": case.later()}
        with pytest.raises(Refused, match="speak to Sam Trevail"):
            sealed_queries.reason_of(request_id, **told)
        with pytest.raises(Refused, match="speak to Sam Trevail"):
            sealed_queries.ledger_reason(line.id, **told)
    for who in ("manager", "evaluator"):
        told = {"actor": case.world.actor(who), "at": case.later()}
        assert sealed_queries.reason_of(request_id, **told) == why
        assert sealed_queries.ledger_reason(line.id, **told)[1] == why
