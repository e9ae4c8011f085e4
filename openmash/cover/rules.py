"""Who may be named for the hours in which the hub is closed, and what a handover must say. Plain Python."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from openmash.access import ROLES, Permission, Role
from openmash.clocks.calendar import WorkingCalendar
from openmash.core.errors import RuleBroken
from openmash.hubs.rules import DutyRotaRule, OperatingModel

LONGEST_TURN = timedelta(days=14)
"""Nobody is named for longer in one go: over Christmas and New Year, and no longer (own choice)."""
_MOST_STRETCHES = 14


@dataclass(frozen=True)
class Night:
    """The hours in which a hub is closed: those of now, or those that come next.

    Args:
        begins_at: when the hub closes, or closed; None where it is closed now and the moment does not matter.
        ends_at: when it opens again.
    """

    begins_at: datetime | None
    ends_at: datetime

    @property
    def is_now(self) -> bool:
        """Whether the hub is closed at the moment that was asked about."""
        return self.begins_at is None


@dataclass(frozen=True)
class TurnTold:
    """A turn of duty as somebody names it.

    Args:
        user_id: who covers the hub; somebody who works in it.
        telephone: where they are reached.
        begins_at, ends_at: from when to when; aware.
    """

    user_id: UUID
    telephone: str
    begins_at: datetime
    ends_at: datetime


def night_of(calendar: WorkingCalendar, at: datetime) -> Night | None:
    """The closed hours of now, or those that come next; None where a hub never closes.

    Raises:
        HolidaysUnknown: they leave the known bank holidays.
    """
    stretches = calendar.open_times(at)
    opens, closes = next(stretches)
    if opens > at:
        return Night(None, opens)
    for _ in range(_MOST_STRETCHES):
        opens_again, closes_again = next(stretches)
        if opens_again > closes:
            return Night(closes, opens_again)
        closes = closes_again
    return None


def may_be_named(model: OperatingModel, role: Role) -> bool:
    """Whether somebody in this role may own what runs on out of hours: as the model says, or else whoever rates."""
    if model.out_of_hours is not None:
        return role in model.out_of_hours.roles
    return Permission.RATE in ROLES[role].permissions


def require_may_be_named(model: OperatingModel, role: Role, name: str) -> None:
    """The owner can do what may have to be done (the operating model, ``[out_of_hours] roles``)."""
    if not may_be_named(model, role):
        raise RuleBroken(
            "cover.owner_can_act",
            f"{name} is {ROLES[role].one}. In {model.title} that role does not cover the hub while it is closed.",
            field="user",
        )


def require_turn(told: TurnTold, at: datetime) -> None:
    """A turn has an end after its beginning, is not over, is not too long, and says where the person is reached."""
    if not told.telephone.strip():
        raise RuleBroken("cover.owner_is_reached", "Enter the telephone number they are reached at.", field="telephone")
    if told.ends_at <= told.begins_at:
        raise RuleBroken(
            "cover.turn_ends_after_it_begins", "Enter an end that is after the beginning.", field="ends_at"
        )
    if told.ends_at <= at:
        raise RuleBroken("cover.turn_is_not_over", "Enter an end that is still to come.", field="ends_at")
    if told.ends_at - told.begins_at > LONGEST_TURN:
        raise RuleBroken(
            "cover.turn_is_not_too_long",
            f"Name somebody for {LONGEST_TURN.days} days at most; then name them again.",
            field="ends_at",
        )


def require_one_owner(others: Collection[str]) -> None:
    """At any moment one person owns what runs on: with two, each thinks the other has it (own choice)."""
    if others:
        raise RuleBroken(
            "cover.one_owner_at_a_time",
            f"{next(iter(others))} covers a part of that time already. End the turn before the other begins.",
            field="begins_at",
        )


def require_handovers(model: OperatingModel) -> None:
    """Only where the operating model says that the day hands over by a list (``[out_of_hours] handover``)."""
    if model.out_of_hours is None or not model.out_of_hours.handover:
        raise RuleBroken(
            "cover.hub_hands_over_by_a_list",
            f"In {model.title} nothing is handed over by a list; the owner out of hours sees each case by itself.",
        )


def require_owner(name: str) -> None:
    """What is handed over is handed to somebody, by name (Home Office, 2014, Kent: a transition without a gap)."""
    if not name:
        raise RuleBroken(
            "cover.handed_to_somebody_by_name",
            "Nobody is named for tonight. Name the owner out of hours first; then hand over.",
        )


def require_owner_may_open(owner: str, shut: Collection[str]) -> None:
    """Nothing is handed to somebody who is kept out of it: it would be on no list that anybody reads tonight.

    Args:
        owner: the name of the owner out of hours.
        shut: what is quoted of each case that they are kept out of; empty text for one that the reader may not know.
    """
    if shut:
        known = sorted(reference for reference in shut if reference)
        which = ", ".join(known) if known else "one of the cases"
        raise RuleBroken(
            "cover.owner_may_open_what_is_handed_over",
            f"{owner} cannot open {which}. Name another owner for tonight, so that no case is without one.",
        )


def require_every_decision_has_words(notes: Mapping[UUID, str], due: Mapping[UUID, str]) -> None:
    """Whoever takes over a decision that is due before morning is told where it stands, in words (own choice).

    Args:
        notes: what was written, by enquiry.
        due: the enquiries with such a decision, as people call them.
    """
    silent = [name for enquiry_id, name in due.items() if not notes.get(enquiry_id, "").strip()]
    if silent:
        raise RuleBroken(
            "cover.every_decision_is_handed_over_in_words",
            f"Say what is needed tonight for {silent[0]}"
            + (f" and {len(silent) - 1} more. " if len(silent) > 1 else ". ")
            + "A decision about them is due before the hub opens.",
            field="notes",
        )


def require_own_turn(*, own: bool, owner: str) -> None:
    """What is handed over is taken over by the person named, and by nobody in their place."""
    if not own:
        raise RuleBroken("cover.owner_takes_over", f"{owner} is named for tonight, and takes over.")


def require_not_taken_over(*, taken_over: bool) -> None:
    """It is taken over once."""
    if taken_over:
        raise RuleBroken("cover.taken_over_once", "This was taken over already.")


LONGEST_WHY = 200
WEEKS_AHEAD = 8


def monday_of(day: date) -> date:
    """The Monday of a day's week: turns of the duty rota are counted in weeks."""
    return day - timedelta(days=day.weekday())


