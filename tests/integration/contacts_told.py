"""A contact as a head teacher tells it, for tests of the front door; change what the test is about."""

from datetime import date
from typing import Any

from openmash.contacts.rules import ContactTold, PersonInvolved
from tests.world import NOW

JACK = PersonInvolved(
    "child", "Jack", "Harlow", born_on=date(2018, 5, 1), sex="M", address="12 Mill Lane", postcode="EX1 1AA"
)
MOTHER = PersonInvolved("household", "Dawn", "Harlow", relationship="Mother", postcode="EX1 1AA")


def told(**changes: Any) -> ContactTold:
    """Jack came to school with a bruise; ``changes`` are fields of ContactTold."""
    usual: dict[str, Any] = {
        "channel": "telephone",
        "kind": "referral",
        "received_at": NOW,
        "referrer_name": "Alex Tremain",
        "referrer_role": "Head teacher",
        "referrer_organisation": "Brookfield Primary School",
        "referrer_telephone": "01632 960001",
        "referrer_email": "head@brookfield.example",
        "source": "2A",
        "concern": "Jack came to school with a bruise on his arm.",
        "immediate_danger": False,
        "consent": "given",
        "consent_reason": "",
        "people": (JACK, MOTHER),
        "child_said": "I fell.",
    }
    return ContactTold(**{**usual, **changes})
