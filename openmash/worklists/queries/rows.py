"""One thing that somebody must do, and by when it should be done."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from openmash.access import Actor
from openmash.clocks.calendar import calendar_for
from openmash.clocks.deadlines import deadline
from openmash.hubs.rules import ClockKind, ClockSpec, OperatingModel


@dataclass(frozen=True)
class WorkRow:
    """One thing that somebody must do.

    Args:
        kind: what sort of work, a stable word (``"triage"``, ``"check"``, ``"decide"`` …).
        action: what to do, as a person says it ("Decide", "Answer for NHS Devon").
        reference: what people quote.
        words: what else helps to choose.
        due_at: by when, aware; None only where nothing runs.
        opens: what the row leads to: kind and id.
        enquiry_id: the enquiry whose family it is about, if it is about one.
        title: whom or what it is about; of an enquiry, the family.
        rating: the most urgent rating of anybody in the enquiry who is not yet decided about, or empty.
    """

    kind: str
    action: str
    reference: str
    words: str
    due_at: datetime | None
    opens: tuple[str, UUID]
    enquiry_id: UUID | None = None
    title: str = ""
    rating: str = ""


Source = Callable[[Actor, OperatingModel, datetime], Iterable[WorkRow]]


def by_working_day(days: int, start: datetime, model: OperatingModel) -> datetime:
    """The end of so many working days on, by the hub's own calendar."""
    spec = ClockSpec(kind=ClockKind.END_OF_WORKING_DAY, amount=days, source="openmash.worklists.rules")
    return deadline(spec, start, calendar_for(model.office)).due_at