def require_rota(model: OperatingModel) -> DutyRotaRule:
    """The hub's duty rota (the operating model, ``[duty_rota]``)."""
    if model.duty_rota is None:
        raise RuleBroken("cover.hub_has_a_rota", f"In {model.title} no teams take turns on duty.")
    return model.duty_rota


def require_duty_team(rota: DutyRotaRule, code: str, *, or_none: bool = False) -> None:
    """A team of the rota; source: the operating model, ``[[duty_rota.teams]]``."""
    if code not in {team.code for team in rota.teams} and not (or_none and not code):
        raise RuleBroken("cover.team_of_the_rota", "Select a team of the duty rota.", field="team")


def require_place_from(from_on: date, today: date) -> None:
    """Who was on duty in the past stays as it was written down (own choice)."""
    if from_on < today:
        raise RuleBroken("cover.placed_from_today_on", "Enter today or a day that is still to come.", field="from_on")


def require_week_ahead(week_on: date, today: date) -> None:
    """A week that is still running or to come, named by its Monday (own choice: eight weeks ahead at most)."""
    first = monday_of(today)
    if week_on != monday_of(week_on) or not first <= week_on < first + timedelta(weeks=WEEKS_AHEAD):
        raise RuleBroken("cover.week_that_can_change", "Select one of the weeks in the list.", field="week_on")


def require_why_another_team(why: str) -> None:
    """Another team is on duty for a reason that colleagues can read (own choice)."""
    if not why.strip() or len(why) > LONGEST_WHY:
        sentence = f"Enter why another team is on duty, in {LONGEST_WHY} characters or fewer."
        raise RuleBroken("cover.another_team_with_a_reason", sentence, field="why")


# Staff rotation. People of the agencies come into the hub for a time and go back to their own team with what they
# learnt (Home Office, 2014: "Rotating staff"; Nottinghamshire). Whoever leaves hands over what they hold, by hand and
# to somebody named: the end of a placement moves no case and ends nobody's access. Ending access is an act of an
# administrator, on record; somebody who stays a week longer must not find the door shut with a child's case inside.

LONGEST_HOME_TEAM = 80
LONGEST_NAME = 120
LONGEST_PLACEMENT = timedelta(days=3 * 366)
"""Three years at most: what is longer is a post and no rotation (own choice)."""
HAND_OVER_FROM = timedelta(days=14)
"""How long before a placement ends its work is to be handed over (own choice: two weeks)."""


@dataclass(frozen=True)
class PlacementTold:
    """A placement as a manager writes it down.

    Args:
        user_id: somebody who works in the hub.
        home_team: the team they come from and go back to, in words.
        from_on, until_on: the first and the last day.
        next_name: who comes next; empty where nobody is named yet.
    """

    user_id: UUID
    home_team: str
    from_on: date
    until_on: date
    next_name: str = ""


class Stage(StrEnum):
    """Where a placement stands on a day."""

    COMING = "coming"
    HERE = "here"
    OVER = "over"


def stage_of(from_on: date, until_on: date, today: date) -> Stage:
    """Whether somebody is still to come, is here, or is back in their own team; the last day counts."""
    if today < from_on:
        return Stage.COMING
    return Stage.HERE if today <= until_on else Stage.OVER


def hands_over_now(until_on: date, today: date) -> bool:
    """Whether what somebody holds is to be handed over: from two weeks before their last day on, and after it."""
    return today >= until_on - HAND_OVER_FROM


def require_placement(told: PlacementTold, today: date) -> None:
    """A placement says from which team somebody comes, and has an end that is still to come."""
    if not told.home_team.strip() or len(told.home_team) > LONGEST_HOME_TEAM:
        sentence = f"Enter the team they come from, in {LONGEST_HOME_TEAM} characters or fewer."
        raise RuleBroken("cover.placement_has_a_home_team", sentence, field="home_team")
    if told.until_on < told.from_on:
        raise RuleBroken(
            "cover.placement_ends_after_it_begins", "The last day must be the first day or later.", field="until_on"
        )
    if told.until_on < today:
        raise RuleBroken(
            "cover.placement_is_not_over", "The last day must be today or in the future.", field="until_on"
        )
    if told.until_on - told.from_on > LONGEST_PLACEMENT:
        raise RuleBroken("cover.placement_is_not_too_long", "A placement lasts three years at most.", field="until_on")
    if len(told.next_name) > LONGEST_NAME:
        sentence = f"Enter who comes next in {LONGEST_NAME} characters or fewer."
        raise RuleBroken("cover.next_name_not_too_long", sentence, field="next_name")


def require_one_placement(others: Collection[tuple[date, date]]) -> None:
    """Somebody is in one placement at a time.

    Args:
        others: the first and last day of what they have already in that time.
    """
    if others:
        first, last = min(others)
        sentence = f"They have a placement in that time already: {_day(first)} to {_day(last)}. Change that one."
        raise RuleBroken("cover.one_placement_at_a_time", sentence, field="from_on")


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
