"""Load and queue as pictures with their numbers beside them: every bar of one picture in one measure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse

from openmash.web.shared.bars import BAR_WIDTH, Piece, pieces
from openmash.worklists.queries import Age, AtRisk, Load, Operations, Proposal, Queue


@dataclass(frozen=True)
class LoadBar:
    """What one colleague holds, as numbers and as a bar."""

    load: Load
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class AgeBar:
    """How many have waited that long, as numbers and as a bar."""

    age: Age
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class RiskLine:
    """A decision that is late or will be, with where it is given to somebody else."""

    reference: str
    family: str
    rating: str
    colour: str
    due_at: datetime | None
    holder: str
    reasons: tuple[str, ...]
    case_url: str
    give_url: str


@dataclass(frozen=True)
class Choice:
    """A colleague to whom an enquiry may be given: on duty this week, or about to go back to their own team."""

    bar: LoadBar
    holds_it: bool
    on_duty: bool = False
    goes_back_on: date | None = None


@dataclass(frozen=True)
class Overview:
    """The whole page."""

    loads: tuple[LoadBar, ...]
    ages: tuple[AgeBar, ...]
    forecast: tuple[RiskLine, ...]
    late: tuple[RiskLine, ...]
    in_hand: int
    queue: Queue
    decided: int
    paused: int
    bar_width: int = BAR_WIDTH


def overview(found: Operations) -> Overview:
    """The page from what was found."""
    return Overview(
        loads=_load_bars(found.loads),
        ages=_age_bars(found.ages),
        forecast=tuple(_risk(each) for each in found.forecast),
        late=tuple(_risk(each) for each in found.late),
        in_hand=found.in_hand,
        queue=found.queue,
        decided=found.decided,
        paused=found.paused,
    )


def choices(proposals: Iterable[Proposal], holder_id: UUID | None, leaving: Mapping[UUID, date]) -> tuple[Choice, ...]:
    """Everybody to whom it may be given, in the order in which they are proposed.

    Args:
        proposals: whoever may hold it.
        holder_id: who holds it now.
        leaving: the last day of those who go back to their own team about now.
    """
    rows = list(proposals)
    bars = _load_bars(each.load for each in rows)
    return tuple(
        Choice(
            bar,
            bar.load.holder_id == holder_id,
            each.on_duty,
            leaving.get(bar.load.holder_id) if bar.load.holder_id else None,
        )
        for bar, each in zip(bars, rows, strict=True)
    )


def _load_bars(loads: Iterable[Load]) -> tuple[LoadBar, ...]:
    rows = list(loads)
    most = max((each.held for each in rows), default=0)
    return tuple(
        LoadBar(each, pieces((("late", each.late), ("soon", each.soon), ("rest", each.rest)), most)) for each in rows
    )


def _age_bars(ages: Iterable[Age]) -> tuple[AgeBar, ...]:
    rows = list(ages)
    most = max((each.waiting for each in rows), default=0)
    return tuple(AgeBar(each, pieces((("late", each.late), ("rest", each.waiting - each.late)), most)) for each in rows)


def _risk(each: AtRisk) -> RiskLine:
    standing = each.standing
    return RiskLine(
        reference=standing.reference,
        family=each.family,
        rating=standing.rating.label if standing.rating else "",
        colour=standing.rating.colour if standing.rating else "",
        due_at=standing.due_at,
        holder=standing.holder_name,
        reasons=each.reasons,
        case_url=reverse("enquiries:case", args=[standing.enquiry_id]),
        give_url=reverse("operations:give", args=[standing.enquiry_id]),
    )
