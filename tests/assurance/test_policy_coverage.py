"""What decides who may, and whether now: every branch of it is tested.

The tests of rules alone run here a second time, in a process of their own, with every branch they go down counted.
They need no database; what they leave out is named with its lines.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.architecture.sources import ROOT
from tests.assurance import figures, policy
from tests.assurance.policy import POLICY, TESTS

HOW = ("-q", "-x", "-p", "no:cacheprovider", "--hypothesis-profile=ci")  # the same invented input in every run
# They try hundreds of texts and sizes and go down no branch that the others do not; `make test` runs them as they are.
LEFT_OUT = (
    "tests/unit/audit/test_tree.py::test_every_proof_of_inclusion_up_to_256_is_as_defined_and_holds",
    "tests/unit/audit/test_tree.py::test_every_proof_of_consistency_up_to_256_is_as_defined_and_holds",
    "tests/unit/products/test_overlap.py::test_at_least_95_of_100_copies_are_found_although_they_were_retyped",
    "tests/unit/products/test_overlap.py::test_at_most_2_of_100_ordinary_texts_are_taken_for_copies",
)


def test_the_tests_of_rules_go_down_every_branch_of_the_policy(tmp_path: Path) -> None:
    data, report = tmp_path / "coverage", tmp_path / "coverage.json"
    environment = os.environ | {"COVERAGE_FILE": str(data)}
    command = [sys.executable, "-m", "coverage"]
    chosen = [*TESTS, *(f"--deselect={each}" for each in LEFT_OUT)]
    ran = subprocess.run(
        [*command, "run", "--branch", f"--include={','.join(POLICY)}", "-m", "pytest", *HOW, *chosen],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout[-2_000:]
    subprocess.run([*command, "json", "-q", "-o", str(report)], cwd=ROOT, env=environment, check=True)
    told = json.loads(report.read_text())
    assert set(told["files"]) == set(policy.modules())
    missing = {
        name: (each["missing_lines"], each["missing_branches"])
        for name, each in told["files"].items()
        if each["missing_lines"] or each["missing_branches"]
    }
    totals = told["totals"]
    figures.note(
        "Branches of the policy modules",
        target="100 % of branches",
        figure=f"{totals['percent_covered']:.1f} % of {totals['num_statements']:,} statements and "
        f"{totals['num_branches']:,} branches in {len(told['files'])} modules",
        command="make test TESTS=tests/assurance/test_policy_coverage.py",
    )
    assert missing == {}
