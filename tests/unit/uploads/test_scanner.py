"""Asking a virus scanner: against one that speaks clamd's INSTREAM, and against some that do not."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from openmash.core.errors import RuleBroken
from openmash.uploads import Limits, Upload, require_fit, scanner
from openmash.uploads.faults import Faulty
from openmash.uploads.inspecting.marks import EICAR


def _exactly(taken: socket.socket, length: int) -> bytes:
    received = b""
    while len(received) < length:
        piece = taken.recv(length - len(received))
        if not piece:
            raise EOFError
        received += piece
    return received


def _scan(taken: socket.socket) -> bytes:
    """As clamd does: a command that ends in NUL, pieces each after its length, a length of nothing at the end."""
    assert _exactly(taken, 10) == b"zINSTREAM\x00"
    content = b""
    while (length := struct.unpack("!I", _exactly(taken, 4))[0]) > 0:
        content += _exactly(taken, length)
    return b"stream: Eicar-Test-Signature FOUND\x00" if EICAR in content else b"stream: OK\x00"


@contextmanager
def clamd(answer: bytes | None = None, *, path: Path | None = None) -> Iterator[str]:
    """A scanner that answers one question; ``answer`` instead of the truth."""
    server = socket.socket(socket.AF_UNIX if path else socket.AF_INET)
    server.bind(str(path) if path else ("127.0.0.1", 0))
    server.listen()

    def serve() -> None:
        taken, _ = server.accept()
        with taken:
            said = _scan(taken)
            taken.sendall(said if answer is None else answer)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield str(path) if path else f"127.0.0.1:{server.getsockname()[1]}"
    finally:
        thread.join(5)
        server.close()


@pytest.mark.parametrize("content", [b"words", b"", b"x" * 1_000_000])
def test_a_clean_file_passes(content: bytes) -> None:
    with clamd() as address:
        scanner.require_clean(content, address=address)


def test_it_is_asked_through_a_socket_of_the_machine_too(tmp_path: Path) -> None:
    with clamd(path=tmp_path / "clamd.sock") as address:
        scanner.require_clean(b"words", address=address)


def test_what_the_scanner_finds_is_refused() -> None:
    with clamd() as address, pytest.raises(Faulty, match="virus"):
        scanner.require_clean(b"words " + EICAR, address=address)


@pytest.mark.parametrize(
    "answer", [b"", b"stream: OK", b"INSTREAM size limit exceeded. ERROR\x00", b"stream: x ERROR\x00", b"OK\x00"]
)
def test_whatever_is_no_clear_answer_clears_nothing(answer: bytes) -> None:
    cleared = answer == b"stream: OK"  # the connection was closed where the NUL stands
    with clamd(answer) as address:
        if cleared:
            scanner.require_clean(b"words", address=address)
        else:
            with pytest.raises(Faulty, match="not_scanned"):
                scanner.require_clean(b"words", address=address)


@pytest.mark.parametrize("address", ["127.0.0.1:1", "/nowhere/clamd.sock", "nonsense", "127.0.0.1:x"])
def test_a_scanner_that_cannot_be_reached_clears_nothing(address: str) -> None:
    with pytest.raises(RuleBroken, match="the scanner does not answer") as refused:
        require_fit(Upload("a.txt", b"words"), limits=Limits(scanner=address))
    assert refused.value.rule == "uploads.not_scanned"


def test_nobody_is_asked_where_no_scanner_is_set() -> None:
    assert require_fit(Upload("a.txt", b"words"), limits=Limits()).name == "a.txt"
