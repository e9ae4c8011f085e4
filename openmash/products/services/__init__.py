"""Putting a product together and letting it go (inside); opening it and reporting back (outside)."""

from openmash.products.services.approving import approve, send_back, send_for_approval, void_if_changed
from openmash.products.services.composing import (
    abandon,
    choose_items,
    leave_out,
    say_why,
    start,
    take_back,
    write_guidance,
)
from openmash.products.services.keeping import erase, forget_reports
from openmash.products.services.keys import WRAPPED
from openmash.products.services.parts import go_without_part, write_part
from openmash.products.services.recalling import recall, start_correction
from openmash.products.services.receiving import acknowledge, acknowledge_recall, open_copy, open_file, report
from openmash.products.services.releasing import approve_and_release, release, release_urgently
from openmash.products.services.reviewing import review_urgent_release
from openmash.products.services.taking_in import take_in_reports, tell_of_acknowledgements

__all__ = [
    "WRAPPED",
    "abandon",
    "acknowledge",
    "acknowledge_recall",
    "approve",
    "approve_and_release",
    "choose_items",
    "erase",
    "forget_reports",
    "go_without_part",
    "leave_out",
    "open_copy",
    "open_file",
    "recall",
    "release",
    "release_urgently",
    "report",
    "review_urgent_release",
    "say_why",
    "send_back",
    "send_for_approval",
    "start",
    "start_correction",
    "take_back",
    "take_in_reports",
    "tell_of_acknowledgements",
    "void_if_changed",
    "write_guidance",
    "write_part",
]
