"""Asking agencies, chasing them and their answers: on PostgreSQL, as the inside door."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from openmash.audit import queries as audit_queries
from openmash.checks import queries, services
from openmash.checks.rules import LateTold, NilTold
from openmash.core.errors import NotFound, Refused, RuleBroken, Stale
from openmash.enquiries import queries as enquiry_queries
from openmash.enquiries import services as enquiry_services
from openmash.notifications import services as notifications
from openmash.sealed import services as sealed_services
from tests.integration.enquiries_case import ADA, BO, MOTHER, asked, decided, opened, view
from tests.world import NOW, World, devon

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=3)
NO_TRACE = NilTold("no_trace", "Records of the last ten years, for all four.")
HANDLES = ("coordinator", "social_worker", "manager", "second_manager", "business_support", "police", "health")


@pytest.fixture
def world() -> Iterator[World]:
    made = devon(people=HANDLES)
    with made.inside():
        yield made


@pytest.fixture
def enquiry_id(world: World) -> UUID:
    return opened(world, ADA, BO, MOTHER)


def broken(rule: str) -> "pytest.RaisesExc[RuleBroken]":
    return pytest.raises(RuleBroken, check=lambda error: error.rule == rule)


def delivered(world: World) -> list[tuple[str, str, str]]:
    """Address, subject and body of everything the outbox held."""
    mail.outbox.clear()
    notifications.deliver_waiting(hub_id=world.hub_id, at=NOW + timedelta(days=30))
    return [(m.to[0], str(m.subject), str(m.body)) for m in mail.outbox]


def test_several_agencies_are_asked_at_once_each_with_a_deadline_inside_the_enquirys(
    world: World, enquiry_id: UUID
) -> None:
    made = services.ask(
        enquiry_id=enquiry_id,
        agency_ids=[world.agencies["police"], world.agencies["health"], world.agencies["police"]],
        question=" What do you know? ",
        actor=world.actor("coordinator"),
        at=NOW,
    )
    assert len(made) == 2
    seen = queries.checks_of(enquiry_id, actor=world.actor("manager"))
    assert [c.agency_name for c in seen] == ["Devon and Cornwall Police", "NHS Devon"]
    assert {c.due_at for c in seen} == {
        datetime(2026, 11, 19, 12, 0, tzinfo=UTC)
    }  # amber: noon of the next working day
    assert {c.question for c in seen} == {"What do you know?"}
    assert "Amber: answer by noon" in seen[0].due_words


def test_the_deadline_follows_the_most_urgent_rating_and_is_never_after_the_decision(world: World) -> None:
    enquiry_id = opened(world, ADA, BO, rating="green")
    ada = view(world, enquiry_id).subjects[0]
    coordinator = world.actor("coordinator")
    enquiry_services.rate(subject_id=ada.id, rating="red", reason="A burn.", actor=coordinator, at=NOW)
    late_ask = NOW + timedelta(hours=3)
    check_id = asked(world, enquiry_id, "police", late_ask)
    seen = queries.check(check_id, actor=coordinator)
    assert seen.due_at == NOW + timedelta(hours=4)  # two hours would be an hour after the decision
    assert "That is after the decision is due" in seen.due_words


def test_people_of_the_agency_are_rung_without_a_name_of_the_family(world: World, enquiry_id: UUID) -> None:
    asked(world, enquiry_id, "police")
    [(to, subject, body)] = delivered(world)
    assert to == "police@devon.example"
    reference = view(world, enquiry_id).reference
    assert reference in subject
    assert "Wren" not in subject + body


def test_a_request_needs_an_agency_a_question_a_rating_and_an_open_enquiry(world: World, enquiry_id: UUID) -> None:
    coordinator, police = world.actor("coordinator"), [world.agencies["police"]]

    def ask(agencies: list[UUID] = police, question: str = "What?", enquiry: UUID = enquiry_id) -> list[UUID]:
        return services.ask(enquiry_id=enquiry, agency_ids=agencies, question=question, actor=coordinator, at=NOW)

    with broken("checks.asks_an_agency"):
        ask(agencies=[])
    with broken("checks.asks_a_question"):
        ask(question="  ")
    with pytest.raises(NotFound):
        ask(enquiry=uuid4())
    with pytest.raises(NotFound):
        ask(agencies=[uuid4()])
    ask()
    with broken("checks.one_open_check_an_agency") as caught:
        ask()
    assert "Devon and Cornwall Police" in caught.value.sentence
    enquiry_services.close(enquiry_id=enquiry_id, actor=decided(world, enquiry_id), at=LATER)
    with broken("checks.enquiry_is_open"):
        ask(agencies=[world.agencies["health"]])


def test_a_virtual_partner_without_an_address_is_not_asked_silently(world: World, enquiry_id: UUID) -> None:
    from openmash.agencies import services as agency_services

    surgery = agency_services.add_agency(
        hub_id=world.hub_id,
        name="Mill Lane Surgery",
        short_name="Surgery",
        kind="gp_surgery",
        co_located=False,
        email="",
    )
    with broken("checks.virtual_partner_has_an_address"):
        services.ask(
            enquiry_id=enquiry_id,
            agency_ids=[surgery],
            question="What?",
            actor=world.actor("coordinator"),
            at=NOW,
        )


def test_who_may_not_ask_chase_or_withdraw_is_refused(world: World, enquiry_id: UUID) -> None:
    check_id = asked(world, enquiry_id, "police")
    for refused in (
        lambda: services.ask(
            enquiry_id=enquiry_id,
            agency_ids=[world.agencies["health"]],
            question="What?",
            actor=world.actor("business_support"),
            at=NOW,
        ),
        lambda: services.chase(check_id=check_id, actor=world.actor("police"), at=NOW),
        lambda: services.withdraw(check_id=check_id, actor=world.actor("business_support"), at=NOW),
    ):
        with pytest.raises(Refused):
            refused()
    services.chase(check_id=check_id, actor=world.actor("business_support"), at=NOW)
    services.withdraw(check_id=check_id, actor=world.actor("coordinator"), at=NOW)


def test_nothing_known_is_a_signed_answer_that_says_what_was_searched(world: World, enquiry_id: UUID) -> None:
    check_id = asked(world, enquiry_id, "police")
    services.answer_nothing(check_id=check_id, nil=NO_TRACE, late=None, actor=world.actor("police"), at=LATER)
    seen = queries.check(check_id, actor=world.actor("manager"))
    assert (seen.state, seen.answered_by_name, seen.answered_at) == ("answered", "Sam Trevail", LATER)
    assert (seen.nil_label, seen.searched) == ("No trace of these people", NO_TRACE.searched)
    assert not seen.late_at(LATER + timedelta(days=9))
    assert queries.last_searched(world.actor("police")) == NO_TRACE.searched
    assert queries.last_searched(world.actor("health")) == ""


def test_only_people_of_the_agency_asked_may_answer(world: World, enquiry_id: UUID) -> None:
    check_id = asked(world, enquiry_id, "police")
    with pytest.raises(Refused, match="Only people of Devon and Cornwall Police may answer"):
        services.answer_nothing(check_id=check_id, nil=NO_TRACE, late=None, actor=world.actor("health"), at=LATER)
    with pytest.raises(Refused, match="may not answer"):
        services.answer_nothing(check_id=check_id, nil=NO_TRACE, late=None, actor=world.actor("coordinator"), at=LATER)


@pytest.mark.parametrize(
    ("nil", "rule"),
    [
        (NilTold("", "Everything"), "checks.nil_return_is_one_of_five"),
        (NilTold("no_trace", " "), "checks.says_what_was_searched"),
        (NilTold("nothing_relevant", ""), "checks.says_what_was_searched"),
        (NilTold("withheld", "Everything", ""), "checks.withheld_says_whom_to_speak_to"),
        (NilTold("withheld", "", "Inspector Grey, 01632 960400"), "checks.says_what_was_searched"),
        (NilTold("not_searched", "", " "), "checks.not_searched_says_why"),
        (NilTold("system_down", "", ""), "checks.says_what_was_searched"),
    ],
)
def test_a_nil_return_that_leaves_out_what_matters_is_refused(
    world: World, enquiry_id: UUID, nil: NilTold, rule: str
) -> None:
    check_id = asked(world, enquiry_id, "police")
    with broken(rule):
        services.answer_nothing(check_id=check_id, nil=nil, late=None, actor=world.actor("police"), at=LATER)
    assert queries.check(check_id, actor=world.actor("police")).waiting


@pytest.mark.parametrize(
    "nil",
    [
        NilTold("nothing_relevant", "National database"),
        NilTold("withheld", "National database", "Inspector Grey, 01632 960400"),
        NilTold("not_searched", "", "Not our area: they live in Somerset."),
        NilTold("system_down", "National database, down since nine"),
    ],
)
def test_each_kind_of_nil_return_is_taken_when_it_says_what_matters(
    world: World, enquiry_id: UUID, nil: NilTold
) -> None:
    check_id = asked(world, enquiry_id, "police")
    services.answer_nothing(check_id=check_id, nil=nil, late=None, actor=world.actor("police"), at=LATER)
    assert queries.check(check_id, actor=world.actor("police")).nil_return == nil.nil_return


def test_an_answer_is_given_once(world: World, enquiry_id: UUID) -> None:
    check_id = asked(world, enquiry_id, "police")
    police = world.actor("police")
    with pytest.raises(Stale):
        services.answer_nothing(check_id=check_id, nil=NO_TRACE, late=None, actor=police, at=LATER, version=9)
    services.answer_nothing(check_id=check_id, nil=NO_TRACE, late=None, actor=police, at=LATER, version=1)
    with broken("check.answer"):
        services.answer_nothing(check_id=check_id, nil=NO_TRACE, late=None, actor=police, at=LATER)


def test_asking_once_more_is_a_new_request_and_the_first_answer_stays(world: World, enquiry_id: UUID) -> None:
    check_id = asked(world, enquiry_id, "police")
    services.answer_nothing(check_id=check_id, nil=NO_TRACE, late=None, actor=world.actor("police"), at=LATER)
    again = sealed_services.ask_agency_again(
        check_id=check_id, question="And under the name Marsh?", actor=world.actor("manager"), at=LATER
    )
    seen = {c.id: c for c in queries.checks_of(enquiry_id, actor=world.actor("manager"))}
    assert seen[check_id].searched == NO_TRACE.searched
    assert seen[again].waiting


def test_an_answer_after_the_decision_cannot_be_filed_silently(world: World, enquiry_id: UUID) -> None:
    check_id = asked(world, enquiry_id, "police")
    decided(world, enquiry_id)
    police = world.actor("police")
    for late in (None, LateTold("perhaps")):
        with broken("checks.late_answer_says_its_effect"):
            services.answer_nothing(check_id=check_id, nil=NO_TRACE, late=late, actor=police, at=LATER)
    with broken("checks.late_effect_says_why"):
        services.answer_nothing(check_id=check_id, nil=NO_TRACE, late=LateTold("yes"), actor=police, at=LATER)
    delivered(world)
    services.answer_nothing(check_id=check_id, nil=NO_TRACE, late=LateTold("no"), actor=police, at=LATER)
    assert queries.check(check_id, actor=police).late_effect == "no"
    assert delivered(world) == []


@pytest.mark.parametrize("effect", ["yes", "unsure"])
def test_a_late_answer_that_may_matter_rings_those_who_decide(world: World, enquiry_id: UUID, effect: str) -> None:
    check_id = asked(world, enquiry_id, "police")
    decided(world, enquiry_id)
    delivered(world)
    services.mark_answered(
        check_id=check_id,
        item_count=2,
        searched="National database",
        late=LateTold(effect, "He is on bail for an assault."),
        actor=world.actor("police"),
        at=LATER,
    )
    rung = delivered(world)
    assert sorted(to for to, _, _ in rung) == ["manager@devon.example", "second_manager@devon.example"]
    assert all("bail" not in subject + body for _, subject, body in rung)
    assert queries.check(check_id, actor=world.actor("manager")).late_effect == effect


def test_before_a_decision_nothing_is_asked_or_kept_about_lateness(world: World, enquiry_id: UUID) -> None:
    check_id = asked(world, enquiry_id, "police")
    services.mark_answered(
        check_id=check_id,
        item_count=1,
        searched="All",
        late=LateTold("yes", "It matters."),
        actor=world.actor("police"),
        at=LATER,
    )
    seen = queries.check(check_id, actor=world.actor("manager"))
    assert (seen.item_count, seen.late_effect) == (1, "")


def test_items_too_say_what_was_searched(world: World, enquiry_id: UUID) -> None:
    check_id = asked(world, enquiry_id, "police")
    with broken("checks.says_what_was_searched"):
        services.mark_answered(
            check_id=check_id, item_count=1, searched=" ", late=None, actor=world.actor("police"), at=LATER
        )


def test_chasing_is_written_down_and_rings_the_agency(world: World, enquiry_id: UUID) -> None:
    check_id = asked(world, enquiry_id, "police")
    delivered(world)
    services.chase(check_id=check_id, actor=world.actor("business_support"), at=LATER)
    assert queries.check(check_id, actor=world.actor("manager")).chased_at == LATER
    assert [to for to, _, _ in delivered(world)] == ["police@devon.example"]
    services.withdraw(check_id=check_id, actor=world.actor("coordinator"), at=LATER)
    with broken("checks.chases_an_open_check"):
        services.chase(check_id=check_id, actor=world.actor("business_support"), at=LATER)
    events = audit_queries.of_enquiry(enquiry_id, actor=world.actor("manager"))
    assert {e.name for e in events if e.at == LATER} == {"check.chased", "check.withdrawn"}


def test_who_is_late_is_computed_and_an_agency_sees_what_waits_for_it(world: World, enquiry_id: UUID) -> None:
    check_id = asked(world, enquiry_id, "police")
    asked(world, enquiry_id, "health")
    manager, due = world.actor("manager"), datetime(2026, 11, 19, 12, 0, tzinfo=UTC)
    assert queries.late(manager, due) == []
    assert len(queries.late(manager, due + timedelta(seconds=1))) == 2
    police = world.agencies["police"]
    [row] = queries.waiting_at(police, actor=world.actor("police"))
    assert (row.id, row.family, row.enquiry_reference) == (
        check_id,
        "Ada and Bo Wren",
        view(world, enquiry_id).reference,
    )
    services.answer_nothing(check_id=check_id, nil=NO_TRACE, late=None, actor=world.actor("police"), at=LATER)
    assert queries.waiting_at(police, actor=world.actor("police")) == []
    assert [a.short_name for a in queries.agencies_to_ask(enquiry_id, actor=manager) if a.kind == "health"] == []


def test_lists_of_requests_take_the_same_number_of_statements_however_many_there_are(world: World) -> None:
    manager = world.actor("manager")

    def statements(enquiry_id: UUID) -> tuple[int, int, int]:
        counts = []
        for look in (
            lambda: queries.checks_of(enquiry_id, actor=manager),
            lambda: queries.late(manager, NOW + timedelta(days=9)),
            lambda: queries.waiting_at(world.agencies["police"], actor=world.actor("police")),
        ):
            with CaptureQueriesContext(connection) as captured:
                look()
            counts.append(len(captured))
        return counts[0], counts[1], counts[2]

    first = opened(world, ADA)
    asked(world, first, "police")
    statements(first)  # what is read once for as long as a page lasts is read here
    one = statements(first)
    for _ in range(2):
        more = opened(world, BO)
        for agency in ("police", "health", "education", "school"):
            asked(world, more, agency)
    assert statements(more) == one


def test_the_enquirys_own_hub_alone_sees_its_requests(world: World, enquiry_id: UUID) -> None:
    check_id = asked(world, enquiry_id, "police")
    other = devon("cornwall", people=("manager", "police"))
    with other.inside(), pytest.raises(NotFound):
        queries.check(check_id, actor=other.actor("manager"))
    assert enquiry_queries.any_decided(enquiry_id, actor=world.actor("manager")) is False


def test_another_agency_asked_takes_one_statement_more_which_rings_at_its_people(world: World) -> None:
    def statements(*agencies: str) -> int:
        enquiry_id, agency_ids = opened(world, ADA), [world.agencies[agency] for agency in agencies]
        with CaptureQueriesContext(connection) as captured:
            services.ask(
                enquiry_id=enquiry_id,
                agency_ids=agency_ids,
                question="What do you know of this family?",
                actor=world.actor("coordinator"),
                at=NOW,
            )
        return len(captured)

    statements("police")  # what is read once is read here
    assert statements("police", "health") == statements("police") + 1
