"""What people do with an enquiry: open it, rate, add what comes in, close, reopen."""

from openmash.enquiries.services.allocating import allocate
from openmash.enquiries.services.erasing import erase
from openmash.enquiries.services.gates import give_view
from openmash.enquiries.services.opening import add_contact, open_
from openmash.enquiries.services.rating import mark_decided, mark_revisited, rate
from openmash.enquiries.services.standing import close, look_at, look_for, reopen

__all__ = [
    "add_contact",
    "allocate",
    "close",
    "erase",
    "give_view",
    "look_at",
    "look_for",
    "mark_decided",
    "mark_revisited",
    "open_",
    "rate",
    "reopen",
]
