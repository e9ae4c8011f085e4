"""What the runs measured, written down by the runs themselves: `make assurance` alone does so, never a person.

Every property that is measured calls ``note``; without OPENMASH_ASSURANCE=1 that does nothing. The page
docs/reference/assurance.md is made from the file by `openmash docs`.
"""

import fcntl
import json
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

KEPT = Path(__file__).parents[2] / "docs" / "reference" / "assurance.json"


def note(name: str, *, target: str, figure: str, command: str) -> None:
    """Write down the last figure of a property.

    Args:
        name: the property, in words ("Access matrix").
        target: what it must reach.
        figure: what this run measured.
        command: what measures it again.
    """
    if _measuring():
        with _kept() as kept:
            kept[name] = {"target": target, "figure": figure, "on": _today(), "command": command}


def note_part(name: str, *, part: int | str, parts: int, counted: dict[str, int], target: str, command: str) -> None:
    """Write down what one part of a long run counted; the figure is the sum of the parts, of the day of the oldest.

    Args:
        name: the property, in words.
        part: which part it was: its number from 0, or its name.
        parts: how many there are.
        counted: how many of what ("steps": 10021).
        target: what all parts together must reach.
        command: what measures it again.
    """
    if not _measuring():
        return
    with _kept() as kept:
        told: dict[str, Any] = kept.get(name, {}).get("parts", {})
        told[str(part)] = {"on": _today(), **counted}
        sums = Counter[str]()
        for each in told.values():
            sums.update({what: many for what, many in each.items() if what != "on"})
        said = ", ".join(f"{many:,} {what}" for what, many in sums.items())
        kept[name] = {
            "target": target,
            "figure": f"{said}; {len(told)} of {parts} parts run",
            "on": min(each["on"] for each in told.values()),
            "command": command,
            "parts": told,
        }


def _measuring() -> bool:
    return os.environ.get("OPENMASH_ASSURANCE") == "1"


def _today() -> str:
    return f"{datetime.now(UTC):%Y-%m-%d}"


@contextmanager
def _kept() -> Iterator[dict[str, Any]]:
    """What was written down so far, for changing; nobody else writes meanwhile."""
    with KEPT.open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        kept = json.loads(file.read() or "{}")
        yield kept
        file.truncate(0)
        file.write(json.dumps(kept, indent=2, sort_keys=True, ensure_ascii=False) + "\n")
