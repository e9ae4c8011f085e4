"""Letting a product go and reading it at the other door, each as that door's own database role."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import date, timedelta
from threading import Barrier
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from openmash.access import Actor
from openmash.audit.models import Event
from openmash.core import hub_context
from openmash.core.errors import NotFound, Refused, RuleBroken, Stale
from openmash.core.keys import KeyMissing, Unreadable
from openmash.decisions import services as decision_services
from openmash.hubs import services as hub_services
from openmash.notifications import services as notification_services
from openmash.notifications.models import Message
from openmash.people import services as people_services
from openmash.products import queries, services
from openmash.products.errors import CopyChanged
from openmash.products.models import Product, ReleasedCopy, TeamReport
from openmash.products.rules import GuidanceTold, to_bytes
from openmash.sealed import queries as sealed_queries
from openmash.sealed import services as sealed_services
from tests.handed_on import BALANCE, GUIDANCE, SHARING, composed, decide, decisions, for_approval, released, subject
from tests.rooms import Case, open_case
from tests.world import devon

pytestmark = pytest.mark.django_db

WHOLE = "A&E on 3 October: a burn on the left arm."
KEPT_BACK = "His brother is a registered informant called Heron."
Outside = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def case() -> Iterator[Case]:
    world = devon()
    case = open_case(world)
    with world.inside():
        yield case


def given(case: Case, text: str = WHOLE) -> UUID:
    """An item of health's that may go as it stands."""
    return case.put_in("health", text, leave="whole", professional="Dr Lowen", fact_on=date(2026, 10, 3))


def held(case: Case, text: str = KEPT_BACK) -> UUID:
    """An item of the police's, who want to be asked."""
    return case.put_in("police", text, leave="ask", professional="PC Trevail")


def request_for(case: Case, item_id: UUID) -> UUID:
    """The newest release request for an item."""
    rows = sealed_queries.requests_of(case.enquiry_id, actor=case.world.actor("manager"))
    return [row.id for row in rows if row.item_id == item_id][-1]


def ready(case: Case, *item_ids: UUID, guidance: GuidanceTold | None = GUIDANCE) -> UUID:
    """A product with one decision and those items."""
    decide(case)
    return composed(case, item_ids, guidance=guidance)


def bytes_of(product_id: UUID, case: Case) -> bytes:
    """The frozen copy, byte for byte."""
    return to_bytes(queries.frozen(product_id, actor=case.world.actor("manager"), at=case.later()))


# --- What leaves ----------------------------------------------------------------------------------------------------


def test_the_copy_holds_the_decision_the_guidance_and_the_words_that_were_let_go(case: Case) -> None:
    product_id = ready(case, given(case))

    released(case, product_id)

    copy = queries.frozen(product_id, actor=case.world.actor("manager"), at=case.later())
    [child], [words] = copy.subjects, copy.words
    assert (child.name, child.born_on) == ("Ada Wren", "2018-03-04")
    assert (child.level, child.outcome) == ("Tier 3: children's social care", "Children's social care (tier 3)")
    assert (copy.recommendations, copy.speak_to) == (GUIDANCE.recommendations, GUIDANCE.speak_to)
    assert (words.agency, words.professional, words.text) == ("NHS Devon", "Dr Lowen", WHOLE)
    assert (copy.marking, copy.team) == ("OFFICIAL-SENSITIVE", "Exeter assessment team")


def test_what_was_not_chosen_is_nowhere_in_the_copy(case: Case) -> None:
    held(case)
    product_id = ready(case, given(case))

    released(case, product_id)

    raw = bytes_of(product_id, case)
    assert WHOLE.encode() in raw
    for part in (b"Heron", b"informant", b"PC Trevail", b"bruises on both arms", b"unknown adult"):
        assert part not in raw


def test_what_the_owner_edited_out_is_nowhere_in_the_copy(case: Case) -> None:
    item_id = held(case)
    product_id = ready(case, item_id)
    sealed_services.consent(
        request_id=request_for(case, item_id),
        edited_text="He has a relative known to the police.",
        actor=case.world.actor("police"),
        at=case.later(),
    )

    released(case, product_id)

    raw = bytes_of(product_id, case)
    assert b"a relative known to the police" in raw
    assert b"Heron" not in raw


