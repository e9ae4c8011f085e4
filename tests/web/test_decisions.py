"""The pages of deciding, analysing and telling."""

from collections.abc import Iterator
from html import unescape
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from openmash.agencies import services as agency_services
from openmash.audit.models import Event
from openmash.decisions import queries
from openmash.products import queries as product_queries
from tests.handed_on import decide, subject
from tests.meetings import Table
from tests.rooms import Case, open_case
from tests.web import page_reading
from tests.world import devon, sign_in

pytestmark = pytest.mark.django_db


def sound(html: str) -> str:
    """The page, once it is fit for a screen reader."""
    page_reading.whole(html)
    return html


@pytest.fixture
def case() -> Iterator[Case]:
    world = devon()
    case = open_case(world)
    with world.inside():
        yield case


@pytest.fixture
def manager(client: Client, case: Case) -> Client:
    return sign_in(client, case.world, "manager")


def decide_url(case: Case) -> str:
    return reverse("decisions:decide", args=[case.enquiry_id, subject(case)])


def filled_in(case: Case, **other: str) -> dict[str, str]:
    told = {
        "level": "tier_3",
        "outcome": "social_care",
        "team_social_care": str(case.world.teams["assessment"]),
        "reasons": "Unexplained bruises.",
    }
    return told | other


def latest(case: Case) -> list[queries.DecisionView]:
    return queries.latest(case.enquiry_id, actor=case.world.actor("manager"))


def test_the_page_asks_level_outcome_team_and_reasons_and_shows_the_clock(manager: Client, case: Case) -> None:
    html = sound(manager.get(decide_url(case)).content.decode())

    for words in ("Ada Wren", "Tier 3: children", "No further action", "Exeter assessment team", "Reasons", "due "):
        assert words in html


def test_the_meetings_that_spoke_of_the_case_are_at_hand_where_it_is_decided(manager: Client, case: Case) -> None:
    before = manager.get(decide_url(case)).content.decode()
    table = Table.called(case)

    html = sound(manager.get(decide_url(case)).content.decode())

    address = reverse("meetings:meeting", args=[table.meeting_id])
    assert address in html
    assert address not in before


def test_the_only_team_that_fits_is_named_and_needs_no_choice(manager: Client, case: Case) -> None:
    html = manager.get(decide_url(case)).content.decode()

    assert "Goes to Exeter assessment team." in html
    assert "Goes to Exeter early response team." in html
    assert "<select" not in html


def test_where_several_teams_fit_an_outcome_they_alone_stand_below_it(manager: Client, case: Case) -> None:
    council = case.world.agencies["council"]
    north = agency_services.add_team(
        hub_id=case.world.hub_id,
        agency_id=council,
        name="North assessment team",
        kind="assessment",
        email="n@team.example",
    )

    html = sound(manager.get(decide_url(case)).content.decode())

    below = html.split('name="team_social_care"')[1].split("</select>")[0]
    assert "Exeter assessment team" in below
    assert "North assessment team" in below
    assert "early response" not in below
    assert manager.post(decide_url(case), filled_in(case, team_social_care="")).status_code == 200
    manager.post(decide_url(case), filled_in(case, team_social_care=str(north)))
    assert latest(case)[0].team_name == "North assessment team"


def test_a_decision_leads_to_the_next_natural_step(manager: Client, case: Case) -> None:
    answer = manager.post(decide_url(case), filled_in(case))

    assert answer.status_code == 302
    html = sound(manager.get(answer["Location"]).content.decode())
    assert "Compose the product for Exeter assessment team" in html
    assert [each.outcome for each in latest(case)] == ["social_care"]


def test_the_second_button_records_it_and_starts_the_product_with_it(manager: Client, case: Case) -> None:
    answer = manager.post(decide_url(case), filled_in(case, and_compose="1"))

    [product] = product_queries.products_of(case.enquiry_id, actor=case.world.actor("manager"))
    assert answer["Location"] == reverse("products:compose", args=[product.id])
    assert [each.id for each in product.decisions] == [each.id for each in latest(case)]


def test_the_second_button_after_no_further_action_leads_to_no_product(manager: Client, case: Case) -> None:
    told = filled_in(case, level="tier_1", outcome="no_further_action", and_compose="1")

    answer = manager.post(decide_url(case), told)

    assert answer["Location"] == reverse("decisions:decided", args=[case.enquiry_id])
    assert latest(case)[0].team_id is None


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ({"level": ""}, "Select a level of need"),
        ({"outcome": ""}, "Select an outcome"),
        ({"reasons": " "}, "Enter the reasons for the decision"),
        ({"team_social_care": ""}, "Select the team that takes the case on"),
        ({"level": "tier_2"}, "does not fit"),
    ],
)
def test_bad_input_gets_a_sentence_and_keeps_what_was_typed(
    manager: Client, case: Case, other: dict[str, str], sentence: str
) -> None:
    answer = manager.post(decide_url(case), filled_in(case, reasons="Kept as typed.") | other)

    html = sound(answer.content.decode())
    assert sentence in html
    assert "reasons" in other or "Kept as typed." in html
    assert not latest(case)
    assert manager.post(decide_url(case), filled_in(case)).status_code == 302


