"""The one function that does a step; each module beside this one registers the steps it knows."""

from datetime import datetime
from functools import singledispatch

from openmash.scenarios.playing.stage import Stage
from openmash.scenarios.steps import Step


@singledispatch
def act(step: Step, stage: Stage, at: datetime) -> str:
    """Do a step.

    Args:
        step: what happens.
        stage: the play so far; what the step makes is noted there.
        at: the moment it happens, on the play's own clock.

    Returns:
        What happened, in a sentence that goes on after the person's name ("rates Tom red"), or what was found.

    Raises:
        OpenMashError: the system refused; whether that was expected is the player's to judge.
        Unmet: something is not as the step expects.
    """
    raise NotImplementedError(type(step).__name__)
