"""What came before about the same people or place, and where a second manager looks at how it ended."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from openmash.access import Actor, Permission
from openmash.hubs.rules import OperatingModel
from openmash.oversight import queries
from openmash.oversight.queries import CountView, EndingView


@dataclass(frozen=True)
class Counters:
    """What a page of a contact or a decision shows of the hub's counters; empty in a hub that has none."""

    counts: tuple[CountView, ...]
    endings: tuple[EndingView, ...]
    may_review: bool

    @property
    def reached(self) -> bool:
        """Whether an ending without further action goes to a second manager."""
        return any(one.reached for one in self.counts)


def of_contact(contact_id: UUID, model: OperatingModel, *, actor: Actor) -> Counters:
    """The counters over one contact, and how a second manager saw its endings."""
    return _gathered([contact_id], queries.of_contact(contact_id, actor=actor), model, actor)


def of_enquiry(
    enquiry_id: UUID, contact_ids: Collection[UUID], model: OperatingModel, *, actor: Actor
) -> Counters | None:
    """The counters over the contacts of an enquiry; None for those who see no contacts."""
    if Permission.SEE_CONTACTS not in actor.permissions:
        return None
    return _gathered(contact_ids, queries.of_enquiry(enquiry_id, actor=actor), model, actor)


def _gathered(
    contact_ids: Collection[UUID], endings: list[EndingView], model: OperatingModel, actor: Actor
) -> Counters:
    # One is the contact at hand itself: there is nothing to say before something came before.
    counts = tuple(one for one in queries.counts_for(contact_ids, model, actor=actor) if one.number > 1)
    return Counters(counts, tuple(endings), Permission.DECIDE in actor.permissions)
