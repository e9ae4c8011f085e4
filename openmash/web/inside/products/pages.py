"""What the pages of composing show, as plain values."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from openmash.enquiries.queries import EnquiryView
from openmash.products.queries import ProductView
from openmash.products.rules import leaving_words
from openmash.sealed.queries import ItemView, ReleaseRow
from openmash.sealed.rules import LeavePolicy

COLOURS = {"consented": "green", "lawful_basis": "green", "asked": "yellow", "refused": "red", "urgent": "red"}


@dataclass(frozen=True)
class Choice:
    """An item of the room as a box to tick, with whether it may leave."""

    item: ItemView
    ticked: bool
    words: str
    colour: str
    request_id: UUID | None


def choices(
    items: Iterable[ItemView], requests: Iterable[ReleaseRow], *, team_id: UUID, ticked: Collection[str]
) -> tuple[Choice, ...]:
    """What may be chosen: what was said about its going to this team, or what will be asked when it is chosen.

    What is hidden is not offered, also to a reader whom its owner named: it never leaves the room.
    """
    newest = {row.item_id: row for row in requests if row.team_id == team_id}
    offered = (item for item in items if item.sensitivity != "hidden")
    return tuple(_choice(item, newest.get(item.id), str(item.id) in ticked) for item in offered)


def handed_on(product: ProductView, enquiry: EnquiryView) -> tuple[tuple[str, str, str], ...]:
    """Name, level and outcome of each decision in a product."""
    names = {subject.id: subject.person.display_name for subject in enquiry.subjects}
    return tuple((names[each.subject_id], each.level_label, each.outcome_label) for each in product.decisions)


def id_in(typed: str) -> UUID | None:
    """An id that our own page sent; None for anything else, which whoever sent it made up."""
    try:
        return UUID(typed)
    except ValueError:
        return None


def _choice(item: ItemView, asked: ReleaseRow | None, ticked: bool) -> Choice:
    if item.readable and item.waits_for_clearing:
        words = f"May not leave until {item.agency_name} clears it (handling C)"
        return Choice(item, ticked, words, "red", asked.id if asked is not None and asked.current else None)
    if asked is not None and asked.current:
        words = leaving_words(asked.state, edited=asked.edited, current=True)
        return Choice(item, ticked, words, COLOURS[asked.state], asked.id)
    if item.leave == LeavePolicy.WHOLE:
        return Choice(item, ticked, "Its owner said: may go as it stands", "green", None)
    return Choice(item, ticked, "Its owner will be asked", "grey", None)
