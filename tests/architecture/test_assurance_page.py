"""What docs/reference/assurance.md says is what a run wrote down: no line without the test that counts it."""

import ast
import json
import re

from tests.architecture.sources import ROOT, python

KEPT = json.loads((ROOT / "docs" / "reference" / "assurance.json").read_text())
NOTING = ("figures.note", "figures.note_part")


def noted() -> dict[str, str]:
    """Every property that some test writes a figure of, and that test's file."""
    return {
        call.args[0].value: source.path
        for source in python("tests")
        for call in ast.walk(source.tree)
        if isinstance(call, ast.Call) and ast.unparse(call.func) in NOTING
        if isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str)
    }


def test_every_line_is_written_by_a_test_and_names_it() -> None:
    counted = noted()
    assert len(counted) >= 15
    assert sorted(set(KEPT) - set(counted)) == [], "a figure that no test counts"
    wrong = [name for name, line in KEPT.items() if f"TESTS={counted[name]}" not in line["command"]]
    assert wrong == []


def test_every_line_says_its_target_its_figure_and_the_day() -> None:
    for name, line in KEPT.items():
        assert line["target"].strip(), name
        assert re.search(r"\d", line["figure"]), name
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", line["on"]), name


def test_no_line_says_that_something_was_found_that_must_not_be() -> None:
    """The runs fail where it is; a figure that was kept of such a run would say so here."""
    bad = re.compile(r"\b([1-9][\d,]*) (?:unexpected|leaks|crossed|differences|false alarms|sealed words found)")
    assert bad.search("3 leaks"), "the control"
    assert {name: line["figure"] for name, line in KEPT.items() if bad.search(line["figure"])} == {}
