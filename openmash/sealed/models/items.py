"""Items: what the agencies put in the room, each with its versions and the people it is about."""

from django.db import models

from openmash.access import LEVELS
from openmash.core.records import HubRow, only_keys_change, only_listed_moves
from openmash.sealed.rules import (
    GRADED_HANDLING,
    GRADED_INFORMATION,
    GRADED_SOURCE,
    LEAVE_WORDS,
    SENSITIVITY_WORDS,
    SOURCE_WORDS,
)
from openmash.sealed.states import ITEM, ItemState

# Plain strings, so that a migration does not hold our own enumerations.
_SOURCES = [(str(code), words) for code, words in SOURCE_WORDS.items()]
_SENSITIVITIES = [(str(code), words) for code, words in SENSITIVITY_WORDS.items()]
_LEAVES = [(str(code), words) for code, words in LEAVE_WORDS.items()]


class Item(HubRow):
    """One piece of information in the room. It belongs to the agency that gave it, not to the hub.

    What stands here is the item as it is now; what each version said of itself is sealed with that version.
    """

    enquiry = models.ForeignKey("enquiries.Enquiry", on_delete=models.PROTECT, related_name="+")
    check_answered = models.ForeignKey("checks.Check", null=True, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    professional = models.CharField(max_length=120)
    state = models.CharField(max_length=20, choices=[(s.value, s.value) for s in ItemState])
    source_kind = models.CharField(max_length=20, choices=_SOURCES)
    sensitivity = models.CharField(max_length=20, choices=_SENSITIVITIES)
    leave = models.CharField(max_length=20, choices=_LEAVES)
    fact_on = models.DateField(null=True)
    vetting = models.CharField(max_length=20, blank=True, choices=[(each.code, each.title) for each in LEVELS])
    grading_source = models.CharField(max_length=1, blank=True, choices=list(GRADED_SOURCE.items()))
    grading_information = models.CharField(max_length=1, blank=True, choices=list(GRADED_INFORMATION.items()))
    grading_handling = models.CharField(max_length=1, blank=True, choices=list(GRADED_HANDLING.items()))
    cleared_at = models.DateTimeField(null=True)
    cleared_by = models.UUIDField(null=True)
    cleared_by_name = models.CharField(max_length=120, blank=True)
    sealed_at = models.DateTimeField()
    sealed_by = models.UUIDField()
    sealed_by_name = models.CharField(max_length=120)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        triggers = [only_listed_moves(ITEM)]
        indexes = [models.Index(fields=["hub", "enquiry", "sealed_at"], name="sealed_room")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(cleared_at=None, cleared_by=None)
                | models.Q(cleared_at__isnull=False, cleared_by__isnull=False),
                name="sealed_cleared_at_and_by",
            ),
            models.CheckConstraint(
                condition=models.Q(grading_source="", grading_information="", grading_handling="")
                | (~models.Q(grading_source="") & ~models.Q(grading_information="") & ~models.Q(grading_handling="")),
                name="sealed_grading_is_whole",
            ),
        ]

    class Data:
        doors = {"inside": "select insert update"}
        sealed = True
        identifying = ("professional",)
        sensitive = ("fact_on",)
        operational = (
            *("enquiry", "check_answered", "agency", "state", "source_kind", "sensitivity", "leave"),
            *("vetting", "grading_source", "grading_information", "grading_handling"),
            *("cleared_at", "cleared_by", "cleared_by_name"),
            *("sealed_at", "sealed_by", "sealed_by_name", "version"),
        )
        retention = "by the schedule of the agency that owns it"


class ItemVersion(HubRow):
    """The words of an item and what was said of them. A correction is a new version; nothing is overwritten.

    ``facts`` is all else that this version says: kind, date, who may read it, grading, whom it is about. It is sealed
    like the words, so that it goes with them when their time is over.

    Only the wrapped keys may change: wrapped anew when the owner's key turns, emptied when the words are erased.
    """

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    ciphertext = models.BinaryField()
    wrapped_key = models.TextField()
    handling_ciphertext = models.BinaryField()
    handling_wrapped_key = models.TextField()
    facts_ciphertext = models.BinaryField(null=True)
    facts_wrapped_key = models.TextField(blank=True)
    sealed_at = models.DateTimeField()
    sealed_by = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hub", "item", "number"], name="sealed_version_once")]
        triggers = [only_keys_change("never_overwritten", "wrapped_key", "handling_wrapped_key", "facts_wrapped_key")]

    class Data:
        doors = {"inside": "select insert update(wrapped_key,handling_wrapped_key,facts_wrapped_key)"}
        sealed = True
        sensitive = ("ciphertext", "handling_ciphertext", "facts_ciphertext")
        operational = (
            *("item", "number", "wrapped_key", "handling_wrapped_key", "facts_wrapped_key"),
            *("sealed_at", "sealed_by"),
        )
        retention = "as the item"


class ItemPerson(HubRow):
    """Whom a version of an item is about."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(default=1)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hub", "item", "number", "person"], name="sealed_item_person_once")
        ]

    class Data:
        doors = {"inside": "select insert delete"}
        sealed = True
        identifying = ("person",)
        operational = ("item", "number")
        retention = "as the item"
