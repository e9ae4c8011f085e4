"""Steps of what the law asks about an adult at risk."""

from datetime import datetime

from openmash.adults import queries as adult_queries
from openmash.adults import rules
from openmash.adults import services as adult_services
from openmash.scenarios.errors import Unmet
from openmash.scenarios.playing.acts import act
from openmash.scenarios.playing.found import all_of, is_, yes_or_no
from openmash.scenarios.playing.stage import Stage
from openmash.scenarios.steps.adults import (
    AnswerThreeParts,
    ExpectAdult,
    RecordCapacity,
    RecordResult,
    RecordWishes,
)


@act.register
def three_parts(step: AnswerThreeParts, stage: Stage, at: datetime) -> str:
    _, subject = stage.subject(step.adult)
    told = rules.ThreePartsTold(
        needs=step.needs,
        needs_why=step.needs_why,
        at_risk=step.at_risk,
        at_risk_why=step.at_risk_why,
        cannot_protect=step.cannot_protect,
        cannot_protect_why=step.cannot_protect_why,
        abuse=step.abuse,
    )
    adult_services.record_test(subject_id=subject.id, told=told, actor=stage.actor(step.by), at=at)
    met = "all three parts are met" if told.met else "not all three parts are met"
    return f"answers the section 42 test about {subject.person.display_name}: {met}"


@act.register
def capacity(step: RecordCapacity, stage: Stage, at: datetime) -> str:
    _, subject = stage.subject(step.adult)
    told = rules.CapacityTold(
        decision=step.decision,
        doubted=step.doubted,
        why=step.why,
        understand="understand" not in step.cannot,
        retain="retain" not in step.cannot,
        weigh="weigh" not in step.cannot,
        communicate="communicate" not in step.cannot,
        impaired=step.impaired,
        because=step.because,
        assessed_by=step.assessed_by,
        assessed_on=step.assessed_on,
        spoken_for=step.spoken_for,
        best_interests=step.best_interests,
    )
    adult_services.record_capacity(subject_id=subject.id, told=told, actor=stage.actor(step.by), at=at)
    found = rules.CAPACITY_WORDS[told.finding]
    return f"records the capacity of {subject.person.display_name} to decide {step.decision}. {found}"


@act.register
def wishes(step: RecordWishes, stage: Stage, at: datetime) -> str:
    _, subject = stage.subject(step.adult)
    told = rules.WishesTold(step.asked, step.wanted, step.agrees, step.reason)
    adult_services.record_wishes(subject_id=subject.id, told=told, actor=stage.actor(step.by), at=at)
    said = f": “{step.wanted}”" if step.wanted else ""
    return f"asks {subject.person.display_name} what they want. {rules.ASKED_WORDS[step.asked]}{said}"


@act.register
def result(step: RecordResult, stage: Stage, at: datetime) -> str:
    _, subject = stage.subject(step.adult)
    told = rules.ResultTold(step.achieved, step.risk, step.said)
    adult_services.record_result(subject_id=subject.id, told=told, actor=stage.actor(step.by), at=at)
    words = rules.ACHIEVED_WORDS[step.achieved].lower()
    return f"asks {subject.person.display_name} whether it came about: {words}, “{step.said}”"


@act.register
def expect_adult(step: ExpectAdult, stage: Stage, at: datetime) -> str:
    _, subject = stage.subject(step.adult)
    found = adult_queries.adult(subject.id, actor=stage.prompter())
    if found.test is None or found.capacity is None or found.wishes is None:
        raise Unmet(expected="the law's three questions to be answered", found=", ".join(found.standing.missing))
    return all_of(
        is_("all three parts are met", yes_or_no(step.met), yes_or_no(found.test.met)),
        is_("abuse", ", ".join(step.abuse) or "none", ", ".join(found.test.abuse_codes) or "none"),
        is_("capacity", step.capacity, found.capacity.finding),
        is_("asked what they want", step.asked, found.wishes.asked),
    )
