"""The API in the words of OpenAPI 3.1, made of the same table that the calls are read by."""

from collections.abc import Mapping
from typing import Any

from openmash.api.people import SHAPE, Day, Group, Several, Sort, Text
from openmash.api_keys.rules import MOST_CALLS
from openmash.contacts.rules.direct import FORMAT
from openmash.contacts.rules.direct import LONGEST_REFERENCE as LONGEST_OF_THEIRS
from openmash.person_index.rules import LONGEST_REFERENCE

VERSION = "1"
INDEX = "/api/v1/{hub}/agencies/{agency}/index"
DIRECT = "/api/v1/{hub}/agencies/{agency}/direct-referrals"
_JSON = "application/json"
_WRONG: dict[int, str] = {
    400: "What was sent cannot be read; every fault with its field",
    401: "The key opens nothing: never issued in this hub, revoked or expired",
    403: "The key is for something else: an index's opens no direct referral, and the other way round",
    404: "There is no such thing for this key: another agency's answers as one that is not there",
    409: "It cannot be done now, in a sentence",
    413: "Longer than one call may be",
    422: "A rule forbids it, in a sentence",
    429: f"More than {MOST_CALLS} calls within a minute; Retry-After says how long to wait",
    503: "The database, the keys or the log do not answer; nothing was changed",
}


