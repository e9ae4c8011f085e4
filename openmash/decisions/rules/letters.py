"""Letters to whoever referred: written by business support, seen by a second person where the hub says so."""

from datetime import date

from openmash.access import Role
from openmash.core.errors import RuleBroken
from openmash.hubs.rules import OperatingModel, ReferrerLettersRule

LONGEST_WHY = 500


def letter_text(
    *, hub: str, telephone: str, to: tuple[str, ...], reference: str, on: date, said: str, closing: str
) -> str:
    """The letter itself, ready to be printed or sent; it names nobody but whoever it is to.

    Args:
        hub: the hub's name.
        telephone: its number.
        to: name, role and organisation of whoever referred; empty parts are left out.
        reference: of what they told the hub.
        on: the day of the letter.
        said: what came of it.
        closing: how the hub ends its letters.
    """
    whom = [each for each in to if each.strip()]
    parts = (
        "\n".join(whom),
        f"{on.day} {on:%B %Y}\nOur reference: {reference}",
        f"Dear {whom[0]}," if whom else "To whom it may concern,",
        "Thank you for telling us of your worry. This is what we can say of it.",
        said.strip(),
        closing.strip(),
        f"{hub}\n{telephone}",
    )
    return "\n\n".join(part for part in parts if part)


def require_letters(model: OperatingModel) -> ReferrerLettersRule:
    """The hub writes letters to referrers (the operating model, ``[referrer_letters]``)."""
    if model.referrer_letters is None:
        raise RuleBroken(
            "decisions.hub_writes_letters", f"In {model.title} referrers are told directly; no letters are prepared."
        )
    return model.referrer_letters


def require_no_letter_instead(model: OperatingModel) -> None:
    """Where letters are seen by a second person, nobody goes round that by telling a referrer directly.

    Source: the operating model, ``[referrer_letters] second_eyes``.
    """
    if model.referrer_letters is not None and model.referrer_letters.second_eyes:
        raise RuleBroken(
            "decisions.letters_are_seen_first",
            "In this hub a second person sees what is written to a referrer. Write the letter: it goes once seen.",
        )


def require_no_letter_waiting(*, waits: bool) -> None:
    """One letter about a contact at a time waits to be seen: a referrer is not told two things (own choice)."""
    if waits:
        raise RuleBroken(
            "decisions.one_letter_waits",
            "A letter about this contact waits to be seen already. Have it sent or returned before you write another.",
        )


def require_seen_by_another(*, actor_id: object, written_by: object) -> None:
    """Whoever wrote a letter is not the second person who sees it.

    Source: incident at Hackney (nobody else saw what left); the operating model, ``[referrer_letters] second_eyes``.
    """
    if actor_id == written_by:
        raise RuleBroken(
            "decisions.letter_seen_by_somebody_else",
            "You wrote this letter. Somebody else has to see it first.",
        )


def require_may_see_letters(rule: ReferrerLettersRule, role: Role) -> None:
    """Whoever sees a letter before it goes has a role that the hub names; source: ``[referrer_letters] roles``."""
    if role not in rule.roles:
        raise RuleBroken(
            "decisions.letter_seen_by_these_roles", "In this hub your role does not see letters before they go."
        )


def require_why_returned(why: str) -> None:
    """A letter is returned with what has to change (own choice: so that it is changed)."""
    if not why.strip() or len(why) > LONGEST_WHY:
        sentence = f"Enter what has to change, in {LONGEST_WHY} characters or fewer."
        raise RuleBroken("decisions.letter_returned_with_a_reason", sentence, field="why")
