"""Writing down, outside the database, what is erased: before the erasure is committed, so that none is ever missing."""

import fcntl
import os
from collections.abc import Sequence
from pathlib import Path

from openmash.retention.errors import LedgerUnreadable
from openmash.retention.queries import Entry


def write(entries: Sequence[Entry], *, path: Path) -> None:
    """Append to the file outside the database, and wait until it is on the disk.

    Called last in the transaction: if it cannot be written nothing is erased. If the transaction fails after it, the
    file speaks of an erasure that two people approved and that a replay then carries out.

    Raises:
        LedgerUnreadable: it cannot be written; what was written of it is taken back.
    """
    lines = "".join(f"{entry.line()}\n" for entry in entries).encode()
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with open(path, "ab", opener=_for_ourselves) as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            end = file.seek(0, os.SEEK_END)
            try:
                file.write(lines)
                file.flush()
                os.fsync(file.fileno())
            except OSError:
                file.truncate(end)
                raise
    except OSError as error:
        raise LedgerUnreadable(
            f"Nothing was erased: the ledger of erasures, {path}, cannot be written ({error.strerror}). "
            "Tell the hub's administrator."
        ) from error


def _for_ourselves(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
