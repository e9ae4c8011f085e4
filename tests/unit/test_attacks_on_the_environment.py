"""A wrong or evil environment: what must never be switched on beside real cases is refused, and loudly."""

from pathlib import Path

import pytest

from tests.unit.test_settings_say_what_is_wrong import SERVER, run

CHECK = "from config.cli import main; main(['check'])"
KEEP = "from config.cli import main; main(['scenario', 'play', 'devon-case-1-unborn', '--keep'])"


@pytest.mark.parametrize(
    "variables",
    [
        {**SERVER, "OPENMASH_PLAYING": "1"},
        {**SERVER, "OPENMASH_PLAYING": "1", "OPENMASH_TEST_PASSWORD": "t"},
        {**SERVER, "OPENMASH_PLAYING": "1", "DATABASE_URL": "postgresql://openmash_test:t@db.example.org/openmash"},
        {"OPENMASH_PLAYING": "1", "OPENMASH_SERVING": "1"},
        {"OPENMASH_PLAYING": "1", "OPENMASH_SERVING": "1", "OPENMASH_DOOR": "outside"},
    ],
)
def test_no_door_and_no_real_server_is_ever_played_with(tmp_path: Path, variables: dict[str, str]) -> None:
    done = run(CHECK, tmp_path, **variables)
    assert done.returncode == 1
    assert "takes down the wall between the public and the sealed room" in done.stderr
    assert "Traceback" not in done.stderr


def test_plays_run_beside_a_private_database(tmp_path: Path) -> None:
    assert run(CHECK, tmp_path, OPENMASH_PLAYING="1").returncode == 0


def test_an_invented_hub_is_not_kept_beside_real_ones(tmp_path: Path) -> None:
    done = run(KEEP, tmp_path, **SERVER)
    assert done.returncode == 1
    assert "an invented hub is never kept beside real ones" in done.stderr
