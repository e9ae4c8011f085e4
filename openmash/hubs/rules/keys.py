"""When an old version of a wrapping key may go."""

from datetime import datetime, timedelta

from openmash.core.errors import RuleBroken

OLD_VERSION_RESTS = timedelta(hours=1)
"""How long the version before is kept after a new one was made: whoever began to write under it is done long before."""


def require_nothing_left(left_over: bool) -> None:
    """Nothing is wrapped any more under the version that is to go.

    Raises:
        RuleBroken: ``keys.nothing_left_behind``.
    """
    if left_over:
        raise RuleBroken(
            "keys.nothing_left_behind",
            "Something is still wrapped under an older version of this key, or a new version is not in use yet. Run "
            "openmash vault rotate until it says that nothing is left, then retire.",
        )


def require_rested(*, made_at: datetime | None, at: datetime) -> None:
    """Long enough has passed since the newest version was made.

    Raises:
        RuleBroken: ``keys.old_version_rests``.
    """
    if made_at is not None and at - made_at < OLD_VERSION_RESTS:
        minutes = int((made_at + OLD_VERSION_RESTS - at).total_seconds() // 60) + 1
        raise RuleBroken(
            "keys.old_version_rests",
            f"The new version of this key was made less than an hour ago, and somebody may still be writing under the "
            f"version before. Retire it in {minutes} minutes.",
        )
