"""What a key of an agency's computer system is, what it opens and how long it lasts. Plain; OpenMASH's own choices."""

import hashlib
import secrets
from collections.abc import Collection
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from openmash.core.errors import RuleBroken

UK = ZoneInfo("Europe/London")
LONGEST_LIFE = timedelta(days=366)
"""A year: whoever looks after the system shows once a year that somebody still does."""
USUAL_LIFE = timedelta(days=183)
MOST_KEYS = 10
"""Of one agency at once: one for each system and one for each that is about to take its place."""
MOST_CALLS = 600
"""A minute, with one key: ten changes a second. More than that is a file, which one call sends."""
WINDOW = timedelta(minutes=1)
LONGEST_NAME = 80

INDEX, DIRECT_REFERRALS = "index", "direct_referrals"
PURPOSES = {
    INDEX: "Your person index: puts people in and takes them out, and reads nobody",
    DIRECT_REFERRALS: "Direct referrals: fetches what the hub hands directly to your agency, and nothing else",
}
"""What a key opens, one thing each: a key that went astray opens no other."""

_BEGINS = "omk_"
_SHOWN = 8


def new_key() -> str:
    """A key of 160 random bits, like ``omk_3f0c…``: the beginning is what tools that look for lost keys look for."""
    return f"{_BEGINS}{secrets.token_hex(20)}"


def beginning(key: str) -> str:
    """As much of a key as its list shows, so that people can tell their keys apart: 16 of its 160 bits."""
    return key[:_SHOWN]


def fingerprint(key: str) -> str:
    """What is stored in place of a key: its SHA-256 in hex. A fast hash is enough for 160 random bits."""
    return hashlib.sha256(f"openmash/api-key/{key}".encode()).hexdigest()


def require_purpose(purpose: str, *, has_portal: bool) -> None:
    """A key opens one thing that there is: direct referrals only where the hub has a portal of such an agency.

    Args:
        purpose: a code of ``PURPOSES``.
        has_portal: whether the operating model has a portal of an agency of this kind.
    """
    if purpose not in PURPOSES:
        raise RuleBroken("api_keys.opens_one_thing", "Select what the key opens.", field="purpose")
    if purpose == DIRECT_REFERRALS and not has_portal:
        sentence = "This hub hands nothing directly to a system of your agency, so there is nothing for a key to open."
        raise RuleBroken("api_keys.portal_is_the_hubs", sentence, field="purpose")


def require_name(name: str, others: Collection[str]) -> None:
    """A key is named after the system that holds it, so that somebody knows which one to stop."""
    if not name.strip():
        raise RuleBroken("api_keys.key_has_a_name", "Enter which system will hold the key.", field="name")
    if len(name.strip()) > LONGEST_NAME:
        raise RuleBroken("api_keys.name_is_short", f"Enter {LONGEST_NAME} characters or fewer.", field="name")
    if name.strip().casefold() in {each.casefold() for each in others}:
        raise RuleBroken(
            "api_keys.names_differ", "Another key has that name. Enter one that tells them apart.", field="name"
        )


def require_last_day(last_day: date, *, at: datetime) -> None:
    """A key ends by itself, within a year."""
    today = at.astimezone(UK).date()
    if last_day < today:
        raise RuleBroken("api_keys.ends_in_the_future", "Enter a last day that is still to come.", field="last_day")
    if last_day > today + LONGEST_LIFE:
        raise RuleBroken("api_keys.ends_within_a_year", "Enter a last day within a year from now.", field="last_day")


def require_few(there: int) -> None:
    """An agency has few keys, so that somebody knows each of them."""
    if there >= MOST_KEYS:
        raise RuleBroken(
            "api_keys.few_keys", f"There are {MOST_KEYS} keys already. Revoke one that is no longer needed first."
        )


def expires_at(last_day: date) -> datetime:
    """The end of a key's last day, by London's clock."""
    after = last_day + timedelta(days=1)
    return datetime(after.year, after.month, after.day, tzinfo=UK)