def document() -> dict[str, Any]:
    """The whole description."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "OpenMASH: an agency's person index, and what is handed directly to it",
            "version": VERSION,
            "description": "An agency's computer system keeps its own agency's person index current, and reads nobody "
            "in it; its receiving system fetches what the hub hands directly to the agency, and acknowledges it. "
            "A key is for one of the two. Errors are sentences with the field and the line that they are about.",
        },
        "servers": [{"url": "https://inside.example", "description": "The inside door of the hub's installation"}],
        "security": [{"key": []}],
        "paths": _paths(),
        "components": {
            "securitySchemes": {
                "key": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "A key of one agency, issued by that agency's people on the page “Keys for your "
                    "computer systems” and shown once.",
                }
            },
            "parameters": {"hub": _in_path("hub", "The hub's short name"), "agency": _in_path("agency", "Its id")},
            "schemas": {"Person": _object(SHAPE), **_answers(), **_referrals()},
        },
    }


def _paths() -> dict[str, Any]:
    return _of_an_index() | _of_referrals()


def _of_referrals() -> dict[str, Any]:
    common = [{"$ref": "#/components/parameters/hub"}, {"$ref": "#/components/parameters/agency"}]
    one = _in_path("id", "As the list names it") | {"schema": {"type": "string", "format": "uuid"}}
    file = _call("directFile", "One file, byte for byte as it was made; again until it was taken in", "DirectReferral")
    file["responses"]["200"]["headers"] = {
        "Repr-Digest": {"schema": {"type": "string"}, "description": "The file's SHA-256 (RFC 9530)"}
    }
    return {
        DIRECT: {
            "parameters": common,
            "get": _call(
                "directWaiting", "What waits for the agency, the oldest first; nothing of its words", "Waiting"
            ),
        },
        f"{DIRECT}/{{id}}": {"parameters": [*common, one], "get": file},
        f"{DIRECT}/{{id}}/taken-in": {
            "parameters": [*common, one],
            "put": _call("directTakenIn", "It was taken in, by your reference; the same said again is no error", None)
            | {
                "requestBody": _body(
                    _JSON, {"$ref": "#/components/schemas/TakenIn"}, f"Your reference, {LONGEST_OF_THEIRS} characters"
                )
            },
        },
    }


def _of_an_index() -> dict[str, Any]:
    common = [{"$ref": "#/components/parameters/hub"}, {"$ref": "#/components/parameters/agency"}]
    reference = _in_path("reference", "The agency's own reference of the person") | {
        "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_REFERENCE}
    }
    return {
        INDEX: {
            "parameters": common,
            "get": _call("state", "How the index stands: how many people, and when it was kept current", "State"),
        },
        f"{INDEX}/people/{{reference}}": {
            "parameters": [*common, reference],
            "put": _call("put", "Put one person in, in the place of what stood under this reference", "Put")
            | {"requestBody": _body(_JSON, {"$ref": "#/components/schemas/Person"}, "The whole person")},
            "delete": _call("remove", "Take one person out; a person who is not there is no error", None),
        },
        f"{INDEX}/changes": {
            "parameters": common,
            "post": _call("changes", "Many changes at once: a file, all of whose good lines are taken", "Changes")
            | {
                "requestBody": _body(
                    "text/csv",
                    {"type": "string"},
                    "The columns of the index file, and `change`: put or remove. UTF-8.",
                )
            },
        },
    }


def _call(name: str, words: str, answer: str | None) -> dict[str, Any]:
    good: dict[str, Any] = {"description": "Done"}
    if answer:
        good["content"] = {_JSON: {"schema": {"$ref": f"#/components/schemas/{answer}"}}}
    wrong = {"content": {_JSON: {"schema": {"$ref": "#/components/schemas/Wrong"}}}}
    answers = {"200" if answer else "204": good}
    answers |= {str(status): {"description": said, **wrong} for status, said in _WRONG.items()}
    return {"operationId": name, "summary": words, "responses": answers}


def _body(kind: str, schema: Mapping[str, Any], words: str) -> dict[str, Any]:
    return {"required": True, "description": words, "content": {kind: {"schema": schema}}}


def _in_path(name: str, words: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "description": words, "schema": {"type": "string"}}


def _answers() -> dict[str, Any]:
    text, number = {"type": "string"}, {"type": "integer"}
    fault = {"type": "object", "properties": {"sentence": text, "field": text, "line": number}}
    faults = {"type": "array", "items": fault}
    return {
        "Wrong": {"type": "object", "properties": {"wrong": faults}, "required": ["wrong"]},
        "Put": {"type": "object", "properties": {"left_out": faults}, "required": ["left_out"]},
        "Changes": {
            "type": "object",
            "properties": {"put": number, "removed": number, "refused": number, "wrong": faults},
            "required": ["put", "removed", "refused", "wrong"],
        },
        "State": {
            "type": "object",
            "properties": {
                "answers": {"type": "boolean", "description": "Whether there is an index that can be asked"},
                "people": number,
                "current_at": {"type": ["string", "null"], "format": "date-time"},
                "must_be_reloaded": {"type": "boolean", "description": "Whether the whole file must be loaded anew"},
            },
            "required": ["answers", "people", "current_at", "must_be_reloaded"],
        },
    }


def _referrals() -> dict[str, Any]:
    text, moment = {"type": "string"}, {"type": "string", "format": "date-time"}
    perhaps = {"type": ["string", "null"], "format": "date-time"}
    one: dict[str, dict[str, Any]] = {"id": {"type": "string", "format": "uuid"}, "portal": text, "sha256": text}
    one |= {"made_at": moment, "due_at": perhaps, "fetched_at": perhaps}
    line = {"type": "object", "properties": one, "required": list(one)}
    reference = {"type": "string", "minLength": 1, "maxLength": LONGEST_OF_THEIRS}
    return {
        "Waiting": {
            "type": "object",
            "properties": {"waiting": {"type": "array", "items": line}},
            "required": ["waiting"],
        },
        "TakenIn": _object({}) | {"properties": {"reference": reference}, "required": ["reference"]},
        "DirectReferral": _file(text, moment),
    }


def _file(text: dict[str, Any], moment: dict[str, Any]) -> dict[str, Any]:
    """The file's keys, as ``contacts.services.direct`` writes them; a test compares the two."""
    day = {"type": ["string", "null"], "format": "date"}
    referrer = dict.fromkeys(("name", "role", "organisation", "telephone", "email"), text)
    person = dict.fromkeys(
        ("part", "given_name", "family_name", "sex", "relationship", "address", "postcode", "school"), text
    ) | {"born_on": day, "expected_on": day}
    told = dict.fromkeys(("from", "portal", "reference", "concern", "in_their_own_words", "family_knows"), text)
    told |= {"format": {"const": FORMAT}, "made_at": moment, "received_at": moment}
    told |= {"issues": {"type": "array", "items": text}, "immediate_danger": {"type": "boolean"}}
    told |= {"referrer": _whole(referrer), "people": {"type": "array", "items": _whole(person)}}
    return _whole(told)


def _whole(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": sorted(properties),
        "additionalProperties": False,
    }


def _object(fields: Mapping[str, Sort], needed: tuple[str, ...] = ()) -> dict[str, Any]:
    found: dict[str, Any] = {
        "type": "object",
        "properties": {name: _schema(sort) for name, sort in fields.items()},
        "additionalProperties": False,
    }
    return found | ({"required": list(needed)} if needed else {})


def _schema(sort: Sort) -> dict[str, Any]:
    match sort:
        case Text():
            limits: dict[str, Any] = {"enum": list(sort.choices)} if sort.choices else {"maxLength": sort.most}
            return {"type": "string", "description": sort.words, **limits}
        case Day():
            return {"type": "string", "format": "date", "description": sort.words}
        case Several():
            return {"type": "array", "description": sort.words, "maxItems": sort.most, "items": _schema(sort.of)}
        case Group():
            return {"description": sort.words} | _object(sort.fields, sort.needed)
