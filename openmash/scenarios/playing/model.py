"""Steps about how the hub works."""

from datetime import datetime

from openmash.agencies import services as agency_services
from openmash.enquiries import queries as enquiry_queries
from openmash.hubs import queries as hub_queries
from openmash.hubs import services as hub_services
from openmash.hubs.rules import day_of, in_force
from openmash.hubs.services import Wording
from openmash.scenarios.errors import Unmet
from openmash.scenarios.playing.acts import act
from openmash.scenarios.playing.stage import Stage
from openmash.scenarios.steps.model import Change, ExpectVersion, GoLive, PutIntoForce, Sign


@act.register
def put_into_force(step: PutIntoForce, stage: Stage, at: datetime) -> str:
    actor = stage.actor(step.by)
    held = in_force(hub_queries.approved_versions(stage.hub_id), day_of(at))
    now = next(each for each in hub_queries.versions(actor, at=at) if each.version == held.version)
    version_id = hub_services.copy_version(version_id=now.id, actor=actor, at=at)
    text = hub_queries.version(version_id, actor=actor, at=at).text
    for change in step.changes:
        text = _changed(text, change)
    hub_services.edit(version_id=version_id, wording=Wording(text, step.why), actor=actor, at=at)
    hub_services.propose(version_id=version_id, effective_from=step.from_, why=step.why, actor=actor, at=at)
    hub_services.approve(version_id=version_id, actor=stage.actor(step.approved_by), at=at)
    who = stage.person(step.approved_by).name
    return f"changes how the hub works from {step.from_:%d.%m.%Y}: “{step.why}”; {who} approves it"


@act.register
def sign(step: Sign, stage: Stage, at: datetime) -> str:
    agency_services.sign_agreement(
        hub_id=stage.hub_id,
        agency_id=stage.agencies[step.agency],
        title=step.title,
        signed_on=day_of(at),
        holds_until=stage.holds_for_the_play(),
    )
    return f"{stage.agency(step.agency).name} signs “{step.title}”"


@act.register
def go_live(step: GoLive, stage: Stage, at: datetime) -> str:
    hub_services.go_live(live_from=step.from_, actor=stage.actor(step.by), at=at)
    return f"says that the hub goes live on {step.from_:%d.%m.%Y}"


@act.register
def expect_version(step: ExpectVersion, stage: Stage, at: datetime) -> str:
    model = enquiry_queries.model_for(stage.enquiry_id(step.enquiry), actor=stage.prompter())
    if model.version != step.version:
        raise Unmet(expected=f"version {step.version}", found=f"version {model.version}")
    return f"the enquiry is worked by version {model.version}"


def _changed(text: str, change: Change) -> str:
    start = text.find(change.after)
    place = text.find(change.instead_of, start) if start >= 0 else -1
    if place < 0:
        raise Unmet(expected=f"“{change.instead_of}” in the model's text", found="nothing of the kind")
    return text[:place] + change.now + text[place + len(change.instead_of) :]
