"""Putting a product together and letting it go (inside); opening it and reporting back (outside)."""

from openmash.products.services.composing import abandon, choose_items, start, write_guidance
from openmash.products.services.receiving import acknowledge, open_copy, report
from openmash.products.services.releasing import release
from openmash.products.services.taking_in import take_in_reports, tell_of_acknowledgements

__all__ = [
    "abandon",
    "acknowledge",
    "choose_items",
    "open_copy",
    "release",
    "report",
    "start",
    "take_in_reports",
    "tell_of_acknowledgements",
    "write_guidance",
]
