"""Has a file inspected in a process that can do nothing else, and believes nothing of it but a few words of JSON."""

import atexit
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import openmash
from openmash.uploads.faults import NOTES, SENTENCES, Faulty
from openmash.uploads.lockdown import WALL_SECONDS
from openmash.uploads.standing_by import INSPECT, READY, STOP

_START_SECONDS = 60
_LONGEST_ANSWER = 4_000
_AT_ONCE = 2  # inspections of one web process, each of which may use half a gigabyte
_PIECE = 1 << 20
_CODE = "import sys; sys.path.insert(0, sys.argv[1]); from openmash.uploads.standing_by import serve; serve({fd})"

_room = threading.BoundedSemaphore(_AT_ONCE)
_lock = threading.Lock()


class _Standing:
    """The process that stands by for this one; made when it is first needed, and anew when it is gone."""

    def __init__(self) -> None:
        self.made_by = os.getpid()
        self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.control.settimeout(_START_SECONDS)
        root = str(Path(next(iter(openmash.__path__))).parent)
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-I", "-c", _CODE.format(fd=theirs.fileno()), root],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={"LANG": "C.UTF-8"},  # nothing of ours: no keys, no passwords, no addresses
                pass_fds=[theirs.fileno()],
                cwd="/",
                start_new_session=True,
            )
        if self.control.recv(1) != READY:
            raise OSError("The process that inspects files did not start.")

    def split_off(self, end: socket.socket) -> int:
        """A child that inspects what comes through this end; its number."""
        socket.send_fds(self.control, [INSPECT], [end.fileno()])
        return int(self.control.recv(20))

    def stop(self, child: int) -> None:
        """End a child that takes too long."""
        with suppress(OSError):
            self.control.send(STOP + str(child).encode())

    def close(self) -> None:
        """Let the process go."""
        self.control.close()
        if self.made_by == os.getpid():
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(5)


_standing: _Standing | None = None


def inspect(kind: str, content: bytes, *, seconds: float = WALL_SECONDS) -> tuple[str, ...]:
    """Have a file inspected.

    Args:
        kind: the code of its kind.
        content: its bytes.
        seconds: how long it may take by the clock on the wall.

    Returns:
        Codes of ``faults.NOTES``.

    Raises:
        Faulty: what is wrong; ``too_hard`` where there was no answer in time, or the inspection was killed.
        OSError: no inspection can be started on this machine at all.
    """
    with _room:
        answer = _ask(kind, content, seconds)
    try:
        said = json.loads(answer)
        fault, notes = said.get("fault"), said.get("notes", [])
    except (ValueError, AttributeError) as error:
        raise Faulty("too_hard") from error
    if fault is not None:
        raise Faulty(fault if isinstance(fault, str) and fault in SENTENCES else "damaged")
    return _known(notes)


def close() -> None:
    """Let the process go that stands by; another is made when one is needed."""
    global _standing
    with _lock:
        if _standing is not None:
            _standing.close()
            _standing = None


def _known(notes: object) -> tuple[str, ...]:
    if not isinstance(notes, Iterable):
        raise Faulty("too_hard")
    return tuple(note for note in notes if isinstance(note, str) and note in NOTES)


def _ask(kind: str, content: bytes, seconds: float) -> bytes:
    until = time.monotonic() + seconds
    ours, theirs = socket.socketpair()
    with ours:
        with theirs:
            standing, child = _split_off(theirs)
        try:
            ours.settimeout(seconds)
            with suppress(BrokenPipeError, ConnectionResetError):  # it ended before it had read the whole
                ours.sendall(kind.encode() + b"\n")
                ours.sendall(content)
                ours.shutdown(socket.SHUT_WR)
            return _answer(ours, until)
        except TimeoutError:
            return b""
        finally:
            standing.stop(child)


def _answer(ours: socket.socket, until: float) -> bytes:
    answer = b""
    while len(answer) < _LONGEST_ANSWER:
        ours.settimeout(max(0.01, until - time.monotonic()))
        try:
            piece = ours.recv(_LONGEST_ANSWER)
        except ConnectionResetError:
            break
        if not piece:
            break
        answer += piece
    return answer


def _split_off(end: socket.socket) -> tuple[_Standing, int]:
    global _standing
    with _lock:
        if _standing is None or _standing.made_by != os.getpid():
            _standing = _Standing()
        try:
            return _standing, _standing.split_off(end)
        except (OSError, ValueError):
            _standing.close()
            _standing = _Standing()
            return _standing, _standing.split_off(end)


atexit.register(close)
