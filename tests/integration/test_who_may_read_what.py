"""Restricted and hidden items, named readers, grading, vetting levels, exclusions and special grants."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from openmash.audit.models import Event
from openmash.core.errors import NotFound, Refused, RuleBroken
from openmash.decisions import queries as decision_queries
from openmash.enquiries import queries as enquiry_queries
from openmash.exclusions import queries as exclusion_queries
from openmash.exclusions import services as exclusion_services
from openmash.exclusions.errors import KeptOut
from openmash.notifications.models import Message
from openmash.sealed import queries, rules, services
from openmash.sealed.models import ItemVersion
from openmash.sealed.rules import Grading, GrantTold, ItemTold
from openmash.worklists import queries as worklists
from tests.rooms import Case, open_case
from tests.world import devon

pytestmark = pytest.mark.django_db

SECRET = "An officer lives in the house under another name."
GRANT = GrantTold("overriding_public_interest", "She is alone with him tonight.", 1)


@pytest.fixture
def case() -> Iterator[Case]:
    """One family's enquiry, inside the hub."""
    world = devon()
    case = open_case(world)
    with world.inside():
        yield case


def test_a_hidden_item_is_there_for_its_owner_and_for_those_it_names_alone(case: Case) -> None:
    shown = case.put_in("health", "She missed two appointments.")
    hidden = case.put_in("police", SECRET, sensitivity="hidden", readers=(case.world.people["manager"],))

    assert set(case.seen_by("evaluator")) == {shown, hidden}  # the owner's people
    assert case.seen_by("manager")[hidden].text == SECRET  # named
    for who in ("second_manager", "operations_manager", "social_worker", "health"):
        assert set(case.seen_by(who)) == {shown}, who


def test_nothing_of_the_hub_differs_for_others_whether_or_not_there_is_something_hidden(case: Case) -> None:
    case.put_in("police", "He was arrested in March.")
    before = _as_others_see_it(case)

    hidden = case.put_in("police", SECRET, sensitivity="hidden")

    assert _as_others_see_it(case) == before
    assert queries.hidden_from(case.enquiry_id, actor=case.world.actor("second_manager")) == {hidden}
    assert queries.hidden_from(case.enquiry_id, actor=case.world.actor("police")) == set()
    police = {
        count.agency_name: count.items for count in queries.outline(case.enquiry_id, actor=case.world.actor("police"))
    }
    assert 2 in police.values()  # the positive control: its owner counts both


def test_whoever_may_not_know_of_a_hidden_item_finds_none_at_its_address(case: Case) -> None:
    hidden = case.put_in("police", SECRET, sensitivity="hidden")
    stranger = case.world.actor("second_manager")

    for what in (
        lambda: queries.item(hidden, actor=stranger, at=case.later()),
        lambda: queries.label(hidden, actor=stranger),
        lambda: services.take_grant(
            item_id=hidden, told=GRANT, actor=case.world.actor("social_worker"), at=case.later()
        ),
        lambda: services.withdraw(item_id=hidden, actor=case.world.actor("health"), at=case.later()),
        lambda: case.ask_release(hidden, who="manager"),
    ):
        with pytest.raises(NotFound):
            what()
    assert queries.item(hidden, actor=case.world.actor("police"), at=case.later()).text == SECRET


def test_what_is_hidden_does_not_leave_even_if_a_named_reader_asks(case: Case) -> None:
    hidden = case.put_in("police", SECRET, sensitivity="hidden", readers=(case.world.people["manager"],))

    with pytest.raises(RuleBroken) as refused:
        case.ask_release(hidden, who="manager")

    assert refused.value.rule == "sealed.hidden_stays_in_the_room"


