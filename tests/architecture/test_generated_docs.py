"""The documentation says what the code says."""

import re
from pathlib import Path

import pytest

from config.docs import markdown, writing
from tests.architecture.sources import ROOT

LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def test_the_generated_pages_are_in_step_with_the_code(capsys: pytest.CaptureFixture[str]) -> None:
    code = writing.main(["--check"])
    assert code == 0, capsys.readouterr().out


def test_the_same_code_gives_the_same_pages() -> None:
    assert writing.generated() == writing.generated()


def test_every_generated_page_says_that_it_is() -> None:
    for_people = [text for path, text in writing.generated().items() if path.suffix == ".md"]
    assert all(text.startswith(writing.NOTICE) for text in for_people)


def test_a_page_out_of_step_is_named_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(writing, "REFERENCE", tmp_path)
    monkeypatch.setattr(writing, "PROJECT", tmp_path)
    assert writing.main([]) == 0
    assert writing.main(["--check"]) == 0
    (tmp_path / "rules.md").write_text("# Rules\n\nI wrote this by hand.\n")
    (tmp_path / "gone.md").write_text(f"{writing.NOTICE}A package that is no longer there.\n")
    (tmp_path / "by-hand.md").write_text("Written by a person, and nobody's business here.\n")
    capsys.readouterr()

    assert writing.main(["--check"]) == 1
    said = capsys.readouterr().out
    assert "rules.md is out of step" in said
    assert "-I wrote this by hand." in said
    assert "gone.md is no longer generated" in said
    assert "To mend this: .venv/bin/openmash docs" in said
    assert "by-hand.md" not in said

    assert writing.main([]) == 0
    assert writing.main(["--check"]) == 0
    assert not (tmp_path / "gone.md").exists()
    assert (tmp_path / "by-hand.md").exists()


def test_a_cell_of_a_table_cannot_end_it() -> None:
    assert markdown.table(("A",), [("one | two\nthree",)]).splitlines()[-1] == "| one \\| two three |"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_leads_nowhere_that_is_not_there(page: Path) -> None:
    links = [link for link in LINK.findall(page.read_text()) if "://" not in link and not link.startswith("mailto:")]
    assert [link for link in links if not (page.parent / link).exists()] == []
