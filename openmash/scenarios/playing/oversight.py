"""Steps of cumulative harm."""

from datetime import datetime

from openmash.hubs import queries as hub_queries
from openmash.oversight import queries, services
from openmash.oversight.queries import EndingView
from openmash.scenarios.errors import Unmet
from openmash.scenarios.playing.acts import act
from openmash.scenarios.playing.found import all_of, is_
from openmash.scenarios.playing.stage import Stage
from openmash.scenarios.steps.oversight import ExpectCounts, ExpectReview, OfEnding, ReviewEnding


@act.register
def review_ending(step: ReviewEnding, stage: Stage, at: datetime) -> str:
    found = _endings(step, stage)
    if not found:
        raise Unmet(expected="an ending that a second manager was asked to look at", found="none")
    actor = stage.actor(step.by)
    services.review(ending_id=found[0].id, agrees=step.agrees, words=step.words, actor=actor, at=at)
    said = "agrees that nothing more is done" if step.agrees else "does not agree: it is open again"
    return f"looks at what ended, and {said}: “{step.words}”"


@act.register
def expect_review(step: ExpectReview, stage: Stage, at: datetime) -> str:
    found = _endings(step, stage)
    said = [is_("second manager's review", step.state, found[0].state if found else "none")]
    if step.reached is not None:
        reached = [each.label for each in found[0].reached] if found else []
        said.append(is_("counters reached", "; ".join(sorted(step.reached)), "; ".join(sorted(reached)) or "none"))
    return all_of(*said)


@act.register
def expect_counts(step: ExpectCounts, stage: Stage, at: datetime) -> str:
    model = hub_queries.model_of(stage.hub_id, at=at)
    found = queries.counts_for([stage.contacts[step.contact]], model, actor=stage.prompter())
    wanted = "; ".join(sorted(f"{each.counter}: {each.number}" for each in step.counts))
    return is_("counted", wanted, "; ".join(sorted(f"{each.label}: {each.number}" for each in found)))


def _endings(step: OfEnding, stage: Stage) -> list[EndingView]:
    """What ended of this contact, or of the enquiry about this child; the newest first."""
    if step.contact:
        return queries.of_contact(stage.contacts[step.contact], actor=stage.prompter())
    enquiry, _ = stage.subject(step.child)
    return queries.of_enquiry(enquiry.id, actor=stage.prompter())
