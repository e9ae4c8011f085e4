"""Steps in the sealed room."""

from datetime import datetime
from uuid import UUID

from openmash.scenarios.errors import Unmet
from openmash.scenarios.playing.acts import act
from openmash.scenarios.playing.checks import item_told
from openmash.scenarios.playing.stage import Stage
from openmash.scenarios.steps.room import (
    AddItem,
    Consent,
    CorrectItem,
    OfRelease,
    RecordLawfulBasis,
    Refuse,
    WithdrawItem,
)
from openmash.sealed import services as sealed_services
from openmash.sealed.rules import Balance, Sharing, gateway


@act.register
def add_item(step: AddItem, stage: Stage, at: datetime) -> str:
    stage.items[step.item.key] = sealed_services.add_item(
        enquiry_id=stage.enquiry_id(step.enquiry),
        item=item_told(step.item, stage),
        actor=stage.actor(step.by),
        at=at,
    )
    return "puts an item into the sealed room, unasked"


@act.register
def correct(step: CorrectItem, stage: Stage, at: datetime) -> str:
    sealed_services.correct(
        item_id=stage.items[step.item],
        text=step.text,
        handling=step.handling,
        actor=stage.actor(step.by),
        at=at,
    )
    return "corrects an item; what was there before is kept"


@act.register
def withdraw(step: WithdrawItem, stage: Stage, at: datetime) -> str:
    sealed_services.withdraw(item_id=stage.items[step.item], actor=stage.actor(step.by), at=at)
    return "takes an item out of the room"


@act.register
def consent(step: Consent, stage: Stage, at: datetime) -> str:
    sealed_services.consent(
        request_id=_request(step, stage),
        edited_text=step.edited_text or None,
        actor=stage.actor(step.by),
        at=at,
    )
    in_what = f"in their own words: “{step.edited_text}”" if step.edited_text else "as it stands"
    return f"agrees that the item leaves the hub, {in_what}"


@act.register
def refuse(step: Refuse, stage: Stage, at: datetime) -> str:
    sealed_services.refuse(request_id=_request(step, stage), reason=step.reason, actor=stage.actor(step.by), at=at)
    return f"does not agree that the item leaves the hub: “{step.reason}”"


@act.register
def lawful_basis(step: RecordLawfulBasis, stage: Stage, at: datetime) -> str:
    sealed_services.record_lawful_basis(
        request_id=_request(step, stage),
        gateway=step.gateway,
        balance=Balance(step.necessary, step.proportionate, step.relevant),
        sharing=Sharing(step.purpose, step.family, step.family_reason),
        actor=stage.actor(step.by),
        at=at,
    )
    found = gateway(step.gateway)
    title = found.title if found else step.gateway
    return f"records a lawful basis on which the item leaves all the same: {title}"


def _request(step: OfRelease, stage: Stage) -> UUID:
    item_id = stage.items[step.item]
    for chosen in stage.product(step.product).items:
        if chosen.item_id == item_id:
            return chosen.request_id
    raise Unmet(expected=f"“{step.item}” to be among the items asked for", found="that nobody asked for it")
