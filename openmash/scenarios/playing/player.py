"""Playing a scenario from its first step to its last, or to the first that does not come out as it says."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC

from django.db import transaction

from openmash.core import hub_context
from openmash.core.errors import NotFound, OpenMashError, Refused, RuleBroken, Stale
from openmash.core.keys import ring
from openmash.scenarios.errors import ExpectationFailed, Unmet
from openmash.scenarios.playing.acts import act
from openmash.scenarios.playing.cast import bring_in_the_cast, open_hub
from openmash.scenarios.playing.doors import standing_at
from openmash.scenarios.playing.stage import Stage
from openmash.scenarios.script import Placed, Scenario
from openmash.scenarios.steps.base import Deed
from openmash.scenarios.steps.looking import Look, Say
from openmash.scenarios.story import Teller


@dataclass(frozen=True)
class Played:
    """How a play ended well.

    Args:
        slug: the hub it was played in; gone again unless it was kept.
        steps: how many steps were played.
        checks: how many of them said what must be found, seen or refused, and were right.
    """

    slug: str
    steps: int
    checks: int


def play(scenario: Scenario, *, teller: Teller, keep: bool = False) -> Played:
    """Play a scenario in a new hub of its own.

    Everything happens in one transaction. Unless it is to be kept, that is rolled back at the end and the hub's keys
    are forgotten: nothing is left behind. A play that fails is never kept.

    Args:
        scenario: the case.
        teller: whom to tell the story to as it goes.
        keep: whether the hub and the case stay in the database.

    Raises:
        ExpectationFailed: naming the step, its line, what was expected and what was found.
    """
    with standing_at("inside"), _forgotten_unless_kept(keep) as stages:
        stage = open_hub(scenario)
        stages.append(stage)
        with hub_context.enter(hub_id=stage.hub_id):
            bring_in_the_cast(stage)
            teller.begins(scenario)
            checks = sum(_play_step(placed, stage, teller) for placed in scenario.steps)
    played = Played(stage.slug, len(scenario.steps), checks)
    teller.ends(played.steps, played.checks)
    return played


@contextmanager
def _forgotten_unless_kept(keep: bool) -> Iterator[list[Stage]]:
    stages: list[Stage] = []
    kept = False
    try:
        with transaction.atomic():
            yield stages
            kept = keep
            transaction.set_rollback(not keep)
    finally:
        for name in [] if kept else [name for stage in stages for name in stage.key_names()]:
            ring().destroy(name)


def _play_step(placed: Placed, stage: Stage, teller: Teller) -> int:
    """1 if the step said what must be found, seen or refused; 0 if it only did something."""
    step = placed.step
    try:
        with transaction.atomic():
            told = act(step, stage, placed.at.astimezone(UTC))
    except Unmet as unmet:
        raise _failed(placed, stage, expected=unmet.expected, found=unmet.found) from unmet
    except OpenMashError as error:
        _require_expected_refusal(placed, stage, error)
        teller.refused(placed, stage.scenario, error.sentence)
        return 1
    if isinstance(step, Deed) and step.refused_by:
        raise _failed(placed, stage, expected=f"a refusal by {step.refused_by}", found=f"that it was done ({told})")
    teller.tells(placed, stage.scenario, told)
    checks_something = not isinstance(step, Deed | Say) or (isinstance(step, Look) and (step.sees or step.does_not_see))
    return int(bool(checks_something))


def _require_expected_refusal(placed: Placed, stage: Stage, error: OpenMashError) -> None:
    step, found = placed.step, _why(error)
    if not isinstance(step, Deed) or not step.refused_by:
        raise _failed(
            placed, stage, expected="it to be done", found=f"a refusal by {found}: “{error.sentence}”"
        ) from error
    if found != step.refused_by:
        raise _failed(
            placed,
            stage,
            expected=f"a refusal by {step.refused_by}",
            found=f"one by {found}: “{error.sentence}”",
        ) from error
    if step.refused_says not in error.sentence:
        raise _failed(
            placed, stage, expected=f"the refusal to say “{step.refused_says}”", found=f"“{error.sentence}”"
        ) from error


def _why(error: OpenMashError) -> str:
    """The rule's name, or one of the three words for what is not a rule."""
    if isinstance(error, RuleBroken):
        return error.rule
    kinds = {Refused: "permission", NotFound: "not_found", Stale: "stale"}
    return next((word for kind, word in kinds.items() if isinstance(error, kind)), type(error).__name__)


def _failed(placed: Placed, stage: Stage, *, expected: str, found: str) -> ExpectationFailed:
    return ExpectationFailed(
        source_name=stage.scenario.source_name,
        line=placed.line,
        number=placed.number,
        verb=placed.step.VERB,
        expected=expected,
        found=found,
    )
