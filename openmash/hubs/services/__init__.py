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
from openmash.hubs.services.versions import (
    Wording,
    approve,
    copy_shipped,
    copy_version,
    edit,
    go_live,
    propose,
    send_back,
    withdraw,
)

__all__ = [
    "WRAPPED",
    "Checked",
    "Turned",
    "Wording",
    "approve",
    "check_everything",
    "copy_shipped",
    "copy_version",
    "destroy_agency_key",
    "edit",
    "go_live",
    "intake_private_key",
    "key_names",
    "keys_of",
    "open_hub",
    "propose",
    "retire_key",
    "send_back",
    "sign_in_key",
    "turn_key",
    "withdraw",
]
