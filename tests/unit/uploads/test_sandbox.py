"""The process that looks into files can do nothing else, and takes no longer than it may."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from openmash.uploads import lockdown, sandbox
from openmash.uploads.faults import Faulty
from tests import files

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(autouse=True)
def _let_the_process_go() -> Iterator[None]:
    yield
    sandbox.close()


def locked_down(attempt: str) -> str:
    """What a process gets that has given up everything and then tries something."""
    code = f"""
import os, socket, subprocess, sys
sys.path.insert(0, {str(ROOT)!r})
from openmash.uploads import lockdown
lockdown._OPEN_FILES = 3
filtered = lockdown.give_up_everything()
try:
    {attempt}
except BaseException as error:
    os.write(1, type(error).__name__.encode())
else:
    os.write(1, b"done")
os._exit(0)
"""
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, timeout=300, check=False)
    return done.stdout.decode() or f"ended with {done.returncode}"


@pytest.mark.parametrize(
    "attempt",
    [
        "open('/etc/hostname')",
        "open('/tmp/openmash-never', 'w')",
        "socket.socket(socket.AF_UNIX).connect('/nowhere')",
        "socket.socket()",
        "os.fork()",
        "subprocess.run(['true'])",
        "os.kill(os.getppid(), 0)",
        "os.listdir('/')",
        "bytearray(600 * 1024 * 1024)",
    ],
)
def test_an_inspection_can_reach_nothing(attempt: str) -> None:
    assert locked_down(attempt) in ("OSError", "PermissionError", "MemoryError", "BlockingIOError")


def test_an_inspection_can_still_work_with_what_it_has() -> None:
    assert locked_down("sum(bytearray(1000))") == "done"


def test_an_inspection_has_nothing_of_ours_in_its_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENMASH_SECRET_KEY", "MARK-OF-A-SECRET")
    sandbox.close()
    sandbox.inspect("pdf", files.pdf())
    assert sandbox._standing is not None
    environment = Path(f"/proc/{sandbox._standing.process.pid}/environ").read_bytes()
    assert b"MARK-OF-A-SECRET" not in environment
    assert environment.strip(b"\0").count(b"\0") == 0, "one variable: the language"


def test_whatever_burns_time_is_stopped_by_the_clock() -> None:
    picture = files.png(6_000, 6_000)
    began = time.monotonic()
    with pytest.raises(Faulty, match="too_hard"):
        sandbox.inspect("png", picture, seconds=0.02)
    assert time.monotonic() - began < 5
    assert sandbox.inspect("png", picture) == ()


def test_whatever_burns_the_processor_is_stopped_by_the_kernel() -> None:
    code = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from openmash.uploads import lockdown
lockdown.CPU_SECONDS = 1
lockdown.give_up_everything()
while True: pass
"""
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, timeout=300, check=False)
    assert done.returncode < 0


def test_the_process_that_stands_by_is_made_anew_when_it_is_gone() -> None:
    assert sandbox.inspect("pdf", files.pdf()) == ()
    assert sandbox._standing is not None
    sandbox._standing.process.kill()
    sandbox._standing.process.wait()
    assert sandbox.inspect("pdf", files.pdf()) == ()


def test_the_kernel_filters_system_calls_here() -> None:
    answer = json.loads(sandbox._ask("pdf", files.pdf(), 20))
    assert answer == {"notes": [], "filtered": os.uname().machine in lockdown._LEFT}


@pytest.mark.parametrize("answer", [b"", b"{", b"[]", b'{"notes": 7}', b'{"fault": ["a"]}', b"null"])
def test_an_answer_without_sense_is_a_refusal(answer: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_ask", lambda *_: answer)
    with pytest.raises(Faulty):
        sandbox.inspect("pdf", b"")


def test_only_notes_that_we_know_are_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_ask", lambda *_: b'{"notes": ["place", "<script>", "links", ["place"]]}')
    assert sandbox.inspect("pdf", b"") == ("place", "links")
