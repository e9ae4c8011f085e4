"""`openmash model`: what it prints, and what it says when something is wrong."""

from pathlib import Path

import pytest

from config import cli
from config.model_command import main
from openmash.hubs.rules import available, source


def shown(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(list(words)) == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    return printed.out


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(list(words)) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    return printed.err


def test_list_names_every_model_with_what_is_particular_to_it(capsys: pytest.CaptureFixture[str]) -> None:
    out = shown(capsys, "list")
    assert [line.split()[0] for line in out.splitlines() if not line.startswith(" ")] == list(available())
    assert "Red in four working hours" in out


def test_show_says_a_model_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    out = shown(capsys, "show", "durham")
    assert out.startswith("County Durham (version 1)\nRed in four working hours")
    assert "  Red, decision: within 4 working hours\n" in out
    assert "  May decide, children and unborn children: practice manager and operations manager, registered" in out
    assert "Report:" not in out


def test_show_says_where_each_rule_comes_from_when_asked(capsys: pytest.CaptureFixture[str]) -> None:
    out = shown(capsys, "show", "durham", "--sources")
    assert "within 4 working hours [Report: “processed within 4 working hours”]" in out


def test_show_says_what_is_switched_on_by_a_day(capsys: pytest.CaptureFixture[str]) -> None:
    out = shown(capsys, "show", "camden", "--on", "2013-05-31")
    assert "On 31 May 2013\n  areas, switched on: Camden\n  what comes in, switched on: Police Merlin report\n" in out
    assert "  what comes in, not: e-CAF referral by the children's workforce; Request" in out
    assert "what comes in, not:" not in shown(capsys, "show", "camden", "--on", "2013-06-01")


def test_show_of_a_model_that_does_not_ship_names_those_that_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert "no operating model called “atlantis”" in refused(capsys, "show", "atlantis")
    assert main(["show", "atlantis"]) == 1
    assert "bexley, birmingham" in capsys.readouterr().err


def test_a_model_of_ones_own_is_checked_and_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text(source("bury").replace('title = "Bury"', 'title = "Example"'), encoding="utf-8")
    assert shown(capsys, "check", str(mine)) == (
        "mine.toml: Example, version 1, is an operating model that a hub can work by.\n"
    )
    assert shown(capsys, "show", str(mine)).startswith("Example (version 1)\n")


def test_every_fault_is_said_with_its_line_and_what_was_expected(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text(
        source("bury").replace('colour = "red"', 'colour = "purple"').replace("amount = 15", "amount = 500"),
        encoding="utf-8",
    )
    said = refused(capsys, "check", str(mine))
    assert "mine.toml is not yet an operating model: 2 things need putting right." in said
    lines = mine.read_text(encoding="utf-8").splitlines()
    for wrong, says in (
        ('colour = "purple"', "key colour: expected one of red, amber, green, blue, grey; found “purple”"),
        ("amount = 500", "key amount: expected an amount of 0 to 400 working days, not 500"),
    ):
        fault = next(line for line in said.splitlines() if says in line)
        assert f"mine.toml, line {lines.index(wrong) + 1}, " in fault


def test_a_file_that_is_not_there_or_is_no_text_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert f"There is no file {tmp_path / 'none.toml'}." in refused(capsys, "check", str(tmp_path / "none.toml"))
    picture = tmp_path / "picture.toml"
    picture.write_bytes(b"\x89PNG\xff\xfe")
    assert "cannot be read as text" in refused(capsys, "check", str(picture))


def test_diff_says_both_sides_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    out = shown(capsys, "diff", "blackburn", "sandwell")
    assert (
        "  Amber, decision\n"
        "    Blackburn with Darwen: by the end of the next working day\n"
        "    Sandwell: within 24 hours, day and night\n"
    ) in out
    assert "Red, decision" not in out


def test_diff_of_two_versions_of_one_hub_says_first_and_second(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text(source("sandwell").replace("amount = 24", "amount = 20", 1), encoding="utf-8")
    assert shown(capsys, "diff", "sandwell", str(mine)) == (
        "Ratings\n  Amber, decision\n    first: within 24 hours, day and night\n"
        "    second: within 20 hours, day and night\n"
    )


def test_diff_of_a_model_with_itself_finds_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert "Kent and Kent work the same way" in shown(capsys, "diff", "kent", "kent")


def test_a_day_that_is_none_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["show", "camden", "--on", "31/5/2013"])
    assert ended.value.code == 2
    assert "expected a day, like 2026-12-24; found “31/5/2013”" in capsys.readouterr().err


def test_the_one_command_hands_on_to_it(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["model", "diff", "kent", "kent"])
    assert ended.value.code == 0
    assert "work the same way" in capsys.readouterr().out
