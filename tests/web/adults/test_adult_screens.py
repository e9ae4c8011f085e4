"""What the law asks about an adult, asked and answered on screen."""

from collections.abc import Iterator

import pytest
from django.test import Client

from openmash.adults import queries
from openmash.audit.models import Event
from tests.adults_at_risk import adult_of, child_of, open_adult_case, record_all
from tests.rooms import Case
from tests.world import sign_in

pytestmark = pytest.mark.django_db

TEST = {
    "version": "0",
    "needs": "yes",
    "needs_why": "He cannot wash.",
    "at_risk": "yes",
    "abuse": ["adult_financial"],
    "at_risk_why": "His nephew has his card.",
    "cannot_protect": "yes",
    "cannot_protect_why": "He cannot get to the bank.",
}
CAPACITY = {
    "version": "0",
    "decision": "who keeps his card",
    "doubted": "no",
    "why": "He says clearly what he wants.",
    "spoken_for": "nobody_needed",
}


@pytest.fixture
def case() -> Iterator[Case]:
    case = open_adult_case()
    with case.world.inside():
        yield case


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_the_manager_is_sent_to_record_it_first_and_then_decides(case: Case, client: Client) -> None:
    sign_in(client, case.world, "manager")
    adult = adult_of(case)
    decide = f"/enquiries/{case.enquiry_id}/decide/{adult}/"
    before = page(client, decide)
    assert "the three-part test of section 42" in before
    assert f"/adults/{adult}/" in before
    record_all(case)
    after = page(client, decide)
    assert f'href="/adults/{adult}/"' in after, "what they want is read where it is decided"
    assert "Adult: section 42 enquiry" in after
    assert "Adult protection" in after
    assert "Level 3: child in need" not in after
    assert "Specialist Children" not in after


def test_a_child_is_not_offered_what_is_for_adults(case: Case, client: Client) -> None:
    sign_in(client, case.world, "manager")
    shown = page(client, f"/enquiries/{case.enquiry_id}/decide/{child_of(case)}/")
    assert "Level 3: child in need" in shown
    assert "section 42" not in shown


def test_each_question_is_answered_and_read_again(case: Case, client: Client) -> None:
    sign_in(client, case.world, "social_worker")
    adult = f"/adults/{adult_of(case)}"
    for name, typed in (
        ("test", TEST),
        ("capacity", CAPACITY),
        ("wishes", {"version": "0", "asked": "expressed", "wanted": "My card back.", "agrees": "yes"}),
        ("result", {"version": "0", "achieved": "fully", "risk": "removed", "said": "I have it."}),
    ):
        assert page(client, f"{adult}/{name}/")
        answer = client.post(f"{adult}/{name}/", typed)
        assert (answer.status_code, answer.headers.get("Location")) == (302, f"{adult}/"), name
    read = Event.objects.filter(name="text.read").count()
    shown = page(client, f"{adult}/")
    for words in ("All three parts are met", "Adult: financial abuse", "His nephew has his card.", "My card back."):
        assert words in shown
    assert "I have it." in shown
    assert Event.objects.filter(name="text.read").count() == read + 4


@pytest.mark.parametrize(
    ("name", "typed", "says"),
    [
        ("test", TEST | {"needs_why": ""}, "Enter what makes you say so about their needs"),
        ("test", TEST | {"abuse": []}, "Select what abuse or neglect it is or may be."),
        ("test", TEST | {"needs": "no"}, "Change one of the two."),
        ("capacity", CAPACITY | {"doubted": "yes"}, "Select yes or no: there is reason to doubt it"),
        ("capacity", CAPACITY | {"decision": ""}, "Enter which decision it is about"),
        ("wishes", {"version": "0", "asked": "not_asked", "agrees": "not_asked"}, "Say why they were not asked"),
        ("result", {"version": "0", "achieved": "fully", "risk": "removed", "said": "Yes"}, "Ask them first."),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(
    case: Case, client: Client, name: str, typed: dict[str, object], says: str
) -> None:
    sign_in(client, case.world, "social_worker")
    answer = client.post(f"/adults/{adult_of(case)}/{name}/", typed)
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert says in shown
    kept = [text for text in typed.values() if isinstance(text, str) and " " in text]
    assert all(text in shown for text in kept)
    assert queries.adult(adult_of(case), actor=case.world.actor("manager")).standing.missing


def test_whoever_may_not_record_may_read_and_the_front_door_does_neither(case: Case, client: Client) -> None:
    record_all(case)
    path = f"/adults/{adult_of(case)}/"
    sign_in(client, case.world, "health")
    assert client.get(path).status_code == 200
    assert client.get(f"{path}test/").status_code == 403
    sign_in(client, case.world, "coordinator")
    assert client.get(path).status_code == 403


def test_a_child_has_no_such_page(case: Case, client: Client) -> None:
    sign_in(client, case.world, "social_worker")
    assert client.get(f"/adults/{child_of(case)}/").status_code == 404
    assert client.get(f"/adults/{adult_of(case)}/").status_code == 200