def test_an_item_whose_owner_has_not_answered_holds_the_release_up_and_is_named(case: Case) -> None:
    item_id = held(case)
    product_id = ready(case, given(case), item_id)

    with pytest.raises(RuleBroken) as broken:
        released(case, product_id)

    assert broken.value.rule == "products.every_item_may_leave"
    assert "Devon and Cornwall Police: waiting for the owner" in broken.value.sentence
    assert "NHS Devon" not in broken.value.sentence
    assert not ReleasedCopy.objects.exists()
    police = case.world.actor("police")
    sealed_services.consent(request_id=request_for(case, item_id), edited_text=None, actor=police, at=case.later())
    released(case, product_id)
    assert KEPT_BACK.encode() in bytes_of(product_id, case)


def test_an_item_whose_owner_does_not_agree_leaves_only_on_a_lawful_basis_of_a_second_person(case: Case) -> None:
    item_id = held(case)
    product_id = ready(case, item_id)
    request_id = request_for(case, item_id)
    police, second = case.world.actor("police"), case.world.actor("second_manager")
    sealed_services.refuse(request_id=request_id, reason="The informant", actor=police, at=case.later())
    with pytest.raises(RuleBroken, match="the owner does not agree"):
        released(case, product_id)

    sealed_services.record_lawful_basis(
        request_id=request_id,
        gateway="children_act_1989_s47",
        balance=BALANCE,
        sharing=SHARING,
        actor=second,
        at=case.later(),
    )

    released(case, product_id)
    assert b"Children Act 1989, section 47" in bytes_of(product_id, case)


def test_a_correction_after_the_agreement_stops_the_release(case: Case) -> None:
    item_id = given(case)
    product_id = ready(case, item_id)
    health = case.world.actor("health")
    sealed_services.correct(item_id=item_id, text="The right arm.", handling="", actor=health, at=case.later())

    with pytest.raises(RuleBroken, match="changed or withdrew it") as broken:
        released(case, product_id)

    assert broken.value.rule == "products.every_item_may_leave"


def test_a_correction_after_the_release_leaves_the_frozen_copy_as_it_is(case: Case) -> None:
    item_id = given(case)
    product_id = ready(case, item_id)
    released(case, product_id)
    before = bytes_of(product_id, case)

    health = case.world.actor("health")
    sealed_services.correct(item_id=item_id, text="The right arm.", handling="", actor=health, at=case.later())
    sealed_services.withdraw(item_id=item_id, actor=health, at=case.later())

    assert bytes_of(product_id, case) == before
    assert WHOLE.encode() in before


@pytest.mark.parametrize("asked_for", [False, True])
def test_addresses_leave_only_when_the_author_asks_for_them(case: Case, asked_for: bool) -> None:
    [child, *_] = case.people()
    people_services.record_address(
        person_id=child, lines="4 Mill Lane", postcode="EX1 1AA", actor=case.world.actor("coordinator"), at=case.later()
    )
    guidance = GuidanceTold(recommendations="Visit.", with_addresses=asked_for)
    product_id = ready(case, guidance=guidance)

    released(case, product_id)

    assert (b"Mill Lane" in bytes_of(product_id, case)) is asked_for


@pytest.mark.parametrize("guidance", [None, GuidanceTold(summary="Bruises.")])
def test_a_product_without_recommendations_does_not_leave(case: Case, guidance: GuidanceTold | None) -> None:
    product_id = ready(case, given(case), guidance=guidance)

    with pytest.raises(RuleBroken) as broken:
        released(case, product_id)

    assert broken.value.rule == "products.says_what_to_do"


def test_a_decision_that_is_to_be_made_again_is_not_handed_on(case: Case) -> None:
    product_id = ready(case)
    manager = case.world.actor("manager")
    decision_services.revisit(subject_id=subject(case), why="A late answer", actor=manager, at=case.later())

    with pytest.raises(RuleBroken) as broken:
        released(case, product_id)

    assert broken.value.rule == "products.decisions_still_hold"


def test_a_decision_goes_only_to_the_team_it_names(case: Case) -> None:
    decision_id = decide(case)
    manager, teams = case.world.actor("manager"), case.world.teams

    for team, ids in (("early_response", [decision_id]), ("assessment", [])):
        with pytest.raises(RuleBroken):
            services.start(
                enquiry_id=case.enquiry_id, team_id=teams[team], decision_ids=ids, actor=manager, at=case.later()
            )

    assert composed(case)


def test_information_about_another_family_cannot_be_put_in(case: Case) -> None:
    other = open_case(case.world, family="Finch")
    foreign = other.put_in("health", "About somebody else entirely.", leave="whole")
    decide(case)

    with pytest.raises(RuleBroken) as broken:
        composed(case, [foreign])

    assert broken.value.rule == "products.items_of_this_room"


