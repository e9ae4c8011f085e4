"""What was asked of an owner about letting an item out, and what was said."""

from django.db import models

from openmash.core.records import HubRow, only_listed_moves
from openmash.sealed.models.items import Item, ItemVersion
from openmash.sealed.models.texts import SealedText
from openmash.sealed.states import RELEASE, ReleaseState


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
