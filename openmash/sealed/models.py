"""The sealed room. Nothing here is granted to the outside door, and no text here is readable in the database."""

import pgtrigger
from django.db import models

from openmash.core.records import HubRow, only_listed_moves
from openmash.sealed.rules import LEAVE_WORDS, SENSITIVITY_WORDS, SOURCE_WORDS
from openmash.sealed.states import ITEM, RELEASE, ItemState, ReleaseState

# Plain strings, so that a migration does not hold our own enumerations.
_SOURCES = [(str(code), words) for code, words in SOURCE_WORDS.items()]
_SENSITIVITIES = [(str(code), words) for code, words in SENSITIVITY_WORDS.items()]
_LEAVES = [(str(code), words) for code, words in LEAVE_WORDS.items()]


class Item(HubRow):
    """One piece of information in the room. It belongs to the agency that gave it, not to the hub."""

    enquiry = models.ForeignKey("enquiries.Enquiry", on_delete=models.PROTECT, related_name="+")
    check_answered = models.ForeignKey("checks.Check", null=True, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    professional = models.CharField(max_length=120)
    state = models.CharField(max_length=20, choices=[(s.value, s.value) for s in ItemState])
    source_kind = models.CharField(max_length=20, choices=_SOURCES)
    sensitivity = models.CharField(max_length=20, choices=_SENSITIVITIES)
    leave = models.CharField(max_length=20, choices=_LEAVES)
    fact_on = models.DateField(null=True)
    sealed_at = models.DateTimeField()
    sealed_by = models.UUIDField()
    sealed_by_name = models.CharField(max_length=120)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        triggers = [only_listed_moves(ITEM)]
        indexes = [models.Index(fields=["hub", "enquiry", "sealed_at"], name="sealed_room")]

    class Data:
        doors = {"inside": "select insert update"}
        sealed = True
        identifying = ("professional",)
        sensitive = ("fact_on",)
        operational = (
            *("enquiry", "check_answered", "agency", "state", "source_kind", "sensitivity", "leave"),
            *("sealed_at", "sealed_by", "sealed_by_name", "version"),
        )
        retention = "by the schedule of the agency that owns it"


class ItemVersion(HubRow):
    """The words of an item. A correction is a new version; nothing is overwritten."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    ciphertext = models.BinaryField()
    wrapped_key = models.TextField()
    handling_ciphertext = models.BinaryField()
    handling_wrapped_key = models.TextField()
    sealed_at = models.DateTimeField()
    sealed_by = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hub", "item", "number"], name="sealed_version_once")]
        triggers = [pgtrigger.Protect(name="never_overwritten", operation=pgtrigger.Update)]

    class Data:
        doors = {"inside": "select insert"}
        sealed = True
        sensitive = ("ciphertext", "handling_ciphertext")
        operational = ("item", "number", "wrapped_key", "handling_wrapped_key", "sealed_at", "sealed_by")
        retention = "as the item"


class ItemPerson(HubRow):
    """Whom an item is about."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hub", "item", "person"], name="sealed_item_person_once")]

    class Data:
        doors = {"inside": "select insert"}
        sealed = True
        identifying = ("person",)
        operational = ("item",)
        retention = "as the item"


class SealedText(HubRow):
    """Words of the hub itself that speak of what is in the room: analysis, reasons for a decision, guidance."""

    enquiry = models.ForeignKey("enquiries.Enquiry", on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=40)
    ciphertext = models.BinaryField()
    wrapped_key = models.TextField()
    sealed_at = models.DateTimeField()
    sealed_by = models.UUIDField()

    class Meta:
        triggers = [pgtrigger.Protect(name="never_overwritten", operation=pgtrigger.Update)]

    class Data:
        doors = {"inside": "select insert"}
        sealed = True
        sensitive = ("ciphertext",)
        operational = ("enquiry", "purpose", "wrapped_key", "sealed_at", "sealed_by")
        retention = "as the enquiry"


class ReleaseRequest(HubRow):
    """May this version of this item go to this team? Answered by its owner, or by a lawful basis."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    item_version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey("agencies.Team", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=[(s.value, s.value) for s in ReleaseState])
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField()
    asked_by_name = models.CharField(max_length=120)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
    answered_by_name = models.CharField(max_length=120, blank=True)
    edited_ciphertext = models.BinaryField(null=True)
    edited_wrapped_key = models.TextField(blank=True)
    gateway = models.CharField(max_length=60, blank=True)
    reason = models.ForeignKey(SealedText, null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        triggers = [only_listed_moves(RELEASE)]
        constraints = [
            models.UniqueConstraint(fields=["hub", "item_version", "team"], name="sealed_one_request_a_team"),
            models.CheckConstraint(
                condition=models.Q(answered_at=None, answered_by=None)
                | models.Q(answered_at__isnull=False, answered_by__isnull=False),
                name="sealed_answered_at_and_by",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=ReleaseState.LAWFUL_BASIS)
                | (~models.Q(gateway="") & ~models.Q(answered_by=models.F("asked_by"))),
                name="sealed_lawful_basis_by_a_second_person",
            ),
        ]

    class Data:
        doors = {"inside": "select insert update"}
        sealed = True
        sensitive = ("edited_ciphertext",)
        operational = (
            *("item", "item_version", "team", "state", "asked_at", "asked_by", "asked_by_name", "answered_at"),
            *("answered_by", "answered_by_name", "edited_wrapped_key", "gateway", "reason", "version"),
        )
        retention = "as the item"
