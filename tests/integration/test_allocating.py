"""Who holds an enquiry: given by a manager, taken from the pile, and never given to somebody who could not open it."""

from datetime import timedelta
from uuid import UUID

import pytest

from openmash.audit import queries as audit_queries
from openmash.core.errors import NotFound, Refused, RuleBroken
from openmash.enquiries import queries, services
from openmash.exclusions import services as exclusion_services
from openmash.exclusions.errors import KeptOut
from openmash.notifications.models import Message
from tests.integration.enquiries_case import ADA, MOTHER, decided, opened
from tests.refusals import refused
from tests.world import NOW, World, devon

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def world() -> World:
    return devon()


@pytest.fixture
def enquiry_id(world: World) -> UUID:
    with world.inside():
        return opened(world, ADA, MOTHER)


def give(world: World, enquiry_id: UUID, to: str, *, by: str = "manager") -> None:
    give_to(world, enquiry_id, world.people[to], by=by)


def give_to(world: World, enquiry_id: UUID, holder_id: UUID, *, by: str = "manager") -> None:
    services.allocate(enquiry_id=enquiry_id, holder_id=holder_id, actor=world.actor(by), at=LATER)


def holder(world: World, enquiry_id: UUID) -> str:
    found = queries.holders([enquiry_id], actor=world.actor("manager"))
    return found[enquiry_id].holder_name if enquiry_id in found else ""


def test_a_manager_gives_an_enquiry_to_a_colleague_and_then_to_another(world: World, enquiry_id: UUID) -> None:
    with world.inside():
        assert holder(world, enquiry_id) == ""
        give(world, enquiry_id, "social_worker")
        assert holder(world, enquiry_id) == "Kit Marlow"
        give(world, enquiry_id, "evaluator", by="operations_manager")
        assert holder(world, enquiry_id) == "Jo Penrose"
        history = queries.allocations_of(enquiry_id, actor=world.actor("health"))
    assert [(each.holder_name, each.allocated_by_name) for each in history] == [
        ("Kit Marlow", "Pat Holloway"),
        ("Jo Penrose", "Dale Fenwick"),
    ]


def test_it_is_written_in_the_log_from_whom_to_whom(world: World, enquiry_id: UUID) -> None:
    with world.inside():
        give(world, enquiry_id, "social_worker")
        give(world, enquiry_id, "coordinator")
        events = audit_queries.of_enquiry(enquiry_id, actor=world.actor("manager"))
    moved = [(e.detail["from"], e.detail["to"]) for e in events if e.name == "enquiry.allocated"]
    kit, robin = str(world.people["social_worker"]), str(world.people["coordinator"])
    assert sorted(moved) == sorted([("", kit), (kit, robin)])


def test_whoever_is_given_it_is_rung_and_whoever_takes_it_is_not(world: World, enquiry_id: UUID) -> None:
    with world.inside():
        give(world, enquiry_id, "social_worker", by="social_worker")
        assert not Message.objects.filter(kind="enquiry_allocated").exists()
        give(world, enquiry_id, "coordinator")
        rung = Message.objects.get(kind="enquiry_allocated")
    assert rung.to_address == "coordinator@devon.example"


def test_what_nobody_holds_is_taken_by_whoever_rates(world: World, enquiry_id: UUID) -> None:
    with world.inside():
        give(world, enquiry_id, "coordinator", by="coordinator")
        assert holder(world, enquiry_id) == "Robin Amery"
        with pytest.raises(Refused, match="A colleague holds this enquiry"):
            give(world, enquiry_id, "social_worker", by="social_worker")
        assert holder(world, enquiry_id) == "Robin Amery"


def test_only_a_manager_gives_it_to_somebody_else(world: World, enquiry_id: UUID) -> None:
    with world.inside():
        for who in ("coordinator", "evaluator", "social_worker", "police", "business_support", "governance"):
            with pytest.raises(Refused, match="may not say who holds an enquiry"):
                give(world, enquiry_id, "social_worker" if who != "social_worker" else "coordinator", by=who)
        give(world, enquiry_id, "social_worker", by="second_manager")
        assert holder(world, enquiry_id) == "Kit Marlow"


