"""How the demo's hub works: a second version of Devon's model, prepared by one person and approved by another."""

import re
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from openmash.access import Role
from openmash.hubs import queries as hub_queries
from openmash.hubs import services as hub_services
from openmash.hubs.services import Wording
from openmash.scenarios.demo.hub import DemoHub

WIDER = Path(__file__).with_name("wider_model.toml")
_SINCE = timedelta(days=100)
"""After the cases of long ago, before the fortnight."""


def widen(hub: DemoHub) -> UUID:
    """Put the wider version into force; returns it."""
    admin = next(each for each in hub.actors if each.role is Role.ADMINISTRATOR)
    approves = next(each for each in hub.actors if each.role is Role.OPERATIONS_MANAGER)
    at = hub.now - _SINCE
    version_id = hub_services.copy_shipped(name="devon", actor=admin, at=at)
    text = _for_adults_too(hub_queries.version(version_id, actor=admin, at=at).text)
    hub_services.edit(version_id=version_id, wording=Wording(text + WIDER.read_text()), actor=admin, at=at)
    hub_services.propose(
        version_id=version_id,
        effective_from=(at + timedelta(days=1)).date(),
        why="Adults, the daily meeting and the domestic-abuse conference come into the hub.",
        actor=admin,
        at=at,
    )
    hub_services.approve(version_id=version_id, actor=approves, at=at)
    hub.model = hub_queries.model_of(hub.hub_id, at=hub.now)
    return version_id


def propose_another(hub: DemoHub, present: UUID) -> None:
    """A version that asks housing for greens too, and waits for the operations manager."""
    admin = next(each for each in hub.actors if each.role is Role.ADMINISTRATOR)
    at = hub.now - timedelta(hours=5)
    version_id = hub_services.copy_version(version_id=present, actor=admin, at=at)
    text = hub_queries.version(version_id, actor=admin, at=at).text
    asked = 'agency_kinds = ["social_care", "police", "health", "education"]'
    wider = text.replace(asked, asked.replace("]", ', "housing"]'), 1)
    why = "Housing knows families that nobody else knows: ask them about greens too."
    hub_services.edit(version_id=version_id, wording=Wording(wider, why), actor=admin, at=at)
    first_day = (hub.now + timedelta(days=10)).date()
    hub_services.propose(version_id=version_id, effective_from=first_day, why=why, actor=admin, at=at)


def _for_adults_too(text: str) -> str:
    """The text with adults served, and with what is for children kept to them."""
    blocks = re.split(r"(?m)^(?=\[\[)", text.replace('serves = ["child", "unborn"]', _EVERYBODY, 1))
    return "".join(_for_children(block) if _is_for_children(block) else block for block in blocks)


_EVERYBODY = 'serves = ["child", "unborn", "adult"]'


def _is_for_children(block: str) -> bool:
    is_outcome = block.startswith("[[outcomes]]") and "ends_flow = false" in block
    return (block.startswith("[[levels]]") or is_outcome) and "\nserves" not in block


def _for_children(block: str) -> str:
    return block.replace("\n", '\nserves = ["child", "unborn"]\n', 1)
