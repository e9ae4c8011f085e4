"""What every row of a hub has."""

import uuid

import pgtrigger
from django.db import models

from openmash.core.transitions import Machine


class HubRow(models.Model):
    """A row that belongs to one hub and is seen from no other (row-level security on ``hub_id``).

    The id is random: it tells neither how many there are nor when this one came.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    hub = models.ForeignKey("hubs.Hub", on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


def only_listed_moves(machine: Machine) -> pgtrigger.FSM:
    """A trigger by which PostgreSQL itself refuses any change of ``state`` that is not one of the machine's moves.

    Services ask ``machine.move`` first and say why not; this is for what does not come by a service.
    """
    moves = sorted({(str(source), str(move.target)) for move in machine.moves for source in move.sources})
    return pgtrigger.FSM(name="only_listed_moves", field="state", transitions=moves)