def test_an_answer_brings_nothing_hidden_and_nothing_becomes_hidden_later(case: Case) -> None:
    [check] = case.ask("police")
    police = case.world.actor("police")
    with pytest.raises(RuleBroken) as in_answer:
        services.answer_with_items(
            check_id=check,
            items=[ItemTold(SECRET, sensitivity="hidden")],
            searched="All systems",
            late=None,
            actor=police,
            at=case.later(),
        )
    shown = case.put_in("police", SECRET)
    with pytest.raises(RuleBroken) as later:
        services.restate(item_id=shown, item=ItemTold(SECRET, sensitivity="hidden"), actor=police, at=case.later())

    assert in_answer.value.rule == "sealed.hidden_is_put_in_by_itself"
    assert later.value.rule == "sealed.hidden_from_the_beginning"


def test_a_restricted_item_is_read_by_its_owner_decision_makers_and_those_named(case: Case) -> None:
    item = case.put_in("police", SECRET, sensitivity="restricted", readers=(case.world.people["health"],))

    assert case.seen_by("health")[item].text == SECRET
    assert case.seen_by("manager")[item].text == SECRET
    held = case.seen_by("social_worker")[item]
    assert not held.readable
    assert "Confidential information is held by" in held.why_not
    assert held.text == held.handling == held.source_kind == ""


def test_all_that_an_item_says_is_versioned_and_sealed_and_a_change_of_readers_counts(case: Case) -> None:
    item = case.put_in("police", SECRET, sensitivity="restricted", readers=(case.world.people["health"],))
    told = ItemTold(SECRET, sensitivity="restricted", readers=(case.world.people["education"],), source_kind="reported")

    services.restate(item_id=item, item=told, actor=case.world.actor("police"), at=case.later(), version=1)

    assert not case.seen_by("health")[item].readable
    seen = case.seen_by("education")[item]
    assert (seen.text, seen.source_kind, seen.version) == (SECRET, "reported", 2)
    assert ItemVersion.objects.filter(item_id=item).count() == 2


def test_only_the_police_grade_and_handling_c_keeps_an_item_in_until_it_is_cleared(case: Case) -> None:
    graded = Grading("2", "B", "C")
    with pytest.raises(RuleBroken) as not_police:
        case.put_in("health", "She said so.", grading=graded, handling="Not to him")
    with pytest.raises(RuleBroken) as no_conditions:
        case.put_in("police", SECRET, grading=graded)
    item = case.put_in("police", SECRET, grading=graded, handling="Not to Mr Finch")
    police = case.world.actor("police")
    request = case.ask_release(item)
    services.consent(request_id=request, edited_text=None, actor=police, at=case.later())

    with pytest.raises(RuleBroken) as uncleared:
        queries.releasable(request, actor=case.world.actor("manager"), at=case.later())
    with pytest.raises(Refused):
        services.clear(item_id=item, actor=case.world.actor("manager"), at=case.later())
    services.clear(item_id=item, actor=police, at=case.later())

    assert not_police.value.rule == "sealed.only_the_police_grade"
    assert no_conditions.value.rule == "sealed.handling_c_says_its_conditions"
    assert uncleared.value.rule == "sealed.handling_c_is_cleared"
    assert queries.releasable(request, actor=case.world.actor("manager"), at=case.later()).text == SECRET
    assert Event.objects.filter(name="item.cleared", about_id=item).count() == 1
    services.correct(item_id=item, text="Other words", handling="Not to him", actor=police, at=case.later())
    assert case.seen_by("police")[item].waits_for_clearing  # a correction has to be cleared anew


def test_an_item_that_asks_for_a_vetting_level_is_read_from_that_level_on(case: Case) -> None:
    item = case.put_in("police", SECRET, vetting="nppv_3")
    higher = replace(case.world.actor("health"), vetting="nppv_3")

    held = case.seen_by("health")[item]
    assert "vetted to NPPV level 3; for you NPPV level 2 is recorded" in held.why_not
    assert queries.item(item, actor=higher, at=case.later()).text == SECRET
    assert case.seen_by("evaluator")[item].readable  # the owner's people, whatever their level


