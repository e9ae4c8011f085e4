"""docs/reference/assurance.md: what was measured last, from the figures that the runs themselves wrote down."""

import json

from config.docs.markdown import table
from config.environment import PROJECT

FIGURES = PROJECT / "docs" / "reference" / "assurance.json"
_INTRODUCTION = """\
# Assurance

What is promised of the sealed room, of release and of the log, what each promise must reach, and the last figure
measured. The figures are written by the runs themselves into `docs/reference/assurance.json` when `make assurance` is
told to; nobody types them. A property that is not in the table has not been measured yet.

How each is shown, and what it does not show, stands at the head of the test that the command runs. Expectations come
from two short pages that know no code: [who may open what](../../tests/assurance/specification.py) and
[who may read which sealed words](../../tests/assurance/secrecy.py)."""


def pages() -> dict[str, str]:
    """The one page."""
    kept = json.loads(FIGURES.read_text()) if FIGURES.exists() else {}
    rows = [
        (name, *(each[key] for key in ("target", "figure", "on")), f"`{each['command']}`")
        for name, each in sorted(kept.items())
    ]
    head = ("Property", "Target", "Last figure", "Measured on", "Command")
    return {"assurance.md": "\n\n".join([_INTRODUCTION, table(head, rows)])}
