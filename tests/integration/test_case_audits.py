"""Case audits: drawn by lot once a month, graded by somebody who did not decide, counted in the report."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from openmash.agencies import services as agency_services
from openmash.core import clock
from openmash.core.errors import Refused, RuleBroken
from openmash.enquiries import services as enquiry_services
from openmash.exclusions import services as exclusion_services
from openmash.exclusions.errors import KeptOut
from openmash.hubs import queries as hub_queries
from openmash.hubs import services as hub_services
from openmash.oversight import queries, services
from openmash.oversight.models import RequiredReview
from openmash.reporting import queries as reporting
from openmash.reporting.rules import Period
from tests.handed_on import decide
from tests.rooms import Case, open_case
from tests.world import NOW, World, devon, sign_in

pytestmark = pytest.mark.django_db
DECEMBER = datetime(2026, 12, 2, 9, 0, tzinfo=NOW.tzinfo)
NOVEMBER = date(2026, 11, 1)
GIVEN: dict[str, Any] = {
    "found": "Asked at once; chased late.",
    "grade": "inadequate",
    "action": "Chase at noon from Monday.",
}


@pytest.fixture
def world() -> Iterator[World]:
    """A hub by London's model, whose partners have signed and which is live."""
    world = devon("london", operating_model="london_borough")
    with world.inside():
        _live(world)
        yield world


def _live(world: World) -> None:
    framework = hub_queries.model_of(world.hub_id, at=NOW).framework
    assert framework is not None
    kinds = set(framework.signed_by)
    there = {"social_care", "police", "health", "education", "housing"}
    for kind in sorted(kinds - there):
        world.agencies[kind] = agency_services.add_agency(
            hub_id=world.hub_id, name=kind.title(), short_name=kind, kind=kind, co_located=True, email="x@y.example"
        )
    for handle, agency_id in world.agencies.items():
        if handle != "school":
            agency_services.sign_agreement(
                hub_id=world.hub_id,
                agency_id=agency_id,
                title=framework.title,
                signed_on=date(2026, 1, 1),
                holds_until=date(2028, 1, 1),
            )
    hub_services.go_live(live_from=NOW.date(), actor=world.actor("operations_manager"), at=NOW)


def closed(world: World, family: str) -> Case:
    case = open_case(world, family=family, by="social_worker")
    decide(case, outcome="assessment", level="level_3")
    enquiry_services.close(enquiry_id=case.enquiry_id, actor=world.actor("manager"), at=case.later())
    return case


def draw(world: World, at: datetime = DECEMBER) -> int:
    return services.draw_cases(hub_id=world.hub_id, at=at)


def test_so_many_are_drawn_once_of_those_that_closed_in_the_month_before(world: World) -> None:
    assert draw(world) == 0, "nothing closed"
    for number in range(8):
        closed(world, f"Family{number}")
    open_case(world, family="Still", by="social_worker")
    assert draw(world, NOW + timedelta(days=2)) == 0, "the month is not over"
    assert draw(world) == 6
    assert draw(world, DECEMBER + timedelta(days=9)) == 0, "once a month"
    assert len({row.enquiry_id for row in RequiredReview.objects.filter(month=NOVEMBER)}) == 6


def test_whoever_decided_does_not_grade_and_a_bad_grade_asks_for_action(world: World) -> None:
    closed(world, "Wren")
    draw(world)
    [drawn] = queries.required_reviews(world.actor("second_manager"))
    grade: dict[str, Any] = {"required_id": drawn.id, "at": DECEMBER}
    auditor = world.actor("second_manager")
    for given, who, rule in (
        (GIVEN, "manager", "oversight.auditor_did_not_decide"),
        ({**GIVEN, "grade": "fine"}, "second_manager", "oversight.graded"),
        ({**GIVEN, "action": " "}, "second_manager", "oversight.grade_asks_for_action"),
        ({**GIVEN, "found": ""}, "second_manager", "oversight.written_down"),
    ):
        with pytest.raises(RuleBroken) as broken:
            services.record_finding(**grade, **given, actor=world.actor(who))
        assert broken.value.rule == rule
    with pytest.raises(Refused):
        services.record_finding(**grade, **GIVEN, actor=world.actor("social_worker"))
    services.record_finding(**grade, **GIVEN, actor=auditor)
    seen = queries.required_review(drawn.id, actor=auditor)
    assert (seen.grade_label, seen.action) == ("Inadequate", GIVEN["action"])


def test_the_report_counts_it_but_not_for_whoever_is_kept_out(world: World) -> None:
    case = closed(world, "Wren")
    draw(world)
    auditor = world.actor("second_manager")
    [drawn] = queries.required_reviews(auditor)
    services.record_finding(required_id=drawn.id, **GIVEN, actor=auditor, at=DECEMBER)
    month = Period(NOVEMBER, NOVEMBER)
    [found] = reporting.audits(world.actor("governance"), month)
    assert (found.grade, found.action) == ("Inadequate", GIVEN["action"])
    [counted] = reporting.audits(world.actor("analyst"), month)
    assert (counted.grade, counted.action) == ("Inadequate", ""), "an analyst reads numbers, not what was written"
    with pytest.raises(Refused):
        reporting.audits(world.actor("coordinator"), month)
    relative = world.actor("operations_manager")
    exclusion_services.declare(
        user_id=relative.id, enquiry_id=case.enquiry_id, ground="relative", actor=relative, at=DECEMBER
    )
    assert reporting.audits(relative, month) == []
    with pytest.raises(KeptOut):
        queries.required_review(drawn.id, actor=relative)
    services.erase(contact_ids=[], enquiry_ids=[case.enquiry_id], actor=world.actor("governance"))
    row = RequiredReview.objects.get(id=drawn.id)
    assert (row.found, row.action, row.grade) == ("Erased", "Erased", "inadequate")


def test_a_manager_grades_it_on_screen_and_reads_the_report(
    client: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed(world, "Wren")
    draw(world)
    monkeypatch.setattr(clock, "now", lambda: DECEMBER)
    [drawn] = queries.required_reviews(world.actor("second_manager"))
    sign_in(client, world, "second_manager")
    page = reverse("oversight:required_review", args=[drawn.id])
    assert "Drawn by lot from the cases that closed in November 2026" in client.get(page).content.decode()
    again = client.post(page, {**GIVEN, "grade": ""}).content.decode()
    assert "Select a grade" in again
    assert GIVEN["found"] in again, "what was typed is kept"
    assert client.post(page, GIVEN).status_code == 302
    report = client.get(reverse("reports:audits"), {"first": "2026-11", "last": "2026-11"}).content.decode()
    assert "Inadequate" in report
    assert GIVEN["action"] in report
