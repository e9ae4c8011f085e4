"""Migrations are in step with the models, have names, and lean on nothing that may change."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT

FILES = sorted((ROOT / "openmash").glob("*/migrations/0*.py"))
EVERY = pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.parent.name}-{path.stem}")


def test_no_model_has_changed_without_a_migration() -> None:
    command = [sys.executable, "-m", "config.cli", "makemigrations", "--check", "--dry-run"]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | {"OPENMASH_OFFLINE": "1"}, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@EVERY
def test_a_migration_says_what_it_does(path: Path) -> None:
    assert "_auto_" not in path.stem
    assert re.fullmatch(r"0\d{3}_[a-z0-9_]+", path.stem)


@EVERY
def test_a_migration_leans_on_no_code_of_ours_that_may_change(path: Path) -> None:
    imported = {
        alias.name if isinstance(node, ast.Import) else node.module or ""
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    ours = {name for name in imported if name.startswith(("openmash", "config"))}
    assert ours <= MAY_BE_NAMED, "write the value itself into the migration"


# Fields' defaults that Django names by their place; they must stay where they are.
MAY_BE_NAMED: set[str] = set()


@pytest.mark.parametrize("package", sorted({path.parent.parent.name for path in FILES}))
def test_migrations_follow_each_other_in_one_line(package: str) -> None:
    numbers = [path.stem[:4] for path in FILES if path.parent.parent.name == package]
    assert numbers == [f"{number:04}" for number in range(1, len(numbers) + 1)]
