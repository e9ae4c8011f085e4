"""The hub's episode with one family: who is in it, how urgent it is for each of them, and how it goes on."""

from openmash.enquiries.models.clocks import Clock, Pause
from openmash.enquiries.models.episode import (
    Allocation,
    Enquiry,
    EnquiryContact,
    EnquiryErasure,
    Member,
    Rating,
    Subject,
    SubjectKind,
)
from openmash.enquiries.models.going_on import Because, GateView, How, StageEntry, StraightOn

__all__ = [
    "Allocation",
    "Because",
    "Clock",
    "Enquiry",
    "EnquiryContact",
    "EnquiryErasure",
    "GateView",
    "How",
    "Member",
    "Pause",
    "Rating",
    "StageEntry",
    "StraightOn",
    "Subject",
    "SubjectKind",
]
