"""Opening a hub, and keeping its wrapping keys: turning, retiring, checking, destroying."""

from openmash.hubs.services.keys import (
    Checked,
    Turned,
    check_everything,
    destroy_agency_key,
    key_names,
    keys_of,
    retire_key,
    sign_in_key,
    turn_key,
)
from openmash.hubs.services.opening import WRAPPED, intake_private_key, open_hub

__all__ = [
    "WRAPPED",
    "Checked",
    "Turned",
    "check_everything",
    "destroy_agency_key",
    "intake_private_key",
    "key_names",
    "keys_of",
    "open_hub",
    "retire_key",
    "sign_in_key",
    "turn_key",
]
