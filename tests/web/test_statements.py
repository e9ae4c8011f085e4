"""How many statements a page runs: as many with three of everything as with one, and no more than is said here.

What is slow for a hub with a year's work behind it is a page that asks once more for each row.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from openmash.contacts import queries as contact_queries
from openmash.contacts import services as contact_services
from openmash.core import clock
from openmash.decisions import services as decision_services
from openmash.enquiries import queries as enquiry_queries
from openmash.enquiries import services as enquiry_services
from openmash.enquiries.queries import EnquiryView
from openmash.enquiries.rules import FirstRating
from tests.handed_on import composed, decide, released
from tests.integration.contacts_told import told
from tests.rooms import Case, open_case
from tests.world import World, devon, sign_in

pytestmark = pytest.mark.django_db

AGENCIES = ("health", "police", "education")
MANY = 3


class Hub:
    """A hub with cases in which something of everything has happened, at least once or ``MANY`` times."""

    def __init__(self) -> None:
        self.world: World = devon(at=clock.now() - timedelta(days=3))
        self.cases: list[Case] = []
        self.drafts: list[UUID] = []
        self.copies: list[UUID] = []

    def add(self, family: str, times: int) -> None:
        """One more family: contacts, answers, items, requests, a decision, a product that left and one that has not."""
        case = open_case(self.world, family=family, at=clock.now() - timedelta(days=1))
        with self.world.inside():
            self._fill(case, times)
        self.cases.append(case)

    def _fill(self, case: Case, times: int) -> None:
        for _ in range(times):
            self._another_child(case)
        case.ask(*AGENCIES[:times])
        about = (case.people()[0],)
        items = [case.put_in("police", "He was arrested.", leave="whole", about=about) for _ in range(times)]
        waiting = [case.put_in("health", "She missed an appointment.") for _ in range(times)]
        for each in self._view(case).subjects:
            decide(case, subject_id=each.id)
        self.copies.append(released(case, composed(case, items)))
        self.drafts.append(composed(case, [*items, *waiting]))
        for contact_id in self._view(case).contacts[:times]:
            decision_services.tell_referrer(
                enquiry_id=case.enquiry_id,
                contact_id=contact_id,
                said="We act on it.",
                actor=self.world.actor("manager"),
                at=case.later(),
            )
        for _ in range(times):
            self._another_child(case)
        contact_services.record(told=told(), actor=self.world.actor("coordinator"), at=case.later())

    def _another_child(self, case: Case) -> None:
        """A contact about a child new to the hub joins the enquiry."""
        coordinator = self.world.actor("coordinator")
        contact_id = contact_services.record(told=told(), actor=coordinator, at=case.later())
        people = contact_queries.contact(contact_id, actor=coordinator).people
        ratings = tuple(FirstRating(each.id, "amber", "Bruises") for each in people if each.is_about)
        enquiry_services.add_contact(
            enquiry_id=case.enquiry_id, contact_id=contact_id, ratings=ratings, actor=coordinator, at=case.later()
        )

    def _view(self, case: Case) -> EnquiryView:
        return enquiry_queries.enquiry(case.enquiry_id, actor=self.world.actor("manager"))


def statements(client: Client, address: str) -> int:
    """What a page asks of the database; savepoints, which a request of its own has not, are left out."""
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    assert answer.status_code == 200, address
    return sum("SAVEPOINT" not in each["sql"] for each in captured)


# page: (who opens it, its address in the case of that number, how many statements it may take; one of them is the
# test's own: a request outside any transaction has no earlier hub to give back)
#
# One statement on most pages is the hub's versions of how it works, from which every page knows what not to ask for:
# a topic that no version has is never read (``hub_queries.ever``). Devon has a ladder for disputes, counters, a chasing
# ladder and an owner out of hours; what these need of a page is said with it. Two more stand on every page with
# people: who is recorded twice and is one person, and who is kept apart from whom.
Address = Callable[[Hub, int], str]
INSIDE: dict[str, tuple[str, Address, int]] = {
    # Second reviews; disputes; clocks that run out; who covers the coming night, what is due in it (decisions, answers,
    # clocks) and whether it was handed over; referrers who do not agree, and what of them could not be read; letters to
    # read before they go; records that may be of one person; colleagues who leave with work in their hands; direct
    # referrals that nobody took in.
    "worklist": ("manager", lambda hub, _: reverse("worklist:mine"), 49),
    # Disputes: an agency may be the one that settles. Whoever does not decide may be a designated officer, on any page.
    "worklist of an agency": ("health", lambda hub, _: reverse("worklist:mine"), 20),
    "list of contacts": ("coordinator", lambda hub, _: reverse("contacts:list"), 12),
    "list of enquiries": ("manager", lambda hub, _: reverse("enquiries:list"), 16),
    # Who holds it; its clocks; who covers the night; whom it is already open to; reminders sent, and which agency is
    # away; disputes; meetings, of which the statutory ones are in every hub.
    "case": ("manager", lambda hub, n: reverse("enquiries:case", args=[hub.cases[n].enquiry_id]), 53),
    "room": ("social_worker", lambda hub, n: reverse("sealed:room", args=[hub.cases[n].enquiry_id]), 26),
    "release requests": ("health", lambda hub, _: reverse("sealed:releases"), 12),
    # What came before about the same people and place: who is in these contacts, the contacts like them, who is in
    # those, their enquiries and what was decided there; endings another manager looks at; whom it is already open to;
    # its meetings.
    "decide": ("manager", lambda hub, n: _decide(hub.cases[n]), 33),
    "decided": ("manager", lambda hub, n: reverse("decisions:decided", args=[hub.cases[n].enquiry_id]), 30),
    "feedback": ("manager", lambda hub, n: reverse("decisions:feedback", args=[hub.cases[n].enquiry_id]), 25),
    "compose": ("manager", lambda hub, n: reverse("products:compose", args=[hub.drafts[n]]), 49),
}


def _decide(case: Case) -> str:
    with case.world.inside():
        subjects = enquiry_queries.enquiry(case.enquiry_id, actor=case.world.actor("manager")).subjects
    undecided = next(each for each in subjects if not each.decided)
    return reverse("decisions:decide", args=[case.enquiry_id, undecided.id])


def test_pages_inside_take_as_many_statements_with_three_of_everything_as_with_one(client: Client) -> None:
    hub = Hub()
    hub.add("Wren", 1)
    few = {page: _count(client, hub, who, address(hub, 0)) for page, (who, address, _) in INSIDE.items()}
    for family in ("Tern", "Crane"):
        hub.add(family, MANY)
    many = {page: _count(client, hub, who, address(hub, 1)) for page, (who, address, _) in INSIDE.items()}
    assert many == few
    assert {page: count for page, count in many.items() if count > INSIDE[page][2]} == {}


def test_a_teams_inbox_takes_as_many_statements_with_three_copies_as_with_one(
    client: Client, outside_door: Callable[[], AbstractContextManager[None]]
) -> None:
    hub = Hub()
    hub.add("Wren", 1)

    def counts(number: int) -> tuple[int, int]:
        with outside_door():
            team = sign_in(client, hub.world, "assessor")
            return statements(team, reverse("inbox:list")), statements(
                team, reverse("inbox:copy", args=[hub.copies[number]])
            )

    few = counts(0)
    for family in ("Tern", "Crane", "Heron", "Dunlin"):
        hub.add(family, MANY)
    assert counts(1) == few
    assert few[0] <= 10
    assert few[1] <= 15


def _count(client: Client, hub: Hub, who: str, address: str) -> int:
    return statements(sign_in(client, hub.world, who), address)
