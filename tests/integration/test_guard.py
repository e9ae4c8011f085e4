"""Who must not learn what: recorded, and held to whenever something is to leave. Everybody here is invented.

Each incident of the security reference that this stops is a test of its own.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from openmash.audit import queries as audit_queries
from openmash.core.errors import NotFound, Refused, RuleBroken
from openmash.people import services as people_services
from openmash.people.rules import PersonTold
from openmash.products import queries
from openmash.products import services as product_services
from openmash.products.rules import GuidanceTold
from openmash.sealed import queries as sealed_queries
from openmash.sealed import services as sealed_services
from openmash.sealed.models import Protection
from openmash.sealed.rules import GuardTold, Terms
from tests.handed_on import GUIDANCE, composed, decide, for_approval, released
from tests.rooms import Case, open_case
from tests.world import devon

pytestmark = pytest.mark.django_db

SAFE = "Flat 2, 14 Heron Street, Barnstaple"


@pytest.fixture
def case() -> Iterator[Case]:
    """A decided case: Ada, and Bea, her mother, in her household."""
    world = devon()
    case = open_case(world)
    with world.inside():
        decide(case)
        yield case


def somebody(case: Case, given: str, family: str, *, address: str = "", born: date = date(1985, 5, 6)) -> UUID:
    """A person whom the hub knows."""
    told = PersonTold(given_name=given, family_name=family, born_on=born, address=address)
    return people_services.create(told=told, actor=case.world.actor("coordinator"), at=case.later())


def ada(case: Case) -> UUID:
    return case.people()[0]


def bea(case: Case) -> UUID:
    return case.people()[1]


def protect(
    case: Case, person: UUID | None, *against: UUID, kind: str = "safe_address", **terms: tuple[str, ...]
) -> UUID:
    """A social worker records that somebody must not learn something."""
    told = GuardTold(kind=kind, person_id=person, against_people=against, terms=Terms(**terms))
    actor = case.world.actor("social_worker")
    return sealed_services.record_protection(enquiry_id=case.enquiry_id, told=told, actor=actor, at=case.later())


def product(case: Case, *item_ids: UUID, **guidance: object) -> UUID:
    """A product for the assessment team that says so."""
    return composed(case, item_ids, guidance=replace(GUIDANCE, **guidance))  # type: ignore[arg-type]


def stopped(case: Case, product_id: UUID) -> str:
    """Why it may not leave; the rule's sentence."""
    with pytest.raises(RuleBroken) as broken:
        for_approval(case, product_id)
    assert broken.value.rule.startswith(("products.guard", "products.copied"))
    seen = queries.preview(product_id, actor=case.world.actor("manager"), at=case.later())
    assert broken.value.sentence in " ".join(seen.stopped_by)
    return broken.value.sentence


# --- The incidents --------------------------------------------------------------------------------------------------


def test_halton_2012_the_adopters_address_never_reaches_the_birth_mother(case: Case) -> None:
    adopter = somebody(case, "Fern", "Quill", address=SAFE)
    protect(case, adopter, bea(case), name=("Fern Quill",))

    sentence = stopped(case, product(case, summary="The child is settled at 14 Heron St."))

    assert "Heron" not in sentence
    assert "Quill" not in stopped(case, product(case, summary="Write to Mrs Quill, Fern."))
    assert for_approval(case, product(case, summary="The child is settled."))


def test_hackney_2016_an_application_that_was_not_agreed_does_not_leave_by_being_copied_out(case: Case) -> None:
    text = "The applicants are a couple in their forties who run the bakery by the old harbour and have two dogs."
    case.put_in("health", text)

    sentence = stopped(
        case, product(case, summary="We know that the applicants are a couple in their forties, who RUN the bakery.")
    )

    assert "sealed information" in sentence
    assert "NHS Devon" not in sentence
    assert for_approval(case, product(case, summary="The applicants run a small business."))


@pytest.mark.parametrize(
    "written",
    ["14 Heron Street", "at 14, HERON ST.", "Flat 2 / 14 heron  street", "EX31 1ZZ", "ex311zz", "+44 1632 960777"],
)
def test_safe_addresses_to_alleged_abusers_2023_no_way_of_writing_one_gets_through(case: Case, written: str) -> None:
    ex = somebody(case, "Dan", "Marsh")
    people_services.relate(
        person_id=ex, other_id=ada(case), kind="father", actor=case.world.actor("coordinator"), at=case.later()
    )
    protect(case, bea(case), ex, address=(SAFE,), postcode=("EX31 1ZZ",), telephone=("01632 960777",))

    sentence = stopped(case, product(case, speak_to=f"Reach her: {written}"))

    assert written not in sentence
    assert "Kit Marlow" in sentence