def test_what_is_left_out_again_does_not_leave(case: Case) -> None:
    first, second = given(case), given(case, "Weight loss since June.")
    product_id = ready(case, first, second)
    manager = case.world.actor("manager")

    services.choose_items(product_id=product_id, item_ids=[second], actor=manager, at=case.later())

    released(case, product_id)
    assert WHOLE.encode() not in bytes_of(product_id, case)
    assert b"Weight loss" in bytes_of(product_id, case)


@pytest.mark.parametrize("who", ["social_worker", "coordinator", "police", "business_support", "governance"])
def test_only_a_manager_lets_it_go(case: Case, who: str) -> None:
    product_id = ready(case, given(case))

    with pytest.raises(Refused):
        released(case, product_id, who=who)

    assert released(case, product_id)


def test_what_was_changed_after_the_preview_is_not_released_unseen(case: Case) -> None:
    product_id, manager = ready(case, given(case)), case.world.actor("manager")
    seen = queries.product(product_id, actor=manager).version
    services.write_guidance(product_id=product_id, told=GUIDANCE, actor=manager, at=case.later())

    with pytest.raises(Stale):
        services.send_for_approval(product_id=product_id, actor=manager, at=case.later(), version=seen)

    assert services.send_for_approval(product_id=product_id, actor=manager, at=case.later(), version=seen + 1)


def test_releasing_twice_makes_one_copy_and_one_message_an_address(case: Case) -> None:
    product_id = ready(case, given(case))

    first, second = released(case, product_id), released(case, product_id)

    assert first == second
    assert ReleasedCopy.objects.count() == 1
    assert Event.objects.filter(name="product.released").count() == 1
    to = list(Message.objects.filter(kind="product_released").values_list("to_address", flat=True))
    assert sorted(to) == ["assessment@team.example", "assessor@devon.example"]


def test_starting_twice_goes_on_with_the_same_product(case: Case) -> None:
    decide(case)

    assert composed(case) == composed(case)
    assert Product.objects.count() == 1


def test_what_was_released_or_put_aside_is_not_changed_any_more(case: Case) -> None:
    product_id, manager = ready(case, given(case)), case.world.actor("manager")
    released(case, product_id)

    for attempt in (
        lambda: services.write_guidance(product_id=product_id, told=GUIDANCE, actor=manager, at=case.later()),
        lambda: services.choose_items(product_id=product_id, item_ids=[], actor=manager, at=case.later()),
    ):
        with pytest.raises(RuleBroken) as broken:
            attempt()
        assert broken.value.rule == "products.only_a_draft_changes"
    with pytest.raises(RuleBroken) as put_aside:
        services.abandon(product_id=product_id, actor=manager, at=case.later())
    assert put_aside.value.rule == "product.abandon"


def test_a_product_that_was_put_aside_is_not_released(case: Case) -> None:
    product_id, manager = ready(case, given(case)), case.world.actor("manager")
    services.abandon(product_id=product_id, actor=manager, at=case.later())

    with pytest.raises(RuleBroken) as broken:
        released(case, product_id)

    assert broken.value.rule == "product.approve"
    assert composed(case) != product_id


def test_the_preview_is_what_leaves_and_says_what_stops_it(case: Case) -> None:
    item_id = held(case)
    product_id, manager = ready(case, given(case), item_id), case.world.actor("manager")

    seen = queries.preview(product_id, actor=manager, at=case.later())
    assert [words.agency for words in seen.copy.words] == ["NHS Devon"]
    assert len(seen.stopped_by) == 1
    assert "Devon and Cornwall Police" in seen.stopped_by[0]

    police = case.world.actor("police")
    sealed_services.consent(request_id=request_for(case, item_id), edited_text=None, actor=police, at=case.later())
    seen = queries.preview(product_id, actor=manager, at=case.at)
    released(case, product_id)
    assert seen.stopped_by == ()
    assert to_bytes(seen.copy) == bytes_of(product_id, case)


def test_the_doorbell_carries_a_reference_and_nothing_of_the_case(case: Case, mailoutbox: list[object]) -> None:
    product_id = ready(case, given(case))
    released(case, product_id)

    notification_services.deliver_waiting(hub_id=case.world.hub_id, at=case.later())

    reference = queries.product(product_id, actor=case.world.actor("manager")).reference
    rung = [m for m in mailoutbox if reference in m.subject]  # type: ignore[attr-defined]
    assert rung
    for message in rung:
        said = f"{message.subject} {message.body}"  # type: ignore[attr-defined]
        assert not any(word in said for word in ("Ada", "Wren", "burn", "Tier", "social care"))


