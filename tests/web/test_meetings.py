"""The pages of meetings: called from the case, written down on one page, closed; an agenda by rating."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from html import unescape

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from openmash.audit.models import Event
from openmash.exclusions import services as exclusion_services
from openmash.hubs.rules import load
from openmash.meetings import queries
from openmash.meetings.models import Meeting
from openmash.web.inside.meetings import pages
from tests.meetings import DECISION, MINUTES, Table
from tests.rooms import Case, open_case
from tests.web import page_reading
from tests.world import NOW, devon, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_ten(monkeypatch: pytest.MonkeyPatch) -> None:
    """The screens stand at half an hour after the case came in."""
    monkeypatch.setattr("openmash.core.clock.now", lambda: NOW + timedelta(minutes=30))
    cache.clear()


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


def sound(html: str) -> str:
    """The page, once it is fit for a screen reader."""
    page_reading.whole(html)
    return unescape(html)


def page(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, answer.content[:500]
    return sound(answer.content.decode())


def called(case: Case, **other: object) -> dict[str, object]:
    """What a coordinator sends when they change nothing but what is asked for."""
    day = NOW + timedelta(minutes=45)
    return {
        "code": "strategy_discussion",
        "starts_on_day": str(day.day),
        "starts_on_month": str(day.month),
        "starts_on_year": str(day.year),
        "starts_on_time": f"{day:%H:%M}",
        "minutes_long": "30",
        "place": "Room 2",
        "chair": str(case.world.people["manager"]),
        "agencies": [str(case.world.agencies[each]) for each in ("council", "police", "health")],
    } | other


def seated(table: Table, **other: str) -> dict[str, str]:
    """What the chair sends: everybody came, and it is written down."""
    sent = {"version": "1", "number": "0", "minutes": MINUTES, "result": "section_47_joint", "decision": DECISION}
    for number, each in enumerate(table.seen_by("manager").attendance):
        sent[f"attendance-{number}-how"] = "room"
        sent[f"attendance-{number}-who_came"] = f"Somebody of {each.agency_name}"
    return sent | other


def save_url(table: Table) -> str:
    return reverse("meetings:save", args=[table.meeting_id, table.line().id])


# --- Calling ----------------------------------------------------------------------------------------------------------


def test_a_meeting_is_called_in_three_clicks_from_the_case(client: Client, case: Case) -> None:
    coordinator = sign_in(client, case.world, "coordinator")
    html = page(coordinator, reverse("enquiries:case", args=[case.enquiry_id]))
    url = reverse("meetings:convene", args=[case.enquiry_id])
    assert f'href="{url}"' in html  # the first click

    form = page(coordinator, url)
    assert "Strategy discussion" in form
    assert 'value="In the hub"' in form
    answer = coordinator.post(url, called(case))  # choosing the meeting, and sending it

    meeting = Meeting.objects.get()
    assert answer["Location"] == reverse("meetings:meeting", args=[meeting.id])
    assert meeting.place == "Room 2"


def test_the_form_is_filled_in_for_what_the_rating_asks_for(client: Client, sandwell: Case) -> None:
    form = page(
        sign_in(client, sandwell.world, "social_worker"), reverse("meetings:convene", args=[sandwell.enquiry_id])
    )

    first = form[form.index('name="code"') :]
    assert first.index("mash_meeting") < first.index("strategy_discussion")
    assert f'value="{sandwell.world.people["social_worker"]}" selected' in form
    assert 'value="10:45"' in form


def test_what_was_typed_stays_and_a_sentence_stands_beside_the_field(client: Client, case: Case) -> None:
    url = reverse("meetings:convene", args=[case.enquiry_id])
    coordinator = sign_in(client, case.world, "coordinator")

    html = sound(coordinator.post(url, called(case, starts_on_year="2031", place="Round the corner")).content.decode())

    assert "Enter a day within the last 14 days or the next 90." in html
    assert 'value="Round the corner"' in html
    assert not Meeting.objects.exists()


def test_whoever_calls_no_meetings_has_no_button_and_no_page(client: Client, case: Case) -> None:
    police = sign_in(client, case.world, "police")
    url = reverse("meetings:convene", args=[case.enquiry_id])
    assert url not in page(police, reverse("enquiries:case", args=[case.enquiry_id]))
    assert police.get(url).status_code == 403


# --- The chair's page -------------------------------------------------------------------------------------------------


def test_the_chair_writes_it_all_down_on_one_page_and_closes_it(client: Client, case: Case) -> None:
    table = Table.called(case)
    manager = sign_in(client, case.world, "manager")
    html = page(manager, reverse("meetings:meeting", args=[table.meeting_id]))
    for words in ("Who came", "What each agency says", "What was said", "What it came to", "Action 1", "Quorum: "):
        assert words in html
    police = case.world.agencies["police"]

    answer = manager.post(
        save_url(table),
        seated(
            table,
            **{
                f"view-{police}": "Two calls since June.",
                "action-0-words": "Visit before eight.",
                "action-0-owner": f"{police}/{case.world.people['police']}",
                "action-0-due_on_day": "19",
                "action-0-due_on_month": "11",
                "action-0-due_on_year": "2026",
                "action-0-due_on_time": "08:00",
                "closes": "1",
            },
        ),
    )

    assert answer.status_code == 302, answer.content.decode()[:3000]
    seen = table.seen_by("manager")
    assert (seen.state, seen.cases[0].result, seen.cases[0].actions) == ("held", "section_47_joint", 1)
    html = page(manager, reverse("meetings:meeting", args=[table.meeting_id]))
    for words in ("Two calls since June.", MINUTES, DECISION, "Visit before eight.", "Put the record right"):
        assert words in html


def test_nothing_typed_is_lost_where_the_quorum_is_missing(client: Client, case: Case) -> None:
    table = Table.called(case)
    manager = sign_in(client, case.world, "manager")
    missing = {"attendance-2-how": "absent", "attendance-2-who_came": "", "closes": "1"}

    html = sound(manager.post(save_url(table), seated(table, **missing)).content.decode())

    assert "has no quorum" in html
    assert 'id="id_without-error"' in html, "it stands beside the question that answers it"
    assert 'href="#id_without"' in html
    assert MINUTES in html
    assert table.seen_by("manager").cases[0].result == ""

    manager.post(save_url(table), seated(table, **missing, without="cannot_wait"))
    assert table.seen_by("manager").state == "held"


def test_who_was_not_noted_is_said_beside_each_of_them(client: Client, case: Case) -> None:
    table = Table.called(case)
    manager = sign_in(client, case.world, "manager")
    missing = {"attendance-2-how": "", "attendance-2-who_came": "", "closes": "1"}

    html = sound(manager.post(save_url(table), seated(table, **missing)).content.decode())

    assert 'id="id_attendance-2-how-error"' in html
    assert 'href="#id_attendance-2-how"' in html
    assert 'id="id_attendance-1-how-error"' not in html
    assert table.seen_by("manager").state == "planned"


def test_an_action_is_usually_done_by_the_end_of_the_next_working_day() -> None:
    friday = datetime.fromisoformat("2026-11-20T15:30+00:00")
    assert pages.usual_due(load("devon"), friday).isoformat() == "2026-11-23T17:00:00+00:00"
    summer_thursday = datetime.fromisoformat("2026-07-02T15:30+00:00")
    assert pages.usual_due(load("devon"), summer_thursday).isoformat() == "2026-07-03T17:00:00+01:00"


def test_a_half_typed_action_and_a_missing_name_are_said_at_once(client: Client, case: Case) -> None:
    table = Table.called(case)
    manager = sign_in(client, case.world, "manager")

    html = sound(manager.post(save_url(table), seated(table, **{"action-1-words": "Ring"})).content.decode())
    assert "Action 2: select who does it" in html

    html = sound(manager.post(save_url(table), seated(table, **{"attendance-1-who_came": ""})).content.decode())
    assert "Enter the names of those who took part." in html


def test_what_somebody_else_wrote_meanwhile_is_shown_beside_what_was_typed(client: Client, case: Case) -> None:
    table = Table.called(case)
    manager = sign_in(client, case.world, "manager")
    table.write(minutes="The social worker wrote this.", by="social_worker")

    html = sound(manager.post(save_url(table), seated(table)).content.decode())

    assert "Somebody else changed the record of this case" in html
    assert "The social worker wrote this." in html
    assert MINUTES in html


def test_sandwell_s_second_rating_stands_on_the_page_with_where_it_points(client: Client, sandwell: Case) -> None:
    table = Table.called(sandwell, "mash_meeting", chair="social_worker")
    chair = sign_in(client, sandwell.world, "social_worker")
    html = page(chair, reverse("meetings:meeting", args=[table.meeting_id]))
    assert "Red: points to Section 47 enquiry" in html
    field = html.split('name="rating-')[1].split('-rating"')[0]

    chair.post(
        save_url(table),
        seated(
            table,
            result="decide_now",
            **{f"rating-{field}-rating": "red", f"rating-{field}-reason": "Housing confirms it.", "closes": "1"},
        ),
    )

    assert table.seen_by("manager").state == "held"
    html = page(chair, reverse("meetings:meeting", args=[table.meeting_id]))
    assert "Red, after Amber" in html
    assert "Housing confirms it." in html


def test_opening_the_page_is_on_the_log_before_a_word_is_shown(client: Client, case: Case) -> None:
    table = Table.called(case)
    table.write()
    page(sign_in(client, case.world, "health"), reverse("meetings:meeting", args=[table.meeting_id]))

    names = Event.objects.filter(actor_id=case.world.people["health"]).values_list("name", flat=True)
    assert set(names) == {"meeting.opened", "text.read"}


def test_an_agency_gives_its_own_view(client: Client, case: Case) -> None:
    table = Table.called(case)
    health = sign_in(client, case.world, "health")
    url = reverse("meetings:give_view", args=[table.meeting_id, table.line().id])
    assert url in page(health, reverse("meetings:meeting", args=[table.meeting_id]))
    assert "Enter what the agency says" in sound(health.post(url, {"words": ""}).content.decode())

    health.post(url, {"words": "The bruises are of different ages."})

    assert "of different ages" in page(health, reverse("meetings:meeting", args=[table.meeting_id]))


def test_whoever_does_not_enter_the_room_notes_who_came_and_reads_no_word(client: Client, case: Case) -> None:
    table = Table.called(case)
    table.write()
    support = sign_in(client, case.world, "business_support")
    html = page(support, reverse("meetings:meeting", args=[table.meeting_id]))
    assert MINUTES not in html
    assert "read by those who enter the sealed room" in html

    url = reverse("meetings:attendance", args=[table.meeting_id])
    assert "Who came" in page(support, url)
    support.post(url, {"attendance-0-how": "phone", "attendance-0-who_came": "Pat"})
    assert table.seen_by("manager").attendance[0].how == "phone"
    assert support.get(save_url(table)).status_code == 403


# --- The agenda of the day --------------------------------------------------------------------------------------------


def test_the_daily_meeting_shows_its_agenda_by_rating_with_clocks(client: Client, bury: Case) -> None:
    open_case(bury.world, family="Marsh", at=bury.at, rating="red", by="social_worker")
    manager = sign_in(client, bury.world, "manager")
    url = reverse("meetings:call_over", args=["daily_meeting"])
    assert f'href="{url}"' in page(manager, reverse("meetings:list"))
    sent = {name: told for name, told in called(bury).items() if name != "code"}
    answer = manager.post(url, sent)

    html = page(manager, answer["Location"])
    assert html.index("Red: high") < html.index("Ada Marsh") < html.index("Amber: medium") < html.index("Ada Wren")
    assert "due " in html


def test_a_case_of_the_agenda_is_written_down_and_the_meeting_closed(client: Client, bury: Case) -> None:
    table = Table.over_the_day(bury)
    table.came()
    [line] = table.seen_by("manager").cases
    manager = sign_in(client, bury.world, "manager")
    assert "What was said" in page(manager, reverse("meetings:case", args=[table.meeting_id, line.id]))
    close = reverse("meetings:close", args=[table.meeting_id])
    refused = sound(manager.post(close, {"without": "", "version": "1"}).content.decode())
    assert "Write down what was said and decided: Ada Wren." in refused

    told = {"version": "1", "number": "0", "minutes": MINUTES, "result": "strategy_meeting", "decision": DECISION}
    manager.post(reverse("meetings:save", args=[table.meeting_id, line.id]), told)
    manager.post(close, {"without": "", "version": "1"})

    assert table.seen_by("manager").state == "held"


def test_what_came_in_since_is_put_on_the_agenda_by_a_button(client: Client, bury: Case) -> None:
    table = Table.over_the_day(bury)
    open_case(bury.world, family="Marsh", at=bury.at, by="social_worker")
    manager = sign_in(client, bury.world, "manager")
    url = reverse("meetings:meeting", args=[table.meeting_id])
    assert "1 more case came in" in page(manager, url)

    manager.post(reverse("meetings:bring_up_to_date", args=[table.meeting_id]))

    assert "Ada Marsh" in page(manager, url)


def test_whoever_is_kept_out_of_a_case_does_not_see_it_on_the_agenda(client: Client, bury: Case) -> None:
    other = open_case(bury.world, family="Marsh", at=bury.at, by="social_worker")
    actor = bury.world.actor("manager")
    exclusion_services.declare(
        user_id=actor.id, enquiry_id=bury.enquiry_id, ground="relative", actor=actor, at=bury.later()
    )
    table = Table.over_the_day(bury)
    lines = {line.enquiry_id: line for line in table.seen_by("second_manager").cases}
    manager = sign_in(client, bury.world, "manager")

    html = page(manager, reverse("meetings:meeting", args=[table.meeting_id]))
    assert "Ada Marsh" in html
    assert "Wren" not in html
    hidden = reverse("meetings:case", args=[table.meeting_id, lines[bury.enquiry_id].id])
    assert manager.get(hidden).status_code == 404
    page(manager, reverse("meetings:case", args=[table.meeting_id, lines[other.enquiry_id].id]))


# --- Lists, calendars, and calling off --------------------------------------------------------------------------------


def test_a_calendar_entry_says_when_and_where_and_nothing_of_the_case(client: Client, case: Case) -> None:
    table = Table.called(case)
    answer = sign_in(client, case.world, "police").get(reverse("meetings:calendar", args=[table.meeting_id]))

    assert answer["Content-Type"].startswith("text/calendar")
    text = answer.content.decode()
    with case.world.inside():
        [view] = queries.meetings_of(case.enquiry_id, actor=case.world.actor("manager"))
    for kept_back in ("Wren", "Ada", view.reference, str(case.enquiry_id), "bruises"):
        assert kept_back not in text
    [event] = Calendar.from_ical(text).walk("VEVENT")
    assert isinstance(event.decoded("dtstart"), datetime)
    assert event.decoded("dtstart") == table.seen_by("manager").starts_at
    assert "Strategy discussion (Devon MASH)" in str(event["SUMMARY"])
    assert str(event["LOCATION"]) == "Room 2, or 01632 960555"


def test_the_list_shows_what_is_to_come_what_is_to_be_done_and_what_was(client: Client, case: Case) -> None:
    table = Table.called(case)
    table.asks("police", "Visit before eight.")
    police = sign_in(client, case.world, "police")
    html = page(police, reverse("meetings:list"))
    assert "Strategy discussion" in html
    assert "Visit before eight." not in html
    action = queries.open_actions(actor=case.world.actor("police"))[0]

    police.post(reverse("meetings:complete_action", args=[action.id]))

    assert "Nothing that a meeting asked for is still to be done." in page(police, reverse("meetings:list"))


def test_a_meeting_is_called_off_with_a_reason(client: Client, case: Case) -> None:
    table = Table.called(case)
    coordinator = sign_in(client, case.world, "coordinator")
    url = reverse("meetings:cancel", args=[table.meeting_id])
    assert "Choose why it is called off" in sound(coordinator.post(url, {}).content.decode())

    coordinator.post(url, {"reason": "not_needed", "version": "1"})

    assert "It is no longer needed." in page(coordinator, reverse("meetings:meeting", args=[table.meeting_id]))


def test_another_agency_is_invited_from_the_page(client: Client, case: Case) -> None:
    table = Table.called(case)
    coordinator = sign_in(client, case.world, "coordinator")

    coordinator.post(
        reverse("meetings:invite", args=[table.meeting_id]), {"agency": str(case.world.agencies["education"])}
    )

    assert "Education" in {each.agency_name for each in table.seen_by("manager").attendance}


def test_the_table_of_attendance_counts_by_month(client: Client, case: Case) -> None:
    Table.called(case).held()
    html = page(sign_in(client, case.world, "operations_manager"), reverse("meetings:attendance_table"))

    assert "2026-11" in html
    assert "1 of 1" in html


def test_how_many_statements_the_agenda_needs_does_not_grow_with_it(client: Client, bury: Case) -> None:
    manager = sign_in(client, bury.world, "manager")
    table = Table.over_the_day(bury)
    url = reverse("meetings:meeting", args=[table.meeting_id])
    page(manager, url)
    with CaptureQueriesContext(connection) as few:
        page(manager, url)
    for family in ("Marsh", "Reed", "Fenn"):
        open_case(bury.world, family=family, at=bury.at, by="social_worker")
    manager.post(reverse("meetings:bring_up_to_date", args=[table.meeting_id]))
    page(manager, url)

    with CaptureQueriesContext(connection) as many:
        page(manager, url)
    assert len(many) == len(few)
