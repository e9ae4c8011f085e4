"""Steps of who holds what, the wall, and what will be late."""

from collections.abc import Iterable
from datetime import datetime

from openmash.cover import queries as cover_queries
from openmash.cover import services as cover_services
from openmash.cover.rules import PlacementTold
from openmash.cover.rules import Stage as Standing
from openmash.enquiries import services as enquiry_services
from openmash.scenarios.errors import Unmet
from openmash.scenarios.playing.acts import act
from openmash.scenarios.playing.found import all_of, is_, yes_or_no
from openmash.scenarios.playing.stage import Stage
from openmash.scenarios.steps.operations import (
    Allocate,
    ChangeDutyWeek,
    ExpectForecast,
    ExpectLoad,
    ExpectOnDuty,
    ExpectRotation,
    ExpectWall,
    PlaceOnRota,
    TakeIn,
)
from openmash.worklists import queries
from openmash.worklists.queries import Answer, WallLine


@act.register
def allocate(step: Allocate, stage: Stage, at: datetime) -> str:
    enquiry_services.allocate(
        enquiry_id=stage.enquiry_id(step.enquiry), holder_id=stage.people[step.to], actor=stage.actor(step.by), at=at
    )
    if step.to == step.by:
        return "takes the enquiry"
    return f"gives the enquiry to {stage.person(step.to).name}"


@act.register
def wall(step: ExpectWall, stage: Stage, at: datetime) -> str:
    line = _line(step, stage, at)
    said = []
    if step.rating:
        said.append(is_("on the wall", step.rating, line.rating))
    if step.family is not None:
        said.append(is_("the family on the wall", step.family or "nobody", line.family or "nobody"))
    if step.holder is not None:
        said.append(is_("who holds it, on the wall", step.holder or "nobody", line.holder or "nobody"))
    if step.late is not None:
        said.append(is_("shown as late", yes_or_no(step.late), yes_or_no(line.late)))
    wanted = (
        ("waiting", step.agencies_waiting, Answer.WAITING),
        ("late", step.agencies_late, Answer.LATE),
        ("answered", step.agencies_answered, Answer.ANSWERED),
    )
    for words, keys, answer in wanted:
        if keys is not None:
            found = stage.agency_keys({each.agency_id for each in line.asked if each.answer is answer})
            said.append(is_(f"{words} on the wall", _sorted(keys), _sorted(found)))
    return all_of(*said)


@act.register
def forecast(step: ExpectForecast, stage: Stage, at: datetime) -> str:
    enquiry_id = stage.enquiry_id(step.enquiry)
    found = queries.operations(stage.actor(step.by), at=at)
    reasons = next((each.reasons for each in found.forecast if each.standing.enquiry_id == enquiry_id), ())
    nothing = "not forecast to be late"
    return is_("the forecast", " ".join(step.reasons) or nothing, " ".join(reasons) or nothing)


@act.register
def load(step: ExpectLoad, stage: Stage, at: datetime) -> str:
    wanted = stage.people[step.of] if step.of else None
    found = next(each for each in queries.loads(stage.actor(step.by), at=at) if each.holder_id == wanted)
    words = "{} held, {} late, {} due soon"
    return is_(
        f"the load of {found.name}",
        words.format(step.held, step.late, step.soon),
        words.format(found.held, found.late, found.soon),
    )


@act.register
def place_on_rota(step: PlaceOnRota, stage: Stage, at: datetime) -> str:
    cover_services.place(
        user_id=stage.people[step.who], team=step.team, from_on=step.from_on, actor=stage.actor(step.by), at=at
    )
    return f"puts {stage.person(step.who).name} in {step.team or 'no team'} of the duty rota"


@act.register
def change_duty_week(step: ChangeDutyWeek, stage: Stage, at: datetime) -> str:
    cover_services.change_week(week_on=step.week_on, team=step.team, why=step.why, actor=stage.actor(step.by), at=at)
    return f"puts {step.team} on duty in the week from {step.week_on.day} {step.week_on:%B}: “{step.why}”"


@act.register
def on_duty(step: ExpectOnDuty, stage: Stage, at: datetime) -> str:
    found = cover_queries.on_duty(stage.hub_id, at=at)
    if found is None:
        raise Unmet(expected=f"{step.team} on duty", found="that no teams take turns here")
    here = {name for _, name in found.people}
    said = [is_("on duty", step.team, found.team)]
    said.append(is_("in it", _sorted(stage.person(key).name for key in step.people), _sorted(here)))
    if step.proposed_first:
        [first, *_] = queries.proposals(stage.actor(step.by), at=at)
        said.append(is_("proposed first", stage.person(step.proposed_first).name, first.load.name))
    return all_of(*said)


@act.register
def take_in(step: TakeIn, stage: Stage, at: datetime) -> str:
    told = PlacementTold(stage.people[step.who], step.home_team, step.from_on, step.until_on, step.next_name)
    cover_services.take_in(told=told, actor=stage.actor(step.by), at=at)
    until = f"{step.until_on.day} {step.until_on:%B %Y}"
    return f"writes down that {stage.person(step.who).name} is in the hub until {until}, from {step.home_team}"


@act.register
def expect_rotation(step: ExpectRotation, stage: Stage, at: datetime) -> str:
    found = cover_queries.rotation(stage.actor(step.by), at=at)
    here = {each.user_name for each in found if each.stage is Standing.HERE}
    leaving = {each.user_name for each in found if each.leaves_with_work}
    back = {each.user_name for each in found if each.stage is Standing.OVER and each.may_sign_in}
    wanted = (("here for a time", step.here, here), ("leave with work", step.leave_with_work, leaving))
    said = [is_(words, _names(keys, stage), _sorted(names)) for words, keys, names in wanted]
    return all_of(*said, is_("went back and can still sign in", _names(step.can_sign_in, stage), _sorted(back)))


def _names(keys: Iterable[str], stage: Stage) -> str:
    return _sorted(stage.person(key).name for key in keys)


def _line(step: ExpectWall, stage: Stage, at: datetime) -> WallLine:
    """The enquiry's line, on whatever page of the wall it stands."""
    reference, actor = stage.enquiry(step.enquiry).reference, stage.actor(step.by)
    first = queries.wall(actor, at=at)
    shown = [first, *(queries.wall(actor, at=at, page=page) for page in range(2, first.pages + 1))]
    for page in shown:
        for line in (*page.urgent, *page.changed, *page.turning):
            if line.reference == reference:
                return line
    raise Unmet(expected=f"{reference} on the wall", found="that it is not there")


def _sorted(keys: Iterable[str]) -> str:
    return ", ".join(sorted(keys)) or "nobody"
