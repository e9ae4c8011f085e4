"""What referrers, agencies, receiving teams and whoever raised a difference are told gives nothing of the room away."""

from collections.abc import Callable, Iterator
from uuid import UUID

import pytest

from openmash.checks import queries as check_queries
from openmash.checks import services as check_services
from openmash.contacts.models import Contact
from openmash.core.errors import RuleBroken
from openmash.decisions import queries as decision_queries
from openmash.decisions import services as decision_services
from openmash.differences import queries as difference_queries
from openmash.differences import services as difference_services
from openmash.differences.rules import DifferenceTold, Settlement
from openmash.products import services as product_services
from openmash.sealed import services as sealed_services
from openmash.sealed.rules import GuardTold, Terms
from tests.handed_on import composed, decide, released, subject
from tests.rooms import Case, open_case
from tests.world import devon

pytestmark = pytest.mark.django_db

SEALED = "Officers found a machete under the bed of the eldest brother in March."
COPIED = "We can say that officers found a machete under the bed of the eldest brother."
FINE = "What you told us has been passed to children's social care."


@pytest.fixture
def case() -> Iterator[Case]:
    world = devon()
    case = open_case(world)
    with world.inside():
        case.put_in("police", SEALED, sensitivity="restricted")
        yield case


def tell_referrer(case: Case, said: str) -> None:
    decision_services.tell_referrer(
        enquiry_id=case.enquiry_id,
        contact_id=Contact.objects.get().id,
        said=said,
        actor=case.world.actor("business_support"),
        at=case.later(),
    )


def tell_agencies(case: Case, said: str) -> None:
    decision_services.tell_agencies(
        enquiry_id=case.enquiry_id, said=said, actor=case.world.actor("business_support"), at=case.later()
    )


@pytest.mark.parametrize("tell", [tell_referrer, tell_agencies])
def test_sealed_words_are_not_copied_into_what_is_told(case: Case, tell: Callable[[Case, str], None]) -> None:
    decide(case)
    with pytest.raises(RuleBroken) as broken:
        tell(case, COPIED)
    assert (broken.value.rule, broken.value.field) == ("sealed.told_repeats_nothing_sealed", "said")
    if tell is tell_referrer:
        tell(case, FINE)
        [told] = decision_queries.feedback_of(case.enquiry_id, actor=case.world.actor("manager"))
        assert told.said == FINE


def test_a_safe_address_is_told_to_no_referrer(case: Case) -> None:
    decide(case)
    child, mother = case.people()
    guard = GuardTold("safe_address", child, against_people=(mother,), terms=Terms(postcode=("EX4 9ZZ",)))
    manager = case.world.actor("manager")
    protection_id = sealed_services.record_protection(
        enquiry_id=case.enquiry_id, told=guard, actor=manager, at=case.later()
    )
    with pytest.raises(RuleBroken) as broken:
        tell_referrer(case, "They are safe at EX4 9ZZ now.")
    assert broken.value.rule == "sealed.told_names_nothing_protected"
    sealed_services.end_protection(
        protection_id=protection_id, reason="It is no secret any more.", actor=manager, at=case.later()
    )
    tell_referrer(case, "They are safe at EX4 9ZZ now.")


def test_whoever_raised_a_difference_is_told_nothing_sealed(case: Case) -> None:
    difference_id = _raised(case)

    def settle(told: str) -> None:
        difference_services.settle(
            difference_id=difference_id,
            found=Settlement("stands", SEALED, told),
            actor=case.world.actor("manager"),
            at=case.later(),
        )

    with pytest.raises(RuleBroken) as broken:
        settle(COPIED)
    assert (broken.value.rule, broken.value.field) == ("sealed.told_repeats_nothing_sealed", "told")
    settle("The rating stands; the reasons are in the sealed room.")
    view = difference_queries.difference(difference_id, actor=case.world.actor("manager"))
    assert view.state == "settled"


