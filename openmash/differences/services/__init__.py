"""What people do when they do not agree, and what happens by itself when nobody settles it in time."""

from openmash.differences.services.raising import erase, keep_safe, raise_, withdraw
from openmash.differences.services.settling import move_up_overdue, settle, take_further

__all__ = ["erase", "keep_safe", "move_up_overdue", "raise_", "settle", "take_further", "withdraw"]
