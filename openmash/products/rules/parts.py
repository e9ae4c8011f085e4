"""What each agency writes for the receiving team: its summary report and analysis, and the level of need it sees."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from uuid import UUID

from openmash.core.errors import RuleBroken
from openmash.hubs.rules import OperatingModel

LONGEST_PART = 8_000  # characters
LONGEST_WITHOUT = 1_000


@dataclass(frozen=True)
class PartTold:
    """What one agency says to the receiving team, in its own words.

    Args:
        report: a summary of what it knows of the child and the family.
        analysis: what that means for the child.
        level: the level of need that it sees, a code of the operating model.
    """

    report: str = ""
    analysis: str = ""
    level: str = ""

    def text(self) -> str:
        """The words in one text, to be sealed."""
        return json.dumps(asdict(self))


def part_of(text: str) -> PartTold:
    """A part out of its one text."""
    return PartTold(**json.loads(text))


@dataclass(frozen=True)
class Answered:
    """What the rules know of one agency that was asked.

    Args:
        agency_id: which.
        kind: what kind of agency it is.
        co_located: whether its people have an account; a virtual partner is not waited for.
        items: how many items it put in the room.
    """

    agency_id: UUID
    kind: str
    co_located: bool
    items: int


def writing(answers: Sequence[Answered], model: OperatingModel) -> tuple[UUID, ...]:
    """The agencies that write a part, by the hub's model: those that answered with something that they know."""
    rule = model.product_parts
    if rule is None:
        return ()
    found = [a.agency_id for a in answers if a.co_located and a.items and a.kind in rule.agency_kinds]
    return tuple(dict.fromkeys(found))


def require_being_put_together(is_draft: bool) -> None:
    """A part is written while the product is put together: what was sent for approval stays as it was frozen.

    Source: security reference D7 (an approval binds to the rendered bytes).
    """
    if not is_draft:
        raise RuleBroken(
            "products.part_of_a_draft",
            "This product has been sent for approval, released or put aside. Ask its author to take it back first.",
        )


def require_whole_part(told: PartTold, model: OperatingModel) -> None:
    """A part has a report, an analysis and a level of need.

    Source: source document 004 (Durham): “a set of summary reports and analysis from all key agencies who know the
    child and family”.
    """
    wanted: Mapping[str, str] = {
        "report": "Enter a summary of what your agency knows.",
        "analysis": "Enter what it means for the child.",
    }
    for name, sentence in wanted.items():
        text = getattr(told, name)
        if not text.strip():
            raise RuleBroken("products.part_is_whole", sentence, field=name)
        if len(text) > LONGEST_PART:
            too_long = f"This must be {LONGEST_PART:,} characters or fewer; it has {len(text):,}."
            raise RuleBroken("products.part_is_whole", too_long, field=name)
    if told.level not in {level.code for level in model.levels}:
        raise RuleBroken("products.part_is_whole", "Select the level of need that your agency sees.", field="level")


def require_waited_for(agency_id: UUID, waited_for: Collection[UUID]) -> None:
    """One goes without what the product waits for, and nothing else.

    Source: the operating model, ``[product_parts]``.
    """
    if agency_id not in waited_for:
        raise RuleBroken("products.part_that_is_waited_for", "This product does not wait for that agency.")


def require_why_without(reason: str) -> None:
    """A product goes without an agency's part only with a reason.

    Source: local choice beside source document 004 (Durham), which knows no product without every agency's part.
    """
    if not reason.strip():
        raise RuleBroken("products.without_a_part_with_a_reason", "Enter why it goes without.", field="reason")
    if len(reason) > LONGEST_WITHOUT:
        too_long = f"This must be {LONGEST_WITHOUT:,} characters or fewer; it has {len(reason):,}."
        raise RuleBroken("products.without_a_part_with_a_reason", too_long, field="reason")


def require_every_part(missing: Sequence[str]) -> None:
    """Every agency that knows the family has written its part, or a manager has said why it goes without.

    Source: source document 004 (Durham): the receiving team gets a report and an analysis “from all key agencies who
    know the child and family”; the operating model, ``[product_parts]``. An urgent release does not wait.

    Args:
        missing: the names of the agencies that have not.
    """
    if missing:
        named = ", ".join(missing)
        raise RuleBroken(
            "products.every_agency_writes_its_part",
            f"Still to write their summary report and analysis: {named}. Wait for them, or say why it goes without.",
            field="parts",
        )
