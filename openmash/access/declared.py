"""What every address declares: who may come to it, and whether coming reads, discloses or writes."""

from dataclasses import dataclass
from enum import Enum, StrEnum

from openmash.access.roles import Permission


class Kind(StrEnum):
    """What opening a screen does."""

    READ = "read"
    """Only looks; PostgreSQL refuses anything but SELECT."""
    DISCLOSE = "disclose"
    """Shows what nobody sees unrecorded; its audit event is written first, or nothing is shown."""
    WRITE = "write"
    """A form: GET only looks, POST writes."""


class Audience(Enum):
    """Those who need no particular permission, or come without signing in."""

    PUBLIC = "public"
    SIGNED_IN = "signed in"
    BY_KEY = "by key"
    """An agency's computer system with a key of that agency's (``openmash.api``); nobody who signs in."""


@dataclass(frozen=True)
class Screen:
    """A view's declaration."""

    permission: Permission | Audience
    kind: Kind


def declaration(view: object) -> Screen | None:
    """What a view declared; None where it declared nothing."""
    declared = getattr(view, "screen", None)
    return declared if isinstance(declared, Screen) else None