@pytest.mark.django_db(transaction=True)
def test_two_people_pressing_release_in_the_same_moment_make_one_copy() -> None:
    case = open_case(devon())
    with case.world.inside():
        product_id = ready(case, given(case))
        for_approval(case, product_id)
        actors = [case.world.actor("operations_manager"), case.world.actor("second_manager")]
    together, at = Barrier(2), case.later()

    def press(actor: Actor) -> UUID:
        try:
            together.wait(timeout=120)
            with case.world.inside():
                return services.approve_and_release(product_id=product_id, actor=actor, at=at)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        copies = list(pool.map(press, actors))

    assert copies[0] == copies[1]
    with case.world.inside():
        assert ReleasedCopy.objects.count() == 1
        assert Event.objects.filter(name="product.released").count() == 1


# --- At the other door ----------------------------------------------------------------------------------------------


def test_the_team_finds_it_unread_opens_it_and_the_hub_sees_when(case: Case, outside_door: Outside) -> None:
    product_id = ready(case, given(case))
    copy_id = released(case, product_id)
    assessor, at = case.world.actor("assessor"), case.later()

    with outside_door():
        [row] = queries.inbox(assessor)
        assert (row.id, row.opened_at) == (copy_id, None)
        view = services.open_copy(copy_id=copy_id, actor=assessor, at=at)
        services.open_copy(copy_id=copy_id, actor=assessor, at=case.later())

    assert view.copy.words[0].text == WHOLE
    seen = queries.product(product_id, actor=case.world.actor("manager"))
    assert (seen.opened_at, seen.opened_by_name) == (at, "Frankie Dunn")
    assert [e.detail["first"] for e in Event.objects.filter(name="product.opened").order_by("at")] == [True, False]


def test_another_team_does_not_learn_that_it_exists(case: Case, outside_door: Outside) -> None:
    copy_id = released(case, ready(case, given(case)))
    other, own = case.world.actor("early_helper"), case.world.actor("assessor")

    with outside_door():
        assert queries.inbox(other) == []
        for attempt in (
            lambda: services.open_copy(copy_id=copy_id, actor=other, at=case.later()),
            lambda: services.acknowledge(copy_id=copy_id, actor=other, at=case.later()),
            lambda: services.report(
                copy_id=copy_id, kind="plan", happened_on=date(2026, 11, 1), words="", actor=other, at=case.later()
            ),
        ):
            with pytest.raises(NotFound):
                attempt()
        assert services.open_copy(copy_id=copy_id, actor=own, at=case.later())


def test_outside_the_database_itself_shows_each_person_the_copies_of_their_own_team_alone(
    case: Case, outside_door: Outside
) -> None:
    copy_id = released(case, ready(case, given(case)))
    own, other = case.world.actor("assessor"), case.world.actor("early_helper")

    with outside_door():
        for user_id, seen in ((other.id, []), (None, []), (own.id, [copy_id])):
            with hub_context.enter(hub_id=case.world.hub_id, user_id=user_id):
                assert list(ReleasedCopy.objects.values_list("id", flat=True)) == seen


@pytest.mark.parametrize("who", ["manager", "police", "administrator", "coordinator"])
def test_nobody_of_the_hub_reads_a_teams_inbox(case: Case, who: str) -> None:
    with pytest.raises(Refused):
        queries.inbox(case.world.actor(who))


def test_the_outside_door_cannot_read_what_the_copy_was_made_from(case: Case, outside_door: Outside) -> None:
    product_id = ready(case, given(case))
    released(case, product_id)

    with outside_door():
        for table in ("products_product", "products_productitem", "decisions_decision", "sealed_item"):
            with pytest.raises(DatabaseError, match="denied"), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"SELECT 1 FROM {table}")


def test_the_team_acknowledges_once_and_whoever_released_it_is_told(case: Case, outside_door: Outside) -> None:
    product_id = ready(case, given(case))
    copy_id, assessor, at = released(case, product_id), case.world.actor("assessor"), case.later()

    with outside_door():
        services.acknowledge(copy_id=copy_id, actor=assessor, at=at)
        services.acknowledge(copy_id=copy_id, actor=assessor, at=case.later())
    services.take_in_reports(hub_id=case.world.hub_id, at=case.later())
    services.take_in_reports(hub_id=case.world.hub_id, at=case.later())

    seen = queries.product(product_id, actor=case.world.actor("manager"))
    assert (seen.acknowledged_at, seen.opened_at) == (at, at)
    rung = Message.objects.filter(kind="product_acknowledged").values_list("to_address", flat=True)
    assert sorted(rung) == ["manager@devon.example", "second_manager@devon.example"]


