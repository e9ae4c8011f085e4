"""The step of keeping a colleague out of a case."""

from datetime import datetime

from openmash.exclusions import services
from openmash.scenarios.playing.acts import act
from openmash.scenarios.playing.stage import Stage
from openmash.scenarios.steps.keeping_out import KeepOut


@act.register
def keep_out(step: KeepOut, stage: Stage, at: datetime) -> str:
    services.declare(
        user_id=stage.people[step.whom],
        enquiry_id=stage.enquiry_id(step.enquiry),
        ground=step.ground,
        words=step.words,
        actor=stage.actor(step.by),
        at=at,
    )
    return f"keeps {stage.person(step.whom).name} out of the case"
