"""What people do when they do not agree, and what happens by itself when nobody settles it in time."""

from openmash.differences.services.challenging import (
    answer_challenge,
    challenge,
    erase_challenges,
    take_in_challenges,
    take_up,
)
from openmash.differences.services.raising import erase, keep_safe, raise_, withdraw
from openmash.differences.services.settling import move_up_overdue, settle, take_further

__all__ = [
    "answer_challenge",
    "challenge",
    "erase",
    "erase_challenges",
    "keep_safe",
    "move_up_overdue",
    "raise_",
    "settle",
    "take_further",
    "take_in_challenges",
    "take_up",
    "withdraw",
]
