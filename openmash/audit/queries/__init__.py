"""Reading the log, and checking it."""

from openmash.audit.queries.exports import Slice, consistency, prove, slice_lines, slice_of, whole_lines
from openmash.audit.queries.log import EventView, of_enquiry, of_thing, things_touched
from openmash.audit.queries.standing import Standing, state
from openmash.audit.queries.verification import Verified, verified

__all__ = [
    "EventView",
    "Slice",
    "Standing",
    "Verified",
    "consistency",
    "of_enquiry",
    "of_thing",
    "prove",
    "slice_lines",
    "slice_of",
    "state",
    "things_touched",
    "verified",
    "whole_lines",
]
