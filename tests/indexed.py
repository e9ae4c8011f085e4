"""Person indexes of a world's agencies, filled through services like everything in ``tests.world``.

load(world, "police", "P1,Ada,Wren,2018-03-04,EX1 1AA")    a whole file, loaded as the worker does it
with as_(world, "police"): ...                             the hub's rows as PostgreSQL shows them to one person
"""

from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

from openmash.core import hub_context
from openmash.matching.records import Birth, Name, Place, Record
from openmash.person_index import queries, services
from openmash.person_index.queries import Answer
from openmash.person_index.rules import Purpose
from tests.world import NOW, World

HEADER = "reference,given_names,family_name,born_on,postcodes"
ADA = "P-1,Ada,Wren,2018-03-04,EX1 1AA"
BEN = "P-2,Ben,Osprey,2011-07-09,EX2 5DW"


def file(*lines: str, header: str = HEADER) -> BytesIO:
    """An agency's file."""
    return BytesIO("\n".join([header, *lines, ""]).encode())


def as_(world: World, who: str) -> Any:
    """``with as_(world, "police"):`` is a page of that person: their hub, and they are signed in."""
    return hub_context.enter(hub_id=world.hub_id, user_id=world.people[who])


def load(world: World, agency: str, *lines: str, who: str = "", at: datetime = NOW, **told: Any) -> UUID:
    """An agency's whole file, sent by one of its people and loaded by the worker."""
    with as_(world, who or agency):
        load_id = services.load(
            agency_id=world.agencies[agency], file=file(*lines, **told), actor=world.actor(who or agency), at=at
        )
    services.begin_waiting(hub_id=world.hub_id, at=at + timedelta(seconds=10))
    return load_id


def person(given: str = "Ada", family: str = "Wren", born: str = "2018-03-04", postcode: str = "EX1 1AA") -> Record:
    """Somebody as a contact tells of them."""
    return Record(
        names=(Name(given, "", family),),
        birth=Birth(date.fromisoformat(born)) if born else None,
        places=(Place(postcode),) if postcode else (),
    )


def ask(world: World, who: str, asked: Record | None = None, *, agency: str = "", at: datetime = NOW) -> Answer:
    """Somebody looks a person up in the index of their agency, or of another."""
    with as_(world, who):
        return queries.look_up(
            asked=asked or person(),
            agency_id=world.agencies[agency or who],
            actor=world.actor(who),
            purpose=Purpose.CHECK,
            at=at,
        )


def references(answer: Answer) -> list[str]:
    """The references of the candidates, the likeliest first."""
    return [each.reference for each in answer.candidates]
