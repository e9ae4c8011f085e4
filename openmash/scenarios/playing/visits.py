"""Steps of partners who visit."""

from datetime import datetime

from openmash.agencies import services
from openmash.scenarios.playing.acts import act
from openmash.scenarios.playing.found import all_of, is_
from openmash.scenarios.playing.stage import Stage
from openmash.scenarios.steps.visits import DAYS, ExpectVisit, SetVisits
from openmash.worklists import queries


@act.register
def set_visits(step: SetVisits, stage: Stage, at: datetime) -> str:
    services.set_visiting_days(
        agency_id=stage.agencies[step.agency],
        weekdays=[DAYS.index(day) for day in step.days],
        actor=stage.actor(step.by),
        at=at,
    )
    return f"says that {stage.agency(step.agency).name} visits on: {', '.join(step.days) or 'no day any more'}"


@act.register
def expect_visit(step: ExpectVisit, stage: Stage, at: datetime) -> str:
    found = queries.visit_list(stage.agencies[step.agency], actor=stage.actor(step.by), at=at)
    late = sum(each.too_late for each in found.waiting)
    return all_of(
        is_("next visit", str(step.next_on), str(found.visit.next_on)),
        is_("waiting in time", str(step.in_time), str(len(found.waiting) - late)),
        is_("waiting too late", str(step.too_late), str(late)),
    )
