"""What was called back, or corrected, after it had left."""

from django.db import models

from openmash.core.records import HubRow, only_keys_change, written_once
from openmash.products.models.copies import OWN_TEAM, ReleasedCopy
from openmash.products.models.products import Product
from openmash.products.rules.recalls import RECALL_WORDS

_OUTSIDE = (
    *("id", "hub_id", "copy_id", "team_id", "kind", "ciphertext", "wrapped_key", "replaced_by_id", "recalled_at"),
    *("recalled_by_name", "acknowledged_at", "acknowledged_by", "acknowledged_by_name"),
)


class CopyRecall(HubRow):
    """That a released copy no longer holds, and why, in words for the team. Its own words lose their delivery key.

    ``kept``: what had been sent, sealed inside as evidence; the outside door does not even see that column.
    ``hub_told_at``: when the hub's people were told that the team acknowledged it.
    """

    copy = models.ForeignKey(ReleasedCopy, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey("agencies.Team", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=list(RECALL_WORDS.items()))
    ciphertext = models.BinaryField()
    wrapped_key = models.TextField()
    replaced_by = models.ForeignKey(ReleasedCopy, null=True, on_delete=models.PROTECT, related_name="+")
    kept = models.ForeignKey("sealed.SealedText", on_delete=models.PROTECT, related_name="+")
    recalled_at = models.DateTimeField()
    recalled_by = models.UUIDField()
    recalled_by_name = models.CharField(max_length=120)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.UUIDField(null=True)
    acknowledged_by_name = models.CharField(max_length=120, blank=True)
    hub_told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hub", "copy"], name="products_recalled_once"),
            models.CheckConstraint(
                condition=models.Q(acknowledged_at=None, acknowledged_by=None)
                | models.Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False),
                name="products_recall_acknowledged_at_and_by",
            ),
        ]
        triggers = [
            written_once("recall_acknowledged_once", "acknowledged_at", "acknowledged_by", "acknowledged_by_name"),
            written_once("replaced_once", "replaced_by"),
            only_keys_change(
                "recall_never_overwritten",
                *("wrapped_key", "replaced_by", "acknowledged_at", "acknowledged_by", "acknowledged_by_name"),
                "hub_told_at",
            ),
        ]

    class Data:
        doors = {
            "inside": "select insert update(wrapped_key,replaced_by_id,hub_told_at)",
            "outside": f"select({','.join(_OUTSIDE)}) update(acknowledged_at,acknowledged_by,acknowledged_by_name)",
        }
        policy = {"outside": OWN_TEAM}
        sensitive = ("ciphertext",)
        operational = (
            *("copy", "team", "kind", "wrapped_key", "replaced_by", "kept", "recalled_at", "recalled_by"),
            *("recalled_by_name", "acknowledged_at", "acknowledged_by", "acknowledged_by_name", "hub_told_at"),
        )
        retention = "as the enquiry"


class Correction(HubRow):
    """That a product is being put together to take the place of one that had gone out."""

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    corrects = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    reason = models.ForeignKey("sealed.SealedText", on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    begun_by = models.UUIDField()
    begun_by_name = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hub", "product"], name="products_corrects_one"),
            models.CheckConstraint(
                condition=~models.Q(product=models.F("corrects")), name="products_not_corrected_by_itself"
            ),
        ]
        triggers = [only_keys_change("correction_never_overwritten")]

    class Data:
        doors = {"inside": "select insert"}
        sealed = True
        operational = ("product", "corrects", "reason", "begun_at", "begun_by", "begun_by_name")
        retention = "as the enquiry"
