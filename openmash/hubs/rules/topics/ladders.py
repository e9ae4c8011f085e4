"""Ladders by which professionals settle that they do not agree: who decides first, by when, and who after them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from openmash.access import ROLES, Permission, Role
from openmash.hubs.rules.clock_specs import ClockSpec
from openmash.hubs.rules.kinds import AGENCY_KINDS
from openmash.hubs.rules.lines import Path, repeated
from openmash.hubs.rules.pieces import clock_spec, coded_values, each_of, one_of
from openmash.hubs.rules.rule import CodedRule
from openmash.hubs.rules.said import Said, joined, kinds_in_words, roles_in_words
from openmash.hubs.rules.tables import Table

if TYPE_CHECKING:
    from openmash.hubs.rules.operating_model import OperatingModel

HEADING = "When people do not agree"


class About(StrEnum):
    """What somebody does not agree with."""

    RATING = "rating"
    DECISION = "decision"


# What whoever settles it must be able to do: what they find is done at once, and their reasons are sealed.
_NEEDS = {About.RATING: Permission.RATE, About.DECISION: Permission.DECIDE}


@dataclass(frozen=True, kw_only=True)
class StepRule:
    """One step of a ladder.

    Args:
        label: who settles it, as people say it: "The social care representative".
        roles: who may.
        agency_kinds: of which kinds of agency; empty for any.
        by_the_one_challenged: whether whoever rated or decided may settle this step themselves: a first talk with them.
        clock: how long it may take before it moves up by itself.
    """

    label: str
    roles: tuple[Role, ...]
    agency_kinds: tuple[str, ...]
    by_the_one_challenged: bool
    clock: ClockSpec


@dataclass(frozen=True, kw_only=True)
class LadderRule(CodedRule):
    """How a difference about a rating, a decision or both is settled, step by step."""

    about: tuple[About, ...]
    by_referrers: bool
    steps: tuple[StepRule, ...]


def read(table: Table) -> LadderRule:
    """One ``[[ladders]]`` table with its steps."""
    return LadderRule(
        **coded_values(table),
        about=table.choices("about", About),
        by_referrers=table.flag("by_referrers"),
        steps=each_of(table, "steps", _step),
    )


def _step(table: Table) -> StepRule:
    return StepRule(
        label=table.text("label"),
        roles=table.choices("roles", Role),
        agency_kinds=table.codes("agency_kinds", known=AGENCY_KINDS),
        by_the_one_challenged=table.flag("by_the_one_challenged"),
        clock=one_of(table, "clock", clock_spec),
    )


def say(ladders: Sequence[LadderRule]) -> Iterator[Said]:
    """Each ladder with its steps."""
    for ladder in ladders:
        of = joined([f"a {about}" for about in ladder.about])
        who = "agencies and referrers" if ladder.by_referrers else "agencies"
        yield Said(HEADING, ladder.label, f"about {of}; for {who}; {len(ladder.steps)} steps", ladder.source)
        for number, step in enumerate(ladder.steps, start=1):
            kinds = f" of {kinds_in_words(step.agency_kinds)}" if step.agency_kinds else ""
            who = f"{step.label} ({roles_in_words(step.roles)}{kinds})"
            yield Said(HEADING, f"{ladder.label}, step {number}", f"{who}, {step.clock.words}", step.clock.source)


def disagreements(ladders: Sequence[LadderRule], model: "OperatingModel") -> Iterator[tuple[Path, str]]:
    """A code twice, two ladders about the same, and whoever could not do what they find."""
    yield from repeated(("ladders",), "code", [ladder.code for ladder in ladders])
    seen: set[About] = set()
    for number, ladder in enumerate(ladders):
        for about in ladder.about:
            if about in seen:
                yield ("ladders", number), f"expected one ladder about a {about}; there is one already"
            seen.add(about)
            for place, step in enumerate(ladder.steps):
                for role, permission in _lacking(step, about, by_referrers=ladder.by_referrers):
                    says = f"expected roles that may {permission.words}, since whoever settles it must; not {role}"
                    yield ("ladders", number, "steps", place), says


def _lacking(step: StepRule, about: About, *, by_referrers: bool) -> Iterator[tuple[Role, Permission]]:
    """Roles of a step that could not do what settling it takes, each with what they may not do."""
    needed = [Permission.ENTER_SEALED_ROOM, _NEEDS[about], *([Permission.GIVE_FEEDBACK] if by_referrers else [])]
    for role in step.roles:
        for permission in needed:
            if permission not in ROLES[role].permissions:
                yield role, permission
