"""Steps of near misses and required reviews."""

from datetime import datetime

from openmash.oversight import queries as oversight_queries
from openmash.oversight import services as oversight_services
from openmash.reporting import queries as reporting_queries
from openmash.reporting.rules import Period
from openmash.scenarios.errors import Unmet
from openmash.scenarios.playing.acts import act
from openmash.scenarios.playing.found import all_of, is_, when_of
from openmash.scenarios.playing.stage import Stage
from openmash.scenarios.steps.required_reviews import ExpectAudits, ExpectRequiredReviews, NoteNearMiss, RecordFinding


@act.register
def note_near_miss(step: NoteNearMiss, stage: Stage, at: datetime) -> str:
    oversight_services.note_near_miss(
        enquiry_id=stage.enquiry_id(step.enquiry), what=step.what, actor=stage.actor(step.by), at=at
    )
    return f"notes that something nearly went wrong: “{step.what}”"


@act.register
def record_finding(step: RecordFinding, stage: Stage, at: datetime) -> str:
    found = oversight_queries.required_reviews(stage.prompter(), enquiry_id=stage.enquiry_id(step.enquiry))
    wanted = next((each for each in found if each.code == step.review), None)
    if wanted is None:
        raise Unmet(expected=f"a review “{step.review}” that waits", found="none")
    oversight_services.record_finding(
        required_id=wanted.id,
        found=step.finding,
        grade=step.grade,
        action=step.action,
        actor=stage.actor(step.by),
        at=at,
    )
    return f"records what {wanted.label.lower()} found: “{step.finding}”"


@act.register
def expect_audits(step: ExpectAudits, stage: Stage, at: datetime) -> str:
    found = reporting_queries.audits(stage.actor(step.by), Period(step.month, step.month))
    grades = sorted(each.grade for each in found)
    actions = sorted(each.action for each in found if each.action)
    return all_of(
        is_("graded", "; ".join(sorted(step.grades)) or "none", "; ".join(grades) or "none"),
        is_("to be done", "; ".join(sorted(step.actions)) or "nothing", "; ".join(actions) or "nothing"),
    )


@act.register
def expect_required_reviews(step: ExpectRequiredReviews, stage: Stage, at: datetime) -> str:
    enquiry_id = stage.enquiry_id(step.enquiry)
    found = oversight_queries.required_reviews(stage.prompter(), enquiry_id=enquiry_id, also_done=True)
    waiting = [each for each in found if not each.done_at]
    done = sorted(each.code for each in found if each.done_at)
    said = [
        is_("reviews that wait", ", ".join(step.waiting) or "none", ", ".join(each.code for each in waiting) or "none"),
        is_("reviews that are done", ", ".join(sorted(step.done)) or "none", ", ".join(done) or "none"),
    ]
    if step.first_due:
        due = when_of(waiting[0].due_at, stage) if waiting else "none"
        said.append(is_("the first is due", when_of(step.first_due, stage), due))
    return all_of(*said)
