"""What must hold on the day somebody reads what other agencies put in the room."""

from datetime import date, datetime

from openmash.access import vetting
from openmash.core.errors import RuleBroken
from openmash.sealed.rules.items import UK

ROOM = "the sealed room"


def require_may_enter_now(
    *, vetted_until: date | None, agreement_until: date | None, agency: str, at: datetime, opens: str = ROOM
) -> None:
    """Both at once: the reader's vetting and their agency's agreement hold today; ``opens``: what they want to open."""
    require_vetting_is_current(vetted_until, at=at, opens=opens)
    require_agreement_is_current(agreement_until, agency=agency, at=at, opens=opens)


def require_vetting_is_current(vetted_until: date | None, *, at: datetime, opens: str = ROOM) -> None:
    """Only vetted members of the hub read the room (the five core elements of a hub: a secure, vetted team).

    Args:
        vetted_until: the last day on which the reader's vetting holds; None if they have none.
        at: the moment of reading; the day counts as it is in the United Kingdom.
        opens: what they want to open, within a sentence.
    """
    if vetted_until is None:
        raise RuleBroken(
            "sealed.vetting_is_current",
            f"You cannot open {opens}: no vetting is recorded for you. "
            "Ask the hub's administrator to record it once it is granted.",
        )
    if at.astimezone(UK).date() > vetted_until:
        raise RuleBroken(
            "sealed.vetting_is_current",
            f"You cannot open {opens}: your vetting ended on {_day(vetted_until)}. "
            "Ask the hub's administrator to record its renewal.",
        )


def why_vetting_does_not_reach(*, held: str, required: str) -> str:
    """Why a reader may not open an item that asks for a vetting level; empty where they may.

    Args:
        held: the level the reader is vetted to; empty if none is recorded.
        required: the level the item asks for; empty if it asks for none.
    """
    if vetting.reaches(held, required):
        return ""
    wanted, there = vetting.title(required), vetting.title(held)
    return f"Its owner lets only people read it who are vetted to {wanted}; for you {there} is recorded."


def require_agreement_is_current(agreement_until: date | None, *, agency: str, at: datetime, opens: str = ROOM) -> None:
    """Only people of agencies whose information-sharing agreement holds read the room.

    Args:
        agreement_until: the last day of the agreement of the reader's agency; None if there is none.
        agency: that agency's name.
        at: the moment of reading.
        opens: what they want to open, within a sentence.
    """
    whose = agency or "your agency"
    if agreement_until is None:
        raise RuleBroken(
            "sealed.agreement_is_current",
            f"You cannot open {opens}: {whose} has signed no information-sharing agreement with this hub. "
            "Ask the hub's information governance officer.",
        )
    if at.astimezone(UK).date() > agreement_until:
        raise RuleBroken(
            "sealed.agreement_is_current",
            f"You cannot open {opens}: the information-sharing agreement of {whose} ended on "
            f"{_day(agreement_until)}. Ask the hub's information governance officer to have it renewed.",
        )


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
