"""What people do with a meeting: call it, invite, write it down, close it, call it off."""

from openmash.meetings.services.calling import bring_up_to_date, call_over, cancel, convene, invite, put_on_agenda
from openmash.meetings.services.closing import Sitting, hold, write_down
from openmash.meetings.services.keeping import erase
from openmash.meetings.services.writing import (
    complete_action,
    give_action,
    give_view,
    look_at,
    note_attendance,
    rate_again,
    write_record,
)

__all__ = [
    "Sitting",
    "bring_up_to_date",
    "call_over",
    "cancel",
    "complete_action",
    "convene",
    "erase",
    "give_action",
    "give_view",
    "hold",
    "invite",
    "look_at",
    "note_attendance",
    "put_on_agenda",
    "rate_again",
    "write_down",
    "write_record",
]
