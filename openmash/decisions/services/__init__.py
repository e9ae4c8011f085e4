"""Analysing, deciding, deciding again, telling people what came of it, and letters to whoever referred."""

from openmash.decisions.services.deciding import (
    analyse,
    decide,
    erase_feedback,
    revisit,
    tell_agencies,
    tell_referrer,
)
from openmash.decisions.services.letters import return_letter, send_letter, write_letter

__all__ = [
    "analyse",
    "decide",
    "erase_feedback",
    "return_letter",
    "revisit",
    "send_letter",
    "tell_agencies",
    "tell_referrer",
    "write_letter",
]
