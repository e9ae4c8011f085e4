"""How the clocks of a case stand: the decision's, as requests to agencies need it, and those beside it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from openmash.access import Actor
from openmash.enquiries import permissions, rules
from openmash.enquiries.errors import NoSuchClock, NoSuchEnquiry
from openmash.enquiries.models import Clock, Enquiry, Pause, Subject
from openmash.enquiries.queries.keeping_out import kept_out_of, require_not_kept_out
from openmash.enquiries.queries.working_by import began_with
from openmash.enquiries.states import ClockState, EnquiryState, SubjectState
from openmash.hubs import queries as hub_queries


@dataclass(frozen=True)
class PauseView:
    """That a clock stood still, or stands still where ``resumed_at`` is None.

    Args:
        label: the model's reason; ``words`` are those of whoever let it stand.
        runs_on_at: when it runs on by itself at the latest.
    """

    subject_id: UUID | None
    clock_id: UUID | None
    label: str
    words: str
    paused_at: datetime
    paused_by_name: str
    runs_on_at: datetime
    resumed_at: datetime | None


@dataclass(frozen=True)
class ClockView:
    """One clock beside the ratings'.

    Args:
        subject_id: the child or adult it runs for; None for the enquiry.
        due_words: the arithmetic of its deadline.
        pause: why it stands still, where it does.
        reference: of its enquiry; only in lists over many.
    """

    id: UUID
    enquiry_id: UUID
    subject_id: UUID | None
    code: str
    label: str
    statutory: bool
    started_at: datetime
    started_because: str
    due_at: datetime
    due_words: str
    ended_at: datetime | None
    ended_because: str
    pause: PauseView | None = None
    reference: str = ""

    @property
    def runs(self) -> bool:
        """Whether its time is passing."""
        return self.ended_at is None and self.pause is None

    def late_at(self, at: datetime) -> bool:
        """Whether it was ended too late, or has run out at this moment; worked out, never stored."""
        return self.pause is None and (self.ended_at or at) > self.due_at


@dataclass(frozen=True)
class EnquiryClock:
    """What a request to an agency needs to know of the enquiry.

    Args:
        rating: the most urgent rating of those not yet decided about, or of all when everybody is decided.
        due_at: the nearest deadline of a decision still to be made; None when there is none.
    """

    reference: str
    is_open: bool
    rating: str
    due_at: datetime | None


def clock_of(enquiry_id: UUID, *, actor: Actor) -> EnquiryClock:
    """How urgent the enquiry is as a whole; raises NotFound, KeptOut."""
    require_not_kept_out(enquiry_id, actor=actor)
    row = Enquiry.objects.filter(hub_id=actor.hub_id, id=enquiry_id).first()
    if row is None:
        raise NoSuchEnquiry
    subjects = list(Subject.objects.filter(hub_id=actor.hub_id, enquiry=row))
    waiting = [s for s in subjects if s.state == SubjectState.GATHERING]
    rating = rules.most_urgent((s.rating for s in waiting or subjects), began_with(row))
    due = min((s.due_at for s in waiting if s.due_at and not s.paused_at), default=None)
    return EnquiryClock(row.reference, row.state == EnquiryState.OPEN, rating, due)


def clocks_of(enquiry_id: UUID, *, actor: Actor) -> list[ClockView]:
    """Every clock of a case beside the ratings', those that run first, the nearest deadline first.

    Raises:
        Refused: the actor's role does not see enquiries.
        KeptOut: an exclusion keeps them out of it.
    """
    return clocks_and_pauses(enquiry_id, actor=actor)[0]


def clocks_and_pauses(enquiry_id: UUID, *, actor: Actor) -> tuple[list[ClockView], list[PauseView]]:
    """``clocks_of`` and ``pauses_of`` in one go, for the page that shows both; raises as they do."""
    pauses = pauses_of(enquiry_id, actor=actor)
    rows = Clock.objects.filter(hub_id=actor.hub_id, enquiry_id=enquiry_id)
    views = _views(rows, {row.clock_id: row for row in pauses if row.resumed_at is None})
    return sorted(views, key=lambda view: (view.ended_at is not None, view.ended_at or view.due_at, view.label)), pauses


def pauses_of(enquiry_id: UUID, *, actor: Actor) -> list[PauseView]:
    """Every time that a clock of a case stood still, the latest first; raises as ``clocks_of``."""
    permissions.require_can_see(actor)
    require_not_kept_out(enquiry_id, actor=actor)
    if not hub_queries.ever(actor.hub_id, lambda model: model.pauses):
        return []
    rows = Pause.objects.filter(hub_id=actor.hub_id, enquiry_id=enquiry_id).order_by("-paused_at", "id")
    return [_pause(row) for row in rows]


def clock(clock_id: UUID, *, actor: Actor) -> ClockView:
    """One clock that has not ended; raises NotFound, Refused, KeptOut."""
    row = Clock.objects.filter(hub_id=actor.hub_id, id=clock_id, ended_at=None).first()
    if row is None:
        raise NoSuchClock
    return next(view for view in clocks_of(row.enquiry_id, actor=actor) if view.id == clock_id)


def running_clocks(actor: Actor, *, enquiry_ids: Collection[UUID] | None = None) -> list[ClockView]:
    """What runs beside the ratings' in the hub's open enquiries, the nearest deadline first; two statements.

    Args:
        actor: who looks; what they are kept out of is left out.
        enquiry_ids: only of these; None for all.
    """
    permissions.require_can_see(actor)
    here = Q(hub_id=actor.hub_id, enquiry__state=EnquiryState.OPEN, state=ClockState.RUNNING)
    if enquiry_ids is not None:
        here &= Q(enquiry_id__in=enquiry_ids)
    rows = Clock.objects.filter(here).exclude(enquiry_id__in=kept_out_of(actor)).select_related("enquiry")
    return [
        replace(_view(row, None), reference=row.enquiry.reference) for row in rows.order_by("due_at", "label", "id")
    ]


@dataclass(frozen=True)
class DueDecision:
    """A decision that is due: ids and codes alone, for what no person asks."""

    enquiry_id: UUID
    subject_id: UUID
    rating: str
    due_at: datetime


def decisions_due(hub_id: UUID, *, before: datetime) -> list[DueDecision]:
    """The decisions of a hub that are due before a moment, those that are late included, the nearest first."""
    rows = Subject.objects.filter(
        hub_id=hub_id,
        state=SubjectState.GATHERING,
        enquiry__state=EnquiryState.OPEN,
        due_at__lt=before,
        paused_at=None,
    )
    found = rows.order_by("due_at", "id").values_list("enquiry_id", "id", "rating", "due_at")
    return [DueDecision(enquiry_id, subject_id, rating, due) for enquiry_id, subject_id, rating, due in found if due]


def clocks_due(hub_id: UUID, *, before: datetime) -> list[ClockView]:
    """The other clocks of a hub's open enquiries that run out before a moment, those that are late included."""
    here = Q(hub_id=hub_id, enquiry__state=EnquiryState.OPEN, state=ClockState.RUNNING, due_at__lt=before)
    return [_view(row, None) for row in Clock.objects.filter(here).order_by("due_at", "label", "id")]


def _views(rows: QuerySet[Clock], pauses: Mapping[UUID | None, PauseView]) -> list[ClockView]:
    return [_view(row, pauses.get(row.id)) for row in rows]


def _view(row: Clock, pause: PauseView | None) -> ClockView:
    return ClockView(
        id=row.id,
        enquiry_id=row.enquiry_id,
        subject_id=row.subject_id,
        code=row.code,
        label=row.label,
        statutory=row.statutory,
        started_at=row.started_at,
        started_because=row.started_because,
        due_at=row.due_at,
        due_words=row.due_words,
        ended_at=row.ended_at,
        ended_because=row.ended_because,
        pause=pause,
    )


def _pause(row: Pause) -> PauseView:
    return PauseView(
        subject_id=row.subject_id,
        clock_id=row.clock_id,
        label=row.label,
        words=row.words,
        paused_at=row.paused_at,
        paused_by_name=row.paused_by_name,
        runs_on_at=row.runs_on_at,
        resumed_at=row.resumed_at,
    )
