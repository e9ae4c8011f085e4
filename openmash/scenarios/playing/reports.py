"""Steps of reports."""

from datetime import datetime

from openmash.reporting import queries
from openmash.reporting.rules import Period, diversion, quality
from openmash.scenarios.playing.acts import act
from openmash.scenarios.playing.found import all_of, is_
from openmash.scenarios.playing.stage import Stage
from openmash.scenarios.steps.reports import ExpectReferrals


@act.register
def expect_referrals(step: ExpectReferrals, stage: Stage, at: datetime) -> str:
    found = queries.referrals(stage.actor(step.by), Period(step.month, step.month))
    _, months = quality(found)
    went = diversion(found)
    return all_of(
        is_("referrals", str(step.count), str(len(found))),
        is_("whole", str(step.whole), str(sum(line.whole for line in months))),
        is_("settled", str(step.settled), str(sum(line.settled for line in went))),
        is_("diverted", str(step.diverted), str(sum(line.diverted for line in went))),
    )
