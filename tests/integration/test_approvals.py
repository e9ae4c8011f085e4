"""A second person approves exactly the bytes that leave; any change in between voids it; and what goes without one."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction

from openmash.access import Role
from openmash.accounts import services as account_services
from openmash.audit.models import Event
from openmash.core.errors import Refused, RuleBroken, Stale
from openmash.decisions import services as decision_services
from openmash.notifications.models import Message
from openmash.products import queries, services
from openmash.products.models import ReleasedCopy, Rendition, RenditionVerdict, UrgentRelease
from openmash.products.rules import GuidanceTold, to_bytes
from openmash.sealed import queries as sealed_queries
from openmash.sealed import services as sealed_services
from openmash.sealed.rules import Sharing
from tests.handed_on import GUIDANCE, SHARING, composed, decide, decisions, for_approval, released, subject
from tests.rooms import Case, open_case
from tests.world import NOW, devon

pytestmark = pytest.mark.django_db

WHOLE = "A&E on 3 October: a burn on the left arm."
HELD = "His brother is a registered informant called Heron."


@pytest.fixture
def case() -> Iterator[Case]:
    case = open_case(devon())
    with case.world.inside():
        yield case


def verdicts(product_id: UUID) -> list[str]:
    """What was said about a product's renditions, the latest first."""
    rows = RenditionVerdict.objects.filter(rendition__product_id=product_id).order_by("-given_at", "id")
    return list(rows.values_list("verdict", flat=True))


def sent(case: Case, text: str = WHOLE) -> tuple[UUID, UUID]:
    """A product with one item of health's, sent for approval; the product and the item."""
    item_id = case.put_in("health", text, leave="whole")
    decide(case)
    product_id = composed(case, [item_id])
    for_approval(case, product_id)
    return product_id, item_id


def state(case: Case, product_id: UUID) -> str:
    return queries.product(product_id, actor=case.world.actor("manager")).state


def approve(case: Case, product_id: UUID, who: str = "second_manager") -> None:
    services.approve(product_id=product_id, actor=case.world.actor(who), at=case.later())


def release(case: Case, product_id: UUID, who: str = "second_manager") -> UUID:
    return services.release(product_id=product_id, actor=case.world.actor(who), at=case.later())


# --- Two people -----------------------------------------------------------------------------------------------------


def test_what_leaves_is_byte_for_byte_what_the_second_person_read(case: Case) -> None:
    product_id, _ = sent(case)
    seen = queries.approval(product_id, actor=case.world.actor("second_manager"), at=case.later())

    approve(case, product_id)
    copy_id = release(case, product_id)

    row = ReleasedCopy.objects.get(id=copy_id)
    assert to_bytes(queries.opened(row)) == to_bytes(seen.copy)
    assert row.released_by_name == "Lee Summers"
    assert row.released_by_name.encode() not in to_bytes(queries.opened(row))


@pytest.mark.parametrize("part", ["started it", "chose", "wrote", "gave reasons", "sent it"])
def test_whoever_worked_on_it_does_not_approve_it(case: Case, part: str) -> None:
    item_id = case.put_in("health", WHOLE, leave="whole")
    decide(case)
    product_id = composed(case, [item_id], who="social_worker")
    manager, at = case.world.actor("manager"), case.later()
    took_part: dict[str, Callable[[], object]] = {
        "started it": lambda: composed(case, [item_id]),
        "chose": lambda: services.choose_items(product_id=product_id, item_ids=[item_id], actor=manager, at=at),
        "wrote": lambda: services.write_guidance(product_id=product_id, told=GUIDANCE, actor=manager, at=at),
        "gave reasons": lambda: services.say_why(product_id=product_id, told=SHARING, actor=manager, at=at),
        "sent it": lambda: for_approval(case, product_id),
    }
    took_part[part]()
    for_approval(case, product_id, who="manager" if part == "sent it" else "social_worker")

    with pytest.raises(RuleBroken) as broken:
        approve(case, product_id, who="manager")

    assert broken.value.rule == "products.approved_by_somebody_else"
    approve(case, product_id)
    assert state(case, product_id) == "approved"


def test_nothing_leaves_that_was_not_approved(case: Case) -> None:
    product_id, _ = sent(case)

    with pytest.raises(RuleBroken) as broken:
        release(case, product_id)

    assert broken.value.rule == "product.release"
    approve(case, product_id)
    assert release(case, product_id) == release(case, product_id)
    assert ReleasedCopy.objects.count() == 1


