"""What must hold before something leaves the room: its owner's agreement, or a lawful basis by a second person."""

from datetime import date
from uuid import UUID

from openmash.core.errors import RuleBroken
from openmash.sealed.rules.gateways import Gateway, gateway
from openmash.sealed.rules.items import require_words
from openmash.sealed.states import ItemState, ReleaseState


def require_not_withdrawn(state: str) -> None:
    """What its owner took out of the room is neither corrected nor let out."""
    if state == ItemState.WITHDRAWN:
        raise RuleBroken(
            "sealed.item_not_withdrawn", "The agency that owns this took it out of the room. Speak to them about it."
        )


def require_asked_for_the_words_as_they_stand(*, asked_for: int, stands_at: int) -> None:
    """An agreement is to the words as they stood when it was asked for: a correction voids it.

    Args:
        asked_for: the version that the request is about.
        stands_at: the version of the item now.
    """
    if asked_for != stands_at:
        raise RuleBroken(
            "sealed.request_is_for_the_words_as_they_stand",
            "The agency that owns this corrected it after the request was made. Ask again, for the corrected words.",
        )


def require_edited_words(text: str) -> None:
    """An owner who agrees to edited words gives the words."""
    if not text.strip():
        raise RuleBroken(
            "sealed.edited_words_are_given",
            "Enter the words that may leave the hub, or do not agree and say why.",
            field="edited_text",
        )
    require_words(text, field="edited_text")


def require_reason_for_not_agreeing(reason: str) -> None:
    """Decisions not to share are recorded with their reason as carefully as decisions to share (DfE advice, 2024)."""
    if not reason.strip():
        raise RuleBroken("sealed.refusal_gives_its_reason", "Enter why this should not leave the hub.", field="reason")
    require_words(reason, field="reason")


def require_second_person(*, actor_id: UUID, asked_by: UUID) -> None:
    """Whoever asked for an item never also records the lawful basis on which it goes (OWASP ASVS 5.0, 2.3.5)."""
    if actor_id == asked_by:
        raise RuleBroken(
            "sealed.lawful_basis_by_a_second_person",
            "You asked for this information yourself. Another manager has to record the lawful basis.",
        )


def require_gateway(code: str, *, on: date) -> Gateway:
    """The lawful basis is one from the hub's list, in force on the day.

    Args:
        code: as in ``GATEWAYS``.
        on: the day on which it is relied upon.
    """
    found = gateway(code)
    if found is None:
        raise RuleBroken("sealed.gateway_is_listed", "Choose a lawful basis from the list.", field="gateway")
    if not found.in_force(on):
        raise RuleBroken(
            "sealed.gateway_is_in_force",
            f"“{found.title}” cannot be relied upon on this day. Choose another lawful basis.",
            field="gateway",
        )
    return found


def require_may_leave(*, state: str, item_state: str, asked_for: int, stands_at: int) -> None:
    """Nothing leaves unless its owner agreed, a lawful basis was recorded or a manager let it go urgently.

    Each of these is for the words as they stand now.
    """
    require_not_withdrawn(item_state)
    require_asked_for_the_words_as_they_stand(asked_for=asked_for, stands_at=stands_at)
    if state not in (ReleaseState.CONSENTED, ReleaseState.LAWFUL_BASIS, ReleaseState.URGENT):
        raise RuleBroken(
            "sealed.owner_agreed_or_lawful_basis",
            "This may not leave the hub: the agency that owns it has not agreed, and no lawful basis is recorded.",
        )
