"""What was erased: as the database has it, and as the file outside has it. Ids only."""

import fcntl
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from openmash.core import hub_context
from openmash.hubs import queries as hub_queries
from openmash.retention.errors import LedgerUnreadable
from openmash.retention.models import Erasure

FORMAT = 1


@dataclass(frozen=True)
class Entry:
    """One erasure. What it speaks of is named by ids alone, so that the ledger itself never has to be erased.

    Args:
        about: the enquiry or contact.
        part: ``"hub"``, ``"agencies"`` or ``"contact"``.
        agencies: the owners whose part it was.
        under: the line of the schedule.
        by: the second person, who approved it.
    """

    id: UUID
    hub: UUID
    batch: UUID
    about: UUID
    part: str
    agencies: tuple[UUID, ...]
    under: str
    at: datetime
    by: UUID
    prepared_by: UUID

    def line(self) -> str:
        """As one line of the file."""
        plain: dict[str, Any] = {"format": FORMAT} | asdict(self)
        plain["agencies"] = [str(each) for each in self.agencies]
        return json.dumps(plain, default=_as_text, sort_keys=True)


@dataclass(frozen=True)
class Comparison:
    """How the database and the file stand to each other.

    Args:
        behind: entries of the file that the database does not have: it was restored from before them.
        unwritten: entries of the database that the file does not have: the file is not the one that belongs to it.
    """

    behind: tuple[Entry, ...]
    unwritten: tuple[Entry, ...]


def file() -> Path:
    """Where the ledger is kept outside the database (setting OPENMASH_ERASURES)."""
    return Path(settings.OPENMASH_ERASURES)


def entries_in(path: Path) -> list[Entry]:
    """Every entry of a file, in its order; none where there is no such file yet.

    Raises:
        LedgerUnreadable: a line of it is no entry.
    """
    if not path.exists():
        return []
    with path.open(encoding="utf-8") as opened:
        fcntl.flock(opened, fcntl.LOCK_SH)
        return [_entry(number, line, path) for number, line in enumerate(opened, 1)]


def entries(hub_id: UUID) -> list[Entry]:
    """Every entry of one hub as the database has it, the newest first."""
    rows = Erasure.objects.filter(hub_id=hub_id).order_by("-erased_at", "id")
    return [
        Entry(
            id=row.id,
            hub=hub_id,
            batch=row.batch_ref,
            about=row.about_ref,
            part=row.part,
            agencies=tuple(UUID(each) for each in row.agency_refs),
            under=row.under,
            at=row.erased_at,
            by=row.erased_by,
            prepared_by=row.prepared_by,
        )
        for row in rows
    ]


def behind(path: Path) -> list[Entry]:
    """What the file says was erased and the database does not know of. Either door may ask."""
    missing: list[Entry] = []
    for hub_id, written in _by_hub(entries_in(path)).items():
        with hub_context.enter(hub_id=hub_id, reads_only=True):
            there = set(
                Erasure.objects.filter(hub_id=hub_id, id__in=[each.id for each in written]).values_list("id", flat=True)
            )
        missing += [each for each in written if each.id not in there]
    return missing


def compared(path: Path) -> Comparison:
    """The database and the file, each with what the other does not have."""
    written = {each.id for each in entries_in(path)}
    unwritten: list[Entry] = []
    for hub in hub_queries.all_hubs():
        with hub_context.enter(hub_id=hub.id, reads_only=True):
            unwritten += [each for each in entries(hub.id) if each.id not in written]
    return Comparison(tuple(behind(path)), tuple(unwritten))


def _by_hub(written: Iterable[Entry]) -> dict[UUID, list[Entry]]:
    """By hub; a hub that this database does not have (it was made anew) has nothing in it that could come back."""
    here = {hub.id for hub in hub_queries.all_hubs()}
    found: dict[UUID, list[Entry]] = defaultdict(list)
    for each in written:
        if each.hub in here:
            found[each.hub].append(each)
    return found


def _entry(number: int, line: str, path: Path) -> Entry:
    try:
        plain = json.loads(line)
        if plain.pop("format") != FORMAT:
            raise ValueError("another format")
        ids = {name: UUID(plain[name]) for name in ("id", "hub", "batch", "about", "by", "prepared_by")}
        agencies = tuple(UUID(each) for each in plain["agencies"])
        at = datetime.fromisoformat(plain["at"])
        return Entry(**(plain | ids | {"agencies": agencies, "at": at}))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise LedgerUnreadable(
            f"Line {number} of {path} is not an entry of the ledger of erasures. Bring the file back from where it is "
            "copied to; without it nobody can say what a restored database must erase again."
        ) from error


def _as_text(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
