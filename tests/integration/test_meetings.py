"""Meetings called, written down and closed, as the inside door's database role."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from openmash.audit.models import Event
from openmash.core.errors import NotFound, Refused, RuleBroken, Stale
from openmash.enquiries import queries as enquiry_queries
from openmash.enquiries import services as enquiry_services
from openmash.exclusions import services as exclusion_services
from openmash.exclusions.errors import KeptOut
from openmash.meetings import queries, services
from openmash.meetings.models import AgencyStatement
from openmash.meetings.rules import ActionTold, AttendanceTold, CaseTold, RecordTold
from openmash.meetings.services import Sitting
from openmash.notifications.models import Message
from tests.handed_on import decide
from tests.meetings import DECISION, MINUTES, Table
from tests.rooms import Case, open_case
from tests.world import NOW, World, devon

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Iterator[Case]:
    world = devon()
    case = open_case(world)
    with world.inside():
        yield case


@pytest.fixture
def sandwell() -> Iterator[Case]:
    world = devon("sandwell", operating_model="sandwell")
    case = open_case(world)
    with world.inside():
        yield case


@pytest.fixture
def bury() -> Iterator[Case]:
    world = devon("bury", operating_model="bury")
    case = open_case(world, by="social_worker")
    with world.inside():
        yield case


def rule_broken(act: object, **told: object) -> str:
    """The rule that refuses."""
    with pytest.raises(RuleBroken) as broken, transaction.atomic():
        act(**told)  # type: ignore[operator]
    return broken.value.rule


def keep_out(case: Case, who: str) -> None:
    """A colleague says that they know the family."""
    actor = case.world.actor(who)
    exclusion_services.declare(
        user_id=actor.id, enquiry_id=case.enquiry_id, ground="relative", actor=actor, at=case.later()
    )


# --- Calling ----------------------------------------------------------------------------------------------------------


def test_a_meeting_is_called_and_its_agencies_are_rung_without_a_word_of_the_case(case: Case) -> None:
    table = Table.called(case)

    seen = table.seen_by("police")
    assert (seen.label, seen.state, seen.chair_name) == ("Strategy discussion", "planned", "Pat Holloway")
    assert {each.agency_name for each in seen.attendance} == {"Council", "Police", "Health"}
    assert [line.family for line in seen.cases] == ["Ada Wren"]
    rung = set(Message.objects.filter(kind="meeting_called").values_list("to_address", flat=True))
    assert {"police@devon.example", "health@devon.example", "manager@devon.example"} <= rung
    assert "education@devon.example" not in rung
    assert Event.objects.get(name="meeting.convened").enquiry_id == case.enquiry_id


def test_an_organisation_outside_the_room_is_told_that_somebody_will_ring(case: Case) -> None:
    Table.called(case, agencies=("council", "police", "health", "school"))

    assert [each.to_address for each in Message.objects.filter(kind="meeting_link")] == ["office@school.example"]


@pytest.mark.parametrize("who", ["police", "health", "governance", "administrator"])
def test_whoever_neither_coordinates_nor_weighs_calls_no_meeting(case: Case, who: str) -> None:
    with pytest.raises(Refused):
        Table.called(case, by=who)

    assert Table.called(case, by="business_support")


def test_only_the_hub_s_own_meetings_and_the_statutory_ones_are_called(case: Case) -> None:
    assert rule_broken(Table.called, case=case, code="mash_meeting") == "meetings.meeting_is_the_hubs"
    assert rule_broken(Table.called, case=case, code="daily_meeting") == "meetings.meeting_is_the_hubs"

    assert Table.called(case, "conference")


def test_one_of_a_kind_is_planned_at_a_time(case: Case) -> None:
    first = Table.called(case)
    assert rule_broken(Table.called, case=case) == "meetings.one_planned_at_a_time"

    services.cancel(meeting_id=first.meeting_id, reason="moved", actor=case.world.actor("coordinator"), at=case.later())
    assert Table.called(case)


def test_it_is_chaired_by_one_of_those_whom_the_model_names(case: Case) -> None:
    assert rule_broken(Table.called, case=case, chair="police") == "meetings.chair_may_chair"
    assert rule_broken(Table.called, case=case, chair="coordinator") == "meetings.chair_may_chair"

    assert Table.called(case, chair="second_manager")


def test_it_begins_after_the_concern_came_in_and_on_a_likely_day(case: Case) -> None:
    early, late = NOW - timedelta(minutes=1), NOW + timedelta(days=91)
    assert rule_broken(Table.called, case=case, starts_at=early) == "meetings.starts_after_the_referral"
    assert rule_broken(Table.called, case=case, starts_at=late) == "meetings.starts_at_a_likely_time"

    assert Table.called(case, starts_at=NOW + timedelta(days=1))


def test_a_meeting_that_is_called_off_says_why_and_rings_those_invited(case: Case) -> None:
    table = Table.called(case)
    actor = case.world.actor("coordinator")
    assert (
        rule_broken(services.cancel, meeting_id=table.meeting_id, reason="", actor=actor, at=case.later())
        == "meetings.cancelled_with_a_reason"
    )

    services.cancel(meeting_id=table.meeting_id, reason="not_needed", actor=actor, at=case.later())

    assert table.seen_by("police").cancelled_because == "It is no longer needed"
    assert Message.objects.filter(kind="meeting_cancelled", to_address="police@devon.example").exists()
    assert rule_broken(table.came) == "meetings.still_planned"


# --- Writing it down --------------------------------------------------------------------------------------------------


def test_what_is_said_is_sealed_and_read_on_the_log(case: Case) -> None:
    table = Table.called(case)
    table.says("health", "The bruises are of different ages.", by="health")
    table.write()

    with connection.cursor() as cursor:
        cursor.execute("SELECT ciphertext FROM sealed_sealedtext")
        assert not any(b"bruises" in bytes(row[0]) for row in cursor.fetchall())
    actor, line = case.world.actor("police"), table.line()
    opened = queries.opened(table.meeting_id, line.id, actor=actor, at=case.later())
    assert [each.words for each in opened.statements] == ["The bruises are of different ages."]
    assert opened.record
    assert (opened.record.minutes, opened.record.decision) == (MINUTES, DECISION)
    assert Event.objects.filter(name="text.read", actor_id=actor.id).count() == 2


def test_whoever_does_not_enter_the_room_reads_none_of_it(case: Case) -> None:
    table = Table.called(case)
    table.write()
    line = table.line("business_support")
    assert line.result == "section_47_joint"

    for who in ("coordinator", "business_support"):
        with pytest.raises(Refused):
            queries.opened(table.meeting_id, line.id, actor=case.world.actor(who), at=case.later())

    assert queries.opened(table.meeting_id, line.id, actor=case.world.actor("manager"), at=case.later()).record


def test_an_agency_speaks_for_itself_and_the_chair_takes_down_what_others_say(case: Case) -> None:
    table = Table.called(case)
    with pytest.raises(Refused):
        table.says("health", "We know nothing.", by="police")

    table.says("health", "We know nothing.", by="health")
    table.says("police", "Two calls since June.", by="manager")
    table.says("health", "We have found something after all.", by="health")

    opened = queries.opened(table.meeting_id, table.line().id, actor=case.world.actor("manager"), at=case.later())
    said = {each.agency_name: (each.words, each.taken_down) for each in opened.statements}
    assert said == {
        "Health": ("We have found something after all.", False),
        "Police": ("Two calls since June.", True),
    }
    assert AgencyStatement.objects.count() == 3


def test_nothing_that_was_said_is_ever_changed(case: Case) -> None:
    table = Table.called(case)
    table.says("health", "We know nothing.", by="health")

    with pytest.raises(DatabaseError), transaction.atomic():
        AgencyStatement.objects.update(taken_down=True)


def test_attendance_says_how_and_who(case: Case) -> None:
    table = Table.called(case)
    assert rule_broken(table.came, how="pigeon") == "meetings.way_is_the_meetings"
    assert rule_broken(table.came, who_came=" ") == "meetings.who_came_is_named"

    table.came("police", how="video")
    table.came("health", how="apologies", who_came="")

    seen = {each.agency_name: (each.how_words, each.present) for each in table.seen_by("health").attendance}
    assert seen == {"Council": ("", False), "Police": ("By video", True), "Health": ("Sent apologies", False)}


def test_a_record_is_not_written_over_unseen_and_can_be_put_right(case: Case) -> None:
    table = Table.called(case)
    table.write(number=0)
    with pytest.raises(Stale):
        table.write(number=0)

    table.write(number=1, result="assessment")

    assert (table.line().number, table.line().result_label[:27]) == (2, "No section 47 enquiry: asse")


def test_only_the_chair_or_whoever_takes_the_minutes_writes(case: Case) -> None:
    table = Table.called(case)
    for who in ("police", "business_support"):
        with pytest.raises(Refused):
            table.write(by=who)

    table.write(by="social_worker")


def test_an_action_is_somebody_s_by_a_time_and_is_done_once(case: Case) -> None:
    table = Table.called(case)
    assert rule_broken(table.asks, agency="police", words=" ") == "meetings.action_says_what"
    assert rule_broken(table.asks, agency="police", words="Visit", hours=-1) == "meetings.action_is_due_later"
    assert (
        rule_broken(table.asks, agency="police", words="Visit", owner="health")
        == "meetings.action_owner_is_of_the_agency"
    )
    action_id = table.asks("police", "Visit before eight.", owner="police")
    assert [each.agency_name for each in queries.open_actions(actor=case.world.actor("manager"))] == ["Police"]
    assert Message.objects.get(kind="meeting_action").to_address == "police@devon.example"

    with pytest.raises(Refused):
        services.complete_action(action_id=action_id, actor=case.world.actor("health"), at=case.later())
    services.complete_action(action_id=action_id, actor=case.world.actor("police"), at=case.later())

    assert queries.open_actions(actor=case.world.actor("manager")) == []
    done = {"action_id": action_id, "actor": case.world.actor("police"), "at": case.later()}
    assert rule_broken(services.complete_action, **done) == "meetings.action_is_open"


# --- Closing ----------------------------------------------------------------------------------------------------------


def test_a_meeting_with_its_quorum_and_its_record_is_held(case: Case) -> None:
    table = Table.called(case).held()

    seen = table.seen_by("police")
    assert (seen.state, seen.held_by_name, seen.without_quorum) == ("held", "Pat Holloway", "")
    assert Event.objects.get(name="meeting.held").detail["present"] == 3


def test_it_is_not_held_before_it_is_written_down(case: Case) -> None:
    table = Table.called(case)
    assert rule_broken(table.hold) == "meetings.attendance_is_noted"
    table.came()
    assert rule_broken(table.hold) == "meetings.each_case_is_recorded"

    table.write()
    table.hold()


def test_without_its_quorum_it_is_held_with_the_reason_and_not_otherwise(case: Case) -> None:
    table = Table.called(case)
    table.came("council", "police")
    table.came("health", how="absent", who_came="")
    table.write()
    assert rule_broken(table.hold) == "meetings.quorum"
    assert rule_broken(table.hold, without="it rained") == "meetings.reason_without_quorum"

    table.hold(without="cannot_wait")

    assert table.seen_by("manager").without_quorum == "The child's or adult's safety cannot wait for them"


def test_a_reason_is_not_kept_where_there_was_a_quorum(case: Case) -> None:
    table = Table.called(case)
    table.came()
    table.write()
    table.hold(without="cannot_wait")

    assert table.seen_by("manager").without_quorum == ""


def test_it_is_closed_by_the_chair_or_a_manager(case: Case) -> None:
    table = Table.called(case)
    table.came()
    table.write()
    with pytest.raises(Refused):
        table.hold(by="social_worker")

    table.hold(by="second_manager")


def test_it_is_not_held_before_its_time(case: Case) -> None:
    table = Table.called(case, starts_at=NOW + timedelta(hours=3))
    table.came()
    table.write()
    assert rule_broken(table.hold) == "meetings.has_begun"

    case.at = NOW + timedelta(hours=2)
    table.hold()


def test_the_conference_is_due_fifteen_working_days_after_the_strategy_discussion(case: Case) -> None:
    Table.called(case).held()

    conference = Table.called(case, "conference", starts_at=NOW + timedelta(days=20))

    due = conference.line().due_at
    assert due
    assert f"{due:%Y-%m-%d}" == "2026-12-09"
    assert "Strategy discussion held Wednesday 18 November 2026" in conference.line().due_words
    [line, _] = queries.meetings_of(case.enquiry_id, actor=case.world.actor("manager"))
    assert line.on_time is True


def test_one_page_is_kept_whole_or_not_at_all(case: Case) -> None:
    table = Table.called(case)
    line, council, police = table.line(), case.world.agencies["council"], case.world.agencies["police"]
    told = Sitting(
        attendance=[AttendanceTold(council, "room", "Pat"), AttendanceTold(police, "phone", "")],
        cases={line.id: CaseTold(record=RecordTold(MINUTES, "assessment", DECISION), views={police: "Two calls."})},
    )
    about = {"meeting_id": table.meeting_id, "actor": case.world.actor("manager"), "at": case.later()}
    assert rule_broken(services.write_down, told=told, **about) == "meetings.who_came_is_named"
    assert table.line().result == ""

    whole = Sitting(
        attendance=[AttendanceTold(council, "room", "Pat"), AttendanceTold(police, "phone", "Sam")],
        cases={
            line.id: CaseTold(
                record=RecordTold(MINUTES, "assessment", DECISION),
                views={police: "Two calls."},
                actions=(ActionTold("Visit.", police, case.at + timedelta(hours=4)),),
            )
        },
    )
    services.write_down(told=whole, **about)  # type: ignore[arg-type]
    assert (table.line().result, table.line().actions, table.line().said) == ("assessment", 1, {police})


# --- Sandwell: a meeting chaired by the responsible social worker, and a second rating --------------------------------


def test_sandwell_rates_everybody_a_second_time_before_its_meeting_is_closed(sandwell: Case) -> None:
    table = Table.called(sandwell, "mash_meeting", chair="social_worker")
    table.came()
    table.write(result="decide_now")
    assert rule_broken(table.hold) == "meetings.everybody_is_rated_again"

    table.rates("red")
    table.hold()

    [child] = enquiry_queries.enquiry(sandwell.enquiry_id, actor=sandwell.world.actor("manager")).subjects
    assert [each.rating for each in child.ratings] == ["amber", "red"]
    assert "MASH meeting: second rating, chaired by Kit Marlow" in child.ratings[-1].reason
    assert "housing" not in child.ratings[-1].reason


def test_a_rating_that_the_meeting_confirms_leaves_the_clock_as_it_was(sandwell: Case) -> None:
    table = Table.called(sandwell, "mash_meeting", chair="social_worker")
    table.rates("amber")
    assert rule_broken(table.rates, rating="red") == "meetings.rated_again_once"

    [child] = enquiry_queries.enquiry(sandwell.enquiry_id, actor=sandwell.world.actor("manager")).subjects
    assert len(child.ratings) == 1
    opened = queries.opened(
        table.meeting_id, table.line().id, actor=sandwell.world.actor("manager"), at=sandwell.later()
    )
    assert [(each.before, each.rating) for each in opened.ratings] == [("amber", "amber")]


def test_a_meeting_that_gives_no_second_rating_refuses_one(case: Case) -> None:
    table = Table.called(case)
    assert rule_broken(table.rates, rating="red") == "meetings.rates_again"


def test_whoever_is_decided_about_is_rated_no_more(sandwell: Case) -> None:
    table = Table.called(sandwell, "mash_meeting", chair="social_worker")
    decide(sandwell, level="level_3", outcome="assessment")

    assert rule_broken(table.rates, rating="red") == "meetings.rated_before_decision"


def test_amber_has_a_day_for_its_meeting_and_green_comes_to_none(sandwell: Case) -> None:
    table = Table.called(sandwell, "mash_meeting", chair="social_worker")
    assert table.line().due_at == NOW + timedelta(hours=24)
    table.rates("green")
    services.cancel(
        meeting_id=table.meeting_id, reason="moved", actor=sandwell.world.actor("coordinator"), at=sandwell.later()
    )

    told = {"case": sandwell, "code": "mash_meeting", "chair": "social_worker"}
    assert rule_broken(Table.called, **told) == "meetings.rating_comes_to_it"


def test_whoever_holds_the_case_chairs_it(sandwell: Case) -> None:
    manager = sandwell.world.actor("manager")
    holder = sandwell.world.people["second_manager"]
    enquiry_services.allocate(enquiry_id=sandwell.enquiry_id, holder_id=holder, actor=manager, at=sandwell.later())
    told = {"case": sandwell, "code": "mash_meeting", "chair": "social_worker"}
    assert rule_broken(Table.called, **told) == "meetings.chair_may_chair"

    assert Table.called(sandwell, "mash_meeting", chair="second_manager")


def test_a_face_to_face_discussion_takes_nobody_by_telephone(sandwell: Case) -> None:
    table = Table.called(sandwell)
    assert rule_broken(table.came, how="phone") == "meetings.way_is_the_meetings"

    table.came()


# --- Bury: a meeting over the red and amber of the day ----------------------------------------------------------------


def test_the_daily_meeting_goes_through_the_open_red_and_amber_cases(bury: Case) -> None:
    table = Table.over_the_day(bury)
    assert [line.family for line in table.seen_by("manager").cases] == ["Ada Wren"]
    other = open_case(bury.world, family="Marsh", at=bury.at, by="social_worker")
    assert queries.not_on_the_agenda(table.meeting_id, actor=bury.world.actor("manager")) == 1

    added = services.bring_up_to_date(
        meeting_id=table.meeting_id, actor=bury.world.actor("coordinator"), at=bury.later()
    )

    assert added == 1
    assert {line.enquiry_id for line in table.seen_by("manager").cases} == {bury.enquiry_id, other.enquiry_id}


def test_a_green_case_is_on_the_agenda_only_if_somebody_puts_it_there(bury: Case) -> None:
    actor = bury.world.actor("manager")
    [child] = enquiry_queries.enquiry(bury.enquiry_id, actor=actor).subjects
    other = open_case(bury.world, family="Marsh", at=bury.at, by="social_worker")
    enquiry_services.rate(subject_id=child.id, rating="green", reason="Safe now", actor=actor, at=bury.later())

    table = Table.over_the_day(bury)
    assert [line.enquiry_id for line in table.seen_by("manager").cases] == [other.enquiry_id]

    services.put_on_agenda(meeting_id=table.meeting_id, enquiry_id=bury.enquiry_id, actor=actor, at=bury.later())
    assert len(table.seen_by("manager").cases) == 2


def test_a_case_that_was_not_reached_says_only_that(bury: Case) -> None:
    open_case(bury.world, family="Marsh", at=bury.at, by="social_worker")
    table = Table.over_the_day(bury)
    table.came()
    first, second = table.seen_by("manager").cases
    table.write(case_id=first.id, result="strategy_meeting")
    assert rule_broken(table.hold) == "meetings.each_case_is_recorded"

    table.write(case_id=second.id, result="not_reached", minutes="", decision="")
    table.hold()

    assert table.seen_by("manager").state == "held"


def test_without_a_red_or_amber_case_there_is_no_daily_meeting(bury: Case) -> None:
    decide(bury, level="level_3", outcome="social_care")
    assert rule_broken(Table.over_the_day, case=bury) == "meetings.agenda_has_cases"


def test_nobody_finds_a_meeting_of_another_hub(case: Case) -> None:
    table = Table.called(case)
    elsewhere = devon("somerset")
    with elsewhere.inside(), pytest.raises(NotFound):
        queries.meeting(table.meeting_id, actor=elsewhere.actor("manager"))

    with case.world.inside():
        assert table.seen_by("manager")


# --- Whoever is kept out ----------------------------------------------------------------------------------------------


def test_whoever_is_kept_out_of_the_case_finds_nothing_of_its_meeting(case: Case) -> None:
    table = Table.called(case)
    line = table.line()
    keep_out(case, "police")
    actor = case.world.actor("police")

    assert queries.coming(actor=actor) == []
    for look in (
        lambda: queries.meeting(table.meeting_id, actor=actor),
        lambda: queries.opened(table.meeting_id, line.id, actor=actor, at=case.later()),
        lambda: queries.meetings_of(case.enquiry_id, actor=actor),
        lambda: table.says("police", "We know them.", by="police"),
    ):
        with pytest.raises(KeptOut):
            look()

    assert len(queries.coming(actor=case.world.actor("health"))) == 1


def test_on_an_agenda_they_see_the_other_cases_and_close_the_meeting_without_it(bury: Case) -> None:
    other = open_case(bury.world, family="Marsh", at=bury.at, by="social_worker")
    keep_out(bury, "manager")
    table = Table.over_the_day(bury)

    [line] = table.seen_by("manager").cases
    assert line.enquiry_id == other.enquiry_id
    assert [each.cases for each in queries.coming(actor=bury.world.actor("manager"))] == [1]
    assert len(table.seen_by("second_manager").cases) == 2

    table.came()
    table.write(case_id=line.id, result="go_on")
    table.hold()
    assert table.seen_by("second_manager").state == "held"


def test_whoever_is_kept_out_does_not_chair_and_whoever_asks_is_not_told_why(case: Case) -> None:
    keep_out(case, "second_manager")
    with pytest.raises(RuleBroken) as broken, transaction.atomic():
        Table.called(case, chair="second_manager")

    assert broken.value.rule == "meetings.chair_may_chair"
    assert broken.value.sentence == "Select one of the colleagues listed: this meeting is chaired by one of them."
    assert Table.called(case)


def test_an_action_about_their_case_is_in_no_list_of_theirs(case: Case) -> None:
    table = Table.called(case)
    table.asks("police", "Visit before eight.")
    keep_out(case, "police")

    assert queries.open_actions(actor=case.world.actor("police")) == []
    assert len(queries.open_actions(actor=case.world.actor("health"))) == 1


def test_nobody_is_given_an_action_about_a_case_that_they_are_kept_out_of_and_nobody_is_told_why(case: Case) -> None:
    table = Table.called(case)
    keep_out(case, "police")
    with pytest.raises(RuleBroken) as broken, transaction.atomic():
        table.asks("police", "Visit before eight.", owner="police")

    assert broken.value.rule == "meetings.action_owner_is_of_the_agency"
    assert broken.value.sentence.startswith("Select a colleague of ")
    assert table.asks("health", "Ring the GP.", owner="health")
    assert table.asks("police", "Visit before eight."), "the agency itself is asked; somebody else of it goes"


# --- Counting and keeping ---------------------------------------------------------------------------------------------


def test_birmingham_counts_invitations_criteria_attendance_and_time() -> None:
    world = devon("birmingham", operating_model="birmingham")
    first, second = (_rated(world, family) for family in ("Wren", "Marsh"))
    with world.inside():
        for case, criterion, how in ((first, "criminal_activity", "room"), (second, "none_met", "apologies")):
            Table.called(case, agencies=("council", "police")).held()
            conference = Table.called(case, "conference", agencies=("council", "police"))
            conference.came("council")
            conference.came("police", how=how, criterion=criterion, who_came="DS Penrose" if how == "room" else "")
            conference.write(result="protection_plan")
            conference.hold()

        rows = queries.invitations(
            since=NOW - timedelta(days=1), until=NOW + timedelta(days=1), actor=world.actor("operations_manager")
        )

    police = next(row for row in rows if (row.code, row.agency_name) == ("conference", "Police"))
    assert (police.month, police.invited, police.looked, police.met, police.attended) == ("2026-11", 2, 2, 1, 1)
    assert (police.timed, police.in_time) == (2, 2)


def _rated(world: World, family: str) -> Case:
    return open_case(world, family=family, rating="section_47", by="social_worker")


def test_an_agency_s_criterion_is_one_of_its_own() -> None:
    world = devon("birmingham", operating_model="birmingham")
    case = _rated(world, "Wren")
    with world.inside():
        conference = Table.called(case, "conference", agencies=("council", "police"))
        told = {"how": "room", "criterion": "criminal_activity"}
        assert rule_broken(lambda: conference.came("council", **told)) == "meetings.criterion_is_the_agencys"

        conference.came("police", **told)


def test_when_its_time_is_over_names_and_places_go_and_what_was_said_is_shut(case: Case) -> None:
    table = Table.called(case).held()
    services.erase(enquiry_id=case.enquiry_id, actor=case.world.actor("governance"), at=case.later())

    seen = table.seen_by("manager")
    assert seen.place == ""
    assert {each.who_came for each in seen.attendance} == {""}
    assert seen.state == "held"
