"""What people do with the sealed room; the only writer of its tables."""

from openmash.sealed.services.asking import ask_agencies, ask_agency_again
from openmash.sealed.services.attachments import (
    check_file,
    discard_waiting,
    forget_waiting_files,
    keep_waiting,
    limits,
    take_off_waiting,
)
from openmash.sealed.services.correcting import clear, correct, restate, withdraw
from openmash.sealed.services.erasing import erase_items, erase_texts
from openmash.sealed.services.grants import review_grant, take_grant
from openmash.sealed.services.guards import end_protection, record_protection
from openmash.sealed.services.items import add_item, answer_with_items, seal_text
from openmash.sealed.services.keys import WRAPPED
from openmash.sealed.services.ledger import leave_out, record_dropped, record_recalled, record_released, seal_review
from openmash.sealed.services.releases import ask_release, consent, go_urgently, record_lawful_basis, refuse
from openmash.sealed.services.replies import take_in_replies

__all__ = [
    "WRAPPED",
    "add_item",
    "answer_with_items",
    "ask_agencies",
    "ask_agency_again",
    "ask_release",
    "check_file",
    "clear",
    "consent",
    "correct",
    "discard_waiting",
    "end_protection",
    "erase_items",
    "erase_texts",
    "forget_waiting_files",
    "go_urgently",
    "keep_waiting",
    "leave_out",
    "limits",
    "record_dropped",
    "record_lawful_basis",
    "record_protection",
    "record_recalled",
    "record_released",
    "refuse",
    "restate",
    "review_grant",
    "seal_review",
    "seal_text",
    "take_grant",
    "take_in_replies",
    "take_off_waiting",
    "withdraw",
]