def test_telford_2011_the_foster_carers_address_is_not_printed_by_default_nor_when_it_is_asked_for(case: Case) -> None:
    carer = somebody(case, "Ivy", "Stone", address="3 Quay Road")
    people_services.record_address(
        person_id=ada(case), lines="3 Quay Rd", postcode="", actor=case.world.actor("coordinator"), at=case.later()
    )
    asked = product(case, with_addresses=True)
    before = queries.preview(asked, actor=case.world.actor("manager"), at=case.later()).copy
    protect(case, carer, bea(case))

    protected = queries.preview(asked, actor=case.world.actor("manager"), at=case.later()).copy

    assert GuidanceTold().with_addresses is False
    assert before.subjects[0].address == "3 Quay Rd"
    assert protected.subjects[0].address == ""


def test_telford_2011_the_wrong_sibling_s_household_is_kept_out(case: Case) -> None:
    half_sister = somebody(case, "Una", "Marsh", born=date(2015, 2, 3))
    protect(
        case, half_sister, bea(case), kind="other_household", name=("Una Marsh",), school=("Larkhill Primary School",)
    )

    assert "another household" in stopped(case, product(case, summary="Her half-sister goes to Larkhill."))


def test_charnwood_2023_a_new_address_does_not_reach_the_household_at_the_old_one(case: Case) -> None:
    actor = case.world.actor("coordinator")
    ex = somebody(case, "Dan", "Marsh", address="4 Mill Lane")
    people_services.relate(person_id=ex, other_id=ada(case), kind="father", actor=actor, at=case.later())
    for lines in ("4 Mill Lane", "9 Orchard Close"):
        people_services.record_address(person_id=bea(case), lines=lines, postcode="", actor=actor, at=case.later())
    protect(case, bea(case), ex, kind="whereabouts")

    assert "where somebody is" in stopped(case, product(case, summary="She has moved to 9 Orchard Cl."))
    assert for_approval(case, product(case, summary="He still lives at 4 Mill Lane, where she was."))


def test_achieving_for_children_2023_a_report_for_one_household_says_nothing_of_the_other(case: Case) -> None:
    other_father = somebody(case, "Cai", "Frost", address="77 Tern Avenue")
    protect(case, other_father, bea(case), kind="other_household", address=("77 Tern Avenue",), name=("Cai Frost",))

    stopped(case, product(case, recommendations="Send a copy to Mr Frost, Cai, 77 Tern Ave."))
    assert for_approval(case, product(case, recommendations="See Ada alone."))


def test_birmingham_2022_words_read_in_another_family_s_room_are_not_copied_into_this_one(case: Case) -> None:
    other = open_case(case.world, family="Marsh", at=case.at)
    text = "Officers found a loaded shotgun behind the wardrobe in the bedroom of the older boy."
    other.put_in("police", text)
    copied = product(case, summary=f"Note that {text.lower()}")
    assert for_approval(case, copied)  # nobody who worked on it has ever read those words
    product_services.take_back(product_id=copied, actor=case.world.actor("manager"), at=case.later())

    other.seen_by("manager")

    assert "sealed information" in stopped(case, copied)


# --- What stops it --------------------------------------------------------------------------------------------------


def test_a_team_that_must_not_learn_of_it_gets_nothing_about_that_family(case: Case) -> None:
    told = GuardTold(
        kind="other",
        person_id=ada(case),
        against_teams=(case.world.teams["assessment"],),
        terms=Terms(other=("a cousin on the team",)),
    )
    drafted = product(case)
    assert not queries.preview(drafted, actor=case.world.actor("manager"), at=case.later()).stopped_by

    sealed_services.record_protection(
        enquiry_id=case.enquiry_id, told=told, actor=case.world.actor("police"), at=case.later()
    )

    assert "another team" in stopped(case, drafted)


def test_somebody_recorded_twice_under_one_name_and_birth_date_is_the_same_danger(case: Case) -> None:
    twin_record = somebody(case, "Bea", "Wren", born=date(1990, 1, 2))
    protect(case, somebody(case, "Fern", "Quill"), twin_record, address=(SAFE,))

    stopped(case, product(case, summary="14 Heron Street"))


def test_a_protection_against_somebody_else_stops_nothing_here(case: Case) -> None:
    protect(case, somebody(case, "Fern", "Quill"), somebody(case, "Dan", "Marsh"), address=(SAFE,))

    assert for_approval(case, product(case, summary="14 Heron Street"))


