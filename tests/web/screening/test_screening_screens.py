"""Issues, screening together, checklists, return interviews and panels, on screen."""

import re
from collections.abc import Iterator
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import Client

from openmash.contacts import queries as contact_queries
from openmash.contacts.models import Contact
from openmash.enquiries import queries as enquiry_queries
from openmash.screening import queries
from openmash.screening.rules.checklists import example, example_source
from tests.everything import FROM, works_by_everything
from tests.integration.enquiries_case import contact as recorded
from tests.rooms import Case, open_case
from tests.world import World, devon, sign_in

pytestmark = pytest.mark.django_db
EXPLOITATION = f"""
[[issues]]
code = "exploitation"
label = "Exploitation"
theme = "exploitation"
serves = ["child"]
also_asks = ["school"]
{FROM}
"""


@pytest.fixture
def world() -> Iterator[World]:
    world = devon()
    with world.inside():
        works_by_everything(world)
        yield world


@pytest.fixture
def case(world: World) -> Case:
    return open_case(world)


def contacts_of(case: Case) -> tuple[UUID, ...]:
    return enquiry_queries.contacts_of(case.enquiry_id, hub_id=case.world.hub_id)


def ticked(html: str) -> set[str]:
    return set(re.findall(r'name="agencies"[^>]*value="([^"]+)"[^>]* checked', html))


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def leads_to(answer: HttpResponse) -> str:
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


def test_one_report_raises_an_issue_about_each_of_several_people(world: World, client: Client) -> None:
    contact_id = recorded(world)
    sign_in(client, world, "coordinator")
    assert "Nobody has said yet" in page(client, f"/contacts/{contact_id}/")
    path = f"/contacts/{contact_id}/issues/"
    assert "Domestic abuse" in page(client, path)
    client.post(path, {"about": "1", "issues": ["domestic_abuse"]})
    client.post(path, {"about": "0", "issues": ["domestic_abuse"]})
    shown = page(client, f"/contacts/{contact_id}/")
    assert "Domestic abuse" in shown
    assert "Ada Wren" in shown
    again = client.post(path, {"about": "1", "issues": ["domestic_abuse"]})
    assert "This issue is raised about them already." in again.content.decode()
    nothing = client.post(path, {"about": "1"})
    assert "Select at least one issue" in nothing.content.decode()


def test_an_issue_is_taken_back_with_the_reason(world: World, client: Client) -> None:
    contact_id = recorded(world)
    sign_in(client, world, "coordinator")
    client.post(f"/contacts/{contact_id}/issues/", {"about": "1", "issues": ["domestic_abuse"]})
    [issue] = contact_queries.issues_of([contact_id], actor=world.actor("coordinator"))
    path = f"/contacts/{contact_id}/issues/{issue.id}/take-back/"
    assert "Enter why it is not one" in client.post(path, {"why": ""}).content.decode()
    assert leads_to(client.post(path, {"why": "It was another family."})) == f"/contacts/{contact_id}/"
    assert "It was another family." in page(client, f"/contacts/{contact_id}/")
    assert client.get(path).status_code == 404


def screened(world: World, outcome: str, *, police: str = "nothing", council: str = "nothing") -> dict[str, str]:
    police_id, council_id = world.agencies["police"], world.agencies["council"]
    return {
        f"view_{police_id}": police,
        f"by_{police_id}": "Sgt Penrose",
        f"view_{council_id}": council,
        f"by_{council_id}": "Pat Holloway",
        "outcome": outcome,
        "reasons": "Nobody was hurt.",
    }


def test_a_contact_is_screened_together_and_closed_where_nothing_is_to_be_done(world: World, client: Client) -> None:
    contact_id = recorded(world)
    sign_in(client, world, "evaluator")
    path = f"/contacts/{contact_id}/screening/joint/"
    assert f'href="{path}"' in page(client, f"/contacts/{contact_id}/")
    assert "What does Devon and Cornwall Police say?" in page(client, path)
    less = client.post(path, screened(world, "nothing", police="assess"))
    assert "cannot come to less than that" in less.content.decode()
    one = {name: text for name, text in screened(world, "nothing").items() if "view_" not in name}
    assert "Select what" in client.post(path, one).content.decode()
    assert leads_to(client.post(path, screened(world, "nothing"))) == f"/contacts/{contact_id}/"
    shown = page(client, f"/contacts/{contact_id}/")
    assert "Joint screening: Nothing to address" in shown
    assert Contact.objects.get(id=contact_id).state == "signposted"


def test_what_the_model_asks_for_an_issue_is_ticked_beside_what_the_rating_asks(client: Client) -> None:
    world = devon()
    with world.inside():
        works_by_everything(world, EXPLOITATION)
        case = open_case(world)
        [contact_id] = contacts_of(case)
        sign_in(client, world, "coordinator")
        path, school = f"/checks/ask/{case.enquiry_id}/", str(world.agencies["school"])
        overview = page(client, f"/enquiries/{case.enquiry_id}/specialist/")
        assert f'href="/contacts/{contact_id}/issues/"' in overview, "from the case it is one click to say so"
        before = ticked(page(client, path))
        client.post(f"/contacts/{contact_id}/issues/", {"about": "1", "issues": ["exploitation"]})
        assert ticked(page(client, path)) == {*before, school}
        [issue] = contact_queries.issues_of([contact_id], actor=world.actor("coordinator"))
        client.post(f"/contacts/{contact_id}/issues/{issue.id}/take-back/", {"why": "Another family's."})
        assert ticked(page(client, path)) == before


