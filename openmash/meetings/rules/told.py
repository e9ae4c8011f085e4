"""What is told of a meeting by whoever calls it, chairs it or takes part."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class Calling:
    """When and where a meeting is, who chairs it and who is invited.

    Args:
        starts_at: when it begins; may have passed, for one that was held at once and is written down now.
        minutes_long: how long it is meant to last.
        place: the room, or how to dial in; read by whoever is invited, so nothing of the case stands in it.
        chair_id: the colleague who chairs it.
        agency_ids: who is invited.
    """

    starts_at: datetime
    minutes_long: int
    place: str
    chair_id: UUID
    agency_ids: tuple[UUID, ...]


@dataclass(frozen=True)
class AttendanceTold:
    """How one agency took part.

    Args:
        agency_id: which.
        how: a code of ``rules.HOW_WORDS``; empty while nobody knows.
        who_came: the names of its people, as they gave them.
        criterion: the reason for which it attends, a code of the meeting's criteria, or ``NO_CRITERION``; empty where
            the meeting has none for it or nobody has looked yet.
    """

    agency_id: UUID
    how: str
    who_came: str = ""
    criterion: str = ""


@dataclass(frozen=True)
class RecordTold:
    """What was said about one case and what it came to; all its words are sealed.

    Args:
        minutes: what was said.
        result: a code of the meeting's results, or ``NOT_REACHED`` for a case that an agenda did not come to.
        decision: what was decided, and why.
    """

    minutes: str
    result: str
    decision: str = ""


@dataclass(frozen=True)
class RatingTold:
    """The second rating of one child or adult, and why; the reason is sealed."""

    subject_id: UUID
    rating: str
    reason: str


@dataclass(frozen=True)
class ActionTold:
    """Something to be done: what (sealed), by which agency or colleague, by when."""

    words: str
    agency_id: UUID
    due_at: datetime
    owner_id: UUID | None = None


@dataclass(frozen=True)
class CaseTold:
    """All that a chair writes down about one case on one page; what is None or empty was not touched.

    Args:
        views: what each agency said, by the agency's id.
    """

    record: RecordTold | None = None
    views: Mapping[UUID, str] = field(default_factory=dict)
    ratings: tuple[RatingTold, ...] = ()
    actions: tuple[ActionTold, ...] = ()
