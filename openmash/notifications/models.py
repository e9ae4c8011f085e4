"""The outbox: messages written in the same transaction as what they tell of, delivered afterwards by the worker."""

from django.db import models

from openmash.core.records import HubRow
from openmash.notifications.rules import RUNG_OUTSIDE

# The outside rings for a receipt and for nothing else, so that it cannot pose as the hub to its agencies.
_RUNG_OUTSIDE = (
    "hub_id = (SELECT nullif(current_setting('openmash.hub', true), '')::uuid) "
    f"AND kind IN ({', '.join(repr(kind) for kind in RUNG_OUTSIDE)})"
)


class Message(HubRow):
    """One message to one address. A doorbell: it carries a reference and a link, never a name or a fact of a case.

    Its words are encrypted to the hub all the same: a one-time link opens a request for whoever reads it.
    """

    kind = models.CharField(max_length=60)
    to_address = models.EmailField()
    ciphertext = models.BinaryField()
    about_id = models.UUIDField()
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    next_try_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["hub", "next_try_at"], condition=models.Q(sent_at=None), name="notifications_waiting")
        ]

    class Data:
        doors = {"inside": "select insert update delete", "outside": "insert"}
        policy = {"outside": _RUNG_OUTSIDE}
        identifying = ("to_address",)
        sensitive = ("ciphertext",)
        operational = ("kind", "about_id", "queued_at", "sent_at", "next_try_at", "attempts", "last_error")
        retention = "1 year after it was sent"
