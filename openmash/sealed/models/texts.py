"""Words of the hub itself."""

from django.db import models

from openmash.core.records import HubRow, only_keys_change


class SealedText(HubRow):
    """Words of the hub itself that speak of what is in the room: analysis, reasons for a decision, guidance."""

    enquiry = models.ForeignKey("enquiries.Enquiry", on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=40)
    ciphertext = models.BinaryField()
    wrapped_key = models.TextField()
    sealed_at = models.DateTimeField()
    sealed_by = models.UUIDField()

    class Meta:
        triggers = [only_keys_change("never_overwritten", "wrapped_key")]

    class Data:
        doors = {"inside": "select insert update(wrapped_key)"}
        sealed = True
        sensitive = ("ciphertext",)
        operational = ("enquiry", "purpose", "wrapped_key", "sealed_at", "sealed_by")
        retention = "as the enquiry"
