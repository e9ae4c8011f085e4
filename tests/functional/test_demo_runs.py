"""`openmash demo`: one command to a page in the browser, stopped cleanly, with everything still there next time."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from config.postgres import Cluster, way_to_run

pytestmark = pytest.mark.functional
PATIENCE_SECONDS = 600  # a guard against what hangs, which no busy machine reaches


@dataclass(frozen=True)
class Demo:
    """A demo that runs: its process, and what it has said."""

    process: subprocess.Popen[bytes]
    said: Path

    def address(self, door: str) -> str:
        """Where a door is, as the demo says; e.g. ``Outside (the public)``."""
        found = re.search(rf"{re.escape(door)} +(http://\S+)", self.said.read_text())
        assert found, self.said.read_text()
        return found[1]


@contextmanager
def running(folder: Path) -> Iterator[Demo]:
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("OPENMASH_", "DATABASE_"))}
    said = folder / "said"
    command = [sys.executable, "-m", "config.cli", "demo", "--contacts", "3"]
    command += ["--inside-port", "18000", "--outside-port", "18001"]
    with said.open("wb") as output:
        process = subprocess.Popen(
            command, env=environ | {"OPENMASH_DATA": str(folder / "data")}, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while "Ready after" not in said.read_text():
            assert process.poll() is None, said.read_text()
            assert time.monotonic() < deadline, said.read_text()
            time.sleep(0.2)
        yield Demo(process, said)
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=PATIENCE_SECONDS) == 0, said.read_text()


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    if way_to_run() == "nobody":
        for parent in (tmp_path, *tmp_path.parents[:2]):
            parent.chmod(0o711)
    yield tmp_path
    Cluster(tmp_path / "data" / "pg").remove()


def test_it_opens_both_doors_says_who_can_sign_in_stops_and_keeps_its_data(folder: Path) -> None:
    with running(folder) as demo:
        for door in ("Inside (the hub)", "Outside (the public)", "Outside (the teams)"):
            with urllib.request.urlopen(demo.address(door), timeout=PATIENCE_SECONDS) as page:
                assert page.status == 200
        said = demo.said.read_text()
        assert "@devon.example" in said
        assert "is there already" not in said
    assert not Cluster(folder / "data" / "pg").answers()
    with running(folder) as demo:
        assert "is there already" in demo.said.read_text()
