"""How a key of a scenario is described, once, for the reader, the schema and the reference."""

from collections.abc import Iterator
from dataclasses import MISSING, dataclass, fields
from typing import Any, get_args, get_type_hints

NAME = r"^[a-z][a-z0-9_]*$"
TIME = r"^(\d{4}-\d{2}-\d{2}[T ])?\d{2}:\d{2}(:\d{2})?$"
RULE = r"^([a-z_]+\.[a-z_0-9]+|permission|not_found|stale)$"


@dataclass(frozen=True)
class Says:
    """What a key says; written beside its type, ``Annotated[str, Says("Which child.", names="somebody")]``.

    Args:
        words: what it says, for the reference and for editors that read the schema.
        choices: the codes it may be.
        pattern: what a text must look like (a regular expression).
        names: the sort of thing it must be the name of: "person", "agency", "contact", …
        makes: the sort of thing that it gives a name to, for later steps.
        at_least: how many entries a list must have.
    """

    words: str
    choices: tuple[str, ...] = ()
    pattern: str = ""
    names: str = ""
    makes: str = ""
    at_least: int = 0

    @property
    def looks(self) -> str:
        """The pattern that a text must match, if any; names are small letters, digits and underscores."""
        return self.pattern or (NAME if self.names or self.makes else "")


@dataclass(frozen=True)
class Key:
    """One key of a table.

    Args:
        attribute: its name in Python.
        kind: its type.
        says: what it says.
        needed: whether it must be there.
    """

    attribute: str
    kind: Any
    says: Says
    needed: bool

    @property
    def written(self) -> str:
        """The key as it is written in TOML; a Python keyword carries a line below in Python alone."""
        return self.attribute.rstrip("_")


def keys_of(table: type) -> Iterator[Key]:
    """The keys of a table (a dataclass), in the order in which they are documented."""
    hints = get_type_hints(table, include_extras=True)
    for field in fields(table):
        kind, says = get_args(hints[field.name])[:2]
        needed = field.default is MISSING and field.default_factory is MISSING
        yield Key(field.name, kind, says, needed)
