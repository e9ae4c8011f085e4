"""`openmash docs`: writes the generated pages, or says which of them is out of step with the code."""

import argparse
import difflib
from collections.abc import Callable
from pathlib import Path

from config.docs import (
    access,
    api,
    assurance,
    database,
    events,
    hubs,
    kept,
    matching,
    operating_models,
    register,
    rules,
    scenarios,
    states,
)
from config.environment import PROJECT

REFERENCE = PROJECT / "docs" / "reference"
NOTICE = "<!-- Generated from the code by `openmash docs`. Do not edit: change the code, then run it again. -->\n\n"
LINES_SHOWN = 20

# Each writes its pages: name from docs/reference, and text.
WRITERS: tuple[Callable[[], dict[str, str]], ...] = (
    states.pages,
    access.pages,
    api.pages,
    rules.pages,
    events.pages,
    register.pages,
    kept.pages,
    database.pages,
    operating_models.pages,
    hubs.pages,
    scenarios.pages,
    assurance.pages,
    matching.pages,
)


def main(arguments: list[str]) -> int:
    """Write the pages, or with ``--check`` compare them.

    Args:
        arguments: the words after `openmash docs`.

    Returns:
        The exit code: 1 where a page is out of step, else 0.
    """
    parser = argparse.ArgumentParser(prog="openmash docs", description="The generated part of the documentation.")
    parser.add_argument("--check", action="store_true", help="write nothing; say which pages are out of step")
    pages = generated()
    if parser.parse_args(arguments).check:
        return _check(pages)
    _write(pages)
    return 0


def generated() -> dict[Path, str]:
    """Every generated page as it should be, by its place. The same code gives the same text, byte by byte."""
    return {REFERENCE / name: _whole(name, text) for write in WRITERS for name, text in sorted(write().items())}


def _whole(name: str, text: str) -> str:
    """A page with what says that it is generated; what is for machines has no room for that."""
    return f"{'' if name.endswith('.json') else NOTICE}{text.rstrip()}\n"


def left_over(pages: dict[Path, str]) -> list[Path]:
    """Pages that were generated once and would not be now."""
    found = sorted(REFERENCE.rglob("*.md"))
    return [path for path in found if path not in pages and path.read_text().startswith(NOTICE)]


def out_of_step(pages: dict[Path, str]) -> dict[Path, str]:
    """The pages that differ from what the code says, each with the difference in the manner of ``diff``."""
    different: dict[Path, str] = {}
    for path, text in pages.items():
        there = path.read_text() if path.exists() else ""
        if there != text:
            lines = difflib.unified_diff(
                there.splitlines(), text.splitlines(), "as it is", "as the code says", lineterm="", n=1
            )
            different[path] = "\n".join(list(lines)[:LINES_SHOWN])
    return different


def _check(pages: dict[Path, str]) -> int:
    different, superfluous = out_of_step(pages), left_over(pages)
    for path, difference in different.items():
        print(f"{path.relative_to(PROJECT)} is out of step with the code:\n{difference}\n")
    for path in superfluous:
        print(f"{path.relative_to(PROJECT)} is no longer generated.\n")
    if different or superfluous:
        print("To mend this: .venv/bin/openmash docs   (and read what changed before you commit it)")
        return 1
    print(f"{len(pages)} generated pages are in step with the code.")
    return 0


def _write(pages: dict[Path, str]) -> None:
    for path in left_over(pages):
        path.unlink()
        print(f"deleted {path.relative_to(PROJECT)}")
    changed = out_of_step(pages)
    for path in changed:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(pages[path])
        print(f"wrote {path.relative_to(PROJECT)}")
    if not changed:
        print(f"{len(pages)} generated pages were in step with the code.")
