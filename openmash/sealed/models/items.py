"""Items: what the agencies put in the room, each with its versions and the people it is about."""

from django.db import models

from openmash.core.records import HubRow, only_keys_change, only_listed_moves
from openmash.sealed.rules import LEAVE_WORDS, SENSITIVITY_WORDS, SOURCE_WORDS
from openmash.sealed.states import ITEM, ItemState

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
    """The words of an item. A correction is a new version; nothing is overwritten.

    Only the wrapped keys may change: wrapped anew when the owner's key turns, emptied when the words are erased.
    """

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
        triggers = [only_keys_change("never_overwritten", "wrapped_key", "handling_wrapped_key")]

    class Data:
        doors = {"inside": "select insert update(wrapped_key,handling_wrapped_key)"}
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
        doors = {"inside": "select insert delete"}
        sealed = True
        identifying = ("person",)
        operational = ("item",)
        retention = "as the item"
