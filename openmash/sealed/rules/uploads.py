"""What is kept beside a file's bytes, and how long a file waits for its form."""

import json
from dataclasses import dataclass
from datetime import timedelta

from openmash.core.errors import RuleBroken

WAITS = timedelta(days=1)
"""A file that was attached to a form that nobody sends is forgotten after a day: it is in its agency's own records."""


@dataclass(frozen=True)
class FileLabel:
    """What is said of a file without opening it.

    Args:
        name: as its sender called it.
        media_type: ours, by its kind.
        size: bytes.
        notes: what its reader should know.
    """

    name: str
    media_type: str
    size: int
    notes: tuple[str, ...] = ()

    def as_bytes(self) -> bytes:
        """As it is sealed."""
        said = {"name": self.name, "media_type": self.media_type, "size": self.size, "notes": self.notes}
        return json.dumps(said).encode()


def read_label(raw: bytes) -> FileLabel:
    """A label as ``as_bytes`` wrote it."""
    said = json.loads(raw)
    return FileLabel(said["name"], said["media_type"], said["size"], tuple(said["notes"]))


def require_the_items_own(asked: set[object], there: set[object]) -> None:
    """Only files that are on an item now can be taken off it."""
    if not asked <= there:
        raise RuleBroken(
            "sealed.takes_off_its_own_files",
            "One of these files is not on this information any more. Open it again and choose anew.",
            field="take_off",
        )
