"""What the sealer signed last, kept outside the database, so that a rolled-back database cannot make it sign twice."""

import base64
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings

from openmash.audit.rules import Edge
from openmash.core.errors import OpenMashError


class LogDisagrees(OpenMashError):
    """The log is not what was signed before, so nothing more is signed until somebody has looked."""


@dataclass(frozen=True)
class Kept:
    """The last checkpoint as it was signed, and the edge it was made from. ``note`` is empty before the first one."""

    note: str
    edge: Edge


def kept(hub_id: UUID) -> Kept | None:
    """What was signed last for a hub; None where this machine has no record of it at all.

    Raises:
        LogDisagrees: the record cannot be read.
    """
    try:
        content = json.loads(_path(hub_id).read_text())
        return Kept(content["note"], Edge.from_bytes(content["size"], base64.b64decode(content["edge"])))
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError) as error:
        raise LogDisagrees(
            f"The record of what was signed last, {_path(hub_id)}, cannot be read. Nothing more is signed until it is "
            "mended: see “Check the log yourself” in the documentation."
        ) from error


def keep(hub_id: UUID, note: str, edge: Edge) -> None:
    """Put down what was signed; whole or not at all, and on the disk when this returns."""
    folder = _path(hub_id).parent
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    content = {"note": note, "size": edge.size, "edge": base64.b64encode(edge.as_bytes()).decode()}
    aside = folder / f".{hub_id}.{secrets.token_hex(8)}.new"
    with aside.open("w") as file:
        json.dump(content, file)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(_path(hub_id))


def _path(hub_id: UUID) -> Path:
    return Path(settings.OPENMASH_SEALS) / f"{hub_id}.json"
