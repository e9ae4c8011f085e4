"""Files attached to items. Name, kind and bytes are encrypted like the words; how long the ciphertext is, is not."""

from django.db import models

from openmash.core.records import HubRow, only_keys_change, written_once
from openmash.sealed.models.items import Item


class Attachment(HubRow):
    """A file that belongs to an item from one of its versions on, until a correction takes it off.

    Only the wrapped keys may change, and ``until_version`` once.
    """

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    since_version = models.PositiveIntegerField()
    until_version = models.PositiveIntegerField(null=True)
    position = models.PositiveSmallIntegerField()
    label_ciphertext = models.BinaryField()
    label_wrapped_key = models.TextField()
    content_ciphertext = models.BinaryField()
    content_wrapped_key = models.TextField()
    sealed_at = models.DateTimeField()
    sealed_by = models.UUIDField()

    class Meta:
        triggers = [
            only_keys_change("never_overwritten", "label_wrapped_key", "content_wrapped_key", "until_version"),
            written_once("taken_off_once", "until_version"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_version=None) | models.Q(until_version__gt=models.F("since_version")),
                name="sealed_attachment_taken_off_after_it_was_put_in",
            ),
        ]
        indexes = [models.Index(fields=["hub", "item"], name="sealed_attachments")]

    class Data:
        doors = {"inside": "select insert update(label_wrapped_key,content_wrapped_key,until_version)"}
        sealed = True
        sensitive = ("label_ciphertext", "content_ciphertext")
        operational = (
            *("item", "since_version", "until_version", "position", "label_wrapped_key", "content_wrapped_key"),
            *("sealed_at", "sealed_by"),
        )
        retention = "as the item"


class WaitingFile(HubRow):
    """A file that was checked and is kept, encrypted for the agency, until the form it belongs to is sent."""

    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    attached_by = models.UUIDField()
    form = models.CharField(max_length=200)
    label_ciphertext = models.BinaryField()
    label_wrapped_key = models.TextField()
    content_ciphertext = models.BinaryField()
    content_wrapped_key = models.TextField()
    attached_at = models.DateTimeField()

    class Meta:
        triggers = [only_keys_change("never_overwritten", "label_wrapped_key", "content_wrapped_key")]
        indexes = [models.Index(fields=["hub", "attached_by", "form"], name="sealed_waiting_files")]

    class Data:
        doors = {"inside": "select insert delete update(label_wrapped_key,content_wrapped_key)"}
        sealed = True
        sensitive = ("label_ciphertext", "content_ciphertext")
        operational = (*("agency", "attached_by", "form", "label_wrapped_key", "content_wrapped_key", "attached_at"),)
        retention = "1 day, or until the form is sent"
