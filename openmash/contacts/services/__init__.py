"""What people and timers do at the front door; the only writer of its tables."""

from openmash.contacts.services.identity import identify
from openmash.contacts.services.intake import take_in_submissions
from openmash.contacts.services.issues import raise_issues, take_back_issue
from openmash.contacts.services.keeping import erase, forget_letters, forget_receipts, forget_saved_forms
from openmash.contacts.services.outside import receipt, save_form, saved_form, submit
from openmash.contacts.services.passing_on import pass_on
from openmash.contacts.services.recording import look_at, record
from openmash.contacts.services.routing import route
from openmash.contacts.services.triage import (
    await_review,
    close_with_advice,
    give_receipt,
    join,
    mark_became_enquiry,
    reopen,
    say_to_referrer,
    signpost,
)

__all__ = [
    "await_review",
    "close_with_advice",
    "erase",
    "forget_letters",
    "forget_receipts",
    "forget_saved_forms",
    "give_receipt",
    "identify",
    "join",
    "look_at",
    "mark_became_enquiry",
    "pass_on",
    "raise_issues",
    "receipt",
    "record",
    "reopen",
    "route",
    "save_form",
    "saved_form",
    "say_to_referrer",
    "signpost",
    "submit",
    "take_back_issue",
    "take_in_submissions",
]
