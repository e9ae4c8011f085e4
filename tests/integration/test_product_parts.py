"""What each agency writes for the receiving team: by whom, until when, and what of it leaves."""

from collections.abc import Iterator
from uuid import UUID

import pytest

from openmash.accounts import queries as account_queries
from openmash.core.errors import NotFound, Refused, RuleBroken
from openmash.notifications.models import Message
from openmash.products import queries, services
from openmash.products.models import AgencyPart
from openmash.products.rules import PartTold
from openmash.sealed import services as sealed_services
from openmash.sealed.rules import GuardTold, ItemTold, Terms
from tests.everything import FROM, works_by_everything
from tests.handed_on import composed, decide, for_approval, released
from tests.rooms import Case, open_case
from tests.world import devon

pytestmark = pytest.mark.django_db

PARTS = f'\n[product_parts]\nagency_kinds = ["police", "health"]\n{FROM}'
TOLD = PartTold("Weight and height are as they should be.", "Nobody meets her needs at home.", "tier_3")


@pytest.fixture
def case() -> Iterator[Case]:
    world = devon()
    with world.inside():
        works_by_everything(world, PARTS)
        yield open_case(world)


def waiting_for(case: Case, *agencies: str) -> UUID:
    """A product of a case in which these agencies answered with something."""
    for agency, check_id in zip(agencies, case.ask(*agencies), strict=True):
        item = ItemTold(text=f"What {agency} knows.", leave="whole", professional="Dr Lowen")
        sealed_services.answer_with_items(
            check_id=check_id,
            items=[item],
            searched="Records",
            late=None,
            actor=case.world.actor(agency),
            at=case.later(),
        )
    decide(case)
    return composed(case)


def write(case: Case, product_id: UUID, who: str = "health", told: PartTold = TOLD) -> None:
    services.write_part(product_id=product_id, told=told, actor=case.world.actor(who), at=case.later())


def missing(case: Case, product_id: UUID) -> list[str]:
    return [
        each.agency_name for each in queries.parts_of(product_id, actor=case.world.actor("manager")) if each.missing
    ]


def test_it_waits_for_every_agency_that_knows_something_and_then_goes_with_their_words(case: Case) -> None:
    product_id = waiting_for(case, "police", "health")
    write(case, product_id, "police", PartTold("Two calls to the address.", "It gets worse.", "tier_4"))

    with pytest.raises(RuleBroken) as broken:
        for_approval(case, product_id)

    assert broken.value.rule == "products.every_agency_writes_its_part"
    assert "NHS Devon" in broken.value.sentence
    assert "Police" not in broken.value.sentence
    preview = queries.preview(product_id, actor=case.world.actor("manager"), at=case.later())
    assert broken.value.sentence in preview.stopped_by
    write(case, product_id)
    released(case, product_id)
    copy = queries.frozen(product_id, actor=case.world.actor("manager"), at=case.later())
    assert [(each.agency, each.analysis, each.level) for each in copy.parts] == [
        ("Devon and Cornwall Police", "It gets worse.", "Tier 4: acute and specialist"),
        ("NHS Devon", "Nobody meets her needs at home.", "Tier 3: children's social care"),
    ]


def test_the_agencies_that_are_waited_for_are_rung_and_no_other(case: Case) -> None:
    product_id = waiting_for(case, "health")

    rung = {each.to_address for each in Message.objects.filter(kind="product_part_wanted", about_id=product_id)}

    assert rung == set(account_queries.addresses(case.world.hub_id, agency_id=case.world.agencies["health"]))
    assert rung


def test_a_manager_goes_without_with_a_reason_and_the_agency_may_still_write(case: Case) -> None:
    product_id, manager = waiting_for(case, "health"), case.world.actor("manager")
    health = case.world.agencies["health"]

    def go(agency_id: UUID, reason: str) -> None:
        services.go_without_part(
            product_id=product_id, agency_id=agency_id, reason=reason, actor=manager, at=case.later()
        )

    with pytest.raises(RuleBroken, match="why it goes without"):
        go(health, " ")
    with pytest.raises(RuleBroken, match="does not wait"):
        go(case.world.agencies["police"], "They know nothing.")
    go(health, "The nurse is ill, and it cannot wait until Monday.")
    assert missing(case, product_id) == []
    write(case, product_id)
    for_approval(case, product_id)
    assert AgencyPart.objects.count() == 2


def test_nobody_writes_for_another_agency_nor_for_one_that_was_not_asked(case: Case) -> None:
    product_id = waiting_for(case, "health")
    with pytest.raises(Refused):
        write(case, product_id, "manager")
    with pytest.raises(Refused, match="was not asked"):
        write(case, product_id, "police")
    assert missing(case, product_id) == ["NHS Devon"]
    write(case, product_id)
    assert missing(case, product_id) == []


def test_what_was_frozen_is_not_written_in_any_more(case: Case) -> None:
    product_id = waiting_for(case, "health")
    write(case, product_id)
    for_approval(case, product_id)
    with pytest.raises(RuleBroken, match="take it back"):
        write(case, product_id, told=PartTold("Something else.", "Something else.", "tier_4"))
    services.take_back(product_id=product_id, actor=case.world.actor("manager"), at=case.later())
    write(case, product_id, told=PartTold("Something else.", "Something else.", "tier_4"))
    own = queries.own_part(product_id, actor=case.world.actor("health"), at=case.later())
    assert own.told.report == "Something else."


def test_what_must_not_be_told_to_the_family_is_found_in_an_agencys_report_too(case: Case) -> None:
    product_id = waiting_for(case, "health")
    child, mother = case.people()
    guard = GuardTold("safe_address", child, against_people=(mother,), terms=Terms(postcode=("EX4 9ZZ",)))
    sealed_services.record_protection(
        enquiry_id=case.enquiry_id, told=guard, actor=case.world.actor("manager"), at=case.later()
    )
    write(case, product_id, told=PartTold("She is at EX4 9ZZ now.", "Safer there.", "tier_3"))
    with pytest.raises(RuleBroken) as broken:
        for_approval(case, product_id)
    assert broken.value.rule == "products.guard_does_not_object"
    assert "What NHS Devon writes" in broken.value.sentence
    write(case, product_id)
    for_approval(case, product_id)


def test_sealed_words_of_another_agency_are_not_copied_out_by_a_report(case: Case) -> None:
    product_id = waiting_for(case, "health")
    kept = "His brother is a registered informant called Heron and lives with them."
    case.put_in("police", kept, leave="ask", professional="PC Trevail")
    write(case, product_id, told=PartTold(kept, "That worries us.", "tier_3"))
    with pytest.raises(RuleBroken) as broken:
        for_approval(case, product_id)
    assert "repeats sealed information" in broken.value.sentence


def test_a_hub_that_does_not_ask_for_parts_waits_for_none() -> None:
    world = devon()
    case = open_case(world)
    with world.inside():
        case.ask("health")
        case.put_in("health", "A burn.", leave="whole")
        decide(case)
        for_approval(case, composed(case))


def test_what_is_not_there_is_not_found(case: Case) -> None:
    with pytest.raises(NotFound):
        write(case, case.enquiry_id)
