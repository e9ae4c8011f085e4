"""`openmash index` on the server, as docs/how-to/person-index.md says it."""

from pathlib import Path

import pytest

from config import index_command
from openmash.core import clock
from tests.indexes import ADA, BEN, HEADER, file
from tests.world import World, devon

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return devon(at=clock.now())


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    path = tmp_path / "police.csv"
    path.write_bytes(file(ADA, BEN, "").getvalue())
    return path


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """What a command that goes well prints."""
    assert index_command.main(list(words)) == 0
    return capsys.readouterr().out


def test_an_index_is_loaded_changed_looked_at_and_withdrawn(
    world: World, whole: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hub, changes = ("--hub", world.slug), whole.with_name("changes.csv")
    changes.write_bytes(file(f"{BEN},remove", "P-9,,,,,put", header=f"{HEADER},change").getvalue())

    assert "2 rows loaded, 0 refused" in said(capsys, "load", *hub, "Police", str(whole))
    assert "2 people" in said(capsys, "status", *hub, "police")
    assert "0 put in, 1 taken out, 1 lines refused" in said(capsys, "delta", *hub, "Police", str(changes))
    assert "the index is gone" in said(capsys, "withdraw", *hub, "Police")
    assert "no index" in said(capsys, "status", *hub, "Police")


def test_a_status_of_nobody_in_particular_is_of_every_agency(
    world: World, whole: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said(capsys, "load", "Police", str(whole))
    lines = [line for line in said(capsys, "status").splitlines() if not line.startswith("·")]
    assert len(lines) == len(world.agencies)
    assert sum("no index" not in line for line in lines) == 1


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("load", "Nobody", "police.csv"), "Name one agency. There are:"),
        (("load", "--hub", "nowhere", "Police", "police.csv"), "hub"),
        (("load", "Police", "elsewhere.csv"), "No such file"),
        (("withdraw", "Police"), "This agency has no person index here."),
    ],
)
def test_what_cannot_be_done_is_said_and_the_exit_code_is_1(
    world: World, whole: Path, words: tuple[str, ...], why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = [str(whole.with_name(word)) if word.endswith(".csv") else word for word in words]
    assert index_command.main(paths) == 1
    assert why in capsys.readouterr().err
