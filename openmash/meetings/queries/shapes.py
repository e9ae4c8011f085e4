"""Meetings as pages and other packages see them: frozen, and without a sealed word unless it says so."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from openmash.meetings import rules
from openmash.meetings.states import MeetingState


@dataclass(frozen=True)
class MeetingLine:
    """A meeting as one line of a list. ``reference`` is empty for one that goes through the cases of the day."""

    id: UUID
    enquiry_id: UUID | None
    reference: str
    code: str
    kind: str
    label: str
    state: str
    starts_at: datetime
    due_at: datetime | None
    chair_name: str
    cases: int
    chair_id: UUID

    @property
    def planned(self) -> bool:
        """Whether it is still to be written down."""
        return self.state == MeetingState.PLANNED

    @property
    def on_time(self) -> bool | None:
        """Whether it begins, or began, by its deadline; None where it has none."""
        return rules.on_time(self.due_at, self.starts_at)


@dataclass(frozen=True)
class AttendanceView:
    """That an agency was invited, and how it took part; ``how`` is empty while nobody has noted it."""

    agency_id: UUID
    agency_name: str
    agency_kind: str
    how: str
    how_words: str
    who_came: str
    criterion: str
    criterion_words: str

    @property
    def present(self) -> bool:
        """Whether it took part, in whatever way."""
        return self.how in rules.PRESENT


@dataclass(frozen=True)
class CaseLine:
    """A case that a meeting speaks of, without its sealed words.

    Args:
        rating: as it came to the meeting; a code of the model, empty when everybody was decided about.
        result: what it came to; empty while it is not written down.
        number: how often it was written down.
        said: the agencies that have given their view.
    """

    id: UUID
    enquiry_id: UUID
    reference: str
    family: str
    rating: str
    due_at: datetime | None
    due_words: str
    result: str
    result_label: str
    number: int
    said: frozenset[UUID]
    actions: int


@dataclass(frozen=True)
class MeetingView:
    """One meeting, without its sealed words; ``cases`` are those that the reader is not kept out of."""

    id: UUID
    enquiry_id: UUID | None
    code: str
    kind: str
    label: str
    state: str
    starts_at: datetime
    minutes_long: int
    place: str
    chair_id: UUID
    chair_name: str
    convened_at: datetime
    convened_by_name: str
    held_at: datetime | None
    held_by_name: str
    without_quorum: str
    cancelled_at: datetime | None
    cancelled_because: str
    version: int
    attendance: tuple[AttendanceView, ...]
    cases: tuple[CaseLine, ...]

    @property
    def planned(self) -> bool:
        """Whether it is still to be written down and closed."""
        return self.state == MeetingState.PLANNED

    @property
    def has_agenda(self) -> bool:
        """Whether it goes through the cases of the day."""
        return self.enquiry_id is None

    @property
    def present(self) -> tuple[AttendanceView, ...]:
        """The agencies that took part."""
        return tuple(each for each in self.attendance if each.present)

    @property
    def present_kinds(self) -> frozenset[str]:
        """The kinds of agency that took part."""
        return frozenset(each.agency_kind for each in self.present)


@dataclass(frozen=True)
class Statement:
    """What an agency said; None where it was erased. ``taken_down``: by whoever wrote the meeting down."""

    agency_id: UUID
    agency_name: str
    words: str | None
    taken_down: bool
    given_at: datetime
    given_by_name: str


@dataclass(frozen=True)
class RecordView:
    """What was said and what it came to; the words are None where they were erased."""

    number: int
    result: str
    result_label: str
    minutes: str | None
    decision: str | None
    written_at: datetime
    written_by_name: str


@dataclass(frozen=True)
class SecondRatingView:
    """The rating that a meeting gave one child or adult, and why; the reason is None where it was erased."""

    subject_id: UUID
    before: str
    rating: str
    reason: str | None
    rated_by_name: str


@dataclass(frozen=True)
class ActionView:
    """Something to be done; ``words`` None where it was erased."""

    id: UUID
    words: str | None
    agency_id: UUID
    agency_name: str
    owner_name: str
    due_at: datetime
    done_at: datetime | None
    done_by_name: str


@dataclass(frozen=True)
class CaseOpened:
    """A case of a meeting with its words, opened and on the log."""

    case: CaseLine
    statements: tuple[Statement, ...]
    record: RecordView | None
    ratings: tuple[SecondRatingView, ...]
    actions: tuple[ActionView, ...]


@dataclass(frozen=True)
class OpenAction:
    """An action still to be done, without its words: for lists of work."""

    id: UUID
    meeting_id: UUID
    case_id: UUID
    meeting_label: str
    has_agenda: bool
    reference: str
    agency_id: UUID
    agency_name: str
    owner_id: UUID | None
    owner_name: str
    due_at: datetime


@dataclass(frozen=True)
class Invited:
    """How often one agency was invited to meetings of one kind in a month, and what came of it (Birmingham's tables).

    Args:
        month: the first day of it, as "2026-09".
        met: invitations that met a criterion; ``looked``: those for which somebody looked.
        in_time: meetings held by their deadline, of those with one (``timed``).
    """

    month: str
    code: str
    kind: str
    label: str
    agency_id: UUID
    agency_name: str
    invited: int
    looked: int
    met: int
    attended: int
    timed: int
    in_time: int