def test_once_it_is_ended_it_stops_nothing(case: Case) -> None:
    protection_id = protect(case, somebody(case, "Fern", "Quill"), bea(case), address=(SAFE,))
    drafted = product(case, summary="14 Heron Street")
    stopped(case, drafted)

    sealed_services.end_protection(
        protection_id=protection_id, reason="She died.", actor=case.world.actor("manager"), at=case.later()
    )

    assert for_approval(case, drafted)


def test_what_was_protected_after_it_was_approved_stops_the_release(case: Case) -> None:
    drafted = product(case, summary="14 Heron Street")
    for_approval(case, drafted)
    product_services.approve(product_id=drafted, actor=case.world.actor("second_manager"), at=case.later())

    protect(case, somebody(case, "Fern", "Quill"), bea(case), address=(SAFE,))

    with pytest.raises(RuleBroken, match="protection"):
        product_services.release(product_id=drafted, actor=case.world.actor("second_manager"), at=case.later())


def test_an_urgent_release_is_stopped_as_well(case: Case) -> None:
    protect(case, somebody(case, "Fern", "Quill"), bea(case), address=(SAFE,))
    drafted = product(case, summary="14 Heron Street")

    with pytest.raises(RuleBroken, match="protection"):
        product_services.release_urgently(
            product_id=drafted,
            ground="overriding_public_interest",
            reason="He is on his way.",
            actor=case.world.actor("manager"),
            at=case.later(),
        )


@pytest.mark.parametrize("what", ["never asked about", "refused", "withdrawn", "restricted", "edited"])
def test_words_that_may_not_go_are_not_copied_out_whatever_became_of_them(case: Case, what: str) -> None:
    text = "He told PC Trevail that he keeps a machete under the bed in the back room."
    item_id = case.put_in("police", text, sensitivity="restricted" if what == "restricted" else "hub")
    owner = case.world.actor("police")
    if what in ("refused", "edited"):
        request_id = case.ask_release(item_id)
        if what == "refused":
            sealed_services.refuse(
                request_id=request_id, reason="It would end an operation.", actor=owner, at=case.later()
            )
        else:
            sealed_services.consent(request_id=request_id, edited_text="He is armed.", actor=owner, at=case.later())
    if what == "withdrawn":
        sealed_services.withdraw(item_id=item_id, actor=owner, at=case.later())

    sentence = stopped(case, product(case, staff_safety="He keeps a machete under the bed in the back room"))

    assert "Police" not in sentence
    assert for_approval(case, product(case, staff_safety="He may be armed."))


def test_the_sentence_about_copied_words_is_the_same_whatever_they_repeat(case: Case) -> None:
    text = "He told PC Trevail that he keeps a machete under the bed in the back room."
    case.put_in("police", text)
    drafted = product(case, summary=text)
    open_to_all = stopped(case, drafted)
    other = open_case(case.world, family="Lark", at=case.at)
    decide(other)
    other.put_in("police", text, sensitivity="restricted")

    assert stopped(other, product(other, summary=text)) == open_to_all


def test_words_that_go_with_it_may_be_repeated(case: Case) -> None:
    text = "She was seen twice in October with burns on both of her hands and arms."
    item_id = case.put_in("health", text, leave="whole")

    assert released(case, product(case, item_id, summary=f"As the nurse says, {text}"))


def test_words_that_might_go_but_were_not_put_in_are_not_copied_out(case: Case) -> None:
    """Else a correction or withdrawal by their owner would not find the copy in which they went."""
    text = "She was seen twice in October with burns on both of her hands and arms."
    item_id = case.put_in("health", text, leave="whole")
    with_it = product(case, item_id)
    assert for_approval(case, with_it)
    product_services.take_back(product_id=with_it, actor=case.world.actor("manager"), at=case.later())

    assert "does not go with this" in stopped(case, product(case, summary=f"As the nurse says, {text}"))


def test_words_written_in_another_family_s_room_are_not_copied_into_this_one(case: Case) -> None:
    other = open_case(case.world, family="Marsh", at=case.at)
    text = "The older boy told the school nurse that he sleeps in the car when his uncle stays."
    other.put_in("social_worker", text)
    copied = product(case, summary=f"Note that {text.lower()}")
    assert for_approval(case, copied)  # whoever wrote them there had no part in this
    product_services.take_back(product_id=copied, actor=case.world.actor("manager"), at=case.later())

    told = replace(GUIDANCE, summary=f"Note that {text.lower()} Again.")
    product_services.write_guidance(
        product_id=copied, told=told, actor=case.world.actor("social_worker"), at=case.later()
    )

    assert "sealed information" in stopped(case, copied)


