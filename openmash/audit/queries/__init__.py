"""Reading the log, and checking it."""

from openmash.audit.queries.log import EventView, of_enquiry, of_thing, things_touched
from openmash.audit.queries.standing import Standing, state
from openmash.audit.queries.verification import Verified, verified

__all__ = ["EventView", "Standing", "Verified", "of_enquiry", "of_thing", "state", "things_touched", "verified"]
