"""People in an agency's person index, put there as the agency itself would.

know(world, "police", person("P-1", "Ada", "Wren", date(2018, 3, 4)))
"""

from contextlib import AbstractContextManager
from datetime import date, datetime

from openmash.api_keys import services as key_services
from openmash.checks import services as check_services
from openmash.core import hub_context
from openmash.matching.records import Birth, Name, Place, Record
from openmash.person_index import services
from tests.world import NOW, World


def person(
    reference: str, given: str = "Ada", family: str = "Wren", born: date | None = date(2018, 3, 4), **more: object
) -> Record:
    """Somebody as an agency's own system has them; unless said otherwise, the child of ``tests.rooms.open_case``."""
    told: dict[str, object] = {"sex": "F", "places": (Place("EX1 1AA"),), **more}
    return Record(names=(Name(given, "", family),), birth=Birth(born) if born else None, reference=reference, **told)  # type: ignore[arg-type]  # as Record has them


def know(world: World, agency: str, *people: Record, at: datetime = NOW) -> None:
    """The agency's index knows these; call it inside ``world.inside()``."""
    actor = world.actor(agency)
    for each in people:
        services.put(agency_id=world.agencies[agency], record=each, actor=actor, at=at)


def looked_up(world: World, at: datetime = NOW) -> int:
    """The clockwork looks up whom open requests ask about; returns how many requests."""
    count = 0
    while done := check_services.look_up_asked(hub_id=world.hub_id, at=at):
        count += done
    return count


def key_of(world: World, agency: str = "police", name: str = "Case management") -> str:
    """A key of an agency's computer system."""
    last_day = date(NOW.year, 12, 31)
    return key_services.issue(name=name, last_day=last_day, actor=world.actor(agency), at=NOW).key


def seen_by(world: World, who: str) -> AbstractContextManager[None]:
    """The hub's rows as PostgreSQL shows them to somebody who is signed in."""
    return hub_context.enter(hub_id=world.hub_id, user_id=world.people[who])
