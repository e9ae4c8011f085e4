"""When the time of what was told to the hub is over: words and names go, that there was a contact stays."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from openmash.access import Actor, Permission, has, require
from openmash.contacts import rules
from openmash.contacts.models import (
    Advice,
    Consent,
    Contact,
    ContactPerson,
    DirectReferral,
    Issue,
    Receipt,
    SavedForm,
    Submission,
)

ERASED = "Erased"
_WORDS = ("concern", "child_said", "closing_reason", "feedback_said")
_REFERRER = ("referrer_name", "referrer_role", "referrer_organisation", "referrer_telephone", "referrer_email")
_PERSON = ("given_name", "family_name", "nhs_number", "relationship", "address", "postcode", "school")


@transaction.atomic
def erase(*, contact_ids: Collection[UUID], actor: Actor, at: datetime) -> int:
    """Blank what was told, who told it and whom it named. Reference, times, state and staff names stay.

    Args:
        contact_ids: the contacts; those that are not there are passed over, as a replay after a restore needs.
        actor: who approved it, or who replays it.
        at: when.

    Returns:
        How many contacts were blanked.
    """
    require(has(actor, Permission.MANAGE_RECORDS))
    found = Contact.objects.filter(hub_id=actor.hub_id, id__in=contact_ids)
    blanks: dict[str, str] = dict.fromkeys((*_WORDS, *_REFERRER), "") | {"concern": ERASED}
    blanked = found.update(**blanks, erased_at=at, erased_by=actor.id)
    # The table itself insists on a reason where the family did not agree; that there was one stays.
    found.exclude(consent=Consent.GIVEN).update(consent_reason=ERASED)
    found.filter(consent=Consent.GIVEN).update(consent_reason="")
    Advice.objects.filter(hub_id=actor.hub_id, contact_id__in=contact_ids).update(text=ERASED)
    Issue.objects.filter(hub_id=actor.hub_id, contact_id__in=contact_ids).update(taken_back_why="")
    people = ContactPerson.objects.filter(hub_id=actor.hub_id, contact_id__in=contact_ids)
    people.update(**(dict.fromkeys(_PERSON, "") | {"family_name": ERASED}), born_on=None, expected_on=None, sex="U")
    DirectReferral.objects.filter(hub_id=actor.hub_id, contact_id__in=contact_ids).update(why=ERASED, file="")
    _take_back_receipts(contact_ids, actor)
    return blanked


def _take_back_receipts(contact_ids: Collection[UUID], actor: Actor) -> None:
    hashes = Contact.objects.filter(hub_id=actor.hub_id, id__in=contact_ids).exclude(receipt_hash="")
    Receipt.objects.filter(
        hub_id=actor.hub_id, code_hash__in=list(hashes.values_list("receipt_hash", flat=True))
    ).delete()


def forget_letters(*, hub_id: UUID, at: datetime) -> int:
    """Delete public forms ``rules.LETTERS_KEPT`` after they were taken in; one that could not be taken in stays."""
    old = Submission.objects.filter(hub_id=hub_id, taken_in_at__lt=at - rules.LETTERS_KEPT)
    return _deleted(old.delete())


def forget_saved_forms(*, hub_id: UUID, at: datetime) -> int:
    """Delete half-filled public forms when their time is over, whether or not anybody comes back to the form."""
    return _deleted(SavedForm.objects.filter(hub_id=hub_id, expires_at__lte=at).delete())


def forget_receipts(*, hub_id: UUID, at: datetime) -> int:
    """Delete what a receipt code shows, ``rules.RECEIPTS_KEPT`` after something was last said there."""
    return _deleted(Receipt.objects.filter(hub_id=hub_id, said_at__lt=at - rules.RECEIPTS_KEPT).delete())


def _deleted(done: tuple[int, dict[str, int]]) -> int:
    return done[0]
