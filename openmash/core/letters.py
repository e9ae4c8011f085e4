"""What came in through the outside door: one letter that cannot be taken in never holds up those behind it."""

from collections.abc import Callable
from uuid import UUID

import structlog
from django.db import InterfaceError, OperationalError, transaction

from openmash.core.errors import OpenMashError
from openmash.core.keys import KeyMissing

LONGEST_BECAUSE = 200
log = structlog.get_logger(__name__)


def failure_of(take_in: Callable[[], object], *, letter_id: UUID, otherwise: str) -> str:
    """Take one letter in, wholly or not at all.

    Args:
        take_in: opens the letter and writes down what it says.
        letter_id: for the log, which never holds a word of what was sent.
        otherwise: what a person reads where the fault has no sentence of its own.

    Returns:
        Why it was not taken in, for a person to read; empty where it was.

    Raises:
        KeyMissing, OperationalError, InterfaceError: this process or the database is at fault, not the letter.
    """
    try:
        with transaction.atomic():
            take_in()
    except (KeyMissing, OperationalError, InterfaceError):
        raise
    except Exception as error:  # noqa: BLE001  # anybody may post, so anything may be in it
        log.warning("letter_not_taken_in", letter=str(letter_id), error=type(error).__name__)
        because = error.sentence if isinstance(error, OpenMashError) else otherwise
        return because[:LONGEST_BECAUSE]
    return ""
