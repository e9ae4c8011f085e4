"""The format as a JSON Schema (draft 2020-12), made from the tables of ``script``, ``cast`` and ``steps``."""

from dataclasses import is_dataclass
from datetime import date, datetime
from types import NoneType, UnionType
from typing import Any, get_args, get_origin

from openmash.scenarios.keys import Key, keys_of
from openmash.scenarios.script import Head
from openmash.scenarios.steps import STEPS

Schema = dict[str, Any]
_PLAIN: dict[Any, Schema] = {
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    date: {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
    datetime: {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?$"},
}


def schema() -> Schema:
    """The whole schema. A step is judged by the definition that its ``do`` names."""
    verbs = {verb: _table(step, first=("do", {"const": verb})) for verb, step in STEPS.items()}
    steps: Schema = {
        "description": "What happens, in order.",
        "type": "array",
        "minItems": 1,
        "items": {
            "type": "object",
            "required": ["do"],
            "properties": {"do": {"description": "What happens.", "enum": list(STEPS)}},
            "allOf": [
                {
                    "if": {"properties": {"do": {"const": verb}}, "required": ["do"]},
                    "then": {"$ref": f"#/$defs/{verb}"},
                }
                for verb in STEPS
            ],
        },
    }
    head = _table(Head)
    head["properties"]["format"]["const"] = 1
    head["properties"]["steps"] = steps
    head["required"].append("steps")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A scripted case of OpenMASH",
        **head,
        "$defs": verbs,
    }


def _table(table: type, first: tuple[str, Schema] | None = None) -> Schema:
    keys = list(keys_of(table))
    properties = {key.written: {"description": key.says.words, **_value(key.kind, key)} for key in keys}
    required = [key.written for key in keys if key.needed]
    if first:
        properties, required = {first[0]: first[1], **properties}, [first[0], *required]
    return {
        "description": " ".join((table.__doc__ or "").split()),
        "type": "object",
        "additionalProperties": False,
        "required": required,
        "properties": properties,
    }


def _value(kind: Any, key: Key) -> Schema:
    if get_origin(kind) is UnionType:
        kind = next(each for each in get_args(kind) if each is not NoneType)
    if get_origin(kind) is tuple:
        many: Schema = {"type": "array", "items": _value(get_args(kind)[0], key)}
        least = key.says.at_least or int(key.needed)
        return many | ({"minItems": least} if least else {})
    return _table(kind) if is_dataclass(kind) and isinstance(kind, type) else _plain(kind, key)


def _plain(kind: Any, key: Key) -> Schema:
    if kind in _PLAIN:
        return dict(_PLAIN[kind])
    if key.says.choices:
        return {"enum": list(key.says.choices)}
    if key.says.looks:
        return {"type": "string", "pattern": key.says.looks}
    return {"type": "string"}
