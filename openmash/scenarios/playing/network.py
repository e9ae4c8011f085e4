"""The step of looking at a network."""

from datetime import datetime

from openmash.insight import services
from openmash.insight.queries import Network
from openmash.insight.rules import CASE
from openmash.scenarios.playing.acts import act
from openmash.scenarios.playing.found import all_of, is_
from openmash.scenarios.playing.stage import Stage
from openmash.scenarios.steps.network import LookAtNetwork


@act.register
def look_at_network(step: LookAtNetwork, stage: Stage, at: datetime) -> str:
    found = _looked(step, stage, at)
    others = sorted(each.label for each in found.things if each.kind != CASE)
    cases = sum(each.kind == CASE for each in found.things)
    return "looks at the network: " + all_of(
        is_("people", ", ".join(sorted(step.people)), ", ".join(sorted(found.people))),
        is_("what links them", ", ".join(sorted(step.links)), ", ".join(others)),
        is_("cases", str(step.number_of_cases), str(cases)),
    )


def _looked(step: LookAtNetwork, stage: Stage, at: datetime) -> Network:
    actor = stage.actor(step.by)
    if step.whom:
        person_id = stage.person_id(step.whom)
        return services.look_around_person(person_id=person_id, purpose=step.purpose, actor=actor, at=at)
    enquiry_id = stage.enquiry_id(step.enquiry)
    return services.look_around_case(enquiry_id=enquiry_id, purpose=step.purpose, actor=actor, at=at)
