"""Saying who somebody is, what is known beside them, which records are one person, and who is kept apart."""

from openmash.people.services.apart import keep_apart, stop_keeping_apart
from openmash.people.services.beside import end_open_case, end_warning, note_open_case, record_warning
from openmash.people.services.erasing import erase
from openmash.people.services.indexing import renew_index, renew_index_where_needed
from openmash.people.services.merging import confirm_merge, propose_merge, refuse_merge, undo_merge, withdraw_merge
from openmash.people.services.naming import add_name, create, look_at, record_address, relate, set_born
from openmash.people.services.taking_back import take_back_told

__all__ = [
    "add_name",
    "confirm_merge",
    "create",
    "end_open_case",
    "end_warning",
    "erase",
    "keep_apart",
    "look_at",
    "note_open_case",
    "propose_merge",
    "record_address",
    "record_warning",
    "refuse_merge",
    "relate",
    "renew_index",
    "renew_index_where_needed",
    "set_born",
    "stop_keeping_apart",
    "take_back_told",
    "undo_merge",
    "withdraw_merge",
]
