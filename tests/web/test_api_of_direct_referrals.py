"""The API as an agency's receiving system meets it: what waits, the very file, its acknowledgement, sentences."""

import base64
import hashlib
import json
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import jsonschema
import pytest
from django.test import Client

from openmash.api.description import document
from openmash.api_keys.rules import DIRECT_REFERRALS
from openmash.audit.models import Event
from openmash.contacts import queries, services
from openmash.contacts.rules.issues import IssueTold
from openmash.core import clock
from tests.indexes import key_of
from tests.integration.contacts_told import JACK, told
from tests.world import NOW, World, devon

pytestmark = pytest.mark.django_db
Send = Callable[..., Any]


@pytest.fixture(autouse=True)
def at_ten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def world() -> World:
    return devon("blackburn", people=("police", "health", "coordinator"), operating_model="blackburn")


@pytest.fixture
def keys(world: World) -> dict[str, str]:
    """The police's keys, by what they open."""
    with world.inside():
        return {"referrals": key_of(world, purpose=DIRECT_REFERRALS), "index": key_of(world, name="Export")}


@pytest.fixture
def waits(world: World, keys: dict[str, str]) -> tuple[UUID, bytes]:
    """Something that waits for the police's system: its id, and the file."""
    with world.inside():
        coordinator = world.actor("coordinator")
        made = services.record(told=told(people=(JACK,)), actor=coordinator, at=NOW)
        services.raise_issues(contact_id=made, told=[IssueTold("domestic_abuse", 0)], actor=coordinator, at=NOW)
        content = services.hand_on_directly(
            contact_id=made,
            portal="police_portal",
            why="An offence tonight.",
            actor=coordinator,
            at=NOW,
            fetched_by=world.agencies["police"],
        )
        [one] = queries.direct_referrals_of(made, actor=coordinator)
    return one.id, content


@pytest.fixture
def send(world: World, keys: dict[str, str]) -> Send:
    """A call with the police's key for direct referrals, unless another one is given."""

    def sent(method: str, where: str = "", body: object = "", *, key: str = "referrals", of: str = "police") -> Any:
        raw = body if isinstance(body, str | bytes) else json.dumps(body)
        address = f"/api/v1/blackburn/agencies/{world.agencies[of]}/direct-referrals{where}"
        header = {"authorization": f"Bearer {keys.get(key, key)}"}
        client = Client(raise_request_exception=False)
        return client.generic(method, address, raw, content_type="application/json", headers=header)

    return sent


def test_the_file_is_fetched_byte_for_byte_and_is_as_the_description_says(
    send: Send, waits: tuple[UUID, bytes]
) -> None:
    direct_id, content = waits
    [line] = send("GET").json()["waiting"]
    assert (line["id"], line["fetched_at"]) == (str(direct_id), None)
    assert line["sha256"] == hashlib.sha256(content).hexdigest()
    answer = send("GET", f"/{direct_id}")
    assert (answer.status_code, answer.content) == (200, content)
    assert answer["Repr-Digest"] == f"sha-256=:{base64.b64encode(hashlib.sha256(content).digest()).decode()}:"
    assert "no-store" in answer["Cache-Control"]
    schema = document()["components"]["schemas"]["DirectReferral"]
    jsonschema.Draft202012Validator(schema).validate(json.loads(answer.content))
    assert JACK.family_name not in send("GET").content.decode()


def test_it_is_acknowledged_by_their_reference_and_then_gone(
    world: World, send: Send, waits: tuple[UUID, bytes]
) -> None:
    where = f"/{waits[0]}"
    assert send("PUT", f"{where}/taken-in", {"reference": "VC/1"}).status_code == 422  # never fetched
    send("GET", where)
    assert [send("PUT", f"{where}/taken-in", {"reference": "VC/1"}).status_code for _ in range(2)] == [204, 204]
    assert send("PUT", f"{where}/taken-in", {"reference": "VC/2"}).status_code == 422
    assert send("GET", where).status_code == 404
    assert send("GET").json() == {"waiting": []}
    with world.inside():
        names = set(Event.objects.filter(actor_role="agency_portal").values_list("name", flat=True))
    assert names == {
        *("contact.direct_listed", "contact.fetched_directly", "contact.taken_in_directly", "api_key.turned_away")
    }


@pytest.mark.parametrize(
    "body",
    [
        *("", "{", "[]", "null", '"VC/1"', "{}", b"\xff\xfe", '{"reference": 1}', '{"reference": null}', "9" * 5000),
        *('{"reference": "a", "more": 1}', '{"reference": "\\ud800"}', '{"reference": "a\\u0000"}', "[" * 3000),
    ],
)
def test_an_acknowledgement_that_cannot_be_read_is_told_so(
    send: Send, waits: tuple[UUID, bytes], body: str | bytes
) -> None:
    send("GET", f"/{waits[0]}")
    answer = send("PUT", f"/{waits[0]}/taken-in", body)
    assert answer.status_code == 400
    assert answer.json()["wrong"][0]["sentence"]
    assert send("PUT", f"/{waits[0]}/taken-in", {"reference": "VC/1"}).status_code == 204


def test_a_reference_that_is_empty_or_too_long_is_refused_by_the_rule(send: Send, waits: tuple[UUID, bytes]) -> None:
    send("GET", f"/{waits[0]}")
    for reference in ("", " ", "x" * 61):
        answer = send("PUT", f"/{waits[0]}/taken-in", {"reference": reference})
        assert (answer.status_code, answer.json()["wrong"][0]["field"]) == (422, "reference")
    assert send("PUT", f"/{waits[0]}/taken-in", {"reference": "x" * 60}).status_code == 204


def test_a_key_opens_one_thing(world: World, send: Send, waits: tuple[UUID, bytes], keys: dict[str, str]) -> None:
    for method, where in (("GET", ""), ("GET", f"/{waits[0]}"), ("PUT", f"/{waits[0]}/taken-in")):
        assert send(method, where, {"reference": "VC/1"}, key="index").status_code == 403
    index = f"/api/v1/blackburn/agencies/{world.agencies['police']}/index"
    answers = {
        name: Client().get(index, headers={"authorization": f"Bearer {key}"}).status_code for name, key in keys.items()
    }
    assert answers == {"referrals": 403, "index": 200}
    assert send("GET", f"/{waits[0]}").status_code == 200


def test_what_is_another_s_or_nobody_s_is_not_there(send: Send, waits: tuple[UUID, bytes]) -> None:
    assert send("GET", f"/{waits[0]}", of="health").status_code == 404
    assert send("GET", of="health").status_code == 404
    nowhere = uuid4()
    assert send("GET", f"/{nowhere}").status_code == 404
    assert send("PUT", f"/{nowhere}/taken-in", {"reference": "VC/1"}).status_code == 404
    assert send("PUT", f"/{nowhere}/taken-in", "{").status_code == 404  # and is told nothing of what it sent
    assert send("GET", key="omk_guess").status_code == 401
    assert send("GET", f"/{waits[0]}").status_code == 200


def test_a_method_that_is_not_there_is_told_so(send: Send, waits: tuple[UUID, bytes]) -> None:
    where = f"/{waits[0]}"
    assert [send(method, where).status_code for method in ("POST", "PUT", "DELETE", "PATCH")] == [405] * 4
    assert send("GET", f"{where}/taken-in").status_code == 405
    assert send("POST").status_code == 405
