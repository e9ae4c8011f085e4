"""The frozen copy: typeset from a positive list of fields. What is not named here does not leave."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from openmash.products.rules.release import GuidanceTold

MARKING = "OFFICIAL-SENSITIVE"
FORMAT = 3  # when it left and by whom are of the release: an approval binds the bytes before it


@dataclass(frozen=True)
class SubjectInCopy:
    """A child or adult in a copy, and what was decided about them.

    Args:
        name: as the hub shows it.
        kind: "child", "unborn" or "adult".
        born_on: birth date, ``2019-03-27``; empty if not known or not born.
        expected_on: expected date of an unborn child; empty otherwise.
        address: where they live; empty unless the author asked for it.
        level: the level of need, in words.
        outcome: the outcome, in words.
        decided_at: ISO 8601, in UTC.
        decided_by: who decided.
    """

    name: str
    kind: str
    born_on: str
    expected_on: str
    address: str
    level: str
    outcome: str
    decided_at: str
    decided_by: str


@dataclass(frozen=True)
class AgencyWords:
    """What one agency agreed to (or a lawful basis let go), in exactly the words it may go in.

    Args:
        agency: whose it is.
        professional: whom to speak to about it.
        kind: fact, professional opinion or reported by somebody else, in words.
        fact_on: the day of the fact, ``2026-11-02``; empty if not known.
        text: the words.
        basis: why it may leave, in words.
        handling: conditions its owner puts on whoever reads it.
    """

    agency: str
    professional: str
    kind: str
    fact_on: str
    text: str
    basis: str
    handling: str


@dataclass(frozen=True)
class WarningInCopy:
    """A recorded danger to staff, about somebody of the family. It goes with every copy; no author can leave it out.

    Args:
        person: whom it is about, as the hub shows them.
        words: what the danger is.
        since: the day since when, ``2026-11-02``.
        recorded_by: whom to ask.
    """

    person: str
    words: str
    since: str
    recorded_by: str


@dataclass(frozen=True)
class PartInCopy:
    """What one agency wrote for this team.

    Args:
        agency: whose it is.
        written_by: whom to speak to about it.
        report: its summary report.
        analysis: its analysis.
        level: the level of need that it sees, in words.
    """

    agency: str
    written_by: str
    report: str
    analysis: str
    level: str


@dataclass(frozen=True)
class Copy:
    """Everything that a receiving team ever reads of a case."""

    format: int
    marking: str
    reference: str
    hub: str
    team: str
    subjects: tuple[SubjectInCopy, ...]
    summary: str
    recommendations: str
    speak_to: str
    staff_safety: str
    words: tuple[AgencyWords, ...]
    warnings: tuple[WarningInCopy, ...] = ()
    parts: tuple[PartInCopy, ...] = ()


def typeset(
    *,
    reference: str,
    hub: str,
    team: str,
    subjects: Sequence[SubjectInCopy],
    guidance: GuidanceTold,
    words: Sequence[AgencyWords],
    warnings: Sequence[WarningInCopy] = (),
    parts: Sequence[PartInCopy] = (),
) -> Copy:
    """Put a copy together.

    Args:
        reference: the product's.
        hub: the hub's name.
        team: the team it is for.
        subjects: the children and adults whose decisions it hands on.
        guidance: what the hub says. Where the author did not ask for addresses, any that were handed in are dropped.
        words: what the agencies let go.
        warnings: every danger to staff that is on record about the family.
        parts: what the agencies wrote for this team.
    """
    kept = subjects if guidance.with_addresses else [_without_address(each) for each in subjects]
    return Copy(
        format=FORMAT,
        marking=MARKING,
        reference=reference,
        hub=hub,
        team=team,
        subjects=tuple(kept),
        summary=guidance.summary,
        recommendations=guidance.recommendations,
        speak_to=guidance.speak_to,
        staff_safety=guidance.staff_safety,
        words=tuple(words),
        warnings=tuple(warnings),
        parts=tuple(parts),
    )


def to_bytes(copy: Copy) -> bytes:
    """The copy as it is frozen: JSON with sorted keys, so that the same copy always gives the same bytes."""
    return json.dumps(asdict(copy), sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def from_bytes(raw: bytes) -> Copy:
    """The copy again."""
    told: dict[str, Any] = json.loads(raw)
    told["subjects"] = tuple(SubjectInCopy(**each) for each in told["subjects"])
    told["words"] = tuple(AgencyWords(**each) for each in told["words"])
    told["warnings"] = tuple(WarningInCopy(**each) for each in told.get("warnings", ()))
    told["parts"] = tuple(PartInCopy(**each) for each in told.get("parts", ()))
    return Copy(**told)


def sha256_of(raw: bytes) -> str:
    """SHA-256 of exactly these bytes, in hex: what was released, and nothing else, has it."""
    return hashlib.sha256(raw).hexdigest()


def day(value: date | None) -> str:
    """A date as copies write it; empty for None."""
    return value.isoformat() if value else ""


def _without_address(subject: SubjectInCopy) -> SubjectInCopy:
    return SubjectInCopy(**{**asdict(subject), "address": ""})
