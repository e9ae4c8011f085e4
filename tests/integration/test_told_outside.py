"""What referrers, agencies and whoever raised a difference are told gives nothing of the room away."""

from collections.abc import Callable, Iterator
from uuid import UUID

import pytest

from openmash.contacts.models import Contact
from openmash.core.errors import RuleBroken
from openmash.decisions import queries as decision_queries
from openmash.decisions import services as decision_services
from openmash.differences import queries as difference_queries
from openmash.differences import services as difference_services
from openmash.differences.rules import DifferenceTold, Settlement
from openmash.sealed import services as sealed_services
from openmash.sealed.rules import GuardTold, Terms
from tests.handed_on import decide, subject
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
