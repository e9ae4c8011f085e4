"""Nothing grows past what one reads at a sitting, and nothing is called what could be anything."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.architecture import sources
from tests.architecture.sources import Source

LONGEST_FUNCTION = 40  # lines, without its docstring
LONGEST_JOURNEY = 90  # a test that tells a whole case in a browser
LONGEST_MODULE = 400
LONGEST_TEST_MODULE = 800
SAYS_NOTHING = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "manager",
    "managers",
    "misc",
    "stuff",
    "process",
    "data",
}
STUB = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")

# What is longer all the same, and why. These lists may only become shorter.
LONG_FUNCTIONS: dict[str, str] = {}
LONG_MODULES: dict[str, str] = {}


def lines_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """How long a function is, without its docstring."""
    whole = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function) is None:
        return whole
    return whole - ((first.end_lineno or first.lineno) - first.lineno + 1)


def long_functions(found: tuple[Source, ...]) -> Iterator[str]:
    for source in found:
        for function in sources.functions(source):
            longest = LONGEST_JOURNEY if source.path.startswith("tests/functional/test_") else LONGEST_FUNCTION
            if lines_of(function) > longest:
                yield f"{source.path}:{function.name}"


def test_no_function_is_long() -> None:
    found = set(long_functions(sources.python(*sources.OURS, "tests")))
    assert found - set(LONG_FUNCTIONS) == set(), "take a part of it out and give that a name"
    assert set(LONG_FUNCTIONS) - found == set(), "no longer long: take it off the list"


def test_a_long_function_would_be_noticed() -> None:
    text = "def verb():\n" + "    pass\n" * LONGEST_FUNCTION
    assert list(long_functions((Source("a.py", text, ast.parse(text)),))) == ["a.py:verb"]
    shorter = text.removesuffix("    pass\n")
    assert list(long_functions((Source("a.py", shorter, ast.parse(shorter)),))) == []


@pytest.mark.parametrize(
    ("folders", "longest"), [(sources.OURS, LONGEST_MODULE), (("tests",), LONGEST_TEST_MODULE)], ids=["ours", "tests"]
)
def test_no_module_is_long(folders: tuple[str, ...], longest: int) -> None:
    found = {source.path for source in sources.python(*folders) if len(source.text.splitlines()) > longest}
    assert found - set(LONG_MODULES) == set(), "make it a folder of the same name, and split it by what is done"


def test_nothing_has_a_name_that_says_nothing() -> None:
    paths = [source.path for source in sources.python(*sources.OURS, "tests")]
    assert [path for path in paths if SAYS_NOTHING & set(re.split(r"[/._]", path.removesuffix(".py")))] == []


def test_nothing_is_left_for_later() -> None:
    found = [
        f"{source.path}:{number}"
        for source in sources.python(*sources.OURS, "tests")
        for number, line in enumerate(source.text.splitlines(), 1)
        if STUB.search(line) and "STUB = " not in line
    ]
    assert found == [], "an issue says what is left; the code is what is there"


def test_no_error_is_swallowed() -> None:
    found = [
        source.at(node)
        for source in sources.python(*sources.OURS)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ExceptHandler) and _swallows(node)
    ]
    assert found == []


def test_a_swallowed_error_would_be_noticed() -> None:
    swallowed = ast.parse("try:\n    do()\nexcept Exception:\n    pass").body[0]
    told = ast.parse("try:\n    do()\nexcept Exception as error:\n    raise Stale from error").body[0]
    assert isinstance(swallowed, ast.Try)
    assert isinstance(told, ast.Try)
    assert _swallows(swallowed.handlers[0])
    assert not _swallows(told.handlers[0])


def _swallows(handler: ast.ExceptHandler) -> bool:
    """Whatever it was, and nothing is done about it."""
    broad = handler.type is None or (
        isinstance(handler.type, ast.Name) and handler.type.id in ("Exception", "BaseException")
    )
    nothing = all(isinstance(each, ast.Pass | ast.Continue) for each in handler.body)
    return broad and nothing


@pytest.mark.parametrize("kind", ["services", "permissions", "rules", "models"])
def test_what_an_auditor_reads_is_said_in_words(kind: str) -> None:
    """Services, permissions, rules and tables each say what they are, in a sentence."""
    silent = [
        f"{source.at(node)} {node.name}"
        for source in sources.python("openmash")
        if kind in source.path.removesuffix(".py").split("/")[2:]
        and not source.path.startswith(("openmash/web/", "openmash/scenarios/"))
        for node in source.tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
        if ast.get_docstring(node) is None
    ]
    assert silent == []
