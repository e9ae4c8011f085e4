"""Reviews that the hub requires: of decisions after some months, and of near misses."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.test import Client

from openmash.core.errors import Refused, RuleBroken
from openmash.exclusions import services as exclusion_services
from openmash.oversight import queries, services
from openmash.oversight.models import RequiredReview
from openmash.worklists import queries as worklists
from tests.everything import works_by_everything
from tests.handed_on import decide
from tests.rooms import Case, open_case
from tests.world import World, devon, sign_in

pytestmark = pytest.mark.django_db
WHAT = "The report was nearly filed away."
FOUND = "Two people read every report from now on."


@pytest.fixture
def case() -> Iterator[Case]:
    world = devon(operating_model="sandwell")
    with world.inside():
        yield open_case(world, rating="amber")


@pytest.fixture
def everything() -> Iterator[World]:
    world = devon()
    with world.inside():
        works_by_everything(world)
        yield world


def go_round(case: Case, at: datetime) -> int:
    return services.ask_required_reviews(hub_id=case.world.hub_id, at=at)


def test_each_decision_is_looked_at_again_after_three_six_and_twelve_months_once(case: Case) -> None:
    assert go_round(case, case.later()) == 0
    decide(case, outcome="assessment", level="level_3")
    assert go_round(case, case.later()) == 3
    assert go_round(case, case.later()) == 0
    second = case.world.actor("operations_manager")
    found = queries.required_reviews(second)
    assert [each.code for each in found] == ["after_3_months", "after_6_months", "after_12_months"]
    soon = worklists.needs_me(second, at=found[0].due_at - timedelta(days=13))
    assert [row.action for row in soon if row.kind == "required_review"] == ["Evaluation after 3 months"]
    early = worklists.needs_me(second, at=found[0].due_at - timedelta(days=15))
    assert [row for row in early if row.kind == "required_review"] == []


def test_nobody_looks_again_at_their_own_decision_and_what_was_found_is_erased_with_the_case(case: Case) -> None:
    decide(case, outcome="assessment", level="level_3")
    go_round(case, case.later())
    decided_by, second = case.world.actor("manager"), case.world.actor("operations_manager")
    first = queries.required_reviews(second)[0]
    with pytest.raises(RuleBroken, match="Another manager"):
        services.record_finding(required_id=first.id, found=FOUND, actor=decided_by, at=case.later())
    with pytest.raises(RuleBroken, match="Enter what you found"):
        services.record_finding(required_id=first.id, found=" ", actor=second, at=case.later())
    services.record_finding(required_id=first.id, found=FOUND, actor=second, at=case.later())
    assert len(queries.required_reviews(second)) == 2
    assert queries.required_review(first.id, actor=second).found == FOUND
    with pytest.raises(RuleBroken):
        services.record_finding(required_id=first.id, found=FOUND, actor=second, at=case.later())
    services.erase(contact_ids=(), enquiry_ids=[case.enquiry_id], actor=case.world.actor("governance"))
    assert queries.required_review(first.id, actor=second).found == "Erased"


def test_anybody_on_a_case_notes_a_near_miss_and_a_manager_looks_at_it(everything: World, client: Client) -> None:
    case = open_case(everything)
    sign_in(client, everything, "police")
    path = f"/enquiries/{case.enquiry_id}/near-miss/"
    assert "Something nearly went wrong" in client.get(f"/enquiries/{case.enquiry_id}/").content.decode()
    assert "Enter what nearly went wrong" in client.post(path, {"what": ""}).content.decode()
    assert client.post(path, {"what": WHAT}).status_code == 302
    assert client.get("/required-reviews/").status_code == 403
    sign_in(client, everything, "manager")
    listed = client.get("/required-reviews/").content.decode()
    assert "Scrutiny of a near miss" in listed
    [row] = RequiredReview.objects.all()
    shown = client.get(f"/required-reviews/{row.id}/").content.decode()
    assert WHAT in shown
    assert "What do we change?" in shown
    assert client.post(f"/required-reviews/{row.id}/", {"found": FOUND}).status_code == 302
    assert FOUND in client.get(f"/required-reviews/{row.id}/").content.decode()
    assert "No review is waiting" in client.get("/required-reviews/").content.decode()


def test_a_colleague_who_is_kept_out_of_the_case_does_not_learn_of_its_near_miss(everything: World) -> None:
    case, kept_out = open_case(everything), everything.actor("unregistered_manager")
    services.note_near_miss(enquiry_id=case.enquiry_id, what=WHAT, actor=everything.actor("police"), at=case.later())
    [seen] = queries.required_reviews(kept_out)
    exclusion_services.declare(
        user_id=kept_out.id,
        enquiry_id=case.enquiry_id,
        ground="relative",
        actor=everything.actor("governance"),
        at=case.later(),
    )
    assert queries.required_reviews(kept_out) == []
    with pytest.raises(Refused):
        queries.required_review(seen.id, actor=kept_out)


def test_a_hub_that_reviews_no_near_misses_says_so(case: Case) -> None:
    with pytest.raises(RuleBroken, match="no review of near misses"):
        services.note_near_miss(
            enquiry_id=case.enquiry_id, what=WHAT, actor=case.world.actor("police"), at=case.later()
        )
