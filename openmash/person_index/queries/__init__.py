"""Asking a person index, and how one stands."""

from openmash.person_index.queries.looking import Answer, Candidate, look_up, look_up_own
from openmash.person_index.queries.model import model, thresholds
from openmash.person_index.queries.secrets import (
    WRAPPED,
    encoder_of,
    encoding_secret,
    file_place,
    scheme_of,
    secret_of,
    secret_place,
)
from openmash.person_index.queries.standing import (
    HitView,
    LoadView,
    RefusedView,
    State,
    Waiting,
    hits_of_checks,
    load_state,
    must_be_renewed,
    refused,
    stands,
    state,
    state_here,
    waiting_loads,
)

__all__ = [
    "WRAPPED",
    "Answer",
    "Candidate",
    "HitView",
    "LoadView",
    "RefusedView",
    "State",
    "Waiting",
    "encoder_of",
    "encoding_secret",
    "file_place",
    "hits_of_checks",
    "load_state",
    "look_up",
    "look_up_own",
    "model",
    "must_be_renewed",
    "refused",
    "scheme_of",
    "secret_of",
    "secret_place",
    "stands",
    "state",
    "state_here",
    "thresholds",
    "waiting_loads",
]
