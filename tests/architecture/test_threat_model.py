"""What the threat model names is there: every test, and every file of tests."""

import re

from tests.architecture.sources import ROOT

TEXT = (ROOT / "THREAT_MODEL.md").read_text()
INCIDENTS = TEXT.split("## What has gone wrong elsewhere")[1].split("\n## ")[0]
ROWS = [line for line in INCIDENTS.splitlines() if line.startswith("| ")][2:]
NAMED = re.compile(r"`(test_\w+)`")
THERE = {
    name
    for path in (ROOT / "tests").rglob("test_*.py")
    for name in re.findall(r"^def (test_\w+)", path.read_text(), re.M)
}


def test_every_incident_names_a_test_that_is_there() -> None:
    assert len(ROWS) >= 15
    assert [row for row in ROWS if not NAMED.findall(row.split("|")[-2])] == []
    assert sorted(set(NAMED.findall(INCIDENTS)) - THERE) == []


def test_every_file_of_tests_that_is_named_is_there() -> None:
    named = re.findall(r"`(tests/[\w/]+(?:\.py)?)`", TEXT)
    assert named
    assert [each for each in named if not (ROOT / each).exists()] == []