def test_whoever_is_kept_out_opens_nothing_of_the_case_and_sees_it_on_no_list(case: Case) -> None:
    health = case.world.actor("health")
    item = case.put_in("health", "She missed two appointments.")
    [check] = case.ask("health")
    assert case.seen_by("health")[item].readable
    exclusion = _keep_out(case, "health")

    for opening in (
        lambda: queries.room(case.enquiry_id, actor=health, at=case.later()),
        lambda: queries.item(item, actor=health, at=case.later()),
        lambda: enquiry_queries.enquiry(case.enquiry_id, actor=health),
        lambda: decision_queries.history(case.enquiry_id, actor=health),
        lambda: queries.requests_of(case.enquiry_id, actor=health),
        lambda: services.withdraw(item_id=item, actor=health, at=case.later()),
    ):
        with pytest.raises(KeptOut, match="You are kept out of this case"):
            opening()
    assert enquiry_queries.open_enquiries(health) == []
    assert enquiry_queries.found("Wren", actor=health) == []
    assert worklists.needs_me(health, at=case.later()) == []
    assert check
    exclusion_services.end(exclusion_id=exclusion, actor=case.world.actor("governance"), at=case.later())
    assert case.seen_by("health")[item].readable


def test_an_exclusion_from_a_person_covers_every_case_they_are_in(case: Case) -> None:
    mother = case.people()[-1]
    health = case.world.actor("health")
    exclusion_services.declare(user_id=health.id, person_id=mother, ground="relative", actor=health, at=case.later())

    with pytest.raises(KeptOut, match=r"[Rr]elated to"):
        enquiry_queries.enquiry(case.enquiry_id, actor=health)
    assert enquiry_queries.enquiry(case.enquiry_id, actor=case.world.actor("education")).id == case.enquiry_id


def test_everybody_declares_their_own_tie_and_only_managers_that_of_others_or_its_end(case: Case) -> None:
    exclusion = _keep_out(case, "operations_manager")
    own = case.world.actor("operations_manager")

    with pytest.raises(RuleBroken) as ended_by_oneself:
        exclusion_services.end(exclusion_id=exclusion, actor=own, at=case.later())
    with pytest.raises(Refused):
        exclusion_services.declare(
            user_id=case.world.people["health"],
            enquiry_id=case.enquiry_id,
            ground="conflict",
            actor=case.world.actor("social_worker"),
            at=case.later(),
        )
    exclusion_services.declare(
        user_id=case.world.people["health"],
        enquiry_id=case.enquiry_id,
        ground="conflict",
        actor=case.world.actor("manager"),
        at=case.later(),
    )

    assert ended_by_oneself.value.rule == "exclusions.ended_by_somebody_else"
    assert len(exclusion_queries.exclusions(case.world.actor("governance"))) == 2


def test_an_exclusion_with_a_last_day_is_ended_by_the_clockwork_after_it(case: Case) -> None:
    health = case.world.actor("health")
    today = case.at.date()
    exclusion_services.declare(
        user_id=health.id, enquiry_id=case.enquiry_id, ground="conflict", until=today, actor=health, at=case.later()
    )
    hub_id = case.world.hub_id

    assert exclusion_services.end_what_is_over(hub_id=hub_id, at=case.later()) == 0
    with pytest.raises(KeptOut):
        case.seen_by("health")
    assert exclusion_services.end_what_is_over(hub_id=hub_id, at=case.at + timedelta(days=1)) == 1
    assert case.seen_by("health") == {}


def test_a_special_grant_opens_one_restricted_item_for_some_hours_and_its_owner_is_told(case: Case) -> None:
    item = case.put_in("police", SECRET, sensitivity="restricted")
    other = case.put_in("police", "Also held", sensitivity="restricted")
    worker = case.world.actor("social_worker")

    given = case.later()
    services.take_grant(item_id=item, told=GRANT, actor=worker, at=given)

    seen = case.seen_by("social_worker")
    assert seen[item].text == SECRET
    assert seen[item].granted_until == given + timedelta(hours=1)
    assert not seen[other].readable
    assert set(Message.objects.values_list("kind", flat=True)) >= {"special_grant", "exception_to_review"}
    assert Event.objects.filter(name="grant.used", about_id=item, agency_id=worker.agency_id).count() == 1
    case.at += timedelta(hours=1)
    assert not case.seen_by("social_worker")[item].readable


