"""What a direct referral into another agency's system is made of, and when it may be made. Plain Python."""

import hashlib
import json
from collections.abc import Collection, Mapping
from datetime import date, datetime

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


def require_fetched_by(rule: PortalRule, *, kind: str, holds_key: bool, agreement_until: date | None, on: date) -> None:
    """What waits to be fetched has somebody who fetches it: their system holds a key, and they an agreement that holds.

    Whoever carries the file over needs neither: then a person answers for it.

    Args:
        rule: the portal.
        kind: of the agency whose system is to fetch it.
        holds_key: whether their system holds a key for direct referrals that opens something now.
        agreement_until: the last day of the agency's information-sharing agreement; None where it has none.
        on: today.

    Source: ICO, Data sharing: a code of practice (2020): regular sharing by systems stands in an agreement.
    """
    if kind != rule.agency_kind:
        sentence = f"“{rule.label}” is not a system of theirs. Carry the file over instead."
        raise RuleBroken("contacts.portal_is_theirs", sentence, field="way")
    if not holds_key:
        sentence = "Their system holds no key to fetch it with. Carry the file over instead."
        raise RuleBroken("contacts.fetched_with_a_key", sentence, field="way")
    require_portal_agreement(agreement_until, on=on)


def require_portal_agreement(until: date | None, *, on: date) -> None:
    """A system fetches nothing once its agency's information-sharing agreement has ended."""
    if until is None or until < on:
        sentence = "The agency has no information-sharing agreement that holds today, so its system fetches nothing."
        raise RuleBroken("contacts.fetched_under_an_agreement", sentence, field="way")


def require_waits(file: str) -> None:
    """Only what waits to be fetched is carried over in its place; what their system took in is not brought twice."""
    if not file:
        raise RuleBroken("contacts.carried_while_it_waits", "It does not wait to be fetched any more.")


def require_was_fetched(fetched_at: datetime | None) -> None:
    """A system that never fetched a file cannot have taken it in: one that says so has mixed something up."""
    if fetched_at is None:
        raise RuleBroken("contacts.taken_in_after_it_was_fetched", "Fetch it first, then say that it was taken in.")


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
