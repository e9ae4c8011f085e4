"""What people and timers do at the front door; the only writer of its tables."""

from openmash.contacts.services.direct import carry_over, hand_on_directly, note_taken_in
from openmash.contacts.services.fetching import acknowledge_direct, fetch_direct, list_waiting, ring_about_late
from openmash.contacts.services.identity import identify, take_back_identity
from openmash.contacts.services.intake import take_in_submissions
from openmash.contacts.services.issues import raise_issues, take_back_issue
from openmash.contacts.services.keeping import erase, forget_letters, forget_receipts, forget_saved_forms
from openmash.contacts.services.outside import receipt, receipt_hash, save_form, saved_form, submit
from openmash.contacts.services.passing_on import pass_on
from openmash.contacts.services.recording import look_at, record
from openmash.contacts.services.routing import route
from openmash.contacts.services.surveys import answer_survey, forget_survey_links, invite_to_survey, survey_at
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
    "acknowledge_direct",
    "answer_survey",
    "await_review",
    "carry_over",
    "close_with_advice",
    "erase",
    "fetch_direct",
    "forget_letters",
    "forget_receipts",
    "forget_saved_forms",
    "forget_survey_links",
    "give_receipt",
    "hand_on_directly",
    "identify",
    "invite_to_survey",
    "join",
    "list_waiting",
    "look_at",
    "mark_became_enquiry",
    "note_taken_in",
    "pass_on",
    "raise_issues",
    "receipt",
    "receipt_hash",
    "record",
    "reopen",
    "ring_about_late",
    "route",
    "save_form",
    "saved_form",
    "say_to_referrer",
    "signpost",
    "submit",
    "survey_at",
    "take_back_identity",
    "take_back_issue",
    "take_in_submissions",
]
