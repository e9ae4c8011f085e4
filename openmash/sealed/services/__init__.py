"""What people do with the sealed room; the only writer of its tables."""

from openmash.sealed.services.items import add_item, answer_with_items, correct, seal_text, withdraw
from openmash.sealed.services.releases import ask_release, consent, record_lawful_basis, refuse
from openmash.sealed.services.replies import take_in_replies

__all__ = [
    "add_item",
    "answer_with_items",
    "ask_release",
    "consent",
    "correct",
    "record_lawful_basis",
    "refuse",
    "seal_text",
    "take_in_replies",
    "withdraw",
]
