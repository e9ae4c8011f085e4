"""Keys that wrap keys; they live outside the database, behind an interface small enough for any key store.

One file a provider: ``files`` keeps them in a folder, ``transit`` in HashiCorp Vault or OpenBao, and ``moving`` is for
the time between the two. Nothing but this package knows which one it is.
"""

from functools import cache
from pathlib import Path

from django.conf import settings

from openmash.core.keys.files import FileKeyRing
from openmash.core.keys.moving import MovingKeyRing
from openmash.core.keys.rings import (
    FOR_THE_OUTSIDE,
    Erased,
    KeyMissing,
    KeyRing,
    KeyStoreDown,
    Trouble,
    Unreadable,
    Versions,
    Wrapped,
)
from openmash.core.keys.transit import TransitKeyRing
from openmash.core.keys.vault_server import VaultServer

__all__ = [
    "FOR_THE_OUTSIDE",
    "Erased",
    "FileKeyRing",
    "KeyMissing",
    "KeyRing",
    "KeyStoreDown",
    "MovingKeyRing",
    "TransitKeyRing",
    "Trouble",
    "Unreadable",
    "VaultServer",
    "Versions",
    "Wrapped",
    "ring",
]


@cache
def ring() -> KeyRing:
    """This process's key ring, as the settings say."""
    if settings.OPENMASH_KEY_STORE == "file":
        return FileKeyRing(Path(settings.OPENMASH_KEYS))
    vault = TransitKeyRing(VaultServer(**settings.OPENMASH_VAULT["server"]), mount=settings.OPENMASH_VAULT["mount"])
    if settings.OPENMASH_KEYS_BEFORE:
        return MovingKeyRing(vault, before=FileKeyRing(Path(settings.OPENMASH_KEYS_BEFORE)))
    return vault
