"""The clocks of a case on its page, pausing them, the cover out of hours and the register of absences: the screens."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from openmash.agencies import queries as agency_queries
from openmash.contacts import queries as contact_queries
from openmash.core import clock
from openmash.cover import queries as cover_queries
from openmash.enquiries import queries, services
from openmash.enquiries.rules import FirstRating
from tests.integration.enquiries_case import ADA, GRANDFATHER, contact, view
from tests.world import World, devon, sign_in

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
HANDLES = ("coordinator", "social_worker", "manager", "business_support", "health", "police")
FRIDAY = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)


@pytest.fixture
def kent(monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(clock, "now", lambda: FRIDAY)
    monkeypatch.setattr(timezone, "now", lambda: FRIDAY)
    return devon("kent", people=HANDLES, operating_model="kent")


def opened(kent: World, rating: str = "standard") -> UUID:
    """An enquiry about a child and an adult, received an hour ago."""
    with kent.inside():
        contact_id = contact(kent, ADA, GRANDFATHER, received_at=FRIDAY - HOUR, at=FRIDAY - HOUR)
        people = contact_queries.contact(contact_id, actor=kent.actor("coordinator")).people
        ratings = tuple(FirstRating(each.id, rating, "A bruise.") for each in people)
        return services.open_(
            contact_id=contact_id, ratings=ratings, actor=kent.actor("social_worker"), at=FRIDAY - HOUR / 2
        )


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return " ".join(answer.content.decode().split())


def test_the_case_shows_the_law_s_clocks_beside_the_hub_s_with_the_arithmetic(kent: World, client: Client) -> None:
    enquiry_id = opened(kent)
    shown = page(sign_in(client, kent, "coordinator"), f"/enquiries/{enquiry_id}/")
    assert "Acknowledgement to the referrer" in shown
    assert "Set by law" in shown
    assert "Referral received Friday 20 November 2026 at 15:30" in shown
    assert "It has happened" in shown


def test_who_owns_what_runs_on_stands_on_its_case_and_nobody_is_said_to_be_named_where_nobody_is(
    kent: World, client: Client
) -> None:
    enquiry_id = opened(kent, "immediate")
    sign_in(client, kent, "manager")
    assert "Nobody is named" in page(client, f"/enquiries/{enquiry_id}/")

    answer = client.post(
        "/out-of-hours/name/",
        {
            "user": str(kent.people["social_worker"]),
            "telephone": "07700 900100",
            "begins_at_day": "20",
            "begins_at_month": "11",
            "begins_at_year": "2026",
            "begins_at_time": "17:00",
            "ends_at_day": "23",
            "ends_at_month": "11",
            "ends_at_year": "2026",
            "ends_at_time": "09:00",
        },
    )
    assert answer.status_code == 302

    shown = page(client, f"/enquiries/{enquiry_id}/")
    assert "Kit Marlow</strong>, 07700 900100" in shown
    assert "Nobody is named" not in shown


def test_the_form_that_names_somebody_keeps_what_was_typed_and_says_what_is_wrong(kent: World, client: Client) -> None:
    sign_in(client, kent, "manager")
    assert 'value="17:00"' in page(client, "/out-of-hours/name/")  # the coming night is filled in
    answer = client.post("/out-of-hours/name/", {"telephone": "07700 900100", "begins_at_day": "20"})
    said = answer.content.decode()
    assert answer.status_code == 200
    assert "Choose who covers the hub" in said
    assert "07700 900100" in said


def test_the_day_hands_over_and_the_owner_takes_over(kent: World, client: Client) -> None:
    enquiry_id = opened(kent, "immediate")
    test_who_owns = {"user": str(kent.people["manager"]), "telephone": "07700 900100"}
    sign_in(client, kent, "manager")
    night = {"begins_at_day": "20", "begins_at_month": "11", "begins_at_year": "2026", "begins_at_time": "17:00"}
    morning = {"ends_at_day": "23", "ends_at_month": "11", "ends_at_year": "2026", "ends_at_time": "09:00"}
    client.post("/out-of-hours/name/", {**test_who_owns, **night, **morning})

    sign_in(client, kent, "social_worker")
    silent = client.post("/out-of-hours/hand-over/", {})
    assert "Say what is needed tonight for" in silent.content.decode()
    answer = client.post("/out-of-hours/hand-over/", {f"note_{enquiry_id.hex}": "Ring the police at six."})
    assert answer.status_code == 302
    assert "I have taken over" not in page(client, "/out-of-hours/")

    sign_in(client, kent, "manager")
    shown = page(client, "/out-of-hours/")
    assert "Ring the police at six." in shown
    assert "I have taken over" in shown
    with kent.inside():
        found = cover_queries.last_handover(kent.actor("manager"), at=FRIDAY)
    assert found is not None
    client.post(f"/out-of-hours/handovers/{found.id}/take-over/")
    assert "Taken over" in page(client, "/out-of-hours/")


def test_a_clock_is_let_stand_still_and_run_on_from_the_case(kent: World, client: Client) -> None:
    enquiry_id = opened(kent)
    with kent.inside():
        adult = next(s for s in view(kent, enquiry_id).subjects if s.kind == "adult")
    sign_in(client, kent, "manager")
    assert "Let the clock of Tom Wren stand still" in page(client, f"/enquiries/{enquiry_id}/")

    empty = client.post(f"/enquiries/pause/{adult.id}/", {"reason": "asked_for_time"})
    assert "Say why the clock stands still" in empty.content.decode()
    typed = {"reason": "asked_for_time", "words": "He asked to sleep on it."}
    assert client.post(f"/enquiries/pause/{adult.id}/", typed).status_code == 302

    shown = page(client, f"/enquiries/{enquiry_id}/")
    assert "Clock stands still" in shown
    assert "Pat Holloway: He asked to sleep on it." in shown
    assert client.post(f"/enquiries/run-on/{adult.id}/").status_code == 302
    with kent.inside():
        assert all(s.paused_at is None for s in view(kent, enquiry_id).subjects)


def test_who_may_not_let_it_stand_still_is_told_so(kent: World, client: Client) -> None:
    enquiry_id = opened(kent)
    with kent.inside():
        adult = next(s for s in view(kent, enquiry_id).subjects if s.kind == "adult")
    sign_in(client, kent, "social_worker")
    answer = client.get(f"/enquiries/pause/{adult.id}/")
    assert answer.status_code == 403
    assert "does not let this clock stand still" in answer.content.decode()
    assert "stand still</a>" not in page(client, f"/enquiries/{enquiry_id}/")


def test_what_happened_is_noted_from_the_case(kent: World, client: Client) -> None:
    enquiry_id = opened(kent)
    sign_in(client, kent, "business_support")
    with kent.inside():
        found = queries.clocks_of(enquiry_id, actor=kent.actor("coordinator"))
    acknowledgement = next(each for each in found if each.code == "acknowledgement")
    path = f"/enquiries/clocks/{acknowledgement.id}/happened/"
    typed = {"happening": "referrer_acknowledged", "when_day": "20", "when_month": "11", "when_year": "2026"}
    assert "must include a time" in client.post(path, typed).content.decode()
    assert client.post(path, {**typed, "when_time": "16:00"}).status_code == 302
    assert "Referrer told that it arrived" in page(client, f"/enquiries/{enquiry_id}/")


def test_an_absence_is_recorded_by_the_agency_and_ended_again(kent: World, client: Client) -> None:
    sign_in(client, kent, "health")
    shown = page(client, "/absences/")
    assert "NHS Devon" in shown
    assert "Devon and Cornwall Police" not in shown
    days = {"from_on_day": "20", "from_on_month": "11", "from_on_year": "2026"}
    until = {"until_on_day": "24", "until_on_month": "11", "until_on_year": "2026"}
    typed = {"agency": str(kent.agencies["health"]), **days, **until, "covered_email": "duty@health.example"}
    assert "Enter who covers for them" in client.post("/absences/", typed).content.decode()
    assert client.post("/absences/", {**typed, "covered_by": "Duty nurse"}).status_code == 302
    assert "Duty nurse" in page(client, "/absences/")
    with kent.inside():
        (absence,) = agency_queries.absences(kent.hub_id, on=FRIDAY.date())
    assert client.post(f"/absences/{absence.id}/end/").status_code == 302
    assert "Nobody is recorded as away" in page(client, "/absences/")
