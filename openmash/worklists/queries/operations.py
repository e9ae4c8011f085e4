"""Where the work lies and what will be late: for whoever moves people to where the queue is."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from openmash.access import ROLES, Actor, Permission, has, require
from openmash.clocks.calendar import WorkingCalendar, calendar_for
from openmash.contacts.models import Contact
from openmash.contacts.states import ContactState
from openmash.cover import queries as cover_queries
from openmash.enquiries import queries as enquiry_queries
from openmash.hubs import queries as hub_queries
from openmash.worklists import rules
from openmash.worklists.queries.standing import Answer, Standing, standings


@dataclass(frozen=True)
class Load:
    """What one colleague holds.

    Args:
        holder_id: None for what nobody holds.
        held: open enquiries in which somebody is still to be decided about.
        late: of these, a decision is late.
        soon: of these, a decision is due in the next hours (``rules.FORECAST``) and not late.
        here: whether they still work in the hub and may hold enquiries.
    """

    holder_id: UUID | None
    name: str
    role: str
    agency: str
    held: int
    late: int
    soon: int
    here: bool = True

    @property
    def rest(self) -> int:
        """Held, and neither late nor due soon."""
        return self.held - self.late - self.soon


@dataclass(frozen=True)
class Proposal:
    """A colleague to whom an enquiry may be given, and whether their team is on duty this week."""

    load: Load
    on_duty: bool


@dataclass(frozen=True)
class Age:
    """How many enquiries have waited that long since they were received, and in how many a decision is late."""

    label: str
    waiting: int
    late: int


@dataclass(frozen=True)
class AtRisk:
    """A decision that is late, or due in the next hours, and what stands in its way."""

    standing: Standing
    family: str
    late: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Queue:
    """Contacts that wait for triage: how many, in how many the time is over, and since when the oldest waits."""

    waiting: int
    late: int
    oldest: datetime | None


@dataclass(frozen=True)
class Operations:
    """The whole hub at one moment.

    Args:
        forecast: decisions due in the next hours in whose way something stands, the nearest first.
        late: decisions that are late already.
        in_hand: how many are due in the next hours with nothing in their way.
        decided: open enquiries in which everybody is decided about.
        paused: open enquiries whose clocks are all paused.
    """

    loads: tuple[Load, ...]
    ages: tuple[Age, ...]
    forecast: tuple[AtRisk, ...]
    late: tuple[AtRisk, ...]
    in_hand: int
    queue: Queue
    decided: int
    paused: int


def operations(actor: Actor, *, at: datetime) -> Operations:
    """Load, queue and forecast at this moment; the number of statements does not grow with the hub.

    Raises:
        Refused: the actor does not move work.
    """
    require(has(actor, Permission.ALLOCATE))
    found = standings(actor, at=at)
    waiting = [each for each in found if not each.decided]
    calendar = calendar_for(hub_queries.model_of(actor.hub_id, at).office)
    near = [each for each in waiting if each.due_at and each.due_at <= at + rules.FORECAST]
    families = enquiry_queries.families([each.enquiry_id for each in near], actor=actor)
    risks = [_risk(each, waiting, families.get(each.enquiry_id, ""), calendar, at) for each in near]
    return Operations(
        loads=tuple(_loads(waiting, actor, at)),
        ages=tuple(_ages(waiting, at)),
        forecast=tuple(each for each in risks if each.reasons and not each.late),
        late=tuple(each for each in risks if each.late),
        in_hand=sum(not each.reasons and not each.late for each in risks),
        queue=_queue(actor, at),
        decided=len(found) - len(waiting),
        paused=sum(each.paused for each in waiting),
    )


def loads(actor: Actor, *, at: datetime) -> tuple[Load, ...]:
    """What each colleague holds, for choosing to whom an enquiry is given; raises Refused."""
    require(has(actor, Permission.ALLOCATE))
    return tuple(_loads([each for each in standings(actor, at=at) if not each.decided], actor, at))


def proposals(actor: Actor, *, at: datetime) -> tuple[Proposal, ...]:
    """To whom an enquiry may be given: whoever is on duty this week first, and of them whoever holds least.

    Raises:
        Refused: the actor gives nobody anything.
    """
    duty = cover_queries.on_duty(actor.hub_id, at=at)
    theirs = {user_id for user_id, _ in duty.people} if duty else set()
    here = [each for each in loads(actor, at=at) if each.here and each.holder_id is not None]
    found = [Proposal(each, each.holder_id in theirs) for each in here]
    return tuple(sorted(found, key=lambda each: (not each.on_duty, each.load.held, each.load.name)))


def _loads(waiting: Sequence[Standing], actor: Actor, at: datetime) -> list[Load]:
    """What nobody holds first, then the colleagues by how much they hold; those who left are named last."""
    held: dict[UUID | None, list[Standing]] = {}
    for each in waiting:
        held.setdefault(each.holder_id, []).append(each)
    found = [_load(None, "Nobody", "", "", held.pop(None, []), at)]
    colleagues = enquiry_queries.may_hold(actor)
    here = [
        _load(each.user_id, each.name, ROLES[each.role].title, each.agency_name, held.pop(each.user_id, []), at)
        for each in colleagues
    ]
    found += sorted(here, key=lambda each: (-each.held, each.name))
    found += [_load(gone, rows[0].holder_name, "", "", rows, at, here=False) for gone, rows in held.items()]
    return found


def _load(
    holder_id: UUID | None,
    name: str,
    role: str,
    agency: str,
    rows: Iterable[Standing],
    at: datetime,
    *,
    here: bool = True,
) -> Load:
    counts = Counter(_how_near(each, at) for each in rows)
    return Load(holder_id, name, role, agency, counts.total(), counts["late"], counts["soon"], here)


def _how_near(each: Standing, at: datetime) -> str:
    if each.late_at(at):
        return "late"
    return "soon" if each.due_at and each.due_at <= at + rules.FORECAST else "rest"


def _ages(waiting: Sequence[Standing], at: datetime) -> list[Age]:
    counts: Counter[str] = Counter()
    late: Counter[str] = Counter()
    for each in waiting:
        label = next(label for label, below in rules.AGES if at - each.received_at < below)
        counts[label] += 1
        late[label] += each.late_at(at)
    return [Age(label, counts[label], late[label]) for label, _ in rules.AGES]


def _risk(each: Standing, waiting: Sequence[Standing], family: str, calendar: WorkingCalendar, at: datetime) -> AtRisk:
    assert each.due_at is not None  # noqa: S101  # only those due soon come here
    earlier = waiting[: waiting.index(each)]
    before = sum(other.holder_id == each.holder_id for other in earlier)
    ahead = rules.Ahead(
        due_at=each.due_at,
        holder=each.holder_name,
        before_it=before,
        late=tuple(a.agency for a in each.asked if a.answer is Answer.LATE),
        later=tuple((a.agency, a.due_at) for a in each.asked if a.answer is Answer.WAITING and a.due_at > each.due_at),
        asked=len(each.asked),
        closes_at=_closes_before(each.due_at, calendar, at),
    )
    reasons = rules.what_stands_in_the_way(ahead, at=at, zone=calendar.time_zone)
    return AtRisk(each, family, each.late_at(at), reasons)


def _closes_before(due_at: datetime, calendar: WorkingCalendar, at: datetime) -> datetime | None:
    """When the hub, open now, closes before a decision is due."""
    opens, closes = next(calendar.open_times(at))
    return closes if opens <= at and closes < due_at else None


def _queue(actor: Actor, at: datetime) -> Queue:
    rows = Contact.objects.filter(hub_id=actor.hub_id, state=ContactState.RECEIVED)
    times = list(rows.exclude(id__in=enquiry_queries.contacts_kept_from(actor)).values_list("received_at", "decide_by"))
    return Queue(len(times), sum(by < at for _, by in times), min((received for received, _ in times), default=None))
