"""A case whose time is over, built through services, on top of ``tests.rooms`` and ``tests.handed_on``.

case = open_case(devon())
ended(case)                       nobody was passed on: six months by the shipped schedule
batch_id = prepared(case.world)   what is due, on a list
erased(case.world)                prepared by one person and approved by another
"""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from openmash.enquiries import queries as enquiry_queries
from openmash.enquiries import services as enquiry_services
from openmash.retention import queries, services
from openmash.retention.queries import DueList
from tests.handed_on import decide
from tests.rooms import Case
from tests.world import NOW, World

MUCH_LATER = NOW + timedelta(days=300)  # more than six months after the world's day
AFTER_SEVEN_YEARS = NOW + timedelta(days=7 * 366)


def ended(case: Case, **decision: Any) -> None:
    """The manager decides about everybody, passing nobody on unless told otherwise, and closes the enquiry."""
    view = enquiry_queries.enquiry(case.enquiry_id, actor=case.world.actor("manager"))
    told: dict[str, Any] = {"outcome": "no_further_action", "level": "tier_1", "team_id": None} | decision
    for each in view.subjects:
        if not each.decided:
            decide(case, subject_id=each.id, **told)
    enquiry_services.close(enquiry_id=case.enquiry_id, actor=case.world.actor("manager"), at=case.later())


def records_asked_for(world: World, *, about: str = "Ada Wren", at: datetime) -> UUID:
    """A child's mother asks for its records, in writing, and who she is was looked at."""
    officer, family_name = world.actor("governance"), about.split()[-1]
    request_id = services.record_request(
        about_name=about,
        about_born_on=date(2018, 3, 4),
        asked_by_name=f"Bea {family_name}",
        asked_as="parent",
        send_to="By post",
        received_on=at.date(),
        actor=officer,
        at=at,
    )
    services.check_identity(request_id=request_id, how="Passport and birth certificate", actor=officer, at=at)
    return request_id


def due(world: World, *, at: datetime = MUCH_LATER, who: str = "governance") -> DueList:
    """What is due on a day."""
    return queries.due(by=at.date(), actor=world.actor(who), at=at)


def prepared(world: World, *, at: datetime = MUCH_LATER) -> UUID:
    """A list of all that is due, by the information governance officer."""
    return services.prepare(by=at.date(), actor=world.actor("governance"), at=at)


def approved(world: World, batch_id: UUID, *, at: datetime = MUCH_LATER, who: str = "operations_manager") -> int:
    """The operations manager approves a list; how many lines were erased."""
    return services.approve(batch_id=batch_id, actor=world.actor(who), at=at)


def erased(world: World, *, at: datetime = MUCH_LATER) -> int:
    """All that is due is gone."""
    return approved(world, prepared(world, at=at), at=at)
