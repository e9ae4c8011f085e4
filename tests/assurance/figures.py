"""What the runs measured, written down by the runs themselves: `make assurance` alone does so, never a person.

Every property that is measured calls ``note``; without OPENMASH_ASSURANCE=1 that does nothing. The page
docs/reference/assurance.md is made from the file by `openmash docs`.
"""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

KEPT = Path(__file__).parents[2] / "docs" / "reference" / "assurance.json"


def note(name: str, *, target: str, figure: str, command: str) -> None:
    """Write down the last figure of a property.

    Args:
        name: the property, in words ("Access matrix").
        target: what it must reach.
        figure: what this run measured.
        command: what measures it again.
    """
    if os.environ.get("OPENMASH_ASSURANCE") != "1":
        return
    kept = json.loads(KEPT.read_text()) if KEPT.exists() else {}
    kept[name] = {"target": target, "figure": figure, "on": f"{datetime.now(UTC):%Y-%m-%d}", "command": command}
    KEPT.write_text(json.dumps(kept, indent=2, sort_keys=True, ensure_ascii=False) + "\n")
