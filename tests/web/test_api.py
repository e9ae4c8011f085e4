"""The API as an agency's system meets it: one key, one index, sentences, and never a 500."""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openmash.api import door
from openmash.api_keys import rules as key_rules
from openmash.audit.models import Event
from openmash.core import clock
from openmash.person_index import queries as index_queries
from tests.indexes import key_of, seen_by
from tests.world import NOW, World, devon, sign_in

pytestmark = pytest.mark.django_db
ADA = {"names": [{"given": "Ada", "family": "Wren"}], "birth": {"on": "2018-03-04"}}
CHANGES = "reference,given_names,family_name,change\nP-1,Ada,Wren,put\nP-2,Bo,Wren,put\n"
Send = Callable[..., Any]


@pytest.fixture(autouse=True)
def at_ten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def world() -> World:
    return devon(people=("police", "health", "coordinator", "operations_manager"))


@pytest.fixture
def key(world: World) -> str:
    with world.inside():
        return key_of(world)


@pytest.fixture
def send(world: World, key: str) -> Send:
    """A call with the police's key, unless another one is given."""

    def sent(method: str, where: str = "", body: object = "", **more: Any) -> Any:
        of = more.get("of", world.agencies["police"])
        raw = body if isinstance(body, str | bytes) else json.dumps(body)
        header = more.get("header", f"Bearer {more.get('key', key)}")
        client = more.get("client") or Client(raise_request_exception=False)
        address = f"/api/v1/{more.get('hub', 'devon')}/agencies/{of}/index{where}"
        return client.generic(method, address, raw, content_type="application/json", headers={"authorization": header})

    return sent


def people_in(world: World) -> int:
    with seen_by(world, "police"):
        return index_queries.state(world.agencies["police"], actor=world.actor("police")).people


def wrong(answer: HttpResponse) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(answer.content)["wrong"]
    assert all(each["sentence"].endswith((".", "”.")) for each in found)
    return found


def test_a_person_is_put_in_changed_and_taken_out(world: World, send: Send) -> None:
    assert json.loads(send("PUT", "/people/P-1", ADA).content) == {"left_out": []}
    assert send("PUT", "/people/P-1", ADA | {"sex": "F"}).status_code == 200
    assert people_in(world) == 1
    assert send("DELETE", "/people/P-1").status_code == 204
    assert people_in(world) == 0
    assert send("DELETE", "/people/P-1").status_code == 204  # nobody there: no error, and nothing is told


def test_a_reference_may_hold_what_addresses_hold(world: World, send: Send) -> None:
    for reference in ("A%2F12", "A/12", "B%20%25", "%C3%A9"):
        assert send("PUT", f"/people/{reference}", ADA).status_code == 200
    assert people_in(world) == 3  # two of them are the same


def test_what_was_left_out_of_a_person_is_told(send: Send) -> None:
    answer = send("PUT", "/people/P-1", ADA | {"nhs_number": "123"})
    assert answer.status_code == 200
    [told] = json.loads(answer.content)["left_out"]
    assert told["field"] == "nhs_number"


def test_what_is_wrong_is_told_with_its_field_and_nothing_is_put_in(world: World, send: Send) -> None:
    answer = send("PUT", "/people/P-1", ADA | {"sex": "female"})
    assert answer.status_code == 400
    assert [each["field"] for each in wrong(answer)] == ["sex"]
    assert people_in(world) == 0


def test_many_changes_are_taken_and_bad_lines_told(world: World, send: Send) -> None:
    answer = send("POST", "/changes", CHANGES + "P-3,,,put\nP-1,,,remove\n,A,B,put\n")
    told = json.loads(answer.content)
    assert (answer.status_code, told["put"], told["removed"]) == (200, 2, 0)
    assert [(each["line"], each["field"]) for each in told["wrong"]][-1] == (6, "reference")
    assert send("POST", "/changes", "reference,change\nP-1,remove\n").status_code == 200
    assert people_in(world) == 1


def test_a_file_that_is_none_is_refused_whole(world: World, send: Send) -> None:
    for body in ("", "<html>", "a;b;c\n", b"\xff\xfe", "reference\nP-1\n"):
        answer = send("POST", "/changes", body)
        assert answer.status_code in (400, 422)
        assert wrong(answer)
    assert people_in(world) == 0


