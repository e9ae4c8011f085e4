"""What people do with an enquiry: open it, rate, add what comes in, close, reopen."""

from openmash.enquiries.services.allocating import allocate
from openmash.enquiries.services.clocks import end_clock, happened, note_happening, start_clock
from openmash.enquiries.services.erasing import erase
from openmash.enquiries.services.gates import give_view
from openmash.enquiries.services.looking import look_for_people
from openmash.enquiries.services.opening import add_contact, open_
from openmash.enquiries.services.pausing import (
    pause_clock,
    pause_decision,
    resume_clock,
    resume_decision,
    run_on_what_stood_long,
)
from openmash.enquiries.services.rating import await_review, mark_decided, mark_revisited, rate
from openmash.enquiries.services.standing import close, look_at, look_for, reopen
from openmash.enquiries.services.straight_on import go_straight_on

__all__ = [
    "add_contact",
    "allocate",
    "await_review",
    "close",
    "end_clock",
    "erase",
    "give_view",
    "go_straight_on",
    "happened",
    "look_at",
    "look_for",
    "look_for_people",
    "mark_decided",
    "mark_revisited",
    "note_happening",
    "open_",
    "pause_clock",
    "pause_decision",
    "rate",
    "reopen",
    "resume_clock",
    "resume_decision",
    "run_on_what_stood_long",
    "start_clock",
]
