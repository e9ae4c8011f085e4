"""Bringing somebody to a panel beside the hub, and keeping both in step. Plain Python.

Sources: Home Office (2014), Multi Agency Working and Information Sharing Project, final report: "MASH and domestic
abuse/MARAC" (victims aged 16 or over; told outside the meeting only where it is safe; one family in both forums) and
"MASH and gangs" (Manchester: high risk "primarily due to the safeguarding concerns").
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from openmash.core.errors import RuleBroken
from openmash.hubs.rules import PanelRule, UnknownCode
from openmash.screening.rules.words import require_fits


@dataclass(frozen=True)
class PanelTold:
    """Why somebody is brought to a panel.

    Args:
        why: what the panel should know, in words; sealed.
        grounds: codes of the panel's grounds.
        agrees: whether they know of it and agree; otherwise ``why_not_asked`` says why it goes on.
        safe_contact: how, when and by whom they are reached safely, and who must not learn of it; sealed.
        at_risk: ids of others in the case who are in danger with them.
    """

    why: str
    agrees: bool
    why_not_asked: str = ""
    grounds: tuple[str, ...] = ()
    safe_contact: str = ""
    at_risk: tuple[UUID, ...] = ()


def require_whole(rule: PanelRule, told: PanelTold) -> None:
    """A referral says why, on which grounds, whether they agree, and how they are reached safely.

    Source: Home Office final report (2014), on MARAC (information "only shared outside the meeting, where it is safe
    to do so") and on gangs in Manchester (picked out for safeguarding, not only for crime).
    """
    if not told.why.strip():
        raise RuleBroken("screening.panel_is_told_why", "Say why you bring them to it.", field="why")
    if not told.agrees and not told.why_not_asked.strip():
        raise RuleBroken(
            "screening.agreement_or_the_reason",
            "Say why they were not asked, or why it goes on although they do not agree.",
            field="why_not_asked",
        )
    if rule.safe_contact and not told.safe_contact.strip():
        raise RuleBroken(
            "screening.safety_before_disclosure",
            "Say how and when they are reached safely, and who must not learn of this.",
            field="safe_contact",
        )
    _require_grounds(rule, told.grounds)
    require_fits({"why": told.why, "why_not_asked": told.why_not_asked, "safe_contact": told.safe_contact})


def _require_grounds(rule: PanelRule, grounds: Sequence[str]) -> None:
    if not rule.grounds:
        return
    try:
        chosen = [rule.ground(code) for code in grounds]
    except UnknownCode as error:
        raise RuleBroken("screening.grounds_are_the_panels", "Select the grounds.", field="grounds") from error
    if not any(ground.safeguarding for ground in chosen):
        raise RuleBroken(
            "screening.picked_out_for_safeguarding",
            "Select at least one ground of safeguarding: crime alone is not what this is for.",
            field="grounds",
        )


def require_old_enough(rule: PanelRule, born_on: date | None, *, on: date) -> None:
    """Nobody is brought to a panel who is too young for it; a birth date that nobody knows stops nothing.

    Source: Home Office final report (2014): MARAC is for victims aged 16 or over.
    """
    if born_on is None or not rule.minimum_age:
        return
    age = on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))
    if age < rule.minimum_age:
        raise RuleBroken(
            "screening.old_enough_for_the_panel",
            f"{rule.label} is for people aged {rule.minimum_age} or over, and they are {age}. Protect a child as one.",
            field="person",
        )


def require_nobody_twice(person_id: UUID, others: Sequence[UUID], known: frozenset[UUID]) -> None:
    """Whoever is brought, and whoever is in danger with them, is in the case; nobody is named as both."""
    if {person_id, *others} - known:
        raise RuleBroken("screening.somebody_of_the_case", "Select somebody in this case.", field="person")
    if person_id in others:
        raise RuleBroken(
            "screening.at_risk_beside_them", "Select others who are at risk, not the same person.", field="at_risk"
        )


def require_ahead(meets_on: date, *, on: date) -> None:
    """A panel is listed for today or a day to come."""
    if meets_on < on:
        raise RuleBroken("screening.panel_meets_ahead", "Enter today or a day to come.", field="meets_on")


def require_words(words: str, *, field: str = "words") -> None:
    """What is told, planned or turned away is written down."""
    if not words.strip():
        raise RuleBroken("screening.words_are_written", "Write it down.", field=field)
    require_fits({field: words})


def require_safe(rule: PanelRule, *, checked: bool) -> None:
    """Before anything is told across, somebody checks that it puts nobody in danger.

    Source: Home Office final report (2014), on MARAC: told outside the meeting only where it is safe to do so.
    """
    if rule.safe_contact and not checked:
        raise RuleBroken(
            "screening.safe_before_it_is_told",
            "Read how they are reached safely, and confirm that telling this puts nobody in danger.",
            field="checked",
        )
