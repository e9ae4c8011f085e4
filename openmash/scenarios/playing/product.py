"""Steps of a product."""

from datetime import datetime
from uuid import UUID

from openmash.decisions import queries as decision_queries
from openmash.products import queries as product_queries
from openmash.products import services as product_services
from openmash.products.rules import FINDING_WORDS, REPORT_WORDS, GuidanceTold, PartTold
from openmash.scenarios.errors import Unmet
from openmash.scenarios.playing.acts import act
from openmash.scenarios.playing.doors import standing_at
from openmash.scenarios.playing.stage import Stage
from openmash.scenarios.steps.product import (
    Abandon,
    Acknowledge,
    Approve,
    ChooseItems,
    GoWithoutPart,
    LeaveOut,
    Release,
    ReleaseUrgently,
    Report,
    ReviewUrgentRelease,
    SendBack,
    SendForApproval,
    StartProduct,
    WriteGuidance,
    WritePart,
)
from openmash.sealed.rules import LEFT_OUT_WORDS, Sharing


@act.register
def start(step: StartProduct, stage: Stage, at: datetime) -> str:
    by = stage.actor(step.by)
    product_id = product_services.start(
        enquiry_id=stage.enquiry_id(step.enquiry),
        team_id=stage.teams[step.team],
        decision_ids=_decisions(step, stage),
        actor=by,
        at=at,
    )
    told = Sharing(step.purpose, step.family, step.family_reason)
    product_services.say_why(product_id=product_id, told=told, actor=by, at=at)
    stage.products[step.called] = product_id
    return f"starts a product for {stage.team_name(step.team)}"


@act.register
def choose_items(step: ChooseItems, stage: Stage, at: datetime) -> str:
    product_services.choose_items(
        product_id=stage.product_id(step.product),
        item_ids=[stage.items[key] for key in step.items],
        actor=stage.actor(step.by),
        at=at,
    )
    chosen = stage.product(step.product).items
    states = "; ".join(f"{each.agency_name}: {each.words}" for each in chosen)
    return f"chooses {len(chosen)} of the items for the product ({states})"


@act.register
def write_guidance(step: WriteGuidance, stage: Stage, at: datetime) -> str:
    told = GuidanceTold(step.summary, step.recommendations, step.speak_to, step.staff_safety)
    product_services.write_guidance(
        product_id=stage.product_id(step.product), told=told, actor=stage.actor(step.by), at=at
    )
    return f"writes the guidance: “{step.recommendations}” Speak to: {step.speak_to}"


@act.register
def write_part(step: WritePart, stage: Stage, at: datetime) -> str:
    told = PartTold(step.report, step.analysis, step.level)
    product_services.write_part(product_id=stage.product_id(step.product), told=told, actor=stage.actor(step.by), at=at)
    return f"writes their agency's report and analysis for the team: “{step.report}” “{step.analysis}”"


@act.register
def go_without_part(step: GoWithoutPart, stage: Stage, at: datetime) -> str:
    product_services.go_without_part(
        product_id=stage.product_id(step.product),
        agency_id=stage.agencies[step.agency],
        reason=step.reason,
        actor=stage.actor(step.by),
        at=at,
    )
    return f"goes without the report of {stage.agency(step.agency).name}: “{step.reason}”"


@act.register
def send_for_approval(step: SendForApproval, stage: Stage, at: datetime) -> str:
    product_services.send_for_approval(product_id=stage.product_id(step.product), actor=stage.actor(step.by), at=at)
    return "sends the product for approval, frozen exactly as it would leave"


@act.register
def approve(step: Approve, stage: Stage, at: datetime) -> str:
    product_services.approve(product_id=stage.product_id(step.product), actor=stage.actor(step.by), at=at)
    return f"approves the product for {stage.product(step.product).team_name}, as it is frozen"


@act.register
def send_back(step: SendBack, stage: Stage, at: datetime) -> str:
    product_services.send_back(
        product_id=stage.product_id(step.product), reason=step.reason, actor=stage.actor(step.by), at=at
    )
    return f"returns the product to its authors: “{step.reason}”"


@act.register
def leave_out(step: LeaveOut, stage: Stage, at: datetime) -> str:
    product_services.leave_out(
        product_id=stage.product_id(step.product),
        item_id=stage.items[step.item],
        why=step.why,
        words=step.words,
        actor=stage.actor(step.by),
        at=at,
    )
    return f"leaves an item out of the product: {LEFT_OUT_WORDS[step.why][:1].lower()}{LEFT_OUT_WORDS[step.why][1:]}"


@act.register
def release_urgently(step: ReleaseUrgently, stage: Stage, at: datetime) -> str:
    product_services.release_urgently(
        product_id=stage.product_id(step.product),
        ground=step.ground,
        reason=step.reason,
        actor=stage.actor(step.by),
        at=at,
    )
    return f"releases the product urgently to {stage.product(step.product).team_name}: “{step.reason}”"


@act.register
def review_urgent_release(step: ReviewUrgentRelease, stage: Stage, at: datetime) -> str:
    by, product_id = stage.actor(step.by), stage.product_id(step.product)
    waiting = [each.id for each in product_queries.urgent_releases_to_review(by) if each.product_id == product_id]
    if not waiting:
        raise Unmet(expected="an urgent release that this person may review", found="none")
    product_services.review_urgent_release(
        urgent_id=waiting[0], finding=step.finding, words=step.words, actor=by, at=at
    )
    return f"reviews the urgent release: {FINDING_WORDS[step.finding][:1].lower()}{FINDING_WORDS[step.finding][1:]}"


@act.register
def release(step: Release, stage: Stage, at: datetime) -> str:
    product_services.release(product_id=stage.product_id(step.product), actor=stage.actor(step.by), at=at)
    return f"releases the product to {stage.product(step.product).team_name}: a frozen copy"


@act.register
def abandon(step: Abandon, stage: Stage, at: datetime) -> str:
    product_services.abandon(product_id=stage.product_id(step.product), actor=stage.actor(step.by), at=at)
    return "abandons the product"


@act.register
def acknowledge(step: Acknowledge, stage: Stage, at: datetime) -> str:
    copy_id, actor = stage.copy_id(step.product), stage.actor(step.by)
    with standing_at("outside"):
        product_services.acknowledge(copy_id=copy_id, actor=actor, at=at)
    product_services.take_in_reports(hub_id=stage.hub_id, at=at)
    return "acknowledges the product: the team has taken the case on"


@act.register
def report(step: Report, stage: Stage, at: datetime) -> str:
    copy_id, actor = stage.copy_id(step.product), stage.actor(step.by)
    with standing_at("outside"):
        product_services.report(
            copy_id=copy_id,
            kind=step.kind,
            happened_on=step.happened_on,
            words=step.words,
            actor=actor,
            at=at,
        )
    product_services.take_in_reports(hub_id=stage.hub_id, at=at)
    words = f": “{step.words}”" if step.words else ""
    return f"reports back: {REPORT_WORDS[step.kind]}, {step.happened_on.day} {step.happened_on:%B %Y}{words}"


def _decisions(step: StartProduct, stage: Stage) -> list[UUID]:
    found = decision_queries.latest(stage.enquiry_id(step.enquiry), actor=stage.prompter())
    if step.children:
        about = {stage.subject(child)[1].id for child in step.children}
        return [each.id for each in found if each.subject_id in about]
    return [each.id for each in found if each.team_id == stage.teams[step.team]]
