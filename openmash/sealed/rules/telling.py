"""What is told to somebody outside the room, in words of the hub: that it gives nothing away.

What a referrer or an agency is told is read outside the sealed room, at the outside door even, so nothing that is
sealed may be in it, whoever it is told to and whatever was let go to a team.
"""

from collections.abc import Sequence

from openmash.core.errors import RuleBroken
from openmash.sealed.rules.comparing import Comparable
from openmash.sealed.rules.overlap import StayingText, WrittenText, overlaps


def require_gives_nothing_away(
    said: str, *, terms: Sequence[tuple[str, str]], sealed: Sequence[StayingText], field: str
) -> None:
    """Words that are told outside the room hold no protected term and repeat no sealed information.

    Source: London's five core elements, 3 (nothing leaves without the consent of the agency that owns it); incident at
    Birmingham Children's Trust (2022, sealed words copied out by hand); incidents at Halton (2012) and Hackney (2016).

    Args:
        said: what is told, word for word.
        terms: what a protection of somebody in this family keeps back, as (kind, term).
        sealed: every text of the family's room.
        field: where the sentence stands: "said".

    Raises:
        RuleBroken: ``sealed.told_names_nothing_protected`` or ``sealed.told_repeats_nothing_sealed``; the sentence
            tells neither what is protected nor whose words are repeated, only the writer's own passage.
    """
    if Comparable(said).says_any(terms):
        raise RuleBroken(
            "sealed.told_names_nothing_protected",
            "This says something that a recorded protection keeps back: an address, a telephone number, a name or the "
            "like. Take it out. A manager can see the protection on the case.",
            field=field,
        )
    found = overlaps([WrittenText(field, said)], sealed)
    if found:
        raise RuleBroken(
            "sealed.told_repeats_nothing_sealed",
            f"This repeats sealed information, from “{found[0].passage} …” on. It is read outside the room: say what "
            "came of it, without the facts.",
            field=field,
        )
