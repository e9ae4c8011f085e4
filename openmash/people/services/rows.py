"""What every service here does first with the row of a person."""

from uuid import UUID

from openmash.access import Actor
from openmash.people.errors import PersonNotFound
from openmash.people.models import Person


def lock(person_id: UUID, actor: Actor) -> Person:
    """The person's row, locked; raises NotFound."""
    row = Person.objects.select_for_update().filter(hub_id=actor.hub_id, id=person_id).first()
    if row is None:
        raise PersonNotFound
    return row