def test_answers_still_awaited_are_listed_and_deciding_without_them_is_confirmed(manager: Client, case: Case) -> None:
    case.ask("police")

    assert "Devon and Cornwall Police" in manager.get(decide_url(case)).content.decode()
    refused = manager.post(decide_url(case), filled_in(case)).content.decode()
    assert "Confirm that you decide without the answers" in refused
    assert not latest(case)

    manager.post(decide_url(case), filled_in(case, without="on"))
    assert latest(case)[0].outstanding_count == 1


def test_a_draft_comes_back_and_goes_once_it_is_decided(manager: Client, case: Case) -> None:
    kept = {"draft_key": f"decide:{subject(case)}", "reasons": "Half a thought", "level": "tier_3"}
    manager.post(reverse("account:save_draft"), kept)

    assert "Half a thought" in manager.get(decide_url(case)).content.decode()
    manager.post(decide_url(case), filled_in(case))
    assert "Half a thought" not in manager.get(decide_url(case)).content.decode()


def test_a_page_that_is_out_of_date_does_not_overwrite(manager: Client, case: Case) -> None:
    answer = manager.post(decide_url(case), filled_in(case, version="99"))

    assert answer.status_code == 409
    assert not latest(case)


def test_whoever_may_not_decide_gets_a_refusal_and_a_child_of_elsewhere_is_not_found(
    client: Client, case: Case
) -> None:
    other = open_case(case.world, family="Finch")
    worker = sign_in(client, case.world, "social_worker")
    assert worker.get(decide_url(case)).status_code == 403

    sign_in(client, case.world, "manager")
    crossed = reverse("decisions:decide", args=[case.enquiry_id, subject(other)])
    assert client.get(crossed).status_code == 404
    assert client.get(decide_url(case)).status_code == 200


def test_reasons_are_shown_inside_the_sealed_frame_and_the_reading_is_recorded(manager: Client, case: Case) -> None:
    decision_id = decide(case)
    before = Event.objects.filter(name="text.read").count()

    html = sound(manager.get(reverse("decisions:reasons", args=[decision_id])).content.decode())

    assert "an unknown adult in the home" in html
    assert "Sealed room" in html
    assert Event.objects.filter(name="text.read").count() == before + 1


def test_the_list_of_decisions_holds_no_reason(client: Client, case: Case) -> None:
    decide(case)

    html = sign_in(client, case.world, "coordinator").get(reverse("decisions:decided", args=[case.enquiry_id]))

    assert "Ada Wren" in html.content.decode()
    assert "unknown adult" not in html.content.decode()


def test_deciding_again_asks_what_is_new(manager: Client, case: Case) -> None:
    decide(case)
    url = reverse("decisions:revisit", args=[case.enquiry_id, subject(case)])

    assert "Enter why the decision is to be made again" in manager.post(url, {"why": ""}).content.decode()
    assert latest(case)[0].holds

    assert manager.post(url, {"why": "The police answered."})["Location"] == decide_url(case)
    assert not latest(case)[0].holds


def test_the_analysis_is_written_with_the_room_in_sight(manager: Client, case: Case) -> None:
    case.put_in("health", "A burn on the left arm.")
    url = reverse("decisions:analysis", args=[case.enquiry_id])
    assert "A burn on the left arm." in sound(manager.get(url).content.decode())
    told = {"voice": "She says she fell.", "summary": "Needs assessing.", "version": "0"}
    save = reverse("decisions:save_analysis", args=[case.enquiry_id])

    incomplete = manager.post(save, told | {"voice": ""}).content.decode()
    assert "Enter what the child says or how they seem" in incomplete
    assert "Needs assessing." in incomplete
    assert manager.post(save, told).status_code == 302
    assert "She says she fell." in manager.get(url).content.decode()
    overtaken = manager.post(save, told | {"summary": "Mine"}).content.decode()
    assert "Somebody else changed the analysis" in overtaken
    assert "Mine" in overtaken
    assert "Needs assessing." in overtaken
    assert manager.post(save, told | {"summary": "Mine", "version": "1"}).status_code == 302


def test_referrer_and_agencies_are_told_on_one_page_with_words_that_fit_the_outcome(
    manager: Client, case: Case
) -> None:
    url = reverse("decisions:feedback", args=[case.enquiry_id])
    assert "Not everybody is decided about yet" in manager.get(url).content.decode()
    decide(case)
    html = sound(manager.get(url).content.decode())
    assert "has been passed to children's social care" in unescape(html)
    contact_id = _contact_on(html)

    tell = reverse("decisions:tell_referrer", args=[case.enquiry_id])
    empty = manager.post(tell, {"contact": contact_id, f"{contact_id}-said": ""})
    assert "Enter what they may be told" in empty.content.decode()
    manager.post(tell, {"contact": contact_id, f"{contact_id}-said": "Social care has it."})

    [told] = queries.feedback_of(case.enquiry_id, actor=case.world.actor("manager"))
    assert (str(told.contact_id), told.said) == (contact_id, "Social care has it.")
    assert "Social care has it." in manager.get(url).content.decode()


def _contact_on(html: str) -> str:
    return str(UUID(html.split('name="contact" value="')[1].split('"')[0]))