def test_a_checklist_is_completed_and_the_score_decides_nothing(case: Case, client: Client) -> None:
    sign_in(client, case.world, "social_worker")
    mother = case.people()[1]
    overview = f"/enquiries/{case.enquiry_id}/specialist/"
    assert "Risk checklist" in page(client, overview)
    path = f"/enquiries/{case.enquiry_id}/checklists/risk/"
    assert example().questions[0].text in page(client, path)
    assert "Select who it is about" in client.post(path, {}).content.decode()
    answers = {f"q_{question.code}": "no" for question in example().questions}
    typed = {**answers, "person": str(mother), "with_them": "yes", "judgement": "high", "why": "He has a key."}
    missing = client.post(path, {name: text for name, text in typed.items() if name != "q_hurt"})
    assert "or say that it is not known" in missing.content.decode()
    read = leads_to(client.post(path, typed))
    shown = page(client, read)
    assert "Judged: High." in shown
    assert "Score 0 of 6, which decides nothing" in shown
    assert "He has a key." in shown
    assert f"/enquiries/{case.enquiry_id}/panels/conference/" in shown
    assert "He has a key." not in page(client, overview)


def test_a_found_child_is_to_be_spoken_with_and_is(case: Case, client: Client) -> None:
    sign_in(client, case.world, "social_worker")
    path = f"/enquiries/{case.enquiry_id}/found/"
    typed = {"person": str(case.people()[0]), "found_at_day": "18", "found_at_month": "11", "found_at_year": "2026"}
    assert "must include a time" in client.post(path, typed).content.decode()
    client.post(path, {**typed, "found_at_time": "10:30"})
    [due] = queries.interviews_due(case.world.actor("social_worker"))
    assert "Ada Wren" in page(client, "/interviews/")
    end = f"/interviews/{due.id}/end/"
    assert (
        "Write what the child said"
        in client.post(end, {"ended": "held", "interviewer": "A youth worker"}).content.decode()
    )
    told = {"ended": "held", "interviewer": "A youth worker", "independent": "on", "said": "I was at the arcade."}
    assert leads_to(client.post(end, told)) == f"/enquiries/{case.enquiry_id}/specialist/"
    assert "I was at the arcade." in page(client, f"/interviews/{due.id}/")
    assert "None is due" in page(client, "/interviews/")


def referred(case: Case, client: Client) -> UUID:
    child, mother = case.people()
    typed = {"person": str(mother), "why": "He said he will kill her.", "agrees": "yes", "at_risk": [str(child)]}
    path = f"/enquiries/{case.enquiry_id}/panels/conference/"
    assert "16 or over" in page(client, path)
    assert "Enter how they are reached safely" in client.post(path, typed).content.decode()
    young = client.post(path, {**typed, "person": str(child), "at_risk": [], "safe_contact": "At school."})
    assert "Protect a child as one." in young.content.decode()
    client.post(path, {**typed, "safe_contact": "Through her sister, Tuesdays."})
    [panel] = queries.panels_of(case.enquiry_id, actor=case.world.actor("manager"))
    return panel.id


def test_a_victim_is_brought_to_the_conference_and_both_are_kept_in_step(case: Case, client: Client) -> None:
    sign_in(client, case.world, "social_worker")
    panel = f"/panels/{referred(case, client)}"
    assert "Through her sister, Tuesdays." in page(client, f"{panel}/")
    tell = {"which_way": "to", "words": "The children are at their aunt's."}
    assert "puts nobody in danger" in client.post(f"{panel}/in-step/", tell).content.decode()
    assert leads_to(client.post(f"{panel}/in-step/", {**tell, "checked": "on"})) == f"{panel}/"
    assert "Enter the day on which it meets" in client.post(f"{panel}/next/", {"what": "list"}).content.decode()
    day = {"what": "list", "meets_on_day": "30", "meets_on_month": "11", "meets_on_year": "2036"}
    assert leads_to(client.post(f"{panel}/next/", day)) == f"{panel}/"
    assert leads_to(client.post(f"{panel}/next/", {"what": "hear", "words": "A panic alarm."})) == f"{panel}/"
    shown = page(client, f"{panel}/")
    assert "A panic alarm." in shown
    assert "at their aunt" in shown
    sign_in(client, case.world, "coordinator")
    seen = page(client, f"/enquiries/{case.enquiry_id}/specialist/")
    assert "Domestic-abuse conference" in seen
    assert "Through her sister" not in seen
    assert client.get(f"{panel}/").status_code == 403


def test_the_administrator_loads_a_checklist_that_can_be_read(world: World, client: Client) -> None:
    sign_in(client, world, "administrator")
    assert "None loaded yet" in page(client, "/checklists/")
    wrong = client.post("/checklists/", {"text": "code = 1"}).content.decode()
    assert "This is not yet a checklist: code must be a text" in wrong
    client.post("/checklists/", {"text": example_source()})
    assert "6 questions" in page(client, "/checklists/")