def _raised(case: Case) -> UUID:
    told = DifferenceTold("rating", "I see it otherwise.", wanted="red")
    return difference_services.raise_(
        subject_id=subject(case), told=told, actor=case.world.actor("health"), at=case.later()
    )


def went(case: Case) -> UUID:
    """A product that went to the assessment team."""
    decide(case)
    product_id = composed(case)
    released(case, product_id)
    return product_id


def call_back(case: Case, product_id: UUID, reason: str) -> None:
    product_services.recall(product_id=product_id, reason=reason, actor=case.world.actor("manager"), at=case.later())


def begin_correction(case: Case, product_id: UUID, reason: str) -> UUID:
    return product_services.start_correction(
        product_id=product_id, reason=reason, actor=case.world.actor("manager"), at=case.later()
    )


@pytest.mark.parametrize("tell", [call_back, begin_correction])
def test_why_something_no_longer_holds_repeats_to_the_team_nothing_sealed_and_nothing_protected(
    case: Case, tell: Callable[[Case, UUID, str], object]
) -> None:
    product_id = went(case)
    protect_her_address(case)
    for said, rule in (
        ("We should not have said that " + COPIED[17:], "sealed.told_repeats_nothing_sealed"),
        ("We gave you where they live now, EX4 9ZZ. Destroy it.", "sealed.told_names_nothing_protected"),
    ):
        with pytest.raises(RuleBroken) as broken:
            tell(case, product_id, said)
        assert (broken.value.rule, broken.value.field) == (rule, "reason")
    tell(case, product_id, "We gave you an address that you must not have. Destroy it.")


def test_a_correction_whose_reason_names_what_is_protected_by_now_is_not_released(case: Case) -> None:
    old_id = went(case)
    new_id = begin_correction(case, old_id, "They do not live at EX4 9ZZ.")
    protection_id = protect_her_address(case)
    with pytest.raises(RuleBroken, match="begin the correction anew"):
        released(case, new_id)
    sealed_services.end_protection(
        protection_id=protection_id, reason="It is no secret.", actor=case.world.actor("manager"), at=case.later()
    )
    assert released(case, new_id)


def test_what_one_agency_sealed_is_not_asked_of_another(case: Case) -> None:
    education = case.world.agencies["education"]

    def ask(question: str) -> None:
        sealed_services.ask_agencies(
            enquiry_id=case.enquiry_id,
            agency_ids=[education],
            question=question,
            actor=case.world.actor("coordinator"),
            at=case.later(),
        )

    protect_her_address(case)
    for question, rule in (
        ("Officers found a machete under the bed of the eldest brother. Does he bring it to school?", "repeats"),
        ("Who fetches her now that they live at EX4 9ZZ?", "names"),
    ):
        with pytest.raises(RuleBroken) as broken:
            ask(question)
        assert broken.value.rule.startswith(f"sealed.told_{rule}_nothing")
        assert broken.value.field == "question"
    assert check_queries.checks_of(case.enquiry_id, actor=case.world.actor("manager")) == []
    ask("Has her brother ever brought a weapon to school?")
    [asked] = check_queries.checks_of(case.enquiry_id, actor=case.world.actor("manager"))
    check_services.withdraw(check_id=asked.id, actor=case.world.actor("coordinator"), at=case.later())

    with pytest.raises(RuleBroken, match="sealed"):
        sealed_services.ask_agency_again(
            check_id=asked.id, question=SEALED, actor=case.world.actor("coordinator"), at=case.later()
        )


def protect_her_address(case: Case) -> UUID:
    """Her mother must not learn where the child is."""
    child, mother = case.people()
    guard = GuardTold("safe_address", child, against_people=(mother,), terms=Terms(postcode=("EX4 9ZZ",)))
    return sealed_services.record_protection(
        enquiry_id=case.enquiry_id, told=guard, actor=case.world.actor("manager"), at=case.later()
    )