# --- Recording, reading and ending ----------------------------------------------------------------------------------


def test_others_see_that_a_protection_is_recorded_and_whom_to_ask_and_nothing_more(case: Case) -> None:
    protection_id = protect(case, bea(case), somebody(case, "Dan", "Marsh"), address=(SAFE,))

    [row] = sealed_queries.protections_of(
        case.people(), enquiry_id=case.enquiry_id, actor=case.world.actor("business_support")
    )

    assert (row.id, row.recorded_by_name) == (protection_id, "Kit Marlow")
    for who in ("business_support", "governance", "administrator", "coordinator"):
        with pytest.raises(Refused):
            sealed_queries.protection(protection_id, actor=case.world.actor(who), at=case.later())
    with pytest.raises(RuleBroken):
        sealed_queries.protection(protection_id, actor=case.world.actor("lapsed"), at=case.later())


def test_those_who_enter_the_room_read_it_and_the_reading_is_on_the_log_first(case: Case) -> None:
    protection_id = protect(case, bea(case), somebody(case, "Dan", "Marsh"), address=(SAFE,), other=("a red van",))

    view = sealed_queries.protection(protection_id, actor=case.world.actor("police"), at=case.later())

    assert (view.person_name, view.against, view.terms.address) == ("Bea Wren", ("Dan Marsh",), (SAFE,))
    names = [event.name for event in audit_queries.of_thing(protection_id, actor=case.world.actor("manager"))]
    assert names == ["protection.recorded", "protection.read"]


def test_only_a_manager_ends_it_with_a_reason_and_once(case: Case) -> None:
    protection_id = protect(case, bea(case), somebody(case, "Dan", "Marsh"), address=(SAFE,))
    manager = case.world.actor("manager")

    with pytest.raises(Refused):
        sealed_services.end_protection(
            protection_id=protection_id, reason="It is over.", actor=case.world.actor("police"), at=case.later()
        )
    with pytest.raises(RuleBroken, match="why"):
        sealed_services.end_protection(protection_id=protection_id, reason=" ", actor=manager, at=case.later())
    sealed_services.end_protection(protection_id=protection_id, reason="It is over.", actor=manager, at=case.later())

    with pytest.raises(RuleBroken, match="already"):
        sealed_services.end_protection(protection_id=protection_id, reason="Again.", actor=manager, at=case.later())
    view = sealed_queries.protection(protection_id, actor=manager, at=case.later())
    assert (view.ended_reason, view.row.ended_by_name) == ("It is over.", "Pat Holloway")
    assert sealed_queries.protections_of(case.people(), enquiry_id=case.enquiry_id, actor=manager) == []


def test_it_is_not_found_from_another_hub(case: Case) -> None:
    protection_id = protect(case, bea(case), somebody(case, "Dan", "Marsh"), address=(SAFE,))
    elsewhere = devon("kent")

    with elsewhere.inside(), pytest.raises(NotFound):
        sealed_queries.protection(protection_id, actor=elsewhere.actor("police"), at=case.later())


def test_what_it_protects_is_not_readable_in_the_database(case: Case) -> None:
    protection_id = protect(case, bea(case), somebody(case, "Dan", "Marsh"), address=(SAFE,))

    row = Protection.objects.get(id=protection_id)

    assert b"Heron" not in bytes(row.ciphertext)
    assert "Heron" not in row.wrapped_key


@pytest.mark.parametrize(
    ("told", "rule"),
    [
        (
            GuardTold("safe_address", None, against_people=(), terms=Terms(address=("x1",))),
            "sealed.guard_says_from_whom",
        ),
        (GuardTold("nothing", None), "sealed.guard_says_what"),
    ],
)
def test_a_protection_says_what_and_from_whom(case: Case, told: GuardTold, rule: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        sealed_services.record_protection(
            enquiry_id=case.enquiry_id, told=told, actor=case.world.actor("police"), at=case.later()
        )
    assert broken.value.rule == rule


def test_a_comparison_is_on_the_log_and_says_nothing_of_what_was_compared(case: Case) -> None:
    case.put_in("police", "He keeps a machete.")
    drafted = product(case)

    queries.preview(drafted, actor=case.world.actor("manager"), at=case.later())

    [event] = [
        e for e in audit_queries.of_thing(drafted, actor=case.world.actor("manager")) if e.name == "product.compared"
    ]
    assert event.detail == {}
