"""A referrer who does not agree: on their receipt at the outside door, and on the screens of those who answer."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.test import Client

from openmash.core import clock
from openmash.differences import queries, services
from tests.challenged import SAID, WHY, challenged, told
from tests.everything import works_by_everything
from tests.handed_on import decide, subject
from tests.rooms import Case, open_case
from tests.web.page_reading import sound
from tests.world import NOW, devon, sign_in

pytestmark = pytest.mark.django_db
OutsideDoor = Callable[[], AbstractContextManager[None]]
PAGE = "/devon/receipt/i-do-not-agree/"


@pytest.fixture(autouse=True)
def present(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=3))


@pytest.fixture
def case() -> Iterator[Case]:
    case = open_case(devon())
    with case.world.inside():
        yield case


def with_code(code: str, slug: str = "devon") -> Client:
    visitor = Client()
    assert visitor.post(f"/{slug}/receipt/", {"code": code}).status_code == 302
    return visitor


def read(client: Client, path: str) -> str:
    page = client.get(path).content.decode()
    sound(page)
    return page


def test_they_say_so_from_the_page_on_which_they_read_it_and_see_that_it_was_sent(
    case: Case, outside_door: OutsideDoor
) -> None:
    code = told(case)
    with outside_door():
        visitor = with_code(code)
        assert "I do not agree with this" in read(visitor, "/devon/receipt/")
        assert SAID in read(visitor, PAGE)
        assert visitor.post(PAGE, {"why": WHY})["Location"] == "/devon/receipt/"
        page = read(visitor, "/devon/receipt/")
        assert "that you do not agree" in page
        assert "I do not agree with this" not in page
        assert WHY not in page
        visitor.post(PAGE, {"why": "Pressed twice."})
    assert services.take_in_challenges(hub_id=case.world.hub_id, at=case.later()) == 1


def test_without_a_reason_there_is_a_sentence_and_what_was_typed_is_kept(case: Case, outside_door: OutsideDoor) -> None:
    code = told(case)
    with outside_door():
        visitor = with_code(code)
        page = visitor.post(PAGE, {"why": " "}).content.decode()
        sound(page)
        assert "Enter why you do not agree" in page
        page = visitor.post(PAGE, {"why": "x" * 4001}).content.decode()
        sound(page)
        assert "There is a problem" in page
        assert "x" * 4001 in page
    assert services.take_in_challenges(hub_id=case.world.hub_id, at=case.later()) == 0


def test_nobody_without_a_code_gets_there(case: Case, outside_door: OutsideDoor) -> None:
    told(case)
    with outside_door():
        for answer in (Client().get(PAGE), Client().post(PAGE, {"why": WHY})):
            assert answer["Location"] == "/devon/receipt/"
    assert services.take_in_challenges(hub_id=case.world.hub_id, at=case.later()) == 0


def test_where_the_hub_settles_nothing_with_referrers_they_are_asked_to_telephone(outside_door: OutsideDoor) -> None:
    case = open_case(devon("nottinghamshire", operating_model="nottinghamshire"))
    with case.world.inside():
        code = told(case)
    with outside_door():
        visitor = with_code(code, "nottinghamshire")
        page = read(visitor, "/nottinghamshire/receipt/")
        assert "If you do not agree, telephone" in page
        assert "I do not agree with this" not in page
        assert visitor.get("/nottinghamshire/receipt/i-do-not-agree/")["Location"] == "/nottinghamshire/receipt/"


def test_it_is_taken_up_from_the_worklist(client: Client, case: Case) -> None:
    decide(case)
    challenge_id = challenged(case)
    sign_in(client, case.world, "business_support")
    path = f"/differences/from-referrers/{challenge_id}/"
    assert path in read(client, "/")
    page = read(client, path)
    for shown in (SAID, WHY, "Have the decision about Ada Wren looked at again"):
        assert shown in page
    answer = client.post(path, {"what": str(subject(case)), "said": ""})
    [raised] = queries.differences_of(case.enquiry_id, actor=case.world.actor("manager"))
    assert answer["Location"] == f"/differences/{raised.id}/"
    assert path not in read(client, "/")
    assert "See how it is settled" in read(client, path)


def test_it_is_answered_and_an_answer_without_words_is_told_beside_the_field(client: Client, case: Case) -> None:
    challenge_id = challenged(case)
    sign_in(client, case.world, "manager")
    path = f"/differences/from-referrers/{challenge_id}/"
    for typed, sentence in (({}, "Select what you do with it"), ({"what": "answer"}, "Enter what they are told")):
        page = client.post(path, typed).content.decode()
        sound(page)
        assert sentence in page
    answer = client.post(path, {"what": "answer", "said": "We looked again, and it stands."}, follow=True)
    assert "The referrer can now read it" in answer.content.decode()
    assert queries.waiting_challenges(case.world.actor("manager")) == []


def test_where_letters_are_seen_first_an_answer_waits_for_a_second_person(client: Client) -> None:
    world = devon()
    with world.inside():
        works_by_everything(world, seen_first=True)
        case = open_case(world)
        decide(case)
        challenge_id = challenged(case)
        sign_in(client, world, "business_support")
        path = f"/differences/from-referrers/{challenge_id}/"
        answer = client.post(path, {"what": "answer", "said": "We looked again."}, follow=True)
        assert "Somebody else reads it before it goes" in answer.content.decode()
        sign_in(client, world, "manager")
        assert "Read a letter before it goes" in read(client, "/")


def test_others_are_refused_at_its_address(client: Client, case: Case) -> None:
    challenge_id = challenged(case)
    for who in ("coordinator", "police"):
        sign_in(client, case.world, who)
        assert client.get(f"/differences/from-referrers/{challenge_id}/").status_code == 403
