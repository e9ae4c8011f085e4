"""What products look like from elsewhere: plain values, never rows."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from openmash.decisions.queries import DecisionView
from openmash.products import rules
from openmash.products.states import ProductState
from openmash.sealed.rules import Sharing


@dataclass(frozen=True)
class ChosenItem:
    """An item in a product and whether it may leave; not a word of it."""

    request_id: UUID
    item_id: UUID
    agency_name: str
    professional: str
    state: str
    words: str
    may_leave: bool
    item_stands_at: int
    request_version: int


@dataclass(frozen=True)
class OutcomeView:
    """What the receiving team reported back."""

    kind: str
    kind_label: str
    happened_on: date
    words: str
    reported_at: datetime
    reported_by_name: str


@dataclass(frozen=True)
class ProductView:
    """A product and how far it has come, without its sealed words.

    ``authors`` are all who worked on it, as (user id, name). ``sharing`` is what it is for, and what the family has
    said. ``last_verdict`` is what was said last about a rendition of it, empty where nothing was. ``copy_id`` and what
    follows it are empty until it is released.
    """

    id: UUID
    enquiry_id: UUID
    reference: str
    team_id: UUID
    team_name: str
    state: str
    decisions: tuple[DecisionView, ...]
    items: tuple[ChosenItem, ...]
    has_guidance: bool
    sharing: Sharing
    authors: tuple[tuple[UUID, str], ...]
    last_verdict: str
    urgent: bool
    started_at: datetime
    started_by_name: str
    version: int
    copy_id: UUID | None
    sha256: str
    released_at: datetime | None
    released_by_name: str
    opened_at: datetime | None
    opened_by_name: str
    acknowledged_at: datetime | None
    acknowledged_by_name: str
    outcomes: tuple[OutcomeView, ...]

    @property
    def is_draft(self) -> bool:
        """Whether it is being put together."""
        return self.state == ProductState.DRAFT

    @property
    def is_frozen(self) -> bool:
        """Whether it waits for its approval, or for its release."""
        return self.state in (ProductState.FOR_APPROVAL, ProductState.APPROVED)


@dataclass(frozen=True)
class Preview:
    """A draft exactly as the team will read it, and everything that still stands in the way of its release."""

    copy: rules.Copy
    stopped_by: tuple[str, ...]


@dataclass(frozen=True)
class CopyRow:
    """A released copy as one line of a team's inbox; no name and no word of the case.

    ``recall``: in which words it no longer holds; empty while it does. ``needs_us``: the team has something to do.
    """

    id: UUID
    reference: str
    released_at: datetime
    released_by_name: str
    opened_at: datetime | None
    acknowledged_at: datetime | None
    recall: str = ""
    recall_acknowledged_at: datetime | None = None

    @property
    def needs_us(self) -> bool:
        """Whether the team has not yet said that it knows: of the copy, or that it no longer holds."""
        return self.recall_acknowledged_at is None if self.recall else self.acknowledged_at is None


@dataclass(frozen=True)
class RecallForTeam:
    """Why a copy no longer holds, as its team reads it in place of the words."""

    words: str
    reason: str
    recalled_at: datetime
    recalled_by_name: str
    replaced_by: UUID | None
    acknowledged_at: datetime | None
    acknowledged_by_name: str


@dataclass(frozen=True)
class CopyFile:
    """A released copy as a file to keep."""

    name: str
    content: bytes


@dataclass(frozen=True)
class ReportSent:
    """That somebody of the team sent a report; what it says cannot be read again at the outside door."""

    sent_at: datetime
    sent_by_name: str


@dataclass(frozen=True)
class CopyView:
    """A released copy as its team reads it; once it is called back, why instead of the words."""

    id: UUID
    reference: str
    copy: rules.Copy | None
    recall: RecallForTeam | None
    sha256: str
    released_at: datetime
    released_by_name: str
    opened_at: datetime | None
    opened_by_name: str
    acknowledged_at: datetime | None
    acknowledged_by_name: str
    reports: tuple[ReportSent, ...]


@dataclass(frozen=True)
class FailedReport:
    """A team's report that could not be taken in; nothing is lost, somebody has to ring the team."""

    id: UUID
    product_id: UUID
    reference: str
    team_name: str
    sent_at: datetime
    sent_by_name: str
    because: str
