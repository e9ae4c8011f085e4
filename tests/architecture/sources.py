"""The source files of the project, for tests that read the code itself."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OURS = ("openmash", "config", "bench", "scripts")


@dataclass(frozen=True)
class Source:
    """One Python file of ours.

    Arguments: path, from the project's folder, with slashes; text, what is in it; tree, as Python understands it.
    """

    path: str
    text: str
    tree: ast.Module

    @property
    def module(self) -> str:
        """As it is imported."""
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    def at(self, node: ast.AST) -> str:
        """Where in it, for a message: ``path:line``."""
        return f"{self.path}:{getattr(node, 'lineno', 1)}"


@cache
def python(*folders: str) -> tuple[Source, ...]:
    """Every Python file under the folders, without migrations (Django writes those)."""
    return tuple(
        _source(path)
        for folder in folders or OURS
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "migrations" not in path.parts
    )


@cache
def templates() -> dict[str, str]:
    """The text of every template, by its path from the project's folder."""
    found = sorted((ROOT / "openmash" / "web").rglob("templates/**/*"))
    return {str(path.relative_to(ROOT)): path.read_text() for path in found if path.is_file()}


@cache
def tracked() -> tuple[str, ...]:
    """Every file that git keeps or would keep, from the project's folder."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return tuple(sorted({name for name in listed.split("\0") if name and (ROOT / name).is_file()}))


def functions(source: Source) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method of a file."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    """Every call in a piece of code."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node


def called(call: ast.Call) -> str:
    """The last name of what is called: ``record`` for ``audit.record(…)``."""
    function = call.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _source(path: Path) -> Source:
    text = path.read_text()
    return Source(str(path.relative_to(ROOT)), text, ast.parse(text, filename=str(path)))
