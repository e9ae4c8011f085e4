"""Reading the log, and checking it."""

from openmash.audit.queries.exports import Slice, consistency, prove, slice_lines, slice_of, whole_lines
from openmash.audit.queries.log import EventView, how_often, of_enquiry, of_thing, things_touched
from openmash.audit.queries.pages import Cursor, Line, Month, Readers, Wanted, readers_of
from openmash.audit.queries.standing import Standing, handed, handed_sizes, state
from openmash.audit.queries.verification import Verified, verified

__all__ = [
    "Cursor",
    "EventView",
    "Line",
    "Month",
    "Readers",
    "Slice",
    "Standing",
    "Verified",
    "Wanted",
    "consistency",
    "handed",
    "handed_sizes",
    "how_often",
    "of_enquiry",
    "of_thing",
    "prove",
    "readers_of",
    "slice_lines",
    "slice_of",
    "state",
    "things_touched",
    "verified",
    "whole_lines",
]
