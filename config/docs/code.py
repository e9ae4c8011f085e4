"""Reading our own source: which function writes which audit event, and breaks off by which rule."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from config.environment import PROJECT

_EVENT = re.compile(r"[a-z_]+\.[a-z_]+")
_DOMAIN_LEAVES_OUT = ("web", "scenarios", "simulation", "connectors", "api", "core")


@dataclass(frozen=True)
class Function:
    """A function or method of a domain package.

    Arguments: package, ``"contacts"``; path, from the project's folder; name; node, the parsed function.
    """

    package: str
    path: str
    name: str
    node: ast.FunctionDef

    @property
    def docstring(self) -> str:
        return ast.get_docstring(self.node) or ""

    @property
    def public(self) -> bool:
        return not self.name.startswith("_")


@cache
def functions() -> tuple[Function, ...]:
    """Every function of every domain package, in the order of the files."""
    return tuple(
        Function(path.relative_to(PROJECT / "openmash").parts[0], str(path.relative_to(PROJECT)), node.name, node)
        for path in sorted((PROJECT / "openmash").rglob("*.py"))
        if "migrations" not in path.parts
        if path.relative_to(PROJECT / "openmash").parts[0] not in _DOMAIN_LEAVES_OUT
        for node in _functions_of(path)
    )


def calls(node: ast.AST) -> Iterator[ast.Call]:
    """Every call in a piece of code, in the order in which it is written."""
    found = [each for each in ast.walk(node) if isinstance(each, ast.Call)]
    return iter(sorted(found, key=lambda call: (call.lineno, call.col_offset)))


def called(call: ast.Call) -> str:
    """The last name of what is called."""
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def events_of(function: Function) -> list[str]:
    """The audit events that a function writes, by name.

    Raises:
        ValueError: it writes one whose name cannot be read off the code, so that no list of events would be whole.
    """
    written: list[str] = []
    for call in calls(function.node):
        if called(call).lstrip("_") not in ("record", "record_each") or not call.args:
            continue
        first = call.args[0]
        if isinstance(first, ast.Name) and first.id in _parameters(function.node):
            continue  # a wrapper: its callers name the event
        names = [text for text in _texts(first, function.node) if _EVENT.fullmatch(text)]
        if not names:
            raise ValueError(f"{function.path}:{call.lineno}: which audit event is this? Write its name as text.")
        written += names
    return list(dict.fromkeys(written))


def rules_of(function: Function) -> list[tuple[str, str]]:
    """The rules by which a function breaks off: name, and the sentence that the screen shows."""
    broken = []
    for call in calls(function.node):
        if called(call) == "RuleBroken" and len(call.args) >= 2:
            names, sentences = (_texts(each, function.node) for each in call.args[:2])
            broken += [(name, sentences[0] if sentences else "") for name in names]
    return broken


def said_by(function: Function) -> list[str]:
    """What a function does, in a sentence each: its own docstring, or those of the public functions that use it."""
    if function.docstring:
        return [function.docstring]
    return [each.docstring for each in _users(function, frozenset()) if each.docstring]


def _users(function: Function, seen: frozenset[str]) -> list[Function]:
    found: list[Function] = []
    for other in functions():
        if other.package != function.package or other.name in seen or other.name == function.name:
            continue
        if any(called(call) == function.name for call in calls(other.node)):
            found += [other] if other.docstring else _users(other, seen | {function.name})
    return list(dict.fromkeys(found))


def _functions_of(path: Path) -> list[ast.FunctionDef]:
    tree = ast.parse(path.read_text(), filename=str(path))
    return sorted((n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)), key=lambda node: node.lineno)


def _parameters(node: ast.FunctionDef) -> set[str]:
    return {each.arg for each in [*node.args.args, *node.args.kwonlyargs]}


def _texts(expression: ast.expr, function: ast.FunctionDef) -> list[str]:
    """Every text that an expression may be; what is filled in at run time is written "…"."""
    if isinstance(expression, ast.Constant):
        return [expression.value] if isinstance(expression.value, str) else []
    if isinstance(expression, ast.JoinedStr):
        return ["".join(str(p.value) if isinstance(p, ast.Constant) else "…" for p in expression.values)]
    if isinstance(expression, ast.IfExp):
        return _texts(expression.body, function) + _texts(expression.orelse, function)
    if isinstance(expression, ast.Name):
        return [text for value in _assigned(expression.id, function) for text in _texts(value, function)]
    return []


def _assigned(name: str, function: ast.FunctionDef) -> Iterator[ast.expr]:
    for node in ast.walk(function):
        if not isinstance(node, ast.Assign):
            continue
        for target in node.targets:
            if isinstance(target, ast.Name) and target.id == name:
                yield node.value
            elif isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                for each, value in zip(target.elts, node.value.elts, strict=False):
                    if isinstance(each, ast.Name) and each.id == name:
                        yield value