def test_sending_twice_freezes_once_and_rings_everybody_but_the_authors(case: Case) -> None:
    product_id, _ = sent(case)

    assert for_approval(case, product_id) == for_approval(case, product_id)

    assert Rendition.objects.filter(product_id=product_id).count() == 1
    rung = set(Message.objects.filter(kind="product_for_approval").values_list("to_address", flat=True))
    assert "second_manager@devon.example" in rung
    assert "manager@devon.example" not in rung


@pytest.mark.parametrize("who", ["social_worker", "coordinator", "police", "governance", "business_support"])
def test_only_managers_approve_and_return(case: Case, who: str) -> None:
    product_id, _ = sent(case)

    with pytest.raises(Refused):
        approve(case, product_id, who=who)
    with pytest.raises(Refused):
        services.send_back(product_id=product_id, reason="x", actor=case.world.actor(who), at=case.later())

    approve(case, product_id)


def test_a_product_does_not_go_for_approval_half_said(case: Case) -> None:
    decide(case)
    product_id, manager = composed(case), case.world.actor("manager")
    for half in (Sharing(), Sharing("section_17"), Sharing("section_17", "not_sought")):
        services.say_why(product_id=product_id, told=half, actor=manager, at=case.later())
        with pytest.raises(RuleBroken, match="Select"):
            for_approval(case, product_id)

    services.say_why(product_id=product_id, told=SHARING, actor=manager, at=case.later())
    assert for_approval(case, product_id)


def test_a_returned_product_says_why_and_is_sent_again_as_something_new(case: Case) -> None:
    product_id, _ = sent(case)
    second = case.world.actor("second_manager")
    with pytest.raises(RuleBroken, match="what has to change"):
        services.send_back(product_id=product_id, reason=" ", actor=second, at=case.later())

    services.send_back(product_id=product_id, reason="Say who sees her.", actor=second, at=case.later())

    manager = case.world.actor("manager")
    assert queries.why_returned(product_id, actor=manager, at=case.later()) == "Say who sees her."
    assert state(case, product_id) == "draft"
    rung = Message.objects.filter(kind="product_returned").values_list("to_address", flat=True)
    assert list(rung) == ["manager@devon.example"]
    for_approval(case, product_id)
    assert verdicts(product_id) == ["returned"]
    assert Rendition.objects.filter(product_id=product_id).count() == 2


def test_another_rendition_than_the_one_that_was_read_is_not_approved(case: Case) -> None:
    product_id, _ = sent(case)
    second = case.world.actor("second_manager")
    read = queries.approval(product_id, actor=second, at=case.later())
    services.take_back(product_id=product_id, actor=case.world.actor("manager"), at=case.later())
    for_approval(case, product_id)

    with pytest.raises(RuleBroken, match="changed after it was sent"):
        services.approve(product_id=product_id, actor=second, at=case.later(), rendition_id=read.rendition_id)
    with pytest.raises(Stale):
        services.approve(product_id=product_id, actor=second, at=case.later(), version=read.product.version)

    approve(case, product_id)


# --- Any change voids it --------------------------------------------------------------------------------------------


def authors_edit(case: Case, product_id: UUID, item_id: UUID) -> None:
    told = GuidanceTold(recommendations="Something else.")
    services.write_guidance(product_id=product_id, told=told, actor=case.world.actor("manager"), at=case.later())


def an_item_is_dropped(case: Case, product_id: UUID, item_id: UUID) -> None:
    services.choose_items(product_id=product_id, item_ids=[], actor=case.world.actor("manager"), at=case.later())


def reasons_change(case: Case, product_id: UUID, item_id: UUID) -> None:
    told = Sharing("section_47", "refused")
    services.say_why(product_id=product_id, told=told, actor=case.world.actor("manager"), at=case.later())


def the_owner_corrects(case: Case, product_id: UUID, item_id: UUID) -> None:
    health = case.world.actor("health")
    sealed_services.correct(item_id=item_id, text="The right arm.", handling="", actor=health, at=case.later())


def the_owner_withdraws(case: Case, product_id: UUID, item_id: UUID) -> None:
    sealed_services.withdraw(item_id=item_id, actor=case.world.actor("health"), at=case.later())


