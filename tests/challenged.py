"""A referrer who does not agree with what they were told: on their receipt, at the outside door, and taken in.

Call these inside ``with world.inside():``.
"""

from uuid import UUID

from openmash.contacts import services as contact_services
from openmash.differences import queries, services
from openmash.enquiries import queries as enquiry_queries
from tests import databases
from tests.rooms import Case

SAID, WHY = "Advice was given to the family.", "He has been at the gate again since."


def told(case: Case, said: str = SAID) -> str:
    """Whoever referred holds a receipt code, and was told what came of it; returns the code."""
    [contact_id] = enquiry_queries.enquiry(case.enquiry_id, actor=case.world.actor("manager")).contacts
    manager = case.world.actor("manager")
    code = contact_services.give_receipt(contact_id=contact_id, actor=manager, at=case.later())
    contact_services.say_to_referrer(contact_id=contact_id, said=said, actor=manager, at=case.later())
    return code


def disagrees(case: Case, code: str, why: str = WHY) -> None:
    """They say so at the outside door."""
    with databases.role("openmash_outside"):
        services.challenge(hub_id=case.world.hub_id, code=code, why=why, at=case.later())


def challenged(case: Case, why: str = WHY) -> UUID:
    """All of it, taken in by the clockwork; returns the id of what waits for somebody now."""
    disagrees(case, told(case), why)
    services.take_in_challenges(hub_id=case.world.hub_id, at=case.later())
    return queries.waiting_challenges(case.world.actor("manager"))[-1].id
