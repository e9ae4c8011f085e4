"""Who owns what runs on while the hub is closed, what is due before it opens, and what was handed over."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone

from openmash.access import Actor
from openmash.accounts import queries as account_queries
from openmash.checks import queries as check_queries
from openmash.clocks.calendar import calendar_for
from openmash.core import hub_context
from openmash.cover import permissions, rules
from openmash.cover.errors import NoSuchHandover, NoSuchPlacement
from openmash.cover.models import DutyPlace, DutyWeek, Handover, HandoverLine, Placement, Turn
from openmash.enquiries import queries as enquiry_queries
from openmash.hubs import queries as hub_queries
from openmash.hubs.rules import OperatingModel


@dataclass(frozen=True)
class TurnView:
    """A turn of duty: who, where they are reached, from when to when."""

    id: UUID
    user_id: UUID
    name: str
    telephone: str
    begins_at: datetime
    ends_at: datetime
    named_by_name: str


@dataclass(frozen=True)
class Cover:
    """How a hub is covered at a moment, and in the closed hours of now or those that come next.

    Args:
        team: what those who cover it are called here; empty where the model says nothing.
        words: the model's own words about the cover.
        telephone: the hub's number out of hours.
        night: the closed hours; None where the hub never closes.
        owner: who is named for the whole of them; None where nobody is.
    """

    team: str
    words: str
    telephone: str
    night: rules.Night | None
    owner: TurnView | None


@dataclass(frozen=True)
class MorningLine:
    """One case in which something is due before the hub opens.

    Args:
        decisions: how many decisions about children and adults; ``answers`` of agencies and ``clocks`` beside them.
        due_at: the nearest of them.
        rating: the most urgent rating among those decisions, by the model the case is worked by; empty for none.
    """

    enquiry_id: UUID
    reference: str
    family: str
    rating: str
    rating_label: str
    rating_colour: str
    decisions: int
    answers: int
    clocks: tuple[str, ...]
    due_at: datetime


@dataclass(frozen=True)
class HandoverView:
    """What was handed over: to whom, by whom, and whether they took it over. ``words`` by enquiry."""

    id: UUID
    owner_id: UUID
    owner_name: str
    until: datetime
    handed_at: datetime
    handed_by_name: str
    taken_over_at: datetime | None
    words: Mapping[UUID, str]


def cover(hub_id: UUID, *, at: datetime) -> Cover:
    """How the hub is covered at a moment; what stands on a case beside a clock that runs through the night."""
    return hub_context.once(("cover", hub_id, at), lambda: _cover(hub_id, at))


def _cover(hub_id: UUID, at: datetime) -> Cover:
    hub, model = hub_queries.hub(hub_id), hub_queries.model_of(hub_id, at)
    night = rules.night_of(calendar_for(model.office), at)
    rule = model.out_of_hours
    return Cover(
        team=rule.team if rule else "",
        words=model.office.out_of_hours_cover,
        telephone=hub.out_of_hours_telephone,
        night=night,
        owner=_owner(hub_id, night, at) if night else None,
    )


def needs_owner(model: OperatingModel) -> bool:
    """Whether any clock of this model runs while the hub is closed."""
    specs = [spec for rating in model.ratings for spec in (rating.clock, rating.check_clock)]
    return any(spec.runs_out_of_hours for spec in (*specs, *(clock.clock for clock in model.clocks)))


def turns(actor: Actor, *, at: datetime) -> list[TurnView]:
    """The turns of duty that are not over, the next first.

    Raises:
        Refused: the actor's role does not see enquiries.
    """
    permissions.require_can_see(actor)
    rows = Turn.objects.filter(hub_id=actor.hub_id, withdrawn_at=None, ends_at__gt=at).order_by("begins_at", "id")
    return [_turn(row) for row in rows]


def due_before_morning(actor: Actor, *, at: datetime) -> list[MorningLine]:
    """The cases in which something is due before the hub opens again, the nearest first; the statements do not grow.

    Decisions, answers of agencies and the clocks beside them, those that are late included. Cases that the actor is
    kept out of are left out.

    Raises:
        Refused: the actor's role does not see enquiries.
    """
    permissions.require_can_see(actor)
    model = hub_queries.model_of(actor.hub_id, at)
    night = rules.night_of(calendar_for(model.office), at)
    if night is None:
        return []
    found = due(actor.hub_id, before=night.ends_at)
    shown = found.keys() - enquiry_queries.kept_out_of(actor)
    references = enquiry_queries.references(shown, actor=actor)
    families = enquiry_queries.families(shown, actor=actor)
    models = enquiry_queries.models_for(shown, actor=actor)
    lines = [
        found[enquiry_id].line(enquiry_id, references[enquiry_id], families.get(enquiry_id, ""), models[enquiry_id])
        for enquiry_id in shown
    ]
    return sorted(lines, key=lambda line: (line.due_at, line.reference))


@dataclass
class Due:
    """What is due in one case, as it is gathered."""

    ratings: list[str]
    answers: int
    clocks: list[str]
    moments: list[datetime]

    def line(self, enquiry_id: UUID, reference: str, family: str, model: OperatingModel) -> MorningLine:
        """The same as one line of a list."""
        rating = next((each for each in model.ratings_by_urgency() if each.code in self.ratings), None)
        return MorningLine(
            enquiry_id=enquiry_id,
            reference=reference,
            family=family,
            rating=rating.code if rating else "",
            rating_label=rating.label if rating else "",
            rating_colour=rating.colour if rating else "",
            decisions=len(self.ratings),
            answers=self.answers,
            clocks=tuple(dict.fromkeys(self.clocks)),
            due_at=min(self.moments),
        )


def due(hub_id: UUID, *, before: datetime) -> dict[UUID, Due]:
    """What is due in a hub before a moment, by enquiry: ids and codes, for services that hand over all of it."""
    found: dict[UUID, Due] = defaultdict(lambda: Due([], 0, [], []))
    for decision in enquiry_queries.decisions_due(hub_id, before=before):
        found[decision.enquiry_id].ratings.append(decision.rating)
        found[decision.enquiry_id].moments.append(decision.due_at)
    for enquiry_id, due_at in check_queries.due_before(hub_id, before=before):
        found[enquiry_id].answers += 1
        found[enquiry_id].moments.append(due_at)
    for clock in enquiry_queries.clocks_due(hub_id, before=before):
        found[clock.enquiry_id].clocks.append(clock.label)
        found[clock.enquiry_id].moments.append(clock.due_at)
    return dict(found)


def last_handover(actor: Actor, *, at: datetime) -> HandoverView | None:
    """What was handed over for the closed hours of now or those that come next; None where nothing was.

    Raises:
        Refused: the actor's role does not see enquiries.
    """
    permissions.require_can_see(actor)
    model = hub_queries.model_of(actor.hub_id, at)
    night = rules.night_of(calendar_for(model.office), at)
    if night is None:
        return None
    rows = Handover.objects.filter(hub_id=actor.hub_id, until=night.ends_at)
    row = rows.select_related("turn").order_by("-handed_at", "-id").first()
    return _handover(row, enquiry_queries.kept_out_of(actor)) if row else None


def handover(handover_id: UUID, *, actor: Actor) -> HandoverView:
    """One handover, without the cases that the actor is kept out of; raises NotFound, Refused."""
    permissions.require_can_see(actor)
    row = Handover.objects.filter(hub_id=actor.hub_id, id=handover_id).select_related("turn").first()
    if row is None:
        raise NoSuchHandover
    return _handover(row, enquiry_queries.kept_out_of(actor))


def _owner(hub_id: UUID, night: rules.Night, at: datetime) -> TurnView | None:
    """Who is on duty when the night begins, or now where it has begun."""
    moment = at if night.begins_at is None else night.begins_at
    rows = Turn.objects.filter(hub_id=hub_id, withdrawn_at=None, begins_at__lte=moment, ends_at__gt=moment)
    row = rows.order_by("begins_at").first()
    return _turn(row) if row else None


def _turn(row: Turn) -> TurnView:
    return TurnView(row.id, row.user_id, row.user_name, row.telephone, row.begins_at, row.ends_at, row.named_by_name)


def _handover(row: Handover, kept_out: Collection[UUID]) -> HandoverView:
    lines = HandoverLine.objects.filter(hub_id=row.hub_id, handover=row).exclude(enquiry_id__in=kept_out)
    return HandoverView(
        id=row.id,
        owner_id=row.turn.user_id,
        owner_name=row.turn.user_name,
        until=row.until,
        handed_at=row.handed_at,
        handed_by_name=row.handed_by_name,
        taken_over_at=row.taken_over_at,
        words=dict(lines.order_by("due_at").values_list("enquiry_id", "words")),
    )


@dataclass(frozen=True)
class DutyWeekView:
    """One week of the duty rota: which team, who is in it, and why it is another team than the rota says.

    ``people``: user ids and names of those in the team on its Monday, or today in the week that is running.
    """

    week_on: date
    team: str
    team_label: str
    why: str
    people: tuple[tuple[UUID, str], ...]


def on_duty(hub_id: UUID, *, at: datetime) -> DutyWeekView | None:
    """The team that is on duty this week; None in a hub whose teams take no turns."""
    found = _weeks(hub_id, 1, at)
    return found[0] if found else None


def rota(actor: Actor, *, at: datetime) -> list[DutyWeekView]:
    """This week and those that come, ``rules.WEEKS_AHEAD`` of them; none in a hub without a rota.

    Raises:
        Refused: the actor's role does not see enquiries.
    """
    permissions.require_can_see(actor)
    return _weeks(actor.hub_id, rules.WEEKS_AHEAD, at)


def _weeks(hub_id: UUID, number: int, at: datetime) -> list[DutyWeekView]:
    rule = hub_queries.model_of(hub_id, at).duty_rota
    if rule is None:
        return []
    today = timezone.localdate(at)
    mondays = [rules.monday_of(today) + timedelta(weeks=each) for each in range(number)]
    changed = {
        row.week_on: row
        for row in DutyWeek.objects.filter(hub_id=hub_id, week_on__in=mondays).order_by("changed_at", "id")
    }
    here = {each.user_id for each in account_queries.people_of(hub_id)}
    places = [
        row
        for row in DutyPlace.objects.filter(hub_id=hub_id).order_by("from_on", "placed_at", "id")
        if row.user_id in here
    ]
    labels = {team.code: team.label for team in rule.teams}
    found = []
    for monday in mondays:
        row = changed.get(monday)
        team = row.team if row and row.team in labels else rule.turn_of(monday)[0].code
        why = f"{row.why} ({row.changed_by_name})" if row and row.team == team else ""
        people = _in_team(team, places, max(monday, today))
        found.append(DutyWeekView(monday, team, labels[team], why, people))
    return found


def _in_team(team: str, places: list[DutyPlace], day: date) -> tuple[tuple[UUID, str], ...]:
    held = {row.user_id: row for row in places if row.from_on <= day}  # in order, so the newest stands
    members = [(row.user_id, row.user_name) for row in held.values() if row.team == team]
    return tuple(sorted(members, key=lambda each: each[1]))


@dataclass(frozen=True)
class PlacementView:
    """Somebody's time in the hub, and what they hold in it.

    Args:
        agency_name: of which agency they are; empty for whoever no longer works in the hub.
        stage: of ``rules.Stage``.
        held: id and reference of the open enquiries they hold.
        turns: how many turns of duty out of hours they are named for after their last day.
        hands_over: whether what they hold is to be handed over now.
        may_sign_in: whether they still work in the hub as the administrator keeps it: no placement ends that.
    """

    id: UUID
    user_id: UUID
    user_name: str
    agency_name: str
    home_team: str
    from_on: date
    until_on: date
    next_name: str
    stage: rules.Stage
    held: tuple[tuple[UUID, str], ...]
    turns: int
    hands_over: bool
    may_sign_in: bool
    placed_by_name: str

    @property
    def leaves_with_work(self) -> bool:
        """Whether their time ends, or is over, and something is still in their hands."""
        return self.hands_over and bool(self.held or self.turns)


def rotation(actor: Actor, *, at: datetime) -> list[PlacementView]:
    """Who is in the hub for a time, by their last day, and what they hold; the statements do not grow.

    Of whoever is back in their own team, the newest placement; without enquiries that the actor is kept out of.

    Raises:
        Refused: the actor does not move work between people.
    """
    permissions.require_can_rotate(actor)
    found = Placement.objects.filter(hub_id=actor.hub_id, withdrawn_at=None)
    rows = list(found.order_by("until_on", "user_name", "id"))
    if not rows:
        return []
    today = timezone.localdate(at)
    # Whoever comes again later leaves all the same: what they hold counts where they are, or were last.
    standing = {row.id for row in {row.user_id: row for row in rows if row.from_on <= today}.values()}
    agencies = {each.user_id: each.agency_name for each in account_queries.people_of(actor.hub_id)}
    held = enquiry_queries.open_and_held(actor)
    turns = Turn.objects.filter(hub_id=actor.hub_id, withdrawn_at=None, ends_at__gt=at)
    named = [(user_id, timezone.localdate(ends_at)) for user_id, ends_at in turns.values_list("user_id", "ends_at")]
    return [
        PlacementView(
            id=row.id,
            user_id=row.user_id,
            user_name=row.user_name,
            agency_name=agencies.get(row.user_id, ""),
            home_team=row.home_team,
            from_on=row.from_on,
            until_on=row.until_on,
            next_name=row.next_name,
            stage=rules.stage_of(row.from_on, row.until_on, today),
            held=held.get(row.user_id, ()) if row.id in standing else (),
            turns=sum(who == row.user_id and day > row.until_on for who, day in named if row.id in standing),
            hands_over=row.id in standing and rules.hands_over_now(row.until_on, today),
            may_sign_in=row.user_id in agencies,
            placed_by_name=row.placed_by_name,
        )
        for row in rows
        if row.until_on >= today or row.id in standing
    ]


def placement(placement_id: UUID, *, actor: Actor, at: datetime) -> PlacementView:
    """One placement; raises Refused, NotFound."""
    found = next((each for each in rotation(actor, at=at) if each.id == placement_id), None)
    if found is None:
        raise NoSuchPlacement
    return found


def leaving(actor: Actor, *, at: datetime) -> list[PlacementView]:
    """Whose time in the hub ends, or is over, with something still in their hands; raises Refused."""
    return [each for each in rotation(actor, at=at) if each.leaves_with_work]
