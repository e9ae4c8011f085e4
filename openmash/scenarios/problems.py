"""What is wrong with a scenario's text, each as a line that says where and what was expected."""

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any, cast

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from openmash.hubs.rules.lines import Path, nearest_line
from openmash.scenarios.schema import schema

_TYPES = {
    "string": "a text in quotes",
    "boolean": "true or false, without quotes",
    "integer": "a whole number, without quotes",
    "array": "a list in square brackets",
    "object": "a table",
}
_LOOKS = {
    "do": "what happens",
    "at": "a time like “2026-03-02 09:10”, or “10:20” for the same day",
    "refused_by": "a rule like “checks.rated_first”, or permission, not_found or stale",
}


class Places:
    """Where things stand in the file."""

    def __init__(self, lines: Mapping[Path, int], steps: list[Any]) -> None:
        self.lines = dict(lines)
        self.steps = steps

    def line(self, path: Path) -> int:
        """The line of a table or key, or of the closest around it."""
        return nearest_line(self.lines, path)

    def words(self, path: Path) -> str:
        """“line 40, step 3 (rate), key rating”."""
        parts = [f"line {self.line(path)}"]
        rest = path
        if len(path) > 1 and path[0] == "steps" and isinstance(path[1], int):
            verb = self.steps[path[1]].get("do", "?") if isinstance(self.steps[path[1]], dict) else "?"
            parts.append(f"step {path[1] + 1} ({verb})")
            rest = path[2:]
        keys = ".".join(str(part + 1) if isinstance(part, int) else part for part in rest)
        return ", ".join([*parts, *([f"key {keys}"] if keys else [])])


def found_by_schema(values: Mapping[str, Any], places: Places) -> list[str]:
    """Everything the published schema has against a text's values."""
    errors = Draft202012Validator(schema()).iter_errors(values)
    by_line = sorted(errors, key=lambda error: places.line(tuple(error.absolute_path)))
    return [f"{places.words(_path(error))}: {_sentence(error)}" for error in by_line]


def close_to(word: str, known: Iterable[str]) -> str:
    """“ (did you mean amber?)”, or nothing."""
    close = get_close_matches(word, list(known), n=1)
    return f" (did you mean {close[0]}?)" if close else ""


def shown(value: object) -> str:
    """A value as it is named in a sentence."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f"“{value}”" if value else "an empty text"
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return f"a list of {len(value)}" if value else "an empty list"
    return str(value)


def _path(error: ValidationError) -> Path:
    path = tuple(error.absolute_path)
    extra = _unknown_key(error)
    return (*path, extra) if extra else path


def _unknown_key(error: ValidationError) -> str:
    if error.validator != "additionalProperties":
        return ""
    belong = _known_keys(error)
    return next(str(key) for key in _found(error) if key not in belong)


def _known_keys(error: ValidationError) -> list[str]:
    return list(error.schema["properties"]) if isinstance(error.schema, Mapping) else []


def _found(error: ValidationError) -> Any:
    return error.instance


def _sentence(error: ValidationError) -> str:
    kind, wanted, found = error.validator, cast(Any, error.validator_value), _found(error)
    key = str(error.absolute_path[-1]) if error.absolute_path else ""
    if kind == "required":
        missing = re.findall(r"^'([^']+)' is a required", error.message)
        return f"key {missing[0]} is missing"
    if kind == "additionalProperties":
        known = [each for each in _known_keys(error) if each not in found]
        meant = close_to(_unknown_key(error), known)
        return f"there is no such key{meant or '; here belong: ' + ', '.join(known)}"
    if kind in ("enum", "const"):
        known = wanted if kind == "enum" else [str(wanted)]
        names = ", ".join(each or "“”" for each in known)
        return f"expected one of {names}{close_to(str(found), known)}; found {shown(found)}"
    if kind == "type":
        return f"expected {_TYPES[wanted]}; found {shown(found)}"
    if kind == "minItems":
        return "expected at least one entry; found none"
    return f"expected {_LOOKS.get(key, f'a text that matches {wanted}')}; found {shown(found)}"
