"""Who holds an enquiry, what the wall shows of it, and whether its decision will be late."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar

from openmash.scenarios.keys import Says
from openmash.scenarios.steps.base import OfEnquiry, PersonsDeed, Step


@dataclass(frozen=True, kw_only=True)
class Allocate(OfEnquiry, PersonsDeed):
    """Somebody says who holds an enquiry from now on, or takes it themselves."""

    VERB: ClassVar[str] = "allocate"
    to: Annotated[str, Says("Who holds it from now on.", names="person")]


@dataclass(frozen=True, kw_only=True)
class ExpectWall(OfEnquiry, Step):
    """What the wall screen shows of an enquiry at this moment; what is left out is not compared."""

    VERB: ClassVar[str] = "expect_wall"
    by: Annotated[str, Says("Whose screen it is.", names="person")]
    rating: Annotated[str, Says("The rating, in the hub's own word.")] = ""
    family: Annotated[str | None, Says("What it says of the family; “” for nothing.")] = None
    holder: Annotated[str | None, Says("Who it says holds it; “” for nobody named.")] = None
    late: Annotated[bool | None, Says("Whether it shows the decision as late.")] = None
    agencies_waiting: Annotated[tuple[str, ...] | None, Says("Who has yet to answer, in time.", names="agency")] = None
    agencies_late: Annotated[tuple[str, ...] | None, Says("Who is late with an answer.", names="agency")] = None
    agencies_answered: Annotated[tuple[str, ...] | None, Says("Who has answered.", names="agency")] = None


@dataclass(frozen=True, kw_only=True)
class ExpectForecast(OfEnquiry, Step):
    """Whether a decision is forecast to be late in the next hours, and why."""

    VERB: ClassVar[str] = "expect_forecast"
    by: Annotated[str, Says("Who moves work and looks.", names="person")]
    reasons: Annotated[tuple[str, ...], Says("What stands in the way, exactly; left out: it is not forecast.")] = ()


@dataclass(frozen=True, kw_only=True)
class ExpectLoad(Step):
    """How much somebody holds, and how much of it is late or due in the next hours."""

    VERB: ClassVar[str] = "expect_load"
    by: Annotated[str, Says("Who moves work and looks.", names="person")]
    of: Annotated[str, Says("Whose; left out: what nobody holds.", names="person")] = ""
    held: Annotated[int, Says("How many enquiries, still to be decided.")]
    late: Annotated[int, Says("In how many of them a decision is late.")] = 0
    soon: Annotated[int, Says("In how many of them one is due in the next hours.")] = 0


@dataclass(frozen=True, kw_only=True)
class PlaceOnRota(PersonsDeed):
    """Somebody is put in a team of the duty rota, from a day on."""

    VERB: ClassVar[str] = "place_on_rota"
    who: Annotated[str, Says("Who.", names="person")]
    team: Annotated[str, Says("A code of the model's duty rota; left out: no team.")] = ""
    from_on: Annotated[date, Says("From which day on.")]


@dataclass(frozen=True, kw_only=True)
class ChangeDutyWeek(PersonsDeed):
    """Another team is on duty for a week than the rota says."""

    VERB: ClassVar[str] = "change_duty_week"
    week_on: Annotated[date, Says("The Monday of the week.")]
    team: Annotated[str, Says("A code of the model's duty rota.")]
    why: Annotated[str, Says("Why.")]


@dataclass(frozen=True, kw_only=True)
class ExpectOnDuty(Step):
    """Which team is on duty at this moment, and who is in it."""

    VERB: ClassVar[str] = "expect_on_duty"
    team: Annotated[str, Says("A code of the model's duty rota.")]
    people: Annotated[tuple[str, ...], Says("Who is in it.", names="person")] = ()
    proposed_first: Annotated[str, Says("Whom allocation proposes first.", names="person")] = ""
    by: Annotated[str, Says("Who allocates and looks; needed to say who is proposed.", names="person")] = ""


@dataclass(frozen=True, kw_only=True)
class TakeIn(PersonsDeed):
    """Somebody comes into the hub for a time, from their own team."""

    VERB: ClassVar[str] = "take_in"
    who: Annotated[str, Says("Who.", names="person")]
    home_team: Annotated[str, Says("The team they come from and go back to.")]
    from_on: Annotated[date, Says("Their first day.")]
    until_on: Annotated[date, Says("Their last day.")]
    next_name: Annotated[str, Says("Who comes next, by name; left out: nobody is named.")] = ""


@dataclass(frozen=True, kw_only=True)
class ExpectRotation(Step):
    """Who is in the hub for a time, and who leaves with work still in their hands."""

    VERB: ClassVar[str] = "expect_rotation"
    by: Annotated[str, Says("Who moves work and looks.", names="person")]
    here: Annotated[tuple[str, ...], Says("Who is here for a time now.", names="person")] = ()
    leave_with_work: Annotated[tuple[str, ...], Says("Who is warned of.", names="person")] = ()
    can_sign_in: Annotated[tuple[str, ...], Says("Who went back and can still sign in.", names="person")] = ()
