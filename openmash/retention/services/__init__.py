"""Adopting schedules, holding, erasing, erasing again after a restore, and answering who asks for their records."""

from openmash.retention.services.access import (
    approve_bundle,
    check_identity,
    close_request,
    extend,
    gather,
    open_bundle,
    record_request,
    send_back,
    submit,
)
from openmash.retention.services.answering import answer_for_agency, answer_piece, forget_requests, look_through
from openmash.retention.services.erasing import approve, decline, prepare, replay, rewrite
from openmash.retention.services.holds import lift_hold, place_hold
from openmash.retention.services.keys import WRAPPED
from openmash.retention.services.schedules import adopt_line, review

__all__ = [
    "WRAPPED",
    "adopt_line",
    "answer_for_agency",
    "answer_piece",
    "approve",
    "approve_bundle",
    "check_identity",
    "close_request",
    "decline",
    "extend",
    "forget_requests",
    "gather",
    "lift_hold",
    "look_through",
    "open_bundle",
    "place_hold",
    "prepare",
    "record_request",
    "replay",
    "review",
    "rewrite",
    "send_back",
    "submit",
]
