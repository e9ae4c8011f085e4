"""Asks a virus scanner that the operator runs: clamd's INSTREAM (clamd(8)), over a socket. Off unless it is set."""

import socket
import struct

from openmash.uploads.faults import Faulty

_PIECE = 1 << 16
_SECONDS = 30
_LONGEST_ANSWER = 4_000


def require_clean(content: bytes, *, address: str) -> None:
    """Have a scanner look at a file.

    Args:
        content: its bytes; they go through the socket and are written nowhere by us.
        address: ``/path/of/a/socket`` or ``host:port``.

    Raises:
        Faulty: ``virus``, or ``not_scanned`` where the scanner gives no answer that clears the file.
    """
    try:
        answer = _ask(content, address)
    except (OSError, ValueError) as error:
        raise Faulty("not_scanned") from error
    if answer == b"stream: OK":
        return
    raise Faulty("virus" if answer.startswith(b"stream: ") and answer.endswith(b" FOUND") else "not_scanned")


def _ask(content: bytes, address: str) -> bytes:
    with _connected(address) as scanner:
        scanner.settimeout(_SECONDS)
        scanner.sendall(b"zINSTREAM\x00")
        for at in range(0, len(content), _PIECE):
            piece = content[at : at + _PIECE]
            scanner.sendall(struct.pack("!I", len(piece)) + piece)
        scanner.sendall(struct.pack("!I", 0))
        answer = b""
        while b"\x00" not in answer and len(answer) < _LONGEST_ANSWER:
            piece = scanner.recv(_LONGEST_ANSWER)
            if not piece:
                break
            answer += piece
    return answer.partition(b"\x00")[0].strip()


def _connected(address: str) -> socket.socket:
    if address.startswith("/"):
        scanner = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        scanner.settimeout(_SECONDS)
        try:
            scanner.connect(address)
        except OSError:
            scanner.close()
            raise
        return scanner
    host, _, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=_SECONDS)
