"""What people do: screen together, complete checklists, hold return interviews, bring somebody to a panel."""

from openmash.screening.services.checklists import complete, load_text
from openmash.screening.services.interviews import decline, give_up, hold, note_found
from openmash.screening.services.joint import erase, screen
from openmash.screening.services.panels import hear, keep_in_step, list_for, refer, turn_away

__all__ = [
    "complete",
    "decline",
    "erase",
    "give_up",
    "hear",
    "hold",
    "keep_in_step",
    "list_for",
    "load_text",
    "note_found",
    "refer",
    "screen",
    "turn_away",
]
