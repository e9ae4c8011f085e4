"""The process from which every inspection is split off. It has the libraries loaded, no environment and no keys.

It never reads a byte of a file itself: for each it forks, and the child gives up everything (``lockdown``), reads the
file from its only open end, answers with a few words of JSON and ends. Killing one child costs the next one nothing.
"""

import encodings
import importlib
import json
import os
import pkgutil
import signal
import socket
from contextlib import suppress

from openmash.uploads import lockdown
from openmash.uploads.faults import Faulty

READY, INSPECT, STOP = b"r", b"i", b"s"
_LONGEST_HEAD = 200
_ONE_SECOND = 1.0


def serve(control_fd: int) -> None:
    """Stand by until whoever started this is gone.

    Args:
        control_fd: a socket that keeps messages apart: ``i`` with one open end is a file to inspect, answered with the
            child's number; ``s`` and a number stops that child.
    """
    _load_everything()
    control = socket.socket(fileno=control_fd)
    control.settimeout(_ONE_SECOND)
    control.send(READY)
    children: set[int] = set()
    while True:
        children -= _ended()
        try:
            message, ends, _, _ = socket.recv_fds(control, _LONGEST_HEAD, 1)
        except TimeoutError:
            continue
        if not message:
            break
        if message == INSPECT and ends:
            child = _split_off(control, ends[0])
            children.add(child)
            os.close(ends[0])
            control.send(str(child).encode())
        elif message[:1] == STOP and int(message[1:]) in children:
            with suppress(ProcessLookupError):
                os.kill(int(message[1:]), signal.SIGKILL)
    for child in children:
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)


def _load_everything() -> None:
    """Import what an inspection may need: a child can open no file, and so import nothing."""
    from PIL import Image

    from openmash.uploads.inspecting import looking

    assert looking.INSPECTIONS  # noqa: S101  # that it is loaded is all that matters
    Image.init()
    for found in pkgutil.iter_modules(encodings.__path__):
        with suppress(ImportError):  # a few are another system's
            importlib.import_module(f"encodings.{found.name}")


def _ended() -> set[int]:
    ended = set()
    with suppress(ChildProcessError):
        while (child := os.waitpid(-1, os.WNOHANG)[0]) > 0:
            ended.add(child)
    return ended


def _split_off(control: socket.socket, end: int) -> int:
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        control.close()
        os.dup2(end, 0)
        os.dup2(end, 1)
        os.closerange(3, 1024)
        filtered = lockdown.give_up_everything()
        answer = {**_inspect_what_comes(), "filtered": filtered}
        os.write(1, json.dumps(answer).encode())
        status = 0
    finally:
        os._exit(status)


def _inspect_what_comes() -> dict[str, object]:
    from openmash.uploads.inspecting import inspect

    received = bytearray()
    while piece := os.read(0, 1 << 20):
        received += piece
    kind, _, content = bytes(received).partition(b"\n")
    del received
    try:
        return {"notes": inspect(kind.decode(), content)}
    except Faulty as fault:
        return {"fault": fault.code}
    except (MemoryError, RecursionError):
        return {"fault": "too_hard"}
    except Exception:  # noqa: BLE001  # a library that stumbles over a file has not found it sound
        return {"fault": "damaged"}
