"""The policy broken on purpose, some three thousand times: almost every time a test of the rules notes it.

What is broken and what is left alone stands at the head of scripts/mutants. It shows that the tests would see a change
of a rule; it does not show that the rule is the right one, which specification.py and people do.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT
from tests.assurance import figures

AT_LEAST = 95  # of a hundred mutants

pytestmark = pytest.mark.long


def test_a_broken_rule_is_noticed_by_a_test_of_the_rules(tmp_path: Path) -> None:
    result = tmp_path / "mutants.json"
    ran = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "mutants"), str(result)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr[-2_000:]
    told = json.loads(result.read_text())
    many = told["noted"] + len(told["not_noted"])
    percent = 100 * told["noted"] / many
    figures.note(
        "Mutants of the policy modules",
        target=f"at least {AT_LEAST} % noted",
        figure=f"{percent:.1f} %: {told['noted']:,} of {many:,}, beside {told['equivalent']} that nobody can tell from "
        "the original (listed in scripts/mutants)",
        command="make test-long TESTS=tests/assurance/test_mutants.py",
    )
    assert percent >= AT_LEAST, "\n\n".join(f"{name}\n{each['change']}" for name, each in told["not_noted"].items())
