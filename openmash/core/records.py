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


def only_keys_change(name: str, *wrapped_keys: str) -> pgtrigger.Protect:
    """A trigger by which PostgreSQL refuses to change anything of a row but its wrapped keys.

    A wrapped key is written anew when the key that wraps it turns, and emptied when what it opens is erased; the
    ciphertext itself never changes.

    Args:
        name: the trigger's, one of its own for each table.
        wrapped_keys: the columns that may change.
    """
    return pgtrigger.Protect(
        name=name, operation=pgtrigger.Update, condition=pgtrigger.AnyChange(exclude=list(wrapped_keys))
    )


def written_once(name: str, *fields: str) -> pgtrigger.Protect:
    """A trigger by which PostgreSQL refuses to change the fields of a row once the first of them is filled in.

    For what a door may write but nobody may write over: when, and by whom, something was first opened or used.

    Args:
        name: the trigger's, one of its own for each table.
        fields: the moment, and what was written with it.
    """
    changes = pgtrigger.Q()
    for field in fields:
        changes |= pgtrigger.Q(**{f"old__{field}__df": pgtrigger.F(f"new__{field}")})
    is_filled_in = pgtrigger.Q(**{f"old__{fields[0]}__isnull": False})
    return pgtrigger.Protect(name=name, operation=pgtrigger.Update, condition=is_filled_in & changes)


def for_one_agency_alone(column: str) -> str:
    """The policy of a table whose rows PostgreSQL shows to one agency's people alone, and to nobody else of the hub.

    The clockwork reaches them as the agency itself (``hub_context.as_person(agency_id)``).

    Args:
        column: the column that holds the agency's id.
    """
    hub = "(SELECT nullif(current_setting('openmash.hub', true), '')::uuid)"
    user = "(SELECT nullif(current_setting('openmash.user', true), '')::uuid)"
    of_theirs = f"SELECT m.agency_id FROM accounts_membership m WHERE m.hub_id = {hub} AND m.user_id = {user}"  # noqa: S608
    return f"hub_id = {hub} AND ({column} = {user} OR {column} IN ({of_theirs} AND m.left_at IS NULL))"