def the_owner_takes_back_its_agreement(case: Case, product_id: UUID, item_id: UUID) -> None:
    [asked] = queries.product(product_id, actor=case.world.actor("manager")).items
    health = case.world.actor("health")
    sealed_services.refuse(request_id=asked.request_id, reason="Not after all", actor=health, at=case.later())


def the_owner_agrees_anew_to_other_words(case: Case, product_id: UUID, item_id: UUID) -> None:
    the_owner_takes_back_its_agreement(case, product_id, item_id)
    [asked] = queries.product(product_id, actor=case.world.actor("manager")).items
    health = case.world.actor("health")
    sealed_services.consent(request_id=asked.request_id, edited_text="A burn.", actor=health, at=case.later())


def it_is_to_be_decided_again(case: Case, product_id: UUID, item_id: UUID) -> None:
    manager = case.world.actor("manager")
    decision_services.revisit(subject_id=subject(case), why="A late answer", actor=manager, at=case.later())


def somebody_joins_the_team(case: Case, product_id: UUID, item_id: UUID) -> None:
    account_services.add_person(
        hub_id=case.world.hub_id,
        name="Newcomer",
        email="newcomer@devon.example",
        role=Role.RECEIVING_TEAM,
        agency_id=case.world.agencies["council"],
        team_id=case.world.teams["assessment"],
        door="outside",
        at=case.later(),
    )


CHANGES = [
    authors_edit,
    an_item_is_dropped,
    reasons_change,
    the_owner_corrects,
    the_owner_withdraws,
    the_owner_takes_back_its_agreement,
    the_owner_agrees_anew_to_other_words,
    it_is_to_be_decided_again,
    somebody_joins_the_team,
]


@pytest.mark.parametrize("approved_before", [False, True], ids=["sent", "approved"])
@pytest.mark.parametrize("change", CHANGES, ids=lambda each: each.__name__)
def test_any_change_after_it_was_frozen_voids_it(
    case: Case, change: Callable[[Case, UUID, UUID], None], approved_before: bool
) -> None:
    product_id, item_id = sent(case)
    if approved_before:
        approve(case, product_id)

    change(case, product_id, item_id)

    second, go_on = case.world.actor("second_manager"), release if approved_before else approve
    with pytest.raises(RuleBroken):
        go_on(case, product_id)
    services.void_if_changed(product_id=product_id, actor=second, at=case.later())
    assert state(case, product_id) == "draft"
    assert not ReleasedCopy.objects.exists()
    assert verdicts(product_id)[0] in ("void", "taken_back")


def test_what_has_not_changed_is_not_void(case: Case) -> None:
    product_id, _ = sent(case)
    second = case.world.actor("second_manager")

    assert not services.void_if_changed(product_id=product_id, actor=second, at=case.later())
    approve(case, product_id)
    assert not services.void_if_changed(product_id=product_id, actor=second, at=case.later())
    assert release(case, product_id)


def test_a_new_decision_for_the_same_team_goes_on_with_the_product_and_voids_what_was_sent(case: Case) -> None:
    product_id, _ = sent(case)
    manager = case.world.actor("manager")
    decision_services.revisit(subject_id=subject(case), why="A late answer", actor=manager, at=case.later())
    decide(case)

    again = composed(case, guidance=None)

    assert again == product_id
    assert state(case, product_id) == "draft"
    assert len(decisions(case)) == 1


