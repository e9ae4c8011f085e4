"""Asking agencies in words that give nothing of the room away.

A question is kept outside the room: every member of the hub reads it who sees the enquiry, every agency that is asked,
and, by a one-time link, a virtual partner at the outside door.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from openmash.access import Actor
from openmash.checks import queries as check_queries
from openmash.checks import services as check_services
from openmash.sealed.queries.telling import require_told_gives_nothing_away


@transaction.atomic
def ask_agencies(
    *, enquiry_id: UUID, agency_ids: Collection[UUID], question: str, actor: Actor, at: datetime
) -> list[UUID]:
    """Ask one or more agencies what they know; ``checks.services.ask``, once the question was compared with the room.

    Args:
        enquiry_id: the enquiry.
        agency_ids: whom to ask.
        question: what the hub asks; the same for all of them.
        actor: who asks.
        at: when.

    Returns:
        The requests, in the order of ``agency_ids``.

    Raises:
        NotFound, Refused, RuleBroken (``checks.…``; ``sealed.told_names_nothing_protected`` and
        ``sealed.told_repeats_nothing_sealed``, beside the question).
    """
    made = check_services.ask(enquiry_id=enquiry_id, agency_ids=agency_ids, question=question, actor=actor, at=at)
    require_told_gives_nothing_away(enquiry_id, said=question, field="question", actor=actor, at=at)
    return made


def ask_agency_again(*, check_id: UUID, question: str, actor: Actor, at: datetime) -> UUID:
    """Ask an agency once more. It is a new request: the first answer stays as it was signed."""
    before = check_queries.check(check_id, actor=actor)
    asks = ask_agencies(
        enquiry_id=before.enquiry_id, agency_ids=[before.agency_id], question=question, actor=actor, at=at
    )
    return asks[0]
