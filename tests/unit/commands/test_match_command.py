"""`openmash match`: what it prints, and what it says when something is wrong."""

import json
from base64 import b64encode
from pathlib import Path

import pytest

from config.match_command import main


def shown(capsys: pytest.CaptureFixture[str], *words: object) -> str:
    assert main([str(word) for word in words]) == 0
    return capsys.readouterr().out


def refused(capsys: pytest.CaptureFixture[str], *words: object) -> str:
    assert main([str(word) for word in words]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    return printed.err


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("town")
    assert main(["generate", str(folder), "--records", "2000", "--questions", "300", "--processes", "1"]) == 0
    return folder


def test_an_invented_town_is_linked_and_judged(capsys: pytest.CaptureFixture[str], town: Path, tmp_path: Path) -> None:
    figures = tmp_path / "figures.json"
    out = shown(
        capsys,
        *("evaluate", "--left", town / "questions.csv", "--right", town / "index.csv", "--truth", town / "truth.csv"),
        *("--worst", 2, "--json", figures),
    )
    assert "shipped threshold" in out
    assert "best, seen afterwards" in out
    assert "not in the index at all" in out
    assert "By where names come from" in out
    told = json.loads(figures.read_text())
    assert told["shipped"]["right"] > 150
    assert "misses" not in told


def test_doubles_within_one_index_are_found_and_grouped(capsys: pytest.CaptureFixture[str], town: Path) -> None:
    out = shown(capsys, "evaluate", "--left", town / "index.csv", "--truth", town / "persons.csv", "--worst", 0)
    assert "groups of one person" in out


def test_without_a_truth_it_says_so(capsys: pytest.CaptureFixture[str], town: Path) -> None:
    out = shown(capsys, "evaluate", "--left", town / "questions.csv", "--right", town / "index.csv")
    assert out.endswith("Without --truth nobody can say how good that is.\n")


def test_a_pair_is_explained_in_words(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "two.csv"
    file.write_text(
        "reference,given_names,family_name,born_on,postcodes\n"
        "1,Megan,Brown,2015-03-04,AA1 1AA\n2,Meagan,Brown,2015-04-03,AA1 1AA\n"
    )
    out = shown(capsys, "explain", f"{file}:1", f"{file}:2")
    assert "surname the same" in out
    assert "day and month swapped" in out
    assert "one of 100,000 in the index" in out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("explain", "two", "three"), "Say which record of which file"),
        (("explain", "/nowhere.csv:1", "/nowhere.csv:2"), "/nowhere.csv: No such file or directory."),
        (("evaluate", "--left", "/nowhere.csv"), "/nowhere.csv: No such file or directory."),
        (("evaluate", "--left", "/nowhere.csv", "--settings", "no-such"), "No model is called 'no-such'."),
        (("public", "febrl4", "/nowhere"), "/nowhere/dataset4a.csv is not there."),
        (("generate", "nowhere", "--records", "0"), "An index may have 1 to"),
    ],
)
def test_what_is_wrong_is_said(capsys: pytest.CaptureFixture[str], words: tuple[str, ...], sentence: str) -> None:
    assert sentence in refused(capsys, *words)


def test_an_unknown_purpose_is_refused(capsys: pytest.CaptureFixture[str], town: Path) -> None:
    said = refused(capsys, "evaluate", "--left", town / "index.csv", "--purpose", "marry")
    assert said.startswith("The model has thresholds for show, suggest; none for marry.")


def test_a_truth_of_another_form_is_refused(capsys: pytest.CaptureFixture[str], town: Path) -> None:
    said = refused(
        capsys,
        "evaluate",
        "--left",
        town / "questions.csv",
        "--right",
        town / "index.csv",
        "--truth",
        town / "index.csv",
    )
    assert said.startswith("The truth has the columns left and right")


def test_an_index_leaves_as_encodings(capsys: pytest.CaptureFixture[str], town: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text(b64encode(bytes(range(32))).decode() + "\n")
    coded = tmp_path / "coded.csv"
    assert "people encoded" in shown(capsys, "encode", town / "index.csv", "--to", coded, "--secret", secret)
    lines = coded.read_text().splitlines()
    assert lines[0] == "reference,encoding,keys"
    assert len(lines) > 1_500
    secret.write_text("too short")
    assert "secret" in refused(capsys, "encode", town / "index.csv", "--to", coded, "--secret", secret)