def test_what_is_frozen_cannot_be_changed_in_the_database_either(case: Case) -> None:
    product_id, _ = sent(case)

    for change in ({"digest": "0" * 64}, {"sha256": "0" * 64}, {"sent_by_name": "Somebody"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Rendition.objects.filter(product_id=product_id).update(**change)

    approve(case, product_id)


# --- Without a second person ----------------------------------------------------------------------------------------


def go_urgently(case: Case, product_id: UUID, who: str = "manager", **other: str) -> UUID:
    told = {"ground": "overriding_public_interest", "reason": "He is on his way to her."} | other
    return services.release_urgently(product_id=product_id, actor=case.world.actor(who), at=case.later(), **told)


def held_back(case: Case) -> UUID:
    """A product with an item that its owner has not answered about."""
    item_id = case.put_in("police", HELD, professional="PC Trevail")
    decide(case)
    return composed(case, [item_id])


def test_a_manager_alone_lets_it_go_urgently_and_the_owner_and_governance_are_told_at_once(case: Case) -> None:
    product_id = held_back(case)

    copy_id = go_urgently(case, product_id)

    assert queries.opened(ReleasedCopy.objects.get(id=copy_id)).words[0].text == HELD
    owners = set(Message.objects.filter(kind="gone_urgently").values_list("to_address", flat=True))
    assert "police@devon.example" in owners
    reviewers = set(Message.objects.filter(kind="released_urgently").values_list("to_address", flat=True))
    assert "governance@devon.example" in reviewers
    [row] = sealed_queries.requests_of(case.enquiry_id, actor=case.world.actor("manager"))
    assert row.state == "urgent"
    assert go_urgently(case, product_id) == copy_id
    assert Event.objects.filter(name="product.released_urgently").count() == 1


@pytest.mark.parametrize(
    ("told", "field"), [({"ground": "hurry"}, "ground"), ({"ground": ""}, "ground"), ({"reason": "  "}, "reason")]
)
def test_an_urgent_release_says_its_ground_and_why_it_cannot_wait(case: Case, told: dict[str, str], field: str) -> None:
    product_id = held_back(case)

    with pytest.raises(RuleBroken) as broken:
        go_urgently(case, product_id, **told)

    assert broken.value.field == field
    assert go_urgently(case, product_id)


@pytest.mark.parametrize("who", ["social_worker", "police", "governance"])
def test_only_a_manager_lets_something_go_urgently(case: Case, who: str) -> None:
    product_id = held_back(case)

    with pytest.raises(Refused):
        go_urgently(case, product_id, who=who)

    assert go_urgently(case, product_id)


def test_what_its_owner_corrected_since_does_not_go_urgently_in_its_old_words(case: Case) -> None:
    product_id = held_back(case)
    [asked] = queries.product(product_id, actor=case.world.actor("manager")).items
    police = case.world.actor("police")
    sealed_services.correct(item_id=asked.item_id, text="A relative.", handling="", actor=police, at=case.later())

    with pytest.raises(RuleBroken):
        go_urgently(case, product_id)

    assert not ReleasedCopy.objects.exists()
    manager = case.world.actor("manager")
    services.choose_items(product_id=product_id, item_ids=[asked.item_id], actor=manager, at=case.later())
    assert go_urgently(case, product_id)


def test_an_urgent_release_is_reviewed_by_the_end_of_the_next_working_day_by_somebody_else(case: Case) -> None:
    go_urgently(case, held_back(case), who="operations_manager")
    own, other = case.world.actor("operations_manager"), case.world.actor("governance")
    assert queries.urgent_releases_to_review(own) == []
    [waiting] = queries.urgent_releases_to_review(other)
    assert NOW.date() == datetime(2026, 11, 18, tzinfo=UTC).date()  # a Wednesday
    assert waiting.review_due_at.date() == datetime(2026, 11, 19, tzinfo=UTC).date()

    def review(who: str, finding: str = "right", words: str = "It could not wait.") -> None:
        services.review_urgent_release(
            urgent_id=waiting.id, finding=finding, words=words, actor=case.world.actor(who), at=case.later()
        )

    with pytest.raises(RuleBroken, match="Somebody else has to review it"):
        review("operations_manager")
    with pytest.raises(Refused):
        review("manager")
    with pytest.raises(RuleBroken, match="Select what you found"):
        review("governance", finding="perhaps")
    review("governance")
    with pytest.raises(RuleBroken, match="reviewed this already"):
        review("governance", finding="wrong")
    assert UrgentRelease.objects.get().finding == "right"


def test_whoever_reviews_reads_why_it_could_not_wait_and_no_word_of_the_room(case: Case) -> None:
    go_urgently(case, held_back(case))
    governance = case.world.actor("governance")
    [waiting] = queries.urgent_releases_to_review(governance)

    assert queries.why_urgent(waiting.id, actor=governance, at=case.later()) == "He is on his way to her."
    with pytest.raises(Refused):
        sealed_queries.room(case.enquiry_id, actor=governance, at=case.later())
    with pytest.raises(Refused):
        queries.why_urgent(waiting.id, actor=case.world.actor("manager"), at=case.later())


def test_a_release_with_everything_agreed_needs_nobody_to_be_alarmed(case: Case) -> None:
    product_id, _ = sent(case)
    released(case, product_id)

    assert not UrgentRelease.objects.exists()
    assert not Message.objects.filter(kind__in=["gone_urgently", "released_urgently"]).exists()
