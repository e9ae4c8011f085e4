"""The policy broken on purpose, some three thousand times: almost every time a test of the rules notes it.

What is broken and what is left alone stands at the head of scripts/mutants. It shows that the tests would see a change
of a rule; it does not show that the rule is the right one, which specification.py and people do.

A module at a time, one by one or together: ``make assurance ARGS="-m long -k exclusions"`` measures one and leaves the
others' figures as they were.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT
from tests.assurance import figures, policy

AT_LEAST = 95  # of a hundred mutants
MODULES = [each for each in policy.modules(broken=True) if policy.has_functions(each)]

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where the copy stays between two modules: what mutmut has prepared serves the next."""
    return os.environ.get("OPENMASH_MUTANTS_TREE") or str(tmp_path_factory.mktemp("mutants"))


@pytest.mark.parametrize("module", MODULES)
def test_a_broken_rule_is_noticed_by_a_test_of_the_rules(module: str, tree: str, tmp_path: Path) -> None:
    result = tmp_path / "mutants.json"
    ran = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "mutants"), str(result), module],
        cwd=ROOT,
        env=os.environ | {"OPENMASH_MUTANTS_TREE": tree},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr[-2_000:]
    told = json.loads(result.read_text())
    many = told["noted"] + len(told["not_noted"])
    figures.note_part(
        "Mutants of the policy modules",
        part=module,
        parts=len(MODULES),
        counted={"broken": many, "noted": told["noted"], "that nobody can tell": told["equivalent"]},
        target=f"at least {AT_LEAST} % noted in each module, beside those listed in scripts/mutants",
        command="make assurance TESTS=tests/assurance/test_mutants.py ARGS='-m long'",
    )
    not_noted = "\n\n".join(f"{name}\n{each['change']}" for name, each in told["not_noted"].items())
    assert 100 * told["noted"] >= AT_LEAST * many, not_noted


def test_every_module_of_the_policy_is_broken_and_there_are_many() -> None:
    assert len(MODULES) > 40
    assert {"openmash/people/permissions.py", "openmash/api_keys/permissions.py"} <= set(MODULES)
