"""docs/reference/api.md and api.openapi.json: the API for agencies' systems, written of the table it reads by."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from config.docs.markdown import table
from openmash.api.description import DIRECT, INDEX, document
from openmash.api.people import MOST_BYTES, SHAPE, Group, Several, Sort, Text
from openmash.api_keys.rules import MOST_CALLS

_INTRODUCTION = f"""\
# The API

For the computer systems of an agency, each with a key that opens one thing. One keeps the agency's
[person index](../how-to/person-index.md) current, and reads nobody in it
([how-to](../how-to/person-index-api.md)). The other fetches what the hub hands directly to the agency, and says that it
took it in ([how-to](../how-to/direct-referrals-api.md)). For machines: [OpenAPI 3.1](api.openapi.json).

- It answers at the inside door alone, under `{INDEX}` and
  `{DIRECT}`: the hub's short name, and the agency's id. The page *Keys for your
  computer systems* shows the whole addresses.
- Every call carries `Authorization: Bearer omk_…`. A key is one agency's, shown once, kept as a hash, named, revocable,
  and ends by itself within a year. A session in a browser opens nothing here.
- Up to {MOST_CALLS} calls a minute with one key; one person is {MOST_BYTES // 1024} kilobytes at most, a file of
  changes 2 megabytes.
- Every call is on the log: what it changed or fetched, or that it was turned away. The agency sees its slice."""

_BEFORE = "/api/v1/{hub}/agencies/{agency}"
_WRONG = """\
## What is wrong, in sentences

Whatever is wrong is answered as `{"wrong": [{"sentence": "…", "field": "names[0].given", "line": 0}]}`: a sentence for
whoever looks after the system, the field or column it is about, and the line of a file (0 where there are no lines).
Nothing of it repeats what was sent."""


def pages() -> dict[str, str]:
    """The page for people and the one for machines."""
    described = document()
    parts = [_INTRODUCTION, "## Calls", _calls(described["paths"]), "## A person", _fields(), _WRONG]
    parts.append(_answers(described["paths"]))
    machine = json.dumps(described, indent=2, ensure_ascii=False)
    return {"api.md": "\n\n".join(parts), "api.openapi.json": machine}


def _calls(paths: Mapping[str, Any]) -> str:
    rows = []
    for path, methods in paths.items():
        for method, told in methods.items():
            if method != "parameters":
                rows.append((f"`{method.upper()} …{path.removeprefix(_BEFORE)}`", told["summary"], _sent(told)))
    return table(("Call", "What it does", "What is sent"), rows)


def _sent(told: Mapping[str, Any]) -> str:
    if "requestBody" not in told:
        return ""
    body = told["requestBody"]
    return f"`{next(iter(body['content']))}`: {body['description']}"


def _fields() -> str:
    return table(("Field", "What stands in it"), list(_rows("", SHAPE)))


def _rows(before: str, fields: Mapping[str, Sort]) -> Iterator[tuple[str, str]]:
    for name, sort in fields.items():
        inner = sort.of if isinstance(sort, Several) else sort
        several = f" A list, {sort.most} at most." if isinstance(sort, Several) else ""
        limits = f" {_limits(inner)}" if isinstance(inner, Text) else ""
        yield f"`{before}{name}`", f"{sort.words}.{several}{limits}"
        if isinstance(inner, Group):
            yield from _rows(f"{before}{name}{'[]' if isinstance(sort, Several) else ''}.", inner.fields)


def _limits(text: Text) -> str:
    if text.choices:
        return "One of " + ", ".join(f"`{each}`" for each in text.choices) + "."
    return (
        f"Each {text.most} characters at most."
        if text.words.startswith("As it")
        else f"{text.most} characters at most."
    )


def _answers(paths: Mapping[str, Any]) -> str:
    told = next(iter(paths.values()))["get"]["responses"]
    rows = [(f"`{status}`", answer["description"]) for status, answer in told.items()]
    return table(("Status", "What it means"), rows)