def test_what_the_team_reports_cannot_be_read_outside_and_is_taken_in_inside(case: Case, outside_door: Outside) -> None:
    product_id = ready(case, given(case))
    copy_id, assessor = released(case, product_id), case.world.actor("assessor")

    with outside_door():
        services.report(
            copy_id=copy_id,
            kind="assessment",
            happened_on=date(2026, 11, 18),
            words="Ada was seen alone at school.",
            actor=assessor,
            at=case.later(),
        )
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            list(TeamReport.objects.values_list("ciphertext"))
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            hub_services.intake_private_key(case.world.hub_id)

    assert services.take_in_reports(hub_id=case.world.hub_id, at=case.later()) == 1
    assert services.take_in_reports(hub_id=case.world.hub_id, at=case.later()) == 0
    [outcome] = queries.product(product_id, actor=case.world.actor("manager")).outcomes
    assert (outcome.kind_label, outcome.words) == ("Assessment started", "Ada was seen alone at school.")
    assert outcome.reported_by_name == "Frankie Dunn"
    assert Message.objects.filter(kind="team_reported", to_address="manager@devon.example").exists()


def test_a_report_says_a_known_thing_of_today_or_before(case: Case, outside_door: Outside) -> None:
    copy_id, assessor = released(case, ready(case, given(case))), case.world.actor("assessor")
    today = case.at.date()

    with outside_door():
        for kind, day in (("holiday", today), ("plan", today + timedelta(days=1))):
            with pytest.raises(RuleBroken):
                services.report(copy_id=copy_id, kind=kind, happened_on=day, words="", actor=assessor, at=case.later())
        assert services.report(
            copy_id=copy_id, kind="plan", happened_on=today, words="", actor=assessor, at=case.later()
        )


def test_a_report_that_cannot_be_read_holds_up_no_other_and_is_not_lost(case: Case, outside_door: Outside) -> None:
    product_id = ready(case, given(case))
    copy_id, assessor = released(case, product_id), case.world.actor("assessor")
    with outside_door():
        TeamReport.objects.create(
            hub_id=case.world.hub_id,
            copy_id=copy_id,
            ciphertext=b"not a letter",
            sent_at=case.later(),
            sent_by=assessor.id,
            sent_by_name=assessor.name,
        )
        services.report(
            copy_id=copy_id, kind="plan", happened_on=case.at.date(), words="", actor=assessor, at=case.later()
        )

    assert services.take_in_reports(hub_id=case.world.hub_id, at=case.later()) == 1

    [failed] = queries.failed_reports(case.world.actor("manager"))
    assert (failed.product_id, failed.sent_by_name) == (product_id, "Frankie Dunn")
    assert "cannot be read" in failed.because
    assert len(queries.product(product_id, actor=case.world.actor("manager")).outcomes) == 1


def test_a_copy_that_was_changed_in_the_database_is_not_shown(case: Case) -> None:
    product_id = ready(case, given(case))
    copy_id = released(case, product_id)
    row = ReleasedCopy.objects.get(id=copy_id)

    *most, last = bytes(row.ciphertext)
    row.ciphertext = bytes([*most, last ^ 1])
    with pytest.raises(Unreadable):
        queries.opened(row)
    row.refresh_from_db()
    row.sha256 = "0" * 64
    with pytest.raises(CopyChanged):
        queries.opened(row)
    row.refresh_from_db()
    assert queries.opened(row).words[0].text == WHOLE


def test_the_outside_door_holds_the_delivery_key_and_no_other(case: Case, outside_door: Outside) -> None:
    copy_id = released(case, ready(case, given(case)))

    with outside_door():
        assert services.open_copy(copy_id=copy_id, actor=case.world.actor("assessor"), at=case.later())
        from openmash.core.keys import ring  # the ring of this door

        with pytest.raises(KeyMissing):
            ring().wrap(f"hub-{case.world.hub_id}", b"x", context="x")


def test_another_hubs_team_does_not_find_it(case: Case, outside_door: Outside) -> None:
    copy_id = released(case, ready(case, given(case)))
    other = devon("kent")

    with other.inside():
        elsewhere = other.actor("assessor")
        with outside_door(), pytest.raises(NotFound):
            services.open_copy(copy_id=copy_id, actor=elsewhere, at=case.later())

    assert decisions(case)