def test_how_the_index_stands_is_told_and_nobody_in_it(send: Send) -> None:
    assert json.loads(send("GET").content)["people"] == 0
    send("PUT", "/people/P-1", ADA)
    told = json.loads(send("GET").content)
    assert (told["answers"], told["people"]) == (True, 1)
    assert "Wren" not in str(told)


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic abc", "Bearer omk_0000", "Bearer é", "bearer\x01"])
def test_without_a_key_that_was_issued_here_nothing_opens(send: Send, header: str) -> None:
    answer = send("GET", header=header.encode("latin-1", "replace").decode("latin-1"))
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    assert wrong(answer)


def test_a_key_of_another_hub_or_of_no_hub_opens_nothing(world: World, send: Send, key: str) -> None:
    devon("kent", people=("police",))
    assert [send("GET", hub=hub).status_code for hub in ("kent", "nowhere", "devon")] == [401, 401, 200]


def test_another_agency_s_index_is_not_there(world: World, send: Send) -> None:
    health, nobody = world.agencies["health"], UUID(int=5)
    answers = [send("PUT", "/people/P-1", ADA, of=of) for of in (health, nobody)]
    assert [each.status_code for each in answers] == [404, 404]
    assert answers[0].content == answers[1].content


def test_whoever_signed_in_gets_nowhere_by_that(world: World, send: Send) -> None:
    client = sign_in(Client(), world, "police")
    assert send("GET", header="", client=client).status_code == 401


def test_a_session_comes_from_no_call(send: Send) -> None:
    assert not send("GET").cookies
    assert send("GET")["Cache-Control"].count("no-store") == 1


def test_a_method_that_is_not_there_is_told_so(send: Send) -> None:
    assert [send(method).status_code for method in ("POST", "PUT", "DELETE", "PATCH")] == [405] * 4
    assert send("GET", "/people/P-1").status_code == 405


def test_more_calls_than_one_system_needs_have_to_wait(send: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_rules, "MOST_CALLS", 2)
    assert [send("GET").status_code for _ in range(3)] == [200, 200, 429]
    assert int(send("GET")["Retry-After"]) > 0


def test_whoever_guesses_keys_has_to_wait(send: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "GUESSES", 2)
    assert [send("GET", key="omk_guess").status_code for _ in range(3)] == [401, 401, 429]


def test_more_than_one_call_may_send_is_not_read(send: Send) -> None:
    answer = send("POST", "/changes", "x" * (2 * 1024 * 1024 + 1))
    assert answer.status_code == 413
    assert wrong(answer)


def test_every_call_is_in_the_log_of_its_agency(world: World, send: Send) -> None:
    send("PUT", "/people/P-1", ADA)
    send("PUT", "/people/P-1", {"sex": 1})
    send("DELETE", "/people/P-1")
    send("POST", "/changes", CHANGES)
    send("GET")
    send("GET", of=world.agencies["health"])
    with world.inside():
        names = list(Event.objects.filter(actor_role="agency_system").order_by("at").values_list("name", "owner_id"))
    assert {owner for _, owner in names} == {world.agencies["police"]}
    assert sorted(name for name, _ in names) == [
        *("api_key.state_read", "api_key.turned_away", "api_key.turned_away"),
        *("index.changed", "index.person_put", "index.person_removed"),
    ]


_PATHS = st.sampled_from(["", "/", "/people/P-1", "/people/", "/changes", "/changes/"]) | st.text(max_size=30).map(
    lambda each: f"/people/{each}"
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    method=st.sampled_from(["GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS"]),
    where=_PATHS,
    body=st.binary(max_size=200)
    | st.text(max_size=200)
    | st.recursive(st.none() | st.integers() | st.text(), lambda inner: st.dictionaries(st.text(), inner, max_size=3)),
)
def test_whatever_is_sent_is_answered_and_never_a_fault_of_ours(
    world: World, send: Send, monkeypatch: pytest.MonkeyPatch, method: str, where: str, body: Any
) -> None:
    monkeypatch.setattr(key_rules, "MOST_CALLS", 10_000)
    answer = send(method, where, body if body is not None else "")
    assert answer.status_code < 500
    if answer.status_code in (400, 401, 413, 422):
        assert wrong(answer)
