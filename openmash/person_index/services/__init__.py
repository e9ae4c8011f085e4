"""Filling person indexes, keeping them current, and taking them away."""

from openmash.person_index.queries import WRAPPED
from openmash.person_index.services.changing import (
    Report,
    apply_delta,
    apply_delta_here,
    give_encoding_secret,
    put,
    remove,
)
from openmash.person_index.services.hits import forget_hits, look_up_for_agencies
from openmash.person_index.services.loading import begin_waiting, load, load_here, run, stop_broken_off
from openmash.person_index.services.own_people import forget, keep_each, renew_own
from openmash.person_index.services.rounds import count_anew, count_changes, forget_files, forget_refused, tidy
from openmash.person_index.services.withdrawing import withdraw, withdraw_here, withdraw_where_agreements_ended

__all__ = [
    "WRAPPED",
    "Report",
    "apply_delta",
    "apply_delta_here",
    "begin_waiting",
    "count_anew",
    "count_changes",
    "forget",
    "forget_files",
    "forget_hits",
    "forget_refused",
    "give_encoding_secret",
    "keep_each",
    "load",
    "load_here",
    "look_up_for_agencies",
    "put",
    "remove",
    "renew_own",
    "run",
    "stop_broken_off",
    "tidy",
    "withdraw",
    "withdraw_here",
    "withdraw_where_agreements_ended",
]