def test_a_special_grant_stands_in_for_neither_vetting_nor_an_exclusion_nor_a_role(case: Case) -> None:
    item = case.put_in("police", SECRET, sensitivity="restricted", vetting="nppv_3")
    usual = case.put_in("police", SECRET, sensitivity="restricted")
    worker = case.world.actor("social_worker")
    lapsed = replace(worker, vetted_until=case.at.date() - timedelta(days=1))

    with pytest.raises(Refused, match="does not stand in for vetting"):
        services.take_grant(item_id=item, told=GRANT, actor=worker, at=case.later())
    with pytest.raises(RuleBroken) as without_vetting:
        services.take_grant(item_id=usual, told=GRANT, actor=lapsed, at=case.later())
    with pytest.raises(Refused):
        services.take_grant(item_id=usual, told=GRANT, actor=case.world.actor("health"), at=case.later())
    _keep_out(case, "social_worker")
    with pytest.raises(KeptOut):
        services.take_grant(item_id=usual, told=GRANT, actor=worker, at=case.later())

    assert without_vetting.value.rule == "sealed.vetting_is_current"


@pytest.mark.parametrize(
    ("told", "rule"),
    [
        (replace(GRANT, ground="curiosity"), "sealed.grant_on_one_of_three_grounds"),
        (replace(GRANT, why=" "), "sealed.grant_says_why"),
        (replace(GRANT, hours=48), "sealed.grant_ends_within_hours"),
    ],
)
def test_a_special_grant_names_a_ground_says_why_and_ends_within_hours(case: Case, told: GrantTold, rule: str) -> None:
    item = case.put_in("police", SECRET, sensitivity="restricted")

    with pytest.raises(RuleBroken) as refused:
        services.take_grant(item_id=item, told=told, actor=case.world.actor("social_worker"), at=case.later())

    assert refused.value.rule == rule


def test_somebody_else_reviews_a_special_grant_by_the_end_of_the_next_working_day(case: Case) -> None:
    item = case.put_in("police", SECRET, sensitivity="restricted")
    worker, governance = case.world.actor("social_worker"), case.world.actor("governance")
    grant_id = services.take_grant(item_id=item, told=GRANT, actor=worker, at=case.later())

    [waiting] = queries.grants_to_review(governance, at=case.later())
    assert waiting.why == GRANT.why
    assert (waiting.row.review_due_at.date() - case.at.date()).days >= 1
    with pytest.raises(Refused):
        queries.grants_to_review(worker, at=case.later())
    services.review_grant(
        grant_id=grant_id, finding="justified", words="A child alone.", actor=governance, at=case.later()
    )

    assert queries.grants_to_review(governance, at=case.later()) == []
    [[row]] = queries.grants_on_own_items(case.enquiry_id, actor=case.world.actor("police")).values()
    assert (row.finding_words, row.reviewed_by_name) == (rules.FINDINGS["justified"], "Morgan Quill")
    in_words = queries.special_grant(grant_id, actor=governance, at=case.later())
    assert (in_words.why, in_words.found) == (GRANT.why, "A child alone.")
    with pytest.raises(Refused):
        queries.special_grant(grant_id, actor=worker, at=case.later())


def _keep_out(case: Case, who: str) -> UUID:
    actor = case.world.actor(who)
    return exclusion_services.declare(
        user_id=actor.id, enquiry_id=case.enquiry_id, ground="conflict", actor=actor, at=case.later()
    )


def _as_others_see_it(case: Case) -> list[object]:
    other = case.world.actor("second_manager")
    room = queries.room(case.enquiry_id, actor=other, at=case.at)
    return [
        [(item.id, item.text) for item in room.items],
        queries.outline(case.enquiry_id, actor=other),
        queries.outline(case.enquiry_id, actor=case.world.actor("business_support")),
        queries.known_now(case.enquiry_id, actor=other),
        Message.objects.count(),
    ]
