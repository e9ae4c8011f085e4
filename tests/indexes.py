"""People in agencies' own indexes, put there as the agencies themselves would, and asked for as the hub asks.

know(world, "police", person("P-1", "Ada", "Wren", date(2018, 3, 4)))   one after another, by the agency's own people
load(world, "police", ADA, BEN)                                         a whole file, loaded as the worker does it
ask(world, "police", told_of("Ada", "Wren"))                            somebody looks for whom a contact tells of
with seen_by(world, "police"): ...                                      the hub's rows as PostgreSQL shows them to one
"""

from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

from openmash.api_keys import services as key_services
from openmash.api_keys.rules import INDEX
from openmash.checks import services as check_services
from openmash.core import hub_context
from openmash.matching.records import Birth, Name, Place, Record
from openmash.person_index import queries, services
from openmash.person_index.queries import Answer
from openmash.person_index.rules import Purpose
from tests.world import NOW, World

HEADER = "reference,given_names,family_name,born_on,postcodes"
ADA = "P-1,Ada,Wren,2018-03-04,EX1 1AA"
BEN = "P-2,Ben,Osprey,2011-07-09,EX2 5DW"


def seen_by(world: World, who: str) -> AbstractContextManager[None]:
    """The hub's rows as PostgreSQL shows them to somebody who is signed in."""
    return hub_context.enter(hub_id=world.hub_id, user_id=world.people[who])


def person(
    reference: str, given: str = "Ada", family: str = "Wren", born: date | None = date(2018, 3, 4), **more: object
) -> Record:
    """Somebody as an agency's own system has them; unless said otherwise, the child of ``tests.rooms.open_case``."""
    told: dict[str, object] = {"sex": "F", "places": (Place("EX1 1AA"),), **more}
    return Record(names=(Name(given, "", family),), birth=Birth(born) if born else None, reference=reference, **told)  # type: ignore[arg-type]  # as Record has them


def told_of(given: str = "Ada", family: str = "Wren", born: str = "2018-03-04", postcode: str = "EX1 1AA") -> Record:
    """Somebody as a contact tells of them."""
    return Record(
        names=(Name(given, "", family),),
        birth=Birth(date.fromisoformat(born)) if born else None,
        places=(Place(postcode),) if postcode else (),
    )


def know(world: World, agency: str, *people: Record, at: datetime = NOW) -> None:
    """The agency's index knows these; call it inside ``world.inside()``."""
    actor = world.actor(agency)
    for each in people:
        services.put(agency_id=world.agencies[agency], record=each, actor=actor, at=at)


def file(*lines: str, header: str = HEADER) -> BytesIO:
    """An agency's file."""
    return BytesIO("\n".join([header, *lines, ""]).encode())


def load(world: World, agency: str, *lines: str, who: str = "", at: datetime = NOW, **told: Any) -> UUID:
    """An agency's whole file, sent by one of its people and loaded by the worker."""
    with seen_by(world, who or agency):
        load_id = services.load(
            agency_id=world.agencies[agency], file=file(*lines, **told), actor=world.actor(who or agency), at=at
        )
    services.begin_waiting(hub_id=world.hub_id, at=at + timedelta(seconds=10))
    return load_id


def looked_up(world: World, at: datetime = NOW) -> int:
    """The clockwork looks up whom open requests ask about; returns how many requests."""
    count = 0
    while done := check_services.look_up_asked(hub_id=world.hub_id, at=at):
        count += done
    return count


def ask(world: World, who: str, asked: Record | None = None, *, agency: str = "", at: datetime = NOW) -> Answer:
    """Somebody looks a person up in the index of their agency, or of another."""
    with seen_by(world, who):
        return queries.look_up(
            asked=asked or told_of(),
            agency_id=world.agencies[agency or who],
            actor=world.actor(who),
            purpose=Purpose.CHECK,
            at=at,
        )


def references(answer: Answer) -> list[str]:
    """The references of the candidates, the likeliest first."""
    return [each.reference for each in answer.candidates]


def key_of(world: World, agency: str = "police", name: str = "Case management", purpose: str = INDEX) -> str:
    """A key of an agency's computer system."""
    last_day = date(NOW.year, 12, 31)
    return key_services.issue(name=name, last_day=last_day, actor=world.actor(agency), at=NOW, purpose=purpose).key