def test_whoever_rates_nobody_neither_takes_nor_is_given_one(world: World, enquiry_id: UUID) -> None:
    with world.inside():
        with pytest.raises(Refused, match="may not say who holds"):
            give(world, enquiry_id, "police", by="police")
        assert refused(give, world, enquiry_id, "police") == ("enquiries.held_by_a_colleague", "holder")
        assert refused(give_to, world, enquiry_id, world.hub_id) == ("enquiries.held_by_a_colleague", "holder")
        give(world, enquiry_id, "evaluator")
        assert holder(world, enquiry_id) == "Jo Penrose"


def test_giving_it_to_whoever_holds_it_is_refused(world: World, enquiry_id: UUID) -> None:
    with world.inside():
        give(world, enquiry_id, "social_worker")
        assert refused(give, world, enquiry_id, "social_worker") == ("enquiries.another_holder", "holder")


def test_somebody_with_a_tie_to_the_family_does_not_hold_its_case(world: World, enquiry_id: UUID) -> None:
    with world.inside():
        exclusion_services.declare(
            user_id=world.people["social_worker"],
            enquiry_id=enquiry_id,
            ground="relative",
            actor=world.actor("governance"),
            at=NOW,
        )
        assert refused(give, world, enquiry_id, "social_worker") == ("enquiries.holder_is_not_kept_out", "holder")
        with pytest.raises(KeptOut):
            give(world, enquiry_id, "social_worker", by="social_worker")
        give(world, enquiry_id, "coordinator")
        assert holder(world, enquiry_id) == "Robin Amery"


def test_what_is_closed_is_given_to_nobody(world: World, enquiry_id: UUID) -> None:
    with world.inside():
        manager = decided(world, enquiry_id)
        services.close(enquiry_id=enquiry_id, actor=manager, at=NOW + timedelta(hours=3))
        assert refused(give, world, enquiry_id, "social_worker") == ("enquiries.enquiry_is_open", None)


def test_another_hub_does_not_find_it(world: World, enquiry_id: UUID) -> None:
    kent = devon("kent", people=("manager", "social_worker"))
    with kent.inside(), pytest.raises(NotFound):
        give(kent, enquiry_id, "social_worker")
    with world.inside():
        give(world, enquiry_id, "social_worker")
        assert holder(world, enquiry_id) == "Kit Marlow"


def test_the_holder_may_take_it_when_a_manager_could_not_be_asked(world: World, enquiry_id: UUID) -> None:
    with world.inside():
        worker, police = world.actor("social_worker"), world.actor("police")
        assert queries.can_take(worker, held_by=None)
        assert not queries.can_take(worker, held_by=world.people["coordinator"])
        assert queries.can_take(world.actor("manager"), held_by=world.people["coordinator"])
        assert not queries.can_take(police, held_by=None)


def test_those_who_may_hold_one_are_those_who_rate(world: World) -> None:
    with world.inside():
        names = {each.name for each in queries.may_hold(world.actor("manager"))}
    assert {"Robin Amery", "Jo Penrose", "Kit Marlow", "Pat Holloway", "Dale Fenwick"} <= names
    assert not {"Sam Trevail", "Terry Vale", "Morgan Quill", "Frankie Dunn"} & names


def test_a_refusal_says_why_in_a_sentence(world: World, enquiry_id: UUID) -> None:
    with world.inside(), pytest.raises(RuleBroken, match=r"does not hold enquiries\. Choose somebody who rates"):
        give(world, enquiry_id, "police")


def test_whoever_becomes_kept_out_holds_it_no_longer_and_their_history_stays(world: World, enquiry_id: UUID) -> None:
    with world.inside():
        give(world, enquiry_id, "social_worker")
        kept = world.actor("social_worker")
        exclusion = exclusion_services.declare(
            user_id=kept.id, enquiry_id=enquiry_id, ground="relative", actor=kept, at=LATER
        )
        assert holder(world, enquiry_id) == "", "nobody holds what they cannot open"
        assert [each.holder_name for each in queries.allocations_of(enquiry_id, actor=world.actor("manager"))] == [
            "Kit Marlow"
        ]
        give(world, enquiry_id, "evaluator")
        assert holder(world, enquiry_id) == "Jo Penrose"
        exclusion_services.end(exclusion_id=exclusion, actor=world.actor("manager"), at=LATER)
        assert holder(world, enquiry_id) == "Jo Penrose"
