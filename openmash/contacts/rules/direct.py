"""What a direct referral into another agency's system is made of, and when it may be made. Plain Python."""

import hashlib
import json
from collections.abc import Collection, Mapping
from datetime import datetime

from openmash.core.errors import RuleBroken
from openmash.hubs.rules import OperatingModel, PortalRule

FORMAT = "openmash.direct-referral/1"
"""The name of the file's shape, which whoever takes it in looks at first; its keys are those of ``services.direct``."""
LONGEST_REFERENCE = 60


def portal_named(model: OperatingModel, code: str) -> PortalRule:
    """The hub's portal, by the operating model's ``[[portals]]``; raises RuleBroken ``contacts.portal_is_the_hubs``."""
    found = next((rule for rule in model.portals if rule.code == code), None)
    if found is None:
        raise RuleBroken("contacts.portal_is_the_hubs", "This hub hands nothing on to such a system.")
    return found


def require_portal_takes(rule: PortalRule, *, raised: Collection[str], why: str) -> None:
    """It raises something that the portal takes, and why it goes there is written down.

    Source: the operating model, ``issues`` of a portal; Department for Education, Information sharing advice (2024),
    golden rule 7: record what is shared, with whom and why.
    """
    if not set(rule.issues) & set(raised):
        raise RuleBroken(
            "contacts.portal_takes_what_it_raises",
            f"“{rule.label}” does not take what this contact raises. Raise the issue first, if it is one.",
        )
    if not why.strip():
        raise RuleBroken("contacts.handed_on_directly_with_a_reason", "Write why it goes there.", field="why")


def require_their_reference(reference: str) -> None:
    """That it was taken in there is known by their own reference."""
    if not reference.strip():
        raise RuleBroken("contacts.taken_in_by_reference", "Enter the reference it was given.", field="reference")
    if len(reference) > LONGEST_REFERENCE:
        sentence = f"The reference is {len(reference)} characters long; it must be {LONGEST_REFERENCE} or fewer."
        raise RuleBroken("contacts.taken_in_by_reference", sentence, field="reference")


def require_not_taken_in(taken_in_at: datetime | None) -> None:
    """What was taken in stays so: a second reference would only blur which is theirs."""
    if taken_in_at is not None:
        raise RuleBroken("contacts.taken_in_once", "Their reference is on record already.", field="reference")


def written(values: Mapping[str, object]) -> bytes:
    """The file: JSON, the same bytes for the same referral, so that it can be compared later."""
    return json.dumps(values, ensure_ascii=False, indent=2, sort_keys=True).encode()


def sha256(content: bytes) -> str:
    """What the hub keeps of the file: enough to say whether one that turns up is it."""
    return hashlib.sha256(content).hexdigest()
